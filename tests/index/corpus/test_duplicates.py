"""Which articles are the same article, and which of them counts."""

from __future__ import annotations

import random

import pytest

from index.corpus.duplicates import copies
from index.corpus.versions import in_order, later
from index.schema import Document

STORY = """Lock gates to be replaced before winter

The lock gates at Haven will be replaced before winter, the canal board said on Monday after a diver found cracks.

“We cannot wait for spring,” board chairman Olaf Pietersen told reporters beside the empty basin on Monday afternoon.

Boats will be lifted around the lock by crane, at a price of nine hundred crowns each, according to the board.
"""
BRIEF = STORY.split("\n\nBoats", maxsplit=1)[0].replace("Lock gates to be replaced before winter", "Haven: new gates")
LOCAL = (
    "177\n\nHaven holds its breath\n\n"
    + "\n\n".join(STORY.split("\n\n")[1:])
    + "\n\nBaker Tilde Roos sold out by noon."
)
OTHER = """Lock keeper retires

The keeper of the lock at Haven retires this winter after forty years, the canal board said on Tuesday.

“I have seen every boat twice,” said Hilde Maas, who will stay in the house beside the basin.
"""
AROUND = "\n\nSubscribe now\n\nRead more: Lock gates to be replaced\n\nFollow us on Instagram\n\nShare Tweet Email"


def document(id: str, text: str, title: str = "", outlet: str = "", date: str = "", url: str = "") -> Document:
    return Document(id, text, title or None, outlet or None, date or None, url or None)


def grouped(*texts: str) -> list[list[int]]:
    groups = copies([document(str(number), text) for number, text in enumerate(texts)])
    return [[int(member.id) for member in group] for group in groups]


GROUPS = [
    # texts, the groups of two and more among them
    ((STORY, STORY), [[0, 1]]),
    ((STORY, STORY.upper().replace("\n", "\r\n")), [[0, 1]]),
    ((STORY, OTHER, BRIEF, LOCAL), [[0, 2, 3]]),
    ((STORY, OTHER), []),
    ((STORY, OTHER, OTHER + AROUND, STORY + AROUND), [[0, 3], [1, 2]]),
    (("It sails." + AROUND, "It sank." + AROUND), []),  # what surrounds an article is no article
    (("Yes.", "Yes.", "No."), [[0, 1]]),  # fewer words than a run
    (("…", "***"), []),  # no words at all
    ((), []),
]


@pytest.mark.parametrize(("texts", "groups"), GROUPS)
def test_articles_that_carry_the_same_text_are_a_group(texts: tuple[str, ...], groups: list[list[int]]) -> None:
    assert grouped(*texts) == groups


def test_each_of_many_copies_is_found_among_many_other_articles() -> None:
    dice = random.Random(3)  # noqa: S311 - no secret
    words = [f"word{number}" for number in range(3000)]
    texts = [" ".join(dice.choices(words, k=120)) for _ in range(300)]
    cut = [" ".join(text.split()[10:]) for text in texts]
    assert grouped(*texts, *cut) == [[number, 300 + number] for number in range(300)]


DAILY, WIRE = "The Haven Daily", "Canal Wire"
FIRST = document("first", STORY, "Lock gates to be replaced", DAILY, "2026-03-02", "https://daily.example/1")
SECOND = document("second", STORY.replace("nine", "six"), "Lock gates to be replaced", DAILY, "2026-03-04")
NOTE = document("note", "Boats pay six.", "Correction: Lock gates to be replaced", DAILY, "2026-03-05")


def changed(**fields: str | None) -> Document:
    values = {name: getattr(SECOND, name) for name in ("id", "text", "title", "outlet", "date", "url")}
    return Document(**values | fields)


LATER = [
    # what there is beside FIRST, and what becomes of FIRST
    (SECOND, ("second", True)),
    (changed(title="UPDATE 1-Lock gates to be replaced"), ("second", True)),
    (changed(title="Gates: the price", url="https://daily.example/1"), ("second", True)),
    (changed(date="2026-03-02T18:00"), None),  # the same day, and who knows at what hour the first was
    (changed(date="2026-03-01"), None),
    (changed(date=None), None),
    (changed(date="Tuesday"), None),
    (changed(outlet=WIRE), None),
    (changed(outlet=None), None),
    (changed(title="Gates: the price"), None),
    (changed(text=OTHER), None),  # another article under the same title
    (changed(text=STORY), None),
    (NOTE, ("note", False)),
    (changed(id="note", text="x", title="CORRECTED - Lock gates to be"), ("note", False)),
    (changed(id="note", text="x", title="Correction: Lock gates"), None),  # two words name nothing
    (changed(id="note", text="x", title="Correction: Lock gates to be", outlet=WIRE), None),
    (changed(id="note", text="x", title="Correction: Lock gates to be", date="2026-03-01"), None),
]


@pytest.mark.parametrize(("other", "expected"), LATER)
def test_what_replaces_or_corrects_an_article(other: Document, expected: tuple[str, bool] | None) -> None:
    documents = [FIRST, other]
    assert later(documents, copies(documents)).get("first") == expected


def test_the_latest_version_counts_first_then_the_earliest_copy() -> None:
    wire = document("wire", STORY, "Haven gates", WIRE, "2026-03-03")
    third = changed(id="third", date="2026-03-06", text=STORY.replace("nine", "five"))
    documents = [FIRST, SECOND, wire, third]
    (group,) = copies(documents)
    superseded = later(documents, [group])
    assert superseded == {"first": ("third", True), "second": ("third", True)}
    assert [one.id for one in in_order(group, superseded)] == ["wire", "third", "first", "second"]
