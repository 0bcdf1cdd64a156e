"""Quotation marks: which spans they enclose, in every glyph, left open, mixed up and in absurd numbers."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.marks import find_quoted
from index.extract.paragraphs import split_blocks
from index.schema import Span

MARKS = "“”‘’\"'«»„`"

CASES = [
    ("“Yes,” she said. “No.”", ["Yes,", "No."]),
    ('"Yes," she said. "No."', ["Yes,", "No."]),
    ("‘Yes,’ she said.", ["Yes,"]),
    ("'Yes,' she said.", ["Yes,"]),
    ("''Yes,'' she said.", ["Yes,"]),
    ("«Oui», dit-elle.", ["Oui"]),
    ("»Ja«, sagte sie.", ["Ja"]),
    ("„Ja“, sagte sie.", ["Ja"]),
    ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
    ("The workers’ union and the boss’s car, in the ’90s.", []),
    ("It's the people's choice, isn't it?", []),
    ("Rock 'n' roll and 'em all", ["n"]),
    ("“Never closed, he said.", ["Never closed, he said."]),
    ("“Wrong glyph at the end“ she said.", ["Wrong glyph at the end"]),
    ("A 6'2\" man arrived.", []),
    ("““Doubled opening,” she said.", ["“Doubled opening,"]),
    ("“”", []),
    ("She said:“No space before.”", ["No space before."]),
]


def inner(text: str) -> list[str]:
    return [quoted.inner.of(text) for quoted in find_quoted(text, (Span(0, len(text)),))]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quoted_spans_are_found_in_every_kind_of_mark(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    text = "“One.\n“Two.” Three."
    quoted = find_quoted(text, split_blocks(text))
    assert [(q.inner.of(text), q.closed) for q in quoted] == [("One.", False), ("Two.", True)]


@given(st.text(alphabet=st.sampled_from(list(MARKS + "ab .,\n")), max_size=80))
def test_spans_are_ordered_disjoint_and_inside_the_text(text: str) -> None:
    quoted = find_quoted(text, split_blocks(text))
    for before, after in itertools.pairwise(quoted):
        assert before.outer.end <= after.outer.start
    for q in quoted:
        assert q.outer.covers(q.inner)
        assert 0 <= q.outer.start < q.inner.end <= q.outer.end <= len(text)


@pytest.mark.parametrize("mark", list(MARKS))
def test_time_grows_linearly_with_the_number_of_marks(mark: str) -> None:
    def seconds(count: int) -> float:
        text = f"{mark}word " * count
        started = time.perf_counter()
        find_quoted(text, (Span(0, len(text)),))
        return time.perf_counter() - started

    seconds(100)
    small, large = min(seconds(1_000) for _ in range(3)), min(seconds(10_000) for _ in range(3))
    assert large < 40 * small + 0.05
