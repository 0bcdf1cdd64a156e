"""The vectors of the rows, searched exactly. The only file that knows FAISS.

Vectors are unit float32 and the metric is the inner product, so that a score is a cosine. A search inside a subset
of the rows looks at these rows only and is exact, too: approximate indexes lose answers under a filter.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError

if TYPE_CHECKING:
    import faiss

UNIT_TOLERANCE = 1e-3


def write(path: Path, matrix: NDArray[np.float32]) -> None:
    """Write unit rows, shape (n, dim), to `path`.

    Raises:
        ValueError: a row is not of unit length.
        OSError: the file cannot be written.
    """
    import faiss

    if off := not_unit(matrix):
        raise ValueError(f"{len(off)} rows are not of unit length, the first is row {off[0]}")
    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(np.ascontiguousarray(matrix, dtype=np.float32))
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"cannot write {path}: {error}") from error


def not_unit(matrix: NDArray[np.float32]) -> list[int]:
    """Return the rows of `matrix` that are not of unit length (or hold no numbers)."""
    norms = np.linalg.norm(matrix, axis=1)
    return [int(row) for row in np.flatnonzero(~(np.abs(norms - 1.0) <= UNIT_TOLERANCE))]


class Vectors:
    """The vectors of one generation, opened for reading. Searching changes nothing, so threads may share it."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index

    @classmethod
    def open(cls, path: Path) -> Vectors:
        """Read the vectors at `path`.

        Raises:
            IndexDamagedError: the file is not what `write` wrote.
        """
        import faiss

        faiss.omp_set_num_threads(1)  # one question at a time: more threads only take the encoder's cores
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexDamagedError(f"{path} cannot be read as vectors") from error
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise IndexDamagedError(f"{path} is not a flat inner-product index")
        return cls(index)

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None) -> list[tuple[int, float]]:
        """Return the `k` rows nearest to `vector` (dim,), with cosines, best first and ties by row.

        With `rows` only these are looked at. Fewer than `k` come back where there are fewer.
        """
        import faiss

        k = min(k, len(self) if rows is None else len(rows))
        if k <= 0:
            return []
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if query.shape[1] != self.dim:
            raise ValueError(f"the vector has {query.shape[1]} numbers, the index {self.dim}")
        parameters = None
        if rows is not None:
            selector = faiss.IDSelectorArray(np.ascontiguousarray(rows, dtype=np.int64))
            parameters = faiss.SearchParameters()
            parameters.sel = selector  # FAISS keeps no reference to it: the local name does
        scores, found = self._index.search(query, k, params=parameters)
        pairs = [(int(row), float(score)) for row, score in zip(found[0], scores[0], strict=True) if row >= 0]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, shape (len(rows), dim), float32, in the order given."""
        if len(rows) == 0:
            return np.empty((0, self.dim), dtype=np.float32)
        taken: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return taken
