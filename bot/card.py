"""A quote as a picture to pass on: the words, who said them and how, and where they are written."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from bot.drawing import LIGHT, Colours, broken, drawable, indent, length, shortened, write
from bot.message import content, manner, replaced
from bot.texts import Texts
from index.schema import Citation, Polarity

WIDTH, MARGIN = 1080, 84
ROOM = WIDTH - 2 * MARGIN
TALLEST = 1350  # 4:5, which phones show whole
LARGEST, SMALLEST, STEP = 58, 26, 4
LEADING = 1.38
SPEAKER, SOURCE = 38, 27
GAP = 44
MOST_FACTS = 3  # lines of title and place
LEFT_TO_RIGHT = "\u200e"  # or Arabic before it would turn a date around


def card(citation: Citation, texts: Texts, colours: Colours = LIGHT) -> bytes:
    """Return a passage as PNG, 1080 pixels wide; long words shrink first, and are cut at a word only then.

    Raises:
        UndrawableError: the font has no shapes for the script of the words or the names.
    """
    words = drawable(content(citation))
    who = drawable(citation.speaker or texts.nobody)
    who += f" · {texts.denied}" if citation.polarity is Polarity.DENIED else ""
    how = [fact.plain for fact in manner(citation, texts)] or [texts.narration]
    facts = shortened(broken(drawable(" · ".join(how)), SOURCE, ROOM), MOST_FACTS)
    date = f"{LEFT_TO_RIGHT}{citation.date}" if citation.date else None
    title = " · ".join(part for part in (citation.title or texts.untitled, citation.outlet, date) if part)
    facts += shortened(broken(drawable(title), SOURCE, ROOM), MOST_FACTS)
    if later := replaced(citation, texts).plain:
        facts += shortened(broken(drawable(later), SOURCE, ROOM), MOST_FACTS)
    lines, size = _fitted(words, TALLEST - 3 * MARGIN - SPEAKER - GAP - int(len(facts) * SOURCE * LEADING))
    return _drawn(lines, size, who, facts, colours)


def _fitted(words: str, room: int) -> tuple[list[str], int]:
    """Return the words in lines and the largest size at which they fit into `room` pixels of height."""
    for size in range(LARGEST, SMALLEST, -STEP):
        lines = broken(words, size, ROOM)
        if len(lines) * size * LEADING <= room:
            return lines, size
    lines, most = broken(words, SMALLEST, ROOM), int(room / (SMALLEST * LEADING))
    return shortened(lines, most), SMALLEST


def _drawn(lines: list[str], size: int, who: str, facts: list[str], colours: Colours) -> bytes:
    body = int(len(lines) * size * LEADING)
    height = MARGIN + body + GAP + int(SPEAKER * LEADING) + int(len(facts) * SOURCE * LEADING) + MARGIN
    picture = Image.new("RGB", (WIDTH, height), colours.ground)
    pen = ImageDraw.Draw(picture)
    from_right = bool(indent(lines[0], size, ROOM))
    bar = WIDTH - MARGIN + 28 if from_right else MARGIN - 36  # where the lines begin
    pen.rectangle((bar, MARGIN + 6, bar + 8, MARGIN + body - 6), fill=colours.accent)
    top = float(MARGIN)
    for line in lines:
        write(pen, (MARGIN + indent(line, size, ROOM), top), line, size, colours.ink)
        top += size * LEADING
    top += GAP
    for name in shortened(broken(who, SPEAKER, ROOM, bold=True), 1):
        left = MARGIN + (ROOM - length(name, SPEAKER, bold=True) if from_right else 0)
        write(pen, (left, top), name, SPEAKER, colours.accent, bold=True)
    top += SPEAKER * LEADING
    for fact in facts:
        left = MARGIN + (ROOM - length(fact, SOURCE) if from_right else 0)
        write(pen, (left, top), fact, SOURCE, colours.faint)
        top += SOURCE * LEADING
    page = BytesIO()
    picture.save(page, "PNG", optimize=True)
    return page.getvalue()
