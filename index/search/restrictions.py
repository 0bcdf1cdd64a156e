"""What narrows a question: exact words, an interpreter, an addressee, an outlet, dates. All of it is optional."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from index.extract import gazetteer
from index.schema import Intent, Query, Style
from index.search import patterns, vocabulary
from index.search.people import People
from index.search.wording import Wording

Dates = tuple[str | None, str | None, str | None]
"""(since, until, words that name a date which the articles cannot resolve)."""


def restricted(query: Query, wording: Wording, people: People, today: date) -> Query:
    """Return `query` with its style, mediation, addressee, outlet and dates filled from the wording."""
    since, until, unresolved = _dates(wording.plain, today)
    if query.claim:
        unresolved = None  # "did he resign before the election?" claims it
    outlet = _outlet(wording, people)
    asked_of = plainly(outlet) if outlet is not None else None
    return replace(
        query,
        styles=(Style.DIRECT, Style.MIXED) if patterns.EXACT.search(wording.plain) else (),
        mediated=patterns.MEDIATED.search(wording.plain) is not None and query.intent is not Intent.CHECK,
        topic=query.topic if asked_of is None else " ".join(query.topic.replace(asked_of, " ").split()),
        speakers=tuple(s for s in query.speakers if plainly(s) != asked_of) or query.speakers,
        outlet=outlet,
        addressee=_addressee(query, wording, people),
        since=since,
        until=until,
        unresolved_date=unresolved,
    )


def _addressee(query: Query, wording: Wording, people: People) -> str | None:
    """Return who is spoken to: the one name after "to", "told" ... that is not the speaker's."""
    claims = query.intent in (Intent.CHECK, Intent.WHO_SAID)
    marks = patterns.SPOKEN_TO if claims else patterns.TO
    for naming in people.find(wording.words):
        before = " ".join(wording.words[: naming.start]) + " "
        after = wording.words[naming.end : naming.end + 1]
        goes_on = (
            after and after[0] not in vocabulary.STOP | vocabulary.TOPIC_MARKS
        )  # "to bank bosses", "to the Chelsea blast"
        if (
            len(naming.readings) == 1
            and naming.readings[0] not in query.speakers
            and marks.search(before)
            and not goes_on
        ):
            return naming.readings[0]
    return None


def _outlet(wording: Wording, people: People) -> str | None:
    """Return the outlet that statements are asked "from" or "in", as the corpus spells it."""
    named = (
        o for o in people.outlets if re.search(rf"\b(?:from|in|by) (?:the )?{re.escape(plainly(o))}\b", wording.plain)
    )
    return next(named, None)


def plainly(outlet: str) -> str:
    """Return the name of an outlet as it is typed in a question."""
    return gazetteer.fold(outlet).replace("-", " ").removeprefix("the ")


def _dates(plain: str, today: date) -> Dates:
    month = patterns.MONTH.search(plain)
    if month is not None:
        day = f"-{int(month['day']):02d}" if month["day"] else ""
        named = f"{month['year']}-{patterns.MONTHS.index(month['month']) + 1:02d}{day}"
        return _range(month["how"], named, plain[month.end() :])
    year = patterns.DATE.search(plain)
    if year is not None:
        return _range(year["how"], year["date"], plain[year.end() :])
    relative = patterns.RELATIVE_DATE.search(plain)
    if relative is not None:
        return *_relative(relative.group(), today), None
    vague = patterns.VAGUE_DATE.search(plain)
    return None, None, vague.group() if vague is not None else None


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
