"""What a build takes over from the generation before it: readings, vectors and the encoder's files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.schema import Document
from index.store import cells
from index.store.catalogue import Catalogue
from index.store.graph import Graph
from index.store.manifest import Manifest, verify
from index.store.publish import CATALOGUE, VECTORS, current
from index.store.rows import digest
from index.store.vectors import Vectors

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Previous:
    """The generation before, as far as it is of use: everything is empty where there is none, or another one is wanted.

    Attributes:
        listing: what it knows of each document (`Catalogue.listing`).
        readings: what was read out of its texts by the same rules, by sha256.
        digests: a row of `vectors` for each content that the same encoder encoded, by its digest.
        vectors: the vectors, None where another encoder made them.
        graph: the same encoder as files.
    """

    listing: Sequence[tuple[Any, ...]] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[bytes, int] = field(default_factory=dict)
    vectors: Vectors | None = None
    graph: Graph | None = None

    @classmethod
    def open(cls, root: Path, encoder: str, rules: str) -> Previous:
        """Read the current generation of the index in `root`; nothing of one that is damaged is taken over.

        Args:
            root: folder of the index.
            encoder: fingerprint of the encoder of the build.
            rules: fingerprint of its rules.
        """
        try:
            folder = current(root)
            manifest = Manifest.read(folder)
            verify(folder, manifest.files, content=True)
            catalogue, vectors = Catalogue.open(folder / CATALOGUE), Vectors.open(folder / VECTORS)
        except IndexMissingError:
            return cls()
        except (IndexDamagedError, IndexMismatchError) as error:
            logger.warning("building anew: %s", error)
            return cls()
        same = manifest.encoder == encoder
        return cls(
            listing=catalogue.listing(),
            readings=catalogue.readings() if manifest.extractor == rules else {},
            digests=catalogue.digests() if same else {},
            vectors=vectors if same else None,
            graph=Graph.of(folder, manifest) if same else None,
        )

    def row(self, content: str) -> int | None:
        """Return a row whose vector is that of `content`, None where there is none."""
        return self.digests.get(digest(content))

    def take(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of rows that `row` gave, shape (len(rows), dim)."""
        if self.vectors is None:
            raise ValueError("there are no vectors of this encoder")
        return self.vectors.take(np.array(rows, dtype=np.int64))

    def changes(self, documents: Iterable[Document]) -> dict[str, int]:
        """Count what is kept, added, replaced and removed when the index holds `documents`; empty without an index."""
        if not self.listing:
            return {}
        before = {cells[0]: cells for cells in self.listing}
        now = {document.id: cells.of_document(0, document)[1:-1] for document in documents}
        both = before.keys() & now.keys()
        kept = sum(before[id] == now[id] for id in both)
        return {
            "kept": kept,
            "added": len(now) - len(both),
            "replaced": len(both) - kept,
            "removed": len(before) - len(both),
        }
