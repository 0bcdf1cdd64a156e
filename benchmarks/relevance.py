"""Fit when a statement counts as being on a topic.

Run as: python -m benchmarks.relevance INDEX

INDEX is a built index of articles (the shipped figures come from 160 articles of PolNeAR's training set). For speakers
with few statements, topics are made that are theirs (words of a statement, words beside it, the headline over it) and
topics that are not (the same, from articles that do not quote them); most words are exchanged for others of near
meaning, because people do not ask in the articles' words. A logistic regression over the parts of a passage's score
tells the two apart; its coefficients and the threshold are printed, to be put into index/search/rank.py.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index import open_index
from index.schema import Kind, Record
from index.search import vocabulary
from index.search.rank import Ranked, Ranker, features
from index.search.wording import topic_words
from index.store.filter import Filter

FEW, MANY = 2, 15  # statements of a speaker that topics are made for
EXCHANGED = 0.7  # share of a topic's words that are exchanged
VOCABULARY = 6_000  # most frequent words, to exchange for
FALSE_ANSWERS = 0.10  # share of foreign topics that may be answered


@dataclass(frozen=True, slots=True)
class Case:
    """One topic for one speaker; `own` tells whether the speaker said something on it."""

    speaker: str
    topic: str
    own: bool


class Thesaurus:
    """Words of the corpus that are near in meaning and not of one stem, by the encoder itself."""

    def __init__(self, ranker: Ranker) -> None:
        counts: Counter[str] = Counter()
        for record in ranker.generation.records(ranker.generation.select(Filter(kind=Kind.SENTENCE)).tolist()):
            counts.update(word for word in topic_words(ranker.text(record)) if word.isalpha() and len(word) > 3)
        self.words = [word for word, _ in counts.most_common(VOCABULARY)]
        self._vectors = ranker.generation.encode(self.words)
        self._encode = ranker.generation.encode

    def exchange(self, topics: list[str], dice: random.Random) -> list[str]:
        """Return the topics with most of their words exchanged."""
        words = sorted({word for topic in topics for word in topic.split()})
        near = np.argsort(-(self._encode(words) @ self._vectors.T), axis=1)[:, :8]
        other = {word: self._other(word, rows) for word, rows in zip(words, near, strict=True)}
        return [" ".join(other[w] if dice.random() < EXCHANGED else w for w in topic.split()) for topic in topics]

    def _other(self, word: str, rows: NDArray[np.int64]) -> str:
        candidates = (self.words[row] for row in rows)
        return next((c for c in candidates if vocabulary.stem(c) != vocabulary.stem(word)), word)


def topics_of(ranker: Ranker, record: Record, dice: random.Random) -> list[str]:
    """Return topics for a statement, from plain to remote: its own rare words, words beside it, the headline."""
    around = ranker.sentences_of(record, before=2)
    headline = ranker.text(ranker.headline(record.doc))
    made = []
    for text, count in ((ranker.text(record), 3), (" ".join(ranker.text(s) for s in around), 3), (headline, 5)):
        words = list(dict.fromkeys(topic_words(text)))
        if len(words) >= 2:
            made.append(" ".join(dice.sample(words, min(count, len(words)))))
    return made


def cases(ranker: Ranker, dice: random.Random) -> list[Case]:
    """Return balanced cases: each speaker's own topics, and as many that belong to articles without them."""
    quotes = ranker.generation.records(ranker.generation.select(Filter(kind=Kind.QUOTE)).tolist())
    spoken: dict[str, list[Record]] = defaultdict(list)
    for record in quotes:
        if record.speaker is not None and record.parent is None:
            spoken[record.speaker].append(record)
    made: list[Case] = []
    thesaurus = Thesaurus(ranker)
    for speaker, records in sorted(spoken.items()):
        if not FEW <= len(records) <= MANY:
            continue
        there = {record.doc for record in records}
        elsewhere = [record for record in quotes if record.doc not in there]
        for record in dice.sample(records, min(3, len(records))):
            own = topics_of(ranker, record, dice)
            made += [Case(speaker, topic, own=True) for topic in own]
            made += [Case(speaker, t, own=False) for t in topics_of(ranker, dice.choice(elsewhere), dice)[: len(own)]]
    topics = thesaurus.exchange([case.topic for case in made], dice)
    return [replace(case, topic=topic) for case, topic in zip(made, topics, strict=True)]


def best(ranker: Ranker, case: Case) -> Ranked:
    """Return the speaker's best passage for the topic."""
    return max(ranker.rank(case.topic, Filter(speakers=(case.speaker,), kind=Kind.QUOTE)), key=lambda r: r.score)


def main() -> int:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    arguments = parser.parse_args()
    index = open_index(arguments.index)
    ranker = Ranker(index.generation)
    made = cases(ranker, random.Random(7))  # noqa: S311 - a fixed seed, no secret
    rows = np.array([features(best(ranker, case)) for case in made])
    truth = np.array([case.own for case in made])
    half = np.arange(len(made)) % 2 == 0
    model = LogisticRegression(C=10.0, max_iter=1000).fit(rows[half], truth[half])
    scores = model.predict_proba(rows[~half])[:, 1]
    held = truth[~half]
    threshold = float(np.quantile(scores[~held], 1 - FALSE_ANSWERS))
    answered = float(np.mean(scores[held] >= threshold))
    print(f"{len(made)} topics of {len({c.speaker for c in made})} speakers, half of them held out")
    print("coefficients " + " ".join(f"{c:.2f}" for c in model.coef_[0]) + f"  intercept {model.intercept_[0]:.2f}")
    print(f"threshold {threshold:.2f}: {answered:.0%} of own topics answered at {FALSE_ANSWERS:.0%} false answers")
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7):
        print(f"  at {limit}: own {np.mean(scores[held] >= limit):.0%}, false {np.mean(scores[~held] >= limit):.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
