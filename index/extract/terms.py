"""Words in quotation marks, by their looks: a sentence that somebody says, a term in passing, or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.extract.marks import Quoted
from index.schema import Span, Style, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAME_WORDS = 5  # the most that a name in quotation marks has
_LEADS = frozenset("ADJ ADP DET NOUN PART PRON PROPN".split())  # what a sentence goes on with in such a name
_SENTENCE_WORDS = 4  # fewer quoted words than this, without a cue, are a term in quotation marks
_OPENERS = ".!?:,”\"'’»)…—–-"  # what may stand before a quoted sentence inside a paragraph


def style_of(content: tuple[Span, ...], quoted: list[Quoted]) -> Style:
    """Return how much of `content` is quoted: everything, something or nothing."""
    inside = [any(q.outer.covers(span) for q in quoted) for span in content]
    if all(inside):
        return Style.DIRECT
    touched = any(q.inner.overlap(span) for q in quoted for span in content)
    return Style.MIXED if touched else Style.INDIRECT


def apart(spans: list[Span]) -> list[Span]:
    """Return spans in order and as one where they meet: two parts that touch one quotation both became all of it."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start < apart[-1].end:
            apart[-1] = hull((apart[-1], span))
        else:
            apart.append(span)
    return apart


def tidy(text: str, span: Span) -> Span:
    """Return `span` without spaces, dashes and the lighter stops at its ends."""
    start, end = span.start, span.end
    while end > start and text[end - 1] in " ,;:.—–-":
        end -= 1
    while start < end and text[start] in " ,;:—–-":
        start += 1
    return Span(start, end)


def worded(text: str) -> bool:
    """Tell whether there are letters or digits in `text`, and not only marks or emoji."""
    return any(char.isalnum() for char in text)


def mere_term(text: str, block: Span, quoted: Quoted) -> bool:
    """Tell quoted words in passing (a title, a term) from a quoted sentence."""
    return len(quoted.inner.of(text).split()) < _SENTENCE_WORDS or not whole(text, block, quoted)


def names_something(text: str, quoted: Quoted, before: Token | None) -> bool:
    """Tell whether the marks stand round a name inside a sentence ("on “Night Desk,” Li said ...").

    `before` is the word of the article that leads up to the quotation.
    """
    words = quoted.inner.of(text).split()
    named = all(word[0].isupper() or len(word) < _SENTENCE_WORDS for word in words)
    short = len(words) <= _NAME_WORDS and named and words[0][0].isupper()
    return short and before is not None and before.pos_ in _LEADS


def whole(text: str, block: Span, quoted: Quoted) -> bool:
    """Tell whether the quotation is a sentence by its looks: it opens one of the article's, and ends like one."""
    inner = quoted.inner.of(text)
    ends = inner[-1] in ".,!?…" or not quoted.closed
    return (inner[0].isupper() or inner[0] == "[") and ends and _starts_sentence(text, block, quoted)


def _starts_sentence(text: str, block: Span, quoted: Quoted) -> bool:
    """Tell whether the quotation opens a sentence of the article, or follows a colon, a comma or a dash."""
    before = text[block.start : quoted.outer.start].rstrip()
    return not before or before[-1] in _OPENERS
