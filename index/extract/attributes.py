"""What an attribution says about itself: through what, with which polarity and modality, and inside which other.

Each function answers one question from the parse of one attribution; none of them knows who the speaker is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.extract import cues
from index.extract.attribute import Attribution
from index.extract.parse import Block
from index.schema import Polarity, Span, Style, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

_GO_BETWEENS = frozenset(
    """
    aide attorney intermediary interpreter lawyer publicist representative spokesman spokesperson spokeswoman
    translator
    """.split()
)
_WRITINGS = frozenset(
    """
    e-mail editorial email filing letter memo message note post release report statement tweet
    """.split()
)
_CHANNELS = frozenset("e-mail email fax letter phone telephone video".split())
_NOBODY = frozenset("neither nobody none nothing".split())
_FEW = frozenset(("few", "no", "not"))
_UNWILLING = frozenset(("decline", "fail", "forget", "neglect", "refuse"))
_PERHAPS = frozenset(("may", "might"))
_SPEAKING = frozenset("communicate speak talk write".split())
_NETWORKS = frozenset("twitter facebook instagram telegram weibo medium".split())


def mediation(attribution: Attribution, text: str) -> str | None:
    """Return the words that tell through whom or what it was said ("through an interpreter", "in a statement")."""
    if attribution.frame is None:
        return None
    cue, block = attribution.frame.cue, attribution.block
    spoken = [cue, *(c for c in cue.children if c.dep_ == "advcl" and c.lemma_.lower() in _SPEAKING)]
    for preposition in (child for verb in spoken for child in verb.children):
        if preposition.dep_ not in ("prep", "agent"):
            continue
        target = next((c for c in preposition.children if c.dep_ == "pobj"), None)
        if target is None or not _mediates(preposition.lower_, target):
            continue
        own = (t for t in target.subtree if t.i <= target.i or (t.dep_ == "compound" and t.head == target))
        last = max(own, key=lambda t: t.i)
        return block.cover(preposition, last).of(text)
    return None


def _mediates(preposition: str, target: Token) -> bool:
    noun = target.lemma_.lower()
    if preposition in ("through", "via", "by"):
        return noun in _GO_BETWEENS | _CHANNELS
    return (preposition == "in" and noun in _WRITINGS) or (preposition in ("on", "via") and noun in _NETWORKS)


def head_of(attribution: Attribution) -> Token | None:
    """Return the token that heads the content: what the cue governs, else the root of the content's first sentence."""
    if attribution.frame is not None and attribution.frame.head is not None:
        return attribution.frame.head
    inside = tokens_in(attribution.block, attribution.content[0])
    for token in inside:
        if token.head == token or token.head not in inside:
            return token
    return None


def tokens_in(block: Block, span: Span) -> list[Token]:
    """Return the tokens of `block` inside `span`; none for a span of another block."""
    return [t for t in block.doc if block.start(t) >= span.start and block.end(t) <= span.end and not t.is_punct]


def polarity(attribution: Attribution) -> Polarity:
    """Return whether the source affirms the content, words it as a negation (or did not say it), or denies it."""
    cue = attribution.frame.cue if attribution.frame is not None else None
    if cue is not None:
        negated = any(child.dep_ == "neg" for child in cue.children) or _nobody(attribution.source)
        if _unspoken(cue):
            return Polarity.NEGATED
        doubted = cue.lemma_.lower() in cues.DOUBT and attribution.style is not Style.DIRECT  # whose words are his own
        if doubted or cue.lemma_.lower() in cues.DENIAL or _withdrawn(cue):
            return Polarity.AFFIRMED if negated else Polarity.DENIED
        if negated:
            return Polarity.AFFIRMED if cue.lemma_.lower() in _UNWILLING else Polarity.NEGATED
    head = head_of(attribution)
    negated = cue is not None and cue.lemma_.lower() in _UNWILLING
    return Polarity.NEGATED if negated or (head is not None and _says_no(head)) else Polarity.AFFIRMED


