"""A question that leans on the one before: what it leaves out is taken over and named, for the answer to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.extract import names
from index.schema import Intent, Query
from index.search import patterns, vocabulary
from index.search.people import People
from index.search.subject import say_at
from index.search.wording import Wording, topic_words

_WORDS_OF = frozenset("quotes statements words remarks opinion view views position stance".split())
_ANSWERING = frozenset("answer reply respond".split())
_CARRYING = (Intent.LIST, Intent.SAID_ABOUT, Intent.WHO_SAID, Intent.WHEN_WHERE)
"""Intents whose topic is taken over when a question brings none."""


def inherit(query: Query, before: Query, wording: Wording, people: People) -> Query:
    """Return `query` with what it leaves out taken from the turn `before`; a question that is whole takes nothing."""
    swapped = _swapped(query, before, wording)
    if swapped is not None:
        return swapped
    if before.intent is Intent.SMALL_TALK or not _leans(query, wording):
        return query
    query = _pointed(query, before, wording, people)
    taken = ["topic"] if query.inherited else list[str]()
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
    return replace(query, inherited=tuple(taken), otherwise=_otherwise(query, before, wording, taken))


def possessed(wording: Wording, before: Query, people: People) -> Wording:
    """Return a wording in which "her campaign" is called by her name, where the corpus knows it so."""
    for whose, what in pairwise(wording.words):
        named = [f"{names.key(name)[-1]} {what}" for name in before.speakers if names.key(name)]
        found = next((name for name in named if people.called(name.split())), None)
        if whose in vocabulary.POSSESSIVES and found is not None:
            plain = wording.plain.replace(f"{whose} {what}", found, 1)
            return replace(
                wording, plain=plain, words=tuple(" ".join(wording.words).replace(f"{whose} {what}", found).split())
            )
    return wording


def _swapped(query: Query, before: Query, wording: Wording) -> Query | None:
    """Return the query of a follow-up that keeps the speaker and names another topic ("the pay of nurses too?")."""
    match = patterns.TOO.match(wording.plain) or patterns.OF.match(wording.plain)
    if match is None or not before.speakers or query.intent not in (Intent.LIST, Intent.SAID_ABOUT):
        return None
    if match.groupdict().get("noun") in _WORDS_OF or say_at(match["what"].split()) is not None:
        return None
    other = (
        replace(query, topic=before.topic, intent=Intent.SAID_ABOUT, inherited=("topic",)) if query.speakers else None
    )
    return replace(
        query,
        intent=Intent.SAID_ABOUT,
        speakers=before.speakers,
        named=(),
        readings=(),
        topic=match["what"],
        inherited=("speaker",),
        otherwise=other,
    )


def _pointed(query: Query, before: Query, wording: Wording, people: People) -> Query:
    """Return a query whose "him" is filled: a person of the topic before, else who was asked then."""
    pointing = set(wording.words) & vocabulary.OBJECTS or wording.words[-1:] == ("her",)
    if not pointing or not query.speakers or topic_words(query.topic) or query.speakers == before.speakers:
        return query
    if any(map(people.person, people.find(before.topic.lower().split()))) or not before.speakers:
        return query
    topic = " and ".join(before.speakers)
    return replace(query, topic=topic, intent=Intent.SAID_ABOUT, inherited=("topic",))


def _otherwise(query: Query, before: Query, wording: Wording, taken: Sequence[str]) -> Query | None:
    """Return the other reading of "and Pence?": not what he said, but what was said of him by who was asked before."""
    bare = patterns.FOLLOW.match(wording.plain) is not None and all(
        vocabulary.base(word) not in vocabulary.SAY for word in wording.words
    )
    if not bare or tuple(taken) != ("topic",) or not before.speakers or query.speakers == before.speakers:
        return None
    topic = " ".join(word for word in wording.words if word not in vocabulary.STOP)
    return replace(query, speakers=before.speakers, topic=topic, claim=None, inherited=("speaker",), otherwise=None)


def _leans(query: Query, wording: Wording) -> bool:
    """Tell whether a question is elliptic: it opens with "and", points with a pronoun, or lacks what makes it whole."""
    follows = patterns.FOLLOW.match(wording.plain) is not None
    pronoun = not vocabulary.PRONOUNS.isdisjoint(wording.words)
    return follows or pronoun or not (topic_words(query.topic) or _whole(query, wording))


def _whole(query: Query, wording: Wording) -> bool:
    """Tell whether a question without a topic asks for all that somebody said ("what did Merkel say?")."""
    say = say_at(wording.words)
    answers = say is not None and vocabulary.base(wording.words[say]) in _ANSWERING  # to what, is left out
    asks = patterns.LIST.search(wording.plain) is not None or (say is not None and not answers)
    points = not vocabulary.POINTERS.isdisjoint(wording.words)
    return asks and not points and query.intent is not Intent.CHECK and not _lacks_speaker(query)


def _lacks_speaker(query: Query) -> bool:
    return not (query.speakers or query.readings or query.named) and query.intent is not Intent.WHO_SAID


def _is_topic(query: Query, people: People) -> bool:
    """Tell whether what stood where a speaker does ("what about tariffs?") resembles no speaker of the corpus."""
    return not people.nearest(query.named[0].split())


def _lacks_topic(query: Query) -> bool:
    if query.intent is Intent.CHECK:
        return not topic_words((query.claim or "").removeprefix("deny "))
    return query.intent in _CARRYING and not topic_words(query.topic)
