"""Paths to documents: which files are read, in which order, and what their documents are called."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from index.corpus.archive import ArchiveReader
from index.corpus.dateline import agency, day
from index.corpus.journal import Journal
from index.corpus.jsonl import OPTIONAL, JsonLinesReader
from index.corpus.mail import MailReader
from index.corpus.pdf import PdfReader
from index.corpus.reader import MAX_TEXT, Entry, Read, Reader, Skip, Source
from index.corpus.sources import Sources, without_suffix
from index.corpus.table import CsvReader, ParquetReader
from index.corpus.text import TextReader
from index.corpus.warc import WarcReader
from index.corpus.webpage import WebPageReader
from index.corpus.word import WordReader
from index.errors import SourceError
from index.schema import Document

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
    """Return the reader of a file's format, None where there is none."""
    return next((reader for reader in readers if name.lower().endswith(reader.suffixes)), None)


READERS: tuple[Reader, ...] = (*SINGLE, ArchiveReader(partial(_among, SINGLE)))
READABLE = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)


def read_documents(paths: Iterable[Path], journal: Journal | None = None) -> Iterator[Document]:
    """Read every document of `paths` (files and folders), folders in sorted order.

    A file's document id is its path below the folder given, without suffix; that of a JSON line is its `id`. What
    cannot be read is skipped, noted in `journal`, and told in the log at the end, as is a second document of one id.

    Raises:
        SourceError: not one document could be read; the message names what was wrong first.
    """
    journal = Journal() if journal is None else journal
    sources = Sources()
    for path, top in _files(paths, journal.skip):
        for read in _read(path):
            if isinstance(read, Skip):
                journal.skip(read)
                continue
            document = _document(read, path, top, sources)
            if (place := journal.taken(document.id)) is not None:
                journal.skip(Skip("same id", f"{read.place}: its id {document.id!r} is taken by {place}; rename one"))
            else:
                journal.take(document.id, read)
                yield document
    if journal.empty:
        raise _nothing(journal.skipped)
    journal.warn()


def _read(path: Path) -> Iterator[Read]:
    """Yield what the reader of a file gives; whatever goes wrong with the file becomes a `Skip`."""
    try:
        for read in _reader(path).read(Source.of(path)):
            if isinstance(read, Entry) and len(read.text) > MAX_TEXT:
                yield Skip(
                    "too large", f"{read.place}: {len(read.text):,} characters, more than {MAX_TEXT:,}; split it"
                )
            else:
                yield read
    except SourceError as error:
        yield Skip(error.fault, str(error))
    except OSError as error:
        yield _unreadable(path, error)


def _unreadable(path: Path | str, error: OSError) -> Skip:
    return Skip("unreadable", f"{path} cannot be read ({error.strerror or error}); check its name and permissions")


def _nothing(skipped: Sequence[Skip]) -> SourceError:
    """Say why there is no document: the first fault, and how many more."""
    if not skipped:
        return SourceError(f"nothing to read; give files or folders of {READABLE}", "missing")
    more = f" (and {len(skipped) - 1} more)" if len(skipped) > 1 else ""
    return SourceError(skipped[0].message + more, skipped[0].fault)


def _files(paths: Iterable[Path], skip: Callable[[Skip], None]) -> Iterator[tuple[Path, Path]]:
    """Yield each file once, with the folder that its id is counted from."""
    seen: set[Path] = set()
    for path in paths:
        for file, top in _below(path, skip):
            try:
                resolved = file.resolve(strict=True)
            except (OSError, RuntimeError) as error:  # Python before 3.13 raises RuntimeError for links in a circle
                reason = getattr(error, "strerror", None) or error
                skip(Skip("broken link", f"{file} leads nowhere ({reason}); remove it"))
                continue
            if resolved in seen:
                continue
            seen.add(resolved)
            if resolved.is_file():
                yield file, top
            else:
                skip(Skip("no file", f"{file} is a pipe, a socket or a device; give a regular file"))


def _below(path: Path, skip: Callable[[Skip], None]) -> Iterator[tuple[Path, Path]]:
    """Yield the files of one path given."""
    if not (path.exists() or path.is_symlink()):
        skip(Skip("missing", f"{path}: there is no such file or folder; check the path"))
    elif not path.is_dir():
        yield path, path.parent
    else:
        files = list(_walk(path, skip))
        if not files:
            skip(Skip("no document", f"{path} holds no file that can be read ({READABLE})"))
        yield from ((file, path) for file in files)


def _walk(folder: Path, skip: Callable[[Skip], None]) -> Iterator[Path]:
    """Yield the readable files below `folder`, sorted, hidden ones left out."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: skip(_unreadable(error.filename, error))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for link in (Path(parent, name) for name in folders):
            if link.is_symlink():
                skip(Skip("linked folder", f"{link} is a link to a folder; give that folder as a path of its own"))
        found += [Path(parent, name) for name in names if not name.startswith(".") and _format(Path(name))]
    yield from sorted(found)


def _format(path: Path) -> Reader | None:
    """Return the reader of a file's format, None where there is none."""
    return _among(READERS, path.name)


def _reader(path: Path) -> Reader:
    reader = _format(path)
    if reader is None:
        raise SourceError(f"{path} is of no known format; readable are {READABLE}", "unknown format")
    return reader


def _document(entry: Entry, path: Path, top: Path, sources: Sources) -> Document:
    """Give an entry its id and its metadata; for what goes by its file's name `sources.json` knows better."""
    known = {name: getattr(entry, name) for name in OPTIONAL}
    id = entry.id
    if id is None:
        bare = without_suffix(path)
        bare = bare / entry.part if entry.part else bare
        known |= {name: value for name, value in sources.of(bare, top).items() if value}
        id = bare.relative_to(top).as_posix()
    outlet, date = known["outlet"] or agency(entry.text), known["date"] or day(entry.text, known["url"])
    return Document(id, entry.text, known["title"], outlet, date, known["url"])
