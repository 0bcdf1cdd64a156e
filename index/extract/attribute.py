"""Frames and quoted spans of a document → attributions: source, cue and content, as character spans.

The order of the decisions, each of which leaves less for the next:

1. a quoted span that lies in the content of a frame makes that content mixed (or direct, if it is all of it);
2. a quoted span beside a cue ("...," Li said; Li said: "...") is that cue's content;
3. a quoted span that goes on after its frame ("...," Li said. "...") is a further part of the same content;
4. a quoted sentence without a cue continues the attribution before it, in its own paragraph or in the one before;
5. what is left of the quoted sentences is kept without a source, and quoted words in passing are left to the narrator.

A verdict on who the source *is* comes later (`speakers`); here is only where it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from index.extract import cues, terms
from index.extract.frames import DASHES, Frame, find_frames, introducer, reporting_verb, signed, turn, verb_frame
from index.extract.learned import asked, learned_frames, sharing
from index.extract.marks import Quoted
from index.extract.parse import Block
from index.extract.tagger import Reading
from index.schema import Span, Style, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

Placed = TypeVar("Placed", Quoted, Reading)

_REACH = 30  # tokens between a quotation and its cue: an apposition with a title fits, another sentence does not
_SAYING = frozenset(("say", "tell", "write"))
_REPORTS = (cues.SPEECH | cues.DENIAL) - cues.ATTITUDE - {"go"}  # who "goes" speaks beside quotation marks only


@dataclass(slots=True)
class Attribution:
    """One attribution under construction. `block` is where it begins; `source` and `addressee` are heads of phrases."""

    block: Block
    content: list[Span]
    frame: Frame | None
    source: Token | None
    source_block: Block | None
    rule: str
    style: Style = Style.INDIRECT
    quoted: list[Quoted] = field(default_factory=list)

    @property
    def labelled(self) -> bool:
        """Whether only a mark joins the source to its own words, as in an interview ("RUIZ: We know ...")."""
        return self.frame is not None and not terms.worded(self.frame.cue.text)

    @property
    def span(self) -> Span:
        """The smallest span over the content."""
        return hull(tuple(self.content))


def attribute(
    text: str, blocks: list[Block], quoted: tuple[Quoted, ...], readings: Sequence[Reading]
) -> list[Attribution]:
    """Return the attributions of a document in text order.

    `quoted` are its quoted spans and `readings` what the trained model finds in it, both in text order.
    """
    found: list[Attribution] = []
    previous: list[Attribution] = []
    marks, learned = by_block(quoted), by_block(readings)
    for block in blocks:
        before = blocks[block.number - 1] if block.number else None
        reader = _Reader(text, block, marks.get(block.number, []), previous, before)
        current = reader.read(learned_frames(block, learned.get(block.number, [])))
        found.extend(a for a in current if not any(a is b for b in previous))
        previous = current
    found = [a for a in found if a.content]
    for attribution in found:
        attribution.content = terms.apart(attribution.content)
        attribution.style = terms.style_of(tuple(attribution.content), attribution.quoted)
    return sorted(found, key=lambda a: a.span)


def by_block(found: Sequence[Placed]) -> dict[int, list[Placed]]:
    """Return what was found in each block, by the block's number."""
    grouped: dict[int, list[Placed]] = defaultdict(list)
    for one in found:
        grouped[one.block].append(one)
    return grouped


