"""The page of a build: what an index holds at a glance, true to its counts and safe to open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from index.__main__ import main
from index.build import Report, build
from index.errors import ConfigError
from index.glance import DOUBTS, SPEAKERS, Glance, glance
from index.page import MOST, page, writable
from index.schema import Document, Extraction, Style
from index.store.generation import Generation
from tests.conftest import ARTICLE
from tests.fakes import HashEncoder
from tests.index.corpus.made_files import write
from tests.index.test_build import RULES

EVIL = "<script>alert(1)</script> & \"<img src=x onerror='alert(2)'>\" {{ 7 * 7 }} </title>"


def _extract(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Take what the fake rules take; whoever whispers is not certain, and nobody knows who shouts."""
    for extraction in RULES.extract(documents):
        quotes = []
        for quote in extraction.quotes:
            speaker = None if quote.speaker == "Shout" else quote.speaker
            style = Style.INDIRECT if "tells" in extraction.document.text else quote.style
            confidence = 0.4 if "whispers" in extraction.document.text else 1.0
            quotes.append(replace(quote, speaker=speaker, style=style, confidence=confidence))
        yield replace(extraction, quotes=tuple(quotes))


def built(folder: Path, lines: Iterable[dict[str, str]]) -> tuple[Report, Glance]:
    encoder = HashEncoder()
    path = write(folder / "corpus.jsonl", "\n".join(json.dumps(line) for line in lines))
    report = build([path], folder / "index", encoder, rules=replace(RULES, extract=_extract))
    return report, glance(Generation.at(report.generation, encoder))


LINES = [
    {
        "id": "1",
        "text": "ann: grain will flow",
        "outlet": "Wire",
        "date": "2026-03-02",
        "url": "https://wire.example/1",
    },
    {"id": "2", "text": "ann: grain will flow", "outlet": "Daily", "date": "2026-03-04"},
    {"id": "3", "text": "ann: he tells her nothing", "outlet": "Daily", "date": "2026-03-04"},
    {"id": "4", "text": "bob: he whispers to her", "outlet": "Daily", "date": "2026-03-09"},
    {"id": "5", "text": "shout: the boats are late"},
    {"id": "6", "text": ""},
]


def test_statements_are_counted_once_by_speaker_style_day_and_outlet(tmp_path: Path) -> None:
    report, seen = built(tmp_path, LINES)
    assert [(entry.speaker.name, entry.quotes) for entry in seen.speakers] == [("Ann", 2), ("Bob", 1)]
    assert seen.styles == {Style.DIRECT: 3, Style.INDIRECT: 1, Style.MIXED: 0}
    assert (seen.quoted, seen.unnamed, seen.doubtful, seen.counts["repeats"]) == (2, 1, 1, 2)
    days = [(bar.name, bar.statements, bar.documents) for bar in seen.days]
    assert days == [("2026-03-02", 1, 1), ("2026-03-04", 1, 2), ("2026-03-09", 1, 1)]
    assert [(bar.name, bar.statements, bar.documents) for bar in seen.outlets] == [("Daily", 2, 3), ("Wire", 1, 1)]
    assert (seen.undated.statements, seen.unplaced.documents) == (1, 1)
    (doubt,) = seen.doubts
    assert (doubt.speaker, doubt.document.id, doubt.line) == ("Bob", "4", 1)
    assert doubt.pieces == (("bob: ", False), ("he whispers to her", True))
    assert report.problems == [f'{tmp_path}/corpus.jsonl:6: it has no "text"']


TIMES = [
    # dates of articles, the bars over time
    (["2026-03-02", "2026-03-05"], ["2026-03-02", "2026-03-05"]),
    (["2025-12-31", "2026-04-01"], ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]),
    (["2026-03", "2026-03-05"], ["2026-03"]),
    (["2022-06-01", "2025-01-01"], ["2022", "2023", "2024", "2025"]),
    (["2025", "2026-01-02"], ["2025", "2026"]),
    (["2026-03-05T10:00:00Z", "Tuesday"], ["2026-03-05"]),
    (["yesterday"], []),
]


