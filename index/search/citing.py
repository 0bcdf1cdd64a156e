"""Ranked passages → citations: every passage a slice of its document, with its place, and where else it is written."""

from __future__ import annotations

from index.schema import Citation, Document, Place, Record, hull
from index.search.rank import Ranked
from index.search.times import said_when
from index.store.generation import Generation


def cite(ranked: Ranked, generation: Generation) -> Citation:
    """Return the citation of a passage."""
    record, quote = ranked.record, ranked.record.quote
    document = generation.document(record.doc)
    place = hull(record.spans)
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
        reported_by=_reporter(record, generation),
        confidence=quote.confidence if quote else 1.0,
        title=document.title,
        outlet=document.outlet,
        date=document.date,
        url=document.url,
        line=_line(document, place.start),
        when=said_when(document.text, record),
        also=tuple(_place(other, generation) for other in ranked.also),
    )


def _place(record: Record, generation: Generation) -> Place:
    document, span = generation.document(record.doc), hull(record.spans)
    return Place(
        doc=record.doc,
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


def _reporter(record: Record, generation: Generation) -> str | None:
    """Return who passes a nested statement on."""
    if record.parent is None:
        return None
    (parent,) = generation.records([record.parent])
    return parent.speaker


def _line(document: Document, start: int) -> int:
    return document.text.count("\n", 0, start) + 1
