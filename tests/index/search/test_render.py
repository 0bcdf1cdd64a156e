"""Answers laid out as their questions ask: side by side, by date, counted; on invented citations."""

from __future__ import annotations

from typing import Any

import pytest

from index.schema import Answer, Citation, Count, Intent, Place, Polarity, Query, Status, Style
from index.search import render
from tests.bot.made_up import cite

RUIZ, STONE = "Ana Ruiz", "Peter Stone"


def found(intent: Intent, *citations: Citation, **more: Any) -> Answer:
    query = Query("?", intent, speakers=(RUIZ, STONE), topic="boats")
    return Answer(Status.ANSWERED, query, "", citations, head="Head", **more)


def test_two_speakers_stand_side_by_side() -> None:
    answer = found(
        Intent.COMPARE,
        cite("Boats are safe", speaker=RUIZ, style=Style.DIRECT, line=3),
        cite("boats leak", speaker="Stone", addressee="Lena Vogt", line=5),
        cite("oars are old", speaker=STONE, line=7),
    )
    head, names, rule, first, words, *rest = render.text(answer).splitlines()
    assert head == "Head"
    assert names.split("  ")[0] == RUIZ
    assert names.split()[-2:] == STONE.split()
    assert set(rule) == {"─"}
    assert first.split("  ")[0] == "1. quoted"
    assert first.endswith("2. to Lena Vogt · reported")
    assert words.startswith("“Boats are safe”")
    assert words.endswith(" boats leak")
    assert any(line.strip() == "oars are old" for line in rest)
    assert max(map(len, render.text(answer).splitlines())) <= 110
    assert max(map(len, render.text(answer, 60).splitlines())) <= 60


def test_a_side_without_a_passage_says_so() -> None:
    assert "(nothing found)" in render.text(found(Intent.COMPARE, cite("Boats are safe", speaker=RUIZ)))


def test_a_timeline_stands_under_its_dates() -> None:
    answer = found(
        Intent.TIMELINE,
        cite("first", date="2024-05-01"),
        cite("second", date="2024-05-01"),
        cite("third", date="2024-06"),
        cite("last", date=None),
    )
    lines = render.text(answer).splitlines()
    assert [line for line in lines if not line.startswith(" ") and line[1] != "."] == [
        "Head", "2024-05-01", "2024-06", "no date given",
    ]  # fmt: skip
    assert [line[0] for line in lines if line[1] == "."] == ["1", "2", "3", "4"]


def test_other_places_are_listed_up_to_a_few_and_what_is_later_behind_them() -> None:
    places = tuple(Place(f"copy-{n}", 0, 1, "x", "0", line=n) for n in range(1, 11))
    lines = render.beyond(cite("x", also=places, later=Place("note", 0, 1, "x", "0", outlet="The Quay")))
    assert lines[0].startswith("also in: copy-1 · line 1; copy-2 · line 2; ")
    assert lines[0].endswith("; copy-8 · line 8 and 2 more")
    assert lines[1:] == ["corrected or replaced by: note · The Quay · line 1"]
    assert render.beyond(cite("x", also=places[:1])) == ["also in: copy-1 · line 1"]
    assert render.beyond(cite("x")) == []


DATES = [
    ((cite("x", date="2024-05-01"),), "The article is of 2024-05-01. When it was said may be earlier."),
    ((cite("x", date=None),), "The article gives no date."),
    ((cite("x", date=None), cite("y", date=None)), "The articles give no date."),
    (
        (cite("x", date="2024-06"), cite("y", date="2024-05-01"), cite("z", date=None)),
        "The articles are of 2024-05-01 to 2024-06; 1 of 3 give no date. When it was said may be earlier.",
    ),
    (
        (cite("x", date="2024-06", also=(Place("b", 0, 1, "x", "0", date="2024-05"),)),),
        "The articles are of 2024-05 to 2024-06. When it was said may be earlier.",
    ),
]


@pytest.mark.parametrize(("citations", "line"), DATES)
def test_dates_are_the_articles_and_missing_ones_are_told(citations: tuple[Citation, ...], line: str) -> None:
    assert render.dates(citations) == line
    for intent in (Intent.TIMELINE, Intent.WHEN_WHERE):
        assert render.heading(Query("?", intent), citations, 1, 1).endswith(f"\n{line}")
    assert line not in render.heading(Query("?", Intent.SAID_ABOUT), citations, 1, 1)


def test_a_count_names_each_speaker_and_its_rule() -> None:
    assert render.count([Count(RUIZ, 1, 0, 0), Count(STONE, 1, 2, 3)]).splitlines() == [
        "Ana Ruiz: 1 statement (1 quoted directly, 0 partly quoted, 0 reported; parts and repeats of one statement count once).",
        "Peter Stone: 6 statements (1 quoted directly, 2 partly quoted, 3 reported; parts and repeats of one statement count once).",
    ]


ATTRIBUTIONS = [
    ({}, "Ada Marsh · reported"),
    ({"source": "the captain"}, "Ada Marsh (“the captain”) · reported"),
    ({"speaker": None, "source": "an aide"}, "an aide (not named) · reported"),
    ({"speaker": None}, "Nobody is named · reported"),
    (
        {"addressee": "Lena Vogt", "mediation": "In a letter", "reported_by": "Jan Maas", "style": Style.MIXED},
        "Ada Marsh · to Lena Vogt · in a letter · as passed on by Jan Maas · reported, partly quoted",
    ),
    ({"polarity": Polarity.DENIED, "confidence": 0.3}, "Ada Marsh · reported · denied · not certain: check the source"),
]


@pytest.mark.parametrize(("fields", "line"), ATTRIBUTIONS)
def test_a_passage_tells_who_said_it_to_whom_and_how(fields: dict[str, Any], line: str) -> None:
    assert render.attribution(cite("boats", **fields)) == line
