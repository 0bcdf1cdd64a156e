"""Annotated articles → windows with their labels, in batches of about the same number of pieces.

What crosses the end of a window is cut there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.evaluate.gold import Attribution, GoldDocument
from index.extract.decoding import CONTENT, OUT, SOURCE, distances
from index.extract.marks import find_quoted
from index.extract.paragraphs import split_blocks
from index.extract.pieces import Window, windows

IGNORED = -100  # the label of pieces that pad a batch


@dataclass(frozen=True, slots=True)
class Target:
    """One attribution in a window: the pieces of its cue, and the labels of its content and source."""

    first: int
    last: int
    roles: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is to be found in it."""

    window: Window
    cues: NDArray[np.int64]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of about the same length, padded. `rows` says in which window each cue stands."""

    ids: Tensor
    mask: Tensor
    cases: Tensor
    places: Tensor
    cues: Tensor
    rows: Tensor
    distances: Tensor
    roles: Tensor


def split(articles: Sequence[GoldDocument], held: int) -> tuple[list[GoldDocument], list[GoldDocument]]:
    """Return the articles to learn from and `held` others to choose by; the same ones each time."""
    order = sorted(articles, key=lambda article: random.Random(article.document.id).random())  # noqa: S311
    return order[held:], order[:held]


def examples(article: GoldDocument) -> list[Example]:
    """Return the windows of an article with their labels."""
    text = article.document.text
    blocks = split_blocks(text)
    found = windows(text, blocks, find_quoted(text, blocks))
    return [_example(window, article.attributions) for window in found]


def _example(window: Window, gold: Sequence[Attribution]) -> Example:
    cues = np.full(len(window), OUT, dtype=np.int64)
    targets: list[Target] = []
    for attribution in gold:
        covered = np.flatnonzero(window.covered(attribution.cue))
        if not len(covered) or cues[covered].any():
            continue
        cues[covered[0] : covered[-1] + 1] = 2
        cues[covered[0]] = 1
        roles = np.full(len(window), OUT, dtype=np.int64)
        for spans, begin in ((attribution.content, CONTENT), (attribution.source, SOURCE)):
            for span in spans:
                inside = np.flatnonzero(window.covered([span]))
                roles[inside] = begin + 1
                roles[inside[:1]] = begin
        targets.append(Target(int(covered[0]), int(covered[-1]), roles))
    return Example(window, cues, tuple(targets))


def batches(found: Sequence[Example], pieces: int, seed: int | None) -> Iterator[Batch]:
    """Yield batches of at most `pieces` pieces, padding included; shuffled where there is a seed."""
    chance = random.Random(seed)  # noqa: S311
    order = sorted(found, key=lambda example: (len(example.window), chance.random() if seed is not None else 0))
    groups: list[list[Example]] = [[]]
    for example in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(example.window) > pieces:
            groups.append([])
        groups[-1].append(example)
    if seed is not None:
        chance.shuffle(groups)
    for group in groups:
        if group:
            yield batch(group)


def batch(group: Sequence[Example]) -> Batch:
    """Return one padded batch."""
    length = max(len(example.window) for example in group)
    targets = [(row, target) for row, example in enumerate(group) for target in example.targets]

    def stack(arrays: Sequence[NDArray[np.int64]], fill: int = 0) -> Tensor:
        padded = [np.pad(array, (0, length - len(array)), constant_values=fill) for array in arrays]
        return torch.from_numpy(np.stack(padded) if padded else np.zeros((0, length), dtype=np.int64))

    return Batch(
        ids=stack([example.window.ids for example in group]),
        mask=stack([np.ones(len(example.window), dtype=np.int64) for example in group]),
        cases=stack([example.window.cases for example in group]),
        places=stack([example.window.places for example in group]),
        cues=stack([example.cues for example in group], IGNORED),
        rows=torch.tensor([row for row, _ in targets], dtype=torch.int64),
        distances=stack([distances(length, target.first, target.last) for _, target in targets]),
        roles=stack([target.roles for _, target in targets], IGNORED),
    )
