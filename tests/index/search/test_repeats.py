"""The same statement in several articles is one passage, and says where else it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index
from index.build import build
from index.schema import Style
from index.search.engine import Index
from index.search.repeats import _Words, same
from index.search.wire import answer_to_json
from index.store.encoder import SentenceEncoder

WIRE = """Ferry company wants more harbour workers, director says

The island ferry needs forty more harbour workers before the summer, director Lena Vogt said.

“Without them the night boats stay in port,” Vogt told reporters.
"""

DAILY = """Night boats in danger

“Without them, the night boats stay in port”, said Lena Vogt, who directs the ferry company.

Vogt said the ferry does not need forty more harbour workers before the winter.
"""

WEEKLY = """Island news

The island ferry needs forty more harbour workers before the summer, director Lena Vogt said on Friday.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    folder = tmp_path_factory.mktemp("ferry")
    for name, text in (("wire", WIRE), ("daily", DAILY), ("weekly", WEEKLY)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    root = tmp_path_factory.mktemp("repeats") / "index"
    build([folder], root, encoder)
    return open_index(root, encoder=encoder)


def test_each_statement_is_listed_once_with_its_other_places(index: Index) -> None:
    answer = index.ask("give me all quotes by lena vogt")
    boats = [c for c in answer.citations if "night boats" in c.quote]
    assert len(boats) == 1
    assert {boats[0].doc, *(place.doc for place in boats[0].also)} == {"daily", "wire"}
    needs = [c for c in answer.citations if "harbour workers" in c.quote]
    assert [{c.doc, *(place.doc for place in c.also)} for c in needs if "summer" in c.quote] == [{"weekly", "wire"}]
    assert [c.also for c in needs if "winter" in c.quote] == [()]


def test_other_places_are_slices_and_stand_under_the_passage(index: Index) -> None:
    answer = index.ask("what did lena vogt say about night boats?")
    citation = answer.citations[0]
    (place,) = citation.also
    text = index.generation.document(place.doc).text
    assert place.quote == text[place.start : place.end]
    assert place.line == text[: place.start].count("\n") + 1
    assert f"\n   also in: {place.title} · line {place.line}" in answer.text
    fields = answer_to_json(None, answer)["citations"][0]
    assert list(fields)[-4:] == ["line", "also", "when", "later"]
    assert fields["also"][0] == {
        "doc": place.doc, "start": place.start, "end": place.end, "quote": place.quote, "sha256": place.sha256,
        "line": place.line, "title": place.title, "outlet": None, "date": None, "url": None,
    }  # fmt: skip
    assert fields["later"] is None


def test_a_number_counts_repeats_once(index: Index) -> None:
    answer = index.ask("how many statements by lena vogt are there?")
    assert len(answer.citations) == answer.total
    (count,) = answer.counts
    assert count.direct == 1


def words(text: str, speaker: str | None = "Lena Vogt", *, headline: bool = False) -> _Words:
    return _Words(text, speaker, headline=headline)


LONG = "the night boats will stay in port until the company finds new crews"
PAIRS = [
    # one, the other, whether they are one statement
    (words(LONG), words(LONG), True),
    (words(LONG), words(LONG.replace("new", "more")), True),
    (words(LONG), words(LONG.replace("until", "and not until")), False),  # a negation
    (words(LONG + " in 9 days"), words(LONG + " in 8 days"), False),  # a number
    (words("the night boats will stay"), words(LONG), False),  # less than half of it
    (words("night boats stay in port", headline=True), words(LONG), True),  # headlines are short
    (words("night boats", headline=True), words(LONG), False),  # too short for its words to mean anything
    (words("yes of course"), words("yes of course we do"), False),
    (words(LONG, None), words(LONG, None), True),  # nobody is named, the very words
    (words(LONG, None), words(LONG.replace("new", "more"), None), False),
]


@pytest.mark.parametrize(("one", "other", "alike"), PAIRS)
def test_two_passages_are_one_statement(one: _Words, other: _Words, alike: bool) -> None:
    assert same(one, other) is alike
    assert same(other, one) is alike


def test_the_same_words_of_another_speaker_are_a_statement_of_their_own(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    for name, speaker in (("wire", "Lena Vogt"), ("daily", "Jan Maas"), ("weekly", "Lena Vogt")):
        (tmp_path / f"{name}.txt").write_text(f"Ferry news\n\n{speaker} said {LONG}.\n", encoding="utf-8")
    build([tmp_path], tmp_path / "index", encoder)
    found = open_index(tmp_path / "index", encoder=encoder).ask("what was said about the night boats?").citations
    assert [(c.speaker, len(c.also)) for c in found] == [("Jan Maas", 0), ("Lena Vogt", 1)]


def test_direct_quotes_are_not_lost_among_reported_ones(index: Index) -> None:
    answer = index.ask("lena vogt's exact words about night boats")
    assert answer.citations[0].style is Style.DIRECT


def test_a_report_inside_a_report_is_no_other_place(tmp_path: Path, encoder: SentenceEncoder) -> None:
    source = tmp_path / "strike.txt"
    source.write_text(
        "Ferry crew to strike\n\nMinister Paul Reuel said he had told both sides that the port would pay as soon as the "
        "insurer answered.\n",
        encoding="utf-8",
    )
    build([source], tmp_path / "index", encoder)
    answer = open_index(tmp_path / "index", encoder=encoder).ask("what did reuel say about the insurer?")
    assert answer.citations
    assert all(not citation.also for citation in answer.citations)
