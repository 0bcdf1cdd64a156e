"""Who a document mentions by name: mentions → one canonical name each, with aliases, titles and gender.

A bare family name belongs to the one full name that it fits. Where it fits several persons of the document, the one
that is named near by, or the one that the text is plainly about, is taken, and marked as shared; else nobody. Names of
governments come from the gazetteer; a spelling that the gazetteer knows as a variant is given its usual form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.extract import gazetteer, names
from index.extract.parse import Block
from index.schema import Speaker, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

_TITLE_WORDS = 9
_DESCRIPTION_WORDS = 12
_NEAR = 2  # blocks
_DOMINANCE = 3  # times as often named as the next bearer of the same family name


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names somebody: first and last token of the name itself, in block `block`."""

    block: int
    first: Token
    last: Token
    surface: str
    title: str
    title_start: int
    kind: SpeakerKind
    description: str = ""


@dataclass(slots=True)
class Member:
    """One person or organisation of the cast, with everything the document says of it."""

    name: str
    kind: SpeakerKind
    surfaces: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    descriptions: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def gender(self) -> str | None:
        """Male or female where a title or the first name tells, else None."""
        return names.gender(self.name, tuple(self.titles))

    def answers_to(self, surface: str) -> bool:
        """Tell whether `surface` can name this person, by the usual spelling or by one that the document uses."""
        return any(names.same_person(surface, form) for form in (self.name, *self.surfaces) if " " in form)

    def told(self, mention: Mention) -> None:
        """Take in what one more mention says."""
        self.mentions.append(mention)
        self.surfaces[mention.surface] += 1
        if mention.title:
            self.titles[mention.title] += 1
        if mention.description:
            self.descriptions[mention.description] += 1

    def speaker(self) -> Speaker:
        """Return the member as the schema has it, aliases by frequency."""
        aliases = dict.fromkeys([self.name, *(surface for surface, _ in self.surfaces.most_common())])
        titles = tuple(title for title, _ in self.titles.most_common())
        told = tuple(description for description, _ in self.descriptions.most_common())
        return Speaker(self.name, self.kind, tuple(aliases), titles, len(self.mentions), told)


class Cast:
    """Everyone a document names. `at` finds the member that a token belongs to."""

    def __init__(self, blocks: list[Block]) -> None:
        self.members: list[Member] = []
        self._at: dict[tuple[int, int], Member] = {}
        self._shared: set[tuple[int, int]] = set()
        self._in_block: dict[int, list[tuple[Mention, Member]]] = defaultdict(list)
        self._bearers: dict[str, list[Member]] = defaultdict(list)  # by family name
        self._named: dict[str, Member] = {}  # by folded canonical name
        mentions = [m for block in blocks for m in _mentions(block)]
        people = [m for m in mentions if m.kind is SpeakerKind.PERSON]
        full = [m for m in people if len(names.key(m.surface)) > 1]
        for mention in sorted(full, key=lambda m: (-len(m.surface.split()), m.block, m.first.i)):
            self._assign(mention, self._fitting_full(mention.surface))
        for mention in mentions:
            if mention not in full:
                self._assign(mention, self._fitting(mention))
        for block in blocks:
            self._overlooked(block)
        for member in self.members:
            member.mentions.sort(key=lambda m: (m.block, m.first.i))

    def at(self, block: int, token: Token) -> Member | None:
        """Return the member whose name covers `token`, if any."""
        return self._at.get((block, token.i))

    def named_in(self, block: int) -> list[tuple[Mention, Member]]:
        """Return the mentions of one block with their members."""
        return self._in_block.get(block, [])

    def shared(self, block: int, token: Token) -> bool:
        """Tell whether several people of the document bear the bare family name at `token`."""
        return (block, token.i) in self._shared

    def speakers(self) -> tuple[Speaker, ...]:
        """Return everyone, in order of first mention."""
        order = sorted(self.members, key=lambda m: (m.mentions[0].block, m.mentions[0].first.i))
        return tuple(member.speaker() for member in order)

    def _overlooked(self, block: Block) -> None:
        """Give family names that the recogniser passed over to the people of the cast who bear them."""
        for token in block.doc:
            if (block.number, token.i) in self._at or not token.text[0].isupper() or len(token) < 3:
                continue
            fitting = self._bearers.get(names.bare(token.text), [])
            if len(fitting) == 1:
                title, start = _title(token, token)
                mention = Mention(block.number, token, token, token.text, title, start, SpeakerKind.PERSON)
                self._assign(mention, fitting[0])

    def _choose(self, fitting: list[Member], block: int) -> Member | None:
        """Return the bearer of a family name that several bear: the only one near by, or the one the text is about."""
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        around = [m for number in range(block - _NEAR, block + 1) for _, m in self.named_in(number)]
        near = [m for m in fitting if any(m is other for other in around)]
        if len(near) == 1:
            return near[0]
        first, second, *_ = sorted(fitting, key=lambda m: -len(m.mentions))
        return first if len(first.mentions) >= _DOMINANCE * len(second.mentions) else None

    def _fitting_full(self, surface: str) -> Member | None:
        usual = gazetteer.spellings().get(gazetteer.fold(surface), surface)
        words = names.key(usual)
        possible = [m for word in (words[-1], words[0]) for m in self._bearers.get(word, [])]
        return next((m for m in possible if m.answers_to(usual)), None)

    def _fitting(self, mention: Mention) -> Member | None:
        """Return the member for a mention that is no full personal name."""
        organisation = gazetteer.metonyms().get(gazetteer.fold(mention.surface))
        if mention.kind is SpeakerKind.ORGANISATION and organisation is not None:
            return self._named.get(gazetteer.fold(organisation))
        titled = [m for m in self._bearers.get(" ".join(names.key(mention.surface)), []) if _agrees(mention, m)]
        fits = self._choose(titled, mention.block)
        if fits is None:
            return self._named.get(gazetteer.fold(mention.surface))
        if len(titled) > 1:
            self._shared.add((mention.block, mention.first.i))
        return fits

    def _assign(self, mention: Mention, member: Member | None) -> None:
        if member is None:
            member = Member(_canonical(mention), mention.kind)
            self.members.append(member)
            self._named.setdefault(gazetteer.fold(member.name), member)
        member.told(mention)
        for form in (member.name, mention.surface):
            if member.kind is SpeakerKind.PERSON and len(names.key(form)) > 1:
                for family in names.family_names(form):
                    if not any(member is bearer for bearer in self._bearers[family]):
                        self._bearers[family].append(member)
        self._in_block[mention.block].append((mention, member))
        for token in mention.first.doc[mention.first.i : mention.last.i + 1]:
            self._at[mention.block, token.i] = member


