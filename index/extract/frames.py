"""Parsed block → reporting frames: a cue with its source, and the content it governs outside quotation marks.

A frame is read off the dependency parse: a reporting verb, its subject, and its clausal complement, infinitive, object
or prepositional object, whichever the class of the verb allows (see `cues`); beside verbs, "according to X" and nouns
("X's warning that ..."). Word order does not matter: "Trade will grow, said Li" has the same frame as "Li said
trade would grow". Not handled: verbs outside the lexicon, thoughts without a reporting word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.extract import cues, names
from index.extract.contents import clause_span, governed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_ANY = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
_SHARING = {"conj": _ANY, "xcomp": _ANY, "advcl": ("VBG", "VBN"), "ccomp": ("VBG",)}
"""Dependencies through which a verb shares the subject of the verb above it, with the forms it then has."""
_CHAIN = 4  # verbs
_SPEAKING_PREPOSITIONS = ("to", "with")
_TELLING = frozenset(("tell", "assure", "inform", "remind", "notify", "warn"))
_ANSWERING = frozenset("answer point react refer reply respond".split())  # to a question as well as to a person
_TALKING = frozenset("argue joke plead share speak talk".split())  # with somebody
_TIMES = ("DATE", "TIME")
DASHES = ("--", "—", "–", "―", ":")
_NAME_WORDS = 4
_JUDGEMENTS = frozenset("correct incorrect justified mistaken right wrong".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue (first..last token), the heads of its source and addressee, and its content; None where absent.

    `content` holds the (first, last) tokens of each part, none without a content; `head` is the word that heads it.
    `confidence` is the probability of a frame that was learned, None for one that a rule reads off the parse.
    """

    cue: Token
    cue_first: Token
    source: Token | None
    content: tuple[tuple[Token, Token], ...]
    head: Token | None
    addressee: Token | None
    rule: str
    confidence: float | None = None


def reporting_verb(token: Token) -> bool:
    """Tell whether `token` is a verb of the lexicon, used as one."""
    return token.pos_ == "VERB" and token.lemma_.lower() in (cues.CLAUSE_VERBS | cues.STANCE | cues.QUOTE_VERBS)


def find_frames(tokens: list[Token]) -> Iterator[Frame]:
    """Yield the frames whose cue is among `tokens`, in text order."""
    for token in tokens:
        if reporting_verb(token):
            yield verb_frame(token)
        elif token.lower_ == "according":
            yield from _according(token)
        elif token.lemma_.lower() in cues.NOUNS and token.pos_ == "NOUN":
            yield from _noun(token)


def signed(words: list[Token], mark: Token) -> Frame | None:
    """Return the frame of a name that only a dash or a colon joins to a quotation ("Ana Ruiz -- “...”").

    `words` are all that stands beside the quotation but `mark`; what the bearer of the name is may follow a comma.
    """
    end = next((at for at, word in enumerate(words) if word.text in (",", ".")), len(words))
    surface = " ".join(word.text for word in words[:end])
    _, name = names.split_title(surface)
    if mark.text not in DASHES or not end or names.gender(name) is None or len(name.split()) > _NAME_WORDS:
        return None
    return Frame(mark, mark, words[end - 1], (), None, None, "label")


def turn(label: list[Token]) -> Frame | None:
    """Return the frame of a quotation whose speaker's label stands inside its mark ("“RUIZ: We know ...”")."""
    words = [word for word in label if not (word.is_quote or word.is_space)]
    return Frame(words[-1], words[-1], words[-2], (), None, None, "label") if len(words) > 1 else None


def introducer(doc: Doc) -> Token | None:
    """Return the source of the report with which a paragraph ends on a colon ("She told the crowd:")."""
    words = [token for token in doc if not token.is_space]
    if not words or words[-1].text != ":":
        return None
    verbs = [t for t in words[-1].sent if t.lemma_.lower() in cues.QUOTE_VERBS and reporting_verb(t)]
    if verbs and verbs[-1].lemma_.lower() == "quote":  # "The book quotes Ana Ruiz:"
        quoted = next((child for child in verbs[-1].children if child.dep_ == "dobj"), None)
        return quoted or verb_frame(verbs[-1]).source
    return verb_frame(verbs[-1]).source if verbs else None


def verb_frame(verb: Token) -> Frame:
    """Return the frame of a reporting verb; its source and content may be None."""
    passive = _passive(verb)
    first = verb
    if passive:
        source = next((grand for child in verb.children if child.dep_ == "agent" for grand in child.children), None)
        first = min([verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))], key=lambda t: t.i)
    else:
        source = subject(verb)
    content = governed(verb)
    return Frame(verb, first, source, content.parts, content.head, addressee(verb), content.rule)


