"""The nouns as cells of the catalogue's tables and back, and filters as conditions on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from index.schema import Document, Kind, Polarity, Quote, Record, Span, Speaker, Style
from index.store.filter import Filter


def plain(text: str) -> str:
    """Replace what SQLite's text cannot hold: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _plain_or_none(text: str | None) -> str | None:
    return None if text is None else plain(text)


def of_document(n: int, document: Document) -> tuple[object, ...]:
    """Return the cells of document number `n`; the text is a blob, so that any text comes back as it went in."""
    metadata = (document.title, document.outlet, document.date, document.url)
    blob = document.text.encode("utf-8", "surrogatepass")
    return (n, document.id, *map(_plain_or_none, metadata), document.sha256, blob)


def to_document(cells: Sequence[Any]) -> Document:
    """Make a document of its cells (id, title, outlet, date, url, sha256, text)."""
    id, title, outlet, date, url, _, blob = cells
    return Document(id, bytes(blob).decode("utf-8", "surrogatepass"), title, outlet, date, url)


def of_record(record: Record, document: int) -> tuple[object, ...]:
    """Return the cells of `record`, which stands in document number `document`."""
    quote = record.quote
    style, speaker, addressee, mediation = (
        (quote.style.value, quote.speaker, quote.addressee, quote.mediation) if quote else (None,) * 4
    )
    return (
        record.row,
        document,
        record.kind.value,
        json.dumps([[span.start, span.end] for span in record.spans]),
        record.sentence.start,
        record.sentence.end,
        int(record.attributed),
        record.parent,
        style,
        _plain_or_none(speaker),
        _plain_or_none(addressee),
        _plain_or_none(mediation),
        json.dumps(_quote_extras(quote)) if quote else None,
    )


def _quote_extras(quote: Quote) -> dict[str, object]:
    """Return what of a quote nothing is filtered by."""
    return {
        "cue": [quote.cue.start, quote.cue.end] if quote.cue else None,
        "source": [quote.source.start, quote.source.end] if quote.source else None,
        "polarity": quote.polarity.value,
        "modality": quote.modality,
        "nested_in": quote.nested_in,
        "confidence": quote.confidence,
        "rule": quote.rule,
    }


def to_record(cells: Sequence[Any]) -> Record:
    """Make a record of its cells, the document's id in place of its number."""
    row, doc, kind, spans, start, end, attributed, parent, style, speaker, addressee, mediation, extras = cells
    content = tuple(Span(*pair) for pair in json.loads(spans))
    quote = None
    if extras is not None:
        more = json.loads(extras)
        quote = Quote(
            content=content,
            style=Style(style),
            cue=Span(*more["cue"]) if more["cue"] else None,
            source=Span(*more["source"]) if more["source"] else None,
            speaker=speaker,
            addressee=addressee,
            mediation=mediation,
            polarity=Polarity(more["polarity"]),
            modality=more["modality"],
            nested_in=more["nested_in"],
            confidence=more["confidence"],
            rule=more["rule"],
        )
    return Record(row, doc, Kind(kind), content, Span(start, end), quote, bool(attributed), parent)


def of_speaker(n: int, speaker: Speaker) -> tuple[object, ...]:
    """Return the cells of speaker number `n`."""
    aliases, titles = json.dumps(speaker.aliases), json.dumps(speaker.titles)
    return (n, plain(speaker.name), speaker.kind.value, aliases, titles, speaker.mentions)


def conditions(where: Filter) -> tuple[list[str], list[object]]:
    """Return the SQL conditions on records that `where` stands for, and their values; documents are left out."""
    clauses: list[str] = []
    values: list[object] = []
    if where.speakers:
        clauses.append("speaker IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([plain(name) for name in where.speakers]))
    if where.kind is not None:
        clauses.append("kind = ?")
        values.append(where.kind.value)
    if where.styles:
        clauses.append("style IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([style.value for style in where.styles]))
    if where.addressee is not None:
        clauses.append("addressee = ?")
        values.append(plain(where.addressee))
    if where.mediated is not None:
        clauses.append("kind = 'quote' AND mediation IS " + ("NOT NULL" if where.mediated else "NULL"))
    return clauses, values


def within(date: str | None, where: Filter) -> bool:
    """Tell whether an ISO date lies in the filter's range, compared as far as both are precise."""
    if where.since is None and where.until is None:
        return True
    if date is None or not date[:4].isdigit():
        return False
    return (where.since is None or _cut(date, where.since) >= _cut(where.since, date)) and (
        where.until is None or _cut(date, where.until) <= _cut(where.until, date)
    )


def _cut(date: str, other: str) -> str:
    return date[: min(len(date), len(other))]