def _agrees(mention: Mention, member: Member) -> bool:
    """Tell whether the honorific of a mention does not contradict the member's gender."""
    told = names.gender(mention.surface, (mention.title,)) if mention.title else None
    return told is None or member.gender in (None, told)


def _canonical(mention: Mention) -> str:
    folded = gazetteer.fold(mention.surface)
    if mention.kind is SpeakerKind.ORGANISATION:
        return gazetteer.metonyms().get(folded, mention.surface)
    return gazetteer.spellings().get(folded, mention.surface)


def _mentions(block: Block) -> list[Mention]:
    """Return the names of one block: the recogniser's entities, corrected by what their words say."""
    found: list[Mention] = []
    taken: set[int] = set()
    for entity in block.doc.ents:
        if entity.label_ in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT"):
            mention = _mention(block, entity)
            if mention is not None:
                found.append(mention)
                taken.update(range(mention.first.i, mention.last.i + 1))
    for token in block.doc:
        if token.i not in taken and token.dep_ in ("nsubj", "dobj", "pobj", "poss", "agent") and token.pos_ == "PROPN":
            phrase = block.doc[_first_proper(token).i : token.i + 1]
            if not taken & set(range(phrase.start, phrase.end)):
                mention = _mention(block, phrase)
                if mention is not None:
                    found.append(mention)
    titled = {i for m in found for i in range(m.title_start, m.first.i)}
    return [m for m in found if m.first.i not in titled]  # the State of "Secretary of State" is no place


def _first_proper(token: Token) -> Token:
    while token.i > 0 and token.nbor(-1).pos_ == "PROPN" and token.nbor(-1).dep_ in ("compound", "nmod"):
        token = token.nbor(-1)
    return token


def _mention(block: Block, phrase: Phrase) -> Mention | None:
    tokens = [t for t in phrase if not t.is_space and t.lower_ not in ("’s", "'s", "’", "'")]
    while tokens and (tokens[0].lower_ in ("the", "a", "an") or tokens[0].is_punct):
        tokens = tokens[1:]
    while len(tokens) > 1 and (before := _before_name(tokens)):
        tokens = tokens[before:]
    while tokens and tokens[-1].is_punct:
        tokens = tokens[:-1]
    while tokens and _given_name(tokens[0]):
        tokens = [tokens[0].nbor(-1), *tokens]
    if not tokens or not tokens[-1].text[0].isalpha() or not tokens[-1].text[0].isupper():
        return None
    surface = block.doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])].rstrip("’'")
    surface = surface.removesuffix("’s").removesuffix("'s")
    kind = _kind(phrase, surface)
    if kind is None:
        return None
    title, start = _title(tokens[0], tokens[-1]) if kind is SpeakerKind.PERSON else ("", tokens[0].i)
    return Mention(block.number, tokens[0], tokens[-1], surface, title, start, kind, _description(tokens[-1]))


