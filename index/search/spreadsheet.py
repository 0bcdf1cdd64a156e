"""An answer as comma-separated values (RFC 4180), one row a passage; a count has a row a speaker.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which it takes for "this is text".
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

from index.schema import Answer, Citation, Intent
from index.search import render

Cell = str | int | None

COUNTED = ("speaker", "direct", "mixed", "indirect", "total")
COLUMNS: dict[str, Callable[[Citation], Cell]] = {
    "speaker": lambda c: c.speaker,
    "source": lambda c: c.source,
    "addressee": lambda c: c.addressee,
    "style": lambda c: c.style,
    "mediation": lambda c: c.mediation,
    "reported_by": lambda c: c.reported_by,
    "polarity": lambda c: c.polarity,
    "passage": render.quotation,
    "when": lambda c: c.when,
    "date": lambda c: c.date,
    "title": lambda c: c.title,
    "outlet": lambda c: c.outlet,
    "url": lambda c: c.url,
    "doc": lambda c: c.doc,
    "line": lambda c: c.line,
    "start": lambda c: c.start,
    "end": lambda c: c.end,
    "sha256": lambda c: c.sha256,
    "also": lambda c: "; ".join(render.place(other) for other in c.also),
    "later": lambda c: render.place(c.later) if c.later else None,
}
"""The columns of a row, behind the number of the passage in the answer."""


def spreadsheet(answer: Answer) -> str:
    """Return the rows under their head, lines ended by CRLF; of a comparison one speaker's, then the other's."""
    table: list[tuple[Cell, ...]]
    if answer.counts:
        table = [
            COUNTED,
            *((c.speaker, c.direct, c.mixed, c.indirect, c.direct + c.mixed + c.indirect) for c in answer.counts),
        ]
    else:
        table = [
            ("number", *COLUMNS),
            *((number, *(of(c) for of in COLUMNS.values())) for number, c in _ordered(answer)),
        ]
    page = StringIO()
    csv.writer(page).writerows([[_text(cell) for cell in row] for row in table])
    return page.getvalue().removesuffix("\r\n")


def _ordered(answer: Answer) -> list[tuple[int, Citation]]:
    if answer.query.intent is Intent.COMPARE:
        return [one for side in render.beside(answer).values() for one in side]
    return list(enumerate(answer.citations, start=1))


def _text(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
