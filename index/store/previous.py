"""What a build takes over from the generation before it: readings, vectors and the encoder's files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
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
from index.store.newest import newest
from index.store.publish import CATALOGUE
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
        """Read the current generation of the index in `root`, or else the newest that is whole.

        Args:
            root: folder of the index.
            encoder: fingerprint of the encoder of the build.
            rules: fingerprint of its rules.
        """
        try:
            return newest(root, partial(cls.at, encoder=encoder, rules=rules))
        except IndexMissingError:
            return cls()
        except IndexDamagedError as error:
            logger.warning("building anew: %s", error.fault)
            return cls()
        except IndexMismatchError as error:
            logger.info("building anew: %s", error)
            return cls()

    @classmethod
    def at(cls, folder: Path, encoder: str, rules: str) -> Previous:
        """Read the generation in `folder`, as far as it is of use to this encoder and these rules.

        Raises:
            IndexDamagedError: its manifest or its catalogue is damaged; without its vectors it is still of use.
            IndexMismatchError: it has another format.
        """
        manifest = Manifest.read(folder)
        verify(folder, manifest.part(CATALOGUE), content=True)
        catalogue = Catalogue.open(folder / CATALOGUE)
        read = cls(catalogue.listing(), catalogue.readings() if manifest.extractor == rules else {})
        if manifest.encoder != encoder:
            return read
        try:
            verify(folder, manifest.files, content=True)
            vectors, digests = Vectors.open(folder), catalogue.digests()
        except IndexDamagedError as error:
            logger.warning("encoding anew: %s", error.fault)
            return read
        return replace(read, digests=digests, vectors=vectors, graph=Graph.of(folder, manifest))

    def row(self, content: str) -> int | None:
        """Return a row whose vector is that of `content`, None where there is none."""
        return self.digests.get(digest(content))

    def take(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of rows that `row` gave, shape (len(rows), dim)."""
        if self.vectors is None:
            raise ValueError("there are no vectors of this encoder")
        return self.vectors.take(np.array(rows, dtype=np.int64))

    def changes(self, documents: Iterable[Document]) -> dict[str, list[str]]:
        """List the ids of what is kept, added, replaced and removed when the index holds `documents`.

        Empty without an index.
        """
        if not self.listing:
            return {}
        before = {cells[0]: cells for cells in self.listing}
        now = {document.id: cells.of_document(0, document)[1:-1] for document in documents}
        return {
            "kept": [id for id in now if before.get(id) == now[id]],
            "added": [id for id in now if id not in before],
            "replaced": [id for id in now if id in before and before[id] != now[id]],
            "removed": [id for id in before if id not in now],
        }
