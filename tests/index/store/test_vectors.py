"""The nearest rows: exactly inside any rows, and of very many nearly always."""

from __future__ import annotations

import resource
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.store import vectors
from index.store.vectors import Vectors

ROWS, DIM = 12_000, 64


def unit(matrix: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def clustered(seed: int = 7) -> NDArray[np.float32]:
    dice = np.random.default_rng(seed)
    matrix = dice.normal(size=(300, DIM))[dice.integers(0, 300, ROWS)] + 0.3 * dice.normal(size=(ROWS, DIM))
    return unit(matrix)


MATRIX = clustered()
HALF = np.flatnonzero(np.random.default_rng(1).random(ROWS) < 0.5)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    """Rows with codes, which are good for one half of them."""
    folder = tmp_path_factory.mktemp("vectors")
    recall = vectors.write(folder, MATRIX, HALF, exact_up_to=1_000)
    assert recall is not None
    assert 0.98 <= recall <= 1.0
    return Vectors.open(folder)


def nearest(vector: NDArray[np.float32], k: int, rows: NDArray[np.int64]) -> list[int]:
    return [int(row) for row in rows[np.argsort(-(MATRIX[rows] @ vector), kind="stable")[:k]]]


@pytest.mark.parametrize("count", [1, 10, 600, ROWS])
def test_inside_any_rows_nothing_is_missed(coded: Vectors, count: int) -> None:
    inside = np.sort(np.random.default_rng(count).choice(ROWS, count, replace=False))
    for row in (0, 17, 4_000):
        found = coded.search(MATRIX[row], 10, inside)
        assert [row for row, _ in found] == nearest(MATRIX[row], 10, inside)
        assert [s for _, s in found] == pytest.approx([float(MATRIX[r] @ MATRIX[row]) for r, _ in found], abs=1e-5)


@pytest.mark.parametrize("rows", [None, HALF], ids=["all", "half"])
def test_a_search_by_codes_misses_next_to_nothing_and_scores_exactly(
    coded: Vectors, rows: NDArray[np.int64] | None
) -> None:
    hits = 0
    for query in clustered(seed=8)[:100]:
        found = coded.search(query, 10, rows, approximate=True)
        assert len(found) == 10
        assert [score for _, score in found] == pytest.approx(
            [float(MATRIX[row] @ query) for row, _ in found], abs=1e-5
        )
        assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
        assert rows is None or {row for row, _ in found} <= set(rows.tolist())
        hits += len({row for row, _ in found} & set(nearest(query, 10, np.arange(ROWS) if rows is None else rows)))
    assert hits >= 950


def test_all_rows_are_found_where_all_are_asked_for(coded: Vectors) -> None:
    found = coded.search(MATRIX[0], ROWS, None, approximate=True)
    assert sorted(row for row, _ in found) == list(range(ROWS))


def test_few_rows_have_no_codes(tmp_path: Path) -> None:
    assert vectors.write(tmp_path, MATRIX[:900], HALF[HALF < 900], exact_up_to=1_000) is None
    assert [path.name for path in tmp_path.iterdir()] == [vectors.VECTORS]
    found = Vectors.open(tmp_path).search(MATRIX[5], 3, None, approximate=True)
    assert [row for row, _ in found] == nearest(MATRIX[5], 3, np.arange(900))


def test_rows_whose_codes_tell_little_have_none(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(size=(40_000, 64))
    noise[:, 2:] *= 1e-3  # the codes give most of their bits to numbers that hardly matter
    assert vectors.write(tmp_path, unit(noise), np.arange(40_000), exact_up_to=1_000) is None
    assert not (tmp_path / vectors.CODES).exists()


def test_vectors_of_an_odd_length_have_no_codes(tmp_path: Path) -> None:
    matrix = unit(np.random.default_rng(3).normal(size=(300, 7)))
    assert vectors.write(tmp_path, matrix, np.arange(300), exact_up_to=100) is None
    assert len(Vectors.open(tmp_path).search(matrix[0], 5, None, approximate=True)) == 5


def test_opening_reads_no_vectors(tmp_path: Path) -> None:
    matrix = np.zeros((40_000, 384), dtype=np.float32)
    matrix[:, 0] = 1
    vectors.write(tmp_path, matrix, np.arange(0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    opened = Vectors.open(tmp_path)
    assert len(opened) == 40_000
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) * resource.getpagesize() < matrix.nbytes / 10


@pytest.mark.parametrize("name", [vectors.VECTORS, vectors.CODES])
def test_files_that_are_no_vectors_are_named(tmp_path: Path, name: str) -> None:
    vectors.write(tmp_path, MATRIX, HALF, exact_up_to=1_000)
    other = tmp_path / "other"
    other.mkdir()
    vectors.write(other, MATRIX[:50], HALF[:9])
    (tmp_path / name).write_bytes((other / vectors.VECTORS).read_bytes())
    with pytest.raises(IndexDamagedError, match=rf"{vectors.CODES} does not hold the codes"):
        Vectors.open(tmp_path)
    (tmp_path / name).write_bytes(b"not vectors")
    with pytest.raises(IndexDamagedError, match=f"{name} cannot be read as vectors"):
        Vectors.open(tmp_path)
