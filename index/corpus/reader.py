"""What a reader of a format is given, what it gives, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from index.errors import SourceError

MAX_FILE = 64 * 2**20
"""Most bytes of a file that is read in one piece."""
MAX_TEXT = 2_000_000
"""Most characters of a document: some twenty hours of reading, and what the parser can hold in memory."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a file inside an archive.

    Attributes:
        name: its file name, the ending of which tells the format.
        place: where it is, for messages.
        open: opens it for reading.
        charset: the encoding that whoever sent it says it has.
        url: where it was fetched.
    """

    name: str
    place: str
    open: Callable[[], BinaryIO]
    charset: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, path: Path) -> Source:
        """Return the file at `path`."""
        return cls(path.name, str(path), lambda: path.open("rb"))

    def contents(self) -> bytes:
        """Return all bytes.

        Raises:
            SourceError: there are more than `MAX_FILE` of them.
        """
        with self.open() as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise SourceError(f"{self.place} has more than the {MAX_FILE:,} bytes that are read; split it", "too large")
        return data


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
        part: which part of the file it is, where the file's name alone would not do.
        verbatim: whether the lines of the text are the lines of the file.
    """

    id: str | None
    text: str
    place: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    url: str | None = None
    part: str | None = None
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

    def read(self, source: Source) -> Iterator[Read]:
        """Yield the texts of a file, in order, and what is left out; SourceError where it cannot be read."""


class Place(Protocol):
    """Where documents are read from that are in no file: a page, a feed."""

    def read(self) -> Iterable[Read]:
        """Return the texts, each with its id, and what is left out."""

    def __str__(self) -> str:
        """Return what the place is called."""


@contextmanager
def parsing(place: str, what: str) -> Iterator[None]:
    """Turn whatever a library says about a broken file into a SourceError that names the file.

    Raises:
        SourceError: the library failed.
    """
    try:
        yield
    except (SourceError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(f"{error}".split())[:200] or type(error).__name__
        raise SourceError(f"{place} is not a whole {what} ({reason}); fetch or save it anew", "damaged") from error


def not_blank(text: str, place: str, why: str = "put a text into it or remove it") -> str:
    """Return `text`.

    Raises:
        SourceError: there is nothing in it.
    """
    if not text.strip():
        raise SourceError(f"{place} is empty; {why}", "empty")
    return text
