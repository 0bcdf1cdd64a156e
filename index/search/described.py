"""Words that describe a speaker ("the harbour club lawyer") → the speakers that the articles describe so.

Both sides are brought to the same terms: stems, one word for alike roles (lawyer, attorney), one for a country however
it is named (Moscow, Russian, Russia's). A speaker fits whose descriptions hold most of the asked terms, weighted by
their rarity, and in any case the one that says what the person is: the head of the phrase.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from index.extract import gazetteer, names
from index.schema import SpeakerEntry, SpeakerKind
from index.search import vocabulary

_INSTITUTION = re.compile(r"[A-Z][\w-]+(?: (?:(?:of|for|and|the) )*[A-Z][\w-]+){2,}")
_FORMER = "former"
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
        "spokesman spokeswoman spokesperson spokespeople",
        "chairman chairwoman chairperson chair",
        "minister secretary",
        "leader head boss chief",
        "ceo executive",
        "adviser advisor",
        "aide staffer assistant",
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
        "former ex onetime",
        "group organisation organization",
        "company firm",
    )
    for word in group.split()
}


_TELLS = names.ROLES | frozenset(_ALIKE) | frozenset("board council group panel paper union".split())
_COMMON_START = 6  # letters that an economist and an expert on economics have in common


def alike(role: str) -> list[str]:
    """Return the other words for a role, in lower case."""
    return [word for word, first in _ALIKE.items() if first == _ALIKE.get(role) and word != role]


def says_what_somebody_is(word: str) -> bool:
    """Tell whether a lower-case noun says what somebody is, as the last one of a description does."""
    return word in _TELLS or word.removesuffix("s") in _TELLS


class Described:
    """The descriptions of the speakers who are quoted; what somebody once was counts only where it is asked for."""

    def __init__(self, entries: Iterable[SpeakerEntry]) -> None:
        self._told: dict[str, frozenset[str]] = {}
        self._now: dict[str, frozenset[str]] = {}
        self._by_term: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            phrases = list(_told(entry)) if entry.quotes else []
            told = frozenset(term for phrase in phrases for term in phrase)
            self._told[entry.speaker.name] = told
            self._now[entry.speaker.name] = frozenset(t for phrase in phrases if _FORMER not in phrase for t in phrase)
            for term in told:
                self._by_term[term].append(entry.speaker.name)
        self._count = sum(bool(told) for told in self._told.values())

    def fitting(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the speakers whom lower-case `words` describe, the best first; none for a single word."""
        asked = dict.fromkeys(terms(words))
        head = _head(words)
        if len(asked) < 2 or head not in asked:
            return ()
        weights = {term: math.log(1 + self._count / (1 + len(self._by_term.get(term, ())))) for term in asked}
        told = self._told if _FORMER in asked else self._now
        return _fitting(weights, head, {name: told[name] for name in self._who_may_be(head)})

    def _who_may_be(self, head: str) -> set[str]:
        """Return the speakers one of whose terms may say what the head of a phrase says."""
        alike = {head, *(_LEADERS if head == "leader" else ())}
        if len(head) > _COMMON_START:
            alike |= {term for term in self._by_term if term.startswith(head[:_COMMON_START])}
        return {name for term in alike for name in self._by_term.get(term, ())}


def _fitting(weights: Mapping[str, float], head: str, everybody: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return whose terms hold most of the weight, and the head, the best first."""
    total = sum(weights.values())
    fits = {
        name: sum(weight for term, weight in weights.items() if term in told or term == head) / total
        for name, told in everybody.items()
        if _is(head, told)
    }
    least = max(_COVERED, max(fits.values(), default=0.0) - _AS_GOOD)
    return tuple(sorted((n for n, fit in fits.items() if fit >= least), key=lambda name: (-fits[name], name)))


def _is(head: str, told: frozenset[str]) -> bool:
    """Tell whether a description says that somebody is what the head of a phrase says."""
    if head in told or (head == "leader" and not told.isdisjoint(_LEADERS)):
        return True
    return len(head) > _COMMON_START and any(term.startswith(head[:_COMMON_START]) for term in told)


def terms(words: Sequence[str]) -> list[str]:
    """Return the terms of lower-case words in order: countries by one name, alike roles by one word, else stems."""
    found: list[str] = []
    at = 0
    while at < len(words):
        length, place = next(_places(words, at), (1, None))
        word = names.bare(words[at])
        if place is not None:
            found.append(place)
        elif word == "press" and "secretary" in words[at + 1 : at + 2]:
            found.append(_term("spokesman"))
            length = 2
        elif word not in _EMPTY | PREPOSITIONS:
            found.append(_term(word))
        at += length
    return found


def _places(words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    if (first := names.bare(words[at])) and first != "the" and _starts().isdisjoint((first, first.removesuffix("s"))):
        return
    for length in range(min(_LONGEST_PLACE, len(words) - at), 0, -1):
        phrase = gazetteer.fold(" ".join(names.bare(word) for word in words[at : at + length]))
        for surface in (phrase, phrase.removesuffix("s")):
            place = gazetteer.metonyms().get(surface) or gazetteer.demonyms().get(surface)
            if place is not None:
                yield length, place


@cache
def _starts() -> frozenset[str]:
    """Return the first words of what places are called."""
    return frozenset(surface.split()[0] for table in (gazetteer.metonyms(), gazetteer.demonyms()) for surface in table)


@lru_cache(maxsize=1 << 14)
def _term(word: str) -> str:
    single = word if word in _ALIKE else word.removesuffix("s")
    return vocabulary.stem(_ALIKE.get(single, word))


_LEADERS = frozenset(map(_term, "ceo chairman commissioner director executive founder mayor president".split()))
"""Those who are called head, boss or chief, whatever their title is."""


def _head(words: Sequence[str]) -> str | None:
    """Return the term of the noun that says what somebody is: the last before a preposition."""
    before: list[str] = []
    for word in words:
        if word in PREPOSITIONS and before:
            break
        before.append(word)
    found = terms(before)
    return found[-1] if found else None


def _told(entry: SpeakerEntry) -> Iterator[list[str]]:
    """Yield the terms of each title and description of a speaker."""
    speaker = entry.speaker
    named = (speaker.name, *speaker.aliases) if speaker.kind is not SpeakerKind.PERSON else ()
    for words in (*speaker.titles, *speaker.descriptions, *named):
        found = terms([names.bare(word) for word in words.replace("-", " ").split()])
        yield [*found, *(_initials(phrase.group()) for phrase in _INSTITUTION.finditer(words))]


def _initials(phrase: str) -> str:
    """Return what an institution is called for short.

    >>> _initials("Massachusetts Institute of Technology")
    'mit'
    """
    return "".join(word[0] for word in phrase.split() if word[0].isupper()).lower()
