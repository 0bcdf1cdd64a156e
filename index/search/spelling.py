"""Names that are spelled or sound nearly alike, found among many without a look at each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

_SHORTEST = 4  # letters of a name that may be misspelt
_FURTHER = 2  # letters that another spelling may have more or less
_SHORT = 5  # letters up to which one edit is the most
_SOUNDS = 3  # edits of what sounds alike


class Spellings:
    """Names in lower case, by their first letters and lengths, to be found by others that are nearly alike."""

    def __init__(self, names: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        for place, name in enumerate(names):
            if len(name) >= _SHORTEST:
                self._alike[name[0], len(name)].append((place, name))

    def nearest(self, name: str) -> list[str]:
        """Return those that are nearest to `name`, in their order; none where none is near."""
        best, found = _SOUNDS, list[str]()
        for other in self._comparable(name):
            distance = OSA.distance(name, other, score_cutoff=best)
            if distance > best:
                continue
            if distance <= (1 if len(name) <= _SHORT else 2) or sound(name) == sound(other):
                found = [*found, other] if distance == best else [other]
                best = distance
        return found

    def _comparable(self, name: str) -> Iterator[str]:
        """Return, in their order, those of about the length of `name` that begin as it or as it goes on."""
        if len(name) < _SHORTEST:
            return iter(())
        letters = {name[0], name[1]}
        lengths = range(len(name) - _FURTHER, len(name) + _FURTHER + 1)
        alike = (pair for letter in letters for length in lengths for pair in self._alike.get((letter, length), ()))
        return (other for _, other in sorted(alike))


def sound(word: str) -> str:
    """Return a key that words of the same sound share: consonants, alike ones merged, doubles and vowels dropped.

    >>> sound("chaffetz") == sound("chafitz"), sound("peskov") == sound("peskof")
    (True, True)
    """
    folded = word.lower()
    for old, new in (
        ("ph", "f"),
        ("ck", "k"),
        ("sch", "s"),
        ("sh", "s"),
        ("th", "t"),
        ("tz", "s"),
        ("ts", "s"),
        ("v", "f"),
        ("z", "s"),
        ("c", "k"),
        ("q", "k"),
        ("d", "t"),
        ("b", "p"),
        ("g", "k"),
    ):
        folded = folded.replace(old, new)
    kept = folded[:1] + re.sub(r"[aeiouyhw\W]", "", folded[1:])
    return re.sub(r"(.)\1+", r"\1", kept)
