"""A question that leans on the one before: what it leaves out is taken over and named, for the answer to say so."""

from __future__ import annotations

from dataclasses import replace

from index.schema import Intent, Query
from index.search import patterns, vocabulary
from index.search.people import People
from index.search.wording import Wording, topic_words

_CARRYING = (Intent.LIST, Intent.SAID_ABOUT, Intent.WHO_SAID, Intent.WHEN_WHERE)
"""Intents whose topic is taken over when a question brings none."""


def inherit(query: Query, before: Query, wording: Wording, people: People) -> Query:
    """Return `query` with what it leaves out taken from the turn `before`; a question that is whole takes nothing."""
    if before.intent is Intent.SMALL_TALK or not _leans(query, wording):
        return query
    taken: list[str] = []
    if before.speakers and _lacks_speaker(query):
        query = replace(query, speakers=before.speakers)
        taken.append("speaker")
    elif before.speakers and query.named and patterns.FOLLOW.match(wording.plain) and _is_topic(query, people):
        query = replace(query, speakers=before.speakers, named=(), topic=query.named[0], intent=Intent.SAID_ABOUT)
        taken.append("speaker")
    if before.topic and _lacks_topic(query):
        intent = Intent.SAID_ABOUT if query.intent is Intent.LIST else query.intent
        claim = query.claim if query.intent is Intent.CHECK else before.claim or before.topic
        query = replace(query, topic=before.topic, claim=claim, intent=intent)
        taken.append("topic")
    return replace(query, inherited=tuple(taken))


def _leans(query: Query, wording: Wording) -> bool:
    """Tell whether a question is elliptic: it opens with "and", points with a pronoun, or has no topic of its own."""
    follows = patterns.FOLLOW.match(wording.plain) is not None
    return follows or bool(set(wording.words) & vocabulary.PRONOUNS) or not topic_words(query.topic)


def _lacks_speaker(query: Query) -> bool:
    return not (query.speakers or query.readings or query.named) and query.intent is not Intent.WHO_SAID


def _is_topic(query: Query, people: People) -> bool:
    """Tell whether what stood where a speaker does ("what about tariffs?") resembles no speaker of the corpus."""
    return not people.nearest(query.named[0].split())


def _lacks_topic(query: Query) -> bool:
    if query.intent is Intent.CHECK:
        return not topic_words((query.claim or "").removeprefix("deny "))
    return query.intent in _CARRYING and not topic_words(query.topic)
