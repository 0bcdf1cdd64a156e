"""Filters in the language of Milvus. Names are cleaned alike in rows and questions, and quoted, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.store.cells import plain
from index.store.filter import Filter

ALL, NOTHING = "row >= 0", "row < 0"
LONGEST = 1_000  # characters of a name that rows are told apart by


def clean(name: str | None) -> str:
    """Return a name without what cannot stand in an expression; "" for none."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", plain(name or ""))[:LONGEST]


def days(date: str | None) -> tuple[int, int]:
    """Return the first and the last day that an ISO date may stand for, as 20230222; (0, 0) for none."""
    if date is None or not date[:4].isdigit():
        return 0, 0
    digits = re.sub(r"\D", "", date)[:8]
    return int(digits.ljust(8, "0")), int(digits.ljust(8, "9"))


def among(rows: Iterable[int]) -> str:
    """Return what lets just these rows pass."""
    return f"row in {[int(row) for row in rows]}"


def any_of(field: str, names: Iterable[str]) -> str:
    """Return what lets the rows pass that have one of `names` in a field; those that have none there never pass."""
    quoted = [name.replace("\\", "\\\\").replace('"', '\\"') for name in map(clean, names) if name]
    listing = ", ".join(f'"{name}"' for name in quoted)
    return f"{field} in [{listing}]" if quoted else NOTHING


def expression(where: Filter, outlets: Iterable[str], *, once: bool) -> str:
    """Return `where` as an expression over the fields of the records.

    Args:
        where: what rows may pass.
        outlets: all outlets of the corpus.
        once: leave out what copies of an article repeat, unless `where` picks documents.
    """
    named = {"speaker": where.speakers, "style": where.styles, "doc": where.docs}
    parts = [any_of(field, names) for field, names in named.items() if names]
    if where.kind is not None:
        parts.append(any_of("kind", [where.kind]))
    if where.addressee is not None:
        parts.append(any_of("addressee", [where.addressee]))
    if where.mediated is not None:
        parts.append(f"mediated == {int(where.mediated)}")
    picked = _documents(where, outlets)
    if once and not picked and not where.docs:
        parts.append("repeats == -1")
    return " and ".join(parts + picked) or ALL


def _documents(where: Filter, outlets: Iterable[str]) -> list[str]:
    """Return what picks documents by outlet and date."""
    parts = []
    if where.outlet is not None:
        wanted = where.outlet.casefold()
        parts.append(any_of("outlet", (outlet for outlet in outlets if wanted in outlet.casefold())))
    if where.since is not None:
        parts.append(f"last_day >= {max(1, days(where.since)[0])}")
    if where.until is not None:
        parts.append(f"first_day > 0 and first_day <= {days(where.until)[1]}")
    return parts
