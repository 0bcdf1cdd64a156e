"""Days in the words of a question → the first and the last day that it asks about.

Days are ISO 8601, cut short where the question is ("2016-03"): "in March 2016", "between 3 April and May 12", "after
April 1", "last week". A day without its year is of the last such month that articles are of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ISO = rf"{_YEAR}-\d\d(?:-\d\d)?"
_DATED = rf"{_ISO}|(?:the )?{_DAY} (?:of )?(?:{_MONTH}),? {_YEAR}|(?:{_MONTH})(?: (?:the )?{_DAY},?)?,? {_YEAR}"
_OF_A_YEAR = rf"(?:the )?{_DAY} (?:of )?(?:{_MONTH})|(?:{_MONTH}) (?:the )?{_DAY}"
_MOMENT = rf"(?:{_DATED}|{_OF_A_YEAR}|{_YEAR}|{_MONTH})\b(?!-)"

BETWEEN = re.compile(
    rf"\b(?:between|from) (?P<first>{_MOMENT}) ?(?:and|to|until|till|through|-|–) ?(?P<last>{_MOMENT})(?: only\b)?"
)
ABOUT = re.compile(
    rf"\b(?:(?P<how>in|since|until|till|before|after|during|on|from) (?P<moment>{_MOMENT})(?P<onward> on(?:wards?)?\b)?"
    rf"|(?P<dated>{_DATED})\b|(?P<alone>{_MONTH})(?= only\b))(?: only\b)?"
)
RELATIVE = re.compile(
    r"\b(?:yesterday|today|(?:last|this) (?:week|month|year)"
    rf"|(?:(?:in|over|during|within) )?(?:the )?(?:last|past) (?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
    r" (?:days|weeks|months|years))\b"
)
VAGUE = re.compile(
    r"\b(?:before|after|since|during)\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:debate|election|war|summit|meeting|crisis|vote|speech|attack|convention|interview|referendum)\b"
)
ALL = (BETWEEN, ABOUT, RELATIVE, VAGUE)
"""Everything that names days, to be taken out of a question in this order."""

Dates = tuple[str | None, str | None, str | None]
"""(first day, last day, words that name days which the articles cannot resolve)."""


def asked(plain: str, today: date, months: Sequence[str]) -> Dates:
    """Return which days a question in lower case asks about.

    Args:
        plain: the question.
        today: what "yesterday" and "last week" are seen from.
        months: the months that articles are of, "2016-03", in order.
    """
    between = BETWEEN.search(plain)
    if between is not None:
        return _between(between, months)
    about = ABOUT.search(plain)
    if about is not None:
        return _about(about, months)
    relative = RELATIVE.search(plain)
    if relative is not None:
        return *_relative(relative.group(), today), None
    vague = VAGUE.search(plain)
    return None, None, vague.group() if vague is not None else None


def _between(match: re.Match[str], months: Sequence[str]) -> Dates:
    last = _day(match["last"], _year(match["last"], months))
    first = _day(match["first"], _year(match["first"], months) if re.search(_YEAR, match["first"]) else last[:4])
    if first > last and first[4:] and not re.search(_YEAR, match["first"]):
        first = f"{int(first[:4]) - 1}{first[4:]}"  # "between November and February"
    return (first, last, None) if first and last else (None, None, match.group())


def _about(match: re.Match[str], months: Sequence[str]) -> Dates:
    how, words = match["how"] or "in", match["moment"] or match["dated"] or match["alone"]
    bounds = how in ("since", "until", "till", "before", "after") or match["onward"] is not None
    day = _day(words, _year(words, months, known=not bounds))
    if not day:
        return None, None, match.group()
    if how == "before":
        return None, _beside(day, -1), None
    if how in ("until", "till"):
        return None, day, None
    if how == "after":
        return _beside(day, 1), None, None
    return (day, None, None) if bounds else (day, day, None)


def _year(words: str, months: Sequence[str], *, known: bool = False) -> str:
    """Return the year that words give, else that of the last such month that articles are of, or could be.

    Args:
        words: a moment.
        months: the months that articles are of.
        known: whether an article must be of the month; "" where none is.
    """
    given = re.search(_YEAR, words)
    if given is not None or not months:
        return given.group() if given is not None else ""
    month = _month(words)
    of = [one[:4] for one in months if one[5:] == month]
    if of or known:
        return of[-1] if of else ""
    last = months[-1]
    return last[:4] if month <= last[5:] else str(int(last[:4]) - 1)


def _month(words: str) -> str:
    """Return the number of the month that words name, "03"; "" where they name none."""
    return next((f"{number:02d}" for number, name in enumerate(MONTHS, start=1) if name in words), "")


def _day(words: str, year: str) -> str:
    """Return a moment as ISO 8601, as precise as it is given; "" where there is no such day, or no year."""
    if re.fullmatch(rf"{_ISO}|{_YEAR}", words) or not year:
        return words if year else ""
    number = re.search(r"\b\d{1,2}(?=\b|st|nd|rd|th)", words)
    found = f"{year}-{_month(words)}" + (f"-{int(number.group()):02d}" if number is not None else "")
    return found if number is None or _exists(found) else ""


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _beside(day: str, step: int) -> str:
    """Return the day, month or year that follows one (`step` 1) or goes before it (-1)."""
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        return f"{parts[0] + step:04d}"
    if len(parts) == 2:
        return _months_on(parts[0], parts[1], step)
    return (date(*parts) + timedelta(days=step)).isoformat()


def _months_on(year: int, month: int, step: int) -> str:
    number = year * 12 + month - 1 + step
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _relative(words: str, today: date) -> tuple[str, str]:
    """Return first and last day of "yesterday", "last week", "the past three months" ... as seen from `today`."""
    if words in ("today", "yesterday"):
        day = today - timedelta(days=words == "yesterday")
        return day.isoformat(), day.isoformat()
    *_, which, unit = words.split()
    if unit.endswith("s"):
        return _past(_NUMBERS.index(which) + 1 if which in _NUMBERS else int(which), unit, today), today.isoformat()
    back = int(which == "last")
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if unit == "month":
        month = _months_on(today.year, today.month, -back)
        return month, month
    return f"{today.year - back:04d}", f"{today.year - back:04d}"


def _past(count: int, unit: str, today: date) -> str:
    """Return the first day of the last so many days, weeks, months or years."""
    if unit in ("days", "weeks"):
        return (today - timedelta(days=count * (7 if unit == "weeks" else 1))).isoformat()
    months = _months_on(today.year, today.month, -count * (12 if unit == "years" else 1))
    return f"{months}-{min(today.day, 28):02d}"
