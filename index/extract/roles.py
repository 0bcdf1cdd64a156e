"""A definite noun phrase ("the minister", "the Vermont senator", "the council") → the one that the document calls so.

The noun must be what titles or descriptions say of somebody who was named before, or the last word of an organisation's
name, and whatever else the phrase says must be told of that one, too: "the Ohio governor" is nobody where the text
places its only governor in Texas, "the vice president" is never the president. Where several fit, it is the one named
close before, if the others were not; else nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from index.extract import gazetteer, names
from index.extract.cast import Cast
from index.extract.member import Member
from index.extract.parse import Block
from index.schema import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_RANKS = frozenset("assistant attorney deputy prime press vice".split())
"""Words that make another office of one: who is called with them is never called without, and the reverse."""

_PARTIES = frozenset(("conservative", "democratic", "labour", "liberal", "republican"))
"""Words that mostly go unsaid of the one who is called with them later, but never contradict what is said."""

_POSTS = frozenset("governor justice mayor president representative secretary senator".split())
"""Offices of which a person mostly holds one."""

_RUNNING = frozenset("candidate challenger contender frontrunner front-runner hopeful nominee".split())
_JUDGING = frozenset(("judge", "justice"))

_COMPLEMENT = re.compile(" (?:for|of|on|to) ")
_LEGAL_FORMS = frozenset("ag co company corp corporation gmbh inc llc ltd plc".split())
_COMPANY = frozenset(("company", "firm"))
_PRESS = frozenset(
    "chronicle courier enquirer gazette globe guardian herald inquirer journal mirror news observer post press "
    "register review sun telegraph times tribune".split()
)
"""Last words of names by which papers are known."""

_PAPER = frozenset(("newspaper", "outlet", "paper"))
_MANY = 20
_CLOSE = 2  # blocks
"""What may follow a name to say where its bearer is from: "(R-Fla.)", "of Vermont", ", D-Ohio"."""


class Roles:
    """Who holds which office in one document, and what its organisations are."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._people: dict[str, list[Member]] = defaultdict(list)
        self._organisations: dict[str, list[Member]] = defaultdict(list)
        for member in cast.members:
            if member.anyone:
                continue
            person = member.kind is SpeakerKind.PERSON
            for word in member.offices if person else member.offices | _head_words(member):
                (self._people if person else self._organisations)[word].append(member)

    def bearer(self, block: Block, head: Token) -> Member | None:
        """Return whom the definite phrase headed by `head` describes, if just one person or organisation fits."""
        wanted = _said_before(head)
        if self.another(block, head):
            return None
        return self._person(block, head, wanted) or self._organisation(block, head, wanted)

    def allows(self, member: Member, block: Block, head: Token) -> bool:
        """Tell whether nothing that the document says of a person keeps the phrase headed by `head` from meaning it."""
        wanted = _said_before(head)
        posted = names.office(head.lemma_) in _POSTS and bool(member.offices & _POSTS)  # an office that fits is found
        party = wanted & _PARTIES and any(_told(member, other) for other in _PARTIES - wanted)
        judges = names.office(head.lemma_) in _RUNNING and bool(member.offices & _JUDGING)
        return not (posted or judges or party or member.anyone or self.another(block, head))

    def another(self, block: Block, head: Token) -> bool:
        """Tell whether the paragraph just spoke of another one: "a group for ferry users said ...; the group ..."."""
        for token in reversed(block.doc[: head.left_edge.i]):
            if token.lower_ == head.lower_ and self._cast.at(block.number, token) is None:
                return any(c.lower_ in ("a", "an", "another") or c.dep_ in ("prep", "relcl") for c in token.children)
        return False

    def _person(self, block: Block, head: Token, wanted: set[str]) -> Member | None:
        office, ranks = names.office(head.lemma_), wanted & _RANKS
        fitting = [
            member
            for member in self._known(self._people, office, block)
            if _named_before(member, block, head)
            and _holds(member, office, ranks)
            and all(_told(member, word) for word in wanted - ranks - _PARTIES)
            and not (wanted & _PARTIES and any(_told(member, party) for party in _PARTIES - wanted))
            and names.gender("", (head.text,)) in (None, member.gender)
        ]
        current = [m for m in fitting if not all("former" in title.lower() for title in m.titles)]
        return self._only(block, (current or fitting) if "former" not in wanted else fitting)

    def _organisation(self, block: Block, head: Token, wanted: set[str]) -> Member | None:
        if names.office(head.lemma_) in names.ROLES:
            return None
        known = self._known(self._organisations, head.lower_, block)
        fitting = [m for m in known if _named_before(m, block, head) and all(_told(m, word) for word in wanted)]
        return self._only(block, fitting)

    def _known(self, table: Mapping[str, list[Member]], word: str, block: Block) -> list[Member]:
        """Return those whom a word can mean; of very many only the ones close by, as looking at each takes time."""
        known = table.get(word, [])
        if len(known) <= _MANY:
            return known
        near = {id(member) for member in self._close(block)}
        return [member for member in known if id(member) in near]

    def _close(self, block: Block) -> list[Member]:
        return [m for number in range(block.number - _CLOSE, block.number + 1) for _, m in self._cast.named_in(number)]

    def _only(self, block: Block, fitting: list[Member]) -> Member | None:
        if len(fitting) <= 1:
            return fitting[0] if fitting else None
        close = self._close(block)
        near = [member for member in fitting if any(member is other for other in close)]
        return near[0] if len(near) == 1 else None


