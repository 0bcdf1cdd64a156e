"""A query in words: what the question was taken to ask."""

from __future__ import annotations

from index.schema import Query


def slots(query: Query) -> dict[str, str]:
    """Return everything that was read out of a question, by the name of the slot; what was not given is left out."""
    found = {
        "intent": query.intent.value,
        "speakers": ", ".join(query.speakers),
        "unknown name": ", ".join(query.named),
        "possible readings": ", ".join(query.readings),
        "topic": query.topic,
        "claim": query.claim or "",
        "to": query.addressee or "",
        "styles": ", ".join(query.styles),
        "through somebody else": "yes" if query.mediated else "",
        "outlet": query.outlet or "",
        "since": query.since or "",
        "until": query.until or "",
        "date not resolved": query.unresolved_date or "",
        "taken from the question before": ", ".join(query.inherited),
    }
    return {slot: value for slot, value in found.items() if value}
