"""Windows → what a trained model reads in them: cues, and for each its content and its source.

Two steps, as the model was trained: every piece is scored as part of a cue; then, once for each cue found, every piece
of its window is scored as part of its content or its source. Decoding allows no span that was never begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.extract.decoding import CONTENT, OUT, SOURCE, best_sequence, distances, log_softmax, runs
from index.extract.pieces import Window
from index.schema import Span

EAGER = 0.5  # added to the log scores of a cue: finding one too many costs less than missing one

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Scorer(Protocol):
    """The trained model, whatever runs it. One window at a time: nothing is padded, and none depends on another."""

    def encode(self, ids: Ints, cases: Ints, places: Ints) -> tuple[Floats, Floats]:
        """Return vectors (pieces, size) and cue scores (pieces, labels) of a window, whose features are (pieces,)."""

    def roles(self, vectors: Floats, distances: Ints) -> Floats:
        """Return scores (cues, pieces, labels) for vectors (pieces, size) and distances (cues, pieces)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One attribution as the model reads it. `block` is the number of its block, `confidence` a probability."""

    block: int
    cue: Span
    content: tuple[Span, ...]
    source: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int
    confidence: float


def read(found: Iterable[Window], scorer: Scorer, eager: float = EAGER) -> list[Reading]:
    """Return what the model reads in the windows of a document, in text order; cues without a content are left out."""
    readings = [reading for window in found for reading in _read(window, scorer, eager)]
    return sorted(readings, key=lambda reading: reading.cue)


def _read(window: Window, scorer: Scorer, eager: float) -> Iterator[Reading]:
    vectors, scores = scorer.encode(window.ids, window.cases, window.places)
    cues = list(_cues(scores, eager))
    if not cues:
        return
    log = log_softmax(scorer.roles(vectors, np.stack([distances(len(window), cue.first, cue.last) for cue in cues])))
    log[:, [0, -1], 1:] = -np.inf
    for row, cue in zip(log, cues, strict=True):
        row[cue.first : cue.last + 1, 1:] = -np.inf
    for cue, row, labels in zip(cues, log, best_sequence(log), strict=True):
        content = tuple(window.span(first, last) for first, last in runs(labels, CONTENT))
        if content:
            confidence = round(cue.confidence * _told(row, labels), 4)
            yield Reading(
                window.block, window.span(cue.first, cue.last), content, _source(window, row, labels), confidence
            )


def _cues(scores: Floats, eager: float) -> Iterator[_Cue]:
    log = log_softmax(scores)
    sure = np.exp(log[:, 1:]).sum(axis=1)
    log[:, 1:] += eager
    log[[0, -1], 1:] = -np.inf
    [labels] = best_sequence(log[None])
    for first, last in runs(labels, 1):
        yield _Cue(first, last, float(sure[first : last + 1].mean()))


def _source(window: Window, log: Floats, labels: Ints) -> Span | None:
    """Return the span that most speaks for being the source, of those that the labels name."""
    sure = log[:, SOURCE:].max(axis=1)
    named = runs(labels, SOURCE)
    best = max(named, key=lambda run: float(sure[run[0] : run[1] + 1].sum()), default=None)
    return window.span(*best) if best is not None else None


def _told(log: Floats, labels: Ints) -> float:
    """Return the mean probability of the labels that are not "outside"."""
    chosen = log[np.arange(len(labels)), labels][labels != OUT]
    return float(np.exp(chosen).mean())
