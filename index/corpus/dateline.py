"""What a text and its address tell about where it is from: the agency and the day. Nothing is guessed.

A day counts only where day, month and year are written: "MOSCOW, Feb 22 (Agency)" names an agency, and no day.
"""

from __future__ import annotations

import re
from datetime import date

HEAD = 2_000
"""How far into a text its dateline may stand, in characters: below title, byline and counters."""
AGENCIES = frozenset("AFP ANSA AP Bloomberg EFE Interfax Kyodo PTI Reuters TASS UPI Xinhua Yonhap dpa".split())
"""Agencies that are known without a day before them or a dash behind them."""
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} (?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}}) {_MONTH.replace('month', 'month_last')})"
_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*)*(?:, [A-Z][\w.]+(?: [A-Z]\w+)?)??"
_DATELINE = re.compile(
    rf"^{_PLACE}(?:,? {_DAY}(?:,? (?P<year>\d{{4}}))?)?,? ?"
    r"(?:\((?P<agency>[A-Za-z][\w&'’.]*(?: [\w&'’.]+){0,3})\) ?(?P<dash>[—–-]+ )?|[—–]+ )(?=\S)",
    re.MULTILINE,
)
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?!\d)")


def agency(text: str) -> str | None:
    """Return the agency that the dateline names in parentheses, None where there is none.

    >>> agency("VELLIN, March 5 (Northline) - The ferry will resume.")
    'Northline'
    """
    found = _DATELINE.search(text, 0, HEAD)
    if found is None or not (found["month"] or found["month_last"] or found["dash"] or found["agency"] in AGENCIES):
        return None  # "NATO (North Atlantic Treaty Organization)"
    return found["agency"]


def day(text: str, url: str | None = None) -> str | None:
    """Return the day in the dateline, else in the address, as ISO 8601; None where neither gives all three parts.

    >>> day("VELLIN, 5 March 2026 (Northline) - The ferry will resume.")
    '2026-03-05'
    >>> day("The ferry will resume.", "https://courier.example/2026/03/05/ferry")
    '2026-03-05'
    """
    found = _DATELINE.search(text, 0, HEAD)
    if found and found["year"]:
        month = MONTHS.index((found["month"] or found["month_last"])[:3].lower()) + 1
        if written := _iso(found["year"], str(month), found["day"] or found["day_first"]):
            return written
    inside = _IN_URL.search(url or "")
    return _iso(inside[1], inside[3], inside[4]) if inside else None


def _iso(year: str, month: str, day: str) -> str | None:
    """Write a day as ISO 8601, None where the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
