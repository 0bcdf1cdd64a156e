"""The articles of an answer as references in the style of the APA (7th edition), to put under a text of one's own.

An article without a named author stands under its title; italics are left out, because plain text has none.
"""

from __future__ import annotations

from datetime import date

from index.schema import Answer, Citation, Place

MONTHS = "January February March April May June July August September October November December".split()


def references(answer: Answer) -> str:
    """Return the articles that an answer cites, each once, a line each, in the order of the alphabet."""
    places: list[Citation | Place] = list(answer.citations)
    places += [place for citation in answer.citations for place in citation.also]
    return "\n".join(sorted(dict.fromkeys(map(reference, places)), key=str.casefold))


def reference(where: Citation | Place) -> str:
    """Return an article as a reference: title, date, outlet, address."""
    title = " ".join((where.title or where.doc).split())
    ended = title if title.endswith((".", "!", "?")) else f"{title}."
    outlet = f"{where.outlet.strip().rstrip('.')}." if where.outlet and where.outlet.strip() else ""
    return " ".join(filter(None, (ended, f"({_written(where.date)}).", outlet, where.url)))


def _written(day: str | None) -> str:
    """Return a date as references have it, as far as it is known.

    >>> _written("2023-02-22"), _written("2023-02"), _written(None)
    ('2023, February 22', '2023, February', 'n.d.')
    """
    parts = (day or "").split("-")
    try:
        known = date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        return "n.d."
    month = f", {MONTHS[known.month - 1]}" if len(parts) > 1 else ""
    return f"{known.year}{month}{f' {known.day}' if len(parts) > 2 else ''}"
