"""Question → Query: what is asked, of whom, about what; by rules that can be read and explained, without a model.

A question has a head, where its speakers stand ("what did Wang say"), and a tail, its topic ("about third parties").
What narrows it is read by `restrictions`, what it leaves out is taken over by `followup`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from index.extract import names
from index.schema import Intent, Query
from index.search import patterns, vocabulary
from index.search.described import PREPOSITIONS
from index.search.followup import inherit
from index.search.people import Naming, People
from index.search.restrictions import restricted
from index.search.wording import Wording, read, topic_words, words_of

_INTENTS = (
    (patterns.COUNT, Intent.COUNT),
    (patterns.TIMELINE, Intent.TIMELINE),
    (patterns.COMPARE, Intent.COMPARE),
    (patterns.WHEN_WHERE, Intent.WHEN_WHERE),
    (patterns.LIST, Intent.LIST),
)
_ASKING = ("you ", "what ", "who ", "how ", "why ", "when ", "where ", "which ")
_JOINING = frozenset("and or & vs versus the".split())
_BEFORE_SUBJECT = frozenset("what whats who why how when where which did do does has have had is was the a an".split())
_NAMESAKES = 2  # of whom both are shown beside another speaker; of more it is asked who is meant
_UNKNOWN_WORDS = 4  # of a name that nobody answers to


def parse(question: str, people: People, previous: Query | None = None, today: date | None = None) -> Query:
    """Return the query that a question asks; `previous` is the query of the turn before in the conversation.

    Never raises on odd text. A question without any word of substance is small talk. `today` resolves "last week".
    """
    wording = read(question)
    if _small_talk(wording):
        return Query(question, Intent.SMALL_TALK)
    query = _check(wording, people) or _who_said(wording) or _about(wording, people)
    query = restricted(query, wording, people, today or date.today())  # noqa: DTZ011 - the asker's own calendar day
    return inherit(query, previous, wording, people) if previous is not None else query


def _small_talk(wording: Wording) -> bool:
    return not wording.quoted and all(word in vocabulary.SMALL_TALK for word in words_of(wording.plain))


def _check(wording: Wording, people: People) -> Query | None:
    """Return the query of "did X say ...?" in its many forms; None for another question."""
    quoted = wording.quoted
    if quoted and set(wording.words) & patterns.REAL and not patterns.WHO.match(wording.plain):
        outside = wording.plain.replace(quoted.lower(), " ")
        slots = _named(wording, people.find(words_of(outside)))
        return replace(slots, intent=Intent.CHECK, claim=quoted, topic=quoted, quoted=True)
    for pattern in patterns.CHECKS:
        match = pattern.match(wording.plain)
        if match is None or match["who"].startswith(_ASKING):
            continue
        who = words_of(match["who"])
        slots = _speakers(wording, people, who)
        if slots.speakers or slots.named or slots.readings or set(who) & vocabulary.PRONOUNS:
            claim = _bare_claim(match["claim"]) or quoted or match["cue"]
            denies = vocabulary.base(match["cue"]) == "deny"
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


def _who_said(wording: Wording) -> Query | None:
    """Return the query of "who said ...?"; None for another question."""
    match = patterns.WHO.match(wording.plain)
    quoted = wording.quoted
    if match is None and not (quoted and patterns.WHOSE.search(wording.plain.replace(quoted.lower(), " "))):
        return None
    claim = quoted or (_bare_claim(match["claim"]) if match is not None else "")
    if not quoted and all(word in vocabulary.POINTERS | vocabulary.STOP for word in words_of(claim)):
        claim = ""  # "who said that?" points to the turn before
    return Query(wording.raw, Intent.WHO_SAID, claim=claim or None, topic=claim, quoted=quoted is not None)


def _about(wording: Wording, people: People) -> Query:
    """Return the query of everything else: speakers in the head, topic in the tail."""
    intent = next((intent for pattern, intent in _INTENTS if pattern.search(wording.plain)), Intent.SAID_ABOUT)
    head, tail = _apart(wording, people) or _split(wording.words)
    if patterns.WHAT_ABOUT.match(wording.plain) and _one_person(people, tail):
        head, tail = tail, []  # "what about Putin?" asks for another speaker, not for another topic
    slots = _speakers(wording, people, head)
    if tail and not (slots.speakers or slots.readings or slots.named):
        late = [n for n in people.find(tail) if n.start and tail[n.start - 1] in ("by", "from", "to")]
        slots = _named(wording, late[:1])
    topic = " ".join([*(_rest(wording, people, head) if not tail or _say_at(head) is not None else ()), *tail])
    if wording.quoted and not topic_words(topic):
        topic = wording.quoted
    say = _say_at(head)
    several = len(people.find(head if say is None else head[:say])) > 1 and len(slots.speakers) > 1
    if intent is Intent.SAID_ABOUT and several:
        intent = Intent.COMPARE
    elif intent is Intent.SAID_ABOUT and not topic_words(topic) and (slots.speakers or slots.readings):
        intent = Intent.LIST
    return replace(slots, intent=intent, topic=topic)


def _apart(wording: Wording, people: People) -> tuple[list[str], list[str]] | None:
    """Return speaker and topic of a question that sets them apart ("X - why ...", "..., according to X")."""
    dashed = patterns.DASHED.match(wording.plain)
    if dashed is not None and people.find(words_of(dashed["who"])):
        return words_of(dashed["who"]), words_of(dashed["topic"])
    according = patterns.ACCORDING.search(wording.plain)
    if according is not None:
        return words_of(according["who"]), words_of(wording.plain[: according.start()])
    return None


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


def _speakers(wording: Wording, people: People, head: Sequence[str]) -> Query:
    """Return a query with the speakers that the head of a question names, by name or by a near spelling."""
    asked = _described(wording, people, head) or _asked(wording, people, head)
    if asked:
        return _named(wording, asked)
    unknown = _unknown(head)
    near = _near(people, unknown)
    if near:
        return _named(wording, [Naming(0, 1, near, "spelling")])
    return Query(wording.raw, Intent.SAID_ABOUT, named=(" ".join(unknown),) if unknown else ())


def _described(wording: Wording, people: People, head: Sequence[str]) -> list[Naming]:
    """Return whom the subject of a question describes without naming ("the harbour club lawyer"), where it does."""
    say = _say_at(head)
    if say is None and len(head) == len(wording.words):
        return []  # where the subject ends cannot be told
    subject = list(head if say is None else head[:say])
    start = _subject_at(subject)
    end = next((at for at in range(start + 1, len(subject)) if subject[at] in PREPOSITIONS), len(subject))
    namings = [n for n in people.find(subject) if n.start < end <= n.end]
    if any(n.how == "name" or len(n.readings) == 1 for n in namings):
        return []
    fitting = people.described.fitting(subject[start:])
    return [Naming(start, len(subject), fitting, "description")] if fitting else []


def _subject_at(words: Sequence[str]) -> int:
    return next((at for at, word in enumerate(words) if word not in _BEFORE_SUBJECT), len(words))


def _asked(wording: Wording, people: People, head: Sequence[str]) -> list[Naming]:
    """Return the namings in the head of a question that are its speakers."""
    namings = people.find(head)
    start = _subject_at(head)
    if namings and start and start < namings[0].start and head[start] in names.ROLES:
        holders = people.find(head[start : namings[0].start])  # "why did the judge seal Lind's file?" asks the judge
        if holders and holders[0].start == 0:
            return [replace(holders[0], start=start, end=start + holders[0].end)]
    namings = namings or _misspelt(people, head)
    asked = [n for n in namings if not _spoken_to(head, n)] or namings
    if len(asked) > 1 and not patterns.COMPARE.search(wording.plain):
        say = _say_at(head)
        before = [n for n in asked if say is None or n.end <= say]
        asked = _joined(head, _of_their_own(people, head, before)) or asked[:1]
    return asked


def _misspelt(people: People, head: Sequence[str]) -> list[Naming]:
    """Return the first full name of the head that is spelled nearly like somebody's ("evan tracy" for Evan Tracey)."""
    for at, (first, family) in enumerate(pairwise(head)):
        if names.is_first_name(first) and family not in vocabulary.STOP:
            near = people.nearest((first, family))
            if near:
                return [Naming(at, at + 2, near, "spelling")]
    return []


