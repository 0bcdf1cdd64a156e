"""A base and a delta are searched as one: the same scores as in one piece, inside any filter, without what is hidden."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import build, repair
from index.errors import IndexDamagedError
from index.schema import Kind, Record, Span
from index.store import corrections, vectors, words
from index.store.catalogue import RECORDS, Catalogue
from index.store.corrections import Correction
from index.store.delivery import deliver
from index.store.door import connection, open_store
from index.store.filter import Filter
from index.store.generation import Generation
from index.store.layers import LayeredVectors, LayeredWords
from index.store.publish import current, numbered
from index.store.rows import Row
from index.store.vectors import Vectors
from index.store.words import Words
from tests.fakes import HashEncoder
from tests.index.layered import at_once, compare, layering, written
from tests.index.store.test_damage import flipped
from tests.index.test_growth import TEXTS

VOCABULARY = "grain ferry treaty storm harbour mayor court nurse".split()
texts = st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=6).map(" ".join), min_size=1, max_size=12)
RECORD = Record(0, "a", Kind.SENTENCE, (Span(0, 1),), Span(0, 1))


def rows(contents: list[str]) -> list[Row]:
    return [Row(RECORD, text, contents[n - 1]) for n, text in enumerate(contents)]


@settings(deadline=None, max_examples=60)
@given(contents=texts, cut=st.integers(0, 12), gone=st.sets(st.integers(0, 11)), k=st.integers(1, 9), asked=texts)
def test_words_of_two_parts_score_as_in_one(
    tmp_path_factory: pytest.TempPathFactory, contents: list[str], cut: int, gone: set[int], k: int, asked: list[str]
) -> None:
    folder, cut = tmp_path_factory.mktemp("words"), min(cut, len(contents))
    every = rows(contents)
    words.write(folder / "base", every[:cut])
    base = Words.open(folder / "base", cut)
    words.write(folder / "delta", every[cut:], base.length)
    hidden = np.array(sorted(row for row in gone if row < cut), dtype=np.int64)
    both = LayeredWords(base, Words.open(folder / "delta", len(contents) - cut), hidden, hidden)
    shown = np.array([row for row in range(len(contents)) if row not in hidden], dtype=np.int64)
    words.write(folder / "whole", [every[row] for row in shown], base.length)
    whole = Words.open(folder / "whole", len(shown))
    question = " ".join(asked)
    expected = {int(shown[row]): score for row, score in whole.search(question, 99, None)}
    found = both.search(question, 99, shown)
    assert dict(found) == pytest.approx(expected, rel=1e-5)
    assert both.search(question, k, shown) == found[:k]
    assert [both.sentences(word) for word in VOCABULARY] == [whole.sentences(word) for word in VOCABULARY]
    assert list(both.beginning("")) == list(whole.beginning(""))
    assert both.stems(shown[::-1]) == whole.stems(np.arange(len(shown))[::-1])
    assert [score for row, score in enumerate(both.scores()) if row not in hidden] == [
        pytest.approx(score, rel=1e-5) for score in whole.scores()
    ]


@settings(deadline=None, max_examples=40)
@given(count=st.integers(1, 12), cut=st.integers(0, 12), inside=st.sets(st.integers(0, 11)), k=st.integers(0, 9))
def test_vectors_of_two_parts_are_found_as_in_one(
    tmp_path_factory: pytest.TempPathFactory, count: int, cut: int, inside: set[int], k: int
) -> None:
    folder, cut = tmp_path_factory.mktemp("vectors"), min(cut, count)
    matrix = HashEncoder().encode([f"word{n} and word{n % 3}" for n in range(count)])
    for name, part in (("base", matrix[:cut]), ("delta", matrix[cut:]), ("whole", matrix)):
        (folder / name).mkdir()
        vectors.write(folder / name, part, np.arange(len(part)))
    both = LayeredVectors(Vectors.open(folder / "base"), Vectors.open(folder / "delta"))
    whole = Vectors.open(folder / "whole")
    [query] = HashEncoder().encode(["word1 and word2"])
    chosen = np.array(sorted(row for row in inside if row < count), dtype=np.int64)
    for some in (None, chosen):
        expected = whole.search(query, k, some)
        assert [score for _, score in both.search(query, k, some)] == pytest.approx([s for _, s in expected], abs=1e-6)
    assert np.array_equal(both.take(chosen[::-1]), whole.take(chosen[::-1]))
    assert both.cosines(query, chosen) == pytest.approx(whole.cosines(query, chosen), abs=1e-6)
    assert (len(both), both.dim) == (len(whole), whole.dim)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three generations: a base, another base, and that with a delta in which one article is replaced."""
    folder = tmp_path_factory.mktemp("grown")
    articles = [{"id": id, "text": text} for id, text in TEXTS.items() if id != "odd"]
    path, root = folder / "articles.jsonl", folder / "index"
    build([written(path, articles[:2])], root, HashEncoder(), rules=layering(delta=0))
    build([written(path, articles[:4])], root, HashEncoder(), rules=layering(delta=0))
    for end, text in ((5, TEXTS["dam"]), (6, "Ann Lee: the dam held.\nIt rained.")):
        articles[0]["text"] = text
        build([written(path, articles[:end])], root, HashEncoder(), rules=layering())
    return root


