"""Text in Telegram's HTML, built from escaped pieces only, with its length as Telegram counts it.

A piece knows its markup and what is left of it after parsing. There is no way to cut a piece: whoever needs less
leaves pieces out, or clips the plain text before it becomes one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_URL = 2000
# What would be refused, or would turn the rest of a message around: control characters, lone surrogates, overrides.
_UNWELCOME = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of a message: `html` as it is sent, `plain` as it is read, and the number of `entities` in it."""

    html: str = ""
    plain: str = ""
    entities: int = 0

    def __add__(self, other: Markup) -> Markup:
        """Put `other` after this piece."""
        return Markup(self.html + other.html, self.plain + other.plain, self.entities + other.entities)

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.plain)

    @property
    def units(self) -> int:
        """Length after parsing, in UTF-16 code units."""
        return units(self.plain)

    @property
    def size(self) -> int:
        """Length before parsing, in bytes."""
        return len(self.html.encode())


def units(text: str) -> int:
    """Return the number of UTF-16 code units of `text`."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """Return `text` without the characters that Telegram refuses or that reorder what follows them."""
    return _UNWELCOME.sub("", text)


def clip(text: str, limit: int) -> str:
    """Return `text` if it has at most `limit` units, else its beginning, to the last whole word, and an ellipsis."""
    if units(text) <= limit:
        return text
    room = limit - 1
    end = 0
    for char in text:
        room -= 2 if char > "\uffff" else 1
        if room < 0:
            break
        end += 1
    cut = text[:end]
    word = cut.rfind(" ")
    # Joiners and marks belong to the character before them: half of a composed emoji is not shown.
    return (cut[:word] if word > end // 2 else cut).rstrip(" \u200d\ufe0f,;:") + "…"


def text(words: str) -> Markup:
    """Return plain words, escaped."""
    words = clean(words)
    return Markup(html.escape(words, quote=False), words)


def bold(words: str | Markup) -> Markup:
    """Return bold words."""
    return _tag("b", words)


def italic(words: str | Markup) -> Markup:
    """Return italic words."""
    return _tag("i", words)


def code(words: str | Markup) -> Markup:
    """Return words that are copied when they are tapped."""
    return _tag("code", words)


def blockquote(words: str | Markup) -> Markup:
    """Return a quotation that folds when it is long."""
    return _tag("blockquote", words, " expandable")


def link(words: str | Markup, url: str | None) -> Markup:
    """Return words that lead to `url`, or only the words where that is no address of the web."""
    if url is None or not is_web(url):
        return words if isinstance(words, Markup) else text(words)
    return _tag("a", words, f' href="{html.escape(clean(url))}"')


def is_web(url: str) -> bool:
    """Whether `url` is an http(s) address that can be linked to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    odd = len(url) > MAX_URL or any(char.isspace() or char in "\"'<>\\" for char in url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not odd


def join(separator: str, pieces: Iterable[Markup]) -> Markup:
    """Return the pieces that hold anything, with `separator` between them."""
    whole = Markup()
    for piece in pieces:
        if piece:
            whole = whole + text(separator) + piece if whole else piece
    return whole


def _tag(name: str, words: str | Markup, attributes: str = "") -> Markup:
    inner = words if isinstance(words, Markup) else text(words)
    if not inner.plain.strip():
        return inner
    return Markup(f"<{name}{attributes}>{inner.html}</{name}>", inner.plain, inner.entities + 1)
