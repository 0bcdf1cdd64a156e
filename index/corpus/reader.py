"""What a reader of a format gives, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from index.errors import SourceError

MAX_FILE = 64 * 2**20
"""Most bytes of a file that is read in one piece."""
MAX_TEXT = 2_000_000
"""Most characters of a document: some twenty hours of reading, and what the parser can hold in memory."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a file, before it has its final id.

    Attributes:
        id: the id that the file gives it, None where the file's own name is the id.
        text: the text as read.
        place: file, or file and line, for messages.
        title: title, None where unknown; so are the others.
        outlet: who published it.
        date: when, ISO 8601.
        url: where.
        verbatim: whether the lines of the text are the lines of the file.
    """

    id: str | None
    text: str
    place: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that is left out: a file, or a part of one.

    Attributes:
        fault: what is wrong, in a word or two; the summary counts by it.
        message: what is wrong with what, where, and what to do about it.
    """

    fault: str
    message: str


Read: TypeAlias = Entry | Skip


class Reader(Protocol):
    """Reads one format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of the files it reads, lower-cased, with the dot."""

    def read(self, path: Path) -> Iterator[Read]:
        """Yield the texts of a file, in order, and what is left out; SourceError where it cannot be read."""


def contents(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceError: it has more than `MAX_FILE` of them.
    """
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise SourceError(
            f"{path} has {path.stat().st_size:,} bytes, more than the {MAX_FILE:,} that are read; split it", "too large"
        )
    return data
