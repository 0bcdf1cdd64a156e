"""What a generation says of itself: counts, checksums, and what it was built from and with."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError, IndexMismatchError

FORMAT = 9
NAME = "manifest.json"
HASH_BLOCK = 1 << 20
HASHED_ALWAYS = 32 << 20
DELTA = "delta"
"""Folder of a generation with what was added to the files beside it, its base."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a generation: its size in bytes and the sha256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What is known of a document, without its text."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    url: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a generation says of itself to people who look after it: its number, its time (ISO 8601), its counts."""

    generation: str
    built_at: str
    documents: int
    records: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one generation.

    Attributes:
        format: number of the layout of a generation.
        encoder: fingerprint of the encoder; `dim` is the length of its vectors.
        extractor: fingerprint of the extraction's rules.
        source: fingerprint of everything the generation was built from and with.
        counts: documents, records, quotes, sentences, speakers.
        files: the files beside the manifest.
        built_at: time of the build, ISO 8601, UTC.
        sources: the paths that were given to the build.
        recall: share of the ten nearest quotes that a search without a filter finds, as measured by the build; None
            where every search is exact.
        versions: fingerprint of what tells copies and versions of articles.
        base: counts of the base alone, where there is a delta.
    """

    format: int
    encoder: str
    dim: int
    extractor: str
    source: str
    counts: Mapping[str, int]
    files: Mapping[str, FileEntry]
    built_at: str
    sources: tuple[str, ...] = field(default=())
    recall: float | None = None
    versions: str = ""
    base: Mapping[str, int] | None = None

    def write(self, folder: Path) -> Path:
        """Write the manifest into `folder`, sealed with a checksum of itself."""
        fields = asdict(self)
        path = folder / NAME
        text = json.dumps({**fields, "seal": _seal(fields)}, ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def part(self, name: str) -> dict[str, FileEntry]:
        """Return the file `name`, or the files in the folder of this name."""
        return {path: entry for path, entry in self.files.items() if path.split("/")[0] == name}

    @property
    def shared(self) -> dict[str, FileEntry]:
        """The files that a next generation can share: all but those of the delta."""
        return {path: entry for path, entry in self.files.items() if not path.startswith(f"{DELTA}/")}

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest in `folder`.

        Raises:
            IndexDamagedError: it is missing, or not what `write` wrote.
            IndexMismatchError: it is of another format.
        """
        path = folder / NAME
        try:
            fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            seal = fields.pop("seal")
            if seal != _seal(fields):
                raise IndexDamagedError(f"{path} was changed after it was written")
            if fields["format"] != FORMAT:
                raise IndexMismatchError(
                    f"the index in {folder} has format {fields['format']}, this version reads {FORMAT}; "
                    "run python -m index build again",
                )
            files = {name: FileEntry(**entry) for name, entry in fields.pop("files").items()}
            return cls(**{**fields, "files": files, "sources": tuple(fields["sources"])})
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamagedError(f"{path} cannot be read ({error})") from error


def _seal(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def describe(path: Path) -> FileEntry:
    """Measure and hash a file."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(HASH_BLOCK):
            digest.update(block)
            size += len(block)
    return FileEntry(size, digest.hexdigest())


def share(name: str, source: Path, target: Path) -> None:
    """Put a file of the folder `source` into `target` as well: linked where the file system can, else copied.

    Raises:
        OSError: a file cannot be read or written.
    """
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source / name, target / name)
    except OSError:
        shutil.copyfile(source / name, target / name)


def verify(folder: Path, files: Mapping[str, FileEntry], *, content: bool | None = None) -> None:
    """Compare the files of a generation with what its manifest says of them.

    Args:
        folder: folder of the generation.
        files: what is expected, by name in `folder`.
        content: whether checksums are compared and not sizes alone; by default for each file that is read in no time.

    Raises:
        IndexDamagedError: a file is missing or differs; the message names it.
    """
    for name, entry in files.items():
        path = folder / name
        try:
            size = path.stat().st_size
            read = size == entry.size and (content or (content is None and size <= HASHED_ALWAYS))
            found = describe(path) if read else FileEntry(size, entry.sha256)
        except OSError as error:
            raise IndexDamagedError(f"{path}: {error.strerror}") from error
        if found.size != entry.size:
            raise IndexDamagedError(f"{path} has {found.size} bytes, expected {entry.size}")
        if found.sha256 != entry.sha256:
            raise IndexDamagedError(
                f"{path} has sha256 {found.sha256[:12]}, expected {entry.sha256[:12]}",
            )
