"""Who a document mentions by name: mentions → one canonical name each, with aliases, titles and gender.

A bare family name belongs to the one full name that it fits. Where it fits several persons of the document, the one
that is named near by, or the one that the text is plainly about, is taken, and marked as shared; else nobody. Names of
governments come from the gazetteer; a spelling that the gazetteer knows as a variant is given its usual form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from index.extract import gazetteer, names
from index.extract.context import in_context
from index.extract.member import Member, introduced, relative
from index.extract.mentions import Mention, find_mentions, find_title, in_title_case
from index.extract.parse import Block
from index.schema import Speaker, SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

AMBIGUOUS = "ambiguous name"
"""How a family name was found that several bear: the text does not tell who of them is meant."""

_SUBJECTS = ("nsubj", "nsubjpass")
_OWNERS = {"his": "male", "her": "female"}
_NEAR = 2  # blocks
_HOUSES = frozenset("Capitol Congress Court House Party Senate State States Union".split())  # there are many of each
_SHORTEST = 3  # letters of a family name that the recogniser may pass over
_LONG = 7  # letters of a family name that is still known with two of them exchanged
_DOMINANCE = 3  # times as often named as the next bearer of the same family name
_LEAD = 1.5  # the same for one who was brought in before the next


class Cast:
    """Everyone a document names. `at` finds the member that a token belongs to."""

    def __init__(self, blocks: list[Block]) -> None:
        self.members: list[Member] = []
        self._at: dict[tuple[int, int], Member] = {}
        self._how: dict[tuple[int, int], str] = {}
        self._in_block: dict[int, list[tuple[Mention, Member]]] = defaultdict(list)
        self._bearers: dict[str, list[Member]] = defaultdict(list)  # by family name
        self._given: dict[str, list[Member]] = defaultdict(list)  # by first name
        self._named: dict[str, Member] = {}  # by folded canonical name
        self._rest: list[Mention] = []
        self._owners: dict[str, Member] = {}  # by family name that several bear
        headlines = {block.number: block for block in blocks if in_title_case(block)}
        self._in_full((find_mentions(block) for block in blocks if block.number not in headlines), blocks)
        for mention in self._rest:
            self._unnamed(mention)
        for block in headlines.values():
            self._headline(block)
        self._in_part(blocks)
        for member in self.members:
            member.mentions.sort(key=lambda m: (m.block, m.first.i))

    def _in_full(self, found: Iterable[list[Mention]], blocks: list[Block]) -> None:
        """Assign the full names of people, the longest first, and keep the other mentions for later."""
        self._rest = in_context((mention for mentions in found for mention in mentions), blocks)
        full = [m for m in self._rest if m.kind is SpeakerKind.PERSON and len(names.key(m.surface)) > 1]
        whole = {id(mention) for mention in full}
        self._rest = [mention for mention in self._rest if id(mention) not in whole]
        for mention in sorted(full, key=lambda m: (-len(m.surface.split()), m.block, m.first.i)):
            self._assign(mention, self._fitting_full(mention.surface))

    def _in_part(self, blocks: list[Block]) -> None:
        """Assign organisations, parts of names, and family names that the recogniser passed over."""
        self._owners = self._first_called(blocks)
        for mention in self._rest:
            if (mention.block, mention.first.i) not in self._at and not self._family(mention):
                self._assign(mention, self._fitting(mention))
        for block in blocks:
            self._overlooked(block)

    def at(self, block: int, token: Token) -> Member | None:
        """Return the member whose name covers `token`, if any."""
        return self._at.get((block, token.i))

    def how(self, block: int, token: Token) -> str:
        """Return the rule that found the member at `token`: its name, a first name, or a name that several bear."""
        return self._how.get((block, token.i), "name")

    def named_in(self, block: int) -> list[tuple[Mention, Member]]:
        """Return the mentions of one block with their members."""
        return self._in_block.get(block, [])

    def speakers(self) -> tuple[Speaker, ...]:
        """Return everyone, in order of first mention; a name that may be anybody's is nobody."""
        return tuple(m.speaker() for m in sorted(self.members, key=introduced) if not m.anyone)

    def _unnamed(self, mention: Mention) -> None:
        """Keep a bearer of a family name who is never named in full ("Mr Stone") apart from the one who is (Ana Stone).

        The honorific tells, or the name in full is that of a relative who comes up later ("his wife, Ana Stone").
        """
        word = names.bare(mention.surface)
        bearers = self._bearers.get(word, [])
        if (mention.block, mention.first.i) in self._at or len(bearers) != 1 or not mention.title:
            return
        later = (mention.block, mention.first.i) < introduced(bearers[0]) and names.offices(mention.title)
        if not _agrees(mention, bearers[0]) or (later and relative(bearers[0])):
            self._assign(mention, None)
            _add(self._bearers[word], self._at[mention.block, mention.first.i])

    def _family(self, mention: Mention) -> bool:
        """Tell whether a mention is a family as a whole ("the Stones"), which is nobody in particular."""
        word = names.bare(mention.surface)
        return word.endswith("s") and word not in self._bearers and word[:-1] in self._bearers

    def _headline(self, block: Block) -> None:
        """Take from a headline the names that the text below has, too, and what is a name by its own words."""
        for mention in find_mentions(block):
            words = list(mention.first.doc[mention.first.i : mention.last.i + 1])
            stretches = ((i, j) for n in range(len(words), 0, -1) for i in range(len(words) - n + 1) for j in [i + n])
            known = next(((words[i:j], m) for i, j in stretches if (m := self._known(words[i:j], block.number))), None)
            if known is not None:
                (first, *_), member = known
                surface = " ".join(names.unowned(word.text) for word in known[0])
                self._assign(Mention(block.number, first, known[0][-1], surface, "", first.i, member.kind), member)
            elif names.gender(mention.surface) is not None or gazetteer.fold(mention.surface) in gazetteer.metonyms():
                self._assign(mention, self._fitting(mention))

    def _known(self, words: list[Token], block: int) -> Member | None:
        """Return the member that the text below a headline calls by just these words."""
        surface = " ".join(names.unowned(word.text) for word in words)
        if len(words) == 1:
            return self._choose(self._bearers.get(names.bare(surface), []), words[0], block)
        named = self._named.get(gazetteer.fold(surface))
        return named or (self._fitting_full(surface) if names.gender(surface) is not None else None)

    def _overlooked(self, block: Block) -> None:
        """Give family names that the recogniser passed over to the people of the cast who bear them."""
        for token in block.doc:
            if (block.number, token.i) in self._at or not token.text[0].isupper() or len(token) < _SHORTEST:
                continue
            bearers = self._bearers.get(names.bare(token.text), []) if "." not in token.text else []
            how = "shared name" if len(bearers) > 1 else "name"
            if not bearers and token.pos_ == "PROPN" and token.dep_ in _SUBJECTS and not token.ent_type_:
                bearers, how = self._given.get(names.bare(token.text), []), "first name"
                if not bearers and (own := self._named.get(gazetteer.fold(token.text))) is not None:
                    self._assign(Mention(block.number, token, token, token.text, "", token.i, own.kind), own)
            acts = token.tag_ == "NN" and token.dep_ in _SUBJECTS and token.left_edge == token
            if not bearers or (len(bearers) > 1 and token.pos_ != "PROPN" and not acts):
                continue
            mention = Mention(block.number, token, token, token.text, *find_title(token, token), SpeakerKind.PERSON)
            if fits := self._choose([m for m in bearers if _agrees(mention, m)], token, block.number):
                self._assign(mention, fits, how)
            elif how == "shared name":
                self._assign(mention, self._nobodys(mention))

    def _first_called(self, blocks: list[Block]) -> dict[str, Member]:
        """Return who is called by a bare family name before anybody else of that name comes up: it stays theirs."""
        shared = {family for family, bearers in self._bearers.items() if len(bearers) > 1}
        owners: dict[str, Member] = {}
        for block in blocks if shared else ():
            for token in block.doc:
                word = names.bare(token.text)
                if word not in shared or word in owners or (block.number, token.i) in self._at:
                    continue
                first, second, *_ = sorted(self._bearers[word], key=introduced)
                told = token.i > 0 and names.gender("", (token.nbor(-1).text,)) is not None
                if not told and introduced(second) > (block.number, token.i):
                    owners[word] = first
        return owners

    def _choose(self, fitting: list[Member], token: Token, block: int) -> Member | None:
        """Return the bearer of a name that several bear.

        That is the subject just named in full, the one who bore it alone before, the only one near by, or the one whom
        the text is about.
        """
        hinted = _hinted(token)
        fitting = [m for m in fitting if not hinted or m.gender in (None, hinted)] if len(fitting) > 1 else fitting
        if len(fitting) <= 1:
            return fitting[0] if fitting else None
        told = [(m, who) for m, who in self.named_in(block) if m.last.i < token.i and any(who is f for f in fitting)]
        if told and told[-1][0].last.dep_ in _SUBJECTS and " " in told[-1][0].surface:
            return told[-1][1]
        owner = self._owners.get(names.bare(token.text))
        if any(owner is member for member in fitting):
            return owner
        around = [m for number in range(block - _NEAR, block + 1) for _, m in self.named_in(number)]
        near = [m for m in fitting if any(m is other for other in around)]
        first, second, *_ = sorted(fitting, key=introduced)
        if len(near) == 1 and (near[0] is first or not relative(near[0])):
            return near[0]
        alone = introduced(first)[0] < introduced(second)[0]  # in a paragraph of its own
        more = _LEAD if alone else _DOMINANCE
        return first if len(first.mentions) >= more * max(len(m.mentions) for m in fitting if m is not first) else None

    def _fitting_full(self, surface: str) -> Member | None:
        usual = gazetteer.spellings().get(gazetteer.fold(surface), surface)
        words = names.key(usual)
        possible = [m for word in (words[-1], words[0]) for m in self._bearers.get(word, [])]
        return next((m for m in possible if m.answers_to(usual)), None)

    def _fitting(self, mention: Mention) -> Member | None:
        """Return the member for a mention that is no full personal name, and note how it was found."""
        organisation = gazetteer.metonyms().get(gazetteer.fold(mention.surface))
        if mention.kind is SpeakerKind.ORGANISATION and organisation is not None:
            return self._named.get(gazetteer.fold(organisation))
        longer = self._longer(mention)
        if longer is not None:
            return longer
        word = " ".join(names.key(mention.surface))
        bearers, how = self._bearers.get(word, []), "name"
        if not bearers and mention.kind is SpeakerKind.PERSON:
            bearers, how = self._given.get(word, []), "first name"
        if not bearers and mention.kind is SpeakerKind.PERSON and len(word) >= _LONG:
            bearers, how = self._misspelt(word), "misspelt name"
        titled = _called(mention, [m for m in bearers if _agrees(mention, m)])
        holding = [m for m in titled if _holds(m, mention.title)] or titled
        fits = None if _undecided(mention, titled) else self._choose(holding, mention.last, mention.block)
        if fits is None:
            return self._nobodys(mention) if len(titled) > 1 else self._named.get(gazetteer.fold(mention.surface))
        self._how[mention.block, mention.first.i] = "shared name" if len(titled) > 1 else how
        return fits

    def _nobodys(self, mention: Mention) -> Member | None:
        """Return who is called by just this name, if there is one; else note that it can be that of several."""
        own = self._named.get(gazetteer.fold(mention.surface))
        if own is None or own.anyone:
            self._how[mention.block, mention.first.i] = AMBIGUOUS
        return own

    def _longer(self, mention: Mention) -> Member | None:
        """Return the organisation, named before, whose initials or last words are what it is called now."""
        first = mention.first
        short = mention.surface.replace(".", "")
        bodies = (m for m in self.members if m.kind is SpeakerKind.ORGANISATION)
        if short.isupper() and len(short) > 1 and first == mention.last:
            spelt = [m for m in bodies if names.initials(m.name) == short]
            return spelt[0] if len(spelt) == 1 else None
        called = first != mention.last or (first.i > 0 and first.nbor(-1).lower_ == "the")
        if not called or mention.surface in _HOUSES or mention.kind is not SpeakerKind.ORGANISATION:
            return None
        known = [m for m in bodies if m.name.endswith(" " + mention.surface)]
        return known[0] if len(known) == 1 else None

    def _misspelt(self, word: str) -> list[Member]:
        """Return the bearers of a family name that is `word` but for one letter or the order of its letters."""
        alike = [n for n in self._bearers if n[0] == word[0] and (sorted(n) == sorted(word) or names.one_off(n, word))]
        return self._bearers[alike[0]] if len(alike) == 1 else []

    def _assign(self, mention: Mention, member: Member | None, how: str = "") -> None:
        if member is None:
            unclear = self._how.get((mention.block, mention.first.i)) == AMBIGUOUS
            member = Member(_canonical(mention), mention.kind, anyone=unclear)
            self.members.append(member)
            self._named.setdefault(gazetteer.fold(member.name), member)
        member.told(mention)
        for form in (member.name, mention.surface):
            if member.kind is SpeakerKind.PERSON and len(words := names.key(form)) > 1:
                for family in names.family_names(form):
                    _add(self._bearers[family], member)
                _add(self._given[words[0]], member)
        self._in_block[mention.block].append((mention, member))
        how = how or self._how.get((mention.block, mention.first.i), "name")
        for token in mention.first.doc[mention.first.i : mention.last.i + 1]:
            self._at[mention.block, token.i] = member
            self._how[mention.block, token.i] = how


