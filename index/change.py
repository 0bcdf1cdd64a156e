"""What differs between a claim and the statement that it comes nearest to, as data that any language can tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What a claim changes about a statement."""

    WORDS = "words"
    OTHER = "other"  # a figure, month, day or direction in place of another
    ADDED = "added"  # a figure that the statement does not have
    NEGATES = "negates"  # the statement is a negation, the claim none
    NEGATED = "negated"  # the other way round
    UNTRUE = "untrue"
    DENIED = "denied"
    UNSAID = "unsaid"
    POSSIBLE = "possible"


TOLD = {
    Change.WORDS: "the words differ",
    Change.OTHER: "said {said}, not {claimed}",
    Change.ADDED: "the statement does not say {claimed}",
    Change.NEGATES: "said {said}, a negation; the claim is none",
    Change.NEGATED: "the claim is a negation, the statement is not",
    Change.UNTRUE: "said {said}, the claim takes it for true",
    Change.DENIED: "the statement is a denial; the claim is none",
    Change.UNSAID: "the article tells that this was not said",
    Change.POSSIBLE: "only said {said}, not that it is so",
}
"""How each change is told in English, with the words of both sides."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A change with the words of both sides that show it, as they stand there; none where the whole is changed."""

    change: Change
    said: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Tell it in English."""
        said, claimed = ([f"“{words}”" for words in side] for side in (self.said, self.claimed))
        return TOLD[self.change].format(said=" and ".join(said), claimed=", ".join(claimed))