def _withdrawn(cue: Token) -> bool:
    """Tell whether the cue is that somebody takes back what he said, or rules it out ("withdrew his claim that")."""
    verb = cue.head if cue.lemma_.lower() in cues.NOUNS and cue.dep_ == "dobj" else cue
    particles = {child.lower_ for child in verb.children}
    back = (verb.lemma_.lower() == "take" and "back" in particles) or (
        verb.lemma_.lower() == "rule" and "out" in particles
    )
    return back or verb.lemma_.lower() in cues.RETRACTION


def _unspoken(cue: Token) -> bool:
    """Tell whether something was not said: "stopped short of saying", "neither confirmed nor denied"."""
    first = cue.head if cue.dep_ == "conj" and cue.nbor(-1).lower_ == "nor" else cue
    short = cue.lemma_.lower() == "stop" and any(child.lower_ == "short" for child in cue.children)
    return short or any(child.lower_ == "neither" for child in first.children)


def _nobody(source: Token | None) -> bool:
    """Tell whether a source is nobody, or next to nobody: "no minister", "none of them", "few in Oslo"."""
    return source is not None and source.left_edge.lower_ in _NOBODY | _FEW


def _says_no(head: Token) -> bool:
    """Tell whether a clause is worded as a negation: by its verb, its subject, or what there is "no" of."""
    for child in head.children:
        arguments = child.dep_ in ("nsubj", "nsubjpass", "attr", "dobj")
        nobody = child.lower_ in _NOBODY or any(c.lower_ in ("no", "neither") for c in child.children)
        if child.dep_ == "neg" or child.lower_ == "neither" or (arguments and nobody):
            return True
    return False


def modality(attribution: Attribution) -> str | None:
    """Return the modal words that qualify the content ("could", "would, if"), in text order; None without one.

    Before them stands the one by which it is left open whether it is said at all ("may announce").
    """
    head = head_of(attribution)
    if head is None:
        return None
    heads = [head, *(c for c in head.children if c.dep_ == "conj")]
    cue = attribution.frame.cue if attribution.frame is not None else head
    words = dict.fromkeys(c.lower_ for c in cue.children if cue != head and c.dep_ == "aux" and c.lower_ in _PERHAPS)
    for token in tokens_in(attribution.block, hull(tuple(attribution.content[:1]))):
        modal = token.tag_ == "MD" and token.head in heads
        conditional = token.lower_ in ("if", "unless") and token.dep_ == "mark"
        if modal or conditional:
            words.setdefault(token.lower_)
    return ", ".join(words) or None


def nesting(attributions: list[Attribution]) -> list[int | None]:
    """Return, for each attribution, the position of the smallest other one whose content holds its cue.

    `attributions` are in text order, so only those that have not ended yet can hold the next one.
    """
    holders: list[int | None] = []
    open_ones: list[int] = []
    for number, inner in enumerate(attributions):
        place = _place(inner)
        open_ones = [o for o in open_ones if attributions[o].span.end > min(place.start, inner.span.start)]
        holding = [
            (len(span), outer)
            for outer in (*open_ones, *_starting_within(attributions, number, place))
            for span in attributions[outer].content
            if span.covers(place) and len(span) > len(inner.span)
        ]
        holders.append(min(holding)[1] if holding else None)
        open_ones.append(number)
    return holders


def _starting_within(attributions: list[Attribution], number: int, place: Span) -> Iterator[int]:
    """Yield the later attributions that begin before `place` ends: the cue may follow its own content."""
    for later in range(number + 1, len(attributions)):
        if attributions[later].span.start > place.start:
            return
        yield later


def _place(attribution: Attribution) -> Span:
    if attribution.frame is None:
        return attribution.span
    return attribution.block.cover(attribution.frame.cue_first, attribution.frame.cue)
