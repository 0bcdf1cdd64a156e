"""What a reader of a format gives, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


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
    """

    id: str | None
    text: str
    place: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None


class Reader(Protocol):
    """Reads one format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of the files it reads, lower-cased, with the dot."""

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield the texts of a file in their order; SourceError where it cannot be read."""
