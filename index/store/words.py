"""Full text: which rows share words with a question, by BM25.

How much a word in a row counts depends on the row and the corpus alone, so it is worked out when the index is written
(Lù, BM25S, 2024). A search adds up one stretch of numbers a word. Everything is exact, and a filter costs nothing.
Beside that stands which stems the content of each row has, so that rows are ranked without their texts.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.stems import folded, stem
from index.store.rows import Row

FOLDER = "words"
STEMS, STARTS, ROWS, SCORES = "stems.json", "starts.npy", "rows.npy", "scores.npy"
CONTENTS, CONTENT_STARTS, SENTENCES = "contents.npy", "content_starts.npy", "sentences.npy"
ARRAYS = (STARTS, ROWS, SCORES, CONTENTS, CONTENT_STARTS, SENTENCES)
CONTENT, CONTEXT = 2.0, 1.0  # weights of a word in the content of a row, and in what surrounds it
K1, B = 1.2, 0.75
LEAST = 1e-6  # what a word of more than half of the rows counts: next to nothing, but something
MAX_WORDS = 64


class _Numbers(dict[str, int]):
    """A number for each word, the same for words of one stem."""

    def __init__(self) -> None:
        self.stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self.stems.setdefault(stem(folded(word)), len(self.stems))
        self[word] = number
        return number


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, as they stand there."""
    return re.findall(r"[^\W_]+", text.lower())


def stems_of(text: str) -> list[str]:
    """Return the different stems of a text, in the order in which they come up."""
    return list(dict.fromkeys(stem(folded(word)) for word in words_of(text)))


def write(folder: Path, rows: Iterable[Row]) -> None:
    """Write the words of `rows`, numbered from 0 on, into `folder`.

    Raises:
        OSError: a file cannot be written.
    """
    numbers = _Numbers()
    found, lengths, weights = array("i"), array("i"), array("f")
    contents, starts, told = array("i"), array("q", [0]), array("b")
    for row in rows:
        content, context = ([numbers[word] for word in words_of(text)] for text in (row.content, row.context))
        found.extend(content + context)
        weights.extend([CONTENT] * len(content) + [CONTEXT] * len(context))
        lengths.append(len(content) + len(context))
        contents.extend(set(content))
        starts.append(len(contents))
        told.append(row.record.quote is None)
    stems = sorted(numbers.stems)
    place = np.empty(len(stems), dtype=np.int64)
    place[[numbers.stems[word] for word in stems]] = np.arange(len(stems))
    postings = _postings(
        place[np.array(found, dtype=np.int64)], np.array(weights, dtype=np.float32), np.array(lengths), len(stems)
    )
    inside, bounds = place[np.array(contents, dtype=np.int64)].astype(np.int32), np.array(starts)
    sentences = np.repeat(np.array(told, dtype=np.bool_), np.diff(bounds))
    folder.mkdir(parents=True)
    (folder / STEMS).write_text(json.dumps(stems), encoding="ascii")
    arrays: tuple[NDArray[Any], ...] = (*postings, inside, bounds, np.bincount(inside[sentences], minlength=len(stems)))
    for name, values in zip(ARRAYS, arrays, strict=True):
        np.save(folder / name, values)


def _postings(
    found: NDArray[np.int64], weights: NDArray[np.float32], lengths: NDArray[np.int64], stems: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return where the stretch of each stem begins, (stems + 1,), and for all of them the rows and what they score.

    Args:
        found: the stem of each word of each row, in the order of the rows.
        weights: what each of them counts.
        lengths: number of words of each row.
        stems: number of stems.
    """
    count = len(lengths)
    keys = found * count + np.repeat(np.arange(count), lengths)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    often = np.add.reduceat(weights[order], first) if len(first) else np.empty(0, dtype=np.float32)
    of, rows = np.divmod(keys[first], max(1, count))
    starts = np.searchsorted(of, np.arange(stems + 1))
    holding = np.diff(starts)
    rarity = np.maximum(np.log((count - holding + 0.5) / (holding + 0.5)), LEAST)
    length = lengths[rows] / (lengths.mean() if len(found) else 1.0)
    scores = rarity[of] * often * (K1 + 1) / (often + K1 * (1 - B + B * length))
    return starts, rows.astype(np.int32), scores.astype(np.float32)


class Words:
    """The words of one generation, opened for reading: arrays stay on the disk until they are looked at."""

    def __init__(self, stems: Sequence[str], arrays: Sequence[NDArray[Any]], count: int) -> None:
        self._stems = stems  # sorted
        self._starts, self._rows, self._scores, self._contents, self._content_starts, self._sentences = arrays
        self._count = count

    @classmethod
    def open(cls, folder: Path, count: int) -> Words:
        """Open the words in `folder`, which are those of `count` rows.

        Raises:
            IndexDamagedError: a file is not what `write` wrote.
        """
        try:
            stems = json.loads((folder / STEMS).read_text(encoding="ascii"))
            arrays = [np.asarray(np.load(folder / name, mmap_mode="r")) for name in ARRAYS]
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"{folder} cannot be read as words ({error})") from error
        return cls(stems, arrays, count)

    def search(self, text: str, k: int, rows: NDArray[np.int64] | None) -> list[tuple[int, float]]:
        """Return up to `k` rows that share a word with `text`, with scores above 0, best first, ties by row.

        With `rows` (ascending) only these count. At most 64 different words are looked for.
        """
        stems = stems_of(text)
        scores = np.zeros(self._count, dtype=np.float32)
        for number in [number for word in stems if (number := self._number(word)) is not None][:MAX_WORDS]:
            stretch = slice(*self._starts[number : number + 2])
            scores[self._rows[stretch]] += self._scores[stretch]
        if rows is not None:
            scores = scores[rows]
        best = np.flatnonzero(scores)
        if len(best) > k > 0:
            least = np.partition(scores[best], len(best) - k)[len(best) - k]
            best = best[scores[best] >= least]  # with all that tie for the last place
        best = best[np.argsort(-scores[best], kind="stable")][: max(0, k)]
        return [
            (int(row), float(scores[at])) for at, row in zip(best, best if rows is None else rows[best], strict=True)
        ]

    def scores(self) -> Iterator[dict[str, float]]:
        """Yield for each row what its words score in it, by their stems."""
        order = np.argsort(self._rows, kind="stable")
        of = np.repeat(np.arange(len(self._stems)), np.diff(self._starts))[order]
        ends = np.searchsorted(self._rows[order], np.arange(self._count + 1))
        for first, end in pairwise(ends.tolist()):
            scores = self._scores[order[first:end]].tolist()
            yield {self._stems[number]: score for number, score in zip(of[first:end].tolist(), scores, strict=True)}

    def stems(self, rows: NDArray[np.int64]) -> list[frozenset[str]]:
        """Return the stems of the content of each of `rows`, without accents."""
        bounds = zip(self._content_starts[rows].tolist(), self._content_starts[rows + 1].tolist(), strict=True)
        return [frozenset(self._stems[n] for n in self._contents[start:end].tolist()) for start, end in bounds]

    def sentences(self, stem: str) -> int:
        """Return in how many sentences a stem without accents stands."""
        number = self._number(stem)
        return 0 if number is None else int(self._sentences[number])

    def beginning(self, start: str) -> Sequence[str]:
        """Return the stems that begin with `start`."""
        return self._stems[bisect_left(self._stems, start) : bisect_left(self._stems, start + "\U0010ffff")]

    def _number(self, stem: str) -> int | None:
        at = bisect_left(self._stems, stem)
        return at if at < len(self._stems) and self._stems[at] == stem else None
