"""Documents, records and speakers of one generation. The only file that knows SQLite.

A catalogue is written once and read immutably from then on. Texts are stored as UTF-8 blobs with lone surrogates
kept, so that offsets stay true for any text whatever.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encoded

from index.errors import IndexDamagedError
from index.schema import Document, Record, Span, Speaker, SpeakerEntry, hull
from index.store import cells
from index.store.corrections import Correction
from index.store.filter import Filter
from index.store.rows import Row

# A view that stands before the table of the same name. Of two arms, so that either is searched by its index.
CORRECTED = """
CREATE TEMP TABLE corrected (row INTEGER PRIMARY KEY, speaker TEXT);
CREATE TEMP VIEW records AS
SELECT row, doc, kind, spans, sentence_start, sentence_end, attributed, parent, repeats, style, speaker, addressee,
    mediation, quote, digest FROM main.records WHERE row NOT IN (SELECT row FROM corrected)
UNION ALL
SELECT old.row, doc, kind, spans, sentence_start, sentence_end, attributed, parent, repeats, style, corrected.speaker,
    addressee, mediation, json_set(quote, '$.confidence', 1.0, '$.rule', 'corrected'), digest
FROM corrected CROSS JOIN main.records AS old ON old.row = corrected.row;
"""
CHUNK = 500

SCHEMA = """
CREATE TABLE documents (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, outlet TEXT, date TEXT, url TEXT,
    sha256 TEXT NOT NULL, text BLOB NOT NULL
) STRICT;
CREATE TABLE records (
    row INTEGER PRIMARY KEY, doc INTEGER NOT NULL REFERENCES documents (n), kind TEXT NOT NULL,
    spans TEXT NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    attributed INTEGER NOT NULL, parent INTEGER, repeats INTEGER, style TEXT, speaker TEXT, addressee TEXT,
    mediation TEXT, quote TEXT, digest BLOB NOT NULL
) STRICT;
CREATE INDEX records_by_speaker ON records (speaker, row) WHERE speaker IS NOT NULL;
CREATE INDEX records_by_document ON records (doc, row);
CREATE INDEX records_by_repeats ON records (repeats) WHERE repeats IS NOT NULL;
CREATE TABLE later (doc TEXT PRIMARY KEY, by TEXT NOT NULL, whole INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE speakers (
    n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, aliases TEXT NOT NULL, titles TEXT NOT NULL,
    descriptions TEXT NOT NULL, mentions INTEGER NOT NULL
) STRICT;
CREATE TABLE readings (sha256 TEXT PRIMARY KEY, reading TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
RECORDS = (
    "SELECT row, documents.id, kind, spans, sentence_start, sentence_end, attributed, parent, repeats, style, speaker, "
    "addressee, mediation, quote FROM records JOIN documents ON n = doc WHERE row IN (SELECT value FROM json_each(?))"
)
DOCUMENT = "SELECT id, title, outlet, date, url, sha256, text FROM documents"


def write(
    path: Path,
    documents: Iterable[Document],
    rows: Iterable[Row],
    speakers: Iterable[Speaker],
    readings: Mapping[str, str],
    later: Mapping[str, tuple[str, bool]],
) -> None:
    """Write a new catalogue to `path`; every row's document must be among `documents`.

    Args:
        path: the file, which is not there yet.
        documents: the documents, in order.
        rows: the records with their texts.
        speakers: everyone the documents name.
        readings: what was read out of each text (`cells.of_extraction`), by the text's sha256.
        later: which document replaced another as a whole (True) or corrects it (False), by the other's id.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            _fill(connection, documents, rows, speakers)
            connection.executemany("INSERT INTO readings VALUES (?, ?)", sorted(readings.items()))
            connection.executemany(
                "INSERT INTO later VALUES (?, ?, ?)", ((doc, *by) for doc, by in sorted(later.items()))
            )
            connection.commit()
    except sqlite3.OperationalError as error:
        raise OSError(f"cannot write {path}: {error}") from error


def _fill(
    connection: sqlite3.Connection, documents: Iterable[Document], rows: Iterable[Row], speakers: Iterable[Speaker]
) -> None:
    """Fill an empty database; nothing of it is read before its generation is whole, so it needs no journal."""
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    connection.executescript(SCHEMA)
    numbers: dict[str, int] = {}
    for n, document in enumerate(documents):
        numbers[document.id] = n
        connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cells.of_document(n, document))
    for row in rows:
        values = cells.of_record(row.record, numbers[row.record.doc])
        connection.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, row.digest)
        )
    for n, speaker in enumerate(speakers):
        connection.execute("INSERT INTO speakers VALUES (?, ?, ?, ?, ?, ?, ?)", cells.of_speaker(n, speaker))


class Catalogue:
    """The catalogue of one generation, opened for reading. One connection behind a lock, so threads may share it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()
        self._closed = weakref.finalize(self, connection.close)  # a reader that is dropped lets go of the file

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Open the catalogue at `path`, which nobody may change any more.

        Raises:
            IndexDamagedError: the file is not a catalogue.
        """
        uri = f"file:{percent_encoded(str(path.resolve()))}?mode=ro&immutable=1"
        try:
            catalogue = cls(sqlite3.connect(uri, uri=True, check_same_thread=False), path)
        except sqlite3.Error as error:
            raise _damaged(path, error) from error
        catalogue.counts()
        return catalogue

    def correct(self, corrections: Sequence[Correction]) -> list[tuple[int, str | None]]:
        """Let other speakers count for some statements, for this reader, and return their rows with them.

        What is not in the catalogue is left out.
        """
        rows = [(row, cells.plain(c.speaker) if c.speaker else None) for c in corrections for row in self._rows_of(c)]
        if rows:
            with self._lock:
                self._connection.executescript(CORRECTED)
                self._connection.executemany("INSERT INTO corrected VALUES (?, ?)", rows)
        return rows

    def _rows_of(self, correction: Correction) -> list[int]:
        """Return the rows whose content is what `correction` is about."""
        found = self._query(
            "SELECT row, spans FROM records JOIN documents ON n = doc WHERE sha256 = ? AND kind = 'quote'",
            (correction.sha256,),
        )
        place = Span(correction.start, correction.end)
        return [row for row, spans in found if hull(tuple(Span(*pair) for pair in json.loads(spans))) == place]

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._closed()

    def counts(self) -> dict[str, int]:
        """Return the number of documents, records, speakers and repeats."""
        [found] = self._query(
            "SELECT (SELECT count(*) FROM documents), (SELECT ifnull(max(row) + 1, 0) FROM records), "
            "(SELECT count(*) FROM speakers), (SELECT count(*) FROM records WHERE repeats IS NOT NULL)",
        )
        return dict(zip(("documents", "records", "speakers", "repeats"), found, strict=True))

    def passing(self, where: Filter) -> list[int] | None:
        """Return the numbers of the documents that pass `where`, None where it does not look at documents."""
        if not where.docs and where.outlet is None and where.since is None and where.until is None:
            return None
        outlet = (where.outlet or "").casefold()
        return [
            n
            for n, id, of, date in self._query("SELECT n, id, outlet, date FROM documents")
            if (not where.docs or id in where.docs) and outlet in (of or "").casefold() and cells.within(date, where)
        ]

    def records(self, rows: Iterable[int]) -> list[Record]:
        """Return the records of `rows`, in the order asked.

        Raises:
            IndexError: there is no such row.
        """
        wanted = [int(row) for row in rows]
        found: dict[int, Record] = {}
        for first in range(0, len(wanted), CHUNK):
            batch = self._query(RECORDS, (json.dumps(wanted[first : first + CHUNK]),))
            found |= {record.row: record for record in map(self._record, batch)}
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
            "SELECT sentence_start, sentence_end FROM records JOIN documents ON n = doc "
            "WHERE id = ? AND kind = 'sentence' ORDER BY row",
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

    def readings(self) -> dict[str, str]:
        """Return what was read out of each text, as it was given to `write`, by the text's sha256."""
        return dict(self._query("SELECT sha256, reading FROM readings"))

    def digests(self) -> dict[bytes, int]:
        """Return a row for each different content, by its digest (`rows.digest`)."""
        return dict(self._query("SELECT digest, row FROM records"))

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
