"""Bytes to text, and the reader of plain text.

Offsets count the characters of the text as it stands in the file, so line ends are never translated and nothing is
normalised; only a byte order mark is taken off.
"""

from __future__ import annotations

import codecs
import logging
from collections.abc import Iterator
from pathlib import Path

from index.corpus.reader import Entry, contents
from index.errors import SourceError

logger = logging.getLogger(__name__)

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WESTERN = "cp1252"


class TextReader:
    """A file that is one document."""

    suffixes = (".txt", ".text", ".md", ".markdown")

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield the one document of the file.

        Raises:
            SourceError: it is empty, binary or not text.
        """
        yield Entry(id=None, text=decode(contents(path), path), place=str(path), verbatim=True)


def decode(data: bytes, path: Path) -> str:
    """Decode a file: by its byte order mark, as UTF-8, or in the encoding it most probably has.

    Raises:
        SourceError: it is empty, holds NUL bytes, or no encoding fits; the message names the failing byte.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _not_blank(_strictly(data[len(mark) :], encoding, path), path)
    if b"\0" in data:
        raise SourceError(
            f"{path} is binary (byte {data.index(0)} is NUL); give text, Markdown or JSON lines", "binary"
        )
    try:
        return _not_blank(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        return _not_blank(_guess(data, error, path), path)


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(_undecodable(path, data, error), "wrong encoding") from error


def _guess(data: bytes, error: UnicodeDecodeError, path: Path) -> str:
    """Decode what is not UTF-8; Western text wins a tie, since short texts fit its neighbours just as well.

    A text that is UTF-8 but for a few bytes is refused: any other encoding would make nonsense of the rest.
    """
    rest = data.decode("utf-8", "replace")
    wrong = rest.count("\ufffd")
    if sum(not character.isascii() for character in rest) > 2 * wrong:
        raise SourceError(
            f"{path} is damaged UTF-8: {wrong} faults, the first at byte {error.start} "
            f"(0x{data[error.start]:02x}); repair it or save it anew",
            "wrong encoding",
        ) from error
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data))
    if not matches:
        raise SourceError(_undecodable(path, data, error), "wrong encoding") from error
    encodings = [encoding for match in matches for encoding in match.could_be_from_charset]
    encoding = WESTERN if WESTERN in encodings else matches[0].encoding
    logger.warning("%s is not UTF-8 (byte %d); read as %s", path, error.start, encoding)
    return data.decode(encoding)


def _undecodable(path: Path, data: bytes, error: UnicodeDecodeError) -> str:
    return (
        f"{path} is not text in any known encoding (byte {error.start}, 0x{data[error.start]:02x}, "
        f"is not {error.encoding}); save it as UTF-8"
    )


def _not_blank(text: str, path: Path) -> str:
    if not text.strip():
        raise SourceError(f"{path} is empty; put a text into it or remove it", "empty")
    return text
