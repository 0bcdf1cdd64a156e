"""Telegram's HTML as its server reads it: strict about tags, lenient about ampersands."""

from __future__ import annotations

import re
from dataclasses import dataclass

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
ALONE = {"code", "pre"}  # nothing may stand inside these
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*)\s*>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")


class ParseError(Exception):
    """The markup is not accepted."""


@dataclass(frozen=True)
class Entity:
    """A stretch of the parsed text, in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None

    def to_json(self) -> dict[str, object]:
        fields = {"type": self.type, "offset": self.offset, "length": self.length}
        return {**fields, "url": self.url} if self.url else dict(fields)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(markup: str) -> tuple[str, list[Entity]]:
    """Return the text and the entities of `markup`.

    Raises:
        ParseError: as Telegram words it.
    """
    out: list[str] = []
    length, position = 0, 0
    stack: list[tuple[str, str, int, str | None]] = []
    entities: list[Entity] = []
    while position < len(markup):
        char = markup[position]
        if char == "<":
            at = len(markup[:position].encode())
            match = TAG.match(markup, position)
            if match is None:
                raise ParseError(f"unclosed or malformed start tag at byte offset {at}")
            closing, name, attributes = match[1], match[2].lower(), match[3]
            if closing:
                entities += _close(stack, name, length, at)
            else:
                stack.append(_open(stack, name, attributes, length, at))
            position = match.end()
            continue
        piece, position = _character(markup, position)
        out.append(piece)
        length += units(piece)
    if stack:
        raise ParseError(f'can\'t find end tag corresponding to start tag "{stack[-1][0]}"')
    return "".join(out), entities


def _character(markup: str, position: int) -> tuple[str, int]:
    match = ENTITY.match(markup, position) if markup[position] == "&" else None
    if match is None:
        return markup[position], position + 1
    if match[3]:
        return NAMED[match[3]], match.end()
    return chr(int(match[1]) if match[1] else int(match[2], 16)), match.end()


def _open(
    stack: list[tuple[str, str, int, str | None]], name: str, attributes: str, length: int, at: int
) -> tuple[str, str, int, str | None]:
    given = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(attributes)}
    inside = {entry[0] for entry in stack}
    if name not in SIMPLE or (name == "span" and given.get("class") != "tg-spoiler"):
        raise ParseError(f'unsupported start tag "{name}" at byte offset {at}')
    if name == "blockquote" and "blockquote" in inside:
        raise ParseError(f"nested blockquote at byte offset {at}")
    if inside & ALONE:
        raise ParseError(f'tag "{name}" inside of code at byte offset {at}')
    kind = "expandable_blockquote" if name == "blockquote" and "expandable" in given else SIMPLE[name]
    url = "".join(_decoded(given.get("href", ""))) if name == "a" else None
    return name, kind, length, url


def _decoded(text: str) -> list[str]:
    pieces, position = [], 0
    while position < len(text):
        piece, position = _character(text, position)
        pieces.append(piece)
    return pieces


def _close(stack: list[tuple[str, str, int, str | None]], name: str, length: int, at: int) -> list[Entity]:
    if not stack:
        raise ParseError(f"unexpected end tag at byte offset {at}")
    opened, kind, start, url = stack.pop()
    if name not in (opened, ""):
        raise ParseError(f'unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"')
    return [Entity(kind, start, length - start, url)] if length > start else []
