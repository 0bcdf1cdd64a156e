"""Statements that are written more than once → one each: syndicated articles, headline and body, slight rewordings.

Two passages are one statement when the same speaker's words run alike (nearly all words of the shorter, in the same
order, in the longer), and no number or negation differs. A headline is shortened, so its words of substance suffice.
To compare few pairs of many, only those that share one of their rarest words are looked at: two sets with so much in
common must (prefix filtering; Chaudhuri, Ganti and Kaushik, ICDE 2006).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from rapidfuzz.distance import LCSseq

from index.schema import Kind, Record
from index.search import vocabulary
from index.search.rank import Ranked, Ranker
from index.search.wording import topic_words, words_of

_ALIKE = 0.85  # share of the shorter one's words that the longer has in the same order
_SHORTENED = 0.75  # the same of a headline's words of substance
_LEAST, _LEAST_SHORTENED = 5, 3  # words of the shorter one, for its words to mean anything
_LONGER = 2.0  # times as long as the shorter that the longer may be
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh"
    r"|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|(?:m|b|tr)illion|dozen|half|twice)s?\b"
)
_NEGATION = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)


class _Words:
    """A passage as it is compared. What few comparisons come to is worked out by the first that does."""

    def __init__(self, text: str, speaker: str | None, *, headline: bool) -> None:
        self._text, self.speaker, self.headline = text, speaker, headline
        self.stems = [vocabulary.stem(word) for word in words_of(text)]
        self.distinct = frozenset(self.stems)

    @cached_property
    def substance(self) -> list[str]:
        """The stems that carry a topic."""
        return [vocabulary.stem(word) for word in topic_words(self._text)]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its figures and words for them."""
        return frozenset(_NUMBER.findall(self._text.lower()))

    @cached_property
    def negated(self) -> bool:
        """Whether it says no."""
        return _NEGATION.search(self._text) is not None


def merged(ranked: Sequence[Ranked], ranker: Ranker) -> list[Ranked]:
    """Return one passage a statement, at the place of the best; the others are in its `also`, in order.

    The passage shown is the best one that stands in an article's body, else the best. What only a replaced version of
    an article says comes last.
    """
    ranked = sorted(ranker.read(ranked), key=lambda r: ranker.generation.replaced(r.record.doc))
    by_speaker: dict[tuple[Kind, str | None], list[int]] = defaultdict(list)
    for at, one in enumerate(ranked):
        by_speaker[one.record.kind, one.record.speaker].append(at)
    groups = sorted(group for places in by_speaker.values() for group in _grouped(places, ranked, ranker))
    return [_one([ranked[at] for at in group], ranker) for group in groups]


def _grouped(places: Sequence[int], ranked: Sequence[Ranked], ranker: Ranker) -> list[list[int]]:
    """Return which of the passages at `places`, all of one speaker, are one statement, by the first of them."""
    if len(places) == 1:
        return [[*places]]  # as most are when everybody is asked: nobody else repeats it, and its text is not read
    groups: list[list[int]] = []
    seen = _Seen([_words(ranked[at], ranker) for at in places])
    for at, place in enumerate(places):
        found = seen.repeated(at)
        if found is None:
            seen.add(at, len(groups))
            groups.append([place])
        else:
            groups[found].append(place)
    return groups


def _words(ranked: Ranked, ranker: Ranker) -> _Words:
    """Return the words of a passage."""
    record = ranked.record
    return _Words(ranker.text(record), record.speaker, headline=ranker.generation.in_headline(ranked.row))


def _one(group: Sequence[Ranked], ranker: Ranker) -> Ranked:
    if len(group) == 1:
        return group[0]
    best = next((one for one in group if not ranker.generation.in_headline(one.row)), group[0])
    return replace(best, also=tuple(other.record for other in group if not _same_place(other.record, best.record)))


def _same_place(one: Record, other: Record) -> bool:
    """Tell whether two records stand in one place: what is reported inside a report stands in it too."""
    return one.doc == other.doc and one.hull.overlap(other.hull) > 0


class _Seen:
    """The first passage of each group so far, to be found by their words."""

    def __init__(self, words: Sequence[_Words]) -> None:
        self._words = words
        self._count = Counter(stem for one in words for stem in one.distinct)
        self._by_any: dict[str, set[int]] = defaultdict(set)
        self._by_rare: dict[str, set[int]] = defaultdict(set)
        self._first: list[int] = []

    def add(self, at: int, group: int) -> None:
        """Remember passage `at` as the first of a group."""
        self._first.append(at)
        for stem in self._words[at].distinct:
            self._by_any[stem].add(group)
        for stem in self._rarest(at):
            self._by_rare[stem].add(group)

    def repeated(self, at: int) -> int | None:
        """Return the first group that passage `at` repeats, None where it says something new."""
        rare = {group for stem in self._rarest(at) for group in self._by_any.get(stem, ())}
        groups = rare.union(*(self._by_rare.get(stem, ()) for stem in self._words[at].distinct))
        return next((g for g in sorted(groups) if same(self._words[self._first[g]], self._words[at])), None)

    def _rarest(self, at: int) -> list[str]:
        """Return so many of the rarest words that a passage with enough words in common must have one of them."""
        words = self._words[at]
        stems = sorted(words.distinct, key=lambda stem: (self._count[stem], stem))
        common = math.ceil((_SHORTENED if words.headline else _ALIKE) * len(stems))
        return stems[: len(stems) - common + 1]


def same(one: _Words, other: _Words) -> bool:
    """Tell whether two passages of one kind and speaker are one statement."""
    if one.distinct == other.distinct:
        return True
    short, long = sorted((one, other), key=lambda words: len(words.stems))
    if one.speaker is None or one.negated != other.negated or not short.numbers <= long.numbers:
        return False
    if short.headline and len(short.substance) >= _LEAST_SHORTENED:
        return _share(short.substance, long.substance) >= _SHORTENED
    if len(short.stems) < _LEAST or len(long.stems) > _LONGER * len(short.stems) or short.numbers != long.numbers:
        return False
    common = len(short.distinct & long.distinct)  # too few of them, and their order need not be looked at
    return common >= _SHORTENED * len(short.distinct) and _share(short.stems, long.stems) >= _ALIKE


def _share(short: Sequence[str], long: Sequence[str]) -> float:
    """Return the share of `short` that `long` has in the same order."""
    return LCSseq.similarity(short, long) / len(short)
