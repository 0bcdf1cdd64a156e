"""A new generation, written beside the current one and switched to at once: whole or absent.

The order is: files into a hidden folder, each flushed to the disk; the manifest last; the folder renamed to its
number; `CURRENT` replaced. Whatever dies in between leaves the current generation as it was.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.errors import ConfigError, IndexBusyError, IndexDamagedError, IndexMissingError, QuotesError
from index.store import columns, ledger, tables, vectors, words
from index.store.contents import Contents
from index.store.manifest import DELTA, FORMAT, Manifest, describe
from index.store.tables import CATALOGUE

CURRENT = "CURRENT"
GENERATIONS = "generations"
LOCK = "lock"
KEPT = 2
UNFINISHED = ".new-"
NUMBER = re.compile(r"\d{6,}")


def current(root: Path) -> Path:
    """Return the folder of the generation that `root` points to.

    Raises:
        IndexMissingError: there is no index in `root`.
        IndexDamagedError: the pointer cannot be read, or points nowhere.
    """
    pointer = root / CURRENT
    try:
        name = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        if numbered(root):
            raise IndexDamagedError(f"{pointer} is missing") from error
        raise IndexMissingError(
            f"there is no index in {root}; build one with: python -m index build PATH... "
            "(--index or QUOTES_INDEX name another folder)",
        ) from error
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"{pointer} cannot be read ({error})") from error
    folder = root / GENERATIONS / name
    if not NUMBER.fullmatch(name) or not folder.is_dir():
        if pointer.exists() and pointer.read_text(encoding="ascii", errors="replace").strip() != name:
            return current(root)  # dropped since the pointer was read: others were published meanwhile
        raise IndexDamagedError(f"{pointer} names no generation ({name[:20]!r})")
    return folder


def numbered(root: Path) -> list[Path]:
    """Return the folders of all generations in `root`, the oldest first."""
    folders = (path for path in (root / GENERATIONS).glob("*") if NUMBER.fullmatch(path.name))
    return sorted(folders, key=lambda folder: int(folder.name))


@contextmanager
def writer(root: Path) -> Iterator[Path]:
    """Hold the lock that makes this process the only writer of `root`; a lock dies with its process.

    Yields:
        An empty folder for whatever is written before it is published.

    Raises:
        IndexBusyError: another process holds it; the message says which.
        ConfigError: the folder cannot be made or written.
    """
    try:
        (root / GENERATIONS).mkdir(parents=True, exist_ok=True)
        file = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(root, error) from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = os.read(file, 200).decode("utf-8", "replace").strip() or "an unknown process"
            raise IndexBusyError(f"the index in {root} is being written by {owner}; wait until it is done") from error
        os.ftruncate(file, 0)
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        os.pwrite(file, f"process {os.getpid()} on {socket.gethostname()} since {now}\n".encode(), 0)
        yield _scratch(root)
        _sweep(root)
    finally:
        os.close(file)


def _scratch(root: Path) -> Path:
    """Make an empty folder, after all that writers left behind that died before they were done."""
    _sweep(root)
    folder = root / GENERATIONS / f"{UNFINISHED}scratch"
    try:
        folder.mkdir()
    except OSError as error:
        raise unwritable(root, error) from error
    return folder


def unwritable(root: Path, error: OSError) -> ConfigError:
    """Say that the index's folder cannot be written, and what to do about it."""
    return ConfigError(
        f"the index in {root} cannot be written ({error.strerror or error}); "
        "make room or choose another folder with --index or QUOTES_INDEX",
    )


def publish(root: Path, contents: Contents) -> str:
    """Write a generation and make it the current one; the caller holds `writer(root)`.

    Returns:
        The number of the generation, "000001" and so on.

    Raises:
        ConfigError: the folder cannot be written; the current generation is as it was.
    """
    folder = root / GENERATIONS / f"{UNFINISHED}{os.getpid()}"
    try:
        folder.mkdir()
        _write(folder, contents)
        return _switch(root, folder)
    except OSError as error:
        raise unwritable(root, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, contents: Contents) -> None:
    """Write the files of a generation and flush them to the disk, the manifest last; those of a base are shared."""
    base = contents.base
    shared = base.share(folder) if base else {}
    recall = _write_part(folder / DELTA if base else folder, contents)
    graph = contents.graph and contents.graph.graph(folder)
    known = {**shared, **(graph.files if graph else {})}
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    written = [name for path in paths if (name := path.relative_to(folder).as_posix()) not in known]
    manifest = Manifest(
        format=FORMAT,
        encoder=contents.encoder,
        dim=int(contents.matrix.shape[1]),
        extractor=contents.extractor,
        source=contents.source,
        counts=contents.counts(),
        files={**{name: describe(folder / name) for name in written}, **known},
        recall=base.manifest.recall if base else recall,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        sources=tuple(contents.sources),
        versions=contents.versions,
        base=base.counts if base else None,
    )
    for name in manifest.files:
        if name not in shared or (folder / name).stat().st_nlink == 1:  # what is linked was flushed before
            _flush(folder / name)
    for path in folder.rglob("*"):
        if path.is_dir():
            _flush(path)
    _flush(manifest.write(folder))
    _flush(folder)


def _write_part(folder: Path, contents: Contents) -> float | None:
    """Write what is made of rows into `folder`; return the recall of the vectors' codes."""
    folder.mkdir(exist_ok=True)
    base, documents = contents.base, contents.numbered()
    tables.write(
        folder / CATALOGUE,
        documents,
        contents.rows,
        contents.speakers,
        contents.readings,
        contents.later,
    )
    if base is not None:
        tables.amend(folder / CATALOGUE, base.amendments)
    quotes = np.array([n for n, row in enumerate(contents.rows) if row.record.quote], dtype=np.int64)
    recall = vectors.write(folder, contents.matrix, quotes)
    numbers = {document.id: n for n, document in documents.items()}
    columns.write(folder / columns.FOLDER, (row.record for row in contents.rows), numbers)
    words.write(folder / words.FOLDER, contents.rows, base.length if base else None)
    if contents.ledger is not None:
        ledger.write(folder / ledger.NAME, contents.ledger)
    return recall


def _switch(root: Path, folder: Path) -> str:
    """Give the finished folder its number, point `CURRENT` to it, and drop what is too old to keep."""
    before = numbered(root)
    id = f"{int(before[-1].name) + 1 if before else 1:06d}"
    folder.rename(root / GENERATIONS / id)
    _flush(root / GENERATIONS)
    pointer = root / f"{CURRENT}.new"
    pointer.write_text(f"{id}\n", encoding="ascii")
    _flush(pointer)
    pointer.replace(root / CURRENT)
    _flush(root)
    _drop(root / GENERATIONS / id, before)
    return id


def _drop(new: Path, before: Sequence[Path]) -> None:
    """Drop what is too old: neither the last ones, nor, should the base of these be damaged, the last with another."""
    older = list(before[: 1 - KEPT])
    if all(same_base(new, kept) for kept in before[1 - KEPT :]):
        last = next((folder for folder in reversed(older) if not same_base(new, folder)), None)
        older = [folder for folder in older if folder != last]
    for folder in older:
        shutil.rmtree(folder, ignore_errors=True)


def same_base(one: Path, other: Path) -> bool:
    """Tell whether two generations share the files of their base, or one cannot be read anyway."""
    try:
        return Manifest.read(one).shared[CATALOGUE] == Manifest.read(other).shared[CATALOGUE]
    except (QuotesError, KeyError):
        return True


def _sweep(root: Path) -> None:
    """Remove whatever is not a generation."""
    for path in (root / GENERATIONS).glob(f"{UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)


def _flush(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
