"""Days in a question: which are asked about, and which cannot be told."""

from __future__ import annotations

from datetime import date

import pytest

from index.search import dates

TODAY = date(2026, 11, 24)
MONTHS = ("2025-10", "2025-12", "2026-03", "2026-04", "2026-05")
CASES = [
    ("what did brandt say in 2016", ("2016", "2016")),
    ("what did brandt say on 2016-04-02", ("2016-04-02", "2016-04-02")),
    ("what did brandt say on march 5, 2016", ("2016-03-05", "2016-03-05")),
    ("what did brandt say on the 5th of march 2016", ("2016-03-05", "2016-03-05")),
    ("what did brandt say on 12 may", ("2026-05-12", "2026-05-12")),
    ("what did brandt say in april", ("2026-04", "2026-04")),
    ("brandt, december only", ("2025-12", "2025-12")),
    ("brandt on taxes, march 2016 only", ("2016-03", "2016-03")),
    ("since march 2016", ("2016-03", None)),
    ("from march 2016 on", ("2016-03", None)),
    ("since june", ("2025-06", None)),  # the last June that articles can be of
    ("until 3 april 2026", (None, "2026-04-03")),
    ("before april 1", (None, "2026-03-31")),
    ("before march 2016", (None, "2016-02")),
    ("before 2016", (None, "2015")),
    ("after april 1", ("2026-04-02", None)),
    ("after december 2025", ("2026-01", None)),
    ("between march and may 2026", ("2026-03", "2026-05")),
    ("between december and march", ("2025-12", "2026-03")),
    ("from march 3rd to may 12th, 2026", ("2026-03-03", "2026-05-12")),
    ("from 2014 to 2016", ("2014", "2016")),
    ("between 2026-03-05 and 2026-03-19", ("2026-03-05", "2026-03-19")),
    ("in the last two weeks", ("2026-11-10", "2026-11-24")),
    ("over the past 3 months", ("2026-08-24", "2026-11-24")),
    ("yesterday", ("2026-11-23", "2026-11-23")),
    ("last month", ("2026-10", "2026-10")),
]
NO_DAYS = (
    "what may happen",
    "he may speak on the ferry",
    "from 5000 to 8000 jobs",
    "about 2000 people",
    "march on rome",
)
UNRESOLVED = (
    ("what did he say in february", "in february"),
    ("what did he say on april 31", "on april 31"),
    ("what did he say before the debate about taxes", "before the debate"),
)


@pytest.mark.parametrize(("question", "days"), CASES, ids=[question for question, _ in CASES])
def test_words_for_days_give_the_first_and_the_last(question: str, days: tuple[str | None, str | None]) -> None:
    assert dates.asked(question, TODAY, MONTHS) == (*days, None)


@pytest.mark.parametrize("question", NO_DAYS)
def test_words_that_only_look_like_days_give_none(question: str) -> None:
    assert dates.asked(question, TODAY, MONTHS) == (None, None, None)


@pytest.mark.parametrize(("question", "words"), UNRESOLVED)
def test_days_that_the_articles_cannot_tell_are_named(question: str, words: str) -> None:
    assert dates.asked(question, TODAY, MONTHS) == (None, None, words)