def _given_name(token: Token) -> bool:
    """Tell whether the word before `token` is a first part of the name that the recogniser cut off."""
    if token.i == 0 or token.pos_ != "PROPN":
        return False
    before = token.nbor(-1)
    compound = before.dep_ == "compound" and before.pos_ == "PROPN" and before.head in (token, token.head)
    return compound and not before.ent_type_ and names.gender(f"{before.text} {token.text}") is not None


def _before_name(tokens: list[Token]) -> int:
    """Return how many of the first words are a title or a demonym ("South Korean President"), and no name."""
    first = names.bare(tokens[0].text)
    if len(tokens) > 2 and f"{first} {names.bare(tokens[1].text)}" in gazetteer.demonyms():
        return 2
    titled = first in names.HONORIFICS | names.ROLES or first in gazetteer.demonyms()
    return 1 if titled or not tokens[0].text[0].isupper() else 0


def _kind(phrase: Phrase, surface: str) -> SpeakerKind | None:
    folded = gazetteer.fold(surface)
    if folded in gazetteer.metonyms():
        return SpeakerKind.ORGANISATION
    label = phrase[0].ent_type_
    if label == "PERSON" or (label not in ("GPE", "LOC") and _personal(phrase, surface)):
        return SpeakerKind.PERSON
    if phrase.root.dep_ == "nsubj" and names.gender(surface) is not None:  # a place does not act; its namesake does
        return SpeakerKind.PERSON
    if label in ("ORG", "GPE", "LOC", "FAC") and folded not in gazetteer.demonyms():
        return SpeakerKind.ORGANISATION
    return None


def _personal(phrase: Phrase, surface: str) -> bool:
    """Tell whether an entity that the recogniser took for something else stands where a person does."""
    if names.is_personal(surface):
        return True
    words = surface.split()
    if len(words) > 3 or not all(w[0].isupper() and w.replace("-", "").replace(".", "").isalpha() for w in words):
        return False
    head = phrase.root
    titled = phrase.start > 0 and names.bare(phrase[0].nbor(-1).text) in names.HONORIFICS | names.ROLES
    verb = head.head.lemma_.lower() if head.dep_ == "nsubj" else ""
    speaks = verb in ("say", "tell", "add", "ask", "warn") and not any(w.isupper() and len(w) > 1 for w in words)
    return titled or (speaks and len(words) == 1 and phrase[0].ent_type_ != "") or names.gender(surface) is not None


def _title(first: Token, last: Token) -> tuple[str, int]:
    """Return (title, token where it starts): the words before a name in its phrase, or an apposition after it."""
    doc, start = first.doc, first.i
    while start > 0 and first.i - start < _TITLE_WORDS:
        token = doc[start - 1]
        joins = (
            token.pos_ in ("PROPN", "NOUN", "ADJ")
            or token.lower_ in ("of", "for", "’s", "'s", "-")
            or token.tag_ == "NNP"
        )
        if not joins or token.text in ("”", "“", '"', ")", ","):
            break
        start -= 1
    words = [t.text_with_ws for t in doc[start : first.i]]
    title = "".join(words).strip()
    if any(names.bare(w) in names.ROLES | names.HONORIFICS for w in title.split()):
        return title, start
    for child in last.children:
        if child.dep_ == "appos" and child.i > last.i and names.bare(child.text) in names.ROLES:
            end = min(
                [t.i for t in child.subtree if t.dep_ in ("relcl", "acl") and t.i > child.i],
                default=child.right_edge.i + 1,
            )
            return doc[child.left_edge.i : end].text.strip(" ,"), first.i
    return "", first.i


def _description(last: Token) -> str:
    """Return the words that say who the bearer of a name is: an apposition on either side, or what it "is"."""
    after = [child for child in last.children if child.dep_ == "appos" and child.i > last.i]
    if last.dep_ in ("nsubj", "nsubjpass") and last.head.lemma_ == "be":
        after += [child for child in last.head.children if child.dep_ == "attr"]
    for noun in after:
        if noun.pos_ == "NOUN" or names.bare(noun.text) in names.ROLES:
            clause = (t.left_edge.i for t in noun.subtree if t.dep_ in ("relcl", "appos") and t.i > noun.i)
            end = min(clause, default=noun.right_edge.i + 1)
            return last.doc[noun.left_edge.i : min(end, noun.left_edge.i + _DESCRIPTION_WORDS)].text.strip(" ,-–—")
    noun = last.head
    if last.dep_ == "appos" and noun.pos_ == "NOUN" and noun.i < last.i:
        return last.doc[max(noun.left_edge.i, noun.i - _DESCRIPTION_WORDS) : last.left_edge.i].text.strip(" ,-–—")
    return ""