@pytest.mark.parametrize(("dates", "bars"), TIMES)
def test_bars_stand_for_days_months_or_years(tmp_path: Path, dates: list[str], bars: list[str]) -> None:
    lines = [{"id": str(n), "text": f"ann: number {n} of them", "date": date} for n, date in enumerate(dates)]
    _, seen = built(tmp_path, lines)
    assert [bar.name for bar in seen.days] == bars
    assert sum(bar.documents for bar in seen.days) + seen.undated.documents == len(dates)


class Seen(HTMLParser):
    """What a browser would make of a page: its tags, what they refer to, and its words."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_whatever_documents_hold_is_shown_and_does_nothing(tmp_path: Path) -> None:
    evil = {"id": EVIL, "text": f"{EVIL}: he whispers {EVIL}", "title": EVIL, "outlet": EVIL, "date": "2026-03-02"}
    report, seen = built(tmp_path, [{**evil, "url": "javascript:alert(3)"}, {"id": EVIL, "text": "the same id"}])
    found = Seen(page(report, seen))
    assert {"script", "img", "link", "iframe", "form", "object"}.isdisjoint(found.tags)
    assert not any(name.startswith("on") for name in found.attributes)
    assert found.links == []
    assert found.words.count(EVIL) >= 4
    assert EVIL.title() in found.words


def test_a_page_needs_no_network_and_knows_light_and_dark(tmp_path: Path) -> None:
    report, seen = built(
        tmp_path, [*LINES, {"id": "7", "text": "cleo: she whispers", "url": "https://wire.example/a?b&c"}]
    )
    content = page(report, seen)
    found = Seen(content)
    assert found.links == ["https://wire.example/a?b&c"]
    assert "default-src 'none'" in content
    assert "url(" not in content
    assert "@import" not in content
    assert "prefers-color-scheme: dark" in content
    for words in (
        "Who speaks",
        "Over time",
        "By outlet",
        "Attributions to look at",
        'it has no "text"',
        "confidence 0.40",
    ):
        assert words in found.words


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    lines = [{"id": str(n), "text": f"speaker number{n}: he whispers of {n} boats"} for n in range(DOUBTS + 5)]
    report, seen = built(tmp_path, lines)
    assert (len(seen.speakers), seen.quoted, len(seen.doubts), seen.doubtful) == (
        SPEAKERS,
        DOUBTS + 5,
        DOUBTS,
        DOUBTS + 5,
    )
    words = Seen(page(replace(report, skipped={"empty": 300}, problems=["it is empty"] * 300), seen)).words
    assert f"The {SPEAKERS} most quoted of {DOUBTS + 5}" in words
    assert f"the {DOUBTS} least certain are here" in words
    assert f"And {300 - MOST} more." in words


def test_a_corpus_in_which_nobody_speaks_has_a_page(tmp_path: Path) -> None:
    report, seen = built(tmp_path, [{"id": "1", "text": "It rained."}])
    words = Seen(page(report, seen)).words
    assert "Nobody is quoted." in words
    assert "Nothing: all that was given could be read." in words


def test_a_build_writes_its_page_also_where_nothing_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, index = tmp_path / "report.html", str(tmp_path / "index")
    for _ in range(2):
        assert main(["build", "--index", index, "--report", str(report), str(ARTICLE)]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == f"report: {report}"
        assert "Wang Yi" in Seen(report.read_text(encoding="utf-8")).words
        report.unlink()


@pytest.mark.parametrize("place", ["nowhere/report.html", "."])
def test_a_page_that_cannot_be_written_stops_a_build_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    index = tmp_path / "index"
    assert main(["build", "--index", str(index), "--report", str(tmp_path / place), str(ARTICLE)]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert not index.exists()
    with pytest.raises(ConfigError):
        writable(tmp_path / place)
