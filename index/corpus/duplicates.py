"""The same article in several places → groups of documents. The only file that knows datasketch.

Texts are compared by their runs of three words. Candidates come from MinHash signatures (Broder, SEQUENCES 1997) in
bands, so that not every pair has to be looked at; whoever shares half of the shorter text's runs is a copy. What
surrounds an article on its page does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from index.corpus.boilerplate import boilerplate
from index.schema import Document

RUN = 3  # words
BANDS, ROWS = 42, 3
"""Two texts of which a third is common are found with a probability of 0.8, of which half is common with 0.996."""
SHARED = 0.5  # least share of the shorter text's runs
KEPT = 4096  # texts whose runs are at hand
_WORD = re.compile(r"\w+")


def copies(documents: Iterable[Document]) -> list[tuple[Document, ...]]:
    """Return the groups of two or more documents that carry nearly the same text, all in the order given.

    A group is made of what is alike to its first document.
    """
    from datasketch import MinHash, MinHashLSH

    seen: list[Document] = []
    groups: dict[int, list[Document]] = {}
    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))

    @lru_cache(KEPT)
    def runs_of(number: int) -> frozenset[bytes]:
        return frozenset(_runs(seen[number].text))

    def watched() -> Iterable[list[bytes]]:
        for document in documents:
            seen.append(document)
            yield _runs(document.text)

    for number, signature in enumerate(MinHash.generator(watched(), num_perm=BANDS * ROWS)):
        near = sorted(index.query(signature))
        first = next((other for other in near if _alike(runs_of(other), runs_of(number))), number)
        groups.setdefault(first, []).append(seen[number])
        if first == number:
            index.insert(number, signature, check_duplication=False)
    return [tuple(group) for group in groups.values() if len(group) > 1]


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
