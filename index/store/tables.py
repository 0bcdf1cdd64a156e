"""The tables of a catalogue, how they are filled, and how those of a base and a delta are read as one. SQLite, too.

The numbers of documents and rows in a delta go on where those of its base end, so that a view of both needs no sums.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from urllib.parse import quote as percent_encoded

from index.schema import Document, Speaker
from index.store import cells
from index.store.amendments import Amendments
from index.store.rows import Row

CATALOGUE = "catalogue.sqlite"

SCHEMA = """
CREATE TABLE documents (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, outlet TEXT, date TEXT, url TEXT,
    sha256 TEXT NOT NULL, text BLOB NOT NULL
) STRICT;
CREATE TABLE records (
    row INTEGER PRIMARY KEY, doc INTEGER NOT NULL, kind TEXT NOT NULL,
    spans TEXT NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    attributed INTEGER NOT NULL, parent INTEGER, repeats INTEGER, style TEXT, speaker TEXT, addressee TEXT,
    mediation TEXT, quote TEXT, digest BLOB NOT NULL
) STRICT;
CREATE TABLE later (doc TEXT PRIMARY KEY, by TEXT NOT NULL, whole INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE speakers (
    n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, aliases TEXT NOT NULL, titles TEXT NOT NULL,
    descriptions TEXT NOT NULL, mentions INTEGER NOT NULL
) STRICT;
CREATE TABLE readings (sha256 TEXT PRIMARY KEY, reading TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE hidden (n INTEGER PRIMARY KEY) STRICT;
CREATE TABLE amended (row INTEGER PRIMARY KEY, speaker TEXT, addressee TEXT, repeats INTEGER) STRICT;
CREATE TABLE retold (what TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (what, name)) STRICT, WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX records_by_speaker ON records (speaker, row) WHERE speaker IS NOT NULL;
CREATE INDEX records_by_document ON records (doc, row);
CREATE INDEX records_by_repeats ON records (repeats) WHERE repeats IS NOT NULL;
CREATE INDEX records_by_digest ON records (digest);
"""
_ROWS = (
    "row, doc, kind, spans, sentence_start, sentence_end, attributed, parent, repeats, style, speaker, addressee, "
    "mediation, quote, digest"
)
_AMENDED = (
    "amended.row, doc, kind, spans, sentence_start, sentence_end, attributed, parent, amended.repeats, style, "
    "amended.speaker, amended.addressee, mediation, CASE WHEN corrected THEN "
    "json_set(quote, '$.confidence', 1.0, '$.rule', 'corrected') ELSE quote END, digest"
)
_SHOWN = "doc NOT IN (SELECT n FROM delta.hidden) AND"


def _arms(schema: str, shown: str) -> tuple[str, str]:
    """Return the rows of one file as two queries, so that either is searched by its index."""
    return (
        f"SELECT {_ROWS} FROM {schema}.records WHERE {shown} row NOT IN (SELECT row FROM amended)",  # noqa: S608 - constants
        f"SELECT {_AMENDED} FROM amended CROSS JOIN {schema}.records AS old ON old.row = amended.row",  # noqa: S608
    )


def _cited(schema: str, shown: str) -> tuple[str, str]:
    """Return the same with the id and the sha256 of each row's document.

    They are joined inside each part: a view of both parts in a join would be read from its first row to its last.
    """
    fields, joined = f"SELECT id, sha256, {_ROWS}", f"JOIN {schema}.documents ON n = doc"
    changed = f"SELECT id, sha256, {_AMENDED} FROM amended JOIN {schema}.records AS old ON old.row = amended.row"  # noqa: S608
    return (  # of constants
        f"{fields} FROM {schema}.records {joined} WHERE {shown} row NOT IN (SELECT row FROM amended)",  # noqa: S608
        f"{changed} {joined}",
    )


def _views(*parts: tuple[str, str]) -> str:
    """Return what makes the views of the rows of some files, and the table of the rows that are amended."""
    arms = " UNION ALL ".join(arm for part in parts for arm in _arms(*part))
    cited = " UNION ALL ".join(arm for part in parts for arm in _cited(*part))
    return f"""
        CREATE TEMP TABLE amended (
            row INTEGER PRIMARY KEY, speaker TEXT, addressee TEXT, repeats INTEGER, corrected INTEGER
        );
        CREATE TEMP VIEW records AS {arms};
        CREATE TEMP VIEW cited AS {cited};
    """


# Views, some of them before tables of the same names.
ALONE = _views(("main", ""))
LAYERED = f"""
{_views(("main", _SHOWN), ("delta", ""))}
INSERT INTO temp.amended SELECT row, speaker, addressee, repeats, 0 FROM delta.amended;
CREATE TEMP VIEW documents AS
SELECT * FROM main.documents WHERE n NOT IN (SELECT n FROM delta.hidden) UNION ALL SELECT * FROM delta.documents;
CREATE TEMP VIEW later AS
SELECT * FROM main.later WHERE doc NOT IN (SELECT name FROM delta.retold WHERE what = 'later')
UNION ALL SELECT * FROM delta.later;
CREATE TEMP VIEW speakers AS
SELECT * FROM main.speakers WHERE name NOT IN (SELECT name FROM delta.retold WHERE what = 'speaker')
UNION ALL SELECT * FROM delta.speakers;
CREATE TEMP VIEW readings AS SELECT * FROM main.readings UNION ALL SELECT * FROM delta.readings;
"""  # noqa: S608 - constants


def address(path: Path) -> str:
    """Return the address of a file that nobody changes any more, as SQLite is told it."""
    return f"file:{percent_encoded(str(path.resolve()))}?mode=ro&immutable=1"


def write(
    path: Path,
    documents: Mapping[int, Document],
    rows: Iterable[Row],
    speakers: Iterable[Speaker],
    readings: Mapping[str, str],
    later: Mapping[str, tuple[str, bool]],
) -> None:
    """Write a new catalogue to `path`; every row's document must be among `documents`.

    Args:
        path: the file, which is not there yet.
        documents: the documents by their numbers, in order.
        rows: the records with their texts.
        speakers: everyone the documents name; of a delta, those of whom something else holds than in its base.
        readings: what was read out of each text (`cells.of_extraction`), by the text's sha256.
        later: which document replaced another as a whole (True) or corrects it (False), by the other's id.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            # Nothing of it is read before its generation is whole, so it needs no journal.
            connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
            _fill(connection, documents, rows, speakers)
            connection.executemany("INSERT INTO readings VALUES (?, ?)", sorted(readings.items()))
            connection.executemany(
                "INSERT INTO later VALUES (?, ?, ?)", ((doc, *by) for doc, by in sorted(later.items()))
            )
            connection.commit()
            connection.executescript(INDEXES)
    except sqlite3.OperationalError as error:
        raise OSError(f"cannot write {path}: {error}") from error


def _fill(
    connection: sqlite3.Connection, documents: Mapping[int, Document], rows: Iterable[Row], speakers: Iterable[Speaker]
) -> None:
    numbers = {document.id: n for n, document in documents.items()}
    connection.executemany(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (cells.of_document(n, document) for n, document in documents.items()),
    )
    connection.executemany(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*cells.of_record(row.record, numbers[row.record.doc]), row.digest) for row in rows),
    )
    connection.executemany(
        "INSERT INTO speakers VALUES (?, ?, ?, ?, ?, ?, ?)",
        (cells.of_speaker(n, speaker) for n, speaker in enumerate(speakers)),
    )


def amend(path: Path, amendments: Amendments) -> None:
    """Write what a delta says about its base into its catalogue at `path`.

    Raises:
        OSError: the file cannot be written.
    """
    retold = {("speaker", cells.plain(name)) for name in amendments.speakers}
    retold |= {("later", id) for id in amendments.later}
    rows = (
        (row, *(name if name is None else cells.plain(name) for name in who), repeats)
        for row, *who, repeats in map(astuple, amendments.rows)
    )
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.executemany("INSERT INTO hidden VALUES (?)", ((n,) for n in amendments.hidden))
            connection.executemany("INSERT INTO amended VALUES (?, ?, ?, ?)", rows)
            connection.executemany("INSERT INTO retold VALUES (?, ?)", sorted(retold))
            connection.commit()
    except sqlite3.OperationalError as error:
        raise OSError(f"cannot write {path}: {error}") from error
