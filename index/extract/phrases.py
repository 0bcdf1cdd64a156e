"""The phrase of a source: which of its words stand for who speaks, and by which of them a group is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.extract.parse import Block
from index.extract.terms import worded
from index.schema import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

TIMES = ("DATE", "TIME")
"""Labels of the entities that only say when."""

_CLOSED = frozenset("relcl acl appos".split())
_FINITE = ("MD", "VBD", "VBP", "VBZ")  # verbs of a clause, which no noun phrase is
_JOINING = ("CC", "RB")
_DASHES = ("-", "--", "–", "—", "―")


def source_span(block: Block, head: Token) -> Span:
    """Return the span of a source phrase without clauses, appositions, a dateline, and the time that it was said."""
    outside = (child for child in head.subtree if child != head and (child.dep_ in _CLOSED or _when(child, head)))
    dropped = {t.i for child in outside for t in child.subtree}
    kept = {t.i for t in head.subtree} - dropped
    doc = head.doc
    first = last = head.i
    while first - 1 in kept and not _finite(doc[first - 1]) and not _dash(doc[first - 1]):
        first -= 1
    while last + 1 in kept and not _finite(doc[last + 1]) and doc[last + 1].text != ":":
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
    return token.i > head.i and bool(told) and all(word.ent_type_ in TIMES for word in told)


def description(words: list[Token], head: Token) -> list[Token]:
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


def joined(head: Token) -> Iterator[Token]:
    """Yield the words that "and" and commas join to the head of a phrase, in text order."""
    waiting = [head]
    while waiting:
        found = [child for child in waiting.pop().children if child.dep_ == "conj"]
        yield from found
        waiting.extend(reversed(found))


def labels(head: Token) -> bool:
    """Tell whether a colon right behind a word makes it a label: what follows is what its bearer says."""
    return head.doc[head.i + 1 : head.i + 2].text == ":"


def author(head: Token) -> Token | None:
    """Return whose a text is: "Li's letter", "a letter written by Li", "a letter from Li"; no day has one."""
    owner = next((c for c in head.children if c.dep_ == "poss"), None)
    made = [c for verb in head.children if verb.dep_ == "acl" for c in verb.children if c.dep_ == "agent"]
    by = [*made, *(c for c in head.children if c.dep_ == "prep" and c.lower_ in ("by", "from"))]
    found = owner or next((noun for word in by for noun in word.children if noun.dep_ == "pobj"), None)
    return None if found is None or found.ent_type_ in TIMES else found
