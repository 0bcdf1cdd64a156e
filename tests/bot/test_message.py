"""Answers as messages: complete where they fit, whole items left out where not, and honest about what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import dump, load
from bot.keyboards import Press, under_answer
from bot.languages import LANGUAGES
from bot.markup import text
from bot.message import View, compose, content, fits, listing, passage
from bot.texts.de import GERMAN
from bot.texts.en import ENGLISH
from index.change import Change, Difference
from index.schema import (
    Answer,
    Count,
    Intent,
    Kind,
    Polarity,
    Query,
    Reason,
    Span,
    Status,
    Style,
    Verdict,
)
from tests.bot.made_up import SPEAKERS, cite
from tests.bot.telegram_html import parse

ODD = st.text(st.characters(codec=None), max_size=400)
QUERY = Query("q", Intent.SAID_ABOUT, speakers=SPEAKERS[:1], topic="boats")


def answered(*citations: object, query: Query = QUERY, **more: object) -> Answer:
    fields = {"citations": tuple(citations), "total": len(citations), **more}
    return replace(Answer(Status.ANSWERED, query, "in words\nand more"), **fields)  # type: ignore[arg-type]


@given(st.lists(st.tuples(ODD, ODD), max_size=10), ODD, st.integers(0, 12), st.booleans())
def test_any_answer_becomes_a_message_that_telegram_takes(
    said: list[tuple[str, str]], topic: str, first: int, direct: bool
) -> None:
    long = [quote * 6 for quote, _ in said]
    styles = tuple(Style)
    citations = [
        cite(quote, title=title, outlet=title, speaker=title, url=f"https://x.example/{title}", style=styles[i % 3])
        for i, (quote, (_, title)) in enumerate(zip(long, said, strict=True))
    ]
    answer = answered(*citations, query=replace(QUERY, topic=topic), text=topic or "nothing")
    view = View(first, direct)
    page = compose(answer, ENGLISH, view)
    assert fits(page.markup)
    assert parse(page.markup.html)[0] == page.markup.plain
    assert page.markup.plain.count("\n") < 60 or not page.shown
    keyboard = under_answer(answer, 2**40, page, view, ENGLISH)
    for row in keyboard.inline_keyboard if keyboard else ():
        for button in row:
            assert isinstance(button.callback_data, str)
            assert Press.read(button.callback_data) is not None
            assert len(button.callback_data.encode()) <= 64
    assert load(dump(answer)) == answer


@pytest.mark.parametrize(("said", "thanked"), [("thx", True), ("🙂", False)])
def test_small_talk_is_told_how_to_ask_and_thanks_are_returned(said: str, thanked: bool) -> None:
    lines = compose(answered(query=Query(said, Intent.SMALL_TALK)), ENGLISH).markup.plain.split("\n")
    assert lines == [ENGLISH.thanked, ENGLISH.greeting] if thanked else [ENGLISH.greeting]


def test_a_topic_in_other_spelling_is_offered() -> None:
    query = replace(QUERY, topic="baots", otherwise=QUERY)
    answer = Answer(Status.ABSTAINED, query, "", reason=Reason.NOT_ON_THIS)
    assert compose(answer, ENGLISH).markup.plain.split("\n")[-1] == "Did you mean “boats”?"


FACTS = [
    ({"speaker": "Ben Marsh"}, "1. Ben Marsh · reported"),
    ({"speaker": None}, "1. speaker not named · reported"),
    ({"addressee": "Ben Marsh"}, "1. told Ben Marsh · reported"),
    (
        {"mediation": "through an interpreter", "style": Style.MIXED},
        "1. through an interpreter · reported, partly quoted",
    ),
    ({"polarity": Polarity.DENIED}, "1. denied · reported"),
    ({"reported_by": "Ben Marsh"}, "1. as Ben Marsh tells it · reported"),
    ({"kind": Kind.SENTENCE, "style": None, "speaker": None}, "1. the article’s own words"),
]


@pytest.mark.parametrize(("more", "line"), FACTS)
def test_an_item_tells_how_it_was_said(more: dict[str, object], line: str) -> None:
    assert line in compose(answered(cite("boats come first", **more)), ENGLISH).markup.plain.splitlines()


def test_a_content_that_narration_interrupts_has_its_parts_in_marks() -> None:
    quote = "Boats first,” she said. “Then oars."
    start = 10 + quote.index("Then")
    parts = (Span(10, 22), Span(start, start + len("Then oars.")))
    citation = cite(quote, start=10, end=10 + len(quote), parts=parts, style=Style.DIRECT)
    assert content(citation) == "“Boats first,” … “Then oars.”"
    assert content(replace(citation, style=Style.INDIRECT, parts=())) == quote


def test_a_check_begins_with_its_verdict() -> None:
    query = replace(QUERY, intent=Intent.CHECK, claim="boats come last")
    answer = answered(
        cite("boats"), query=query, verdict=Verdict.ALTERED, detail=Difference(Change.OTHER, ("first",), ("last",))
    )
    lines = compose(answer, ENGLISH).markup.plain.splitlines()
    assert lines[0].startswith("✗ Said differently")
    assert lines[1:3] == ["The difference: said “first”, not “last”.", "Ada Marsh · 1 statement · 1 article"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("change", Change)
def test_a_difference_is_told_in_every_language_and_kept(code: str, change: Change) -> None:
    answer = answered(cite("boats"), verdict=Verdict.ALTERED, detail=Difference(change, ("first",), ("last",)))
    told = compose(answer, LANGUAGES[code]).markup.plain.splitlines()[1]
    marked = LANGUAGES[code].marks.format
    words = LANGUAGES[code].changes[change].format(said=marked(words="first"), claimed=marked(words="last"))
    assert told == LANGUAGES[code].difference.format(difference=words)
    assert load(dump(answer)) == answer


def test_a_count_is_told_in_its_own_words() -> None:
    query = replace(QUERY, intent=Intent.COUNT)
    answer = answered(cite("boats"), query=query, counts=(Count("Ada Marsh", 0, 0, 1),))
    told = "Ada Marsh: 1 statement (0 quoted, 0 partly quoted, 1 reported; parts and repeats count once)"
    assert compose(answer, ENGLISH).markup.plain.startswith(f"{told}\n1. reported\n")


def test_a_comparison_tells_who_is_silent() -> None:
    query = replace(QUERY, intent=Intent.COMPARE, speakers=("Ada Marsh", "Ben Marsh"))
    answer = answered(cite("boats"), query=query, silent=("Ben Marsh",))
    assert "1 article\nNothing of Ben Marsh’s is about “boats”.\n1. " in compose(answer, ENGLISH).markup.plain


def test_what_was_taken_over_is_said() -> None:
    query = replace(QUERY, inherited=("speaker", "topic"))
    lead = compose(answered(cite("boats"), query=query), ENGLISH).markup.plain
    assert lead.startswith("Continuing with Ada Marsh.\nContinuing on: boats.\nAda Marsh → boats")
    abstained = Answer(Status.ABSTAINED, query, "Nothing.", reason=Reason.NOT_ON_THIS)
    assert compose(abstained, ENGLISH).markup.plain.endswith(
        "boats.\n\nNothing that is quoted from Ada Marsh is about “boats”."
    )


DAYS = [("2024", None, "seit 2024"), (None, "2024-05", "bis 2024-05"), ("2023", "2024", "von 2023 bis 2024")]
DAYS += [("2024", "2024", "vom Datum 2024")]


@pytest.mark.parametrize(("since", "until", "days"), DAYS)
def test_the_days_that_were_asked_about_are_told_with_and_without_a_finding(
    since: str | None, until: str | None, days: str
) -> None:
    query = replace(QUERY, since=since, until=until)
    line = f"Gefragt war nur nach Artikeln {days}."
    none = Answer(Status.ABSTAINED, query, "", reason=Reason.NOT_ON_THIS)
    assert (
        compose(none, GERMAN).markup.plain == f"Von Ada Marsh gibt es Zitate, aber keines handelt von „boats“.\n{line}"
    )
    assert line in compose(answered(cite("boats"), query=query), GERMAN).markup.plain.splitlines()
    assert line not in compose(answered(cite("boats")), GERMAN).markup.plain


def test_a_view_behind_the_end_says_that_there_is_nothing() -> None:
    page = compose(answered(cite("boats")), ENGLISH, View(first=7))
    assert (page.shown, page.markup.plain) == ((), ENGLISH.expired)


def test_a_passage_in_its_place_is_clipped_to_fit() -> None:
    shown = passage(cite("boats"), "<b>🛶 " * 4000, ENGLISH)
    assert fits(shown)
    assert parse(shown.html)[0] == shown.plain


def test_a_list_that_is_too_long_counts_what_it_leaves_out() -> None:
    lines = [text(f"speaker number {i}") for i in range(1000)]
    whole = listing("Who", lines, "… and {count} more.", ENGLISH)
    shown = whole.plain.count("speaker")
    assert fits(whole)
    assert shown > 100
    assert whole.plain.endswith(f"\n… and {1000 - shown} more.")


BAD = ["", "c", "c:", "c:x", "c:-1", "c:1e3", "c:²", "p:" + "9" * 30, ":", "🛶:1:🛶"]


def test_what_a_button_carries_is_read_or_refused() -> None:
    assert Press.read("c:12:5:1:7") == Press("c", 12, ("5", "1", "7"))
    assert Press("c", 12, ("5", "1", "x")).view == View(5, direct=True)
    assert Press("c", 12, ("5",)).number(2) == 0
    assert [Press.read(data) for data in (None, *BAD[:-1])] == [None] * len(BAD)
    assert Press.read(BAD[-1]) == Press("🛶", 1, ("🛶",))


def test_a_stored_answer_of_another_version_is_refused() -> None:
    for stored in ("{}", "[]", "nonsense", dump(answered(cite("boats"))).replace('"row"', '"line"')):
        with pytest.raises(ValueError, match=r"."):
            load(stored)


def test_who_else_was_asked_about_and_is_not_there_is_told_once() -> None:
    query = replace(QUERY, intent=Intent.COMPARE, named=("merkel",), text="compare Reuel with Merkel")
    page = compose(answered(cite("Boats first."), query=query, silent=SPEAKERS[:1]), ENGLISH, View(0, False))
    assert page.markup.plain.count("Nobody who speaks in the articles is called “Merkel”.") == 1
    assert "merkel" not in page.markup.plain
    assert "Nothing of Ada Marsh’s is plainly about “boats”; what" in page.markup.plain
