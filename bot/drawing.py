"""What both kinds of pictures share: the font, its colours, and which scripts can be drawn.

The font is DejaVu Sans, which matplotlib brings along: Latin, Greek, Cyrillic, Armenian, Georgian, Arabic, Hebrew and
many signs. What it has no shape for (Chinese, Japanese, Korean, Indian scripts, most emoji) is refused, not boxed.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageFont

from bot.errors import UndrawableError

PROBE = 24
INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
EMOJI = 0x1F000  # ornaments from here on: left out where the font lacks them, because nothing is said with them


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a picture."""

    ground: str
    ink: str
    faint: str
    accent: str


LIGHT = Colours(ground="#fbfaf7", ink="#1d2330", faint="#667084", accent="#b4572a")
DARK = Colours(ground="#171b24", ink="#f1efe9", faint="#9aa3b5", accent="#f0a06b")


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the font at a size in pixels."""
    return ImageFont.truetype(fonts() / f"DejaVuSans{'-Bold' if bold else ''}.ttf", size)


def fonts() -> Path:
    """Return the folder of the fonts; matplotlib is not loaded for it."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise UndrawableError("no font: matplotlib is not installed; run pip install -r requirements.txt")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


def drawable(text: str) -> str:
    """Return `text` on one line as it can be drawn, without the emoji that cannot.

    Raises:
        UndrawableError: its script has no shapes in the font; the message names the script.
    """
    kept = []
    for char in " ".join(text.split()):
        category = unicodedata.category(char)
        if category in INVISIBLE or _has_shape(char):
            kept.append("" if category == "Cc" else char)
        elif ord(char) < EMOJI and category[0] in "LN":
            raise UndrawableError(_script(char))
    return " ".join("".join(kept).split())


def broken(words: str, size: int, room: int, *, bold: bool = False) -> list[str]:
    """Return words as lines of at most `room` pixels; a word that is too long for one is broken where it must be."""
    pen = font(size, bold=bold)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.getlength(longer) <= room:
            lines[-1] = longer
            continue
        lines.append("")
        for char in word:
            if pen.getlength(lines[-1] + char) > room:
                lines.append("")
            lines[-1] += char
    return [line for line in lines if line] or [""]


@lru_cache(maxsize=4096)
def _has_shape(char: str) -> bool:
    """Whether the font has a shape of its own for a character, rather than the box for what is missing."""
    probe = font(PROBE)
    shape, missing = (probe.getmask(one) for one in (char, "\U0010fffe"))
    if shape.size != missing.size:
        return True
    images = [Image.frombytes("L", mask.size, bytes(mask)) for mask in (shape, missing)]
    return ImageChops.difference(*images).getbbox() is not None


def _script(char: str) -> str:
    """Return the script of a letter, as its name in Unicode begins: "CJK", "Devanagari"."""
    first = unicodedata.name(char, "unknown").split()[0]
    return first if first == "CJK" else first.capitalize()
