"""A build reads, publishes once, and leaves what was there when it cannot go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import Rules, build
from index.errors import SourceError
from index.schema import Document, Extraction, Quote, Span, Speaker, Style
from index.store.encodings import Encodings, encode
from index.store.generation import Generation
from index.store.previous import Previous
from tests.fakes import HashEncoder


def _extract(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Take a text as one sentence, and what stands before a colon as the speaker of the rest."""
    for document in documents:
        end = len(document.text)
        colon = document.text.find(":")
        quotes = (Quote((Span(colon + 2, end),), Style.DIRECT, speaker=document.text[:colon].title()),)
        warnings = () if colon > 0 else ("line 1: nobody speaks",)
        yield Extraction(document, (Span(0, end),), quotes if colon > 0 else (), warnings=warnings)


def _resolve(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], tuple[Speaker, ...]]:
    names = sorted({quote.speaker for extraction in extractions for quote in extraction.quotes if quote.speaker})
    return tuple(extractions), tuple(Speaker(name, aliases=(name,), mentions=1) for name in names)


RULES = Rules("rules 1", _extract, _resolve)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "b.txt").write_text("ann: grain will flow")
    (folder / "a.txt").write_text("It rained.")
    return folder


def test_a_build_publishes_what_it_read(tmp_path: Path, articles: Path, caplog: pytest.LogCaptureFixture) -> None:
    root, encoder = tmp_path / "index", HashEncoder()
    report = build([articles], root, encoder, rules=RULES)
    assert report.fresh
    counts = {"documents": 2, "records": 3, "quotes": 1, "sentences": 2, "speakers": 1, "repeats": 0}
    assert report.counts == counts
    assert f"{articles}/a.txt:1: nobody speaks" in caplog.text
    generation = Generation.open(root, encoder)
    assert [document.id for document in generation.documents()] == ["a", "b"]
    assert [record.speaker for record in generation.records(range(3))] == [None, None, "Ann"]
    assert generation.manifest.sources == (str(articles),)
    list(generation.check(full=True))


def test_what_is_skipped_is_counted_and_a_strict_build_refuses_it(tmp_path: Path, articles: Path) -> None:
    root = tmp_path / "index"
    (articles / "empty.txt").touch()
    (articles / "lines.jsonl").write_text('{"id": "c", "text": "Cy: it thawed"}\n{}\n[]\n')
    with pytest.raises(SourceError, match="3 skipped, and nothing may be"):
        build([articles], root, HashEncoder(), rules=RULES, strict=True)
    assert not root.exists()
    for _ in range(2):
        report = build([articles], root, HashEncoder(), rules=RULES)
        assert (report.counts["documents"], report.skipped) == (3, {"bad line": 2, "empty": 1})


def test_a_second_build_of_the_same_does_nothing(tmp_path: Path, articles: Path) -> None:
    root, encoder = tmp_path / "index", HashEncoder()
    first = build([articles], root, encoder, rules=RULES)
    encoded = len(encoder.texts)
    second = build([articles], root, encoder, rules=RULES)
    assert (second.fresh, second.generation, second.counts) == (False, first.generation, first.counts)
    assert len(encoder.texts) == encoded


def test_a_change_of_anything_that_matters_builds_anew(tmp_path: Path, articles: Path) -> None:
    root = tmp_path / "index"
    built = [build([articles], root, HashEncoder(), rules=RULES)]
    (articles / "a.txt").write_text("It snowed.")
    built.append(build([articles], root, HashEncoder(), rules=RULES))
    (articles / "sources.json").write_text('{"a": {"title": "Weather"}}')
    built.append(build([articles], root, HashEncoder(), rules=RULES))
    built.append(build([articles], root, HashEncoder(), rules=replace(RULES, fingerprint="rules 2")))
    built.append(build([articles], root, HashEncoder(fingerprint="hash:2"), rules=RULES))
    (articles / "b.txt").unlink()
    built.append(build([articles], root, HashEncoder(), rules=RULES))
    assert all(report.fresh for report in built)
    assert built[-1].generation.name == "000006"


def test_a_failed_build_leaves_what_was_there(tmp_path: Path, articles: Path) -> None:
    root, encoder = tmp_path / "index", HashEncoder()
    build([articles], root, encoder, rules=RULES)

    def broken(documents: Iterable[Document]) -> Iterator[Extraction]:
        yield from list(_extract(documents))[:1]
        raise RuntimeError("the parser died")

    with pytest.raises(SourceError):
        build([tmp_path / "nowhere"], root, encoder, rules=RULES)
    with pytest.raises(RuntimeError):
        build([articles], root, encoder, rules=Rules("rules 2", broken, _resolve))
    assert [document.id for document in Generation.open(root, encoder).documents()] == ["a", "b"]
    assert not build([articles], root, encoder, rules=RULES).fresh


def test_each_different_text_is_encoded_once_and_longest_first(tmp_path: Path) -> None:
    encoder, encodings = HashEncoder(), Encodings(tmp_path, "hash:1", Previous())
    texts = ["bb", "a", "ccc", "a", "bb"]
    matrix = encode(texts, encoder, encodings)
    assert encoder.texts == ["ccc", "bb", "a"]
    assert np.array_equal(matrix, HashEncoder().encode(texts))
    assert np.array_equal(encode(["a", "dddd"], encoder, encodings), HashEncoder().encode(["a", "dddd"]))
    assert encoder.texts == ["ccc", "bb", "a", "dddd"]
    assert encode([], encoder, encodings).shape == (0, 64)
