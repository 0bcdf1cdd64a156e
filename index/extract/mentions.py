"""Names in a parsed block → mentions: which words name somebody, with the title and the description beside them.

The parser's entities are corrected by what their words say: titles and demonyms come off, first names that were cut
off come back, a person that was taken for a place is a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.extract import gazetteer, names
from index.extract.parse import Block
from index.schema import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Phrase

_TITLE_WORDS = 9
_DESCRIPTION_WORDS = 12
_NAMING = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT"))
_PLACES = frozenset("agent appos conj dobj nsubj pobj poss".split())  # where a name is looked for that is no entity
BODIES = frozenset(
    """
    Academy Agency Alliance Association Authority Bank Board Bureau Campaign Center Centre Church Club Coalition
    College Commission Committee Company Conference Corp Corporation Council Department Foundation Fund Group Inc
    Initiative Institute League Ltd Ministry Network Office Organisation Organization Party Port Post Project Review
    School Service Society Times Tribune Trust Union University
    """.split()
)
"""Words that end the name of an organisation, even of one that is named after somebody."""

_KINDS = frozenset("CEO CFO COO DA GM IPO LLC MEP MP NGO PAC PM PR TV VP".split())
"""Short forms for what somebody or something is, which name nobody."""

_GROUPS = frozenset("Americans Christians Conservatives Democrats Jews Latinos Liberals Muslims Republicans".split())
_NO_NAMES = frozenset(
    "about after before beyond camp crooked for from how like team universe what when why with without".split()
)
_LABEL = re.compile(
    r"(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){1,4}(?= ?:)"  # of an interview: "MAYOR ANA RUIZ: We ..."
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,4}(?= ?(?::|--|[–—―]) ?[“\"'‘«„]))"  # of a quotation: "Ana Ruiz -- “We ...”"
)
_SIGNATURE = re.compile(r"[”\"'’»] ?(?:--|[–—―]) ?(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,4})(?=,|$)")
_BESIDE = re.compile(r"\s?\([^()]{1,40}\)|,? (?:of|from) (?:[A-Z][\w.]+ ?){1,3}|, [A-Z]-[A-Z][\w.]*")
_TRADE = re.compile("alder(?:wo)?man|farmer|fisherman|.+(?:builder|driver|hunter|keeper|maker|owner|trader|worker)")
_BEHIND = 24  # words that a look behind a name takes in at most
_SPEAKING = ("add", "ask", "say", "tell", "warn", "write")  # as organisations seldom do in one word
_OWNING = ("’", "'")
_SHORT_WORD = 4  # letters that a word of a headline may have without a capital
_HEADLINE_WORDS = 3  # longer words than that, which a headline has at least
_HEADLINE_SHARE = 0.8  # of them begin with a capital


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

    @property
    def beside(self) -> str:
        """What stands right behind the name and tells where its bearer belongs: "(R-Ohio)", "of Vermont", or ""."""
        found = _BESIDE.match(self.last.whitespace_ + self.last.doc[self.last.i + 1 : self.last.i + _BEHIND].text)
        return found.group() if found is not None else ""


def in_title_case(block: Block) -> bool:
    """Tell whether nearly every word of a block has a capital, as in headlines."""
    words = [t.text for t in block.doc if t.text[0].isalpha() and len(t) > _SHORT_WORD]
    capital = sum(word[0].isupper() for word in words)
    if any(t.pos_ == "VERB" and t.is_lower for t in block.doc):
        return False  # a short sentence full of names
    return len(words) >= _HEADLINE_WORDS and capital >= _HEADLINE_SHARE * len(words)


def find_mentions(block: Block) -> list[Mention]:
    """Return the names of one block: the recogniser's entities, corrected by what their words say."""
    found = _label(block)
    taken = {i for mention in found for i in range(mention.first.i, mention.last.i + 1)}
    for entity in block.doc.ents:
        if entity.label_ in _NAMING and entity.start not in taken:
            mention = _mention(block, entity)
            if mention is not None:
                found.append(mention)
                taken.update(range(mention.first.i, mention.last.i + 1))
    for token in block.doc:
        if token.i not in taken and token.dep_ in _PLACES and token.pos_ == "PROPN":
            phrase = block.doc[_first_proper(token).i : token.i + 1]
            if not taken & set(range(phrase.start, phrase.end)):
                mention = _mention(block, phrase)
                if mention is not None:
                    found.append(mention)
    titled = {i for m in found for i in range(m.title_start, m.first.i)}
    return [m for m in found if m.first.i not in titled]  # the State of "Secretary of State" is no place


