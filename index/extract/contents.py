"""Reporting verb → the content that it governs outside quotation marks, as the first and last token of a phrase.

The finders below are tried in order; each serves the classes of verbs that its frame belongs to (see `cues`):
a clause ("said that ..."), an infinitive ("vowed to ..."), a prepositional object ("warned of ..."), an object
("denied ...").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.extract import cues

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSAL = ("VERB", "AUX", "ADJ", "NOUN", "PROPN", "PRON", "ADP", "ADV")
_PARENTHESIS = 10  # tokens of a frame between commas
_SUBJECTS = ("nsubj", "nsubjpass")
_TIMES = ("DATE", "TIME")
BREAKS = (",", "—", "–", "--")
_STOPPERS = frozenset(("amid", "following", "according"))
"""Words that, after a comma, lead back from the content to the article's own account."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a verb governs: its head and the (first, last) tokens of each of its parts; `rule` names the frame."""

    head: Token | None
    parts: tuple[tuple[Token, Token], ...]
    rule: str


NONE = Content(None, (), "none")


def governed(verb: Token) -> Content:
    """Return the content of a reporting verb, `NONE` where it governs none."""
    for finder in _FINDERS:
        content = finder(verb, verb.lemma_.lower())
        if content is not None:
            return content
    return NONE


def clause_span(governor: Token, head: Token) -> tuple[Token, Token]:
    """Return the (first, last) tokens of a clause without its complementiser, on either side of its governor."""
    if head.i < governor.i:
        last = head.right_edge
        return head.left_edge, last if last.i < governor.i else head
    first = head.left_edge
    while first.i < head.i and (first.i <= governor.i or _leads_in(first)):
        first = first.nbor()
    return first, right_edge(head)


def right_edge(head: Token) -> Token:
    """Return the last token of the phrase, before an adjunct or a clause that belongs to the frame (", amid ...")."""
    doc, last = head.doc, head.right_edge
    for token in doc[head.i + 1 : last.i + 1]:
        if token.text in BREAKS and token.i < last.i and (resumes(token.nbor()) or _new_clause(token)):
            return doc[token.i - 1]
    return last


def resumes(token: Token) -> bool:
    """Tell whether the article's own account goes on with this word (", amid ...", ", telling reporters ...")."""
    participle = token.tag_ == "VBG" and token.lemma_.lower() in cues.CLAUSE_VERBS
    return token.lower_ in _STOPPERS or participle


def _leads_in(token: Token) -> bool:
    return (token.lower_ == "that" and token.dep_ == "mark") or (token.is_punct and not token.is_quote)


def _new_clause(comma: Token) -> bool:
    """Tell whether a co-ordination after the comma opens a frame of its own (", and in an interview ...")."""
    if comma.i + 2 >= len(comma.doc):
        return False
    following = comma.nbor(2)
    if comma.text != ",":
        return comma.nbor().lower_ in ("and", "but")
    return comma.nbor().lower_ in ("and", "but") and following.dep_ == "conj" and following.pos_ == "ADP"


def _parenthesis(verb: Token, lemma: str) -> Content | None:
    """Return the two parts of a sentence that a frame between commas divides ("Trade, Li said, will grow")."""
    speaker = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if lemma not in cues.SPEECH or speaker is None:
        return None
    doc, sentence = verb.doc, verb.sent
    first = min(verb.i, speaker.left_edge.i)
    last = max(verb.i, speaker.right_edge.i)
    inside = sentence.start < first - 1 and last + 2 < sentence.end and last - first < _PARENTHESIS
    if not inside or doc[first - 1].text != "," or doc[last + 1].text != ",":
        return None
    parts = ((sentence[0], doc[first - 2]), (doc[last + 2], sentence[-1]))
    head = next((c for c in verb.children if c.dep_ in ("ccomp", "parataxis")), verb.head)
    return Content(head, parts, "parenthesis")


def _clause(verb: Token, lemma: str) -> Content | None:
    if lemma not in cues.CLAUSE_VERBS:
        return None
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis") and c.pos_ in _CLAUSAL]
    if not clauses:
        return _in_writing(verb)
    # a clause on the right is the content even where the parser hung another one on the left
    clause = next((c for c in clauses if c.i > verb.i), clauses[0])
    return Content(clause, (clause_span(verb, clause),), "clause")


def _in_writing(verb: Token) -> Content | None:
    """Return the clause that the parser hangs on what was said or written ("said in a statement that ...")."""
    papers = (p for c in verb.children if c.lower_ == "in" and c.i > verb.i for p in c.children)
    for paper in papers:
        for clause in paper.children if paper.lemma_.lower() in cues.TEXTS else ():
            lead = clause.left_edge
            if (
                clause.dep_ in ("relcl", "acl")
                and lead != clause
                and lead.lower_ == "that"
                and lead.dep_ not in _SUBJECTS
            ):
                return Content(clause, ((lead.nbor(), right_edge(clause)),), "clause")
    return None


def _infinitive(verb: Token, lemma: str) -> Content | None:
    if lemma not in cues.COMMITMENT | cues.APPEAL:
        return None
    head = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)
    if head is None:
        return None
    target = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < head.i), head)
    return Content(head, ((target.left_edge, right_edge(head)),), "infinitive")


def _prepositional(verb: Token, lemma: str) -> Content | None:
    wanted = cues.PREPOSITION_FRAMES.get(lemma, ())
    for token in verb.subtree:
        own = token.head == verb or token.head.ent_type_ in _TIMES  # "warned Li on Monday of ...": "of" hangs on Monday
        if token.dep_ == "prep" and token.i > verb.i and token.lower_ in wanted and own:
            head = next((c for c in token.children if c.dep_ in ("pobj", "pcomp")), None)
            if head is not None:
                return Content(head, ((head.left_edge, _with_condition(right_edge(head))),), "preposition")
    return None


def _with_condition(last: Token) -> Token:
    """Return the end of a condition that follows directly ("the consequences if ...")."""
    following = last.nbor() if last.i + 1 < len(last.doc) else last
    return right_edge(following.head) if following.lower_ in ("if", "unless") and following.dep_ == "mark" else last


def _object(verb: Token, lemma: str) -> Content | None:
    if lemma not in cues.DENIAL | cues.STANCE:
        return None
    head = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if head is None or (head.pos_ == "PRON" and lemma not in cues.DENIAL):
        return None
    last = right_edge(head)
    for child in verb.children:  # the parser hangs "to Russia" of "denies aid to Russia" on the verb
        if child.dep_ in ("prep", "dative") and child.i == last.i + 1 and child.right_edge.ent_type_ not in _TIMES:
            last = child.right_edge
    return Content(head, ((head.left_edge, last),), "object")


_FINDERS: tuple[Callable[[Token, str], Content | None], ...] = (
    _parenthesis,
    _clause,
    _infinitive,
    _prepositional,
    _object,
)
