"""Fit when a statement counts as being on a topic.

Run as: python -m benchmarks.relevance INDEX [TOPICS]

INDEX is a built index of the articles that the topics are about (60 of PolNeAR's training set). TOPICS, by default
`topics.jsonl` beside this file, holds one topic a line as a person would ask for it (`topic`) and the places of the
statements that are on it (`passages`: document, start, end). The best of them is on the topic; on none of it are what
else the same people say, and the best statement of people whom only other articles quote. A logistic regression over
the parts of a passage's score tells them apart. Prints the coefficients, to be put into index/search/rank.py, and what
cross-validation finds at several thresholds.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from index import open_index
from index.schema import Kind, Record, Span
from index.search.rank import FEATURES, Ranker, features
from index.store.filter import Filter

FOREIGN = 24  # topics of other articles that each speaker is asked for
BESIDE = 4  # further statements of the same people
WEIGHTS = {"on topic": 1.0, "beside it": 0.5, "of others": 0.5}
"""What an example counts: the two kinds of wrong ones are many."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the statements on it and those who made them."""

    text: str
    statements: tuple[Record, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who made the statements."""
        return tuple(dict.fromkeys(record.speaker or "" for record in self.statements))

    @property
    def documents(self) -> set[str]:
        """Where they are written."""
        return {record.doc for record in self.statements}


def topics(ranker: Ranker, path: Path) -> Iterator[Topic]:
    """Yield the topics of the file whose statements the index holds."""
    quotes = ranker.generation.records(ranker.generation.select(Filter(kind=Kind.QUOTE)).tolist())
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        places = [(doc, Span(start, end)) for doc, start, end in told["passages"]]
        found = [r for r in quotes if r.speaker and any(doc == r.doc and _is(r, span) for doc, span in places)]
        if found:
            yield Topic(told["topic"], tuple(found))


def _is(record: Record, place: Span) -> bool:
    """Tell whether a record stands at a place: half of the shorter of the two is common to them."""
    shorter = min(record.hull.end - record.hull.start, place.end - place.start)
    return 2 * record.hull.overlap(place) >= shorter


def examples(ranker: Ranker, known: Sequence[Topic], dice: random.Random) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield (kind, features) of passages that are on a topic, beside it, or of people who said nothing on it."""
    for topic in known:
        rows = {record.row for record in topic.statements}
        ranked = ranker.rank(topic.text, Filter(speakers=topic.speakers, kind=Kind.QUOTE))
        yield "on topic", features(next(one for one in ranked if one.record.row in rows))
        for one in [one for one in ranked if one.record.row not in rows][:BESIDE]:
            yield "beside it", features(one)
        for other in dice.sample(known, FOREIGN):
            if topic.documents.isdisjoint(other.documents) and set(topic.speakers).isdisjoint(other.speakers):
                yield (
                    "of others",
                    features(ranker.rank(topic.text, Filter(speakers=other.speakers, kind=Kind.QUOTE))[0]),
                )


def main() -> int:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("topics", type=Path, nargs="?", default=Path(__file__).with_name("topics.jsonl"))
    arguments = parser.parse_args()
    ranker = Ranker(open_index(arguments.index).generation)
    known = list(topics(ranker, arguments.topics))
    made = list(examples(ranker, known, random.Random(7)))  # noqa: S311 - a fixed seed, no secret
    kinds = np.array([kind for kind, _ in made])
    rows = np.array([parts for _, parts in made])
    truth = kinds == "on topic"
    model = LogisticRegression(C=3.0, max_iter=1000)
    scores = cross_val_predict(model, rows, truth, cv=10, method="predict_proba")[:, 1]
    model.fit(rows, truth, sample_weight=[WEIGHTS[kind] for kind in kinds])
    print(f"{len(known)} topics, {len(made)} passages; area under the curve {roc_auc_score(truth, scores):.3f}")
    told = (f"{name} {weight:.2f}" for name, weight in zip(FEATURES, model.coef_[0], strict=True))
    print("coefficients " + ", ".join(told) + f"; intercept {model.intercept_[0]:.2f}")
    scores = model.predict_proba(rows)[:, 1]
    for limit in (0.032, 0.045, 0.065, 0.08, 0.1, 0.15, 0.2, 0.3):
        print(f"  at {limit:.3f}: " + ", ".join(f"{k} {np.mean(scores[kinds == k] >= limit):.0%}" for k in WEIGHTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
