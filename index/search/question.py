"""Question → Query: what is asked, of whom, about what; by rules that can be read and explained, without a model.

A question has a head, where its speakers stand ("what did Wang say"), and a tail, its topic ("about third parties").
What narrows it is read by `restrictions`, what it leaves out is taken over by `followup`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.schema import Intent, Query
from index.search import patterns, vocabulary
from index.search.followup import inherit, possessed
from index.search.people import Naming, People
from index.search.restrictions import restricted
from index.search.script import speakers_in
from index.search.subject import JOINING, Subject, say_at, spoken_to, subject
from index.search.tongue import unserved
from index.search.wording import Wording, foreign, read, topic_words, words_of

_INTENTS = (
    (patterns.COUNT, Intent.COUNT),
    (patterns.TIMELINE, Intent.TIMELINE),
    (patterns.COMPARE, Intent.COMPARE),
    (patterns.WHEN_WHERE, Intent.WHEN_WHERE),
    (patterns.LIST, Intent.LIST),
)
_ASKING = ("you ", "what ", "who ", "how ", "why ", "when ", "where ", "which ")
_VERB = 2  # words of a predicate that is no topic
_NAMESAKES = 2  # of whom both are shown beside another speaker; of more it is asked who is meant


def parse(question: str, people: People, previous: Query | None = None, today: date | None = None) -> Query:
    """Return the query that a question asks; `previous` is the query of the turn before in the conversation.

    Never raises on odd text. A question without any word of substance is small talk. `today` resolves "last week".
    """
    wording = read(question)
    if previous is not None and (meant := _chosen(wording, previous)) is not None:
        return replace(previous, text=question, speakers=(meant,), readings=())
    if previous is not None:
        wording = possessed(wording, previous, people)
    if _small_talk(wording):
        return Query(question, Intent.SMALL_TALK)
    if foreign(question) and (known := speakers_in(question, people)):
        return Query(question, Intent.LIST, speakers=known)
    if not foreign(question) and unserved(question):
        return replace(_named(wording, _persons(wording, people)), intent=Intent.LIST)
    query = _check(wording, people) or _most(wording) or _who_said(wording) or _about(wording, people)
    query = restricted(query, wording, people, today or date.today())  # noqa: DTZ011 - the asker's own calendar day
    return inherit(query, previous, wording, people) if previous is not None else query


def _persons(wording: Wording, people: People) -> list[Naming]:
    """Return who is named in a question of which nothing else is understood."""
    outside = wording.plain.replace(wording.quoted.lower(), " ") if wording.quoted else wording.plain
    return [naming for naming in people.find(words_of(outside)) if people.person(naming)]


def _chosen(wording: Wording, previous: Query) -> str | None:
    """Return the one of several readings that is told by its number in the list; None where a turn tells none."""
    number = wording.plain.strip("#()")
    choices = previous.readings
    return choices[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(choices) else None


def _small_talk(wording: Wording) -> bool:
    return not wording.quoted and all(word in vocabulary.SMALL_TALK for word in words_of(wording.plain))


def _check(wording: Wording, people: People) -> Query | None:
    """Return the query of "did X say ...?" in its many forms; None for another question."""
    quoted = wording.quoted
    if quoted and set(wording.words) & patterns.REAL and not patterns.WHO.match(wording.plain):
        outside = wording.plain.replace(quoted.lower(), " ")
        slots = _named(wording, people.find(words_of(outside)))
        return replace(slots, intent=Intent.CHECK, claim=quoted, topic=quoted, quoted=True)
    quotation = (patterns.CHECK_QUOTED,) if quoted else ()
    for pattern in (*patterns.CHECKS, *quotation):
        match = pattern.match(wording.plain)
        if match is None or match["who"].startswith(_ASKING):
            continue
        who = words_of(match["who"])
        slots = _slots(wording, _subject(wording, people, who))
        if slots.speakers or slots.named or slots.readings or set(who) & vocabulary.PRONOUNS:
            claim = _bare_claim(match["claim"]) or quoted or match["cue"]
            denies = vocabulary.base(match["cue"]) in ("deny", "reject")
            return replace(
                slots,
                intent=Intent.CHECK,
                claim=f"deny {claim}" if denies else claim,
                topic=claim,
                quoted=quoted is not None,
            )
    return None


def _bare_claim(claim: str) -> str:
    return claim.strip(" ,.").removeprefix("that ").strip()


def _most(wording: Wording) -> Query | None:
    """Return the query of "who is quoted most on ...?"; None for another question."""
    match = patterns.MOST.match(wording.plain)
    if match is None:
        return None
    _, topic = _split(["most", *words_of(match["rest"])])
    return Query(wording.raw, Intent.COUNT, topic=" ".join(topic))


def _who_said(wording: Wording) -> Query | None:
    """Return the query of "who said ...?"; None for another question."""
    match = patterns.WHO.match(wording.plain) or patterns.WHO_ELSE.match(wording.plain)
    quoted = wording.quoted
    if match is None and not (quoted and patterns.WHOSE.search(wording.plain.replace(quoted.lower(), " "))):
        return None
    claim = quoted or (_bare_claim(match["claim"]) if match is not None else "")
    claim = re.sub(rf"^(?:{'|'.join(sorted(vocabulary.TOPIC_MARKS))}) ", "", claim)
    if not quoted and all(word in vocabulary.POINTERS | vocabulary.STOP for word in words_of(claim)):
        claim = ""  # "who said that?" points to the turn before
    return Query(wording.raw, Intent.WHO_SAID, claim=claim or None, topic=claim, quoted=quoted is not None)


def _about(wording: Wording, people: People) -> Query:
    """Return the query of everything else: speakers in the head, topic in the tail."""
    intent = next((intent for pattern, intent in _INTENTS if pattern.search(wording.plain)), Intent.SAID_ABOUT)
    head, tail = _apart(wording, people) or _split(wording.words)
    if patterns.WHAT_ABOUT.match(wording.plain) and _one_person(people, tail):
        head, tail = tail, []  # "what about Putin?" asks for another speaker, not for another topic
    found = _subject(wording, people, head)
    slots = _slots(wording, found)
    if tail and not (found.namings or found.unknown):
        late = [n for n in people.find(tail) if n.start and tail[n.start - 1] in ("by", "from", "to")]
        slots = _named(wording, late[:1])
    rest = _rest(people, head, found)
    clause = (
        say_at(head) is not None or found.pronoun is not None or len(rest) > _VERB
    )  # "do they agree on pay" is about pay alone
    topic = " ".join([*(rest if clause or not tail else ()), *tail])
    if wording.quoted and not topic_words(topic):
        topic = wording.quoted
    if intent is Intent.SAID_ABOUT and len(slots.speakers) > 1 and _several(people, head):
        intent = Intent.COMPARE
    elif intent is Intent.SAID_ABOUT and not topic_words(topic) and (slots.speakers or slots.readings):
        intent = Intent.LIST
    return replace(slots, intent=intent, topic=topic)


def _several(people: People, head: Sequence[str]) -> bool:
    say = say_at(head)
    return len(people.find(head if say is None else head[:say])) > 1


def _apart(wording: Wording, people: People) -> tuple[list[str], list[str]] | None:
    """Return speaker and topic of a question that sets them apart ("X - why ...", "..., according to X")."""
    for pattern in patterns.APART:
        match = pattern.match(wording.plain)
        who, topic = (words_of(match["who"]), words_of(match["topic"])) if match is not None else ([], [])
        if who and topic_words(" ".join(topic)) and _asks_of(wording, people, who):
            return who, topic
    only_names = patterns.NAMES_LAST.match(wording.plain)
    if only_names is not None and _nothing_else(people, words_of(only_names["who"])):
        topic = words_of(only_names["topic"])
        if not any(map(people.person, people.find(topic))):  # "who would Cuban take, Cruz or Trump" asks Cuban
            return words_of(only_names["who"]), topic
    according = patterns.ACCORDING.search(wording.plain)
    if according is not None:
        return words_of(according["who"]), words_of(wording.plain[: according.start()])
    return None


def _asks_of(wording: Wording, people: People, who: Sequence[str]) -> bool:
    """Tell whether `who`, set apart from a topic, is somebody."""
    return say_at(who) is None and bool(_subject(wording, people, who).namings)


def _nothing_else(people: People, words: Sequence[str]) -> bool:
    """Tell whether `words` are names of people, joined or not, and nothing else."""
    namings = people.find(words)
    left = len(words) - sum(naming.end - naming.start for naming in namings)
    return bool(namings) and all(map(people.person, namings)) and left == len(namings) - 1


def _one_person(people: People, words: Sequence[str]) -> bool:
    """Tell whether `words` are the name of a person and nothing else; a country may be a topic as well."""
    namings = people.find(words)
    if len(namings) != 1 or namings[0].end - namings[0].start != len(words):
        return False
    return people.person(namings[0])


def _split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words before and after the first word that opens a topic ("about", "on" ...)."""
    at = next((at for at, word in enumerate(words) if word in vocabulary.TOPIC_MARKS and at), len(words))
    return list(words[:at]), list(words[at + 1 :])


