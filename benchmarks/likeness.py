"""Fit how likely it is that a passage says what a claim says.

Run as: python -m benchmarks.likeness INDEX [CLAIMS]

INDEX is a built index of the articles that the claims are about (160 of PolNeAR's training set). CLAIMS, by default
`claims.jsonl` beside this file, holds one statement a line by its place (`doc`, `start`, `end`), what people say of it
in words of their own (`said`), and something on the same matter that its speaker did not say (`unsaid`). Excerpts of
further statements, with words left out, stand for claims in the articles' own words. Each claim is compared with the
statement that it is about, or, where it is about none, with the likeliest of its speaker; then with the likeliest
statement of others and the likeliest sentence of narration. Prints the coefficients, to be put into
index/search/likeness.py, and what cross-validation finds at several thresholds.
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
from index.search.likeness import Likeness
from index.search.rank import Ranked, Ranker
from index.search.wording import topic_words, words_of
from index.store.filter import Filter

EXCERPTS = 90  # statements that excerpts are made of
SHORTEST, LONGEST = 6, 12  # words of an excerpt
LEFT_OUT = 0.25  # share of its words
KINDS = ("said", "excerpt", "unsaid", "by others", "narrated")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim for the speaker of a statement; `kind` is "said", "excerpt" or "unsaid"."""

    statement: Record
    text: str
    kind: str


def claims(ranker: Ranker, path: Path, dice: random.Random) -> Iterator[Claim]:
    """Yield the claims of the file, then excerpts of other statements."""
    quotes = ranker.generation.records(ranker.generation.select(Filter(kind=Kind.QUOTE)).tolist())
    spoken = [record for record in quotes if record.speaker is not None and record.parent is None]
    taken = set[int]()
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        place = Span(told["start"], told["end"])
        near = (r for r in spoken if r.doc == told["doc"] and r.hull.overlap(place))
        statement = min(near, key=lambda r: abs(r.hull.start - place.start) + abs(r.hull.end - place.end))
        taken.add(statement.row)
        yield Claim(statement, told["said"], "said")
        yield Claim(statement, told["unsaid"], "unsaid")
    left = [record for record in spoken if record.row not in taken]
    for record in dice.sample(left, EXCERPTS):
        words = words_of(ranker.text(record))
        start = dice.randint(0, max(0, len(words) - SHORTEST))
        kept = [w for w in words[start : start + dice.randint(SHORTEST, LONGEST)] if dice.random() >= LEFT_OUT]
        yield Claim(record, " ".join(kept), "excerpt")


def pairs(ranker: Ranker, claim: Claim) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield (kind, features) of the passages that a claim is compared with."""
    likeness = Likeness(claim.text, ranker)
    own = likeness.ranked(Filter(speakers=(claim.statement.speaker or "",), kind=Kind.QUOTE))
    if claim.kind != "unsaid":
        own = [one for one in own if one.record.row == claim.statement.row]
    every = [r for r in likeness.ranked(Filter()) if not r.record.hull.overlap(claim.statement.hull)]
    told = [r for r in every if r.record.kind is Kind.SENTENCE and not r.record.attributed]
    others = [r for r in every if r.record.speaker not in (None, claim.statement.speaker)]
    groups: Sequence[tuple[str, list[Ranked]]] = ((claim.kind, own), ("by others", others), ("narrated", told))
    for kind, group in groups:
        best, _ = likeness.best(group)
        if best is not None:
            yield kind, likeness.features([best])[0]


def main() -> int:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("claims", type=Path, nargs="?", default=Path(__file__).with_name("claims.jsonl"))
    arguments = parser.parse_args()
    ranker = Ranker(open_index(arguments.index).generation)
    made = claims(ranker, arguments.claims, random.Random(3))  # noqa: S311 - a fixed seed, no secret
    found = [pair for claim in made if len(topic_words(claim.text)) > 1 for pair in pairs(ranker, claim)]
    kinds = np.array([kind for kind, _ in found])
    rows = np.array([features for _, features in found])
    truth = np.isin(kinds, ("said", "excerpt"))
    model = LogisticRegression(C=10.0, max_iter=1000)
    scores = cross_val_predict(model, rows, truth, cv=10, method="predict_proba")[:, 1]
    model.fit(rows, truth)
    print(f"{len(found)} pairs; area under the curve {roc_auc_score(truth, scores):.3f}")
    print("coefficients " + " ".join(f"{c:.2f}" for c in model.coef_[0]) + f"  intercept {model.intercept_[0]:.2f}")
    for limit in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        print(f"  at {limit:4}: " + ", ".join(f"{k} {np.mean(scores[kinds == k] >= limit):.0%}" for k in KINDS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
