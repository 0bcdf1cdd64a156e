"""What a topic and its candidates have in common, as arrays: the parts of the scores that `rank` orders by.

No record and no text is read for it: the store knows cosines, stems and neighbours by rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from index.search import vocabulary
from index.search.wording import topic_words
from index.stems import folded
from index.store.columns import Runs
from index.store.door import Store
from index.store.filter import Filter

KEPT = 256  # vectors of what was asked, and stems with their kin, that are kept
_FILLING = frozenset(map(vocabulary.stem, vocabulary.STOP))
_SPELLED = 5  # letters of a stem from which on misspelt forms are looked for
_NEARBY = 3  # sentences before and after a passage that may name its topic
_NEARLY = 0.8  # what the kin of a stem counts in its place

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the scores of `rows`, one number a row, all in 0..1 (cosines may be a little below 0)."""

    rows: NDArray[np.int64]
    content: Floats
    context: Floats
    words: Floats
    around: Floats
    nearby: Floats


class Scorer:
    """Compares the records of one generation with topics. Safe to share between threads."""

    def __init__(self, generation: Store) -> None:
        self._generation = generation
        self._total = max(1, generation.manifest.counts["sentences"])
        self.vector = lru_cache(KEPT)(partial(_vector, generation))
        self._kin = lru_cache(KEPT)(partial(_kin, generation))

    def parts(self, topic: str, meaning: str, where: Filter, pool: int) -> Parts:
        """Return the candidates for `topic` inside `where`, by row; cosines are those with `meaning`.

        Some `pool` of them come by their vectors and as many by their words.
        """
        query = self.vector(meaning)
        rows = self._generation.candidates(topic, query, pool, where)
        before = self._generation.sentences_near(rows, before=1)
        content, context, nearby = self._cosines(query, rows, before)
        words, around = self._words(topic, rows, before)
        return Parts(rows, content, context, words, around, nearby)

    def weights(self, topic: str) -> dict[str, float]:
        """Return the stems of a topic with their weight: the rarer in the corpus, the heavier."""
        words = dict.fromkeys(vocabulary.stem(folded(word)) for word in topic_words(topic))
        return {w: math.log(1 + self._total / (1 + self._generation.sentences_with(w))) for w in words}

    def _cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64], before: Runs) -> tuple[Floats, ...]:
        """Return the cosine of each row, the best with its sentences and the one before, the best of what is near."""
        near = self._generation.sentences_near(rows, before=_NEARBY, after=_NEARBY)
        inside = np.diff(near.starts) > 0
        headlines = self._generation.headlines(rows)
        distinct = np.unique(np.concatenate((rows, near.rows, headlines[inside])))
        cosines = self._generation.cosines(query, distinct).astype(np.float64)

        def of(some: NDArray[np.int64]) -> Floats:
            found: Floats = cosines[np.searchsorted(distinct, some)]
            return found

        content = of(rows)
        nearby = np.zeros(len(rows))
        nearby[inside] = np.maximum(of(headlines[inside]), _most(of(near.rows), near.starts)[inside])
        return content, np.maximum(content, _most(of(before.rows), before.starts)), nearby

    def _words(self, topic: str, rows: NDArray[np.int64], before: Runs) -> tuple[Floats, Floats]:
        """Return the weighted share of the topic's stems in each row, and with its sentences and the one before."""
        wanted = self.weights(topic)
        distinct = np.unique(np.concatenate((rows, before.rows)))
        groups = [*([stem] for stem in wanted), *map(self._kin, wanted)]
        having = self._generation.having(distinct, groups)
        presence = np.where(having[:, : len(wanted)], 1.0, _NEARLY * having[:, len(wanted) :])
        own, beside = (presence[np.searchsorted(distinct, some)] for some in (rows, before.rows))
        return _share(wanted, own), _share(wanted, np.maximum(own, _most(beside, before.starts)))


def _vector(generation: Store, text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = generation.encode([text])[0]
    return vector


def _kin(generation: Store, stem: str) -> frozenset[str]:
    """Return the stems of the corpus that `stem` may be another form of, or, being none, a misspelling of."""
    if len(stem) < _SPELLED:
        return frozenset()
    close = generation.stems_beginning(stem[:3])
    alike = () if stem in close else (s for s in close if OSA.distance(stem, s) <= 1)
    return frozenset((*alike, *(other for other in close if _akin(stem, other)))) - _FILLING


def _akin(word: str, other: str) -> bool:
    """Tell whether two stems share a long beginning ("multipolar", "multipolariz")."""
    short, long = sorted((word, other), key=len)
    return len(short) >= 6 and long.startswith(short[:-1])


def _share(wanted: Mapping[str, float], presence: Floats) -> Floats:
    """Return the weighted share of the wanted stems that rows have; presence is (rows, stems)."""
    total = sum(wanted.values())
    shares: Floats = np.zeros(len(presence))
    for weight, found in zip(wanted.values(), presence.T, strict=True):
        shares += weight * found
    return shares / total if total else shares


def _most(values: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return the greatest of each run of values, -1 where a run is empty."""
    most = np.full((len(starts) - 1, *values.shape[1:]), -1.0)
    filled = np.diff(starts) > 0
    if filled.any():
        most[filled] = np.maximum.reduceat(values, starts[:-1][filled])
    return most
