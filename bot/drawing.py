"""What both kinds of pictures share: the fonts, their colours, which scripts can be drawn, and lines of words.

The fonts are DejaVu Sans, which matplotlib brings along (Latin, Greek, Cyrillic, Armenian, Georgian, Arabic, Hebrew and
many signs), and Noto Sans CJK (Chinese, Japanese, Korean). What neither has a shape for (Indian scripts, most emoji) is
refused, not boxed.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont, features

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


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of an installed package; the package is not loaded for it."""

    package: str
    path: str

    def file(self) -> Path:
        """Return the file."""
        found = importlib.util.find_spec(self.package)
        if found is None or found.origin is None:
            raise UndrawableError(f"no font: {self.package} is not installed; run pip install -r requirements.txt")
        return Path(found.origin).parent / self.path


PLAIN = Face("matplotlib", "mpl-data/fonts/ttf/DejaVuSans.ttf")
BOLD = Face("matplotlib", "mpl-data/fonts/ttf/DejaVuSans-Bold.ttf")
HAN = Face("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf")
HEAVIER = 30  # pixels of size for each pixel by which Chinese letters, of which there are no bold ones, are thickened
NOT_FIRST = frozenset("，。、；：？！”’）》」』〕】…・ー")  # what no line begins with


@lru_cache(maxsize=128)
def font(size: int, face: Face = PLAIN) -> ImageFont.FreeTypeFont:
    """Return a font at a size in pixels."""
    return ImageFont.truetype(face.file(), size)


def write(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], words: str, size: int, fill: str, *, bold: bool = False
) -> None:
    """Write one line of words; `place` is the left end of its upper edge."""
    x, y = place[0], place[1] + font(size, BOLD if bold else PLAIN).getmetrics()[0]
    for run, face in _runs(words, bold=bold):
        thicker = size // HEAVIER if bold and face is HAN else 0
        pen.text(
            (x, y), run, fill=fill, font=font(size, face), anchor="ls", stroke_width=thicker, language=_language(face)
        )
        x += font(size, face).getlength(run)


def _language(face: Face) -> str | None:
    """Return the language whose forms of the Chinese letters are drawn, where Pillow can choose among them."""
    return "zh-Hans" if face is HAN and features.check("raqm") else None


def length(words: str, size: int, *, bold: bool = False) -> float:
    """Return how long a line of words is, in pixels."""
    return sum(font(size, face).getlength(run) for run, face in _runs(words, bold=bold))


def indent(words: str, size: int, room: int) -> float:
    """Return how far from the left a line begins: words that run from right to left end at the right."""
    strong = next((way for char in words if (way := unicodedata.bidirectional(char)) in ("L", "R", "AL")), "L")
    return 0.0 if strong == "L" else room - length(words, size)


def _runs(words: str, *, bold: bool) -> list[tuple[str, Face]]:
    """Return words in stretches of one font; where there is nothing Chinese in them they stay in one piece."""
    runs: list[tuple[str, Face]] = []
    for char in words:
        known = char.isascii() or unicodedata.category(char) in INVISIBLE or _has_shape(char, PLAIN)
        face = (BOLD if bold else PLAIN) if known else HAN
        if runs and runs[-1][1] is face:
            runs[-1] = (runs[-1][0] + char, face)
        else:
            runs.append((char, face))
    return runs


def drawable(text: str) -> str:
    """Return `text` on one line as it can be drawn, without the emoji that cannot.

    Raises:
        UndrawableError: its script has no shapes in the font; the message names the script.
    """
    kept = []
    for char in " ".join(text.split()):
        category = unicodedata.category(char)
        if category in INVISIBLE or _has_shape(char, PLAIN) or _has_shape(char, HAN):
            kept.append("" if category == "Cc" else char)
        elif ord(char) < EMOJI and category[0] in "LN":
            raise UndrawableError(_script(char))
    return " ".join("".join(kept).split())


def broken(words: str, size: int, room: int, *, bold: bool = False) -> list[str]:
    """Return words as lines of at most `room` pixels; a word that is too long for one is broken where it must be."""
    lines = [""]
    for gap, word in _pieces(words):
        if length(lines[-1] + gap + word, size, bold=bold) <= room:
            lines[-1] += gap + word
            continue
        lines.append("")
        for char in word:
            if length(lines[-1] + char, size, bold=bold) > room:
                lines.append("")
            lines[-1] += char
    return [line for line in lines if line] or [""]


def shortened(lines: list[str], most: int) -> list[str]:
    """Return at most so many lines; dots stand for words that are left out."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1].rsplit(' ', 1)[0].rstrip('.,;: ')} …"]


def _pieces(words: str) -> list[tuple[str, str]]:
    """Return words, each with the space before it; Chinese ones are single letters with the marks behind them."""
    pieces: list[tuple[str, str]] = []
    for word in words.split():
        gap = " " if pieces else ""
        for char in word:
            alone = not char.isascii() and not _has_shape(char, PLAIN) and char not in NOT_FIRST
            if gap or not pieces or alone or _is_han(pieces[-1][1][:1], char):
                pieces.append((gap, char))
            else:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + char)
            gap = ""
    return pieces


def _is_han(before: str, char: str) -> bool:
    """Whether a line may be broken between two letters because the first is Chinese."""
    return char not in NOT_FIRST and not before.isascii() and not _has_shape(before, PLAIN)


@lru_cache(maxsize=8192)
def _has_shape(char: str, face: Face) -> bool:
    """Whether a font has a shape of its own for a character, rather than the box for what is missing."""
    probe = font(PROBE, face)
    shape, missing = (probe.getmask(one) for one in (char, "\U0010fffe"))
    if shape.size != missing.size:
        return True
    images = [Image.frombytes("L", mask.size, bytes(mask)) for mask in (shape, missing)]
    return ImageChops.difference(*images).getbbox() is not None


def _script(char: str) -> str:
    """Return the script of a letter, as its name in Unicode begins: "CJK", "Devanagari"."""
    first = unicodedata.name(char, "unknown").split()[0]
    return first if first == "CJK" else first.capitalize()
