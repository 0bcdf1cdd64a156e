"""Candidates inside the filters → ranked passages: meaning and words, of the content and of what stands around it.

The score of a passage is a weighted sum of four parts, each in 0..1: the cosine of the topic with the content, the
better cosine with the passage's own sentence and the one before, the share of the topic's words (weighted by rarity)
in the content, and the same share with the context counted. A convex combination is easier to reason about, and to
tune, than ranks (Bruch, Gai and Ingber, ACM TOIS 2023).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from index.schema import Kind, Record, hull
from index.search import vocabulary
from index.search.wording import topic_words
from index.store.filter import Filter
from index.store.generation import Generation

CONTENT, CONTEXT, WORDS, AROUND = 0.45, 0.15, 0.25, 0.15
"""Weights of the four parts of a score; they add up to 1."""

POOL = 200  # candidates by vector and by words, when the filters leave more rows than that
_SPELLED = 5  # letters of a stem from which on misspelt forms are looked for
_NEARBY = 3  # sentences before and after a passage that may name its topic
RELEVANCE, INTERCEPT, THRESHOLD = (2.44, 2.96, 1.85, 4.19), -5.90, 0.065
"""Logistic regression over `features`, fitted by benchmarks/relevance.py on topics that people made up about articles.

At this threshold 97 % of a speaker's own topics are answered, and 25 % of those that only others speak about.
"""


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
        """Tell whether the passage is about the topic."""
        return self.relevance >= THRESHOLD


FEATURES = ("content", "context", "words", "nearby")
"""Names of `features`, in order."""


def features(ranked: Ranked) -> tuple[float, ...]:
    """Return what decides on relevance: the parts of the score, and the cosine with the wider surroundings."""
    return ranked.content, ranked.context, ranked.words, ranked.nearby


class Ranker:
    """Ranks the records of one generation for a topic."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        sentences = generation.records(generation.select(Filter(kind=Kind.SENTENCE)).tolist())
        self._sentences: dict[str, list[Record]] = {}
        for record in sentences:
            self._sentences.setdefault(record.doc, []).append(record)
        self._documents = {document.id: document for document in generation.documents()}
        self._frequency: Counter[str] = Counter()
        for record in sentences:
            self._frequency.update(stems(self.text(record)))
        self._total = max(1, len(sentences))
        self._by_start: dict[str, list[str]] = {}
        for stem in self._frequency:
            self._by_start.setdefault(stem[:3], []).append(stem)

    def text(self, record: Record) -> str:
        """Return the content of a record, its parts joined by a space."""
        text = self._documents[record.doc].text
        return " ".join(span.of(text) for span in record.spans)

    def sentences_of(self, record: Record, before: int = 0, after: int = 0) -> list[Record]:
        """Return the sentence records in which `record` stands, and so many before and after them."""
        inside = self._sentences.get(record.doc, [])
        place = hull((record.sentence, *record.spans))
        first = bisect_right(inside, place.start, key=lambda sentence: sentence.sentence.end)
        end = bisect_left(inside, place.end, key=lambda sentence: sentence.sentence.start)
        return inside[max(0, first - before) : end + after] if first < end else []

    def rank(self, topic: str, where: Filter, vector: NDArray[np.float32] | None = None) -> list[Ranked]:
        """Return the candidates for `topic` inside `where`, best first; `vector` is the topic's, where it is known."""
        query = self.generation.encode([topic])[0] if vector is None else vector
        rows = self.generation.candidates(topic, query, POOL, where)
        if not len(rows):
            return []
        records = self.generation.records(rows.tolist())
        wanted = self.weights(topic)
        kin = {stem: self._kin(stem) for stem in wanted}
        near = [self._rows_near(record) for record in records]
        cosines = self._cosines(query, [*rows.tolist(), *(row for window in near for row in window)])
        ranked = [self._parts(r, cosines, window, wanted, kin) for r, window in zip(records, near, strict=True)]
        return sorted(ranked, key=lambda r: (-r.score, r.record.row))

    def every(self, where: Filter) -> list[Ranked]:
        """Return all records inside `where`, in the order of the articles, equally good: nothing tells them apart."""
        records = self.generation.records(self.generation.select(where, once=True).tolist())
        return [Ranked(record, content=1, context=1, words=1, around=1, nearby=1) for record in records]

    def weights(self, topic: str) -> dict[str, float]:
        """Return the stems of a topic with their weight: the rarer in the corpus, the heavier."""
        words = dict.fromkeys(vocabulary.stem(word) for word in topic_words(topic))
        return {w: math.log(1 + self._total / (1 + self._frequency[w])) for w in words}

    def _kin(self, stem: str) -> frozenset[str]:
        """Return the stems of the corpus that `stem` may be a misspelling or another form of."""
        if len(stem) < _SPELLED:
            return frozenset()
        close = self._by_start.get(stem[:3], ())
        return frozenset(other for other in close if OSA.distance(stem, other) <= 1 or _akin(stem, other))

    def _cosines(self, query: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
        """Return the cosine of each of `rows` with the query, all at once: one by one is slow."""
        distinct = sorted(set(rows))
        return dict(zip(distinct, (self.generation.vectors(distinct) @ query).tolist(), strict=True))

    def _parts(
        self,
        record: Record,
        cosines: Mapping[int, float],
        window: Sequence[int],
        wanted: Mapping[str, float],
        kin: Mapping[str, frozenset[str]],
    ) -> Ranked:
        around = self.sentences_of(record, before=1)
        content = cosines[record.row]
        context = max((cosines[sentence.row] for sentence in around), default=0.0)
        own = stems(self.text(record))
        nearby = own.union(*(stems(self.text(sentence)) for sentence in around)) if around else own
        near = max((cosines[row] for row in window), default=0.0)
        return Ranked(record, content, max(context, content), share(wanted, own, kin), share(wanted, nearby, kin), near)

    def _rows_near(self, record: Record) -> list[int]:
        """Return the rows of the headline and of the sentences around a record."""
        rows = [sentence.row for sentence in self.sentences_of(record, before=_NEARBY, after=_NEARBY)]
        return [self.headline(record.doc).row, *rows] if rows else rows

    def headline(self, doc: str) -> Record:
        """Return the first sentence of a document: its headline, where the text has one."""
        return self._sentences[doc][0]


@lru_cache(maxsize=100_000)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text`."""
    return frozenset(vocabulary.stem(word) for word in re.findall(r"[^\W_]+", text))


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
