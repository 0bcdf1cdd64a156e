"""How likely it is that a passage says what a claim says, whatever the words.

A logistic regression over four numbers: the cosine of the claim with the part of the passage that is nearest to it, the
cosine with what the passage stands in, the share of the claim's words that the passage has, and the size of the claim,
since two short texts are alike by accident. A long statement makes several points and a claim is about one of them, so
parts are compared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.search.difference import without_figures
from index.search.rank import Ranked, Ranker
from index.search.wording import points, topic_words
from index.store.filter import Filter

WEIGHTS, INTERCEPT = (4.90, 4.76, 3.34, 1.41), -11.27
"""Fitted by benchmarks/likeness.py on claims that people made up about statements of PolNeAR's training set."""

LOOKED_AT = 3  # passages that are read part by part


class Likeness:
    """Compares passages with one claim."""

    def __init__(self, claim: str, ranker: Ranker) -> None:
        self._ranker = ranker
        self._claim = claim
        self._matter = without_figures(claim)
        self._size = math.log(1 + len(topic_words(claim)))
        self._vector = ranker.generation.encode([claim])[0]

    def ranked(self, where: Filter) -> list[Ranked]:
        """Return the candidates inside `where`; a figure that differs makes a statement altered, not another one."""
        return self._ranker.rank(self._matter, where, self._vector)

    def best(self, ranked: Sequence[Ranked]) -> tuple[Ranked | None, float]:
        """Return the likeliest passage to say what the claim says, and how likely that is, 0..1."""
        first = sorted(ranked, key=lambda r: (-r.content - r.words, r.record.row))[:LOOKED_AT]
        known = [(one, probability(features)) for one, features in zip(first, self.features(first), strict=True)]
        return max(known, key=lambda pair: pair[1], default=(None, 0.0))

    def features(self, ranked: Sequence[Ranked]) -> list[tuple[float, ...]]:
        """Return what the model looks at, for each passage."""
        split = [points(self._ranker.text(one.record)) for one in ranked]
        parts = [part for several in split if len(several) > 1 for part in several]
        cosines = dict[str, float]()
        if parts:
            vectors = self._ranker.generation.encode(parts)
            cosines = dict(zip(parts, (vectors @ self._vector).tolist(), strict=True))
        found: list[tuple[float, ...]] = []
        for one, several in zip(ranked, split, strict=True):
            nearest = max([one.content, *(cosines[part] for part in several if part in cosines)])
            found.append((nearest, max(one.context, nearest), one.words, self._size))
        return found


def probability(features: Sequence[float]) -> float:
    """Return how likely a passage with these features is to say what the claim says, 0..1."""
    total = sum(weight * feature for weight, feature in zip(WEIGHTS, features, strict=True))
    return 1 / (1 + math.exp(-total - INTERCEPT))
