"""Bytes to text, and the reader of plain text.

Offsets count the characters of the text as it stands in the file, so line ends are never translated and nothing is
normalised; only a byte order mark is taken off.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator

from index.corpus.reader import Entry, Source, not_blank
from index.errors import SourceError

logger = logging.getLogger(__name__)

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DISGUISES = (
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("%pdf-", "a PDF"),
    ("{\\rtf", "rich text"),
)
"""What a text of another format begins with."""
LONGEST = 140  # characters of a headline
WESTERN = "cp1252"


class TextReader:
    """A file that is one document."""

    suffixes = (".txt", ".text", ".md", ".markdown")

    def read(self, source: Source) -> Iterator[Entry]:
        """Yield the one document of the file.

        Raises:
            SourceError: it is empty, binary or not text.
        """
        text = decode(source.contents(), source.place, source.charset)
        for start, what in DISGUISES:
            if text[:200].lstrip().lower().startswith(start):
                raise SourceError(f"{source.place} is {what}; give it the ending of its format", "wrong suffix")
        yield Entry(id=None, text=text, place=source.place, title=headline(text), verbatim=True)


def headline(text: str) -> str | None:
    r"""Return the headline that a text begins with: a Markdown heading, or a short line that no sentence ends.

    None where the first line is a sentence, a byline, or all there is.

    >>> headline("Ferry sails again\n\nThe ferry ..."), headline("# Ferry #\nThe ferry"), headline("It sails.\n\nYes")
    ('Ferry sails again', 'Ferry', None)
    """
    first, _, rest = text.lstrip().partition("\n")
    line = " ".join(first.split())
    if not rest.strip() or len(line) > LONGEST:
        return None
    if marked := re.fullmatch(r"#{1,3} (.+?)(?: #+)?", line):
        return marked[1]
    plain = rest[:1] in "\r\n" and len(line.split()) > 1 and line[-1] not in ".,;:\"”’'…)"
    return line if plain and not re.match(r"(?i)by\b", line) else None


def decode(data: bytes, place: str, stated: str | None = None) -> str:
    """Decode a file: by its byte order mark, as UTF-8, as is `stated`, or in the encoding it most probably has.

    Raises:
        SourceError: it is empty, holds NUL bytes, or no encoding fits; the message names the failing byte.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return not_blank(_strictly(data[len(mark) :], encoding, place), place)
    if b"\0" in data:
        raise SourceError(
            f"{place} is binary (byte {data.index(0)} is NUL); give text, Markdown or JSON lines", "binary"
        )
    try:
        return not_blank(data.decode("utf-8"), place)
    except UnicodeDecodeError as error:
        if (text := _as_stated(data, stated)) is not None:
            return not_blank(text, place)
        return not_blank(_guess(data, error, place), place)


def _as_stated(data: bytes, stated: str | None) -> str | None:
    """Decode what is not UTF-8 as whoever sent it says, None where that cannot be; Western names mean Windows' ones."""
    name = (stated or "").strip().lower()
    try:
        return data.decode(WESTERN if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name)
    except (LookupError, ValueError):
        return None


def _strictly(data: bytes, encoding: str, place: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(_undecodable(place, data, error), "wrong encoding") from error


def _guess(data: bytes, error: UnicodeDecodeError, place: str) -> str:
    """Decode what is not UTF-8; Western text wins a tie, since short texts fit its neighbours just as well.

    A text that is UTF-8 but for a few bytes is refused: any other encoding would make nonsense of the rest.
    """
    rest = data.decode("utf-8", "replace")
    wrong = rest.count("\ufffd")
    if sum(not character.isascii() for character in rest) > 2 * wrong:
        raise SourceError(
            f"{place} is damaged UTF-8: {wrong} faults, the first at byte {error.start} "
            f"(0x{data[error.start]:02x}); repair it or save it anew",
            "wrong encoding",
        ) from error
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data))
    if not matches:
        raise SourceError(_undecodable(place, data, error), "wrong encoding") from error
    encodings = [encoding for match in matches for encoding in match.could_be_from_charset]
    encoding = WESTERN if WESTERN in encodings else matches[0].encoding
    logger.warning("%s is not UTF-8 (byte %d); read as %s", place, error.start, encoding)
    return data.decode(encoding)


def _undecodable(place: str, data: bytes, error: UnicodeDecodeError) -> str:
    return (
        f"{place} is not text in any known encoding (byte {error.start}, 0x{data[error.start]:02x}, "
        f"is not {error.encoding}); save it as UTF-8"
    )