def _named_before(member: Member, block: Block, head: Token) -> bool:
    first = member.mentions[0]
    return (first.block, first.first.i) < (block.number, head.i)


def _head_words(member: Member) -> set[str]:
    """Return the nouns that head the names of an organisation: "alliance" of "Alliance for Harbours"."""
    surfaces = [surface.lower() for surface in (member.name, *member.surfaces) if " " in surface]
    words = {_COMPLEMENT.split(surface)[0].split()[-1] for surface in surfaces}
    if words & _PRESS:
        return words | _PAPER
    return words | _COMPANY if _LEGAL_FORMS.intersection(names.bare(word) for word in words) else words


def _said_before(head: Token) -> set[str]:
    """Return what the phrase says before its noun that must be true of its bearer: names, ranks, "former"."""
    words = list(head.doc[head.left_edge.i : head.i])
    said = {w.lower_ for w in words if w.lower_ in _RANKS or w.lower_ == "former"}
    said |= {w.lower_ for w in words if w.pos_ in ("NOUN", "PROPN") and w.dep_ == "compound"}
    said |= {w.lower_ for w in words if w.text[0].isupper() and w.i > head.left_edge.i and w.is_alpha}
    behind = (w for child in head.children if child.dep_ == "prep" for w in child.subtree)
    said |= {w.lower_ for w in behind if w.pos_ in ("NOUN", "PROPN")}
    return _whole_regions(said, " ".join(w.lower_ for w in words))


def _whole_regions(said: set[str], phrase: str) -> set[str]:
    """Return `said` with the words of a region's name as one ("south carolina")."""
    for region in gazetteer.regions():
        if " " in region and region in phrase:
            said = (said - set(region.split())) | {region}
    return said


def _holds(member: Member, office: str, ranks: set[str]) -> bool:
    """Tell whether a title or description gives the member the office, with just these ranks."""
    for told in (*member.titles, *member.descriptions):
        if office in names.offices(told) and ranks == _RANKS.intersection(told.lower().replace("-", " ").split()):
            return True
    return False


def _told(member: Member, word: str) -> bool:
    """Tell whether the text says `word` of the member: in a title or a description, or right behind its name."""
    told = [*member.titles, *member.descriptions, *member.surfaces, *_behind(member)]
    said = f" {re.sub(r'[^a-z0-9]+', ' ', ' '.join(told).lower().replace('.', ''))} "
    return any(f" {form} " in said for form in gazetteer.regions().get(word, (word,)))


def _behind(member: Member) -> Iterable[str]:
    return {mention.beside for mention in member.mentions if mention.beside}
