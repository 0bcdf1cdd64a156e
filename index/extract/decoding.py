"""Scores of pieces → labels that make sense: the best sequence in which no span goes on that was never begun.

Cues are labelled O, B, I; what belongs to one cue is labelled O, B and I of its content, B and I of its source. The
best sequence is found by Viterbi's algorithm, with transitions that are allowed or not and no other weights.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

CUE_LABELS = 3
ROLE_LABELS = 5
OUT, CONTENT, SOURCE = 0, 1, 3  # what begins a span; what continues it is one more
_NEVER = -1e9
NEAR = 8  # pieces of distance to the cue told apart exactly; beyond, by powers of two
DISTANCES = 32


def best_sequence(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the best allowed labels O, B, I, B, I ..., shape (rows, pieces), for log scores (rows, pieces, labels)."""
    rows, count, labels = scores.shape
    likeliest: NDArray[np.int64] = scores.argmax(axis=2)
    before = np.pad(likeliest[:, :-1], ((0, 0), (1, 0)))
    inside = (likeliest > 0) & (likeliest % 2 == 0)
    if not (inside & (before != likeliest) & (before != likeliest - 1)).any():
        return likeliest  # allowed as it is, which it mostly is
    allowed = np.zeros((labels, labels), dtype=np.float32)
    for inside in range(2, labels, 2):
        allowed[:, inside] = _NEVER
        allowed[inside - 1 : inside + 1, inside] = 0.0
    best = scores[:, 0].copy()
    best[:, 2::2] = _NEVER
    back = np.zeros((count, rows, labels), dtype=np.int64)
    for at in range(1, count):
        through = best[:, :, None] + allowed
        back[at] = through.argmax(axis=1)
        best = through.max(axis=1) + scores[:, at]
    path = np.zeros((rows, count), dtype=np.int64)
    path[:, -1] = best.argmax(axis=1)
    for at in range(count - 1, 0, -1):
        path[:, at - 1] = back[at, np.arange(rows), path[:, at]]
    return path


def runs(labels: NDArray[np.int64], begin: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last piece of each span that `begin` opens and `begin + 1` continues.

    >>> list(runs(np.array([0, 1, 2, 2, 0, 1, 1]), 1))
    [(1, 3), (5, 5), (6, 6)]
    """
    first: int | None = None
    for at, label in enumerate([*labels.tolist(), OUT]):
        if first is not None and label != begin + 1:
            yield first, at - 1
            first = None
        if label == begin:
            first = at


def distances(count: int, first: int, last: int) -> NDArray[np.int64]:
    """Return how far each of `count` pieces stands from the cue first..last, as buckets: 0 is the cue itself."""
    at = np.arange(count)
    before, after = np.maximum(first - at, 0), np.maximum(at - last, 0)
    far = np.maximum(before, after)
    bucket = np.where(far <= NEAR, far, np.minimum(NEAR + np.log2(np.maximum(far, 1) / NEAR).astype(np.int64) + 1, 15))
    return np.where(after > 0, bucket + 15, bucket).astype(np.int64)


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)
