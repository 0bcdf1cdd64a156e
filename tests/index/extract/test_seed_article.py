"""The seed article against its hand-checked statements: all core ones found and right, and nothing beyond them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from index.extract import extract
from index.schema import Document, Quote

ROOT = Path(__file__).parents[3]
GOLD: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "tests/gold/seed.jsonl").read_text(encoding="utf-8").splitlines()
]
CORE = [statement for statement in GOLD if statement["tier"] == "core"]


@cache
def seed() -> tuple[str, tuple[Quote, ...]]:
    text = (ROOT / "seeds/putin-xi-wang.txt").read_text(encoding="utf-8")
    (extraction,) = extract([Document("putin-xi-wang", text)])
    return text, extraction.quotes


def words(text: str, spans: list[tuple[int, int]]) -> set[int]:
    return {m.start() for m in re.finditer(r"\w+", text) if any(s <= m.start() and m.end() <= e for s, e in spans)}


def agreement(statement: dict[str, Any], quote: Quote) -> float:
    text, _ = seed()
    gold = words(text, [tuple(span) for span in statement["content"]])
    found = words(text, [(span.start, span.end) for span in quote.content])
    return len(gold & found) / len(gold | found)


@pytest.mark.parametrize("statement", CORE, ids=[statement["id"] for statement in CORE])
def test_core_statement_is_found_with_its_speaker_and_attributes(statement: dict[str, Any]) -> None:
    quote = max(seed()[1], key=lambda q: agreement(statement, q))
    assert agreement(statement, quote) >= 0.8
    found = (quote.speaker, quote.style, quote.addressee, quote.mediation, quote.polarity)
    wanted = tuple(statement[key] for key in ("speaker", "style", "addressee", "mediation", "polarity"))
    assert found == wanted


def test_nothing_is_credited_to_anyone_beyond_the_gold_statements() -> None:
    text, quotes = seed()
    unknown = [q.hull.of(text) for q in quotes if q.speaker and max(agreement(s, q) for s in GOLD) < 0.8]
    assert unknown == []


def test_denial_that_is_passed_on_stays_with_the_ones_who_deny() -> None:
    statement = next(s for s in GOLD if s["id"] == "Q18")
    quote = max(seed()[1], key=lambda q: agreement(statement, q))
    holder = seed()[1][quote.nested_in] if quote.nested_in is not None else None
    assert (quote.speaker, quote.polarity) == ("China (government)", "denied")
    assert holder is not None
    assert holder.speaker == "Dmitry Peskov"
