"""The nouns as cells of the catalogue's tables and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from index.schema import (
    Document,
    Extraction,
    Kind,
    Polarity,
    Quote,
    Record,
    Span,
    Speaker,
    SpeakerKind,
    Style,
)
from index.store.filter import Filter


def plain(text: str) -> str:
    """Replace what SQLite's text cannot hold: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _plain_or_none(text: str | None) -> str | None:
    return None if text is None else plain(text)


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def of_document(n: int, document: Document) -> tuple[object, ...]:
    """Return the cells of document number `n`; the text is a blob, so that any text comes back as it went in."""
    metadata = (document.title, document.outlet, document.date, document.url)
    blob = document.text.encode("utf-8", "surrogatepass")
    return (n, document.id, *map(_plain_or_none, metadata), document.sha256, blob)


def head(document: Document) -> tuple[object, ...]:
    """Return what tells one state of a document from another: id, title, outlet, date, url, sha256."""
    return of_document(0, document)[1:-1]


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
        json.dumps([_pair(span) for span in record.spans]),
        record.sentence.start,
        record.sentence.end,
        int(record.attributed),
        record.parent,
        record.repeats,
        style,
        _plain_or_none(speaker),
        _plain_or_none(addressee),
        _plain_or_none(mediation),
        json.dumps(_quote_extras(quote)) if quote else None,
    )


def _quote_extras(quote: Quote) -> dict[str, object]:
    """Return what of a quote nothing is filtered by."""
    return {
        "cue": _pair(quote.cue) if quote.cue else None,
        "source": _pair(quote.source) if quote.source else None,
        "polarity": quote.polarity.value,
        "modality": quote.modality,
        "nested_in": quote.nested_in,
        "confidence": quote.confidence,
        "rule": quote.rule,
    }


def to_record(cells: Sequence[Any]) -> Record:
    """Make a record of its cells, the document's id in place of its number."""
    row, doc, kind, spans, start, end, attributed, parent, repeats, *filtered, extras = cells
    content = tuple(Span(*pair) for pair in json.loads(spans))
    quote = _to_quote(content, filtered, json.loads(extras)) if extras is not None else None
    return Record(row, doc, Kind(kind), content, Span(start, end), quote, bool(attributed), parent, repeats)


def _to_quote(content: tuple[Span, ...], filtered: Sequence[Any], extras: Mapping[str, Any]) -> Quote:
    """Make a quote of its content, what it is filtered by (style, speaker, addressee, mediation), and the rest."""
    style, speaker, addressee, mediation = filtered
    return Quote(
        content=content,
        style=Style(style),
        cue=Span(*extras["cue"]) if extras["cue"] else None,
        source=Span(*extras["source"]) if extras["source"] else None,
        speaker=speaker,
        addressee=addressee,
        mediation=mediation,
        polarity=Polarity(extras["polarity"]),
        modality=extras["modality"],
        nested_in=extras["nested_in"],
        confidence=extras["confidence"],
        rule=extras["rule"],
    )


def of_extraction(extraction: Extraction) -> str:
    """Return as JSON what was read out of a document; the document itself is left out."""
    return json.dumps(
        {
            "sentences": [_pair(span) for span in extraction.sentences],
            "quotes": [
                [
                    [_pair(span) for span in quote.content],
                    [quote.style, quote.speaker, quote.addressee, quote.mediation],
                    _quote_extras(quote),
                ]
                for quote in extraction.quotes
            ],
            "speakers": [
                [s.name, s.kind, s.aliases, s.titles, s.mentions, s.descriptions] for s in extraction.speakers
            ],
            "warnings": extraction.warnings,
            "language": extraction.language,
        }
    )


def to_extraction(reading: str, document: Document) -> Extraction:
    """Make an extraction of what `of_extraction` made of one of the same text."""
    fields = json.loads(reading)
    return Extraction(
        document,
        sentences=tuple(Span(*pair) for pair in fields["sentences"]),
        quotes=tuple(
            _to_quote(tuple(Span(*pair) for pair in content), filtered, extras)
            for content, filtered, extras in fields["quotes"]
        ),
        speakers=tuple(
            Speaker(name, SpeakerKind(kind), tuple(aliases), tuple(titles), mentions, tuple(descriptions))
            for name, kind, aliases, titles, mentions, descriptions in fields["speakers"]
        ),
        warnings=tuple(fields["warnings"]),
        language=fields["language"],
    )


def of_speaker(n: int, speaker: Speaker) -> tuple[object, ...]:
    """Return the cells of speaker number `n`."""
    called = (json.dumps(words) for words in (speaker.aliases, speaker.titles, speaker.descriptions))
    return (n, plain(speaker.name), speaker.kind.value, *called, speaker.mentions)


def to_speaker(name: str, kind: str, aliases: str, titles: str, descriptions: str, mentions: int) -> Speaker:
    """Make a speaker of the cells that `of_speaker` made, its number left out."""
    called, titled, described = (
        tuple(json.loads(words)) if words != "[]" else () for words in (aliases, titles, descriptions)
    )
    return Speaker(name, SpeakerKind(kind), called, titled, mentions, described)


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