def _of_their_own(people: People, head: Sequence[str], namings: Sequence[Naming]) -> list[Naming]:
    """Return the namings without those that only say whose man a person is ("the DNC chair Fowler")."""
    own = list(namings)
    for naming, following in pairwise(namings):
        between = head[naming.end : following.start]
        if all(word in names.ROLES for word in between) and not people.person(naming) and people.person(following):
            own.remove(naming)
    return own


def _spoken_to(head: Sequence[str], naming: Naming) -> bool:
    return naming.start > 0 and head[naming.start - 1] in ("to", "told", "tell", "with")


def _joined(head: Sequence[str], namings: Sequence[Naming]) -> list[Naming]:
    """Return the first naming and those joined to it ("Putin and Wang"); another one belongs to what is asked."""
    joined = list(namings[:1])
    for naming in namings[1:]:
        if not all(word in _JOINING for word in head[joined[-1].end : naming.start]):
            break
        joined.append(naming)
    return joined


def _near(people: People, words: Sequence[str]) -> tuple[str, ...]:
    """Return who is spelled nearly like the words together, else like one of them, the last first (family names)."""
    together = people.nearest(words) if words else ()
    if len(words) > 1 and names.is_first_name(words[0]):
        return together  # "boris stone" is no other Stone
    return together or next((near for word in reversed(words) if (near := people.nearest([word]))), ())