def _passive(verb: Token) -> bool:
    """Tell whether the verb's subject is not who speaks: "was asked", "asked about it, she ..."."""
    auxiliaries = {child.lemma_.lower() for child in verb.children if child.dep_ == "aux"}
    return any(c.dep_ == "auxpass" for c in verb.children) or (verb.tag_ == "VBN" and "have" not in auxiliaries)


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Return the head of the verb's subject, its own or the one it shares with the verb above it."""
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is not None:
        return own
    if verb.dep_ == "acl":
        return _bearer(verb.head) if verb.tag_ == "VBG" else None
    if verb.dep_ == "pcomp":
        above = verb.head.head
        return _judged(verb.head) or (subject(above, depth + 1) if above.pos_ in ("VERB", "AUX") else None)
    made = next((c for c in verb.head.children if c.dep_ == "dobj" and c.i < verb.i), None)
    if verb.dep_ == "xcomp" and made is not None and verb.head.lemma_.lower() not in cues.COMMITMENT:
        return made  # "forced Li to admit"
    if depth < _CHAIN and verb.head.pos_ in ("VERB", "AUX") and verb.tag_ in _SHARING.get(verb.dep_, ()):
        return subject(verb.head, depth + 1)
    return None


def _judged(preposition: Token) -> Token | None:
    """Return who does what is called right or wrong: Li in "Ruiz called Li right in saying that ..."."""
    words = [word for word in preposition.doc[: preposition.i][-2:] if not (word.is_quote or word.is_punct)]
    if preposition.lower_ != "in" or not words or words[-1].lower_ not in _JUDGEMENTS:
        return None
    judged = words[-1]
    if judged.dep_ == "amod":
        return judged.head
    if judged.dep_ == "advmod" and judged.i > 0 and judged.nbor(-1).pos_ in ("NOUN", "PROPN"):
        return judged.nbor(-1)
    return subject(judged) or (subject(judged.head, _CHAIN) if judged.head.pos_ in ("VERB", "AUX") else None)


def _bearer(noun: Token) -> Token | None:
    """Return who speaks in "issued a statement saying": the noun itself, unless it is a text that somebody issued."""
    if noun.lemma_.lower() in cues.TEXTS and noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        return subject(verb, _CHAIN) if verb.pos_ == "VERB" else None
    return noun


def addressee(verb: Token) -> Token | None:
    """Return the head of the phrase that is spoken to, if the verb takes one and has one."""
    lemma = verb.lemma_.lower()
    after = [child for child in verb.children if child.i > verb.i and child.ent_type_ not in _TIMES]
    clause = next((child for child in after if child.dep_ in ("ccomp", "xcomp")), None)
    spoken_to = next((child for child in after if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP"), None)
    if lemma in cues.APPEAL | _TELLING:
        if spoken_to is not None and (clause is not None or lemma in _TELLING or spoken_to.pos_ == "PROPN"):
            return spoken_to
        if clause is not None and clause.dep_ == "ccomp" and clause.tag_ == "VB":
            return next((child for child in clause.children if child.dep_ == "nsubj"), None)
    if lemma in cues.SPEECH:
        phrases = (c for c in after if c.dep_ in ("prep", "dative") and c.lower_ in _SPEAKING_PREPOSITIONS)
        told = (t for phrase in phrases for t in phrase.children if t.dep_ == "pobj" and _listens(lemma, phrase, t))
        return next(told, None)
    return None


def _listens(lemma: str, preposition: Token, noun: Token) -> bool:
    """Tell whether a phrase with "to" or "with" names a listener, and no manner ("with a smile") or topic."""
    if preposition.lower_ == "to" and lemma not in _ANSWERING:
        return noun.ent_type_ not in _TIMES
    somebody = names.office(noun.lemma_) in names.ROLES | names.RELATIONS or noun.pos_ in ("PROPN", "PRON")
    return somebody and (preposition.lower_ == "to" or lemma in _TALKING)


def _according(token: Token) -> Iterator[Frame]:
    """Yield the frame of "according to X": the content is the rest of the sentence."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        to = token.nbor()
    source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or source is None:
        return
    sentence = token.sent
    last = source.right_edge
    if token.i - sentence.start > 1:
        content = ((sentence[0], token.nbor(-1)),)
    elif last.i + 1 < sentence.end - 1:
        content = ((last.nbor(), sentence[-1]),)
    else:
        return
    yield Frame(to, token, source, content, sentence.root, None, "according to")


def _noun(token: Token) -> Iterator[Frame]:
    """Yield the frame of a possessed noun with a clause: "Li's claim that ..."."""
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    clause = next((c for c in token.children if c.dep_ in ("acl", "ccomp") and c.i > token.i), None)
    if owner is None or clause is None or not any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children):
        return
    yield Frame(token, token, owner, (clause_span(token, clause),), clause, None, "noun")
