"""The way of one document: blocks → parse → attributions → cast → speakers and attributes → quotes."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from index.extract import attributes, cues
from index.extract.attribute import Attribution, attribute, by_block
from index.extract.cast import Cast
from index.extract.language import foreign, sentences_alone
from index.extract.marks import Quoted, find_quoted
from index.extract.paragraphs import split_blocks, stripped, without_tags
from index.extract.parse import Block, parse_blocks
from index.extract.phrases import source_span
from index.extract.pieces import windows
from index.extract.runtime import scorer
from index.extract.speakers import UNKNOWN, Decision, Resolver
from index.extract.tagger import read
from index.schema import Document, Extraction, Quote, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TRUST = {
    "beside cue": 0.97,
    "clause": 0.95,
    "parenthesis": 0.95,
    "according to": 0.95,
    "infinitive": 0.85,
    "preposition": 0.8,
    "object": 0.75,
    "noun": 0.6,
    "same paragraph": 0.8,
    "previous paragraph": 0.7,
}
"""How far each way of finding a content is to be trusted; figures from reading the output, not fitted."""


def extract_document(document: Document) -> Extraction:
    """Return everything that is read out of one document. Never raises on odd text."""
    text = without_tags(document.text)
    if (language := foreign(text)) is not None:
        return sentences_alone(document, language)
    spans = split_blocks(text)
    quoted = find_quoted(text, spans)
    blocks = parse_blocks(text, spans)
    cast = Cast(blocks)
    readings = read(windows(text, spans, quoted), scorer())
    attributions = attribute(text, blocks, quoted, readings)
    quotes = _quotes(text, attributions, Resolver(text, cast, blocks, [q.outer for q in quoted]))
    marks = by_block(quoted)
    sentences = tuple(span for block in blocks for span in _sentences(text, block, marks.get(block.number, [])))
    return Extraction(document, sentences, quotes, cast.speakers(), _warnings(text, quoted))


def _quotes(text: str, attributions: list[Attribution], resolver: Resolver) -> tuple[Quote, ...]:
    holders = attributes.nesting(attributions)
    quotes: list[Quote] = []
    decisions = _decisions(attributions, holders, resolver)
    for attribution, holder, decision in zip(attributions, holders, decisions, strict=True):
        frame = attribution.frame
        quotes.append(
            Quote(
                content=tuple(attribution.content),
                style=attribution.style,
                cue=attribution.block.cover(frame.cue_first, frame.cue) if frame else None,
                source=_source(attribution),
                speaker=decision.name,
                addressee=_addressee(text, attribution, resolver, decision.name),
                mediation=attributes.mediation(attribution, text),
                polarity=attributes.polarity(attribution),
                modality=attributes.modality(attribution),
                nested_in=holder,
                confidence=_confidence(attribution, decision),
                rule=f"{attribution.rule}; {decision.rule}",
            )
        )
    return tuple(quotes)


def _decisions(attributions: list[Attribution], holders: list[int | None], resolver: Resolver) -> list[Decision]:
    """Return who speaks in each attribution: first in the article's own, then in those that somebody else reports."""
    decisions = [UNKNOWN] * len(attributions)
    reported: list[int] = []
    for number, attribution in enumerate(attributions):
        source, block = attribution.source, attribution.source_block
        if source is None or block is None:
            continue
        holder = holders[number]
        if holder is not None and (resolver.in_quotation(block, source) or attributions[holder].labelled):
            reported.append(number)
        else:
            decisions[number] = resolver.speaker(block, source, attribution.content)
    for number in reported:
        source, block, holder = attributions[number].source, attributions[number].source_block, holders[number]
        if source is not None and block is not None and holder is not None:
            decisions[number] = resolver.reported(block, source, decisions[holder])
    return decisions


def _source(attribution: Attribution) -> Span | None:
    if attribution.source is None or attribution.source_block is None:
        return None
    return source_span(attribution.source_block, attribution.source)


def _addressee(text: str, attribution: Attribution, resolver: Resolver, speaker: str | None) -> str | None:
    """Return who is spoken to: a canonical name where the text gives one, else the words of the text."""
    token = attribution.frame.addressee if attribution.frame else None
    if token is None:
        return None
    decision = resolver.addressee(attribution.block, token, speaker)
    if decision.name is not None:
        return decision.name
    return None if token.pos_ == "PRON" else source_span(attribution.block, token).of(text)


def _confidence(attribution: Attribution, decision: Decision) -> float:
    trust = _TRUST.get(attribution.rule, 0.5)
    if attribution.frame is not None and attribution.frame.confidence is not None:
        trust = attribution.frame.confidence
    cue: Token | None = attribution.frame.cue if attribution.frame else None
    attitude = cue is not None and cue.lemma_.lower() in cues.ATTITUDE - cues.SPEECH
    return round(trust * decision.confidence * (0.85 if attitude else 1.0), 3)


def _sentences(text: str, block: Block, quoted: list[Quoted]) -> list[Span]:
    """Return the sentences of a block; a quotation is never cut, and a closing mark stays with its sentence."""
    spans: list[Span] = []
    for sentence in block.doc.sents:
        span = block.cover(sentence[0], sentence[-1])
        held = spans and any(q.outer.start < span.start < q.outer.end for q in quoted)
        if held:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return [stripped(text, span) for span in spans if span.of(text).strip()]


def _warnings(text: str, quoted: tuple[Quoted, ...]) -> tuple[str, ...]:
    lines, at = 1, 0
    warnings: list[str] = []
    for q, following in zip_longest(quoted, quoted[1:]):
        goes_on = following is not None and not text[q.outer.end : following.outer.start].strip()
        if not q.closed and not goes_on:  # paragraphs of one quotation open with a mark each
            lines += text.count("\n", at, q.outer.start)
            at = q.outer.start
            warnings.append(f"line {lines}: a quotation mark is never closed")
    return tuple(warnings)
