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

from index.extract import cues

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_INHERITING = ("conj", "xcomp", "advcl", "ccomp")
_SPEAKING_PREPOSITIONS = ("to", "with")
_STOPPERS = frozenset("amid following according adding saying noting citing".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue (first..last token), the head of its source, the tokens of its content and of its addressee; None where absent.

    `content` is (first token, last token); `head` the word that heads it, whose negation decides on polarity.
    """

    cue: Token
    cue_first: Token
    source: Token | None
    content: tuple[Token, Token] | None
    head: Token | None
    addressee: Token | None
    rule: str


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


def verb_frame(verb: Token) -> Frame:
    """Return the frame of a reporting verb; its source and content may be None."""
    passive = _passive(verb)
    first = verb
    if passive:
        source = next((grand for child in verb.children if child.dep_ == "agent" for grand in child.children), None)
        first = min((c for c in verb.children if c.dep_ in ("aux", "auxpass")), key=lambda t: t.i, default=verb)
    else:
        source = subject(verb)
    head, content, rule = _content(verb)
    return Frame(verb, first, source, content, head, addressee(verb), rule)


def _passive(verb: Token) -> bool:
    """Tell whether the verb's subject is not who speaks: "was asked", "asked about it, she ..."."""
    auxiliaries = {child.lemma_.lower() for child in verb.children if child.dep_ == "aux"}
    return any(c.dep_ == "auxpass" for c in verb.children) or (verb.tag_ == "VBN" and "have" not in auxiliaries)


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Return the head of the verb's subject, its own or the one it shares with the verb above it."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and not _expletive(child):
            return _antecedent(verb) if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" else child
    if depth > 3 or verb.head is verb:
        return None
    if verb.dep_ == "acl":
        return verb.head if verb.tag_ == "VBG" else None
    if verb.dep_ == "advcl" and verb.tag_ not in ("VBG", "VBN"):
        return None
    if verb.dep_ == "ccomp" and verb.tag_ != "VBG":
        return None
    if verb.dep_ in _INHERITING and verb.head.pos_ in ("VERB", "AUX"):
        return subject(verb.head, depth + 1)
    return None


def _expletive(child: Token) -> bool:
    return child.dep_ == "expl"


def _antecedent(verb: Token) -> Token:
    return verb.head


def addressee(verb: Token) -> Token | None:
    """Return the head of the phrase that is spoken to, if the verb takes one and has one."""
    lemma = verb.lemma_.lower()
    speaks_to = lemma in cues.APPEAL or lemma in ("tell", "assure", "inform", "remind", "notify", "write")
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative") and child.i > verb.i]
    clause = next((child for child in verb.children if child.dep_ in ("ccomp", "xcomp") and child.i > verb.i), None)
    if (
        speaks_to
        and objects
        and objects[0].pos_ in ("PROPN", "NOUN", "PRON")
        and objects[0].ent_type_ not in ("DATE", "TIME")
    ):
        return objects[0]
    if lemma in cues.APPEAL and clause is not None and clause.dep_ == "ccomp" and clause.tag_ == "VB":
        return next((child for child in clause.children if child.dep_ == "nsubj"), None)
    if lemma in cues.SPEECH:
        for child in verb.children:
            if child.dep_ in ("prep", "dative") and child.lower_ in _SPEAKING_PREPOSITIONS and child.i > verb.i:
                return next(
                    (g for g in child.children if g.dep_ == "pobj" and g.ent_type_ not in ("DATE", "TIME")), None
                )
    return None


def _content(verb: Token) -> tuple[Token | None, tuple[Token, Token] | None, str]:
    """Return (head, (first, last), rule) of what the verb governs."""
    lemma = verb.lemma_.lower()
    children = list(verb.children)
    if lemma in cues.CLAUSE_VERBS:
        clauses = [c for c in children if c.dep_ in ("ccomp", "parataxis") and not _is_frame_of_another(c)]
        if clauses:  # a clause on the right is the content even where the parser hung another one on the left
            clause = next((c for c in clauses if c.i > verb.i), clauses[0])
            return clause, _clause(verb, clause), "clause"
    if lemma in cues.COMMITMENT or lemma in cues.APPEAL:
        for child in children:
            if child.dep_ == "xcomp" and child.i > verb.i:
                return child, _infinitive(verb, child), "infinitive"
    for child in children:
        if child.dep_ == "prep" and child.i > verb.i and child.lower_ in cues.PREPOSITION_FRAMES.get(lemma, ()):
            return _object_of(child)
    if lemma == "warn":
        of = next((t for t in verb.sent if t.i > verb.i and t.lower_ == "of" and t.head.ent_type_ == "DATE"), None)
        if of is not None:
            return _object_of(of)
    if lemma in cues.DENIAL or lemma in cues.STANCE:
        for child in children:
            if child.dep_ == "dobj" and child.i > verb.i and child.pos_ != "PRON":
                return child, (child.left_edge, _with_prepositions(verb, _right_edge(child))), "object"
    return None, None, "none"


def _with_prepositions(verb: Token, last: Token) -> Token:
    """Return the last token of an object with the prepositional phrases that go on after it ("aid to Russia")."""
    for child in verb.children:
        if (
            child.dep_ in ("prep", "dative")
            and child.i == last.i + 1
            and child.right_edge.ent_type_ not in ("DATE", "TIME")
        ):
            last = child.right_edge
    return last


def _is_frame_of_another(child: Token) -> bool:
    """Tell whether the parser hung a second reporting clause under this verb as if it were its content."""
    return child.pos_ not in ("VERB", "AUX", "ADJ", "NOUN", "PROPN", "PRON", "ADP", "ADV")


def _clause(verb: Token, head: Token) -> tuple[Token, Token] | None:
    if head.i < verb.i:
        last = head.right_edge
        return head.left_edge, last if last.i < verb.i else head
    first = head.left_edge
    while (
        first.i <= verb.i or (first.lower_ == "that" and first.dep_ == "mark") or (first.is_punct and not first.is_quote)
    ):
        if first.i >= head.i:
            break
        first = first.nbor()
    return first, _right_edge(head)


def _infinitive(verb: Token, head: Token) -> tuple[Token, Token]:
    first = head.left_edge
    target = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < head.i), None)
    if target is not None:
        first = target.left_edge
    return first, _right_edge(head)


