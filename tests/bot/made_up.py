"""A made-up document, its speakers, citations of it, and a clock."""

from __future__ import annotations

from typing import Any

from index.schema import Citation, Document, Kind, Span, Style

SPEAKERS = ("Ada Marsh", "Ben Marsh")
DOCUMENT = Document(
    "harbour",
    "Boats & <oars> 🛶 come first.",
    title="Harbour <plans> & boats",
    outlet="The Quay",
    date="2024-05-01",
    url="https://quay.example/a?b=1&c=2",
)


def cite(quote: str, **more: Any) -> Citation:
    """Return a citation of `quote`, with whatever else it should say."""
    fields: dict[str, Any] = {
        "row": 0,
        "doc": DOCUMENT.id,
        "start": 0,
        "end": len(quote),
        "quote": quote,
        "sha256": DOCUMENT.sha256,
        "kind": Kind.QUOTE,
        "score": 0.9,
        "parts": (Span(0, len(quote)),),
        "sentence": Span(0, len(quote)),
        "speaker": SPEAKERS[0],
        "style": Style.INDIRECT,
        "title": DOCUMENT.title,
        "outlet": DOCUMENT.outlet,
        "date": DOCUMENT.date,
        "url": DOCUMENT.url,
    }
    return Citation(**fields | more)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now
