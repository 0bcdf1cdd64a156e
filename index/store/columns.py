"""What rows are filtered by, one array a property: a filter over a million rows takes a few milliseconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.schema import Kind, Record
from index.store.cells import plain
from index.store.filter import Filter

FOLDER = "columns"
NAMES, CODES = "names.json", "codes.npy"
DOCUMENT, KIND, STYLE, SPEAKER, ADDRESSEE, MEDIATED, REPEATS = range(7)
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
        )
        for record in records
        for quote in [record.quote]
    ]
    folder.mkdir(parents=True)
    (folder / NAMES).write_text(json.dumps(list(names)[1:]), encoding="ascii")
    np.save(folder / CODES, np.array(codes, dtype=np.int32).reshape(len(codes), REPEATS + 1).T.copy())


class Columns:
    """The columns of one generation, opened for reading."""

    def __init__(self, names: Iterable[str], codes: NDArray[Any]) -> None:
        self._names = {name: number for number, name in enumerate(names)}
        self._codes = codes

    @classmethod
    def open(cls, folder: Path) -> Columns:
        """Open the columns in `folder`.

        Raises:
            IndexDamagedError: a file is not what `write` wrote.
        """
        try:
            names = json.loads((folder / NAMES).read_text(encoding="ascii"))
            return cls(names, np.load(folder / CODES, mmap_mode="r"))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"{folder} cannot be read as columns ({error})") from error

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._codes.shape[1])

    def correct(self, speakers: Sequence[tuple[int, str | None]]) -> None:
        """Let other speakers count for some rows, for this reader."""
        if speakers:
            self._codes = np.array(self._codes)  # no longer the file, which never changes
        for row, name in speakers:
            number = NONE if name is None else self._names.setdefault(name, len(self._names))
            self._codes[SPEAKER, row] = number

    def select(self, where: Filter, documents: Iterable[int] | None, *, once: bool = False) -> NDArray[np.int64]:
        """Return the rows that pass `where`, ascending; of its documents, whose numbers are given where they matter.

        With `once` what repeats the words of another row is left out, unless documents are picked.
        """
        passing = np.ones(len(self), dtype=np.bool_)
        if once and documents is None:
            passing &= self._codes[REPEATS] == 0
        if where.speakers:
            passing &= self._any(SPEAKER, where.speakers)
        if where.kind is not None:
            passing &= self._any(KIND, (where.kind,))
        if where.styles:
            passing &= self._any(STYLE, where.styles)
        if where.addressee is not None:
            passing &= self._any(ADDRESSEE, (where.addressee,))
        if where.mediated is not None:
            passing &= self._any(KIND, (Kind.QUOTE,)) & (self._codes[MEDIATED] == where.mediated)
        if documents is not None:
            passing &= np.isin(self._codes[DOCUMENT], np.fromiter(documents, dtype=np.int32))
        return np.flatnonzero(passing)

    def _any(self, column: int, names: Iterable[str]) -> NDArray[np.bool_]:
        """Return which rows have one of `names` in a column."""
        found = np.zeros(len(self), dtype=np.bool_)
        for name in map(plain, names):
            if name in self._names:
                found |= self._codes[column] == self._names[name]
        return found
