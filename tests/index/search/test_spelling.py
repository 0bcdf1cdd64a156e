"""Names that are nearly alike are those that a look at each would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.search.spelling import Spellings, sound

NAMES = st.text("abeko ", min_size=1, max_size=9)


def one_by_one(name: str, names: list[str]) -> list[str]:
    """Return the nearest by the rule itself: one edit in short names, two in others, three of the same sound."""
    near: list[tuple[int, str]] = []
    for other in names:
        distance = OSA.distance(name, other)
        comparable = min(len(name), len(other)) >= 4 and abs(len(name) - len(other)) <= 2
        alike = distance <= (1 if len(name) <= 5 else 2) or (distance <= 3 and sound(name) == sound(other))
        if comparable and alike and other[0] in name[:2]:
            near.append((distance, other))
    return [other for distance, other in near if distance == min(near)[0]]


@given(name=NAMES, names=st.lists(NAMES, unique=True, max_size=40))
def test_the_nearest_are_those_of_a_look_at_each(name: str, names: list[str]) -> None:
    assert Spellings(names).nearest(name) == one_by_one(name, names)
