"""The same article in several places → groups of documents. The only file that knows datasketch.

Texts are compared by their runs of three words. Candidates come from MinHash signatures (Broder, SEQUENCES 1997) in
bands, so that not every pair has to be looked at; what shares half of the shorter text's runs is a copy. What
surrounds an article on its page does not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.corpus.boilerplate import boilerplate
from index.schema import Document

RUN = 3  # words
BANDS, ROWS = 42, 3
"""Two texts of which a third is common are found with a probability of 0.8, of which half is common with 0.996."""
SHARED = 0.5  # least share of the shorter text's runs
KEPT = 4096  # texts whose runs are at hand
_WORD = re.compile(r"\w+")
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)

Bucket = tuple[int, int]


def copies(documents: Iterable[Document]) -> list[tuple[Document, ...]]:
    """Return the groups of two or more documents that carry nearly the same text, all in the order given.

    A group is made of what is alike to its first document.
    """
    from datasketch import MinHash

    seen: list[Document] = []

    @lru_cache(KEPT)
    def runs_of(number: int) -> frozenset[bytes]:
        return frozenset(_runs(seen[number].text))

    def watched() -> Iterator[list[bytes]]:
        for document in documents:
            seen.append(document)
            yield _runs(document.text)

    signatures = [one.hashvalues for one in MinHash.generator(watched(), num_perm=BANDS * ROWS)]
    buckets = _shared_buckets(signatures)
    groups: dict[int, list[Document]] = {}
    firsts: dict[Bucket, list[int]] = defaultdict(list)
    for number, document in enumerate(seen):
        near = sorted({first for bucket in buckets.get(number, ()) for first in firsts[bucket]})
        first = next((other for other in near if _alike(runs_of(other), runs_of(number))), number)
        groups.setdefault(first, []).append(document)
        if first == number:
            for bucket in buckets.get(number, ()):
                firsts[bucket].append(number)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _shared_buckets(signatures: Sequence[NDArray[np.uint32]]) -> Mapping[int, Sequence[Bucket]]:
    """Return for each text that may have a copy the buckets it falls into together with others, a band each.

    Those of no other text are left out: they are nearly all there are, and 42 of them a text take much memory.
    """
    found: dict[int, list[Bucket]] = defaultdict(list)
    matrix = np.array(signatures, dtype=np.uint64).reshape(len(signatures), BANDS, ROWS)
    for band in range(BANDS):
        keys = (matrix[:, band] * _MIX).sum(axis=1, dtype=np.uint64)
        _, bucket, counts = np.unique(keys, return_inverse=True, return_counts=True)
        for number in np.flatnonzero(counts[bucket] > 1).tolist():
            found[number].append((band, int(bucket[number])))
    return found


def _alike(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    return len(one & other) >= SHARED * max(1, min(len(one), len(other)))


def _runs(text: str) -> list[bytes]:
    """Return the runs of words of an article, in order; all of a text that has fewer words."""
    words = [word for piece in _article(text) for word in _WORD.findall(piece.lower())]
    runs = (words[at : at + RUN] for at in range(max(1, len(words) - RUN + 1)))
    return [" ".join(run).encode("utf-8", "surrogatepass") for run in runs if run]


def _article(text: str) -> list[str]:
    """Return the pieces of a text between the lines that surround an article."""
    around = boilerplate(text)
    edges = [0, *(edge for span in around for edge in (span.start, span.end)), len(text)]
    return [text[start:end] for start, end in list(pairwise(edges))[::2]]
