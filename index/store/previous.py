"""What a build takes over from the generation before it: readings, vectors and the encoder's files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.schema import Document
from index.store import cells
from index.store.catalogue import Catalogue
from index.store.graph import Graph
from index.store.layers import LayeredVectors
from index.store.manifest import DELTA, Manifest, verify
from index.store.newest import newest
from index.store.tables import CATALOGUE
from index.store.vectors import Vectors

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Previous:
    """The generation before, as far as it is of use; what is asked for is looked up.

    Attributes:
        catalogue: what it knows; None where there is none.
        alike: whether its texts were read by the same rules.
        vectors: the vectors, None where another encoder made them.
        graph: the same encoder as files.
    """

    catalogue: Catalogue | None = None
    alike: bool = False
    vectors: Vectors | LayeredVectors | None = None
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
        own = (CATALOGUE, f"{DELTA}/{CATALOGUE}")
        verify(folder, {name: entry for name, entry in manifest.files.items() if name in own}, content=True)
        read = cls(Catalogue.open(folder), manifest.extractor == rules)
        if manifest.encoder != encoder:
            return read
        try:
            verify(folder, manifest.files, content=True)
            vectors = opened(folder, manifest)
        except IndexDamagedError as error:
            logger.warning("encoding anew: %s", error.fault)
            return read
        return replace(read, vectors=vectors, graph=Graph.of(folder, manifest))

    def readings(self, texts: Iterable[str]) -> dict[str, str]:
        """Return what was read out of some texts by the same rules, by their sha256s."""
        return self.catalogue.readings(texts) if self.catalogue is not None and self.alike else {}

    def rows(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """Return a row whose vector is that of each of some contents, by their digests; of those that have one."""
        return self.catalogue.digests(digests) if self.catalogue is not None and self.vectors is not None else {}

    def take(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of rows that `rows` gave, shape (len(rows), dim)."""
        if self.vectors is None:
            raise ValueError("there are no vectors of this encoder")
        return self.vectors.take(np.array(rows, dtype=np.int64))

    def changes(self, documents: Iterable[Document]) -> dict[str, list[str]]:
        """List the ids of what is added, replaced and removed when the index holds `documents`.

        Empty without an index.
        """
        if self.catalogue is None:
            return {}
        before = {cells[0]: cells for cells in self.catalogue.listing()}
        now = {document.id: cells.head(document) for document in documents}
        return {
            "added": [id for id in now if id not in before],
            "replaced": [id for id in now if id in before and before[id] != now[id]],
            "removed": [id for id in before if id not in now],
        }


def opened(folder: Path, manifest: Manifest) -> Vectors | LayeredVectors:
    """Open the vectors of a generation.

    Raises:
        IndexDamagedError: a file is damaged.
    """
    base = Vectors.open(folder)
    return base if manifest.base is None else LayeredVectors(base, Vectors.open(folder / DELTA))
