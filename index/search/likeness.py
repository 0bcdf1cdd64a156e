"""How likely it is that a passage says what a claim says, whatever the words.

A logistic regression over four numbers: the cosine of the claim with the part of the passage that is nearest to it, the
cosine with what the passage stands in, the share of the claim's words that the passage has, and the size of the claim,
since two short texts are alike by accident. A long statement makes several points and a claim is about one of them, so
parts are compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from index.schema import Record
from index.search.difference import without_figures
from index.search.rank import Ranked, Ranker
from index.search.wording import points, topic_words
from index.store.filter import Filter

WEIGHTS, INTERCEPT = (4.90, 4.76, 3.34, 1.41), -11.27
"""Fitted by benchmarks/likeness.py on claims that people made up about statements of PolNeAR's training set."""

LOOKED_AT = 3  # passages that are read part by part
READ = 32  # that are read at a time until they are found


class Likeness:
    """Compares passages with one claim."""

    def __init__(self, claim: str, ranker: Ranker) -> None:
        self._ranker = ranker
        self._claim = claim
        self._matter = without_figures(claim)
        self._size = math.log(1 + len(topic_words(claim)))
        self._cosines: dict[str, float] = {}  # with the parts that were looked at so far: passages come up again

    def ranked(self, where: Filter) -> list[Ranked]:
        """Return the candidates inside `where`; a figure that differs makes a statement altered, not another one."""
        return self._ranker.rank(self._matter, where, self._claim)

    def best(
        self, ranked: Sequence[Ranked], among: Callable[[Record], bool] | None = None
    ) -> tuple[Ranked | None, float]:
        """Return the likeliest passage to say what the claim says, of those `among`, and how likely that is, 0..1."""
        likeliest = sorted(ranked, key=lambda r: (-r.content - r.words, r.row))
        first = self._first(likeliest, among)
        known = [(one, probability(features)) for one, features in zip(first, self.features(first), strict=True)]
        return max(known, key=lambda pair: pair[1], default=(None, 0.0))

    def _first(self, ranked: Sequence[Ranked], among: Callable[[Record], bool] | None) -> Sequence[Ranked]:
        """Return the first passages whose records are `among` those looked for, reading no more than it takes."""
        if among is None:
            return ranked[:LOOKED_AT]
        found: list[Ranked] = []
        for start in range(0, len(ranked), READ):
            found += [r for r in self._ranker.read(ranked[start : start + READ]) if among(r.record)]
            if len(found) >= LOOKED_AT:
                break
        return found[:LOOKED_AT]

    def features(self, ranked: Sequence[Ranked]) -> list[tuple[float, ...]]:
        """Return what the model looks at, for each passage."""
        split = [points(self._ranker.text(one.record)) for one in ranked]
        parts = dict.fromkeys(part for several in split if len(several) > 1 for part in several)
        if new := [part for part in parts if part not in self._cosines]:
            cosines = self._ranker.generation.encode(new) @ self._ranker.scorer.vector(self._claim)
            self._cosines.update(zip(new, cosines.tolist(), strict=True))
        found: list[tuple[float, ...]] = []
        for one, several in zip(ranked, split, strict=True):
            nearest = max([one.content, *(self._cosines[part] for part in several if part in parts)])
            found.append((nearest, max(one.context, nearest), one.words, self._size))
        return found


def probability(features: Sequence[float]) -> float:
    """Return how likely a passage with these features is to say what the claim says, 0..1."""
    total = sum(weight * feature for weight, feature in zip(WEIGHTS, features, strict=True))
    return 1 / (1 + math.exp(-total - INTERCEPT))
