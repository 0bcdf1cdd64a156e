"""Which reader reads what: by the ending of a file's name, and for what is fetched by its media type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath

from index.corpus.archive import ArchiveReader
from index.corpus.jsonl import JsonLinesReader
from index.corpus.mail import MailReader
from index.corpus.pdf import PdfReader
from index.corpus.reader import MAX_TEXT, Entry, Read, Reader, Skip, Source
from index.corpus.table import CsvReader, ParquetReader
from index.corpus.text import TextReader
from index.corpus.warc import WarcReader
from index.corpus.webpage import WebPageReader
from index.corpus.word import WordReader
from index.errors import SourceError

SINGLE: tuple[Reader, ...] = (
    TextReader(),
    JsonLinesReader(),
    WebPageReader(),
    PdfReader(),
    WordReader(),
    MailReader(),
    CsvReader(),
    ParquetReader(),
    WarcReader(),
)
"""Readers of files; what an archive may hold."""


def _among(readers: Sequence[Reader], name: str) -> Reader | None:
    return next((reader for reader in readers if name.lower().endswith(reader.suffixes)), None)


READERS: tuple[Reader, ...] = (*SINGLE, ArchiveReader(partial(_among, SINGLE)))
READABLE = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
"""The ending of a file of each media type; whatever has none of these is known by the ending of its address."""


def is_readable(name: str) -> bool:
    """Tell whether files of this name are of a format that can be read."""
    return _among(READERS, name) is not None


def name_of(kind: str, path: str) -> str:
    """Return the name of a file, as it is known by its media type and the path of its address.

    >>> name_of("text/html", "/2026/ferry.php"), name_of("application/octet-stream", "/ferry.pdf"), name_of("", "/")
    ('ferry.html', 'ferry.pdf', 'index.html')
    """
    name = PurePosixPath(path).name or "index"
    if kind in SUFFIXES:
        return PurePosixPath(name).stem + SUFFIXES[kind]
    return name if kind or is_readable(name) else f"{name}.html"


def read(source: Source) -> Iterator[Read]:
    """Yield what the reader of the format gives; whatever is wrong with the file becomes a `Skip`.

    Raises:
        OSError: the file cannot be opened.
    """
    reader = _among(READERS, source.name)
    if reader is None:
        yield Skip("unknown format", f"{source.place} is of no known format; readable are {READABLE}")
        return
    try:
        for read in reader.read(source):
            if isinstance(read, Entry) and len(read.text) > MAX_TEXT:
                size = f"{len(read.text):,} characters, more than {MAX_TEXT:,}"
                yield Skip("too large", f"{read.place}: {size}; split it")
            else:
                yield read
    except SourceError as error:
        yield Skip(error.fault, str(error))
