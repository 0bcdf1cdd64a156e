"""What narrows a question: exact words, an interpreter, an addressee, an outlet, dates. All of it is optional."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.schema import Intent, Query, Style
from index.search import outlets, patterns, vocabulary
from index.search.people import People
from index.search.wording import Wording, words_of

Dates = tuple[str | None, str | None, str | None]
"""(since, until, words that name a date which the articles cannot resolve)."""


def restricted(query: Query, wording: Wording, people: People, today: date) -> Query:
    """Return `query` with its style, mediation, addressee, outlet and dates filled from the wording."""
    outlet, asked_of, plain = _outlet(wording, people)
    since, until, unresolved = _dates(plain, today, people.months)
    if query.claim:
        unresolved = None  # "did he resign before the election?" claims it
    return replace(
        query,
        styles=(Style.DIRECT, Style.MIXED) if patterns.EXACT.search(wording.plain) else (),
        mediated=patterns.MEDIATED.search(wording.plain) is not None and query.intent is not Intent.CHECK,
        topic=" ".join(_without(query.topic.split(), asked_of)) if outlet is not None else query.topic,
        speakers=tuple(s for s in query.speakers if outlets.plainly(s).split() != asked_of) or query.speakers,
        outlet=outlet,
        addressee=_addressee(query, wording, people),
        since=since,
        until=until,
        unresolved_date=unresolved,
    )


def _addressee(query: Query, wording: Wording, people: People) -> str | None:
    """Return who is spoken to: the one name after "to", "told" ... that is not the speaker's, else the words there."""
    claims = query.intent in (Intent.CHECK, Intent.WHO_SAID)
    marks = patterns.SPOKEN_TO if claims else patterns.TO
    for naming in people.find(wording.words):
        before = " ".join(wording.words[: naming.start]) + " "
        after = wording.words[naming.end : naming.end + 1]
        # "to bank bosses", "to the Chelsea blast"
        goes_on = after and after[0] not in vocabulary.STOP | vocabulary.TOPIC_MARKS
        other = len(naming.readings) == 1 and naming.readings[0] not in query.speakers
        if other and marks.search(before) and not goes_on:
            return naming.readings[0]
    unknown = patterns.TOLD.search(wording.plain) if query.speakers and not claims else None
    return unknown["whom"] if unknown is not None and not _pronouns(unknown["whom"]) else None


def _pronouns(words: str) -> bool:
    return any(word in vocabulary.PRONOUNS | vocabulary.STOP for word in words.split())


def _outlet(wording: Wording, people: People) -> tuple[str | None, list[str], str]:
    """Return (outlet that is asked "from" or "in", its words in the question, the question without them)."""
    words = words_of(wording.plain)
    found = outlets.named(words, people.outlets)
    if found is None:
        return None, [], wording.plain
    outlet, start, end = found
    return outlet, words[start:end], " ".join([*words[:start], *words[end:]])


def _without(topic: list[str], words: Sequence[str]) -> list[str]:
    """Return a topic without the words of an outlet that stand at its end, or all of it that are left of them."""
    return [word for word in topic if word not in words] if set(words) & set(topic[-len(words) :]) else topic


def _dates(plain: str, today: date, months: Sequence[str]) -> Dates:
    month = patterns.MONTH.search(plain)
    if month is not None:
        day = f"-{int(month['day']):02d}" if month["day"] else ""
        named = f"{month['year']}-{patterns.MONTHS.index(month['month']) + 1:02d}{day}"
        return _range(month["how"] or "in", named, plain[month.end() :])
    year = patterns.DATE.search(plain)
    if year is not None:
        return _range(year["how"], year["date"], plain[year.end() :])
    alone = patterns.MONTH_ALONE.search(plain)
    if alone is not None:
        return _month_alone(alone, months)
    relative = patterns.RELATIVE_DATE.search(plain)
    if relative is not None:
        return *_relative(relative.group(), today), None
    vague = patterns.VAGUE_DATE.search(plain)
    return None, None, vague.group() if vague is not None else None


def _month_alone(match: re.Match[str], months: Sequence[str]) -> Dates:
    """Return the dates of a month without its year: the last such month that articles are of."""
    number = patterns.MONTHS.index(match["month"] or match["only"]) + 1
    known = [month for month in months if month.endswith(f"-{number:02d}")]
    return _range(match["how"] or "in", known[-1], "") if known else (None, None, match.group())


def _range(how: str, day: str, after: str) -> Dates:
    if how in ("since", "after") or (how == "from" and patterns.ONWARD.match(after)):
        return day, None, None
    return (None, day, None) if how in ("until", "before") else (day, day, None)


def _relative(words: str, today: date) -> tuple[str, str]:
    """Return first and last day of "yesterday", "last week", "this month" ... as seen from `today`."""
    if words in ("today", "yesterday"):
        day = today - timedelta(days=words == "yesterday")
        return day.isoformat(), day.isoformat()
    which, unit = words.split()
    back = int(which == "last")
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if unit == "month":
        number = today.year * 12 + today.month - 1 - back
        month = f"{number // 12:04d}-{number % 12 + 1:02d}"
        return month, month
    return f"{today.year - back:04d}", f"{today.year - back:04d}"
