"""Paths to documents: which files are read, in which order, and what their documents are called."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from index.corpus.jsonl import JsonLinesReader
from index.corpus.reader import Entry, Reader
from index.corpus.sources import Sources, without_suffix
from index.corpus.text import TextReader
from index.errors import SourceError
from index.schema import Document

logger = logging.getLogger(__name__)

READERS: tuple[Reader, ...] = (TextReader(), JsonLinesReader())
READABLE = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)


def read_documents(paths: Iterable[Path]) -> Iterator[Document]:
    """Read every document of `paths` (files and folders), folders in sorted order.

    A file's document id is its path below the folder given, without suffix; that of a JSON line is its `id`. What
    cannot be read is skipped with a warning in the log, as is a second document of the same id.

    Raises:
        SourceError: not one document could be read; the message names what was wrong with the first file.
    """
    sources = Sources()
    taken: dict[str, str] = {}
    faults: list[str] = []
    for path, top in _files(paths, faults.append):
        try:
            for entry in _reader(path).read(path):
                document = _document(entry, path, top, sources)
                if document.id in taken:
                    logger.warning(
                        "skipped %s: its id %r is taken by %s; rename one", entry.place, document.id, taken[document.id]
                    )
                    continue
                taken[document.id] = entry.place
                yield document
        except SourceError as error:
            faults.append(str(error))
        except OSError as error:
            faults.append(f"{path} cannot be read ({error.strerror or error}); check its name and permissions")
    if not taken:
        raise SourceError(_nothing(faults))
    for fault in faults:
        logger.warning("skipped %s", fault)


def _nothing(faults: list[str]) -> str:
    """Say why there is no document: the first fault, and how many more."""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return (faults[0] if faults else f"nothing to read; give files or folders of {READABLE}") + more


def _files(paths: Iterable[Path], fault: Callable[[str], None]) -> Iterator[tuple[Path, Path]]:
    """Yield each file once, with the folder that its id is counted from."""
    seen: set[Path] = set()
    for path in paths:
        for file, top in _below(path, fault):
            if (resolved := file.resolve()) not in seen:
                seen.add(resolved)
                yield file, top


def _below(path: Path, fault: Callable[[str], None]) -> Iterator[tuple[Path, Path]]:
    """Yield the files of one path given."""
    if not path.exists():
        fault(f"{path}: there is no such file or folder; check the path")
    elif not path.is_dir():
        yield path, path.parent
    else:
        files = list(_walk(path, fault))
        if not files:
            fault(f"{path} holds no file that can be read ({READABLE})")
        yield from ((file, path) for file in files)


def _walk(folder: Path, fault: Callable[[str], None]) -> Iterator[Path]:
    """Yield the readable files below `folder`, sorted, hidden ones left out."""

    def unreadable(error: OSError) -> None:
        fault(f"{error.filename} cannot be read ({error.strerror}); check its permissions")

    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if not name.startswith(".") and _format(Path(name))]
    yield from sorted(found)


def _format(path: Path) -> Reader | None:
    """Return the reader of a file's format, None where there is none."""
    name = path.name.lower()
    return next((reader for reader in READERS if name.endswith(reader.suffixes)), None)


def _reader(path: Path) -> Reader:
    reader = _format(path)
    if reader is None:
        raise SourceError(f"{path} is of no known format; readable are {READABLE}")
    return reader


def _document(entry: Entry, path: Path, top: Path, sources: Sources) -> Document:
    """Give an entry its id and its metadata."""
    if entry.id is not None:
        return Document(entry.id, entry.text, entry.title, entry.outlet, entry.date, entry.url)
    id = without_suffix(path).relative_to(top).as_posix()
    return Document(id, entry.text, **sources.of(path, top))
