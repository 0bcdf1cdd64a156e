"""Source of an attribution → canonical speaker, with the rule that decided and how sure it is.

Rules, first that applies: a name; an apposition that names; a group that speaks for a government; a pronoun (number,
gender, recency, subject first); a role noun with "the" ("the minister") that one person of the document bears; a
described group or office ("Finance Ministry officials"), which keeps its description. Everything else stays unknown: a
source such as "critics" or "a spokesman" is shown as it is written and nobody's name is put to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.extract import gazetteer, names
from index.extract.cast import Cast, Member
from index.extract.parse import Block
from index.schema import Span, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_SINGULAR = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_OFFICIAL = frozenset(
    "official officials government authorities authority administration ministry minister cabinet".split()
)
_CLOSED = frozenset("relcl acl appos".split())
_WINDOW = 4  # blocks that a pronoun looks back over
_PLURAL_WINDOW = 3  # blocks in which "they" looks for a plural subject, its own included


@dataclass(frozen=True, slots=True)
class Decision:
    """Who a source is. `name` is None when the text does not tell; `confidence` is in 0..1."""

    name: str | None
    confidence: float
    rule: str


UNKNOWN = Decision(None, 0.5, "unknown")


def source_span(block: Block, head: Token) -> Span:
    """Return the span of a source phrase without relative clauses and appositions."""
    dropped = {t.i for child in head.subtree if child.dep_ in _CLOSED and child != head for t in child.subtree}
    kept = {t.i for t in head.subtree} - dropped
    first = last = head.i
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    doc = head.doc
    while last > head.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    while first < head.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    return block.cover(doc[first], doc[last])


class Resolver:
    """Decides on the sources of one document, in text order: what was decided before counts for the next pronoun."""

    def __init__(self, text: str, cast: Cast, blocks: list[Block]) -> None:
        self.text = text
        self.cast = cast
        self.blocks = blocks
        self.recent: list[tuple[int, int, Member]] = []  # (block, token, member) of sources decided so far

    def decide(self, block: Block, head: Token, *, apart_from: str | None = None) -> Decision:
        """Return who the phrase headed by `head` is; a pronoun is never `apart_from` (nobody tells himself)."""
        decision, member = self._decide(block, head, apart_from)
        if member is not None:
            self.recent.append((block.number, head.i, member))
        return decision

    def _decide(self, block: Block, head: Token, apart_from: str | None) -> tuple[Decision, Member | None]:
        if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self._decide(block, head.head.head, apart_from)  # "who" is whom its clause is about
        if head.pos_ == "PRON":
            return self._pronoun(block, head, apart_from)
        named = self._named(block, head)
        if named is not None:
            joined = [c for c in head.children if c.dep_ == "conj" and self.cast.at(block.number, c) is not None]
            if joined:
                both = " and ".join([named.name, *(self.cast.at(block.number, c).name for c in joined)])  # type: ignore[union-attr]
                return Decision(both, 0.8, "several names"), None
            if self.cast.shared(block.number, head):
                return Decision(named.name, 0.6, "shared name"), named
            return Decision(named.name, 0.95, "name"), named
        return self._described(block, head)

    def _named(self, block: Block, head: Token) -> Member | None:
        member = self.cast.at(block.number, head)
        if member is not None:
            return member
        for child in head.children:
            if child.dep_ == "appos" and (found := self.cast.at(block.number, child)) is not None:
                return found if found.kind is SpeakerKind.PERSON else None
        return None

    def _described(self, block: Block, head: Token) -> tuple[Decision, Member | None]:
        phrase = source_span(block, head).of(self.text)
        government = self._government(phrase, head)
        if government is not None:
            return Decision(government, 0.75, "government"), None
        definite = phrase.lower().startswith("the ") or (phrase[:1].isupper() and head.pos_ == "PROPN")
        if definite and names.bare(head.lemma_) in names.ROLES and head.tag_ in ("NN", "NNP"):
            bearer = self._bearer(block, head)
            return (Decision(bearer.name, 0.65, "role"), bearer) if bearer is not None else (UNKNOWN, None)
        described = gazetteer.fold(phrase)
        if any(word[0].isupper() for word in phrase.split()[1:]) or (phrase[:1].isupper() and head.pos_ == "PROPN"):
            return Decision(
                phrase if described == phrase.lower() else phrase.split(" ", 1)[-1], 0.7, "description"
            ), None
        return UNKNOWN, None

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

    def _bearer(self, block: Block, head: Token) -> Member | None:
        """Return the person whose title holds the role noun: the one named last before this place, if only one does."""
        role = names.bare(head.lemma_)
        bearers = [m for m in self.cast.members if any(role in (names.bare(w) for w in t.split()) for t in m.titles)]
        before = [m for m in bearers if (m.mentions[0].block, m.mentions[0].first.i) < (block.number, head.i)]
        return before[0] if len(before) == 1 else None

    def _pronoun(self, block: Block, head: Token, apart_from: str | None) -> tuple[Decision, Member | None]:
        word = head.lower_
        if word in _SINGULAR:
            kinds, wanted = (SpeakerKind.PERSON,), _SINGULAR[word]
        elif word == "it":
            kinds, wanted = (SpeakerKind.ORGANISATION,), None
        else:
            return (self._plural(block, head) if word in ("they", "them") else UNKNOWN), None
        ranked = [pair for pair in self._antecedents(block, head, kinds, wanted) if pair[0].name != apart_from]
        if not ranked:
            return UNKNOWN, None
        best, score = ranked[0]
        rivals = [m for m, other in ranked[1:] if other > score - 1 and m is not best]
        return Decision(best.name, 0.6 if rivals else 0.8, "pronoun"), best

    def _plural(self, block: Block, head: Token) -> Decision:
        """Return who "they" are: the last plural subject before it, if that one is described or stands for somebody."""
        for number in range(block.number, max(-1, block.number - _PLURAL_WINDOW), -1):
            earlier = self.blocks[number]
            for token in reversed(earlier.doc):
                before = number < block.number or token.i < head.i
                if before and token.dep_ in ("nsubj", "nsubjpass") and token.tag_ in ("NNS", "NNPS"):
                    decision, _ = self._described(earlier, token)
                    return UNKNOWN if decision.name is None else Decision(decision.name, 0.55, "pronoun")
        return UNKNOWN

    def _antecedents(
        self, block: Block, head: Token, kinds: tuple[SpeakerKind, ...], wanted: str | None
    ) -> list[tuple[Member, float]]:
        """Return the members that fit the pronoun, most salient first: near, subject, speaker before."""
        scores: dict[int, tuple[Member, float]] = {}
        spoke = self.recent[-1][2] if self.recent and block.number - self.recent[-1][0] <= 1 else None
        for distance in range(_WINDOW + 1):
            for mention, member in self.cast.named_in(block.number - distance):
                unfit = member.kind not in kinds or (wanted and member.gender not in {None, wanted})
                if unfit or (distance == 0 and mention.last.i >= head.i):
                    continue
                score = self._salience(block, head, mention.last, distance) + (0.9 if member is spoke else 0.0)
                if id(member) not in scores or score > scores[id(member)][1]:
                    scores[id(member)] = (member, score)
        return sorted(scores.values(), key=lambda pair: -pair[1])

    def _salience(self, block: Block, head: Token, mention: Token, distance: int) -> float:
        sentences = 2 * distance if distance else block.sentence(head) - block.sentence(mention)
        while mention.dep_ == "appos":  # "her brother, the surgeon Jonas Tolland, disagreed"
            mention = mention.head
        subject = 1.0 if mention.dep_ in ("nsubj", "nsubjpass") else 0.0
        owner = -0.8 if mention.dep_ == "poss" else 0.0
        return subject + owner - sentences