@pytest.fixture
def root(grown: Path, tmp_path: Path) -> Path:
    shutil.copytree(grown, tmp_path / "index")
    for path in (grown / "generations" / "000003").rglob("*"):  # a copy parts what links have in common
        if path.is_file() and path.stat().st_nlink > 1:
            there = tmp_path / "index" / "generations"
            twin = path.relative_to(grown / "generations" / "000003")
            (there / "000004" / twin).unlink()
            (there / "000004" / twin).hardlink_to(there / "000003" / twin)
    return tmp_path / "index"


def test_generations_share_their_base_and_the_last_with_another_is_kept(root: Path) -> None:
    folders = numbered(root)
    assert [folder.name for folder in folders] == ["000001", "000003", "000004"]
    base = [folder / "catalogue.sqlite" for folder in folders]
    assert base[1].samefile(base[2])
    assert not base[0].samefile(base[1])


def test_whatever_byte_of_it_is_damaged_the_check_finds_it(root: Path, tmp_path: Path) -> None:
    folder = current(root)
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len([name for name in names if name.parts[0] == "delta"]) == 11
    for name in names:
        copy = Path(shutil.copytree(root, tmp_path / "damaged" / name.as_posix().replace("/", "-")))
        flipped(current(copy) / name)
        with pytest.raises(IndexDamagedError, match=name.name):
            list(Generation.at(current(copy), HashEncoder()).check())


def test_where_the_base_is_damaged_the_last_generation_with_another_answers(root: Path) -> None:
    for folder in numbered(root)[1:]:
        path = folder / "words" / "scores.npy"
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.unlink()
        path.write_bytes(data)
    assert Generation.open(root, HashEncoder()).id == "000001"


@pytest.mark.parametrize("name", ["catalogue.sqlite", "delta/catalogue.sqlite", "delta/vectors.faiss", "vectors.faiss"])
def test_repair_brings_back_what_can_be_read(root: Path, name: str) -> None:
    before = {document.id for document in Generation.open(root, HashEncoder()).documents()}
    for folder in numbered(root)[1:]:
        if (folder / name).exists():
            (folder / name).unlink()
            (folder / name).write_bytes(b"not what it was")
    assert repair(root, HashEncoder(), rules=layering()).fresh
    generation = Generation.at(current(root), HashEncoder())
    list(generation.check(full=True))
    after = {document.id for document in generation.documents()}
    kept = {
        "catalogue.sqlite": {"dam", "lee", "other", "copy"},
        "delta/catalogue.sqlite": {"dam", "lee", "roe", "flood"},
    }
    assert after == kept.get(name, before)


def test_a_correction_holds_in_both_parts_and_wins(root: Path, tmp_path: Path) -> None:
    generation = Generation.open(root, HashEncoder())
    quotes = generation.records(generation.select(Filter(kind=Kind.QUOTE)).tolist())
    first, last = (next(quote for quote in quotes if quote.doc == doc) for doc in ("roe", "dam"))
    assert generation.manifest.base is not None
    assert first.row < generation.manifest.base["records"] <= last.row
    for record in (first, last):
        sha256 = generation.document(record.doc).sha256
        corrections.add(root, Correction(sha256, record.hull.start, record.hull.end, "Dee Fox"))
    corrected = Generation.open(root, HashEncoder())
    rows = corrected.select(Filter(speakers=("Dee Fox",))).tolist()
    assert rows == [first.row, last.row]
    assert [record.quote.rule for record in corrected.records(rows) if record.quote] == ["corrected"] * 2
    assert next(entry.quotes for entry in corrected.speakers() if entry.speaker.name == "Dee Fox") == 2


@pytest.mark.parametrize(
    "sql",
    [f"{RECORDS} row IN (?)", f"{RECORDS} doc IN (?)", f"{RECORDS} id = ?", "SELECT 1 FROM records WHERE digest = ?"],
)
def test_what_is_looked_up_is_found_by_an_index_in_both_parts(root: Path, sql: str) -> None:
    catalogue = Catalogue.open(current(root))
    plan = [step for *_, step in catalogue._query(f"EXPLAIN QUERY PLAN {sql}", ["1"])]
    assert any("main.records" in step for step in plan)
    assert [step for step in plan if re.match(r"SCAN (main|delta|old)", step)] == []


def test_milvus_serves_what_counts_of_both_parts(root: Path, tmp_path: Path) -> None:
    address = f"milvus://{tmp_path / 'quotes.db'}"
    files = Generation.open(root, HashEncoder())
    assert deliver(files, connection(address))
    served = open_store(root, HashEncoder(), address)
    assert served.select().tolist() == files.select().tolist()
    assert served.records(served.select().tolist()) == files.records(files.select().tolist())
    assert served.documents() == files.documents()
    assert served.speakers() == files.speakers()
    assert dict(served.matching("dam", 9)) == pytest.approx(dict(files.matching("dam", 9)), rel=1e-3)


def test_the_fixture_is_what_it_says(grown: Path, tmp_path: Path) -> None:
    generation = Generation.open(grown, HashEncoder())
    assert generation.manifest.base is not None
    assert len(generation) > generation.manifest.counts["records"]
    compare(generation, at_once(generation.documents(), tmp_path))
