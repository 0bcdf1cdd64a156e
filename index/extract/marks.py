"""Quotation marks → quoted spans, block by block, in one pass and linear time.

Handled: curly, straight, doubled-apostrophe, low (German) and guillemet marks, and single marks where no double
ones enclose them; marks left open (the span then runs to the end of its block) and quotations that run over
paragraphs, each of which opens anew. Marks inside a quoted span belong to it and are not reported again.
Not handled: dashes as quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.extract.paragraphs import stripped
from index.schema import Span

_CLOSERS = {"“": '”“"', "„": '“”"', "«": "»", "»": "«", '"': '"”', "''": "''", "``": "''", "‘": "’", "'": "'"}
_SINGLE = ("‘", "'")
_LABEL = re.compile(
    r"(?!BREAKING|CORRECTION|NEWS|NOTE|UPDATE|VIDEO|WARNING|WATCH)[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3}: "
)  # of a transcript: who speaks stands in the quotation


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quoted span. `outer` includes the marks and a speaker's label, `inner` does not; `closed`: it was closed."""

    outer: Span
    inner: Span
    closed: bool
    block: int


def find_quoted(text: str, blocks: tuple[Span, ...]) -> tuple[Quoted, ...]:
    """Return the outermost quoted spans of each block, in text order.

    >>> text = "“Yes,” he said. “We ‘know’ it."
    >>> [quoted.inner.of(text) for quoted in find_quoted(text, (Span(0, len(text)),))]
    ['Yes,', 'We ‘know’ it.']
    """
    found: list[Quoted] = []
    for number, block in enumerate(blocks):
        found.extend(_scan(text, block, number))
    return tuple(found)


def _scan(text: str, block: Span, number: int) -> list[Quoted]:
    found: list[Quoted] = []
    hopeless: set[str] = set()  # marks that no later mark of this block closes: looking again would cost a scan each
    at = block.start
    while at < block.end:
        mark = _opening(text, at, block)
        if mark is None or mark in hopeless:
            at += 1
            continue
        close = _closing(text, at + len(mark), block.end, mark)
        if close is None and mark in _SINGLE:
            hopeless.add(mark)
            at += 1
            continue
        inner_end, outer_end = close if close is not None else (block.end, block.end)
        label = _LABEL.match(text, at + len(mark), inner_end) if at == block.start else None
        inner = stripped(text, Span(at + len(mark) if label is None else label.end(), inner_end))
        if len(inner):
            found.append(Quoted(Span(at, outer_end), inner, close is not None, number))
        at = max(outer_end, at + 1)
    return found


def _opening(text: str, at: int, block: Span) -> str | None:
    """Return the mark that opens at `at`, or None."""
    char = text[at]
    if char in "“„«":
        return char
    before = text[at - 1] if at > block.start else " "
    after = text[at + 1] if at + 1 < block.end else " "
    starts = not before.isalnum() and before not in ".,!?%" and not after.isspace()
    if char in "'`" and after == char:
        following = text[at + 2] if at + 2 < block.end else " "
        return char * 2 if not before.isalnum() and not following.isspace() else None
    if char in '"»' and starts:
        return char
    if char in _SINGLE and starts and after.isalnum() and not _elision(text, at, block):
        return char
    return None


def _elision(text: str, at: int, block: Span) -> bool:
    """Tell whether a straight or wrongly turned apostrophe opens a word ('em, '90s) and no quotation."""
    return text[at + 1 : min(at + 4, block.end)].lower().startswith(("em ", "tis", "til")) or text[at + 1].isdigit()


def _closing(text: str, start: int, end: int, mark: str) -> tuple[int, int] | None:
    """Return (end of the inner span, end of the outer span) for an opening `mark`, or None when nothing closes it."""
    if mark in ("''", "``"):
        at = text.find("''", start, end)
        return (at, at + 2) if at >= 0 else None
    closers = _CLOSERS[mark]
    within = 0  # quotations in curly marks inside of straight ones
    for at in range(start, end):
        char = text[at]
        if mark == '"' and (char == "“" or (char == "”" and within)):
            within += 1 if char == "“" else -1
            continue
        if char not in closers:
            continue
        if mark in _SINGLE and not _ends_single(text, at, end):
            continue
        if char == "“" and mark == "“" and not _glyph_closes(text, at, end):
            continue
        if char == '"' and mark == '"' and at == start:
            continue
        return at, at + 1
    return None


def _ends_single(text: str, at: int, end: int) -> bool:
    """Tell a closing single mark from an apostrophe: something precedes it and no letter follows."""
    after = text[at + 1] if at + 1 < end else " "
    return not text[at - 1].isspace() and not after.isalnum() and not (text[at - 1] == "s" and after == " ")


def _glyph_closes(text: str, at: int, end: int) -> bool:
    """Tell whether an opening glyph stands where only a closing one can (mixed-up glyphs: “like this“)."""
    after = text[at + 1] if at + 1 < end else " "
    return not text[at - 1].isspace() and not after.isalnum()
