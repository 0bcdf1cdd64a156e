"""The same article in several places → groups of documents. The only file that knows datasketch.

Texts are compared by their runs of three words. Candidates come from MinHash signatures (Broder, SEQUENCES 1997) in
bands, so that not every pair has to be looked at; what shares half of the shorter text's runs is a copy. What
surrounds an article on its page does not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
_BAND = np.uint64(0xD6E8FEB86659FD93)


def buckets(documents: Iterable[Document]) -> NDArray[np.int64]:
    """Return the buckets that each text falls into, shape (number of texts, 42); texts that are alike share one.

    What is alike shares a bucket for all that is known; what shares a bucket need not be alike.
    """
    from datasketch import MinHash

    signatures = [one.hashvalues for one in MinHash.generator(map(_runs_of, documents), num_perm=BANDS * ROWS)]
    matrix = np.array(signatures, dtype=np.uint64).reshape(len(signatures), BANDS, ROWS)
    bands = np.arange(BANDS, dtype=np.uint64) * _BAND
    keys: NDArray[np.uint64] = (matrix * _MIX).sum(axis=2, dtype=np.uint64) + bands
    return keys.view(np.int64)


def copies(documents: Sequence[Document], found: NDArray[np.int64] | None = None) -> list[tuple[Document, ...]]:
    """Return the groups of two or more documents that carry nearly the same text, all in the order given.

    A group is made of what is alike to its first document.

    Args:
        documents: the documents.
        found: their `buckets`, where they are known.
    """
    shared = _shared(buckets(documents) if found is None else found)
    groups: dict[int, list[Document]] = {}
    firsts: dict[int, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        near = sorted({first for bucket in shared.get(number, ()) for first in firsts[bucket]})
        first = next((other for other in near if alike(documents[other], document)), number)
        groups.setdefault(first, []).append(document)
        if first == number:
            for bucket in shared.get(number, ()):
                firsts[bucket].append(number)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _shared(found: NDArray[np.int64]) -> Mapping[int, Sequence[int]]:
    """Return for each text that may have a copy those of its buckets that others fall into as well.

    Those of no other text are left out: they are nearly all there are, and 42 of them a text take much memory.
    """
    shared: dict[int, list[int]] = defaultdict(list)
    _, places, counts = np.unique(found, return_inverse=True, return_counts=True)
    several = counts[places].reshape(found.shape) > 1
    for number, bucket in zip(*np.nonzero(several), strict=True):
        shared[int(number)].append(int(found[number, bucket]))
    return shared


def alike(one: Document, other: Document) -> bool:
    """Tell whether two documents carry nearly the same text."""
    runs, others = _kept(one.text), _kept(other.text)
    return len(runs & others) >= SHARED * max(1, min(len(runs), len(others)))


@lru_cache(KEPT)
def _kept(text: str) -> frozenset[bytes]:
    return frozenset(_runs(text))


def _runs_of(document: Document) -> list[bytes]:
    return _runs(document.text)


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
