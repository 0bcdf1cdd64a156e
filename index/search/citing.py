"""Ranked passages → citations: every passage a slice of its document, with its place, and where else it is written."""

from __future__ import annotations

from index.schema import Citation, Document, Place, Record, Span, hull
from index.search.rank import Ranked, passing_on
from index.search.times import said_when
from index.store.door import Store


def cite(ranked: Ranked, generation: Store) -> Citation:
    """Return the citation of a passage."""
    record, quote = ranked.record, ranked.record.quote
    document = generation.document(record.doc)
    place = hull(record.spans)
    teller = passing_on(record, ranked.records)
    return Citation(
        row=record.row,
        doc=record.doc,
        start=place.start,
        end=place.end,
        quote=place.of(document.text),
        sha256=document.sha256,
        kind=record.kind,
        score=ranked.score,
        parts=record.spans,
        sentence=record.sentence,
        speaker=record.speaker,
        source=quote.source.of(document.text) if quote and quote.source else None,
        style=quote.style if quote else None,
        addressee=quote.addressee if quote else None,
        mediation=quote.mediation if quote else None,
        polarity=quote.polarity if quote else None,
        modality=quote.modality if quote else None,
        reported_by=teller.speaker if teller is not None else None,
        confidence=quote.confidence if quote else 1.0,
        title=document.title,
        outlet=document.outlet,
        date=document.date,
        url=document.url,
        line=_line(document, place.start),
        when=said_when(document.text, record),
        also=tuple(_place(other, generation) for other in _others(ranked, generation)),
        later=_later(record, generation),
    )


def _others(ranked: Ranked, generation: Store) -> list[Record]:
    """Return the records that say the same: found beside the passage, or known from copies of the articles."""
    found = {record.row: record for record in ranked.also}
    for record in (ranked.record, *ranked.also):
        found |= {other.row: other for other in generation.repeating(record)}
    return [record for row, record in found.items() if row != ranked.record.row]


def _later(record: Record, generation: Store) -> Place | None:
    """Return the first line of what replaced a passage's article, or corrects it."""
    by = generation.later(record.doc)
    if by is None:
        return None
    text = by[0].text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return _at(by[0], Span(start, end if end >= 0 else len(text)))


def _place(record: Record, generation: Store) -> Place:
    return _at(generation.document(record.doc), hull(record.spans))


def _at(document: Document, span: Span) -> Place:
    return Place(
        doc=document.id,
        start=span.start,
        end=span.end,
        quote=span.of(document.text),
        sha256=document.sha256,
        line=_line(document, span.start),
        title=document.title,
        outlet=document.outlet,
        date=document.date,
        url=document.url,
    )


def _line(document: Document, start: int) -> int:
    return document.text.count("\n", 0, start) + 1
