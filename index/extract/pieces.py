"""Blocks of text → word pieces with what the tagger is told about each: its id, its letter case, its place in quotes.

The encoder lower-cases what it reads, and knows nothing of quotation marks that were opened sentences ago. Both are
evidence of who is quoted, so each piece carries them as features of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index import inference
from index.extract.marks import Quoted
from index.schema import Span

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
LONGEST = 254  # pieces of a window, without the two that frame it
FEWEST = 96  # pieces that a window keeps at least when a longer block is cut at a sentence end
CASES = 5
PLACES = 3
_OUTSIDE, _INSIDE, _MARK = range(PLACES)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SENTENCE_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces of a block, or of a part of a long one. All arrays have one entry a piece.

    `ids`, `cases`, `places`: int64; the first and the last piece frame the text and stand for no character.
    `starts`, `ends`: offsets in the document.
    """

    block: int
    ids: NDArray[np.int64]
    cases: NDArray[np.int64]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def span(self, first: int, last: int) -> Span:
        """Return the characters from the piece `first` to the piece `last`, both included."""
        return Span(int(self.starts[first]), int(self.ends[last]))

    def covered(self, spans: Iterable[Span]) -> NDArray[np.bool_]:
        """Return which pieces lie in one of `spans`."""
        inside = np.zeros(len(self), dtype=bool)
        for span in spans:
            inside |= (self.starts >= span.start) & (self.ends <= span.end) & (self.ends > self.starts)
        return inside


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """Return the tokenizer of the encoder, without truncation or padding."""
    loaded = inference.tokenizer(WEIGHTS / "tokenizer.json")
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def windows(text: str, blocks: Sequence[Span], quoted: Sequence[Quoted]) -> list[Window]:
    """Return the windows of a document in text order: one a block, several where a block is long."""
    sound = [_LONE_SURROGATE.sub("\ufffd", block.of(text)) for block in blocks]
    marks: dict[int, list[Quoted]] = {}
    for q in quoted:
        marks.setdefault(q.block, []).append(q)
    found: list[Window] = []
    for number, encoding in enumerate(tokenizer().encode_batch(sound)):
        found.extend(_windows(number, blocks[number], sound[number], encoding, marks.get(number, [])))
    return found


def _windows(number: int, block: Span, words: str, encoding: Encoding, quoted: list[Quoted]) -> Iterator[Window]:
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    ids = np.array(encoding.ids, dtype=np.int64)
    cases = np.array(_cases(words, encoding), dtype=np.int64)
    starts, ends = offsets[:, 0] + block.start, offsets[:, 1] + block.start
    places = _places(starts, ends, quoted)
    for first, last in _cuts(words, offsets[1:-1]):
        inner = slice(first + 1, last + 1)
        yield Window(
            number,
            np.concatenate([ids[:1], ids[inner], ids[-1:]]),
            np.pad(cases[inner], 1),
            np.pad(places[inner], 1),
            np.pad(starts[inner], 1),
            np.pad(ends[inner], 1),
        )


def _cuts(words: str, offsets: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of pieces of each window; a cut falls behind a sentence where one ends."""
    first, total = 0, len(offsets)
    while total - first > LONGEST:
        last = first + LONGEST
        ends = (at for at in range(last, first + FEWEST, -1) if words[offsets[at - 1][0]] in _SENTENCE_ENDS)
        cut = next(ends, last)
        yield first, cut
        first = cut
    if first < total:
        yield first, total


def _cases(words: str, encoding: Encoding) -> list[int]:
    """Return the letter case of each piece's word: none, lower, capitalised, upper, mixed."""
    whole: dict[int, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        if word is not None:
            whole[word] = (whole.get(word, (start, end))[0], end)
    known = {word: _case(words[start:end]) for word, (start, end) in whole.items()}
    return [known[word] if word is not None else 0 for word in encoding.word_ids]


def _case(word: str) -> int:
    if not any(char.isalpha() for char in word):
        return 0
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() and not any(char.isupper() for char in word[1:]) else 4


def _places(starts: NDArray[np.int64], ends: NDArray[np.int64], quoted: list[Quoted]) -> NDArray[np.int64]:
    """Return where each piece stands: outside quotation marks, inside them, or as a mark itself."""
    places = np.full(len(starts), _OUTSIDE, dtype=np.int64)
    opened = [q.outer.start for q in quoted]
    for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        q = quoted[bisect_right(opened, start) - 1] if opened and start >= opened[0] else None
        if q is not None and end <= q.outer.end:
            places[at] = _INSIDE if q.inner.start <= start and end <= q.inner.end else _MARK
    return places