def _label(block: Block) -> list[Mention]:
    """Return who speaks, where a block of an interview begins with the name, or only a dash joins it to a quotation."""
    written = _LABEL.match(block.text) or _SIGNATURE.search(block.text)
    phrase = block.doc.char_span(*written.span("name"), alignment_mode="expand") if written else None
    mention = _mention(block, phrase) if phrase is not None else None
    personal = mention is not None and (mention.title or names.gender(mention.surface) is not None)
    return [replace(mention, kind=SpeakerKind.PERSON)] if mention is not None and personal else []


def _first_proper(token: Token) -> Token:
    if token.i > 1 and token.text in BODIES and token.nbor(-1).text in _OWNING and token.nbor(-2).tag_ == "NNPS":
        token = token.nbor(-2)  # "the Dockers’ Union"
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
    if tokens and tokens[0].i > 1 and tokens[0].nbor(-1).lower_ == "of" and tokens[0].nbor(-2).text in BODIES:
        tokens = [tokens[0].nbor(-2), tokens[0].nbor(-1), *tokens]  # "the Port of Oslo", of which only Oslo was found
    if not tokens or not tokens[-1].text[0].isalpha() or not tokens[-1].text[0].isupper():
        return None
    surface = block.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])].rstrip("’'")
    surface = " ".join(surface.removesuffix("’s").removesuffix("'s").split())
    kind = _kind(phrase, tokens[0], surface)
    if kind is None or surface in _KINDS:
        return None
    title, start = find_title(tokens[0], tokens[-1]) if kind is SpeakerKind.PERSON else ("", tokens[0].i)
    return Mention(block.number, tokens[0], tokens[-1], surface, title, start, kind, _description(tokens[-1]))


def _given_name(token: Token) -> bool:
    """Tell whether the word before `token` is a first part of the name that the recogniser cut off."""
    if token.i == 0 or token.pos_ != "PROPN":
        return False
    before = token.nbor(-1)
    compound = before.dep_ == "compound" and before.pos_ == "PROPN" and before.head in (token, token.head)
    begun = names.bare(token.text) in names.PARTICLES and names.bare(before.text) not in names.HONORIFICS
    given = not before.ent_type_ and names.gender(f"{before.text} {token.text}") is not None
    return compound and (begun or given)


def _before_name(tokens: list[Token]) -> int:
    """Return how many of the first words are a title or a demonym ("South Korean President"), and no name."""
    first = names.bare(tokens[0].text)
    if len(tokens) > 2 and f"{first} {names.bare(tokens[1].text)}" in gazetteer.demonyms():
        return 2
    titled = first in names.HONORIFICS | names.ROLES | _NO_NAMES
    titled |= first in gazetteer.demonyms() and tokens[-1].ent_type_ != "ORG"
    owner = tokens[1].tag_ == "POS" and len(tokens) > 2 and tokens[2].ent_type_ != "ORG"
    if owner:  # "Harbour News’ Ana Ruiz"
        return 2
    doing = tokens[0].tag_ == "VBG" and bool(tokens[0].is_sent_start)  # "Asking Ana Ruiz"
    if len(tokens) > 2 and _TRADE.fullmatch(first) is not None and names.is_first_name(tokens[1].text):
        doing |= not names.is_first_name(first)  # "Shipowner Jonas Li"
    return 1 if titled or doing or not tokens[0].text[0].isupper() else 0


def _kind(phrase: Phrase, first: Token, surface: str) -> SpeakerKind | None:
    folded = gazetteer.fold(surface)
    body = " " in surface or _behind_article(first)  # a Board or a Post without one may be somebody's name
    if folded in gazetteer.metonyms() or (body and surface.rpartition(" ")[2] in BODIES):
        return SpeakerKind.ORGANISATION
    label = phrase[0].ent_type_
    if " " not in surface and (phrase.root.tag_ == "NNPS" or surface in _GROUPS):
        return SpeakerKind.ORGANISATION if label == "ORG" else None  # "Democrats", "the Stones"
    if label == "PERSON" or (label not in ("GPE", "LOC") and _personal(phrase, first, surface)):
        return SpeakerKind.PERSON
    if phrase.root.dep_ == "nsubj" and names.gender(surface) is not None:  # a place does not act; its namesake does
        return SpeakerKind.PERSON
    if label in ("ORG", "GPE", "LOC", "FAC") and folded not in gazetteer.demonyms():
        return SpeakerKind.ORGANISATION
    return None


