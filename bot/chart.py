"""A timeline as a picture: one dot a statement on an axis of days, and beneath it what each dot stands for.

Dates are those of the articles; statements of undated articles stand last, without a dot on the axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from bot.drawing import LIGHT, Colours, broken, drawable, font, indent, shortened, write
from bot.errors import UndrawableError
from bot.message import content, manner, replaced
from bot.texts import Texts
from index.schema import Answer, Citation, Polarity

WIDTH, MARGIN, COLUMN = 1080, 64, 250
ROOM = WIDTH - 2 * MARGIN - COLUMN
TITLE, TEXT, SMALL = 40, 29, 25
LEADING, GAP = 1.35, 30
DOT, SPACE = 11, 26
HIGHEST = 8 * SPACE  # of a stack of dots
MOST_LINES, MOST_ROWS = 3, 12
Entry = tuple[str, list[str], list[str]]  # the day, and that it was denied; the words; how and where


def chart(answer: Answer, texts: Texts, colours: Colours = LIGHT) -> bytes:
    """Return the citations of a timeline, which are in order, as PNG, 1080 pixels wide.

    Raises:
        UndrawableError: there is nothing to draw, or the font has no shapes for its script.
    """
    if not answer.citations:
        raise UndrawableError(texts.nobody)
    heading = " · ".join(part for part in (", ".join(answer.query.speakers), answer.query.topic) if part)
    titles = shortened(broken(drawable(heading), TITLE, WIDTH - 2 * MARGIN, bold=True), 2)
    entries = _entries(answer.citations, texts)
    days = {day: citation.date or "" for citation in answer.citations if (day := _day(citation)) is not None}
    dots = _dots([day for citation in answer.citations if (day := _day(citation)) is not None])
    rise = _rise(dots)
    axis = int(rise + SMALL * LEADING + 4 * GAP) if days else GAP
    rows = [int(len(lines) * TEXT * LEADING + len(source) * SMALL * LEADING + GAP) for _, lines, source in entries]
    height = int(MARGIN + len(titles) * TITLE * LEADING + axis + sum(rows) + MARGIN)
    picture = Image.new("RGB", (WIDTH, height), colours.ground)
    pen = ImageDraw.Draw(picture)
    top = float(MARGIN)
    for line in titles:
        write(pen, (MARGIN, top), line, TITLE, colours.ink, bold=True)
        top += TITLE * LEADING
    if days:
        _axis(pen, dots, (days[min(days)], days[max(days)]), int(top + GAP + rise), colours)
    top += axis
    for entry, row in zip(entries, rows, strict=True):
        _row(pen, top, entry, colours)
        top += row
    page = BytesIO()
    picture.save(page, "PNG", optimize=True)
    return page.getvalue()


def _entries(citations: Sequence[Citation], texts: Texts) -> list[Entry]:
    """Return what stands beneath the axis: the first statements, a day's under one date, and how many more."""
    entries: list[Entry] = []
    before = ""
    for citation in citations[:MOST_ROWS]:
        day, lines, source = _entry(citation, texts)
        denied = texts.denied if citation.polarity is Polarity.DENIED else ""
        entries.append(("\n".join(part for part in (day if day != before else "", denied) if part), lines, source))
        before = day
    more = len(citations) - len(entries)
    return [*entries, ("", [texts.more.format(count=more)], [])] if more > 0 else entries


def _entry(citation: Citation, texts: Texts) -> Entry:
    """Return the date of a statement, its first lines, and those of its source."""
    lines = broken(drawable(content(citation)), TEXT, ROOM)
    facts = [fact.plain for fact in manner(citation, texts)]
    place = " · ".join(part for part in (*facts, citation.title or texts.untitled, citation.outlet) if part)
    beneath = shortened(broken(drawable(place), SMALL, ROOM), MOST_LINES)
    if later := replaced(citation, texts).plain:
        beneath += shortened(broken(drawable(later), SMALL, ROOM), 2)
    return citation.date or "–", shortened(lines, MOST_LINES), beneath


def _dots(days: list[date]) -> list[tuple[int, int]]:
    """Return where on the axis each day is, in pixels, and how many dots are beneath it: none covers another."""
    placed: list[tuple[int, int]] = []
    for day in sorted(days):
        span = (max(days) - min(days)).days
        share = (day - min(days)).days / span if span else 0.5
        x = MARGIN + DOT + int((WIDTH - 2 * MARGIN - 2 * DOT) * share)
        near = [level for other, level in placed if x - other < 2 * DOT]
        placed.append((x, max(near) + 1 if near else 0))
    return placed


def _rise(dots: list[tuple[int, int]]) -> int:
    """Return how far above the axis the highest dot is; high stacks are pressed together."""
    return min(HIGHEST, max((level for _, level in dots), default=0) * SPACE)


def _axis(
    pen: ImageDraw.ImageDraw, dots: list[tuple[int, int]], ends: tuple[str, str], y: int, colours: Colours
) -> None:
    """Draw days to scale, dots as signs of the font, whose edges are smooth; `ends` names the first and the last."""
    highest = max((level for _, level in dots), default=0) or 1
    pen.line((MARGIN, y, WIDTH - MARGIN, y), fill=colours.faint, width=3)
    for x, level in dots:
        pen.text((x, y - 2 - level * _rise(dots) // highest), "●", fill=colours.accent, font=font(3 * DOT), anchor="mm")
    below, (first, last) = y + DOT + 12, ends
    if first == last:
        pen.text((WIDTH // 2, below), first, fill=colours.faint, font=font(SMALL), anchor="ma")
        return
    pen.text((MARGIN, below), first, fill=colours.faint, font=font(SMALL))
    pen.text((WIDTH - MARGIN, below), last, fill=colours.faint, font=font(SMALL), anchor="ra")


def _row(pen: ImageDraw.ImageDraw, top: float, entry: Entry, colours: Colours) -> None:
    day, lines, source = entry
    for number, line in enumerate(day.splitlines()):
        write(pen, (MARGIN, top + number * TEXT * LEADING), line, TEXT, colours.accent, bold=True)
    for line in lines:
        write(pen, (MARGIN + COLUMN + indent(line, TEXT, ROOM), top), line, TEXT, colours.ink)
        top += TEXT * LEADING
    for line in source:
        write(pen, (MARGIN + COLUMN, top), line, SMALL, colours.faint)
        top += SMALL * LEADING


def _day(citation: Citation) -> date | None:
    """Return the date of an article as a day; a month or a year counts as its first day."""
    try:
        return date(*(int(part) for part in [*(citation.date or "").split("-"), "1", "1"][:3]))
    except ValueError:
        return None
