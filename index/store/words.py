"""Full text: which rows share words with a question, by BM25.

How much a word in a row counts depends on the row and the corpus alone, so it is worked out when the index is written
(Lù, BM25S, 2024), all but its rarity, which changes when the corpus grows. A search adds up one stretch of numbers a
word. Everything is exact, and a filter costs nothing.
Beside that stands which stems the content of each row has, so that rows are ranked without their texts.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.stems import folded, stem
from index.store.columns import Runs
from index.store.rows import Row

FOLDER = "words"
STEMS, STARTS, ROWS, SCORES = "stems.json", "starts.npy", "rows.npy", "scores.npy"
CONTENTS, CONTENT_STARTS, SENTENCES = "contents.npy", "content_starts.npy", "sentences.npy"
ARRAYS = (STARTS, ROWS, SCORES, CONTENTS, CONTENT_STARTS, SENTENCES)
CONTENT, CONTEXT = 2.0, 1.0  # weights of a word in the content of a row, and in what surrounds it
K1, B = 1.2, 0.75
LEAST = 1e-6  # what a word of more than half of the rows counts: next to nothing, but something
MAX_WORDS = 64
FEW = 10_000  # rows, inside of which all that are asked for are scored
COMMON = 16  # one row in so many has a stem that is common


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


def write(folder: Path, rows: Iterable[Row], length: float | None = None) -> None:
    """Write the words of `rows`, numbered from 0 on, into `folder`.

    Args:
        folder: a folder that is not there yet.
        rows: the rows, in order.
        length: words of a row of ordinary length; by default the mean of these. A delta takes that of its base.

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
    if length is None:
        length = float(np.mean(lengths)) if len(found) else 1.0
    place = np.empty(len(stems), dtype=np.int64)
    place[[numbers.stems[word] for word in stems]] = np.arange(len(stems))
    words = place[np.array(found, dtype=np.int64)]
    postings = _postings(words, np.array(weights, dtype=np.float32), np.array(lengths), length, len(stems))
    inside, bounds = place[np.array(contents, dtype=np.int64)].astype(np.int32), np.array(starts)
    sentences = np.repeat(np.array(told, dtype=np.bool_), np.diff(bounds))
    folder.mkdir(parents=True)
    (folder / STEMS).write_text(json.dumps({"length": length, "stems": stems}), encoding="ascii")
    arrays: tuple[NDArray[Any], ...] = (*postings, inside, bounds, np.bincount(inside[sentences], minlength=len(stems)))
    for name, values in zip(ARRAYS, arrays, strict=True):
        np.save(folder / name, values)