def _object_of(preposition: Token) -> tuple[Token | None, tuple[Token, Token] | None, str]:
    head = next((c for c in preposition.children if c.dep_ in ("pobj", "pcomp")), None)
    if head is None:
        return None, None, "none"
    last = _right_edge(head)
    following = last.nbor() if last.i + 1 < len(last.doc) else None
    if following is not None and following.lower_ in ("if", "unless", "should") and following.dep_ in ("mark", "aux"):
        last = _right_edge(following.head)
    return head, (head.left_edge, last), "preposition"


def _right_edge(head: Token) -> Token:
    """Return the last token of the phrase, before an adjunct that belongs to the frame (", amid ...")."""
    last = head.right_edge
    doc = head.doc
    for token in doc[head.i + 1 : last.i + 1]:
        if token.lower_ in _STOPPERS and doc[token.i - 1].lower_ == ",":
            return doc[token.i - 2]
        if token.lower_ == "," and _starts_new_clause(token, head):
            return doc[token.i - 1]
    return last


def _starts_new_clause(comma: Token, head: Token) -> bool:
    """Tell whether a co-ordination after the comma opens a frame of its own (", and in an interview ...")."""
    if comma.i + 2 >= len(comma.doc):
        return False
    conjunction, following = comma.nbor(), comma.nbor(2)
    if conjunction.lower_ not in ("and", "but"):
        return False
    return following.dep_ == "conj" and following.pos_ == "ADP" and head.i < conjunction.i


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
        content = (sentence[0], token.nbor(-1))
    elif last.i + 1 < sentence.end - 1:
        content = (last.nbor(), sentence[-1])
    else:
        return
    yield Frame(to, token, source, content, sentence.root, None, "according to")


def _noun(token: Token) -> Iterator[Frame]:
    """Yield the frame of a possessed noun with a clause: "Li's claim that ..."."""
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    clause = next((c for c in token.children if c.dep_ in ("acl", "ccomp") and c.i > token.i), None)
    if owner is None or clause is None or not any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children):
        return
    content = _clause(token, clause)
    if content is not None:
        yield Frame(token, token, owner, content, clause, None, "noun")
