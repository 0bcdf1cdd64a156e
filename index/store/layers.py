"""A base and the delta beside it as one: their vectors, and their words. Rows of the delta go on where the base ends.

Each part finds what it would find alone, and the two are merged by their scores. Cosines compare as they are; what a
word counts is its rarity in both parts together, so that its scores compare as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.store.vectors import Vectors
from index.store.words import Words

Found = list[tuple[int, float]]


class LayeredVectors:
    """The vectors of both parts; see `Vectors` for what each method promises."""

    def __init__(self, base: Vectors, delta: Vectors) -> None:
        self._base = base
        self._delta = delta

    def __len__(self) -> int:
        """Number of rows, hidden ones included."""
        return len(self._base) + len(self._delta)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._base.dim

    def search(
        self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None, *, approximate: bool = False
    ) -> Found:
        """Return the `k` rows nearest to `vector`, with cosines, best first and ties by row."""
        below, above = _parted(rows, len(self._base))
        base = self._base.search(vector, k, below, approximate=approximate)
        return _merged(base, self._delta.search(vector, k, above), len(self._base), k)

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of `vector` with each of `rows`, in the order given."""
        below, above, of_base = _split(rows, len(self._base))
        found = np.empty(len(rows), dtype=np.float32)
        found[of_base], found[~of_base] = self._base.cosines(vector, below), self._delta.cosines(vector, above)
        return found

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, in the order given."""
        below, above, of_base = _split(rows, len(self._base))
        taken = np.empty((len(rows), self.dim), dtype=np.float32)
        taken[of_base], taken[~of_base] = self._base.take(below), self._delta.take(above)
        return taken


class LayeredWords:
    """The words of both parts; see `Words` for what each method promises.

    Args:
        base: the words of the base.
        delta: the words of the delta.
        hidden: rows of the base that no longer count, ascending.
        sentences: those of them that are sentences.
    """

    def __init__(self, base: Words, delta: Words, hidden: NDArray[np.int64], sentences: NDArray[np.int64]) -> None:
        self._base = base
        self._delta = delta
        self._hidden = hidden
        self._hidden_sentences = sentences
        base.corpus = delta.corpus = self

    def __len__(self) -> int:
        """Number of rows that count."""
        return len(self._base) + len(self._delta) - len(self._hidden)

    def holding(self, stem: str) -> int:
        """Return how many rows that count have a stem."""
        return self._base.holding(stem) - self._base.among(stem, self._hidden) + self._delta.holding(stem)

    def search(self, text: str, k: int, rows: NDArray[np.int64] | None) -> Found:
        """Return up to `k` rows that share a word with `text`, with scores above 0, best first, ties by row."""
        below, above = _parted(rows, len(self._base))
        return _merged(self._base.search(text, k, below), self._delta.search(text, k, above), len(self._base), k)

    def scores(self) -> Iterator[dict[str, float]]:
        """Yield for each row, hidden ones included, what its words score in it, by their stems."""
        return chain(self._base.scores(), self._delta.scores())

    def stems(self, rows: NDArray[np.int64]) -> list[frozenset[str]]:
        """Return the stems of the content of each of `rows`."""
        below, above, of_base = _split(rows, len(self._base))
        base, delta = iter(self._base.stems(below)), iter(self._delta.stems(above))
        return [next(base if is_below else delta) for is_below in of_base.tolist()]

    def having(self, rows: NDArray[np.int64], groups: Sequence[Collection[str]]) -> NDArray[np.bool_]:
        """Tell which of `rows` have one of the stems of each group in their content."""
        below, above, of_base = _split(rows, len(self._base))
        found = np.empty((len(rows), len(groups)), dtype=np.bool_)
        found[of_base], found[~of_base] = self._base.having(below, groups), self._delta.having(above, groups)
        return found

    def sentences(self, stem: str) -> int:
        """Return in how many sentences that count a stem stands."""
        return self._base.sentences(stem) - self._gone[stem] + self._delta.sentences(stem)

    @cached_property
    def _gone(self) -> Counter[str]:
        """In how many sentences that no longer count each stem stands."""
        return Counter(stem for stems in self._base.stems(self._hidden_sentences) for stem in stems)

    def beginning(self, start: str) -> Sequence[str]:
        """Return the stems of rows that count and that begin with `start`."""
        both = dict.fromkeys(merge(self._base.beginning(start), self._delta.beginning(start)))
        return [stem for stem in both if self.holding(stem)] if len(self._hidden) else list(both)


def _parted(rows: NDArray[np.int64] | None, first: int) -> tuple[NDArray[np.int64] | None, NDArray[np.int64] | None]:
    """Return which of `rows` (ascending) are of the base, and which of the delta, as it numbers them."""
    if rows is None:
        return None, None
    end = int(np.searchsorted(rows, first))
    return rows[:end], rows[end:] - first


def _split(rows: NDArray[np.int64], first: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return which of `rows` are of the base, which of the delta, as it numbers them, and of which part each is."""
    of_base = rows < first
    return rows[of_base], rows[~of_base] - first, of_base


def _merged(base: Found, delta: Found, first: int, k: int) -> Found:
    """Return the `k` best of what both parts found."""
    found = [*base, *((row + first, score) for row, score in delta)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[: max(0, k)]
