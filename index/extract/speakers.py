"""Source of an attribution → canonical speaker, with the rule that decided and how sure it is.

Rules, first that applies: a name, or a part or variant of one; an apposition that names; a group that speaks for a
government; a pronoun (`pronouns`); a role noun with "the" ("the minister") that one member of the cast bears (`roles`);
a described group or office ("Finance Ministry officials"), which keeps its description. Inside a quotation, "I" is
whoever is quoted. Everything else stays unknown: a source such as "critics" or "a spokesman" is shown as it is written
and nobody's name is put to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.extract import cues, gazetteer, names, pronouns
from index.extract.bodies import EPITHETS, NAMED_AFTER, Bodies
from index.extract.cast import AMBIGUOUS, Cast
from index.extract.member import Member
from index.extract.mentions import in_title_case
from index.extract.parse import Block
from index.extract.phrases import TIMES, author, description, joined, labels, source_span
from index.extract.pronouns import Antecedents
from index.extract.roles import Roles
from index.schema import Span, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMES = {"name": 0.95, "first name": 0.85, "misspelt name": 0.75, "shared name": 0.6}
"""Rules by which the cast finds a name, and how far each is to be trusted."""

_NAMING = frozenset(("PERSON", "ORG", "GPE", "NORP"))
_WRITINGS = cues.TEXTS | frozenset(
    "account analysis article ballot book disclosure plan poll proposal story study survey".split()
)
_MARKS = frozenset('“”"«»<>={}:')  # no description holds them
_ALONE = 1.5  # farther than this from the best, nobody else is in mind
_SURE = 0.65  # of who owns what speaks
_ANY = ("a", "an", "another", "one")
_SOME = frozenset("few many most none others several some".split())
_FIRST_PERSON = frozenset(("i", "me", "my", "myself"))
_FIRST_PLURAL = frozenset(("we", "us", "our", "ourselves"))
_CHAIN = 4  # verbs between a relative pronoun and the one that heads its clause


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a source is. `name` is None when the text does not tell; `confidence` is in 0..1."""

    name: str | None
    confidence: float
    rule: str


UNKNOWN = Decision(None, 0.5, "unknown")


