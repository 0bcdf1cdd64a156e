"""What all commands share: exit codes, and bars that show how far they are."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

DONE, FAILED, NOT_ANSWERED = 0, 1, 3
T = TypeVar("T")


def progress(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """Show a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        return items
    from tqdm import tqdm

    return tqdm(items, desc=what, total=total, leave=False, file=sys.stderr)