def _subject(wording: Wording, people: People, head: Sequence[str]) -> Subject:
    """Return who is asked in the head of a question: named, described or misspelt."""
    whole = len(head) == len(wording.words)
    return subject(people, head, whole=whole, compares=patterns.COMPARE.search(wording.plain) is not None)


def _slots(wording: Wording, found: Subject) -> Query:
    """Return a query with who is asked."""
    unknown = (" ".join(found.unknown),) if found.unknown else ()
    if found.namings:
        return replace(_named(wording, found.namings), named=unknown)
    return Query(wording.raw, Intent.SAID_ABOUT, named=unknown)


def _named(wording: Wording, namings: Sequence[Naming]) -> Query:
    ambiguous = next((n for n in namings if len(n.readings) > 1), None)
    several = len(namings) > 1 and all(len(n.readings) <= _NAMESAKES and n.how == "name" for n in namings)
    if ambiguous is not None and not several:
        return Query(wording.raw, Intent.SAID_ABOUT, readings=ambiguous.readings)
    if len(namings) == 1 and len(namings[0].holders) > 1:
        return Query(wording.raw, Intent.SAID_ABOUT, readings=namings[0].holders)  # the topic may tell who is meant
    speakers = dict.fromkeys(name for naming in namings for name in naming.readings)
    return Query(wording.raw, Intent.SAID_ABOUT, speakers=tuple(speakers))


