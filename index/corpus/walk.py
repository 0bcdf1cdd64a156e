"""Places to documents: which files and addresses are read, in which order, and what their documents are called."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.corpus import formats
from index.corpus.dateline import agency, day
from index.corpus.formats import READABLE
from index.corpus.journal import Journal
from index.corpus.jsonl import OPTIONAL
from index.corpus.reader import Entry, Place, Read, Skip, Source
from index.corpus.sources import NAME, Sources, without_suffix
from index.errors import SourceError
from index.progress import Progress, unwatched
from index.schema import Document


def read_documents(
    places: Iterable[Path | Place], journal: Journal | None = None, progress: Progress = unwatched
) -> Iterator[Document]:
    """Read every document of `places`: files, folders in sorted order, and what is no path as it comes.

    A file's document id is its path below the folder given, without suffix; that of a JSON line is its `id`, that of a
    page its canonical address. What cannot be read is skipped, noted in `journal`, and told in the log at the end, as
    is a second document of one id. `progress` shows how many files of a folder have been opened.

    Raises:
        SourceError: not one document could be read; the message names what was wrong first.
    """
    journal = Journal() if journal is None else journal
    for read in _reads(places, journal, progress):
        if isinstance(read, Skip):
            journal.skip(read)
            continue
        document = _document(read)
        if (place := journal.taken(document.id)) is not None:
            journal.skip(Skip("same id", f"{read.place}: its id {document.id!r} is taken by {place}; rename one"))
        else:
            journal.take(document.id, read)
            yield document
    if journal.empty:
        raise _nothing(journal.skipped)
    journal.warn()


def _reads(places: Iterable[Path | Place], journal: Journal, progress: Progress) -> Iterator[Read]:
    """Yield what is at all places, each text with its id."""
    sources = Sources()
    seen: set[Path] = set()
    for place in dict.fromkeys(places):
        if isinstance(place, Path):
            files = list(_files(place, seen, journal))
            for path, top in progress(files, "opening", len(files)):
                for read in _read(path):
                    yield read if isinstance(read, Skip) else _named(read, path, top, sources)
        else:
            yield from place.read()


def _read(path: Path) -> Iterator[Read]:
    """Yield what a file gives; whatever goes wrong with it becomes a `Skip`."""
    try:
        yield from formats.read(Source.of(path))
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


def _files(place: Path, seen: set[Path], journal: Journal) -> Iterator[tuple[Path, Path]]:
    """Yield each file that is not among those `seen`, with the folder that its id is counted from."""
    for file, top in _below(place, journal):
        try:
            resolved = file.resolve(strict=True)
        except (OSError, RuntimeError) as error:  # Python before 3.13 raises RuntimeError for links in a circle
            reason = getattr(error, "strerror", None) or error
            journal.skip(Skip("broken link", f"{file} leads nowhere ({reason}); remove it"))
            continue
        if resolved in seen:
            continue
        seen.add(resolved)
        if resolved.is_file():
            yield file, top
        else:
            journal.skip(Skip("no file", f"{file} is a pipe, a socket or a device; give a regular file"))


def snapshot(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Return each visible file of a path with its time of change and its size: what differs has changed."""
    found: list[tuple[str, int, int]] = []
    for file in _visible(path) if path.is_dir() else [path]:
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


def _visible(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _below(path: Path, journal: Journal) -> Iterator[tuple[Path, Path]]:
    """Yield the files of one path given."""
    if not (path.exists() or path.is_symlink()):
        journal.skip(Skip("missing", f"{path}: there is no such file or folder; check the path"))
    elif not path.is_dir():
        yield path, path.parent
    else:
        files = list(_walk(path, journal))
        if not files:
            journal.skip(Skip("no document", f"{path} holds no file that can be read ({READABLE})"))
        yield from ((file, path) for file in files)


def _walk(folder: Path, journal: Journal) -> Iterator[Path]:
    """Yield the readable files below `folder`, sorted, hidden ones left out."""
    found: list[Path] = []
    for parent, folders, names in os.walk(
        folder, onerror=lambda error: journal.skip(_unreadable(error.filename, error))
    ):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for link in (Path(parent, name) for name in folders):
            if link.is_symlink():
                journal.skip(
                    Skip("linked folder", f"{link} is a link to a folder; give that folder as a path of its own")
                )
        visible = [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
        found += [path for path in visible if formats.is_readable(path.name)]
        journal.pass_over(path for path in visible if not formats.is_readable(path.name) and path.name != NAME)
    yield from sorted(found)


def _named(entry: Entry, path: Path, top: Path, sources: Sources) -> Entry:
    """Give an entry its id; for what goes by its file's name `sources.json` knows better."""
    if entry.id is not None:
        return entry
    bare = without_suffix(path)
    bare = bare / entry.part if entry.part else bare
    known = sources.of(bare, top)
    title, outlet, date, url = (known[name] or getattr(entry, name) for name in OPTIONAL)
    return replace(entry, id=bare.relative_to(top).as_posix(), title=title, outlet=outlet, date=date, url=url)


def _document(entry: Entry) -> Document:
    """Make a document of a text that has its id; what it does not say, its dateline and its address may."""
    outlet, date = entry.outlet or agency(entry.text), entry.date or day(entry.text, entry.url)
    return Document(entry.id or "", entry.text, entry.title, outlet, date, entry.url)
