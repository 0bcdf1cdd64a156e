"""What is looked up when a few documents join many: who was named how and where, which texts are alike, which titles.

A file beside the catalogue of a base, which readers never open. Whatever it is asked costs as much as there is to find,
not as much as there is. With `tables` and `catalogue` the only file that knows SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError
from index.store import cells
from index.store.tables import address

NAME = "ledger.sqlite"
CHUNK = 500
SCHEMA = """
CREATE TABLE sightings (reference TEXT PRIMARY KEY, told TEXT NOT NULL, speaker TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keys (key TEXT, reference TEXT, PRIMARY KEY (key, reference)) STRICT, WITHOUT ROWID;
CREATE TABLE named (reference TEXT, doc INTEGER, PRIMARY KEY (reference, doc)) STRICT, WITHOUT ROWID;
CREATE TABLE buckets (bucket INTEGER, doc INTEGER, PRIMARY KEY (bucket, doc)) STRICT, WITHOUT ROWID;
CREATE TABLE copies (doc INTEGER PRIMARY KEY, first INTEGER NOT NULL) STRICT;
CREATE TABLE titles (outlet TEXT, title TEXT, note INTEGER, doc INTEGER, PRIMARY KEY (outlet, title, doc))
    STRICT, WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX sightings_by_speaker ON sightings (speaker);
CREATE INDEX copies_by_first ON copies (first);
"""
TABLES = ("sightings", "keys", "named", "buckets", "copies", "titles")


@dataclass(frozen=True, slots=True)
class Entries:
    """What a ledger holds; documents by their numbers.

    Attributes:
        sightings: by reference what the documents say of it, in JSON, and its canonical name.
        keys: what references are looked up by, each with the reference.
        named: references, each with a document whose quotes name it.
        buckets: what texts that are alike have in common, each with the document.
        copies: documents that have copies, each with the first of them.
        titles: outlet and title of each document that has both, whether it is a note on another, and its number.
    """

    sightings: Iterable[tuple[str, str, str]]
    keys: Iterable[tuple[str, str]]
    named: Iterable[tuple[str, int]]
    buckets: Iterable[tuple[int, int]]
    copies: Iterable[tuple[int, int]]
    titles: Iterable[tuple[str, str, bool, int]]


def write(path: Path, entries: Entries) -> None:
    """Write a new ledger to `path`.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
            for table in TABLES:
                rows = sorted(getattr(entries, table))
                if rows:
                    places = ", ".join("?" * len(rows[0]))
                    plain = (tuple(map(_plain, row)) for row in rows)
                    connection.executemany(f"INSERT INTO {table} VALUES ({places})", plain)  # noqa: S608 - constants
            connection.commit()
            connection.executescript(INDEXES)
    except sqlite3.OperationalError as error:
        raise OSError(f"cannot write {path}: {error}") from error


class Ledger:
    """A ledger, opened for one writer."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Open the ledger of the generation in `folder`.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        path = folder / NAME
        try:
            return cls(sqlite3.connect(address(path), uri=True), path)
        except sqlite3.Error as error:
            raise _damaged(path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def sightings(self, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return what was said of references that have one of `keys`, and their canonical names, by reference."""
        sql = "SELECT reference, told, speaker FROM keys JOIN sightings USING (reference) WHERE key"
        return {reference: (told, speaker) for reference, told, speaker in self._among(sql, keys)}

    def of(self, references: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return what was said of `references`, and their canonical names, as far as they are known."""
        sql = "SELECT reference, told, speaker FROM sightings WHERE reference"
        return {reference: (told, speaker) for reference, told, speaker in self._among(sql, references)}

    def called(self, names: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return the same of the references whose canonical names are among `names`."""
        sql = "SELECT reference, told, speaker FROM sightings WHERE speaker"
        return {reference: (told, speaker) for reference, told, speaker in self._among(sql, names)}

    def naming(self, references: Iterable[str]) -> set[int]:
        """Return the documents whose quotes name one of `references`."""
        return {doc for (doc,) in self._among("SELECT doc FROM named WHERE reference", references)}

    def near(self, buckets: Iterable[int]) -> set[int]:
        """Return the documents that fall into one of `buckets` and are the first of their copies, or have none."""
        sql = "SELECT buckets.doc FROM buckets LEFT JOIN copies USING (doc) WHERE ifnull(first, doc) = doc AND bucket"
        return {doc for (doc,) in self._among(sql, buckets)}

    def firsts(self, documents: Iterable[int]) -> dict[int, int]:
        """Return the first copy of each of those of `documents` that have copies."""
        return dict(self._among("SELECT doc, first FROM copies WHERE doc", documents))

    def members(self, firsts: Iterable[int]) -> dict[int, list[int]]:
        """Return all copies, in order, by the first of them."""
        found: dict[int, list[int]] = {}
        for first, doc in sorted(self._among("SELECT first, doc FROM copies WHERE first", firsts)):
            found.setdefault(first, []).append(doc)
        return found

    def titled(self, outlet: str, start: str) -> set[int]:
        """Return the documents of an outlet whose titles begin with the words `start`."""
        sql = "SELECT doc FROM titles WHERE outlet = ? AND (title = ? OR (title >= ? AND title < ?))"
        return {doc for (doc,) in self._rows(sql, (outlet, start, f"{start} ", f"{start}!"))}

    def notes(self, outlet: str, titles: Iterable[str]) -> set[int]:
        """Return the notes of an outlet that name one of `titles`."""
        sql = "SELECT doc FROM titles WHERE outlet = ? AND note AND title = ?"
        return {doc for title in titles for (doc,) in self._rows(sql, (outlet, title))}

    def _among(self, sql: str, values: Iterable[object]) -> list[Any]:
        """Run a query that ends with what is to be among `values`, for some of them at a time."""
        wanted = list(dict.fromkeys(values))
        batches = (wanted[first : first + CHUNK] for first in range(0, len(wanted), CHUNK))
        return [found for batch in batches for found in self._rows(f"{sql} IN ({', '.join('?' * len(batch))})", batch)]

    def _rows(self, sql: str, values: Sequence[object]) -> list[Any]:
        try:
            return self._connection.execute(sql, list(map(_plain, values))).fetchall()
        except sqlite3.DatabaseError as error:
            raise _damaged(self._path, error) from error


def _plain(value: object) -> object:
    return cells.plain(value) if isinstance(value, str) else value


def _damaged(path: Path, error: Exception) -> IndexDamagedError:
    return IndexDamagedError(f"{path} cannot be read ({error})")