class Resolver:
    """Decides on the sources of one document, in text order: what was decided before counts for the next pronoun."""

    def __init__(self, text: str, cast: Cast, blocks: list[Block], quoted: Sequence[Span]) -> None:
        self.text = text
        self.cast = cast
        self.blocks = blocks
        self._people = {member.name for member in cast.members if member.kind is SpeakerKind.PERSON}
        self._organised = {member.name for member in cast.members if member.organised}
        self._proper = {t.text for b in blocks for t in b.doc if t.pos_ == "PROPN" and not t.is_sent_start}
        self._last: tuple[int, Decision] | None = None  # block and decision of the source before
        self._roles = Roles(cast)
        self._antecedents = Antecedents(cast, self._roles, blocks, quoted)
        self._bodies = Bodies(cast, blocks, self._told, self.in_quotation)

    def speaker(self, block: Block, head: Token, content: Sequence[Span]) -> Decision:
        """Return who the source headed by `head` is, and remember it for the pronouns that follow.

        A pronoun is nobody who is only named in the `content` that is credited to it.
        """
        decision, member = self._decide(block, head, content, None)
        somebody = head.tag_ == "NN" and names.office(head.lemma_) in names.ROLES | names.RELATIONS
        somebody |= head.pos_ == "PROPN" and head.dep_ == "nsubj"
        if member is not None or (somebody and decision is UNKNOWN):
            self._antecedents.spoke(block, head, member)
        self._last = (block.number, decision)
        return decision

    def reported(self, block: Block, head: Token, by: Decision) -> Decision:
        """Return who a source inside a quotation is: "I" is the one who is quoted, "she" somebody else."""
        word = head.lower_
        group = by.name is not None and by.name not in self._people
        if word in _FIRST_PERSON or (word in _FIRST_PLURAL and group):
            return Decision(by.name, round(by.confidence * 0.9, 3), "first person") if by.name else UNKNOWN
        return self._decide(block, head, (), by.name)[0]

    def addressee(self, block: Block, head: Token, apart_from: str | None) -> Decision:
        """Return whom the phrase headed by `head` stands for; nobody talks to himself."""
        return self._decide(block, head, (), apart_from)[0]

    def in_quotation(self, block: Block, token: Token) -> bool:
        """Tell whether a token stands inside quotation marks."""
        return self._antecedents.in_quotation(block.start(token))

    def _decide(
        self, block: Block, head: Token, content: Sequence[Span], apart_from: str | None
    ) -> tuple[Decision, Member | None]:
        if head.tag_ in ("WP", "WDT"):
            return self._relative(block, head, content, apart_from)
        if head.pos_ == "PRON":
            return self._pronoun(block, head, content, apart_from)
        named = self._named(block, head)
        if named is not None:
            conjuncts = (self.cast.at(block.number, other) for other in joined(head))
            together = [named, *(member for member in conjuncts if member is not None)]
            if any(member.anyone for member in together):
                return Decision(None, UNKNOWN.confidence, AMBIGUOUS), None
            called = list(dict.fromkeys(member.name for member in together))
            if len(called) > 1:
                return Decision(" and ".join(called), 0.8, "several names"), None
            rule = self.cast.how(block.number, head)
            return Decision(named.name, _NAMES[rule], rule), named
        return self._owned(block, head) or self._described(block, head)

    def _relative(
        self, block: Block, head: Token, content: Sequence[Span], apart_from: str | None
    ) -> tuple[Decision, Member | None]:
        """Return who "who" or "which" is: whom its clause is about, if that one is named."""
        clause = head.head
        for _ in range(_CHAIN):
            if clause.dep_ in ("conj", "xcomp", "ccomp", "advcl"):
                clause = clause.head
        if clause.dep_ != "relcl":
            return UNKNOWN, None
        about = clause.head
        if about.dep_ == "appos" and self.cast.at(block.number, about) is None:
            about = about.head  # "Harbour45, a fund that ..."
        place = self.cast.at(block.number, about)
        if head.lower_ == "who" and place is not None and place.kind is not SpeakerKind.PERSON and about.dep_ == "pobj":
            about = about.head.head  # "people in Oslo, who ..."
        decision, member = self._decide(block, about, content, apart_from)
        known = member is not None or head.lower_ == "who" or decision.rule == "government"
        return (decision, member) if known else (UNKNOWN, None)

    def _named(self, block: Block, head: Token) -> Member | None:
        """Return who is named by a phrase: by its head, by an apposition, or behind what he is ("surgeon Jonas Li")."""
        member = self.cast.at(block.number, head)
        if member is not None:
            return member
        if head.lemma_.lower() in _WRITINGS or labels(head):
            return None  # what follows a label is what its bearer says; "the poll, Li v. Brandt, ..."
        for child in head.children:
            if child.dep_ == "appos" and (found := self.cast.at(block.number, child)) is not None:
                return found if found.kind is SpeakerKind.PERSON and head.tag_ in ("NN", "NNP") else None
        return self._titled(block, head) or self._behind(block, head)

    def _behind(self, block: Block, head: Token) -> Member | None:
        """Return the person named at the end of a phrase that says who that is.

        The parser hangs the name on the noun before it: "a spokeswoman for the Harbour Police, Ana Ruiz, said".
        """
        last = head.right_edge
        if last.is_punct and last.i > head.i:
            last = last.nbor(-1)
        while last.i > head.i and last.dep_ != "appos":
            last = last.head
        found = self.cast.at(block.number, last) if last.i > head.i and head.tag_ == "NN" else None
        if found is None or found.kind is not SpeakerKind.PERSON or last.left_edge.i <= head.i:
            return None
        if last.left_edge.nbor(-1).text != ",":
            return None
        beside = self.cast.at(block.number, last.head)
        human = names.office(last.head.lemma_) in names.ROLES | names.RELATIONS
        return None if human or (beside is not None and beside.kind is SpeakerKind.PERSON) else found

    def _titled(self, block: Block, head: Token) -> Member | None:
        """Return the person named at the end of titles that are joined by "and" ("lawyer and mayor Ana Ruiz")."""
        conjuncts = [c for c in head.children if c.dep_ == "conj"]
        bare = not any(c.dep_ in ("det", "poss") for c in head.children)
        if len(conjuncts) != 1 or not bare or head.tag_ not in ("NN", "NNP"):
            return None
        last = conjuncts[0]
        titled = any(c.dep_ == "compound" and c.tag_ == "NN" for c in last.children)
        if names.office(head.lemma_) not in names.ROLES and not titled:
            return None
        places = [last, *(child for child in last.children if child.dep_ == "appos")]
        found = next((m for place in places if (m := self.cast.at(block.number, place)) is not None), None)
        return found if found is not None and found.kind is SpeakerKind.PERSON else None

    def _owned(self, block: Block, head: Token) -> tuple[Decision, Member | None] | None:
        """Return whose text or campaign a source is, where that decides: "Li's letter", "his tweet", "her campaign"."""
        writing = head.lemma_.lower() in _WRITINGS
        if not writing and head.lower_ not in NAMED_AFTER:
            return None
        owner = author(head) if writing else next((c for c in head.children if c.dep_ == "poss"), None)
        decision, member = self._decide(block, owner, (), None) if owner is not None else (UNKNOWN, None)
        if owner is not None and decision.confidence < _SURE:
            return None
        if owner is not None and writing:
            foreign = owner.dep_ == "pobj" and decision.name not in self._people | self._organised  # "from Oslo"
            return None if decision.name is None or decision.rule == "description" or foreign else (decision, member)
        if owner is not None and (member is None or member.kind is not SpeakerKind.PERSON):
            return None
        body = self._bodies.shortened(block, head, member)
        return (Decision(body, 0.6, "short form"), None) if body is not None else None

    def _described(self, block: Block, head: Token) -> tuple[Decision, Member | None]:
        span = source_span(block, head)
        phrase = span.of(self.text)
        government = self._government(phrase, head)
        if government is not None:
            return Decision(government, 0.75, "government"), None
        definite = phrase.lower().startswith("the ") or (phrase[:1].isupper() and head.pos_ == "PROPN")
        if definite and head.tag_ in ("NN", "NNP"):
            if (held := self._by_role(block, head)) is not None:
                return held
            if names.office(head.lemma_) in names.ROLES:
                return UNKNOWN, None
        words = description([t for t in block.doc if span.start <= block.start(t) < span.end], head)
        lone = head.is_sent_start and words == [head] and not head.ent_type_
        opens = lone and head.text not in self._proper  # has its capital from the sentence
        anybody = head.left_edge.lower_ in _ANY and head.ent_type_ == "NORP"  # "a Texas Republican" is one of many
        when = all(t.ent_type_ in TIMES or t.tag_ == "POS" for t in words)
        if opens or anybody or when or head.lower_ in _SOME:
            return UNKNOWN, None
        said = " ".join(block.cover(words[0], words[-1]).of(self.text).split())
        headline = in_title_case(block)
        told = any(
            t.ent_type_ in _NAMING or (t.pos_ == "PROPN" and not headline)
            for t in words
            if t.text[0].isupper() and t.pos_ != "DET"
        )
        return (Decision(said, 0.7, "description"), None) if told and not _MARKS.intersection(said) else (UNKNOWN, None)

    def _by_role(self, block: Block, head: Token) -> tuple[Decision, Member | None] | None:
        """Return who is called by what he is: whom the document gives the office, else who has just been named."""
        bearer = self._roles.bearer(block, head)
        if bearer is not None:
            return Decision(bearer.name, 0.65, "role"), bearer
        meant = self._meant(block, head)
        body = self._body(block, head) if meant is None else meant.name
        return (Decision(body, 0.55, "epithet"), meant) if body is not None else None

    def _meant(self, block: Block, head: Token) -> Member | None:
        """Return whom an epithet ("the retired surgeon") takes up: who alone is in mind and leads the text, if he fits.

        Nobody is called by an epithet in a clause of which he is the subject himself (principle C of binding).
        """
        if head.lemma_.lower() not in names.EPITHETS or head.left_edge.lower_ != "the":
            return None
        over = [self.cast.at(block.number, c) for verb in head.ancestors for c in verb.children if c.dep_ == "nsubj"]
        fitting = [
            (member, score)
            for member, score in self._antecedents.ranked(
                block, head.left_edge, (), names.gender("", (head.text,)), introduced=0.0
            )
            if member is None
            or (self._roles.allows(member, block, head) and not any(member is other for other in over))
        ]
        best, score = fitting[0] if fitting else (None, 0.0)
        alone = best is not None and all(other <= score - _ALONE for _, other in fitting[1:])
        return best if best is not None and alone and self._antecedents.leads(best, block, head) else None

    def _body(self, block: Block, head: Token) -> str | None:
        """Return the organisation that a noun for one takes up ("the company"), which no place is and no government."""
        if head.lower_ not in EPITHETS or self._roles.another(block, head):
            return None
        name = self._it(block, head)[0].name
        return name if name in self._organised else None

    def _government(self, phrase: str, head: Token) -> str | None:
        """Return the government that "Chinese officials", "Beijing officials" or "the French government" stand for."""
        words = gazetteer.fold(phrase).split()
        if len(words) > 4 or words[-1:] == [] or words[-1] not in names.OFFICIALS or head.lower_ != words[-1]:
            return None
        for start in range(len(words) - 1):
            of = " ".join(words[start : start + 2]), words[start]
            for surface in of:
                found = gazetteer.demonyms().get(surface) or gazetteer.metonyms().get(surface)
                if found is not None:
                    return found
        return None

    def _pronoun(
        self, block: Block, head: Token, content: Sequence[Span], apart_from: str | None
    ) -> tuple[Decision, Member | None]:
        if head.lower_ == "it":
            return (UNKNOWN, None) if self.in_quotation(block, head) else self._it(block, head)
        if head.lower_ not in pronouns.SINGULAR:
            name = self._bodies.they(block, head) if head.lower_ == "they" else None
            return (Decision(name, 0.55, "pronoun") if name is not None else UNKNOWN), None
        ranked = self._antecedents.ranked(block, head, content, pronouns.SINGULAR[head.lower_])
        ranked = [pair for pair in ranked if pair[0] is None or pair[0].name != apart_from]
        best, score = ranked[0] if ranked else (None, 0.0)
        if best is None:
            return UNKNOWN, None
        rivals = [m for m, other in ranked[1:] if other > score - pronouns.RIVAL]
        if not rivals:
            best.called = pronouns.SINGULAR[head.lower_]
        return Decision(best.name, 0.6 if rivals else 0.8, "pronoun"), best

    def _it(self, block: Block, head: Token) -> tuple[Decision, Member | None]:
        """Return what "it" is: an organisation or a paper that the text has just spoken of, else the one that spoke."""
        told, name = self._bodies.it(block, head)
        if not told and self._last is not None and block.number - self._last[0] <= 1:
            name = None if self._last[1].name in self._people else self._last[1].name
        return (Decision(name, 0.6, "pronoun") if name is not None else UNKNOWN), None

    def _told(self, block: Block, head: Token) -> str | None:
        return self._described(block, head)[0].name