def _postings(
    found: NDArray[np.int64], weights: NDArray[np.float32], lengths: NDArray[np.int64], ordinary: float, stems: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return where the stretch of each stem begins, (stems + 1,), and for all of them the rows and what they score.

    What they score is without the rarity of the stem.

    Args:
        found: the stem of each word of each row, in the order of the rows.
        weights: what each of them counts.
        lengths: number of words of each row.
        ordinary: number of words of an ordinary row.
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
    scores = often * (K1 + 1) / (often + K1 * (1 - B + B * lengths[rows] / ordinary))
    return starts, rows.astype(np.int32), scores.astype(np.float32)


def rarity(count: int, holding: int) -> float:
    """Return what a stem counts that so many of `count` rows have."""
    return max(math.log((count - holding + 0.5) / (holding + 0.5)), LEAST)


class Corpus(Protocol):
    """What the rarity of stems is counted in."""

    def __len__(self) -> int:
        """Number of rows."""

    def holding(self, stem: str) -> int:
        """Return how many rows have a stem without accents."""


class Words:
    """The words of one generation, opened for reading: arrays stay on the disk until they are looked at.

    Attributes:
        length: words of a row of ordinary length.
        corpus: what the rarity of stems is counted in: these words, unless others stand beside them.
    """

    def __init__(self, stems: Sequence[str], length: float, arrays: Sequence[NDArray[Any]], count: int) -> None:
        self._stems = stems  # sorted
        self.length = length
        self.corpus: Corpus = self
        self._starts, self._rows, self._scores, self._contents, self._content_starts, self._sentences = arrays
        self._count = count

    @classmethod
    def open(cls, folder: Path, count: int) -> Words:
        """Open the words in `folder`, which are those of `count` rows.

        Raises:
            IndexDamagedError: a file is not what `write` wrote.
        """
        try:
            told = json.loads((folder / STEMS).read_text(encoding="ascii"))
            stems, length = told["stems"], float(told["length"])
            arrays = [np.asarray(np.load(folder / name, mmap_mode="r")) for name in ARRAYS]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"{folder} cannot be read as words ({error})") from error
        return cls(stems, length, arrays, count)

    def __len__(self) -> int:
        """Number of rows."""
        return self._count

    def search(self, text: str, k: int, rows: NDArray[np.int64] | None) -> list[tuple[int, float]]:
        """Return up to `k` rows that share a word with `text`, with scores above 0, best first, ties by row.

        With `rows` (ascending) only these count. At most 64 different words are looked for.
        """
        known = [word for word in stems_of(text) if self.corpus.holding(word)][:MAX_WORDS]
        asked = [number for word in known if (number := self._number(word)) is not None]
        if not asked or k <= 0:
            return []
        if rows is None or len(rows) > FEW:
            rows = self._promising(asked, k, rows)
        scores = self._added(asked, rows)
        best = np.flatnonzero(scores)
        if len(best) > k:
            least = np.partition(scores[best], len(best) - k)[len(best) - k]
            best = best[scores[best] >= least]  # with all that tie for the last place
        best = best[np.argsort(-scores[best], kind="stable")][:k]
        return list(zip(rows[best].tolist(), scores[best].tolist(), strict=True))

    def _added(self, asked: Sequence[int], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what the stems `asked` score in each of `rows`, together."""
        scores, sought = np.zeros(len(rows), dtype=np.float32), rows.astype(np.int32)
        for number in asked:
            holding, its = self._stretch(number)
            at = np.minimum(np.searchsorted(holding, sought), len(holding) - 1)
            found = np.flatnonzero(holding[at] == sought)
            scores[found] += its[at[found]]
        return scores

    def _promising(self, asked: Sequence[int], k: int, rows: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return those of `rows`, ascending, among which the `k` best are, all with a score where there are fewer.

        The rarest stems come first. As soon as all that are left add less than the `k` best have already, no other row
        can catch up (MaxScore; Turtle and Flood, 1995): the stretches of common words, the longest, are not added up.
        """
        rarest_first = sorted(asked, key=self._holding)
        most = [self._most(number) for number in rarest_first]
        scores = np.zeros(self._count, dtype=np.float32)
        for at, number in enumerate(rarest_first):
            holding, its = self._stretch(number)
            scores[holding] += its
            if at + 1 < len(most) and self._holding(rarest_first[at + 1]) * COMMON < self._count:
                continue
            inside = scores if rows is None else scores[rows]
            found, left = np.flatnonzero(inside), sum(most[at + 1 :])
            if len(found) < k:
                continue
            least = np.partition(inside[found], len(found) - k)[len(found) - k]
            if least > left:
                found = found[inside[found] >= least - left]
                break
        return found if rows is None else rows[found]

    def _stretch(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the rows that have a stem, ascending, and what it scores in each."""
        stretch = slice(*self._starts[number : number + 2])
        return self._rows[stretch], self._scores[stretch] * np.float32(self._rarity(number))

    def _holding(self, number: int) -> int:
        """Return how many rows have a stem."""
        return int(self._starts[number + 1] - self._starts[number])

    def _most(self, number: int) -> float:
        """Return more than a stem scores in any row."""
        return self._rarity(number) * (K1 + 1) * 1.001

    def _rarity(self, number: int) -> float:
        """Return what a stem counts in the corpus."""
        return rarity(len(self.corpus), self.corpus.holding(self._stems[number]))

    def holding(self, stem: str) -> int:
        """Return how many rows have a stem without accents, in content or context."""
        number = self._number(stem)
        return 0 if number is None else self._holding(number)

    def among(self, stem: str, rows: NDArray[np.int64]) -> int:
        """Return how many of `rows` (ascending) have a stem without accents, in content or context."""
        number = self._number(stem)
        if number is None or not len(rows):
            return 0
        holding = self._rows[slice(*self._starts[number : number + 2])]
        at = np.searchsorted(holding, rows.astype(np.int32))
        return int(np.count_nonzero(holding[np.minimum(at, len(holding) - 1)] == rows))

    def scores(self) -> Iterator[dict[str, float]]:
        """Yield for each row what its words score in it, by their stems."""
        order = np.argsort(self._rows, kind="stable")
        of = np.repeat(np.arange(len(self._stems)), np.diff(self._starts))[order]
        weights = np.array([self._rarity(number) for number in range(len(self._stems))], dtype=np.float32)
        ends = np.searchsorted(self._rows[order], np.arange(self._count + 1))
        for first, end in pairwise(ends.tolist()):
            scores = (self._scores[order[first:end]] * weights[of[first:end]]).tolist()
            yield {self._stems[number]: score for number, score in zip(of[first:end].tolist(), scores, strict=True)}

    def stems(self, rows: NDArray[np.int64]) -> list[frozenset[str]]:
        """Return the stems of the content of each of `rows`, without accents."""
        bounds = zip(self._content_starts[rows].tolist(), self._content_starts[rows + 1].tolist(), strict=True)
        return [frozenset(self._stems[n] for n in self._contents[start:end].tolist()) for start, end in bounds]

    def having(self, rows: NDArray[np.int64], groups: Sequence[Collection[str]]) -> NDArray[np.bool_]:
        """Tell which of `rows` have one of the stems of each group in their content: shape (len(rows), len(groups))."""
        numbers = [[number for stem in group if (number := self._number(stem)) is not None] for group in groups]
        sought = np.array(sorted({number for group in numbers for number in group}), dtype=np.int32)
        having = np.zeros((len(rows), len(groups)), dtype=np.bool_)
        if len(sought):
            runs = Runs.between(self._content_starts[rows], self._content_starts[rows + 1])
            contents = self._contents[runs.rows]
            at = np.minimum(np.searchsorted(sought, contents), len(sought) - 1)
            found = np.flatnonzero(sought[at] == contents)
            holders = np.searchsorted(runs.starts, found, "right") - 1
            for place, group in enumerate(numbers):
                having[holders[np.isin(sought, group)[at[found]]], place] = True
        return having

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
