"""An answer as a file to take along: the formats are the library's own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.markup import clip, units
from index.schema import Answer, Citation
from index.search.formats import formatted
from index.search.render import attribution, place, quotation

NAMES = {"markdown": "answer.md", "csv": "answer.csv", "json": "answer.json", "apa": "references.txt"}
MOST_COPIED = 256  # characters that a button may put into the clipboard


@dataclass(frozen=True, slots=True)
class File:
    """A file to send."""

    name: str
    content: bytes


def exported(answer: Answer, format: str) -> File:
    """Return `answer` as a file; `format` is one of `NAMES`."""
    return File(NAMES[format], f"{formatted(answer, format)}\n".encode("utf-8", "replace"))


def copied(citation: Citation) -> str:
    """Return what a button copies of a passage: with speaker and place where that fits, the words alone where not.

    A passage that is longer than the clipboard of a button is cut, and ends in an ellipsis.
    """
    said = quotation(citation)
    whole = f"{said}\n{attribution(citation)}\n{place(citation)}"
    return whole if units(whole) <= MOST_COPIED else clip(said, MOST_COPIED)
