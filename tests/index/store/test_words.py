"""Rows are found by their words, scored by BM25 as the textbook has it, exactly and inside any filter."""

from __future__ import annotations

import math
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.schema import Kind, Record, Span
from index.store import words
from index.store.rows import Row
from index.store.words import Words

VOCABULARY = "grain ferry treaty storm harbour mayor court nurse".split()
texts = st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=6).map(" ".join), min_size=1, max_size=12)


def opened(folder: Path, contents: list[str], contexts: list[str] | None = None) -> Words:
    record = Record(0, "a", Kind.SENTENCE, (Span(0, 1),), Span(0, 1))
    pairs = zip(contents, contexts or [""] * len(contents), strict=True)
    words.write(folder / "words", [Row(record, content, context) for content, context in pairs])
    return Words.open(folder / "words", len(contents))


@settings(deadline=None, max_examples=60)
@given(contents=texts, asked=st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4, unique=True))
def test_scores_are_those_of_sqlite(
    tmp_path_factory: pytest.TempPathFactory, contents: list[str], asked: list[str]
) -> None:
    contexts = [f"{text} {contents[i - 1]}" for i, text in enumerate(contents)]
    found = opened(tmp_path_factory.mktemp("words"), contents, contexts).search(" ".join(asked), 99, None)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (content, context)")
    connection.executemany("INSERT INTO words VALUES (?, ?)", zip(contents, contexts, strict=True))
    query = "SELECT rowid - 1, -bm25(words, 2.0, 1.0) FROM words WHERE words MATCH ?"
    expected = dict(connection.execute(query, (" OR ".join(asked),)))
    connection.close()
    assert dict(found) == pytest.approx(expected, rel=1e-4, abs=1e-6)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))


@settings(deadline=None, max_examples=60)
@given(contents=texts, k=st.integers(0, 5), chosen=st.sets(st.integers(0, 11)))
def test_a_filter_and_a_limit_take_the_best_of_all(
    tmp_path_factory: pytest.TempPathFactory, contents: list[str], k: int, chosen: set[int]
) -> None:
    found = opened(tmp_path_factory.mktemp("words"), contents)
    inside = sorted(row for row in chosen if row < len(contents))
    every = found.search("grain ferry storm", 99, None)
    wanted = [pair for pair in every if pair[0] in inside][:k]
    assert found.search("grain ferry storm", k, np.array(inside, dtype=np.int64)) == wanted


FORMS = [
    ("promising", "they had promised"),
    ("gráin", "Grain would flow"),
    ("GRAIN", "gráin"),
    ("third-party", "no third party"),
    ("Wang's", "Wang spoke"),
    ("2024", "in 2024"),
    ("北京", "北京 2024"),
    ("trade trade trades", "trade"),
]


@pytest.mark.parametrize(("asked", "text"), FORMS)
def test_forms_of_a_word_are_one(tmp_path: Path, asked: str, text: str) -> None:
    found = opened(tmp_path, [text, "something else", "and more"]).search(asked, 9, None)
    assert [row for row, _ in found] == [0]


def test_a_word_that_is_asked_twice_counts_once(tmp_path: Path) -> None:
    found = opened(tmp_path, ["trade", "war", "peace"])
    assert found.search("trade trades", 1, None) == found.search("trade", 1, None)


def test_a_word_of_most_rows_counts_next_to_nothing(tmp_path: Path) -> None:
    [(_, score), *_] = opened(tmp_path, ["said one", "said two", "said"]).search("said", 9, None)
    assert 0 < score < 1e-4
    assert math.isfinite(score)


@pytest.mark.parametrize("text", ["", "!?", "_ __", "absent", "\ud800", "\0"])
def test_what_has_no_known_word_finds_nothing(tmp_path: Path, text: str) -> None:
    assert opened(tmp_path, ["grain", "\ud801 odd \0"]).search(text, 9, None) == []
    assert opened(tmp_path / "none", []).search("grain", 9, None) == []


@pytest.mark.parametrize("name", [words.STEMS, *words.ARRAYS])
def test_a_file_that_is_cut_is_named(tmp_path: Path, name: str) -> None:
    opened(tmp_path, ["grain"])
    path = tmp_path / "words" / name
    path.write_bytes(path.read_bytes()[:5])
    with pytest.raises(IndexDamagedError, match="cannot be read as words"):
        Words.open(tmp_path / "words", 1)


def test_the_stems_of_rows_and_of_the_corpus_are_known_without_texts(tmp_path: Path) -> None:
    found = opened(tmp_path, ["Grain and gráin", "grains trade", ""], ["ferries", "", "trading"])
    assert found.stems(np.array([2, 0, 1])) == [frozenset(), frozenset({"grain", "and"}), frozenset({"grain", "trade"})]
    assert (found.sentences("grain"), found.sentences("ferri"), found.sentences("zinc")) == (2, 0, 0)
    assert (list(found.beginning("tra")), list(found.beginning("zz"))) == (["trade"], [])


def test_common_words_are_left_out_only_where_they_cannot_matter(tmp_path: Path) -> None:
    dice = np.random.default_rng(1)
    common = 1 / np.arange(1, 400)
    found = opened(
        tmp_path,
        [" ".join(f"w{n}" for n in dice.choice(399, size=8, p=common / common.sum())) for _ in range(12_000)],
    )
    every = [dict(scores) for scores in found.scores()]
    inside = np.arange(11_000) + 500  # more than are scored one by one
    for asked in ("w1 w2 w300", "w0 w1", "w350 w0 w2 w17 w390", "w5 w60 w0"):
        stems = words.stems_of(asked)
        expected = [float(np.sum([scores.get(stem, 0) for stem in stems], dtype=np.float32)) for scores in every]
        for rows in (None, inside):
            best = found.search(asked, 50, rows)
            allowed = range(len(every)) if rows is None else rows.tolist()
            ranked = sorted((row for row in allowed if expected[row] > 0), key=lambda row: (-expected[row], row))[:50]
            assert [score for _, score in best] == pytest.approx([expected[row] for row in ranked], rel=1e-5)
            assert [score for _, score in best] == pytest.approx([expected[row] for row, _ in best], rel=1e-5)
