"""What goes into a generation: everything, or what is new beside the files of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.schema import Document, Speaker
from index.store.amendments import Amendments
from index.store.graph import Graph
from index.store.ledger import Entries
from index.store.manifest import FileEntry, Manifest, share
from index.store.rows import Row


@dataclass(frozen=True, slots=True)
class Base:
    """The generation whose files a new one shares.

    Attributes:
        folder: its folder.
        manifest: its manifest.
        length: words of an ordinary row (`Words.length`).
        left: counts of what still counts of it.
        amendments: what no longer does.
    """

    folder: Path
    manifest: Manifest
    length: float
    left: Mapping[str, int]
    amendments: Amendments

    @property
    def counts(self) -> Mapping[str, int]:
        """What the shared files hold: the numbers of documents and rows go on from there."""
        return self.manifest.counts if self.manifest.base is None else self.manifest.base

    def share(self, folder: Path) -> Mapping[str, FileEntry]:
        """Put its files into `folder` as well, those of its delta left out, and return them by name.

        Raises:
            OSError: a file cannot be read or written.
        """
        for name in self.manifest.shared:
            share(name, self.folder, folder)
        return self.manifest.shared


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that goes into a generation, or into the delta of one.

    Attributes:
        documents: the documents, in the order of their rows.
        rows: the records, row i at position i; of a delta they go on where those of its base end.
        speakers: everyone the documents name.
        matrix: unit vectors, shape (len(rows), dim), float32.
        encoder: fingerprint of what made `matrix`.
        graph: the same encoder as files, None where it has no such form.
        readings: what was read out of each text, for the next build, by the text's sha256.
        extractor: fingerprint of what made `rows`.
        source: fingerprint of everything that went in.
        sources: the paths that were read.
        later: which document replaced another as a whole (True) or corrects it (False), by the other's id.
        versions: fingerprint of what told copies and versions.
        base: what it is a delta of; None where it is whole.
        ledger: what later deltas look up; None where there will be none.
    """

    documents: Sequence[Document]
    rows: Sequence[Row]
    speakers: Sequence[Speaker]
    matrix: NDArray[np.float32]
    encoder: str
    extractor: str = ""
    source: str = ""
    sources: Sequence[str] = ()
    graph: Graph | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    versions: str = ""
    base: Base | None = None
    ledger: Entries | None = None

    def __post_init__(self) -> None:
        """Refuse rows and vectors that disagree."""
        first = self._first("records")
        if [row.record.row for row in self.rows] != list(range(first, first + len(self.matrix))):
            raise ValueError(f"{len(self.rows)} rows do not number the {len(self.matrix)} vectors from {first} on")

    def _first(self, what: str) -> int:
        return self.base.counts[what] if self.base else 0

    def numbered(self) -> dict[int, Document]:
        """Return the documents by their numbers."""
        return dict(enumerate(self.documents, start=self._first("documents")))

    def counts(self) -> dict[str, int]:
        """Return the number of documents, records, quotes, sentences, speakers and repeats, with those of a base."""
        left = self.base.left if self.base else {}
        quotes = sum(row.record.quote is not None for row in self.rows)
        own = {
            "documents": len(self.documents),
            "records": len(self.rows),
            "quotes": quotes,
            "sentences": len(self.rows) - quotes,
            "speakers": len(self.speakers),
            "repeats": sum(row.record.repeats is not None for row in self.rows),
        }
        return {what: left.get(what, 0) + count for what, count in own.items()}