def _rest(people: People, head: Sequence[str], found: Subject) -> list[str]:
    """Return the words of the head that belong to the topic: those behind the speakers and the verb of saying."""
    say = say_at(head)
    ends = [at + 1 for at in (say, found.pronoun) if at is not None] + [naming.end for naming in found.namings]
    if not ends:
        return []
    first = max(ends)
    told = first + _told_words(head, first)
    rest = enumerate(head[told:], start=told)
    addressed = [naming for naming in people.find(head) if spoken_to(head, naming)]
    covered = {at for naming in addressed for at in range(naming.start, naming.end)}
    nothing = {*vocabulary.STOP, *vocabulary.STANDPOINT, *JOINING, *found.unknown}
    return [w for at, w in rest if at not in covered and w not in nothing and vocabulary.base(w) not in vocabulary.SAY]


def _told_words(head: Sequence[str], first: int) -> int:
    """Return how many words from `first` on say who was told, where a verb of telling stands before them."""
    verb = vocabulary.base(head[first - 1]) if first else ""
    if verb != "tell" and not (verb in vocabulary.SAY and head[first : first + 1] == ["to"]):
        return 0
    after = first + (head[first] == "to") if first < len(head) else first
    stop = (at for at in range(after, len(head)) if head[at] in vocabulary.STOP | vocabulary.TOPIC_MARKS)
    return next(stop, len(head)) - first