def _named(wording: Wording, namings: Sequence[Naming]) -> Query:
    ambiguous = next((n for n in namings if len(n.readings) > 1), None)
    several = len(namings) > 1 and all(len(n.readings) <= _NAMESAKES and n.how == "name" for n in namings)
    if ambiguous is not None and not several:
        return Query(wording.raw, Intent.SAID_ABOUT, readings=ambiguous.readings)
    speakers = dict.fromkeys(name for naming in namings for name in naming.readings)
    return Query(wording.raw, Intent.SAID_ABOUT, speakers=tuple(speakers))


def _say_at(head: Sequence[str]) -> int | None:
    return next((at for at, word in enumerate(head) if vocabulary.base(word) in vocabulary.SAY), None)


def _unknown(head: Sequence[str]) -> list[str]:
    """Return the words that stand where a speaker does and that no speaker answers to."""
    say = _say_at(head)
    place = head if say is None else head[:say]
    words = [w for w in place if w not in vocabulary.STOP | vocabulary.PRONOUNS and not w.isdigit()]
    return words[:_UNKNOWN_WORDS]


def _rest(wording: Wording, people: People, head: Sequence[str]) -> list[str]:
    """Return the words of the head that belong to the topic: those behind the speakers and the verb of saying."""
    say = _say_at(head)
    asked = _asked(wording, people, head)
    if say is None and not asked:
        return []
    first = max([-1 if say is None else say, *(naming.end - 1 for naming in asked)]) + 1
    spoken_to = [naming for naming in people.find(head) if _spoken_to(head, naming)]
    covered = {at for naming in spoken_to for at in range(naming.start, naming.end)}
    rest = [word for at, word in enumerate(head) if at >= first and at not in covered]
    nothing = vocabulary.STOP | vocabulary.STANDPOINT
    return [word for word in rest if word not in nothing and vocabulary.base(word) not in vocabulary.SAY]
