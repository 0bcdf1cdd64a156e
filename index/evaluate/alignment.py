"""Gold attributions ↔ extracted quotes of one document, one to one, by the words that their contents share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.evaluate.gold import Attribution, GoldDocument
from index.schema import Quote, Span, Style

SAME = 0.8
"""Least share of common words (intersection over union) of two contents that count as one."""

_MARKS = frozenset('“”"«»„')
Words = frozenset[int]
"""Words of a text by their number, from 0."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold attribution with the quote that renders it; without a quote it was missed, without gold there is none.

    `style` is the gold's, by its quotation marks. `source_right` tells whether the two sources share a word, or both
    are absent.
    """

    gold: Attribution | None
    quote: Quote | None
    style: Style | None = None
    source_right: bool = False


class Tokens:
    """The words of a text, to count what spans hold of them."""

    def __init__(self, text: str) -> None:
        found = [match.span() for match in re.finditer(r"\w+", text)]
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def inside(self, spans: Iterable[Span]) -> Words:
        """Return the words that lie wholly inside one of `spans`."""
        return frozenset(
            number
            for span in spans
            for number in range(bisect_left(self._starts, span.start), bisect_right(self._ends, span.end))
        )


def align(document: GoldDocument, quotes: Sequence[Quote]) -> list[Pair]:
    """Return every gold attribution, in order, with its quote or None, then the quotes that no gold stands for."""
    text = document.document.text
    tokens = Tokens(text)
    partner = matched(
        [tokens.inside(gold.content) for gold in document.attributions],
        [tokens.inside(quote.content) for quote in quotes],
    )
    pairs = []
    for at, gold in enumerate(document.attributions):
        quote = quotes[partner[at]] if at in partner else None
        right = quote is not None and _same_source(gold, quote, tokens)
        pairs.append(Pair(gold, quote, style_of(text, gold.content), right))
    spare = set(range(len(quotes))) - set(partner.values())
    return pairs + [Pair(None, quotes[at]) for at in sorted(spare)]


def matched(gold: Sequence[Words], found: Sequence[Words]) -> dict[int, int]:
    """Return {position in `gold`: position in `found`}, one to one: the likest pairs first, the later of equal ones."""
    alike = sorted(
        ((likeness, i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if (likeness := iou(g, f)) >= SAME),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in alike:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return partner


def iou(one: Words, other: Words) -> float:
    """Return the share of common words among all words of the two, 0 where there are none.

    >>> iou(frozenset({1, 2, 3}), frozenset({2, 3, 4}))
    0.5
    """
    return len(one & other) / len(one | other) if one or other else 0.0


def style_of(text: str, content: Sequence[Span]) -> Style:
    """Return the style of a content by the quotation marks in and around it: PolNeAR's contents hold their marks.

    >>> style_of('She said “go”.', [Span(9, 13)]).value
    'direct'
    """
    inside = text[content[0].start : content[-1].end].strip()
    marks = sum(char in _MARKS for char in inside)
    if not marks:
        return Style.INDIRECT
    closed = inside.rstrip(" ,.?!")[-1:] in _MARKS or marks == 1
    return Style.DIRECT if inside[0] in _MARKS and closed else Style.MIXED


def _same_source(gold: Attribution, quote: Quote, tokens: Tokens) -> bool:
    if quote.source is None:
        return not gold.source
    return bool(tokens.inside(gold.source) & tokens.inside([quote.source]))
