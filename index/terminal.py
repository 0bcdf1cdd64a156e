"""What all commands share: exit codes, bars that show how far they are, and warnings that are told once."""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

DONE, FAILED, NOT_ANSWERED = 0, 1, 3
T = TypeVar("T")


def progress(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """Show a bar on standard error where that is a terminal and there is anything to wait for."""
    return _shown(items, what, total) if total and sys.stderr.isatty() else items


def _shown(items: Iterable[T], what: str, total: int) -> Iterator[T]:
    """Show a bar; what is logged meanwhile stands above it."""
    from tqdm import tqdm
    from tqdm.contrib.logging import logging_redirect_tqdm

    with logging_redirect_tqdm([logging.getLogger("index")]):
        yield from tqdm(items, desc=what, total=total, leave=False, file=sys.stderr)


def seconds(text: str) -> float:
    """Read a span of time as it is typed.

    Raises:
        argparse.ArgumentTypeError: it is none, or shorter than a second.

    >>> seconds("90"), seconds("15m"), seconds("2h")
    (90.0, 900.0, 7200.0)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([smh]?)", text.strip())
    length = float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[found[2]] if found else 0
    if length < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; give seconds, or for example 15m or 2h, from 1 on")
    return length


class _New(logging.Filter):
    """Lets a message pass once."""

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        new = message not in self._told
        self._told.add(message)
        return new


@contextmanager
def told_once() -> Iterator[None]:
    """Print each of the library's warnings once, however often it comes."""
    new = _New()
    handlers = list(logging.getLogger("index").handlers)
    for handler in handlers:
        handler.addFilter(new)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(new)
