"""Document text → the blocks that are parsed: one line of running text each, in text order.

News sites break paragraphs by line ends, so a line is a block. A line that carries no sentence (a share counter, a
bare number, a rule of dashes) is left out, and so is never credited to anyone; so is the dateline that opens a
paragraph. A block longer than `MAX_BLOCK` characters is cut at a sentence end or a space, which keeps the parser's
memory bounded on text without line ends.
"""

from __future__ import annotations

import re

from index.schema import Span

MAX_BLOCK = 4_000
"""Longest block handed to the parser, in characters: some 700 words, more than any paragraph of a newspaper."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’/-]+"
    r"(?:, (?:[A-Z][a-z]+\.?(?: \d{1,2})?|\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?|\d{4})){0,3}"  # , Ohio, 22 Feb. 2026
    r",? ?\([A-Z][^()]{1,30}\)(?: ?[—–-]+\s+|\s+(?![a-z]))"  # MOSCOW (Agency) -
    r"|[A-Z][A-Z .'’/-]{2,}(?:, [A-Z\d][^—–]{2,30})? ?[—–]+\s+"  # MOSCOW, Feb. 22 —
)
_CUT = re.compile(r"[.!?][”\"’')\]]*\s+")


def without_tags(text: str) -> str:
    """Return `text` with spaces in place of what is left of a page's markup, so that offsets stay true.

    >>> without_tags("<b>No</b>, 1 < 2")
    '   No    , 1 < 2'
    """
    return _TAG.sub(lambda tag: " " * len(tag.group()), text)


def split_blocks(text: str) -> tuple[Span, ...]:
    r"""Return the blocks of `text`, stripped of surrounding white space, in order.

    >>> text = "A title\n\n177\nShe left. He stayed."
    >>> [block.of(text) for block in split_blocks(text)]
    ['A title', 'She left. He stayed.']
    """
    blocks: list[Span] = []
    for line in _LINE.finditer(text):
        dateline = _DATELINE.match(text, line.start(), line.end())
        block = stripped(text, Span(dateline.end() if dateline else line.start(), line.end()))
        if _WORD.search(text, block.start, block.end):
            blocks.extend(_cut(text, block))
    return tuple(blocks)


def stripped(text: str, span: Span) -> Span:
    """Return `span` without white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _cut(text: str, block: Span) -> list[Span]:
    """Cut an over-long line at the last sentence end (else space, else anywhere) before the limit."""
    pieces: list[Span] = []
    start, end = block.start, block.end
    while end - start > MAX_BLOCK:
        limit = start + MAX_BLOCK
        middle = start + MAX_BLOCK // 2
        cuts = [match.end() for match in _CUT.finditer(text, middle, limit)]
        cut = cuts[-1] if cuts else text.rfind(" ", middle, limit) + 1 or limit
        pieces.append(stripped(text, Span(start, cut)))
        start = stripped(text, Span(cut, end)).start
    if start < end:
        pieces.append(Span(start, end))
    return [piece for piece in pieces if len(piece)]
