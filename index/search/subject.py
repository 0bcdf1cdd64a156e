"""Who is asked: the words of a question that stand where a speaker does → namings.

A speaker is named ("Wang", "the secretary of state"), described ("the harbour club lawyer"), or misspelt. The last noun
says who somebody is: in "Clinton pollster Garin" it is Garin, and "Clinton's lawyer" is not Clinton.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.extract import names
from index.search import patterns, vocabulary
from index.search.described import PREPOSITIONS, alike, says_what_somebody_is
from index.search.people import Naming, People

JOINING = frozenset("and or & vs versus the".split())
_BESIDE = frozenset("with to against from".split())  # who is compared stands behind them as well
_BEFORE_SUBJECT = frozenset("what whats who why how when where which did do does has have had is was the a an".split())
_UNKNOWN_WORDS = 4  # of a name that nobody answers to
_BESIDES = frozenset(
    "actually again allegedly also clearly ever falsely first himself herself later once openly originally previously "
    "publicly really recently repeatedly reportedly still then".split()
)
"""Words between a name and its verb."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked, in the words [0, end) of the head of a question.

    `namings` are the speakers; `unknown` are words that stand where a speaker does, beside them too, and that nobody
    answers to; `pronoun` is where "he", "she" or "they" stands instead.
    """

    namings: tuple[Naming, ...] = ()
    unknown: tuple[str, ...] = ()
    pronoun: int | None = None


def subject(people: People, head: Sequence[str], *, whole: bool, compares: bool) -> Subject:
    """Return who is asked in the head of a question.

    Args:
        people: the speakers of the corpus.
        head: lower-case words up to the topic.
        whole: the head is the whole question, so that where the subject ends cannot be told without a verb.
        compares: the question holds several speakers against each other.
    """
    pronoun = _pronoun(people, head)
    if pronoun is not None:
        return Subject(pronoun=pronoun)
    described = _described(people, head, whole=whole)
    if described is not None:
        return described
    namings = asked(people, head, compares=compares)
    stranger = _stranger(people, head, namings, whole=whole)
    if stranger:
        return Subject(unknown=stranger)
    if namings:
        certain = compares or not whole or say_at(head) is not None
        return Subject(tuple(namings), unknown=_partner(head, namings, compares=compares) if certain else ())
    unknown = _unknown(head)
    near = _near(people, unknown)
    if near:
        return Subject((Naming(0, 1, near, "spelling"),))
    return Subject(unknown=tuple(unknown))


def asked(people: People, head: Sequence[str], *, compares: bool) -> list[Naming]:
    """Return the namings in the head of a question that are its speakers."""
    namings = people.find(head)
    start = _subject_at(head)
    if namings and start and start < namings[0].start and head[start] in names.ROLES:
        holders = people.find(head[start : namings[0].start]) or _alike(people, head[start])
        # "why did the judge seal Lind's file?" asks the judge
        if holders and holders[0].start == 0:
            return [replace(holders[0], start=start, end=start + holders[0].end)]
    namings = _misspelt_holder(people, head, namings) or namings or _misspelt(people, head)
    found = namings if compares else [n for n in namings if not spoken_to(head, n)] or namings
    if len(found) > 1 and not compares:
        say = say_at(head)
        before = [n for n in found if say is None or n.end <= say]
        found = _joined(head, _of_their_own(people, head, before)) or found[:1]
    return found


def _alike(people: People, role: str) -> list[Naming]:
    """Return the holders of a role that the articles call otherwise ("justice")."""
    return next((found for word in alike(role) if (found := people.find([word]))), [])


def say_at(head: Sequence[str]) -> int | None:
    """Return where the verb of saying stands in the head of a question."""
    return next((at for at, word in enumerate(head) if vocabulary.base(word) in vocabulary.SAY), None)


def spoken_to(head: Sequence[str], naming: Naming) -> bool:
    """Tell whether a naming stands where the one spoken to does."""
    return naming.start > 0 and head[naming.start - 1] in ("to", "told", "tell", "with")


def _pronoun(people: People, head: Sequence[str]) -> int | None:
    """Return where "he", "she" or "they" is the subject: whoever is named behind it is not asked."""
    at = _subject_at(head)
    if at >= len(head) or head[at] not in vocabulary.SUBJECTS or any(n.start < at for n in people.find(head)):
        return None
    return at


def _described(people: People, head: Sequence[str], *, whole: bool) -> Subject | None:
    """Return whom the subject describes without naming ("the harbour club lawyer"); None where it does not.

    A description that fits nobody is somebody unknown, even with a name in it ("Brandt's lawyer").
    """
    say = say_at(head)
    if say is None and whole:
        return None
    words = list(head if say is None else head[:say])
    start = _subject_at(words)
    end = next((at for at in range(start + 1, len(words)) if words[at] in PREPOSITIONS), len(words))
    namings = [n for n in people.find(words) if n.end > start]
    last = words[end - 1] if end > start else ""
    whole_name = (
        n.how == "name" or (len(n.readings) == 1 and n.start <= start) for n in namings if n.start < end <= n.end
    )
    if any(whole_name):
        return None
    fitting = people.described.fitting(people.by_family_name(words[start:]))
    if fitting:
        return Subject((Naming(start, len(words), fitting, "description"),))
    if any(n.how == "name" and n.start <= start and n.end < end for n in namings) and says_what_somebody_is(last):
        return Subject(unknown=tuple(words[start:end]))
    return None


def _stranger(people: People, head: Sequence[str], namings: Sequence[Naming], *, whole: bool) -> tuple[str, ...]:
    """Return an office or a first name with the name behind it that nobody bears.

    Neither the holder of the office is meant ("Professor Halvorsen") nor who has that first name ("Justin Halvorsen"),
    unless it is spelled nearly like a name that is there.
    """
    say = say_at(head)
    if len(namings) != 1 or (say is None and whole):
        return ()
    (known,) = namings
    given = known.end - known.start == 1 and people.first_name_only(head[known.start])
    name = head[known.end : len(head) if say is None else say]
    if not (known.how == "office" or (given and not people.nearest((head[known.start], *name)))) or not name:
        return ()
    if given and any(word in _BESIDES for word in name):
        return ()
    if any(word in vocabulary.STOP | names.ROLES | PREPOSITIONS | JOINING for word in name):
        return ()
    return tuple(head[known.start : known.end + len(name)])


def _partner(head: Sequence[str], namings: Sequence[Naming], *, compares: bool) -> tuple[str, ...]:
    """Return the words joined to the namings by which somebody is named whom nobody answers to ("Putin and Merkel")."""
    joining = (JOINING - {"the"}) | (_BESIDE if compares else frozenset())
    say = say_at(head)
    end = len(head) if say is None or say < namings[-1].end else say
    behind = _without_verb(head[namings[-1].end : end])
    before = _without_verb(head[_subject_at(head) : namings[0].start])
    if behind and behind[0] in joining:
        words = behind[1:]
    elif before and before[-1] in joining:
        words = before[:-1]
    else:
        return ()
    words = [word for word in words if word not in ("the", "both", "between")]
    known = vocabulary.STOP | vocabulary.PRONOUNS | vocabulary.TOPIC_MARKS | PREPOSITIONS | JOINING
    plain = len(words) <= _UNKNOWN_WORDS and known.isdisjoint(words)
    return tuple(words) if plain and not any(vocabulary.base(word) in vocabulary.SAY for word in words) else ()


def _without_verb(words: Sequence[str]) -> list[str]:
    """Return words without what says that they are compared ("differ", "compare")."""
    return [word for word in words if word in JOINING or not patterns.COMPARE.fullmatch(word)]


def _subject_at(words: Sequence[str]) -> int:
    return next((at for at, word in enumerate(words) if word not in _BEFORE_SUBJECT), len(words))


def _misspelt(people: People, head: Sequence[str]) -> list[Naming]:
    """Return the first full name of the head that is spelled nearly like somebody's ("evan tracy" for Evan Tracey)."""
    for at, (first, family) in enumerate(pairwise(head)):
        if names.is_first_name(first) and family not in vocabulary.STOP:
            near = people.nearest((first, family))
            if near:
                return [Naming(at, at + 2, near, "spelling")]
    return []


