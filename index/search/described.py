"""Words that describe a speaker ("the harbour club lawyer") → the speakers that the articles describe so.

Both sides are brought to the same terms: stems, one word for alike roles (lawyer, attorney), one for a country however
it is named (Moscow, Russian, Russia's). A speaker fits whose descriptions hold most of the asked terms, weighted by
their rarity, and in any case the one that says what the person is: the head of the phrase.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from index.extract import gazetteer, names
from index.schema import SpeakerEntry, SpeakerKind
from index.search import vocabulary

_COVERED = 0.7  # share of the weight of a description that has to be found
_AS_GOOD = 0.05  # less than the best, and still as good
_LONGEST_PLACE = 3  # words
PREPOSITIONS = frozenset("of in for to at from with on by who".split())
_EMPTY = frozenset("a an the this that his her their its our mr mrs ms and 's s".split())
_ALIKE = {
    word: group.split()[0]
    for group in (
        "lawyer attorney counsel solicitor barrister",
        "mother mom mum",
        "father dad",
        "spokesman spokeswoman spokesperson",
        "chairman chairwoman chairperson chair",
        "minister secretary",
        "head boss chief leader",
        "ceo executive",
        "judge justice",
        "professor academic scholar",
        "policeman policewoman officer cop",
        "reporter journalist correspondent",
        "doctor physician",
        "ambassador envoy",
        "congressman congresswoman representative rep lawmaker",
        "senator sen",
        "governor gov",
        "union association federation",
        "former ex",
        "group organisation organization",
        "company firm",
    )
    for word in group.split()
}


class Described:
    """The descriptions of the speakers who are quoted."""

    def __init__(self, entries: Sequence[SpeakerEntry]) -> None:
        self._told: dict[str, frozenset[str]] = {}
        for entry in entries:
            terms = frozenset(_told(entry)) if entry.quotes else frozenset()
            if terms:
                self._told[entry.speaker.name] = terms
        self._frequency = Counter(term for told in self._told.values() for term in told)

    def fitting(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the speakers whom lower-case `words` describe, the best first; none for a single word."""
        asked = dict.fromkeys(terms(words))
        head = _head(words)
        if len(asked) < 2 or head not in asked:
            return ()
        weights = {term: math.log(1 + len(self._told) / (1 + self._frequency[term])) for term in asked}
        total = sum(weights.values())
        fits = {
            name: sum(weights[term] for term in asked if term in told) / total
            for name, told in self._told.items()
            if head in told
        }
        best = max(fits.values(), default=0.0)
        least = max(_COVERED, best - _AS_GOOD)
        return tuple(sorted((n for n, fit in fits.items() if fit >= least), key=lambda name: (-fits[name], name)))


def terms(words: Sequence[str]) -> list[str]:
    """Return the terms of lower-case words in order: countries by one name, alike roles by one word, else stems."""
    found: list[str] = []
    at = 0
    while at < len(words):
        length, place = next(_places(words, at), (1, None))
        word = names.bare(words[at])
        if place is not None:
            found.append(place)
        elif word not in _EMPTY | PREPOSITIONS:
            found.append(_term(word))
        at += length
    return found


def _places(words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    for length in range(min(_LONGEST_PLACE, len(words) - at), 0, -1):
        phrase = gazetteer.fold(" ".join(names.bare(word) for word in words[at : at + length]))
        for surface in (phrase, phrase.removesuffix("s")):
            place = gazetteer.metonyms().get(surface) or gazetteer.demonyms().get(surface)
            if place is not None:
                yield length, place


def _term(word: str) -> str:
    single = word if word in _ALIKE else word.removesuffix("s")
    return vocabulary.stem(_ALIKE.get(single, word))


def _head(words: Sequence[str]) -> str | None:
    """Return the term of the noun that says what somebody is: the last before a preposition."""
    before: list[str] = []
    for word in words:
        if word in PREPOSITIONS and before:
            break
        before.append(word)
    found = terms(before)
    return found[-1] if found else None


def _told(entry: SpeakerEntry) -> Iterable[str]:
    speaker = entry.speaker
    named = (speaker.name, *speaker.aliases) if speaker.kind is not SpeakerKind.PERSON else ()
    for words in (*speaker.titles, *speaker.descriptions, *named):
        yield from terms([names.bare(word) for word in words.replace("-", " ").split()])