def _personal(phrase: Phrase, first: Token, surface: str) -> bool:
    """Tell whether an entity that the recogniser took for something else stands where a person does."""
    if names.is_personal(surface):
        return True
    words = surface.split()
    if len(words) > 3 or not all(w[0].isupper() and w.replace("-", "").replace(".", "").isalpha() for w in words):
        return False
    head = phrase.root
    titled = first.i > 0 and names.bare(first.nbor(-1).text) in names.HONORIFICS | names.ROLES | names.RELATIONS
    verb = head.head.lemma_.lower() if head.dep_ == "nsubj" else ""
    known = phrase[0].ent_type_ not in ("", "NORP") and len(words) == 1
    speaks = known and verb in _SPEAKING and not any(w.isupper() and len(w) > 1 for w in words)
    return titled or speaks or names.gender(surface) is not None


def _behind_article(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ == "the"


def find_title(first: Token, last: Token) -> tuple[str, int]:
    """Return (title, token where it starts): the words before a name in its phrase, or an apposition after it."""
    doc, start = first.doc, first.i
    while start > 0 and first.i - start < _TITLE_WORDS:
        token = doc[start - 1]
        joins = (
            token.pos_ in ("PROPN", "NOUN", "ADJ")
            or token.dep_ == "compound"
            or token.lower_ in ("of", "for", "’s", "'s", "-")
            or token.tag_ == "NNP"
        )
        if not joins or token.text in ("”", "“", '"', ")", ","):
            break
        start -= 1
    start = _after_preposition(doc, start, first.i)
    title = doc[start : first.i].text.strip()
    if title.endswith(" of"):
        return "", first.i  # "the mayor of Oslo"
    what = doc[first.i - 1] if title else first
    called = what.tag_ == "NN" and what.is_lower and what.dep_ == "compound" and first.i <= what.head.i <= last.i
    if called or any(names.bare(w) in names.ROLES | names.HONORIFICS for w in title.split()):
        return title, start
    for child in last.children:
        if child.dep_ == "appos" and child.i > last.i and names.bare(child.text) in names.ROLES and not _acts(child):
            end = min(
                [t.i for t in child.subtree if t.dep_ in ("relcl", "acl") and t.i > child.i],
                default=child.right_edge.i + 1,
            )
            return doc[child.left_edge.i : end].text.strip(" ,"), first.i
    return "", first.i


def _after_preposition(doc: Doc, start: int, end: int) -> int:
    """Return where the title begins in start..end: behind "for", and behind "of" unless an office stands before it."""
    held = False
    for at in range(start, end):
        held = held or names.bare(doc[at].text) in names.ROLES | names.HONORIFICS
        if doc[at].lower_ == "for" or (doc[at].lower_ == "of" and not held):
            start = at + 1
    return start


def _acts(noun: Token) -> bool:
    """Tell whether what the parser took for an apposition is the subject of the verb right behind it.

    "After a talk with Ana Ruiz, the mayor said ..." says nothing about Ana Ruiz.
    """
    end = noun.right_edge.i + 1
    verb = noun.doc[end] if end < len(noun.doc) else noun
    finite = verb.tag_ in ("VBD", "VBZ", "VBP", "MD") and verb.i > noun.i
    while verb.pos_ == "AUX" and verb.head.pos_ == "VERB":
        verb = verb.head
    return finite and not any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _description(last: Token) -> str:
    """Return the words that say who the bearer of a name is: an apposition on either side, or what it "is"."""
    after = [child for child in last.children if child.dep_ == "appos" and child.i > last.i and not _acts(child)]
    if last.dep_ in ("nsubj", "nsubjpass") and last.head.lemma_ == "be":
        after += [child for child in last.head.children if child.dep_ == "attr"]
    for noun in after:
        if noun.pos_ == "NOUN" or names.bare(noun.text) in names.ROLES:
            clause = (t.left_edge.i for t in noun.subtree if t.dep_ in ("relcl", "appos") and t.i > noun.i)
            end = min(clause, default=noun.right_edge.i + 1)
            return last.doc[noun.left_edge.i : min(end, noun.left_edge.i + _DESCRIPTION_WORDS)].text.strip(" ,-–—―")
    noun = last.head
    if last.dep_ == "appos" and noun.pos_ == "NOUN" and noun.i < last.i:
        return last.doc[max(noun.left_edge.i, noun.i - _DESCRIPTION_WORDS) : last.left_edge.i].text.strip(" ,-–—―")
    return ""
