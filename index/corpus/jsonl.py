"""The reader of JSON lines, plain or gzipped: one document a line."""

from __future__ import annotations

import gzip
import json
import logging
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from index.corpus.reader import Entry
from index.errors import SourceError

logger = logging.getLogger(__name__)

OPTIONAL = ("title", "outlet", "date", "url")


class JsonLinesReader:
    """A file of `{"id", "text", "title"?, "date"?, "outlet"?, "url"?}` lines. A bad line costs itself alone."""

    suffixes = (".jsonl", ".jsonl.gz")

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield the documents of the file.

        Raises:
            SourceError: it is cut short or not gzip, or not one of its lines is a document.
        """
        found = False
        with _open(path) as file:
            for number, line in enumerate(_lines(file, path), start=1):
                try:
                    entry = _entry(line, f"{path}:{number}")
                except ValueError as error:
                    logger.warning("skipped %s:%d: %s", path, number, error)
                    continue
                if entry:
                    found = True
                    yield entry
        if not found:
            raise SourceError(f'{path} holds no document; give one {{"id": ..., "text": ...}} a line')


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    """Yield the lines; only a line feed ends one."""
    try:
        yield from file
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"{path} is not a whole gzip file ({error}); fetch it again") from error


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
    return Entry(str(id), content, place, **{name: metadata(fields.get(name)) for name in OPTIONAL})


def metadata(value: object) -> str | None:
    """Read one field of metadata: a text, or a number for a year; anything else and a blank are unknown."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
