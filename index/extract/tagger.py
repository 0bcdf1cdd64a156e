"""Windows → what a trained model reads in them: cues, and for each its content and its source.

Two steps, as the model was trained: every piece is scored as part of a cue; then, once for each cue found, every piece
of its window is scored as part of its content or its source. Decoding allows no span that was never begun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.extract.decoding import CONTENT, OUT, SOURCE, best_sequence, distances, log_softmax, runs
from index.extract.pieces import Window
from index.schema import Span

PIECES = 4096  # of one batch, padding included
EAGER = 0.5  # added to the log scores of a cue: finding one too many costs less than missing one

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Scorer(Protocol):
    """The trained model, whatever runs it."""

    def encode(self, ids: Ints, mask: Ints, cases: Ints, places: Ints) -> tuple[Floats, Floats]:
        """Return vectors (windows, pieces, size) and cue scores (windows, pieces, labels) of (windows, pieces)."""

    def roles(self, vectors: Floats, distances: Ints) -> Floats:
        """Return scores (cues, pieces, labels) for vectors (cues, pieces, size) and distances (cues, pieces)."""


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
    row: int
    first: int
    last: int
    confidence: float


def read(found: Sequence[Window], scorer: Scorer, eager: float = EAGER) -> list[Reading]:
    """Return what the model reads in the windows of a document, in text order; cues without a content are left out."""
    readings: list[Reading] = []
    order = sorted(found, key=len)
    for group in _groups(order):
        length = max(len(window) for window in group)
        arrays = [_stack(group, name, length) for name in ("ids", "cases", "places")]
        mask = np.stack([np.arange(length) < len(window) for window in group]).astype(np.int64)
        vectors, scores = scorer.encode(arrays[0], mask, arrays[1], arrays[2])
        cues = [cue for row, window in enumerate(group) for cue in _cues(row, scores[row, : len(window)], eager)]
        if cues:
            rows = np.array([cue.row for cue in cues])
            away = np.stack([distances(length, cue.first, cue.last) for cue in cues])
            roles = scorer.roles(vectors[rows], away)
            readings += [r for cue, s in zip(cues, roles, strict=True) if (r := _reading(group[cue.row], cue, s))]
    return sorted(readings, key=lambda reading: reading.cue)


def _groups(order: Sequence[Window]) -> Iterator[list[Window]]:
    group: list[Window] = []
    for window in order:
        if group and (len(group) + 1) * len(window) > PIECES:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _stack(group: Sequence[Window], name: str, length: int) -> Ints:
    return np.stack([np.pad(getattr(window, name), (0, length - len(window))) for window in group])


def _cues(row: int, scores: Floats, eager: float) -> Iterator[_Cue]:
    log = log_softmax(scores)
    sure = np.exp(log[:, 1:]).sum(axis=1)
    lifted = log.copy()
    lifted[:, 1:] += eager
    lifted[[0, -1], 1:] = -np.inf
    for first, last in runs(best_sequence(lifted), 1):
        yield _Cue(row, first, last, float(sure[first : last + 1].mean()))


def _reading(window: Window, cue: _Cue, scores: Floats) -> Reading | None:
    log = log_softmax(scores[: len(window)])
    log[[0, -1], 1:] = -np.inf
    log[cue.first : cue.last + 1, 1:] = -np.inf
    labels = best_sequence(log)
    content = [window.span(first, last) for first, last in runs(labels, CONTENT)]
    if not content:
        return None
    sources = list(runs(labels, SOURCE))
    best = max(sources, key=lambda run: float((log[run[0] : run[1] + 1, SOURCE:].max(axis=1)).sum()), default=None)
    told = labels != OUT
    sure = np.exp(log[np.arange(len(labels)), labels])[told].mean()
    return Reading(
        window.block,
        window.span(cue.first, cue.last),
        tuple(content),
        window.span(*best) if best is not None else None,
        round(cue.confidence * float(sure), 4),
    )
