"""Documents, records and speakers of one generation. With `tables` the only file that knows SQLite.

A catalogue is written once and read immutably from then on; where a delta stands beside it, the two are
read as one. Texts are stored as UTF-8 blobs with lone surrogates kept, so that offsets stay true for any text whatever.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError
from index.schema import Document, Record, Span, Speaker, SpeakerEntry, hull
from index.store import cells
from index.store.amendments import Amendment, Amendments
from index.store.corrections import Correction
from index.store.filter import Filter
from index.store.manifest import DELTA
from index.store.tables import ALONE, CATALOGUE, LAYERED, address

CHUNK = 500
RECORDS = (  # those inside some rows, or some documents
    "SELECT row, id, kind, spans, sentence_start, sentence_end, attributed, parent, repeats, style, speaker, "
    "addressee, mediation, quote FROM cited WHERE"
)
DOCUMENT = "SELECT id, title, outlet, date, url, sha256, text FROM documents"


class Catalogue:
    """The catalogue of one generation, opened for reading. One connection behind a lock, so threads may share it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()
        self._layered = False
        self._closed = weakref.finalize(self, connection.close)  # a reader that is dropped lets go of the file

    @classmethod
    def open(cls, folder: Path, *, alone: bool = False) -> Catalogue:
        """Open the catalogue of the generation in `folder`, which nobody may change any more.

        With `alone` it is that of the base, as if there were no delta.

        Raises:
            IndexDamagedError: a file is not a catalogue.
        """
        path, delta = folder / CATALOGUE, folder / DELTA / CATALOGUE
        try:
            catalogue = cls(sqlite3.connect(address(path), uri=True, check_same_thread=False), path)
            if delta.parent.exists() and not alone:
                catalogue._attach(delta)
            else:
                catalogue._connection.executescript(ALONE)
        except sqlite3.Error as error:
            raise _damaged(path, error) from error
        catalogue.counts()
        return catalogue

    def _attach(self, delta: Path) -> None:
        try:
            self._connection.execute("ATTACH ? AS delta", (address(delta),))
            self._connection.executescript(LAYERED)
        except sqlite3.Error as error:
            raise _damaged(delta, error) from error
        self._layered = True

    def correct(self, corrections: Sequence[Correction]) -> list[tuple[int, str | None]]:
        """Let other speakers count for some statements, for this reader, and return their rows with them.

        What is not in the catalogue is left out.
        """
        rows = [(row, cells.plain(c.speaker) if c.speaker else None) for c in corrections for row in self._rows_of(c)]
        known = {record.row: record for record in self.records(row for row, _ in rows)}
        held = [
            (row, name, quote.addressee if quote else None, known[row].repeats, 1)
            for row, name in rows
            for quote in [known[row].quote]
        ]
        if held:
            with self._lock:
                self._connection.executemany("INSERT OR REPLACE INTO temp.amended VALUES (?, ?, ?, ?, ?)", held)
        return rows

    def amendments(self) -> Amendments:
        """Return what the delta says about its base, as far as readers need it: documents and rows."""
        if not self._layered:
            return Amendments()
        rows = self._query("SELECT row, speaker, addressee, repeats FROM delta.amended ORDER BY row")
        hidden = self._query("SELECT n FROM delta.hidden ORDER BY n")
        return Amendments([n for (n,) in hidden], [Amendment(*row) for row in rows])

    def _rows_of(self, correction: Correction) -> list[int]:
        """Return the rows whose content is what `correction` is about."""
        found = self._query(
            "SELECT row, spans FROM cited WHERE sha256 = ? AND kind = 'quote'",
            (correction.sha256,),
        )
        place = Span(correction.start, correction.end)
        return [row for row, spans in found if hull(tuple(Span(*pair) for pair in json.loads(spans))) == place]

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._closed()

    def counts(self) -> dict[str, int]:
        """Return the number of documents, rows, speakers and repeats; rows that a delta hides are among them."""
        parts = ("main", "delta") if self._layered else ("main",)
        rows = max(self._query(f"SELECT ifnull(max(row) + 1, 0) FROM {part}.records")[0][0] for part in parts)  # noqa: S608 - constants
        [(documents,)] = self._query("SELECT count(*) FROM documents")
        [(speakers,)] = self._query("SELECT count(*) FROM speakers")
        [(repeats,)] = self._query("SELECT count(*) FROM records WHERE repeats IS NOT NULL")
        return {"documents": documents, "rows": rows, "speakers": speakers, "repeats": repeats}

    def passing(self, where: Filter) -> list[int] | None:
        """Return the numbers of the documents that pass `where`, None where it does not look at documents."""
        if not where.docs and where.outlet is None and where.since is None and where.until is None:
            return None
        outlet = (where.outlet or "").casefold()
        of_places = (
            numbers
            for (of, date), numbers in self._by_outlet_and_date.items()
            if outlet in of and cells.within(date, where)
        )
        found = chain.from_iterable(of_places)
        if not where.docs:
            return list(found)
        named = {n for (n,) in self._among("SELECT n FROM documents WHERE id", map(cells.plain, where.docs))}
        return [n for n in found if n in named]

    @cached_property
    def _by_outlet_and_date(self) -> dict[tuple[str, str | None], list[int]]:
        """The numbers of the documents: many are of one outlet and day, and are looked at together."""
        found: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for n, outlet, date in self._query("SELECT n, outlet, date FROM documents"):
            found[(outlet or "").casefold(), date].append(n)
        return dict(found)

    def records(self, rows: Iterable[int]) -> list[Record]:
        """Return the records of `rows`, in the order asked.

        Raises:
            IndexError: there is no such row.
        """
        wanted = [int(row) for row in rows]
        found = {record.row: record for record in map(self._record, self._among(f"{RECORDS} row", set(wanted)))}
        if missing := [row for row in wanted if row not in found]:
            raise IndexError(f"there is no row {missing[0]} in {self._path}")
        return [found[row] for row in wanted]

    def repeating(self, record: Record) -> list[Record]:
        """Return the other records that say the same in copies of the document, in the order of their rows."""
        first = record.row if record.repeats is None else record.repeats
        rows = [row for (row,) in self._query("SELECT row FROM records WHERE repeats = ? ORDER BY row", (first,))]
        return self.records(row for row in sorted({first, *rows}) if row != record.row) if rows else []

    def later(self) -> dict[str, tuple[str, bool]]:
        """Return which document replaced another as a whole (True) or corrects it (False), by the other's id."""
        return {doc: (by, bool(whole)) for doc, by, whole in self._query("SELECT doc, by, whole FROM later")}

    def sentences(self, doc: str) -> list[Span]:
        """Return the sentences of a document, in text order."""
        found = self._query(
            "SELECT sentence_start, sentence_end FROM cited WHERE id = ? AND kind = 'sentence' ORDER BY row",
            (doc,),
        )
        return [Span(start, end) for start, end in found]

    def document(self, id: str) -> Document:
        """Return one document with its text.

        Raises:
            KeyError: there is no such document.
            IndexDamagedError: its text is not the one that was indexed.
        """
        for found in self._query(f"{DOCUMENT} WHERE id = ?", (id,)):
            return self._document(found)
        raise KeyError(id)

    def documents(self) -> list[Document]:
        """Return all documents with their texts, in the order they were indexed."""
        return [self._document(found) for found in self._query(f"{DOCUMENT} ORDER BY n")]

    def listing(self) -> list[tuple[Any, ...]]:
        """Return what is known of each document, in order: id, title, outlet, date, url, sha256."""
        return self._query("SELECT id, title, outlet, date, url, sha256 FROM documents ORDER BY n")

    def known(self, ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
        """Return what is known of some documents, by their ids: number, id, title, outlet, date, url, sha256."""
        found = self._among("SELECT n, id, title, outlet, date, url, sha256 FROM documents WHERE id", ids)
        return {cells[1]: cells for cells in found}

    def numbered(self, numbers: Iterable[int]) -> dict[int, Document]:
        """Return some documents by their numbers, in their order."""
        found = self._among("SELECT n, id, title, outlet, date, url, sha256, text FROM documents WHERE n", numbers)
        return {n: self._document(cells) for n, *cells in sorted(found)}

    def from_on(self, number: int) -> list[Document]:
        """Return the documents from a number on, in order."""
        return [self._document(found) for found in self._query(f"{DOCUMENT} WHERE n >= ? ORDER BY n", (number,))]

    def inside(self, numbers: Iterable[int]) -> dict[int, Record]:
        """Return the records of some documents, by their rows, in order."""
        found = map(self._record, self._among(f"{RECORDS} doc", numbers))
        return {record.row: record for record in sorted(found, key=lambda record: record.row)}

    def told_of(self, names: Iterable[str]) -> int:
        """Return of how many of `names` there is a speaker."""
        return len(self._among("SELECT n FROM speakers WHERE name", map(cells.plain, names)))

    def readings(self, texts: Iterable[str]) -> dict[str, str]:
        """Return what was read out of some texts, as it was given to `write`, by their sha256s."""
        return dict(self._among("SELECT sha256, reading FROM readings WHERE sha256", texts))

    def digests(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """Return a row for each of some contents that a row has, by their digests (`rows.digest`)."""
        return dict(self._among("SELECT digest, row FROM records WHERE digest", digests))

    def _among(self, sql: str, values: Iterable[object]) -> list[Any]:
        """Run a query that ends with what is to be among `values`, for some of them at a time."""
        wanted = list(values)
        batches = (wanted[first : first + CHUNK] for first in range(0, len(wanted), CHUNK))
        return [found for batch in batches for found in self._query(f"{sql} IN ({', '.join('?' * len(batch))})", batch)]

    def _record(self, found: Sequence[Any]) -> Record:
        try:
            return cells.to_record(found)
        except (ValueError, TypeError, KeyError) as error:
            raise _damaged(self._path, error) from error

    def _document(self, found: Sequence[Any]) -> Document:
        try:
            document = cells.to_document(found)
        except (ValueError, TypeError) as error:
            raise _damaged(self._path, error) from error
        if document.sha256 != (expected := found[5]):
            raise IndexDamagedError(
                f"the text of document {document.id} in {self._path} is not the one that was indexed "
                f"(sha256 {document.sha256[:12]}, expected {expected[:12]})",
            )
        return document

    def outlets(self) -> list[str]:
        """Return where the documents are from, in their order."""
        return [
            o for (o,) in self._query("SELECT outlet FROM documents WHERE outlet <> '' GROUP BY outlet ORDER BY min(n)")
        ]

    def months(self) -> list[str]:
        """Return the months of the documents that give one, "2016-03", each once, in their order."""
        return [
            m for (m,) in self._query("SELECT DISTINCT substr(date, 1, 7) m FROM documents WHERE m <> '' ORDER BY m")
        ]

    def speakers(self, counts: Mapping[str, Mapping[str, int]]) -> list[SpeakerEntry]:
        """Return every speaker with the quotes by style, most quoted first, then most mentioned, then by name.

        Args:
            counts: the number of quotes by style, by the speaker's name.
        """
        known = [
            cells.to_speaker(*row)
            for row in self._query(
                "SELECT name, kind, aliases, titles, descriptions, mentions FROM speakers ORDER BY n"
            )
        ]
        known += [Speaker(name, aliases=(name,)) for name in counts.keys() - {speaker.name for speaker in known}]
        entries = [SpeakerEntry(speaker, **counts.get(speaker.name, {})) for speaker in known]
        return sorted(entries, key=lambda entry: (-entry.quotes, -entry.speaker.mentions, entry.speaker.name))

    def integrity(self) -> None:
        """Let SQLite check its own file.

        Raises:
            IndexDamagedError: it found a fault.
        """
        [(verdict,), *_] = self._query("PRAGMA integrity_check(1)")
        if verdict != "ok":
            raise IndexDamagedError(f"{self._path}: {verdict}")

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Run one query to its end.

        Raises:
            IndexDamagedError: the file cannot be read as a catalogue.
        """
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.DatabaseError as error:
                raise _damaged(self._path, error) from error


def _damaged(path: Path, error: Exception) -> IndexDamagedError:
    return IndexDamagedError(f"{path} cannot be read ({error})")
