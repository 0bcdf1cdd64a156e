"""The reader of JSON lines, plain or gzipped: one document a line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from index.corpus.reader import MAX_TEXT, Entry, Read, Skip, Source
from index.errors import SourceError

MAX_LINE = 8 * MAX_TEXT
"""Most bytes of a line: its text may be escaped, and metadata stands beside it."""
HOPELESS = 10
"""A file that begins with so many bad lines is taken to be of another format."""
OPTIONAL = ("title", "outlet", "date", "url")


class JsonLinesReader:
    """A file of `{"id", "text", "title"?, "date"?, "outlet"?, "url"?}` lines. A bad line costs itself alone."""

    suffixes = (".jsonl", ".jsonl.gz")

    def read(self, source: Source) -> Iterator[Read]:
        """Yield the documents of the file, and the lines that are none.

        Raises:
            SourceError: it is cut short or not gzip, or not one of its lines is a document.
        """
        held: list[Skip] = []
        found = False
        with source.open() as raw, _unpacked(raw, source.name) as file:
            for number, line in enumerate(_lines(file, source.place), start=1):
                read = _read(line, f"{source.place}:{number}")
                if isinstance(read, Skip) and not found:
                    held.append(read)
                    if len(held) == HOPELESS:
                        raise SourceError(_hopeless(source.place, held[0]), "damaged")
                elif read:
                    found = True
                    yield from held
                    held.clear()
                    yield read
        yield from held
        if not (found or held):
            raise SourceError(f'{source.place} is empty; give one {{"id": ..., "text": ...}} a line', "empty")


def _hopeless(place: str, first: Skip) -> str:
    return f"{place} holds no JSON lines: its first {HOPELESS} are none ({first.message}); save it anew"


def _unpacked(file: BinaryIO, name: str) -> BinaryIO:
    return cast("BinaryIO", gzip.open(file)) if name.lower().endswith(".gz") else file


def _lines(file: BinaryIO, place: str) -> Iterator[bytes | None]:
    """Yield the lines, None for one that is too long to be held; only a line feed ends one."""
    try:
        while line := file.readline(MAX_LINE):
            rest = line
            while len(rest) == MAX_LINE and not rest.endswith(b"\n"):
                rest = file.readline(MAX_LINE)
            yield line if rest is line else None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"{place} is not a whole gzip file ({error}); fetch it again", "damaged") from error


def _read(line: bytes | None, place: str) -> Read | None:
    """Read one line, None for a blank one."""
    if line is None:
        return Skip("too large", f"{place}: a line of more than {MAX_LINE:,} bytes; split its text")
    try:
        return _entry(line, place)
    except (ValueError, RecursionError) as error:
        return Skip("bad line", f"{place}: {error}")


def _entry(line: bytes, place: str) -> Entry | None:
    """Read one line, None for a blank one.

    Raises:
        ValueError: it is not a document; the message says why.
    """
    text = line.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    if not text.strip():
        return None
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - the caller tells bad lines from bad programs
    id, content = fields.get("id"), fields.get("text")
    if isinstance(id, bool) or not isinstance(id, str | int) or not str(id).strip():
        raise ValueError('it has no "id"')
    if not isinstance(content, str) or not content.strip():
        raise ValueError('it has no "text"')
    title, outlet, date, url = (metadata(fields.get(name)) for name in OPTIONAL)
    return Entry(str(id), content, place, title, outlet, date, url)


def metadata(value: object) -> str | None:
    """Read one field of metadata: a text, or a number for a year; anything else and a blank are unknown."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
