"""Answers to JSON and back, so that buttons and replies find them after a restart."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from index.change import Change, Difference
from index.schema import Answer, Citation, Count, Kind, Place, Polarity, Reason, Span, Status, Style, Verdict
from index.search.wire import query_from_json, query_to_json


def dump(answer: Answer) -> str:
    """Return `answer` as JSON, in ASCII, so that any Python string survives."""
    return json.dumps(asdict(answer) | {"query": query_to_json(answer.query)})


def load(stored: str) -> Answer:
    """Return the answer that `dump` wrote.

    Raises:
        ValueError: it was written by a version that this one cannot read.
    """
    try:
        fields: dict[str, Any] = json.loads(stored)
        fields["query"] = query_from_json(fields["query"])
        fields["citations"] = tuple(_citation(citation) for citation in fields["citations"])
        fields["choices"] = tuple(fields["choices"])
        fields["counts"] = tuple(Count(**count) for count in fields.get("counts", ()))
        fields["silent"] = tuple(fields.get("silent", ()))
        fields["detail"] = _difference(fields.get("detail"))
        fields["status"] = Status(fields["status"])
        fields["verdict"] = Verdict(fields["verdict"]) if fields["verdict"] else None
        fields["reason"] = Reason(fields["reason"]) if fields["reason"] else None
        return Answer(**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a stored answer cannot be read ({type(error).__name__})") from error


def _difference(stored: Any) -> Difference | None:  # noqa: ANN401 - JSON
    """Return the difference that was stored; None where there is none, or where an older version wrote it in words."""
    if not isinstance(stored, dict):
        return None
    return Difference(Change(stored["change"]), tuple(stored["said"]), tuple(stored["claimed"]))


def _citation(fields: dict[str, Any]) -> Citation:
    return Citation(
        **fields
        | {
            "kind": Kind(fields["kind"]),
            "style": Style(fields["style"]) if fields["style"] else None,
            "polarity": Polarity(fields["polarity"]) if fields["polarity"] else None,
            "parts": tuple(Span(**part) for part in fields["parts"]),
            "sentence": Span(**fields["sentence"]),
            "also": tuple(Place(**place) for place in fields.get("also", ())),
            "later": Place(**fields["later"]) if fields.get("later") else None,
        }
    )
