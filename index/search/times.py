"""When something was said, in the words of its sentence: “on Saturday”, “last week”, “in March 2019”.

Only words right beside the cue count ("warned the port on Saturday that ...", "On Monday she said ..."), and none of
the content: "said the bridge would open in May" does not tell when it was said. What day that was is not worked out.
"""

from __future__ import annotations

import re

from index.schema import Record, Span

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PARTS = "morning|afternoon|evening|night"
_SEASONS = "spring|summer|autumn|winter"
_DATE = rf"(?:{_MONTHS})(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,? \d{{4}})?|\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?"
_TIME = re.compile(
    rf"\b(?:(?:[Oo]n|[Ll]ate on|[Ee]arly on) )?(?:{_DAYS})(?: (?:{_PARTS})|, (?:{_DATE}))?\b"
    rf"|\b(?:[Oo]n|[Ii]n|[Ss]ince) (?:{_DATE})\b|\b[Ii]n (?:19|20)\d\d\b"
    rf"|\b(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Ee]arlier (?:this|that) \w+)\b"
    rf"|\b(?:[Ll]ast|[Tt]his|[Ee]arlier this) (?:week|month|year|weekend|{_SEASONS}|{_PARTS}|{_DAYS})\b"
)
_BESIDE = 4  # words that may stand between the cue and the time behind it
_BEFORE = 3  # the same, between a time and the source


def said_when(text: str, record: Record) -> str | None:
    """Return the words that tell when a quote was said, a slice of `text` on one line; None where none do."""
    quote = record.quote
    if quote is None or quote.cue is None:
        return None
    first = min(span.start for span in (quote.cue, quote.source or quote.cue))
    for match in _TIME.finditer(text, record.sentence.start, record.sentence.end):
        found = Span(*match.span())
        if any(found.overlap(part) for part in record.spans):
            continue
        behind = found.start >= quote.cue.end and _words(text, quote.cue.end, found.start) <= _BESIDE
        before = found.end <= first and _words(text, found.end, first) <= _BEFORE
        if (behind and not _crossed(record, quote.cue.end, found.start)) or before:
            return " ".join(match.group().split())
    return None


def _words(text: str, start: int, end: int) -> int:
    return len(re.findall(r"\w+", text[start:end]))


def _crossed(record: Record, start: int, end: int) -> bool:
    """Tell whether a part of the content stands between two places."""
    return any(Span(start, end).overlap(part) for part in record.spans)
