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
from index.extract.cast import AMBIGUOUS, Cast, Member
from index.extract.mentions import in_title_case
from index.extract.parse import Block
from index.extract.pronouns import Antecedents
from index.extract.roles import Roles
from index.extract.terms import worded
from index.schema import Span, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMES = {"name": 0.95, "first name": 0.85, "misspelt name": 0.75, "shared name": 0.6}
"""Rules by which the cast finds a name, and how far each is to be trusted."""

_OFFICIAL = frozenset(
    "official officials government authorities authority administration ministry minister cabinet".split()
)
_CLOSED = frozenset("relcl acl appos".split())
_NAMING = frozenset(("PERSON", "ORG", "GPE", "NORP"))
_WRITINGS = cues.TEXTS | frozenset("analysis article ballot book poll story study survey".split())
_TIMES = ("DATE", "TIME")
_FINITE = ("MD", "VBD", "VBP", "VBZ")  # verbs of a clause, which no noun phrase is
_JOINING = ("CC", "RB")
_DASHES = ("-", "--", "–", "—", "―")
_MARKS = frozenset('“”"«»<>={}:')  # no description holds them
_SOME = frozenset("few many most none others several some".split())
_FIRST_PERSON = frozenset(("i", "me", "my", "myself"))
_FIRST_PLURAL = frozenset(("we", "us", "our", "ourselves"))
_CHAIN = 4  # verbs between a relative pronoun and the one that heads its clause
_PLURAL_WINDOW = 3  # blocks in which "they" looks for a plural subject, its own included


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a source is. `name` is None when the text does not tell; `confidence` is in 0..1."""

    name: str | None
    confidence: float
    rule: str


UNKNOWN = Decision(None, 0.5, "unknown")


def source_span(block: Block, head: Token) -> Span:
    """Return the span of a source phrase without clauses, appositions, a dateline, and the time that it was said."""
    outside = (child for child in head.subtree if child != head and (child.dep_ in _CLOSED or _when(child, head)))
    dropped = {t.i for child in outside for t in child.subtree}
    kept = {t.i for t in head.subtree} - dropped
    doc = head.doc
    first = last = head.i
    while first - 1 in kept and not _finite(doc[first - 1]) and not _dash(doc[first - 1]):
        first -= 1
    while last + 1 in kept and not _finite(doc[last + 1]):
        last += 1
    while last > head.i and (not worded(doc[last].text) or doc[last].tag_ in _JOINING):
        last -= 1
    while first < head.i and not worded(doc[first].text):
        first += 1
    return block.cover(doc[first], doc[last])


def _finite(token: Token) -> bool:
    return token.tag_ in _FINITE and token.dep_ not in ("amod", "compound")  # "retired" in "retired general"


def _dash(token: Token) -> bool:
    """Tell whether a token is a dash with space on both sides, as behind a dateline: "OSLO - Norwegian engineers"."""
    return token.text in _DASHES and token.i > 0 and bool(token.whitespace_ and token.nbor(-1).whitespace_)


def _when(token: Token, head: Token) -> bool:
    """Tell whether a phrase behind the head of a source only says when: "Ana Ruiz on Tuesday"."""
    told = [token] if token.dep_ in ("npadvmod", "nmod") else [c for c in token.children if token.dep_ == "prep"]
    return token.i > head.i and bool(told) and all(word.ent_type_ in _TIMES for word in told)


class Resolver:
    """Decides on the sources of one document, in text order: what was decided before counts for the next pronoun."""

    def __init__(self, text: str, cast: Cast, blocks: list[Block], quoted: Sequence[Span]) -> None:
        self.text = text
        self.cast = cast
        self.blocks = blocks
        self._people = {member.name for member in cast.members if member.kind is SpeakerKind.PERSON}
        self._last: tuple[int, Decision] | None = None  # block and decision of the source before
        self._roles = Roles(cast)
        self._antecedents = Antecedents(cast, self._roles, blocks, quoted)

    def speaker(self, block: Block, head: Token, content: Sequence[Span]) -> Decision:
        """Return who the source headed by `head` is, and remember it for the pronouns that follow.

        A pronoun is nobody who is only named in the `content` that is credited to it.
        """
        decision, member = self._decide(block, head, content, None)
        somebody = head.tag_ == "NN" and names.office(head.lemma_) in names.ROLES | names.RELATIONS
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
            conjuncts = (self.cast.at(block.number, child) for child in head.children if child.dep_ == "conj")
            together = [named, *(member for member in conjuncts if member is not None)]
            if any(member.anyone for member in together):
                return Decision(None, UNKNOWN.confidence, AMBIGUOUS), None
            joined = list(dict.fromkeys(member.name for member in together))
            if len(joined) > 1:
                return Decision(" and ".join(joined), 0.8, "several names"), None
            rule = self.cast.how(block.number, head)
            return Decision(named.name, _NAMES[rule], rule), named
        return self._described(block, head)

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
        return (decision, member) if member is not None or head.lower_ == "who" else (UNKNOWN, None)

    def _named(self, block: Block, head: Token) -> Member | None:
        """Return who is named by a phrase: by its head, by an apposition, or behind what he is ("surgeon Jonas Li")."""
        member = self.cast.at(block.number, head)
        if member is not None:
            return member
        if head.lemma_.lower() in _WRITINGS:
            return None  # "the poll, Li v. Brandt, ..."
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

    def _described(self, block: Block, head: Token) -> tuple[Decision, Member | None]:
        span = source_span(block, head)
        phrase = span.of(self.text)
        government = self._government(phrase, head)
        if government is not None:
            return Decision(government, 0.75, "government"), None
        definite = phrase.lower().startswith("the ") or (phrase[:1].isupper() and head.pos_ == "PROPN")
        if definite and head.tag_ in ("NN", "NNP"):
            bearer = self._roles.bearer(block, head)
            if bearer is not None:
                return Decision(bearer.name, 0.65, "role"), bearer
            if names.office(head.lemma_) in names.ROLES:
                return UNKNOWN, None
        words = _description([t for t in block.doc if span.start <= block.start(t) < span.end], head)
        opens = head.is_sent_start and words == [head] and not head.ent_type_  # has its capital from the sentence
        if opens or head.lower_ in _SOME or not words or all(t.ent_type_ in _TIMES for t in words):
            return UNKNOWN, None
        said = " ".join(block.cover(words[0], words[-1]).of(self.text).split())
        headline = in_title_case(block)
        told = any(
            t.ent_type_ in _NAMING or (t.pos_ == "PROPN" and not headline)
            for t in words
            if t.text[0].isupper() and t.pos_ != "DET"
        )
        return (Decision(said, 0.7, "description"), None) if told and not _MARKS.intersection(said) else (UNKNOWN, None)

    def _government(self, phrase: str, head: Token) -> str | None:
        """Return the government that "Chinese officials", "Beijing officials" or "the French government" stand for."""
        words = gazetteer.fold(phrase).split()
        if len(words) > 4 or words[-1:] == [] or words[-1] not in _OFFICIAL or head.lower_ != words[-1]:
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
            return (UNKNOWN, None) if self.in_quotation(block, head) else self._it(block)
        if head.lower_ not in pronouns.SINGULAR:
            return (self._plural(block, head) if head.lower_ == "they" else UNKNOWN), None
        ranked = self._antecedents.ranked(block, head, content)
        ranked = [pair for pair in ranked if pair[0] is None or pair[0].name != apart_from]
        best, score = ranked[0] if ranked else (None, 0.0)
        if best is None:
            return UNKNOWN, None
        rivals = [m for m, other in ranked[1:] if other > score - pronouns.RIVAL]
        if not rivals:
            best.called = pronouns.SINGULAR[head.lower_]
        return Decision(best.name, 0.6 if rivals else 0.8, "pronoun"), best

    def _it(self, block: Block) -> tuple[Decision, Member | None]:
        """Return what "it" is: the organisation or the paper that spoke last, in this paragraph or the one before."""
        if self._last is None or block.number - self._last[0] > 1 or self._last[1].name in self._people:
            return UNKNOWN, None
        name = self._last[1].name
        return (Decision(name, 0.6, "pronoun") if name is not None else UNKNOWN), None

    def _plural(self, block: Block, head: Token) -> Decision:
        """Return who "they" are: the last subject before it that is a group or, in this paragraph, an organisation.

        No organisation is meant where something plural stands nearer ("The Times asked two guards. They ...").
        """
        inside = self.in_quotation(block, head)  # where it is a government, if anybody who is known
        for number in range(block.number, max(-1, block.number - _PLURAL_WINDOW), -1):
            earlier, several = self.blocks[number], inside
            for token in reversed(earlier.doc[: head.i] if number == block.number else earlier.doc):
                if token.dep_ not in ("nsubj", "nsubjpass"):
                    several |= token.tag_ in ("NNS", "NNPS") and not self.in_quotation(earlier, token)
                    continue
                named = self.cast.at(number, token)
                if token.tag_ in ("NNS", "NNPS") and named is None:
                    group = self._group(earlier, token)
                    return UNKNOWN if inside and group.name not in gazetteer.demonyms().values() else group
                body = named is not None and named.kind is SpeakerKind.ORGANISATION and not named.anyone
                if named is not None and body and number == block.number and token.head == token.sent.root:
                    return UNKNOWN if several else Decision(named.name, 0.55, "pronoun")
        return UNKNOWN

    def _group(self, block: Block, token: Token) -> Decision:
        """Return the group that a plural subject describes; things ("Stone's promises") and side remarks are none."""
        people = token.tag_ == "NNPS" or names.office(token.lemma_) in names.ROLES | names.RELATIONS | _OFFICIAL
        if not people or token.head.dep_ in ("advcl", "relcl", "acl"):
            return UNKNOWN
        name = self._described(block, token)[0].name
        return UNKNOWN if name is None else Decision(name, 0.55, "pronoun")


def _description(words: list[Token], head: Token) -> list[Token]:
    """Return the words by which a described source is called: those up to a comma behind its head, without "the".

    A comma between words that both describe the next noun ends nothing ("their big, big boss").
    """
    ends = (
        t.i
        for t in words
        if t.text == "," and t.i > head.i and not (t.nbor(-1).dep_ == "amod" and t.nbor(-1).head.i > t.i)
    )
    end = next(ends, words[-1].i + 1)
    start = words[0].i + (words[0].lower_ == "the" and len(words) > 1)
    return [t for t in words if start <= t.i < end]
