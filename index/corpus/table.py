"""Tables of articles: which column is what, and the readers of CSV and Parquet. The only file that knows pyarrow."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from index.corpus.jsonl import metadata
from index.corpus.reader import MAX_TEXT, Entry, Read, Skip, Source, parsing
from index.errors import SourceError

COLUMNS = {
    "text": ("text", "body", "content", "article"),
    "id": ("id", "article_id", "doc_id"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "publication", "publisher", "source"),
    "date": ("date", "published", "published_at", "publication_date"),
    "url": ("url", "link"),
}
"""Names of columns, in any case, the first that is there counts; `text` must be there."""
SEPARATORS = ",;\t|"
BATCH = 64


class CsvReader:
    """A row a document; separated by commas, semicolons, tabs or bars, in UTF-8, with names in the first row."""

    suffixes = (".csv", ".tsv")

    def read(self, source: Source) -> Iterator[Read]:
        """Yield the documents of the rows, and the rows that are none.

        Raises:
            SourceError: it is empty, not UTF-8, no table, or without a column of texts.
        """
        csv.field_size_limit(2 * MAX_TEXT)
        try:
            with source.open() as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as file:
                head = file.readline(MAX_TEXT)
                separator = max(SEPARATORS, key=head.count)
                names = next(csv.reader([head], delimiter=separator), [])
                columns = _columns(names, source.place)
                rows = csv.reader(file, delimiter=separator)
                for row in rows:
                    if row:
                        fields = {field: row[i] for field, i in columns.items() if i < len(row)}
                        yield _entry(fields, f"{source.place}:{rows.line_num + 1}", rows.line_num + 1)
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{source.place} is not UTF-8 ({error.reason}); save it as UTF-8", "wrong encoding"
            ) from error
        except csv.Error as error:
            raise SourceError(f"{source.place} is no table of articles ({error}); save it anew", "damaged") from error


class ParquetReader:
    """A row a document; only the columns that are needed are read, some rows at a time."""

    suffixes = (".parquet",)

    def read(self, source: Source) -> Iterator[Read]:
        """Yield the documents of the rows, and the rows that are none.

        Raises:
            SourceError: it is damaged, or without a column of texts.
        """
        import pyarrow.parquet

        with source.open() as file, parsing(source.place, "Parquet file"):
            table = pyarrow.parquet.ParquetFile(file)
            names = table.schema_arrow.names
            columns = _columns(names, source.place)
            number = 0
            for batch in table.iter_batches(BATCH, columns=[names[i] for i in columns.values()]):
                for row in batch.to_pylist():
                    number += 1
                    fields = {field: row[names[i]] for field, i in columns.items()}
                    yield _entry(fields, f"{source.place}: row {number}", number)


def _columns(names: Sequence[str], place: str) -> dict[str, int]:
    """Return the position of each column that is known.

    Raises:
        SourceError: there is none for the text.
    """
    lowered = [name.strip().lower() for name in names]
    found = {field: next((n for n in known if n in lowered), None) for field, known in COLUMNS.items()}
    if found["text"] is None:
        has = ", ".join(names[:10]) or "none"
        raise SourceError(
            f'{place} has no column "text" (nor {", ".join(COLUMNS["text"][1:])}), its columns are: {has}; rename one',
            "no text" if any(lowered) else "empty",
        )
    return {field: lowered.index(name) for field, name in found.items() if name is not None}


def _entry(fields: Mapping[str, object], place: str, number: int) -> Read:
    """Make a document of a row; without an id of its own it is known by its number in the file."""
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return Skip("empty", f"{place}: a row without a text; fill it in or remove it")
    id, title, outlet, date, url = (_cell(fields.get(name)) for name in ("id", "title", "outlet", "date", "url"))
    return Entry(id, text, place, title, outlet, date, url, part=str(number))


def _cell(value: object) -> str | None:
    """Read one cell; a date or a time stamp as the day it names."""
    day = getattr(value, "date", None)
    if callable(day):
        value = day()
    return metadata(value.isoformat() if hasattr(value, "isoformat") else value)
