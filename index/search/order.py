"""Statements in an order, or counted: by style, and in turn where several people are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from index.schema import Count, Record, Style
from index.search.rank import Ranked

_STYLES = (Style.DIRECT, Style.MIXED, Style.INDIRECT)


def count(speaker: str, ranked: Sequence[Ranked]) -> Count:
    """Return how many statements a speaker has, by style."""
    styles = [r.record.quote.style for r in ranked if r.record.quote is not None]
    return Count(speaker, *(styles.count(style) for style in _STYLES))


def style_rank(record: Record) -> int:
    """Return the place of a record among others: what is quoted first, what is reported last."""
    return _STYLES.index(record.quote.style) if record.quote is not None else len(_STYLES)


def interleaved(groups: Sequence[Sequence[Ranked]]) -> list[Ranked]:
    """Return the groups' members in turn, so that everyone asked for stands among the first."""
    longest = max(len(group) for group in groups)
    return [group[at] for at in range(longest) for group in groups if at < len(group)]
