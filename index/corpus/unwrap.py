"""Lines of a printed page → paragraphs: words that a line end parts belong to one sentence."""

from __future__ import annotations

import re

FULL = 0.7
"""A line this long, as a part of the longest of its page, goes on in the next one, unless a sentence ends with it."""
_END = re.compile(r"[.!?:][”’\"')\]]*$")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_HYPHEN = re.compile(r"[^\W\d_]{2}-$")


def unwrap(page: str) -> str:
    r"""Return `page` with one line a paragraph.

    A paragraph ends at a blank line, and after a line that is short or ends a sentence well before the margin. A
    hyphen at the end of a line stays: it cannot be known whether it belongs to the word.

    >>> unwrap("The ferry will resume on Monday, the\nharbour master said.\n\nNobody was hurt.")
    'The ferry will resume on Monday, the harbour master said.\n\nNobody was hurt.'
    """
    page = page.replace("\r\n", "\n").replace("\r", "\n")
    width = max((len(line.strip()) for line in page.split("\n")), default=0)
    return "\n\n".join(_joined(paragraph, width) for paragraph in _BLANK.split(page.strip()))


def _joined(paragraph: str, width: int) -> str:
    """Join the lines of what stands between two blank lines."""
    whole = ""
    before = ""
    for line in (line.strip() for line in paragraph.split("\n")):
        if not whole:
            whole = line
        elif _HYPHEN.search(before) and line[:1].islower():
            whole += line
        else:
            ends = len(before) < FULL * width or (_END.search(before) and len(before) < (FULL + 1) / 2 * width)
            whole += ("\n" if ends else " ") + line
        before = line
    return whole
