"""What the trained model reads in a block → frames on its parse, as the rules make them.

The model knows where a cue, its content and its source stand; the parse knows their heads, on which speakers,
addressee, polarity and modality rest. Here the one is laid over the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.extract import contents, cues
from index.extract.frames import Frame, addressee, subject, verb_frame
from index.extract.parse import Block
from index.extract.tagger import Reading
from index.schema import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SURE = 0.4  # probability below which a reading is not believed
SURE_OF_OTHERS = 0.75  # the same for a cue that the lexicon does not know: "welcomed" is seldom what somebody said
_STRAY = 2  # words that a content holds of another sentence at its end are none of it
_RELAYED = ("hear", "quote", "report")  # whose passive has the one who speaks as its subject
_ERRORS = frozenset(("misidentify", "misspell", "misstate"))  # what a correction says of an article
_NOBODY = ("it", "there")
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
_EMPTY = ("PRON", "DET")
_VERBAL = ("VERB", "AUX")
_PLACES = ("GPE", "LOC")


def learned_frames(block: Block, readings: Iterable[Reading]) -> list[Frame]:
    """Return a frame for each reading whose cue and content fall on words of the parse, in the same order."""
    read = (_frame(block, reading) for reading in readings if reading.confidence >= SURE)
    frames = [frame for frame in read if frame is not None and _believed(frame)]
    frames = [sharing(frame, frames) for frame in frames]
    return [_apart(_own(frame, frames), frames) for frame in frames]


def sharing(frame: Frame, frames: list[Frame]) -> Frame:
    """Return a frame whose source is no word of what the same source says before ("praised the plan, yet opposes it").

    The parser takes such a content for the subject of the verb that follows.
    """
    for other in frames:
        inside = frame.source is not None and _holds(other, frame.source) and not _holds(other, frame.cue)
        if inside and other.cue.i < frame.cue.i and frame.source is not None and frame.source.i > other.cue.i:
            return replace(frame, source=other.source)
    return frame


def _holds(frame: Frame, token: Token) -> bool:
    return any(first.i <= token.i <= last.i for first, last in frame.content)


def _own(frame: Frame, frames: list[Frame]) -> Frame:
    """Return a frame without the parts of another whose cue stands between ("“...,” Li wrote. Ruiz said that ...")."""
    between = [
        part for other in frames if other.cue.i < frame.cue.i for part in other.content if part[1].i < other.cue.i
    ]
    own = [
        (first, last) for first, last in frame.content if not any(a.i <= last.i and first.i <= b.i for a, b in between)
    ]
    if len(own) in (0, len(frame.content)):
        return frame
    (first, last), *_ = own
    return replace(frame, content=tuple(own), head=_head(list(first.doc[first.i : last.i + 1]), _VERBAL))


def _apart(frame: Frame, frames: list[Frame]) -> Frame:
    """Return a frame whose content ends before the next report of the same source ("said ... and denied ...")."""
    for other in frames:
        first, last = frame.content[-1]
        shares = other.source is None or not first.i <= other.source.i <= last.i
        if shares and first.i < other.cue_first.i <= last.i and frame.cue.i < first.i:
            end = other.cue_first.nbor(-1)
            while end.i > first.i and (end.dep_ in ("cc", "punct", "aux", "auxpass", "advmod") or end.is_punct):
                end = end.nbor(-1)
            frame = replace(frame, content=(*frame.content[:-1], (first, end)))
    return frame


def _believed(frame: Frame) -> bool:
    cue = frame.cue
    written = cue.dep_ == "amod" and cue.tag_ == "VBN" and frame.source is None  # "in a written statement"
    if cue.lemma_.lower() in _ERRORS or written or asked(cue) or _says_nothing(frame):
        return False
    known = cue.lemma_.lower() in cues.KNOWN or cue.text == ":"
    return known or (frame.confidence or 0.0) >= SURE_OF_OTHERS


def _says_nothing(frame: Frame) -> bool:
    """Tell whether a content holds only words that stand for others ("told her", "said that"), and no quotation."""
    words = [word for first, last in frame.content for word in first.doc[first.i : last.i + 1]]
    quoted = any(word.is_quote or (word.i > 0 and word.nbor(-1).is_quote) for word in words)
    return not quoted and all(word.pos_ in _EMPTY or word.is_punct for word in words)


def asked(cue: Token) -> bool:
    """Tell whether a sentence only asks whether it was said ("Does she agree that ...?"); "why" takes it as said."""
    before = [child for child in cue.children if child.i < cue.i]
    subject = next((child for child in before if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or any(child.tag_ in ("WRB", "WP", "WDT") for child in before):
        return False
    inverted = any(child.dep_ in ("aux", "auxpass") and child.i < subject.left_edge.i for child in before)
    return inverted and cue.sent[-1].text.endswith("?")


def _frame(block: Block, reading: Reading) -> Frame | None:
    said = _tokens(block, reading.cue)
    if not said:
        return None
    cue = _head(said, _VERBAL)
    if cue.pos_ not in _VERBAL or cue.lower_ == "according":
        cue = said[-1]
    parts = [tokens for span in reading.content if (tokens := _content(cue, _tokens(block, span)))]
    if not parts:
        return None
    source = _tokens(block, reading.source) if reading.source is not None else []
    parts = _joined(parts, [*said, *source])
    return Frame(
        cue=cue,
        cue_first=said[0],
        source=_source(cue, source, parts),
        content=tuple((tokens[0], tokens[-1]) for tokens in parts),
        head=_head(parts[0], _VERBAL),
        addressee=addressee(cue) if cue.pos_ == "VERB" else None,
        rule="learned",
        confidence=reading.confidence,
    )


def _questioned(cue: Token, source: list[Token]) -> bool:
    """Tell whether the source is who was asked: "Ruiz, asked whether ...", "Ruiz, when asked if ..."."""
    if cue.lemma_.lower() != "ask":
        return False
    words = [word.lower_ for word in cue.doc[max(0, source[0].i - 1) : cue.i]]
    aside = words[-2:] if words[-1:] == ["when"] else words[-1:]
    return aside in ([","], [",", "when"]) and words.count(",") == 1  # no "Ruiz, the mayor, asked"


def _source(cue: Token, read: list[Token], parts: list[list[Token]]) -> Token | None:
    """Return the head of the source that was read; where none was, the subject that the cue shares."""
    if read:
        if read[-1].dep_ == "nsubjpass" and read[-1].head == cue and cue.lemma_.lower() not in _RELAYED:
            return None  # nobody says of himself that he is accused
        if _questioned(cue, read):
            return None  # what somebody is asked is not what he says
        spoken = cue.lemma_.lower() in cues.KNOWN and read[0].head == cue and read[0].dep_ == "nsubj"
        head = _speaking(cue, _head(read, _NOMINAL), read)
        if head.dep_ == "pobj" and head.lemma_.lower() in cues.TEXTS and cue.pos_ == "VERB":
            head = subject(cue) or head  # "in a written statement her office said", of which only the paper was read
        if head.tag_ == "PRP$" and cue.pos_ == "VERB":
            head = head.head  # "his ex-wife", of which only "his" was read
        return head if spoken or read[0].lower_ not in _NOBODY else None
    shared = verb_frame(cue).source if cue.pos_ == "VERB" and cue.lemma_.lower() in cues.KNOWN else None
    held = shared is not None and any(tokens[0].i <= shared.i <= tokens[-1].i for tokens in parts)
    return shared if shared is not None and not held and shared.lower_ not in _NOBODY else None


def _speaking(cue: Token, head: Token, read: list[Token]) -> Token:
    """Return the head of a source without what the reading makes of clauses that only stand beside each other.

    That is the cue's own subject, where another clause's was read behind a conjunction ("Ruiz derided it, but Li ..."),
    and the person, where a place leads in ("in Oslo, Norway, Li and Ruiz said").
    """
    own = next((child for child in cue.children if child.dep_ == "nsubj"), None)
    other = head.head
    joined = any(child.dep_ == "cc" and cue.i < child.i < head.i for child in cue.children)
    if (
        own is not None
        and own.i < cue.i
        and joined
        and head.dep_ == "nsubj"
        and other.dep_ == "conj"
        and other.head == cue
    ):
        return own
    if head.ent_type_ in _PLACES and head.dep_ in ("appos", "pobj"):
        return next((t for t in read if t.i > head.i and t.ent_type_ == "PERSON" and t.head == head.head), head)
    return head


def _joined(parts: list[list[Token]], own: list[Token]) -> list[list[Token]]:
    """Return the parts up to the first that nothing joins to the one before: no report between them, no aside."""
    reporting = {token.i for token in own}
    for at, (before, after) in enumerate(pairwise(parts), start=1):
        between = range(before[-1].i + 1, after[0].i)
        if between and not reporting.intersection(between) and not after[0].nbor(-1).is_punct:
            return parts[:at]
    return parts


def _content(cue: Token, tokens: list[Token]) -> list[Token]:
    """Return a content without the word that leads in, what the article goes on with, and a stray end."""
    leads = ("that", *cues.PREPOSITION_FRAMES.get(cue.lemma_.lower(), ()))
    if tokens and tokens[0].i > cue.i and tokens[0].lower_ in leads:
        tokens = tokens[1:]
    own = _end_in_headline(cue)
    for at, token in enumerate(tokens[1:-1], start=1):
        if token.text in contents.BREAKS and (token.i == own or contents.resumes(token.nbor())):
            tokens = tokens[:at]
            break
    stray = next((at for at in range(max(1, len(tokens) - _STRAY), len(tokens)) if tokens[at].is_sent_start), None)
    return tokens[:stray]


def _end_in_headline(cue: Token) -> int | None:
    """Return the place where a content ends in a headline, whose commas join reports; None in a sentence."""
    if cue.doc[-1].is_punct and not cue.doc[-1].is_quote:
        return None
    parts = contents.governed(cue).parts
    return parts[-1][1].i + 1 if parts else None


def _tokens(block: Block, span: Span) -> list[Token]:
    """Return the words of `block` that share a character with `span`."""
    first, last = span.start - block.span.start, span.end - block.span.start
    words = block.doc.char_span(first, last, alignment_mode="expand")
    return [token for token in words or () if not token.is_space]


def _head(tokens: list[Token], wanted: tuple[str, ...]) -> Token:
    """Return the word on which the others hang, of a wanted class where there is one."""
    inside = {token.i for token in tokens}
    tops = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    fitting = [t for t in tops if t.pos_ in wanted] or [t for t in tokens if t.pos_ in wanted]
    return (fitting or tops or tokens)[0]
