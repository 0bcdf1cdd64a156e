"""Candidates inside the filters → ranked passages: meaning and words, of the content and of what stands around it.

The score of a passage is a weighted sum of four parts, each in 0..1: the cosine of the topic with the content, the
better cosine with the passage's own sentence and the one before, the share of the topic's words (weighted by rarity)
in the content, and the same share with the context counted. A convex combination is easier to reason about, and to
tune, than ranks (Bruch, Gai and Ingber, ACM TOIS 2023).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from index.schema import Record
from index.search.scoring import Scorer
from index.store.door import Store
from index.store.filter import Filter
from index.store.words import stems_of

CONTENT, CONTEXT, WORDS, AROUND = 0.45, 0.15, 0.25, 0.15
"""Weights of the four parts of a score; they add up to 1."""

POOL = 200  # candidates by vector and by words, when the filters leave more rows than that
_RANKINGS = 32  # that are kept: one question is often ranked for several times
_READ = 20_000  # records that are kept
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
    """One candidate, by its row, with the parts of its score, all in 0..1 (cosines may be a little below 0).

    Its record is among `records`; `also` are those that repeat it.
    """

    records: Mapping[int, Record] = field(repr=False, compare=False)
    row: int
    content: float
    context: float
    words: float
    around: float
    nearby: float
    also: tuple[Record, ...] = ()

    @property
    def record(self) -> Record:
        """What is ranked."""
        return self.records[self.row]

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


def passing_on(record: Record, records: Mapping[int, Record]) -> Record | None:
    """Return the statement by which somebody else passes a record on; what people say that they said is their own."""
    if record.parent is None:
        return None
    parent = records[record.parent]
    return parent if parent.speaker != record.speaker else None


FEATURES = ("content", "context", "words", "nearby")
"""Names of `features`, in order."""


def features(ranked: Ranked) -> tuple[float, ...]:
    """Return what decides on relevance: the parts of the score, and the cosine with the wider surroundings."""
    return ranked.content, ranked.context, ranked.words, ranked.nearby


class Records(Mapping[int, Record]):
    """The records of a generation by row, each read when it is first looked at. Safe to share between threads."""

    def __init__(self, generation: Store) -> None:
        self._generation = generation
        self._known: dict[int, Record] = {}

    def __getitem__(self, row: int) -> Record:
        """Return one record."""
        known = self._known.get(row)
        return known if known is not None else self.read([row])[0]

    def __iter__(self) -> Iterator[int]:
        """Return all rows."""
        return iter(range(len(self)))

    def __len__(self) -> int:
        """Number of records."""
        return len(self._generation)

    def read(self, rows: Sequence[int]) -> list[Record]:
        """Return several records, in the order asked: reading them together is faster than one by one."""
        known = self._known
        missing = [row for row in rows if row not in known]
        if len(known) + len(missing) > _READ:
            self._known, missing = (known := {}), list(rows)
        if missing:
            known.update(zip(missing, self._generation.records(missing), strict=True))
        return [known[row] for row in rows]


class Ranker:
    """Ranks the records of one generation for a topic."""

    def __init__(self, generation: Store) -> None:
        self.generation = generation
        self.records = Records(generation)
        self.scorer = Scorer(generation)
        self._parts = lru_cache(_RANKINGS)(self.scorer.parts)

    def text(self, record: Record) -> str:
        """Return the content of a record, its parts joined by a space."""
        text = self.generation.document(record.doc).text
        return " ".join(span.of(text) for span in record.spans)

    def rank(self, topic: str, where: Filter, meaning: str | None = None) -> list[Ranked]:
        """Return the candidates for `topic` inside `where`, best first; their cosines are those with `meaning`.

        What a claim means, say, includes figures that its topic leaves out; by default it is the topic.
        """
        parts = self._parts(topic, topic if meaning is None else meaning, where, POOL)
        features = (parts.content, parts.context, parts.words, parts.around, parts.nearby)
        weighed = CONTENT * parts.content + CONTEXT * parts.context + WORDS * parts.words + AROUND * parts.around
        best = np.lexsort((parts.rows, -np.clip(weighed, 0.0, 1.0)))
        columns = (column[best].tolist() for column in (parts.rows, *features))
        return [Ranked(self.records, *numbers) for numbers in zip(*columns, strict=True)]

    def every(self, where: Filter) -> list[Ranked]:
        """Return all records inside `where`, in the order of the articles, equally good: nothing tells them apart."""
        rows = self.generation.select(where, once=True).tolist()
        return [Ranked(self.records, row, content=1, context=1, words=1, around=1, nearby=1) for row in rows]

    def read(self, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
        """Return passages as they are, their records read together."""
        self.records.read([one.row for one in ranked])
        return ranked

    def worded(self, ranked: Sequence[Ranked], words: Sequence[str], share: float = 1.0) -> Sequence[Ranked]:
        """Return the passages, in order, whose content has at least a share of `words`, or other forms of them."""
        rows = np.array([one.row for one in ranked], dtype=np.int64)
        having = self.generation.having(rows, [stems_of(word)[:1] for word in words])
        enough = having.sum(axis=1) >= share * len(words)
        return self.read([one for one, has in zip(ranked, enough.tolist(), strict=True) if has])