def _misspelt_holder(people: People, head: Sequence[str], namings: Sequence[Naming]) -> list[Naming]:
    """Return who is meant where a misspelt name follows an office that several hold ("senator chafetz")."""
    if len(namings) != 1 or namings[0].how != "office" or namings[0].end >= len(head):
        return []
    office, word = namings[0], head[namings[0].end]
    if word in vocabulary.STOP or vocabulary.base(word) in vocabulary.SAY:
        return []
    near = people.nearest([word])
    return [Naming(office.start, office.end + 1, near, "spelling")] if near else []


def _of_their_own(people: People, head: Sequence[str], namings: Sequence[Naming]) -> list[Naming]:
    """Return the namings without those that only say whose man a person is ("the DNC chair Fowler")."""
    own = list(namings)
    for naming, following in pairwise(namings):
        between = head[naming.end : following.start]
        belongs = all(word in names.ROLES for word in between) and not people.person(naming)
        if people.person(following) and (belongs or (between and says_what_somebody_is(between[-1]))):
            own.remove(naming)
    return own


def _joined(head: Sequence[str], namings: Sequence[Naming]) -> list[Naming]:
    """Return the first naming and those joined to it ("Putin and Wang"); another one belongs to what is asked."""
    joined = list(namings[:1])
    for naming in namings[1:]:
        if not all(word in JOINING for word in head[joined[-1].end : naming.start]):
            break
        joined.append(naming)
    return joined


def _near(people: People, words: Sequence[str]) -> tuple[str, ...]:
    """Return who is spelled nearly like the words together, else like one of them, the last first (family names)."""
    together = people.nearest(words) if words else ()
    if len(words) > 1 and names.is_first_name(words[0]):
        return together  # "boris stone" is no other Stone
    return together or next((near for word in reversed(words) if (near := people.nearest([word]))), ())


def _unknown(head: Sequence[str]) -> list[str]:
    """Return the words that stand where a speaker does and that no speaker answers to."""
    say = say_at(head)
    place = head if say is None else head[:say]
    words = [w for w in place if w not in vocabulary.STOP | vocabulary.PRONOUNS and not w.isdigit()]
    return words[:_UNKNOWN_WORDS]
