"""The fixed machine-readable interface: answers and extractions as JSON objects, and queries to and fro.

Keys and their meaning never change, because gold data, scorers and other programs rest on them; more may be added at
the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from index.schema import Answer, Citation, Extraction, Intent, Query, Quote, Reason, Span, Style


def answer_to_json(id: str | None, answer: Answer) -> dict[str, Any]:
    """Return one answer as a JSON object; citations are best first."""
    return {
        "id": id,
        "status": answer.status,
        "intent": answer.query.intent,
        "verdict": answer.verdict,
        "reason": _reason(answer.reason),
        "text": answer.text,
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "choices": list(answer.choices),
        "generation": answer.generation,
        "counts": [asdict(count) for count in answer.counts],
    }


def _reason(reason: Reason | None) -> str | None:
    return reason.value if reason is not None else None


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """Return one citation as a JSON object: `quote` is the document's text[start:end]."""
    return {
        "doc": citation.doc,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "sha256": citation.sha256,
        "speaker": citation.speaker,
        "style": citation.style,
        "addressee": citation.addressee,
        "kind": citation.kind,
        "score": round(citation.score, 4),
        "title": citation.title,
        "outlet": citation.outlet,
        "date": citation.date,
        "url": citation.url,
        "parts": [_span(part) for part in citation.parts],
        "source": citation.source,
        "mediation": citation.mediation,
        "polarity": citation.polarity,
        "modality": citation.modality,
        "reported_by": citation.reported_by,
        "confidence": citation.confidence,
        "line": citation.line,
        "also": [asdict(place) for place in citation.also],
        "when": citation.when,
        "later": asdict(citation.later) if citation.later else None,
    }


def extraction_to_json(extraction: Extraction) -> dict[str, Any]:
    """Return the extraction of one document as a JSON object."""
    return {
        "doc": extraction.document.id,
        "sha256": extraction.document.sha256,
        "quotes": [_quote(quote) for quote in extraction.quotes],
        "warnings": list(extraction.warnings),
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "content": [_span(span) for span in quote.content],
        "cue": _span(quote.cue) if quote.cue else None,
        "source": _span(quote.source) if quote.source else None,
        "speaker": quote.speaker,
        "style": quote.style,
        "addressee": quote.addressee,
        "mediation": quote.mediation,
        "polarity": quote.polarity,
        "modality": quote.modality,
        "nested_in": quote.nested_in,
        "confidence": quote.confidence,
        "rule": quote.rule,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def query_to_json(query: Query) -> dict[str, Any]:
    """Return a query as a JSON object from which `query_from_json` makes the same query again."""
    return asdict(query)


def query_from_json(fields: Mapping[str, Any]) -> Query:
    """Return the query that `query_to_json` wrote; unknown keys are ignored, so that older states stay readable."""
    known: dict[str, Any] = {key: value for key, value in fields.items() if key in Query.__dataclass_fields__}
    for key in ("speakers", "named", "readings", "inherited"):
        known[key] = tuple(known.get(key, ()))
    if known.get("otherwise") is not None:
        known["otherwise"] = query_from_json(known["otherwise"])
    known["intent"] = Intent(known["intent"])
    known["styles"] = tuple(Style(style) for style in known.get("styles", ()))
    return Query(**known)