def _hinted(token: Token) -> str | None:
    """Return the gender that the words behind a name give its bearer ("Stone is under fire for her remarks")."""
    for word in token.doc[token.i + 1 : token.sent.end] if token.dep_ in _SUBJECTS else ():
        if word.pos_ == "PROPN" or word.dep_ in _SUBJECTS or word.is_quote:
            return None
        if word.tag_ == "PRP$" and word.lower_ in _OWNERS:
            return _OWNERS[word.lower_]
    return None


def _add(members: list[Member], member: Member) -> None:
    if not any(member is other for other in members):
        members.append(member)


def _holds(member: Member, title: str) -> bool:
    """Tell whether a title is one that the document gives this person elsewhere ("Senator Stone")."""
    return bool(title) and bool(names.offices(title) & member.offices)


def _agrees(mention: Mention, member: Member) -> bool:
    """Tell whether the honorific of a mention does not contradict the member's gender."""
    told = names.gender(mention.surface, (mention.title,)) if mention.title else None
    return told is None or member.gender in (None, told)


def _called(mention: Mention, members: list[Member]) -> list[Member]:
    """Return those of whom the text tells what the honorific of a mention does ("Ms."), all where it does of none."""
    told = names.gender("", (mention.title,))
    return [m for m in members if told is not None and m.gender == told] or members


def _undecided(mention: Mention, members: list[Member]) -> bool:
    """Tell whether the honorific of a mention means one of several of whom nothing tells who is a man or a woman."""
    told = names.gender("", (mention.title,))
    return told is not None and len(members) > 1 and all(m.gender is None for m in members)


def _canonical(mention: Mention) -> str:
    folded = gazetteer.fold(mention.surface)
    if mention.kind is SpeakerKind.ORGANISATION:
        return gazetteer.metonyms().get(folded, mention.surface)
    return gazetteer.spellings().get(folded, names.in_usual_case(mention.surface))
