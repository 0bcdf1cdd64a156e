"""What "it", "they" and "the campaign" stand for: an organisation or a group that the document spoke of before.

A body that spoke last, or that the sentence is about, is taken; where something else that can speak stands nearer ("the
report", "two guards"), nobody is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.extract import cues, gazetteer, names
from index.extract.cast import Cast
from index.extract.member import Member
from index.extract.parse import Block
from index.extract.phrases import TIMES
from index.schema import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

Told = Callable[[Block, "Token"], str | None]
"""How the group is called that a noun stands for; None where its phrase tells of none."""

_SUBJECTS = ("nsubj", "nsubjpass")
_STANDING = (*_SUBJECTS, "dobj", "pobj")
_PLACES = ("GPE", "LOC")
_REACH = 60  # words of its sentence that "it" looks back over
_WINDOW = 3  # blocks in which "they" looks for a plural subject, its own included
EPITHETS = frozenset("agency company firm network nonprofit site website".split())
"""Nouns by which the press takes up an organisation that it has just named."""

_BARE = ("det", "poss", "punct", "relcl")  # what may hang on a noun that is all that is said of a body
NAMED_AFTER = frozenset("administration campaign".split())
"""Bodies that are called by the one whose they are: "the Stone campaign", "the campaign"."""

_SPEAKING = cues.TEXTS | frozenset(
    "agency board commission committee company council court department firm group institution ministry network "
    "newspaper organisation organization panel paper poll study survey team union".split()
)
"""Nouns for what "it" may be, too."""


class Bodies:
    """The organisations and groups of one document, for the words that take them up."""

    def __init__(self, cast: Cast, blocks: Sequence[Block], told: Told, quoted: Callable[[Block, Token], bool]) -> None:
        self._cast = cast
        self._blocks = blocks
        self._told = told
        self._quoted = quoted

    def it(self, block: Block, word: Token) -> tuple[bool, str | None]:
        """Return whether the text tells what "it" is, and the organisation if it is one.

        That stands before "it" in its sentence, or is what the sentence before is about. The same goes for a noun in
        its place ("the company").
        """
        sentence = word.sent
        before = block.doc[max(sentence.start, word.i - _REACH) : word.left_edge.i]
        found = [token for token in before if self._organisation(block, token) or _speaking(token)]
        if not found and sentence.start > 0:
            root = block.doc[sentence.start - 1].sent.root
            found = [child for child in root.children if child.dep_ in _SUBJECTS]
        if word.pos_ != "PRON":  # a town is no company
            found = [token for token in found if token.ent_type_ not in _PLACES]
        subjects = [token for token in found if token.dep_ in _SUBJECTS]
        meant = subjects[-1:] or (found if len(found) == 1 else [])
        name = self._name(block, meant[0]) if meant else None
        return name is not None or any(token.lower_ in _SPEAKING for token in found), name

    def they(self, block: Block, pronoun: Token) -> str | None:
        """Return the last subject before "they" that is a group or, in this paragraph, an organisation.

        No organisation is meant where something plural stands nearer ("The Times asked two guards. They ...").
        """
        inside = self._quoted(block, pronoun)  # where it is a government, if anybody who is known
        for number in range(block.number, max(-1, block.number - _WINDOW), -1):
            earlier, several = self._blocks[number], inside
            for token in reversed(earlier.doc[: pronoun.i] if number == block.number else earlier.doc):
                if token.dep_ not in _SUBJECTS:
                    several |= token.tag_ in ("NNS", "NNPS") and not self._quoted(earlier, token)
                    continue
                named = self._organisation(earlier, token)
                if token.tag_ in ("NNS", "NNPS") and named is None:
                    group = self._group(earlier, token)
                    return None if inside and group not in gazetteer.demonyms().values() else group
                if named is not None and number == block.number and token.head == token.sent.root:
                    return None if several else named.name
        return None

    def shortened(self, block: Block, head: Token, owner: Member | None) -> str | None:
        """Return the body that is called after somebody, where only its noun is said ("the campaign").

        It is the `owner`'s where there is one ("her campaign"), else the only one, or the last in this paragraph and
        the one before.
        """
        alone = all(child.dep_ in _BARE for child in head.children)
        if not alone or (owner is None and head.left_edge.lower_ != "the"):
            return None
        called = list(self._named_after(block, head))
        if owner is not None:
            family = owner.name.split()[-1]
            return next((name for _, name in called if family in name.split()), f"{family} {head.lower_}")
        last = next((name for number, name in reversed(called) if block.number - number <= 1), None)
        return last or (called[0][1] if len({name for _, name in called}) == 1 else None)

    def _named_after(self, block: Block, head: Token) -> Iterator[tuple[int, str]]:
        """Yield, with their blocks, the bodies of one noun that are called after somebody before `head`."""
        for number, place, noun, name in self._called:
            if noun == head.lower_ and (number, place) < (block.number, head.i):
                yield number, name

    @cached_property
    def _called(self) -> list[tuple[int, int, str, str]]:
        """Block, place, noun and name of each body that is called after somebody, in text order."""
        found = []
        for block in self._blocks:
            for token in block.doc:
                owners = (c for c in token.children if c.dep_ in ("compound", "poss") and c.pos_ == "PROPN")
                owner = next(owners, None) if token.lower_ in NAMED_AFTER else None
                if owner is not None and owner.i < token.i and owner.ent_type_ not in TIMES:
                    found.append((block.number, token.i, token.lower_, f"{owner.text} {token.lower_}"))
        return found

    def _organisation(self, block: Block, token: Token) -> Member | None:
        """Return the organisation whose name stands at `token` as one that acts, not as an owner or as a mere place."""
        member = self._cast.at(block.number, token)
        if member is None or member.anyone or member.kind is not SpeakerKind.ORGANISATION:
            return None
        acts = _SUBJECTS if token.ent_type_ in _PLACES else _STANDING
        return member if token.dep_ in acts and not self._quoted(block, token) else None

    def _name(self, block: Block, token: Token) -> str | None:
        member = self._organisation(block, token)
        return member.name if member is not None else None

    def _group(self, block: Block, token: Token) -> str | None:
        """Return the group that a plural subject describes; things ("Stone's promises") and side remarks are none."""
        people = token.tag_ == "NNPS" or names.office(token.lemma_) in names.ROLES | names.RELATIONS | names.OFFICIALS
        if not people or token.head.dep_ in ("advcl", "relcl", "acl"):
            return None
        return self._told(block, token)


def _speaking(token: Token) -> bool:
    """Tell whether "it" may be what a noun stands for: the subject of a clause, or something that is said to speak."""
    common = token.tag_ == "NN" and token.dep_ in _SUBJECTS
    return common or (token.lower_ in _SPEAKING and token.dep_ in _STANDING)
