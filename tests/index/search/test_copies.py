"""One set of statements for one article in several outlets, and what became of it later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import open_index
from index.build import Report, build
from index.search.engine import Index
from index.search.wire import answer_to_json
from index.store.corrections import Correction
from index.store.encoder import SentenceEncoder
from tests.index.corpus.test_duplicates import LOCAL, STORY

FIRST = STORY.replace("according to the board", "Pietersen said")
SECOND = FIRST.replace("nine hundred", "six hundred")
OTHER = (
    "Haven votes\n\nBoard chairman Olaf Pietersen said that boats would always be welcome at Haven, whatever the price."
)
DAILY = {"title": "Lock gates to be replaced before winter", "outlet": "The Haven Daily"}
SOURCES = {
    "first": {**DAILY, "date": "2026-03-02"},
    "second": {**DAILY, "date": "2026-03-04"},
    "local": {"title": "Haven holds its breath", "outlet": "Canal Weekly", "date": "2026-03-03"},
    "other": {"title": "Haven votes", "outlet": "Canal Weekly", "date": "2026-03-09"},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("haven")
    for name, text in (("first", FIRST), ("second", SECOND), ("local", LOCAL), ("other", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "sources.json").write_text(json.dumps(SOURCES), encoding="utf-8")
    root = tmp_path_factory.mktemp("copies") / "index"
    return root, build([folder], root, encoder)


@pytest.fixture
def index(built: tuple[Path, Report], encoder: SentenceEncoder) -> Index:
    return open_index(built[0], encoder=encoder)


def test_a_statement_of_three_articles_is_one_with_all_its_places(index: Index) -> None:
    answer = index.ask("what did Pietersen say about spring?")
    first = answer.citations[0]
    assert [place.doc for place in first.also] == ["first", "second"]
    assert first.doc == "local"
    assert first.quote.startswith("We cannot wait for spring")
    assert sum("spring" in citation.quote for citation in answer.citations) == 1


def test_a_question_for_one_outlet_finds_the_copy_that_stands_there(index: Index) -> None:
    answer = index.ask("what did Pietersen say about spring in The Haven Daily?")
    assert answer.query.outlet
    assert answer.citations[0].doc == "second"
    assert {place.doc for place in answer.citations[0].also} == {"first", "local"}


def test_a_speaker_is_counted_once_for_all_copies(index: Index, built: tuple[Path, Report]) -> None:
    (pietersen,) = (entry for entry in index.speakers() if entry.speaker.name == "Olaf Pietersen")
    assert pietersen.direct == 1
    assert built[1].counts["repeats"] == index.generation.manifest.counts["repeats"] > 5


def test_the_later_version_answers_first_and_the_earlier_names_it(index: Index) -> None:
    answer = index.ask("what did Pietersen say about the price?")
    price = [citation for citation in answer.citations if "hundred crowns" in citation.quote]
    assert [citation.doc for citation in price] == ["second", "first"]
    assert answer.citations[-1].doc == "first"
    assert price[0].later is None
    assert price[1].later is not None
    assert (price[1].later.doc, price[1].later.quote) == ("second", "Lock gates to be replaced before winter")
    note = (
        "\n   corrected or replaced by: Lock gates to be replaced before winter · The Haven Daily · 2026-03-04 · line 1"
    )
    assert answer.text.count(note) == 1
    fields = answer_to_json(None, answer)["citations"]
    assert [citation["later"] and citation["later"]["doc"] for citation in fields][-1] == "second"


def test_a_correction_of_the_speaker_holds_with_all_its_places(
    built: tuple[Path, Report], encoder: SentenceEncoder
) -> None:
    index = open_index(built[0], encoder=encoder)
    first = index.ask("what did Pietersen say about spring?").citations[0]
    index.correct(Correction(first.sha256, first.start, first.end, "Tilde Roos"))
    try:
        assert index.refresh()
        again = index.ask('who said "We cannot wait for spring"?').citations[0]
        assert (again.doc, again.speaker, [place.doc for place in again.also]) == (
            "local",
            "Tilde Roos",
            ["first", "second"],
        )
    finally:
        (built[0] / "corrections.jsonl").unlink()
