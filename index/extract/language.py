"""Which language a text is in, and the sentences of one whose quotes are not read. Only this file knows py3langid."""

from __future__ import annotations

import re

from index.extract.paragraphs import split_blocks, stripped
from index.schema import Document, Extraction, Span

SERVED = "en"
"""The language in which quotes are read."""
HEAD = 5_000
"""Characters that tell the language."""
SURE = 40.0
"""By how much the log-probability of another language must be higher: a whole sentence has more, names alone less."""
_MARK = "[\"”“»«’')\\]）」』]*"
_END = re.compile(
    rf"(?<![.!?…؟।])(?<!\b\d)(?<!\b\d\d)(?<!\b[^\W\d_a-z])(?<!\b[^\W\d_a-z][^\W\d_])"
    rf"[.!?…؟।]++{_MARK}+\s++(?![a-zß-öø-ÿ])|[。！？]+{_MARK}"
)


def foreign(text: str, sure: float = SURE) -> str | None:
    """Return the language of a text (ISO 639) where it surely is another one than the one served, else None.

    >>> foreign("Die Fähre fährt am Montag wieder, sagte der Hafenmeister am Donnerstag.")
    'de'
    >>> foreign("The ferry will resume on Monday, the harbour master said on Thursday.")
    """
    import py3langid

    scores = dict(py3langid.rank(text[:HEAD].encode("utf-8", "replace")))
    first = max(scores, key=lambda language: scores[language])
    return str(first) if scores[first] - scores[SERVED] >= sure else None


def sentences_alone(document: Document, language: str) -> Extraction:
    """Return the sentences of a text in which quotes are not read: cut where the writing ends one, in any script."""
    text = document.text
    spans: list[Span] = []
    for block in split_blocks(text):
        start = block.start
        for end in (*(match.end() for match in _END.finditer(text, block.start, block.end)), block.end):
            span = stripped(text, Span(start, end))
            if span.start < span.end:
                spans.append(span)
            start = end
    return Extraction(document, tuple(spans), (), language=language)
