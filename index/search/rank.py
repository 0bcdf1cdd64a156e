"""Candidates inside the filters → ranked passages: meaning and words, of the content and of what stands around it.

The score of a passage is a weighted sum of four parts, each in 0..1: the cosine of the topic with the content, the
better cosine with the passage's own sentence and the one before, the share of the topic's words (weighted by rarity)
in the content, and the same share with the context counted. A convex combination is easier to reason about, and to
tune, than ranks (Bruch, Gai and Ingber, ACM TOIS 2023).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from index.schema import Record
from index.search import vocabulary
from index.search.wording import topic_words
from index.stems import folded
from index.store.door import Store
from index.store.filter import Filter

CONTENT, CONTEXT, WORDS, AROUND = 0.45, 0.15, 0.25, 0.15
"""Weights of the four parts of a score; they add up to 1."""

POOL = 200  # candidates by vector and by words, when the filters leave more rows than that
_FILLING = frozenset(map(vocabulary.stem, vocabulary.STOP))
_SPELLED = 5  # letters of a stem from which on misspelt forms are looked for
_NEARBY = 3  # sentences before and after a passage that may name its topic
RELEVANCE, INTERCEPT, THRESHOLD = (1.78, 3.23, 1.93, 4.54), -6.47, 0.032
"""Logistic regression over `features`, fitted by benchmarks/relevance.py on topics that people made up about articles.

