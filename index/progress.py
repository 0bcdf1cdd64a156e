"""How far something is: what shows it, and what shows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Shows how far something is."""

    def __call__(self, items: Iterable[T], what: str, total: int) -> Iterable[T]:
        """Pass `items` on, `total` of them, under the label `what`."""


def unwatched(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """Show no progress."""
    del what, total
    return items
