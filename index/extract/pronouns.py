"""Pronoun → the member of the cast that it stands for: number, gender, and how much the text has it in mind.

What counts is how many sentences ago somebody was named or referred to, and as what: a subject is remembered better
than an owner ("Li's") or a part of a compound ("Li aides"), and whoever spoke last goes on speaking. People who are
only named inside a quotation, or inside what is being attributed, are seldom the ones who say it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log
from typing import TYPE_CHECKING

from index.extract import names
from index.extract.cast import Cast
from index.extract.member import Member
from index.extract.parse import Block
from index.extract.roles import Roles
from index.schema import Span, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

SINGULAR = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_WINDOW = 4  # blocks that a pronoun looks back over
_REACH = 400  # words of its own block that it looks back over, which bounds the time that a long block takes
_SUBJECTS = ("nsubj", "nsubjpass")
_WEIGHTS = {
    **dict.fromkeys((*_SUBJECTS, "ROOT"), 1.0),
    "attr": 0.5,
    "agent": 0.5,
    "poss": -0.8,
    "compound": -1.2,
    "nmod": -1.2,
}
_EMBEDDED = 0.5  # what the subject of a clause inside another's counts less
_PARAGRAPH = 0.6  # what a new paragraph adds to the distance in sentences
_SPOKE = 1.4
_INTRODUCED = 0.8  # for having just been introduced, with what he is: the press does so before it quotes
_SURE_GENDER = 0.4
_PROMINENCE = 0.35  # for each factor of e in how often the document names somebody
_OTHER = -1.0  # for being what another "he" or "she" does something to
_QUOTED = -2.0  # for being named in a quotation only
RIVAL = 1.0  # closer than this to the best, another reading is possible


class Antecedents:
    """Ranks who a pronoun can be in one document."""

    def __init__(self, cast: Cast, roles: Roles, blocks: list[Block], quoted: Sequence[Span]) -> None:
        self._cast = cast
        self._roles = roles
        self._blocks = blocks
        self._quoted = quoted
        self._opened = [span.start for span in quoted]
        self._spoken: dict[int, list[tuple[Token, Member | None]]] = defaultdict(
            list
        )  # sources decided so far, by block
        self._chains = self._chained()

    def spoke(self, block: Block, token: Token, member: Member | None) -> None:
        """Remember that the source headed by `token` was found to be `member`, or somebody without a name."""
        self._spoken[block.number].append((token, member))

    def ranked(
        self,
        block: Block,
        pronoun: Token,
        apart: Sequence[Span],
        gender: str | None,
        introduced: float = _INTRODUCED,
    ) -> list[tuple[Member | None, float]]:
        """Return the people whom a word of one gender or of any can mean, most salient first.

        The word is a singular pronoun, or the first of a phrase that stands for one. Nobody is meant who is only named
        in `apart`. Who has just been introduced counts for `introduced` more. None among them stands for somebody who
        is only described, so that nobody can tell who it is.
        """
        inside = self.in_quotation(block.start(pronoun))
        turned = self._taken_up(block, pronoun)
        last = self._last(block, pronoun)
        scores: dict[int, tuple[Member | None, float]] = {}
        for number, token, member in self._referring(block, pronoun, gender):
            place = self._blocks[number].start(token)
            if member is not None and (
                member.kind is not SpeakerKind.PERSON or (gender and member.gender not in (None, gender))
            ):
                continue
            if any(span.start <= place < span.end for span in apart) or (inside and not self.in_quotation(place)):
                continue
            score = self._salience(block, pronoun, self._blocks[number], token)
            before = number == block.number - 1 and token.sent.end == len(token.doc) and not turned
            near = number == block.number or before
            score += introduced if member is not None and near and _introduces(member, token) else 0.0
            if member is not None:
                score += _SPOKE if member is last else 0.0
                score += _OTHER if gender and _beside_another(token, gender) else 0.0
                score += _SURE_GENDER if gender and member.gender == gender else 0.0
                score += _PROMINENCE * log(1 + len(member.mentions))
            score += _QUOTED if not inside and self.in_quotation(place) else 0.0
            if id(member) not in scores or score > scores[id(member)][1]:
                scores[id(member)] = (member, score)
        return sorted(scores.values(), key=lambda pair: -pair[1])

    def _referring(
        self, block: Block, pronoun: Token, gender: str | None
    ) -> Iterator[tuple[int, Token, Member | None]]:
        """Yield the places before a pronoun that name somebody, that refer to somebody, or that describe somebody."""
        if gender:
            yield from self._described(block, pronoun)
        for number in range(max(0, block.number - _WINDOW), block.number + 1):
            for mention, member in self._cast.named_in(number):
                if number < block.number or 0 < pronoun.i - mention.last.i < _REACH:
                    yield number, mention.last, None if member.anyone else member
            for token, spoke in (*self._spoken.get(number, ()), *self._chains.get(number, ())):
                if number < block.number or 0 < pronoun.i - token.i < _REACH:
                    yield number, token, spoke

    def _chained(self) -> dict[int, list[tuple[Token, Member]]]:
        """Return, by block, each "he" or "she" that goes on with the subject of the sentence before, with who that is.

        A sentence about something else, or in quotation marks, ends the chain.
        """
        chains: dict[int, list[tuple[Token, Member]]] = defaultdict(list)
        current: Member | None = None
        for block in self._blocks:
            for sentence in block.doc.sents:
                subject = next((child for child in sentence.root.children if child.dep_ in _SUBJECTS), None)
                gender = SINGULAR.get(subject.lower_) if subject is not None else None
                if subject is None or self.in_quotation(block.start(subject)):
                    current = None
                elif gender and current is not None and current.gender in (None, gender):
                    chains[block.number].append((subject, current))
                else:
                    named = self._cast.at(block.number, subject)
                    current = named if named and named.kind is SpeakerKind.PERSON and not named.anyone else None
        return chains

    def _described(self, block: Block, pronoun: Token) -> Iterator[tuple[int, Token, Member | None]]:
        """Yield the subjects of this paragraph that say what somebody is ("the engineer"), with who that is.

        An owner of the subject ("the engineer's plan") counts if it is known who that is.
        """
        for token in block.doc[max(0, pronoun.i - _REACH) : pronoun.i]:
            human = names.office(token.lemma_) in names.ROLES | names.RELATIONS
            told = token.left_edge.lower_ == "the" or token.left_edge.tag_ == "PRP$"
            owner = token.dep_ == "poss" and token.head.dep_ in _SUBJECTS
            if not (human and told and token.tag_ == "NN" and (owner or token.dep_ in _SUBJECTS)):
                continue
            if self._cast.at(block.number, token) is None:
                bearer = self._roles.bearer(block, token)
                if bearer is not None or not owner:
                    yield block.number, token, bearer

    def _last(self, block: Block, pronoun: Token) -> Member | None:
        """Return who spoke last before a pronoun, in its own paragraph or the one before."""
        for number in (block.number, block.number - 1):
            for token, member in reversed(self._spoken.get(number, ())):
                if number < block.number or token.i < pronoun.i:
                    return member
            if self._taken_up(block, pronoun):
                break
        return None

    def leads(self, member: Member, block: Block, token: Token) -> bool:
        """Tell whether a member spoke last before a token, or was the subject in its paragraph or the one before."""
        near = [pair for number in (block.number - 1, block.number) for pair in self._cast.named_in(number)]
        before = [m for m, who in near if who is member and (m.block, m.last.i) < (block.number, token.i)]
        return self._last(block, token) is member or any(_leading(mention.last) for mention in before)

    def _taken_up(self, block: Block, pronoun: Token) -> bool:
        """Tell whether the paragraph has turned to somebody before a pronoun: a name is the subject of a sentence.

        So is a noun that stands for one, or for the owner of the subject ("the president's plan").
        """
        named = [
            mention.last
            for mention, who in self._cast.named_in(block.number)
            if who.kind is SpeakerKind.PERSON and mention.last.i < pronoun.i and _leading(mention.last)
        ]
        meant = [token for _, token, member in self._described(block, pronoun) if member is not None]
        return any(not self.in_quotation(block.start(word)) for word in (*named, *meant))

    def in_quotation(self, place: int) -> bool:
        """Tell whether a place of the text lies inside quotation marks."""
        at = bisect_right(self._opened, place) - 1
        return at >= 0 and place < self._quoted[at].end

    def _salience(self, block: Block, pronoun: Token, there: Block, token: Token) -> float:
        sentences = float(block.sentence(pronoun) - there.sentence(token))
        for number in range(there.number, block.number):
            sentences += len(self._blocks[number].sentence_starts) + _PARAGRAPH
        while token.dep_ == "appos":  # "her brother, the surgeon Jonas Tolland, disagreed"
            token = token.head
        weight = 1.0 if _leading(token) else _WEIGHTS.get(token.dep_, 0.0)
        return weight - (_EMBEDDED if token.dep_ in _SUBJECTS and _embedded(token) else 0.0) - sentences


def _embedded(subject: Token) -> bool:
    """Tell whether the clause of a subject is what somebody else says or thinks in it, or hangs on a noun."""
    return any(verb.dep_ in ("ccomp", "relcl", "acl") for verb in (subject.head, *subject.head.ancestors))


def _leading(token: Token) -> bool:
    """Tell whether a name is a subject, or what a sentence turns to ("As for Li, ...")."""
    turned = token.dep_ == "pobj" and token.head.lower_ == "for" and token.head.i > 0
    return token.dep_ in _SUBJECTS or (turned and token.head.nbor(-1).lower_ == "as")


def _beside_another(token: Token, gender: str) -> bool:
    """Tell whether a name is the object of a "he" or "she", who is somebody else and is meant next ("he met Li")."""
    verb = next((word for word in token.ancestors if word.pos_ in ("VERB", "AUX")), None)
    if verb is None or token.dep_ in _SUBJECTS:
        return False
    return any(child.dep_ in _SUBJECTS and SINGULAR.get(child.lower_) == gender for child in verb.children)


def _introduces(member: Member, token: Token) -> bool:
    """Tell whether the name that ends with `token` is the member's first, with a title or a description."""
    first = member.mentions[0]
    return first.last is token and bool(first.title or first.description) and token.dep_ != "poss"
