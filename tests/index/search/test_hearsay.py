"""Whose words a statement gives: those of who makes it, or of a third."""

from __future__ import annotations

import pytest

from index.schema import Style
from index.search.hearsay import hearsay

NEEDLE = "the dredgers are coming"
STATEMENTS = [
    ("The dredgers are coming", Style.DIRECT, False),
    ("I told the crew that the dredgers are coming", Style.DIRECT, False),
    ("We say the dredgers are coming", Style.DIRECT, False),
    ("Let me say that the dredgers are coming", Style.DIRECT, False),
    ("Bach told me that the dredgers are coming", Style.DIRECT, True),
    ("Bach hinted the dredgers are coming", Style.INDIRECT, True),
    ("He has said the dredgers are coming", Style.DIRECT, True),
    ("she had said that the dredgers are coming", Style.INDIRECT, False),
    ("Bach knows that the dredgers are coming", Style.DIRECT, False),
    ("Bach told me a lie. The dredgers are coming", Style.DIRECT, False),
]


@pytest.mark.parametrize(("text", "style", "third"), STATEMENTS)
def test_words_that_a_third_said_are_not_those_of_who_tells_it(text: str, style: Style, third: bool) -> None:
    assert hearsay(text, NEEDLE, style) == third
