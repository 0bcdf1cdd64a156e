"""The vectors of the rows, and the search for the nearest of them. The only file that knows FAISS.

Vectors are unit float32 and the metric is the inner product, so that a score is a cosine. They stay on the disk until
they are looked at. A search inside a subset of the rows looks at these rows only and is exact: approximate indexes
lose answers under a filter. Where there is none and there are many rows, all of them are compared by codes of a
thirtieth of their size (product quantisation; André, Kermarrec and Le Scouarnec, Quicker ADC, 2019); the scores of the
shortlist that this makes are exact again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError

if TYPE_CHECKING:
    import faiss

VECTORS, CODES = "vectors.faiss", "codes.faiss"
UNIT_TOLERANCE = 1e-3
EXACT_UP_TO = 50_000  # rows that one core compares with a question in some 4 ms
NUMBERS = (4, 2)  # of a vector that one code of four bits stands for: as many as keep the recall
TRAINING = 16_384  # rows that the codes are made by
SHORTLIST, LEAST = 10, 2_000  # times as many rows are scored exactly as are asked for, and how many in any case
RECALL = 0.98  # share of the ten nearest rows that a shortlist has to hold
HELD_OUT = 128  # rows that it is measured with


def write(
    folder: Path, matrix: NDArray[np.float32], rows: NDArray[np.int64], *, exact_up_to: int = EXACT_UP_TO
) -> float | None:
    """Write unit rows, shape (n, dim), into `folder`; of more than `exact_up_to` their codes, too.

    Args:
        folder: a folder that is there.
        matrix: the unit rows.
        rows: those that are asked for most, ascending; the recall of the codes is measured inside them.
        exact_up_to: how many rows need no codes.

    Returns:
        The share of the ten nearest rows that a search by codes finds; None where there are none, or bad ones.

    Raises:
        ValueError: a row is not of unit length.
        OSError: the file cannot be written.
    """
    import faiss

    if off := not_unit(matrix):
        raise ValueError(f"{len(off)} rows are not of unit length, the first is row {off[0]}")
    flat = faiss.IndexFlatIP(matrix.shape[1])
    flat.add(np.ascontiguousarray(matrix, dtype=np.float32))
    _save(flat, folder / VECTORS)
    if len(matrix) <= exact_up_to or len(rows) < HELD_OUT or matrix.shape[1] % NUMBERS[0]:
        return None
    sample = np.ascontiguousarray(matrix[:: -(-len(matrix) // TRAINING)])
    exact = _nearest_of_some(Vectors(flat, None), rows)
    for numbers in NUMBERS:
        codes = faiss.index_factory(matrix.shape[1], f"PQ{matrix.shape[1] // numbers}x4fs", faiss.METRIC_INNER_PRODUCT)
        codes.train(sample)
        codes.add(matrix)
        found = _nearest_of_some(Vectors(flat, codes), rows)
        recall = float(np.mean([len(some & every) / len(every) for some, every in zip(found, exact, strict=True)]))
        if recall >= RECALL:
            _save(codes, folder / CODES)
            return recall
    return None


def _save(index: faiss.Index, path: Path) -> None:
    import faiss

    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"cannot write {path}: {error}") from error


def _nearest_of_some(vectors: Vectors, rows: NDArray[np.int64]) -> list[set[int]]:
    """Return the nearest of `rows` to some of them, by codes where there are codes, each left out of its own."""
    sample = rows[:: max(1, len(rows) // HELD_OUT)][:HELD_OUT]
    found = (vectors.search(vector, 11, rows, approximate=True) for vector in vectors.take(sample))
    return [{row for row, _ in near} - {int(own)} for near, own in zip(found, sample, strict=True)]


def not_unit(matrix: NDArray[np.float32]) -> list[int]:
    """Return the rows of `matrix` that are not of unit length (or hold no numbers)."""
    norms = np.linalg.norm(matrix, axis=1)
    return [int(row) for row in np.flatnonzero(~(np.abs(norms - 1.0) <= UNIT_TOLERANCE))]


class Vectors:
    """The vectors of one generation, opened for reading. Searching changes nothing, so threads may share it."""

    def __init__(self, flat: faiss.IndexFlat, codes: faiss.Index | None) -> None:
        self._flat = flat
        self._codes = codes

    @classmethod
    def open(cls, folder: Path) -> Vectors:
        """Open the vectors in `folder`.

        Raises:
            IndexDamagedError: a file is not what `write` wrote.
        """
        import faiss

        faiss.omp_set_num_threads(1)  # one question at a time: more threads only take the encoder's cores
        flat = _read(folder / VECTORS)
        codes = _read(folder / CODES) if (folder / CODES).exists() else None
        if not isinstance(flat, faiss.IndexFlat) or flat.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise IndexDamagedError(f"{folder / VECTORS} is not a flat inner-product index")
        if codes is not None and (not isinstance(codes, faiss.IndexPQFastScan) or codes.ntotal != flat.ntotal):
            raise IndexDamagedError(f"{folder / CODES} does not hold the codes of {VECTORS}")
        return cls(flat, codes)

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._flat.ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._flat.d)

    def search(
        self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None, *, approximate: bool = False
    ) -> list[tuple[int, float]]:
        """Return the `k` rows nearest to `vector` (dim,), with cosines, best first and ties by row.

        With `rows` (ascending) only these are looked at. Fewer than `k` come back where there are fewer. With
        `approximate`, and where there are codes, a row may be missed: that is for rows that are many of all.
        """
        import faiss

        k = min(k, len(self) if rows is None else len(rows))
        if k <= 0:
            return []
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if query.shape[1] != self.dim:
            raise ValueError(f"the vector has {query.shape[1]} numbers, the index {self.dim}")
        if approximate and self._codes is not None:
            rows = self._shortlist(query, k, rows, self._codes)
        parameters = None
        if rows is not None:
            selector = faiss.IDSelectorArray(np.ascontiguousarray(rows, dtype=np.int64))
            parameters = faiss.SearchParameters()
            parameters.sel = selector  # FAISS keeps no reference to it: the local name does
        scores, found = self._flat.search(query, k, params=parameters)
        pairs = [(int(row), float(score)) for row, score in zip(found[0], scores[0], strict=True) if row >= 0]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def _shortlist(
        self, query: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None, codes: faiss.Index
    ) -> NDArray[np.int64] | None:
        """Return those of `rows`, ascending, whose codes are nearest; `rows` themselves where these are too few."""
        share = 1.0 if rows is None else len(rows) / len(self)
        _, found = codes.search(query, min(len(self), int(max(SHORTLIST * k, LEAST) / share)))
        shortlist: NDArray[np.int64] = np.sort(found[0])
        if rows is not None:
            shortlist = shortlist[rows[np.minimum(np.searchsorted(rows, shortlist), len(rows) - 1)] == shortlist]
        return shortlist if len(shortlist) >= k else rows

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of `vector` (dim,) with each of `rows`, in the order given.

        By FAISS, which copies nothing; NumPy would share so small a product out to all cores and wait for them.
        """
        import faiss

        query, labels = np.ascontiguousarray(vector, dtype=np.float32), np.ascontiguousarray(rows, dtype=np.int64)
        found = np.empty(len(labels), dtype=np.float32)
        if len(labels):
            flat: Any = self._flat  # its stubs leave the method out
            flat.compute_distance_subset(
                1, faiss.swig_ptr(query), len(labels), faiss.swig_ptr(found), faiss.swig_ptr(labels)
            )
        return found

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, shape (len(rows), dim), float32, in the order given."""
        if len(rows) == 0:
            return np.empty((0, self.dim), dtype=np.float32)
        taken: NDArray[np.float32] = self._flat.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return taken


def _read(path: Path) -> faiss.Index:
    import faiss

    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise IndexDamagedError(f"{path} cannot be read as vectors") from error
