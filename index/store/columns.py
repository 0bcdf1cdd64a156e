"""What rows are filtered by and where they stand, one array a property: a filter over a million rows takes 1 ms."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.schema import Kind, Record, Style, hull
from index.store.amendments import Amendments
from index.store.cells import plain
from index.store.filter import Filter

FOLDER = "columns"
NAMES, CODES = "names.json", "codes.npy"
DOCUMENT, KIND, STYLE, SPEAKER, ADDRESSEE, MEDIATED, REPEATS, FIRST, END = range(9)
NONE = -1


def write(folder: Path, records: Iterable[Record], documents: Mapping[str, int]) -> None:
    """Write the columns of `records`, numbered from 0 on, into `folder`.

    Args:
        folder: a folder that is not there yet.
        records: the records, in order.
        documents: the number of each document, by its id.

    Raises:
        OSError: a file cannot be written.
    """
    names: dict[str | None, int] = {None: NONE}

    def code(name: str | None) -> int:
        return names.setdefault(None if name is None else plain(name), len(names) - 1)

    codes = [
        (
            documents[record.doc],
            code(record.kind),
            code(quote.style if quote else None),
            code(quote.speaker if quote else None),
            code(quote.addressee if quote else None),
            int(quote is not None and quote.mediation is not None),
            int(record.repeats is not None),
            first,
            end,
        )
        for _, of_document in groupby(records, lambda record: record.doc)
        for record, (first, end) in placed(list(of_document))
        for quote in [record.quote]
    ]
    folder.mkdir(parents=True)
    (folder / NAMES).write_text(json.dumps(list(names)[1:]), encoding="ascii")
    np.save(folder / CODES, np.array(codes, dtype=np.int32).reshape(len(codes), END + 1).T.copy())


def placed(records: Sequence[Record]) -> Iterator[tuple[Record, tuple[int, int]]]:
    """Yield the records of a document with which of its sentences each stands in, [first, end) of them."""
    inside = [record.sentence for record in records if record.kind is Kind.SENTENCE]
    for record in records:
        place = hull((record.sentence, *record.spans))
        first = bisect_right(inside, place.start, key=lambda sentence: sentence.end)
        yield record, (first, bisect_left(inside, place.end, lo=first, key=lambda sentence: sentence.start))


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows for each of several things, one run behind the other: that of thing i is rows[starts[i]:starts[i + 1]]."""

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, runs: Sequence[Sequence[int]]) -> Runs:
        """Return runs that are given one by one."""
        rows = np.array([row for run in runs for row in run], dtype=np.int64)
        return cls(rows, np.cumsum([0, *map(len, runs)], dtype=np.int64))

    @classmethod
    def between(cls, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Runs:
        """Return the numbers from each of `starts` up to its end."""
        lengths = ends - starts
        places = np.concatenate(([0], np.cumsum(lengths)))
        return cls(np.repeat(starts - places[:-1], lengths) + np.arange(places[-1]), places)


class Columns:
    """The columns of one generation, opened for reading.

    Attributes:
        hidden: the rows of documents that were replaced or removed, ascending; none is ever selected.
    """

    def __init__(self, names: Iterable[str], codes: Iterable[NDArray[Any]]) -> None:
        self._names = {name: number for number, name in enumerate(names)}
        self._codes = list(codes)
        self.hidden = np.empty(0, dtype=np.int64)

    @classmethod
    def open(cls, folder: Path) -> Columns:
        """Open the columns in `folder`.

        Raises:
            IndexDamagedError: a file is not what `write` wrote.
        """
        try:
            names = json.loads((folder / NAMES).read_text(encoding="ascii"))
            return cls(names, np.asarray(np.load(folder / CODES, mmap_mode="r")))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"{folder} cannot be read as columns ({error})") from error

    def __len__(self) -> int:
        """Number of rows, hidden ones included."""
        return len(self._codes[KIND])

    def joined(self, delta: Columns, amendments: Amendments) -> Columns:
        """Return these columns with those of a delta behind them, and with what it says about these."""
        names = list(self._names)
        known = {name: number for number, name in enumerate(dict.fromkeys([*names, *delta._names]))}
        renumbered = np.array([*(known[name] for name in delta._names), NONE], dtype=np.int32)  # -1 is the last of them
        named = (KIND, STYLE, SPEAKER, ADDRESSEE)
        codes = [
            np.concatenate([base, renumbered[new] if column in named else new])
            for column, (base, new) in enumerate(zip(self._codes, delta._codes, strict=True))
        ]
        found = Columns(known, codes)
        found.correct([(one.row, one.speaker) for one in amendments.rows])
        found.correct([(one.row, one.addressee) for one in amendments.rows], ADDRESSEE)
        codes[REPEATS][[one.row for one in amendments.rows]] = [one.repeats is not None for one in amendments.rows]
        found._hide(amendments.hidden)
        return found

    def _hide(self, documents: Sequence[int]) -> None:
        """Let the rows of some documents be of no document, and of no speaker."""
        if documents:
            rows = np.flatnonzero(np.isin(self._codes[DOCUMENT], np.array(documents, dtype=np.int32)))
            for column in (DOCUMENT, SPEAKER):
                self._codes[column][rows] = NONE
            self.hidden = rows

    def correct(self, names: Sequence[tuple[int, str | None]], column: int = SPEAKER) -> None:
        """Let other names count for some rows, for this reader: of their speakers, or in another column."""
        if names and not self._codes[column].flags.writeable:
            self._codes[column] = np.array(self._codes[column])  # no longer the file, which never changes
        for row, name in names:
            number = NONE if name is None else self._names.setdefault(name, len(self._names))
            self._codes[column][row] = number

    def select(self, where: Filter, documents: Iterable[int] | None, *, once: bool = False) -> NDArray[np.int64]:
        """Return the rows that pass `where`, ascending; of its documents, whose numbers are given where they matter.

        With `once` what repeats the words of another row is left out, unless documents are picked.
        """
        rows: NDArray[np.int64] | None = None
        for column, passes in self._tests(where, documents, once=once):
            codes = self._codes[column] if rows is None else self._codes[column][rows]
            passing = np.flatnonzero(passes(codes))
            rows = passing if rows is None else rows[passing]
        return np.arange(len(self)) if rows is None else rows

    def _tests(
        self, where: Filter, documents: Iterable[int] | None, *, once: bool
    ) -> Iterator[tuple[int, Callable[[NDArray[np.int32]], NDArray[np.bool_]]]]:
        """Yield what rows have to pass, column by column, what fewest pass first: the rest looks at these alone."""
        for column, names in (
            (SPEAKER, where.speakers),
            (ADDRESSEE, () if where.addressee is None else (where.addressee,)),
            (STYLE, where.styles),
            (KIND, () if where.kind is None else (where.kind,)),
        ):
            if names:
                yield column, self._one_of(names)
        if documents is not None:
            numbers = np.fromiter(documents, dtype=np.int32)
            yield DOCUMENT, lambda codes: np.isin(codes, numbers)
        elif len(self.hidden):
            yield DOCUMENT, lambda codes: codes != NONE
        if where.mediated is not None:
            yield KIND, self._one_of((Kind.QUOTE,))
            yield MEDIATED, lambda codes: codes == where.mediated
        if once and documents is None:
            yield REPEATS, lambda codes: codes == 0

    def _one_of(self, names: Iterable[str]) -> Callable[[NDArray[np.int32]], NDArray[np.bool_]]:
        """Return a test for having one of `names`."""
        numbers = [self._names[name] for name in map(plain, names) if name in self._names]

        def passes(codes: NDArray[np.int32]) -> NDArray[np.bool_]:
            found = np.zeros(len(codes), dtype=np.bool_)
            for number in numbers:
                found |= codes == number
            return found

        return passes

    def are(self, kind: Kind, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which of `rows` are of a kind."""
        return self._one_of((kind,))(self._codes[KIND][rows])

    def tally(self) -> dict[str, dict[str, int]]:
        """Return how many quotes of each style each speaker has; what copies of an article repeat counts once."""
        names = list(self._names)
        counted = (self._codes[SPEAKER] != NONE) & (self._codes[REPEATS] == 0)
        speakers, styles = self._codes[SPEAKER][counted], self._codes[STYLE][counted]
        counts: dict[str, dict[str, int]] = {}
        for style in Style:
            of_style = np.bincount(speakers[styles == self._names.get(style, NONE)], minlength=len(names))
            for number in np.flatnonzero(of_style).tolist():
                counts.setdefault(names[number], {})[style.value] = int(of_style[number])
        return counts

    def near(self, rows: NDArray[np.int64], before: int = 0, after: int = 0) -> Runs:
        """Return the rows of the sentences in which each of `rows` stands, and so many around them in its document.

        Nothing comes back for what stands in no sentence.
        """
        sentences, documents = self._in_order
        of_rows = self._codes[DOCUMENT][rows]
        lowest, highest = (np.searchsorted(documents, of_rows, side) for side in ("left", "right"))
        first, end = lowest + self._codes[FIRST][rows], lowest + self._codes[END][rows]
        starts, ends = np.maximum(lowest, first - before), np.minimum(highest, end + after)
        runs = Runs.between(starts, np.where(first < end, ends, starts))
        return Runs(sentences[runs.rows], runs.starts)

    def headlines(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of the first sentence of the document of each of `rows`; of another where it has none."""
        sentences, documents = self._in_order
        first = np.searchsorted(documents, self._codes[DOCUMENT][rows])
        return sentences[np.minimum(first, len(sentences) - 1)] if len(sentences) else rows

    def in_headline(self, row: int) -> bool:
        """Tell whether a row stands in the first sentence of its document."""
        return bool(self._codes[FIRST][row] == 0 < self._codes[END][row])

    @cached_property
    def _in_order(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The rows of all sentences, ascending, and the documents they stand in."""
        sentences = self.select(Filter(kind=Kind.SENTENCE), None)
        return sentences, np.asarray(self._codes[DOCUMENT][sentences])
