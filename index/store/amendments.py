"""What a delta says about the base that it stands beside: which of it no longer counts, and what holds in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amendment:
    """What holds of a row of the base now: who speaks, who is spoken to, and which row it repeats."""

    row: int
    speaker: str | None
    addressee: str | None
    repeats: int | None


@dataclass(frozen=True, slots=True)
class Amendments:
    """Everything that has changed about a base.

    Attributes:
        hidden: numbers of the documents that were replaced or removed.
        rows: what holds of rows that have changed.
        speakers: names whose entries no longer count; those that still speak have a new one in the delta.
        later: ids of the documents of which the delta alone tells what replaced or corrects them.
    """

    hidden: Sequence[int] = ()
    rows: Sequence[Amendment] = ()
    speakers: Sequence[str] = ()
    later: Sequence[str] = ()
