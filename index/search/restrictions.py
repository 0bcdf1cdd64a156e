"""What narrows a question: exact words, an interpreter, an addressee, an outlet, dates. All of it is optional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.schema import Intent, Query, Style
from index.search import dates, outlets, patterns, vocabulary
from index.search.people import People
from index.search.wording import Wording, words_of


def restricted(query: Query, wording: Wording, people: People, today: date) -> Query:
    """Return `query` with its style, mediation, addressee, outlet and dates filled from the wording."""
    outlet, asked_of, plain = _outlet(wording, people)
    since, until, unresolved = dates.asked(plain, today, people.months)
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