class _Reader:
    """Reads one block: its frames, then its quoted spans in text order."""

    def __init__(
        self, text: str, block: Block, quoted: list[Quoted], previous: list[Attribution], before: Block | None
    ) -> None:
        self.text = text
        self.before = before
        self.block = block
        self.quoted = quoted
        self.previous = previous
        self.found: list[Attribution] = []
        self.outside = [t for t in block.doc if not t.is_space and not self._quoted_at(t)]

    def read(self, learned: list[Frame]) -> list[Attribution]:
        """Return the attributions of the block; a continued one of the block before is among them.

        What was learned goes first; the rules add what it leaves: what is reported inside a quotation.
        """
        for frame in learned:
            self._indirect(frame)
        taken = {frame.cue.i for frame in learned}
        for frame in find_frames([t for t in self.block.doc if not t.is_space and t.i not in taken]):
            if self._within(frame) or self._plain(frame):
                self._indirect(sharing(frame, learned) if frame.cue.dep_ == "conj" else frame)
        for number, quoted in enumerate(self.quoted):
            if not any(q is quoted for a in self.found for q in a.quoted):
                self._direct(number, quoted)
        return self.found

    def _within(self, frame: Frame) -> bool:
        """Tell whether the frame reports inside what somebody says: in a quotation, or in a content found before."""
        if self._quoted_at(frame.cue) is not None:
            return True
        cue = self._cue_span(frame)
        spoken = frame.cue.lemma_.lower() in _REPORTS
        return spoken and any(span.covers(cue) for a in self.found for span in a.content)

    def _plain(self, frame: Frame) -> bool:
        """Tell whether the words leave no doubt: somebody says "that", and nothing found has to do with it."""
        if frame.rule != "clause" or frame.cue.lemma_.lower() not in _SAYING or asked(frame.cue):
            return False
        first, last = frame.content[0]
        told = first.i > frame.cue.i and first.nbor(-1).lower_ == "that"
        around = self.block.cover(frame.cue, last)
        taken = any(span.overlap(around) for a in self.found for span in a.content)
        return told and not taken and not any(q.outer.overlap(around) for q in self.quoted)

    def _quoted_at(self, token: Token) -> Quoted | None:
        at = self.block.start(token)
        return next((q for q in self.quoted if q.outer.start <= at < q.outer.end), None)

    def _indirect(self, frame: Frame) -> None:
        """Keep a frame that has a content and a source (or is an agentless passive with "it")."""
        if not frame.content or not self._speaks(frame):
            return
        within = self._quoted_at(frame.cue)
        if within is not None and not within.inner.covers(self._cue_span(frame)):
            return  # a label, which the quotation itself has
        content: list[Span] = []
        touched: list[Quoted] = []
        parts = [terms.tidy(self.text, self.block.cover(*part)) for part in frame.content]
        for part in [part for part in parts if terms.worded(part.of(self.text))] or parts:
            own = self._before_next_cue(frame, part) if frame.confidence is None else part
            if within is not None and within.outer.covers(own) and within.inner.overlap(own):
                own = Span(max(own.start, within.inner.start), min(own.end, within.inner.end))
            span, held = self._with_quotations(own, within)
            content.append(span)
            touched.extend(held)
        if within is not None and not all(within.outer.covers(span) for span in content):
            return
        if any(not len(span) or (touched and span.overlap(self._cue_span(frame))) for span in content):
            return
        self.found.append(Attribution(self.block, content, frame, frame.source, self.block, frame.rule, quoted=touched))

    def _with_quotations(self, span: Span, within: Quoted | None) -> tuple[Span, list[Quoted]]:
        """Return a span with the whole of each quotation that it touches, or the quotation where no word is beside."""
        held = [q for q in self.quoted if q.inner.overlap(span) and q is not within]
        for q in held:
            wider = Span(min(span.start, q.outer.start), max(span.end, q.outer.end))
            beside = self.text[wider.start : q.outer.start] + self.text[q.outer.end : wider.end]
            span = wider if terms.worded(beside) else q.inner
        return span, held

    def _before_next_cue(self, frame: Frame, span: Span) -> Span:
        """Cut a content that runs over into the next report ("said it was early but added, “...”")."""
        for q in self.quoted:
            if not q.inner.overlap(span):
                continue
            lead = [t for t in self.outside if span.start <= self.block.start(t) < q.outer.start and not t.is_punct]
            if not lead or lead[-1] == frame.cue or not reporting_verb(lead[-1]):
                continue
            conjunction = next((c for c in lead[-1].head.children if c.dep_ == "cc" and c.i < lead[-1].i), None)
            own_subject = any(c.dep_ == "nsubj" for c in lead[-1].children)
            if conjunction is not None and not own_subject and self.block.start(conjunction) > span.start:
                return terms.tidy(self.text, Span(span.start, self.block.start(conjunction)))
        return span

    def _speaks(self, frame: Frame) -> bool:
        """Tell whether the frame reports: somebody is its source, or the passive hides who ("it has been said")."""
        lemma = frame.cue.lemma_.lower()
        if frame.confidence is not None:
            return True
        if self._quoted_at(frame.cue) is not None:
            own = frame.source is not None and frame.source.lower_ in ("i", "it", "we", "you")
            return frame.source is not None and not own and lemma in _REPORTS
        if frame.source is not None:
            return frame.source.lower_ not in ("it", "there", "this", "that") or frame.rule == "according to"
        expletive = any(c.lower_ == "it" and c.dep_ in ("nsubjpass", "nsubj", "expl") for c in frame.cue.children)
        return frame.cue_first != frame.cue and expletive and frame.rule == "clause"

    def _cue_span(self, frame: Frame) -> Span:
        return self.block.cover(frame.cue_first, frame.cue)

    def _direct(self, number: int, quoted: Quoted) -> None:
        """Find the attribution of one quoted span that no frame holds."""
        if terms.names_something(self.text, quoted, self._before(quoted)):
            return
        label = Span(quoted.outer.start, quoted.inner.start)
        frame = self._tail(number, quoted) or self._head(number, quoted)
        frame = frame or turn([t for t in self.block.doc if label.covers(self.block.cover(t, t))])
        if frame is not None:
            held = next((a for a in self.found if a.frame is not None and a.frame.cue == frame.cue), None)
            if held is None:
                self._add(quoted, frame, frame.source, self.block, "beside cue")
                if frame.cue.lemma_.lower() in cues.NAMING and self.block.end(frame.cue) < quoted.outer.start:
                    self.found[-1].content = [terms.tidy(self.text, Span(self.block.end(frame.cue), quoted.outer.end))]
            elif held.quoted:
                self._join(held, quoted)
            else:
                held.content, held.quoted, held.rule = [quoted.inner], [quoted], "beside cue"
            return
        self._without_cue(number, quoted)

    def _without_cue(self, number: int, quoted: Quoted) -> None:
        before = [a for a in self.found if a.span.end <= quoted.outer.start and self._narrates(a)]
        spoken = [a for a in before if a.quoted and self._follows_frame(a, quoted)]
        if spoken and terms.whole(self.text, self.block.span, quoted):
            self._join(max(spoken, key=lambda a: a.span), quoted)
        elif terms.mere_term(self.text, self.block.span, quoted):
            return
        elif before:
            last = max(before, key=lambda a: a.span)
            self._add(quoted, None, last.source, last.source_block or self.block, "same paragraph")
        elif number == 0 and self._opens_block(quoted) and self.before is not None:
            self._carry(quoted, self.before)
        else:
            self._add(quoted, None, None, None, "none")

    def _narrates(self, attribution: Attribution) -> bool:
        """Tell whether the attribution is the article's own, not one inside a quotation."""
        return attribution.frame is None or self._quoted_at(attribution.frame.cue) is None

    def _carry(self, quoted: Quoted, before: Block) -> None:
        """Continue the paragraph before: what it ends on ("She said:"), a quotation left open, or the same source."""
        source = introducer(before.doc)
        if source is not None or not self.previous:
            self._add(quoted, None, source, before, "none" if source is None else "previous paragraph")
            return
        last = max(self.previous, key=lambda a: a.span)
        if last.quoted and not self._spoken_after(last):
            self._join(last, quoted)
            self.found.append(last)
        else:
            self._add(quoted, None, last.source, last.source_block, "previous paragraph")

    def _spoken_after(self, last: Attribution) -> bool:
        """Tell whether the paragraph before goes on with the article's own sentences after its last quotation."""
        block = last.block
        rest = self.text[last.span.end : block.span.end]
        return last.quoted[-1].closed and rest.count(". ") > 0

    def _opens_block(self, quoted: Quoted) -> bool:
        rest = self.text[quoted.outer.end : self.block.span.end].lstrip()
        return quoted.outer.start == self.block.span.start and not rest.startswith(DASHES)  # whose name follows

    def _before(self, quoted: Quoted) -> Token | None:
        """Return the last word outside quotation marks before a quotation."""
        return next((t for t in reversed(self.outside) if self.block.end(t) <= quoted.outer.start), None)

    def _follows_frame(self, last: Attribution, quoted: Quoted) -> bool:
        """Tell whether only the frame's own sentence stands between the attribution and the quotation."""
        between = [t for t in self.outside if last.span.end <= self.block.start(t) < quoted.outer.start]
        return sum(t.text in ".!?" for t in between) <= 1

    def _join(self, attribution: Attribution, quoted: Quoted) -> None:
        attribution.content = sorted([*attribution.content, quoted.inner])
        attribution.quoted.append(quoted)

    def _add(self, quoted: Quoted, frame: Frame | None, source: Token | None, block: Block | None, rule: str) -> None:
        self.found.append(Attribution(self.block, [quoted.inner], frame, source, block, rule, quoted=[quoted]))

    def _tail(self, number: int, quoted: Quoted) -> Frame | None:
        """Return the frame that follows the quotation in the same sentence, if there is one."""
        limit = self.quoted[number + 1].outer.start if number + 1 < len(self.quoted) else self.block.span.end
        tail: list[Token] = []
        for token in self.outside:
            if quoted.outer.end <= self.block.start(token) < limit:
                tail.append(token)
                if token.text in ".!?" or len(tail) > _REACH:
                    break
        last = quoted.inner.of(self.text)[-1]
        if tail and limit == self.block.span.end and (frame := signed(tail[1:], tail[0])) is not None:
            return frame
        if not tail or (last == "." and not tail[0].is_lower) or tail[0].text in (".", ";"):
            return None
        cue = next((t for t in tail if self._can_cue(t)), None)
        if cue is None or (last not in ",!?—–-…" and tail[0].text != "," and cue.i - tail[0].i > 3):
            return None
        frame = verb_frame(cue)
        source = frame.source if frame.source is not None and frame.source in tail else self._beside(cue, tail)
        return replace(frame, source=source, content=(), head=None) if source is not None else None

    def _head(self, number: int, quoted: Quoted) -> Frame | None:
        """Return the frame that leads up to the quotation in the same sentence, if there is one."""
        start = self.quoted[number - 1].outer.end if number else self.block.span.start
        lead: list[Token] = []
        for token in self.outside:
            if start <= self.block.start(token) < quoted.outer.start:
                if token.text in ".!?" or (
                    token.is_sent_start and token.text[0].isupper() and self._closed_before(token)
                ):
                    lead = []
                if token.text not in ".!?":
                    lead.append(token)
        verbs = [t for t in lead[-_REACH:] if self._can_cue(t)]
        if not verbs and lead and lead[-1].text == ":":  # a colon makes a cue of any verb ("Li boomed: ...")
            verbs = [t for t in lead if t.pos_ == "VERB"]
        if not verbs:
            return signed(lead[:-1], lead[-1]) if lead else None
        cue = verbs[-1]
        frame = verb_frame(cue)
        sentence = not terms.mere_term(self.text, self.block.span, quoted) and (
            lead[-1] == cue or lead[-1].text in (",", ":")
        )
        adjacent = sentence or self._governs(cue, quoted)
        source = frame.source or self._beside(cue, lead)
        if source is None or not adjacent:
            return None
        return replace(frame, source=source, content=(), head=None)

    def _closed_before(self, token: Token) -> bool:
        return token.i == 0 or token.nbor(-1).text not in (",", ":")

    def _can_cue(self, token: Token) -> bool:
        return token.lemma_.lower() in cues.QUOTE_VERBS and reporting_verb(token)

    def _governs(self, cue: Token, quoted: Quoted) -> bool:
        """Tell whether the quotation hangs on the cue in the parse ("called it “a mistake”")."""
        inside = [t for t in self.block.doc if quoted.inner.start <= self.block.start(t) < quoted.inner.end]
        return any(cue == t.head or (cue == t.head.head and t.head.dep_ != "conj") for t in inside)

    def _beside(self, cue: Token, tokens: list[Token]) -> Token | None:
        """Return a noun next to the cue, where the parser found no subject ("..., said Li")."""
        places = [cue.i - 1, cue.i + 1]
        near = [t for t in tokens if t.i in places and t.pos_ in ("PROPN", "PRON", "NOUN") and t.dep_ != "dobj"]
        return near[0] if near else None
