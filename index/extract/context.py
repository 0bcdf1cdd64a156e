"""Mentions of one document → what they are beside each other: mere words, people, two bearers of one name.

A mention alone tells less than all of them: "Taxes" opens a sentence, and "taxes" stands elsewhere; "Oda Brekk" is
somebody's name because the text goes on with "Brekk said"; "Mayor Stone" and "Judge Stone" are two people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.extract import cues, gazetteer, names
from index.extract.mentions import BODIES, Mention, find_title
from index.extract.parse import Block
from index.schema import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMMON = ("NN", "NNS")
_PASSING = frozenset(
    "candidate captain dr doctor frontrunner host lady leader miss mr mrs ms nominee professor sir winner".split()
)
"""What somebody is called who may hold an office besides."""


def in_context(found: Iterable[Mention], blocks: Sequence[Block]) -> list[Mention]:
    """Return the mentions of a document, in the same order, as all of its `blocks` tell them to be."""
    common = {token.text for block in blocks for token in block.doc if token.is_lower and token.tag_ in _COMMON}
    return _told_apart(_couples(_as_people(_without_words(found, common))))


def _as_people(found: Iterable[Mention]) -> list[Mention]:
    """Return the mentions; a name in two words is a person's where the text goes on with the second as a person's.

    The family name of somebody who is named in full is that one's, though a country may be called so, too.
    """
    mentions = list(found)
    people = [m.surface for m in mentions if m.kind is SpeakerKind.PERSON]
    known = {names.bare(surface.split()[-1]) for surface in people if " " in surface}
    called = {surface for surface in people if " " not in surface and names.bare(surface) not in known}
    mentions = [_bearer(m) if names.bare(m.surface) in known and _speaks(m) else m for m in mentions]
    return [replace(m, kind=SpeakerKind.PERSON) if _in_full(m, called) else m for m in mentions]


def _speaks(mention: Mention) -> bool:
    """Tell whether a name that may be a place's stands as that of a person does ("Jordan said")."""
    last = mention.last
    speaks = last.dep_ == "nsubj" and last.head.lemma_.lower() in cues.SPEECH
    return mention.kind is SpeakerKind.ORGANISATION and (speaks or last.ent_type_ == "PERSON")


def _bearer(mention: Mention) -> Mention:
    title, start = find_title(mention.first, mention.last)
    return replace(mention, kind=SpeakerKind.PERSON, title=title, title_start=start)


def _couples(found: Iterable[Mention]) -> list[Mention]:
    """Return the mentions with those who share the family name of the next ("Omar and Ana Stone").

    A first name tells, or that somebody of the family is called "Mr." and somebody "Ms."; who is called by that one
    word elsewhere has a name of his own.
    """
    mentions = list(found)
    alone = Counter(m.surface for m in mentions if " " not in m.surface)
    taken = {m.surface.split()[-1] for m in mentions if " " in m.surface}
    called: dict[str, set[str | None]] = defaultdict(set)
    for mention in mentions:
        called[mention.surface.split()[-1]].add(names.gender("", (mention.title,)))
    sharing: list[Mention] = []
    for mention in mentions:
        given, family = _beside(mention), mention.surface.split()[-1]
        if given is None or alone[given.text] > 1 or given.text in taken:
            continue
        if names.is_first_name(given.text) or {"male", "female"} <= called[family]:
            whole = f"{given.text} {family}"
            sharing.append(Mention(mention.block, given, given, whole, "", given.i, SpeakerKind.PERSON))
    places = {(m.block, m.first.i) for m in sharing}
    return [*(m for m in mentions if (m.block, m.first.i) not in places), *sharing]


def _beside(mention: Mention) -> Token | None:
    """Return the lone word that "and" joins to a person's name in full, if there is one."""
    full = mention.kind is SpeakerKind.PERSON and mention.surface.count(" ") == 1
    if not full or mention.first.i < 2 or mention.first.nbor(-1).lower_ != "and":
        return None
    given = mention.first.nbor(-2)
    begun = given.i > 0 and given.nbor(-1).pos_ == "PROPN"
    other = begun or given.ent_type_ in ("FAC", "GPE", "LOC", "ORG")
    return given if given.is_title and given.is_alpha and not other else None


def _told_apart(found: Iterable[Mention]) -> list[Mention]:
    """Return the mentions; of a bare family name behind two offices two people are made, each named with the office."""
    mentions = list(found)
    full = {names.bare(m.surface.split()[-1]) for m in mentions if " " in m.surface}
    held: dict[str, set[frozenset[str]]] = {}
    for mention in mentions:
        if offices := _post(mention, full):
            held.setdefault(mention.surface, set()).add(offices)
    several = {surface for surface, posts in held.items() if any(a.isdisjoint(b) for a in posts for b in posts)}
    return [
        replace(m, surface=f"{m.title} {m.surface}") if m.surface in several and _post(m, full) else m for m in mentions
    ]


def _post(mention: Mention, full: set[str]) -> frozenset[str]:
    """Return the offices that stand before a family name that nobody in the text bears in full."""
    alone = mention.kind is SpeakerKind.PERSON and " " not in mention.surface
    before = alone and mention.title_start < mention.first.i and names.bare(mention.surface) not in full
    return names.offices(mention.title) - _PASSING if before else frozenset()


def _without_words(found: Iterable[Mention], common: set[str]) -> list[Mention]:
    """Return the mentions without those that are only the first word of a sentence: a `common` noun, an office."""
    mentions = list(found)
    inside = {m.surface for m in mentions if not m.first.is_sent_start or m.title}
    inside |= {word for m in mentions if " " in m.surface for word in m.surface.split()}
    words = names.ROLES | names.HONORIFICS | common
    return [m for m in mentions if m.surface in inside or m.surface.isupper() or m.surface.lower() not in words]


def _in_full(mention: Mention, called: set[str]) -> bool:
    first, _, last = mention.surface.partition(" ")
    named = last in called and first.isalpha() and last not in BODIES
    return named and gazetteer.fold(mention.surface) not in gazetteer.metonyms()