At this threshold 96 % of a speaker's own topics are answered, and 31 % of those that only others speak about.
"""


UNWORDED = 0.04  # the threshold for passages that share no word with the topic, nor do their surroundings
SAID, NAMED = 0.75, 0.95
"""Share of a topic's words in a passage, or in what it stands in, that suffices whatever the meaning: short topics and
misspelt ones are nobody's neighbours in meaning."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate with the parts of its score, all in 0..1 (cosines may be a little below 0).

    `also` are the records that repeat it.
    """

    record: Record
    content: float
    context: float
    words: float
    around: float
    nearby: float
    also: tuple[Record, ...] = ()

    @property
    def score(self) -> float:
        """The weighted sum of the parts, clipped to 0..1."""
        total = CONTENT * self.content + CONTEXT * self.context + WORDS * self.words + AROUND * self.around
        return min(1.0, max(0.0, total))

    @property
    def relevance(self) -> float:
        """How likely it is that the passage is about the topic, 0..1."""
        total = sum(weight * part for weight, part in zip(RELEVANCE, features(self), strict=True))
        return 1 / (1 + math.exp(-(total + INTERCEPT)))

    @property
    def on_topic(self) -> bool:
        """Tell whether the passage is about the topic: by its relevance, or since it says the very words of it."""
        least = THRESHOLD if self.around else UNWORDED
        return self.relevance >= least or self.words >= SAID or self.around >= NAMED


FEATURES = ("content", "context", "words", "nearby")
"""Names of `features`, in order."""


def features(ranked: Ranked) -> tuple[float, ...]:
    """Return what decides on relevance: the parts of the score, and the cosine with the wider surroundings."""
    return ranked.content, ranked.context, ranked.words, ranked.nearby


class Ranker:
    """Ranks the records of one generation for a topic."""

    def __init__(self, generation: Store) -> None:
        self.generation = generation
        self._total = max(1, generation.manifest.counts["sentences"])

    def text(self, record: Record) -> str:
        """Return the content of a record, its parts joined by a space."""
        text = self.generation.document(record.doc).text
        return " ".join(span.of(text) for span in record.spans)

    def rank(self, topic: str, where: Filter, vector: NDArray[np.float32] | None = None) -> list[Ranked]:
        """Return the candidates for `topic` inside `where`, best first; `vector` is the topic's, where it is known."""
        query = self.generation.encode([topic])[0] if vector is None else vector
        rows = self.generation.candidates(topic, query, POOL, where)
        if not len(rows):
            return []
        around = self.generation.sentences_near(rows, before=1)
        windows = self._windows(rows)
        wanted = self.weights(topic)
        compared = _Compared(
            self._cosines(query, [*rows.tolist(), *(row for window in windows for row in window)]),
            self._stems([*rows.tolist(), *(row for sentences in around for row in sentences)]),
            wanted,
            {stem: self._kin(stem) for stem in wanted},
        )
        records = self.generation.records(rows.tolist())
        ranked = [compared.parts(*each) for each in zip(records, around, windows, strict=True)]
        return sorted(ranked, key=lambda r: (-r.score, r.record.row))

    def every(self, where: Filter) -> list[Ranked]:
        """Return all records inside `where`, in the order of the articles, equally good: nothing tells them apart."""
        records = self.generation.records(self.generation.select(where, once=True).tolist())
        return [Ranked(record, content=1, context=1, words=1, around=1, nearby=1) for record in records]

    def weights(self, topic: str) -> dict[str, float]:
        """Return the stems of a topic with their weight: the rarer in the corpus, the heavier."""
        words = dict.fromkeys(vocabulary.stem(folded(word)) for word in topic_words(topic))
        return {w: math.log(1 + self._total / (1 + self.generation.sentences_with(w))) for w in words}

    def _kin(self, stem: str) -> frozenset[str]:
        """Return the stems of the corpus that `stem` may be another form of, or, being none, a misspelling of."""
        if len(stem) < _SPELLED:
            return frozenset()
        close = self.generation.stems_beginning(stem[:3])
        alike = () if stem in close else (s for s in close if OSA.distance(stem, s) <= 1)
        return frozenset((*alike, *(other for other in close if _akin(stem, other)))) - _FILLING

    def _cosines(self, query: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of `rows` with the query, all at once: one by one is slow."""
        distinct = sorted(set(rows))
        return dict(zip(distinct, (self.generation.vectors(distinct) @ query).tolist(), strict=True))

    def _stems(self, rows: Sequence[int]) -> dict[int, frozenset[str]]:
        """Return the stems of the content of each of `rows`."""
        distinct = sorted(set(rows))
        return dict(zip(distinct, self.generation.stems(np.array(distinct, dtype=np.int64)), strict=True))

    def _windows(self, rows: NDArray[np.int64]) -> list[list[int]]:
        """Return the rows of the headline and of the sentences around each of `rows`."""
        near = self.generation.sentences_near(rows, before=_NEARBY, after=_NEARBY)
        return [[head, *rows] if rows else [] for head, rows in zip(self.generation.headlines(rows), near, strict=True)]


@dataclass(frozen=True, slots=True)
class _Compared:
    """What a topic and the rows have in common: cosines and stems by row, the wanted stems with weights and kin."""

    cosines: Mapping[int, float]
    stems: Mapping[int, frozenset[str]]
    wanted: Mapping[str, float]
    kin: Mapping[str, frozenset[str]]

    def parts(self, record: Record, around: Sequence[int], window: Sequence[int]) -> Ranked:
        """Return a record with the parts of its score; `around` and `window` are rows of sentences."""
        content, own = self.cosines[record.row], self.stems[record.row]
        return Ranked(
            record,
            content=content,
            context=max([content, *(self.cosines[row] for row in around)]),
            words=self._share(own),
            around=self._share(own.union(*(self.stems[row] for row in around))),
            nearby=max((self.cosines[row] for row in window), default=0.0),
        )

    def _share(self, found: frozenset[str]) -> float:
        return share(self.wanted, found, self.kin)


def share(wanted: Mapping[str, float], found: frozenset[str], kin: Mapping[str, frozenset[str]]) -> float:
    """Return the weighted share of the wanted stems that are found; one of its `kin` counts nearly as much."""
    total = sum(wanted.values())
    if not total:
        return 0.0
    return sum(weight * _presence(word, found, kin) for word, weight in wanted.items()) / total


def _presence(word: str, found: frozenset[str], kin: Mapping[str, frozenset[str]]) -> float:
    if word in found:
        return 1.0
    return 0.0 if kin[word].isdisjoint(found) else 0.8


def _akin(word: str, other: str) -> bool:
    """Tell whether two stems share a long beginning ("multipolar", "multipolariz")."""
    short, long = sorted((word, other), key=len)
    return len(short) >= 6 and long.startswith(short[:-1])
