"""What a file holds, by its bytes: the ending that its format has, whatever the file is called."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePath

from index.corpus.formats import READABLE
from index.errors import SourceError

MARKS = ((b"%PDF-", ".pdf"), (b"PAR1", ".parquet"), (b"WARC/", ".warc"))
PACKED = (".jsonl.gz", ".warc.gz", ".tar.gz", ".tgz")
WORDED = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".eml", ".jsonl")
OLD_WORD = b"\xd0\xcf\x11\xe0"
UNICODE = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
TAR_MARK = slice(257, 262)
HEAD = 4096
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(
    rb"(?:(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version)\s?:.*\r?\n(?:[ \t].*\r?\n)*){2}"
)


def ending(data: bytes, name: str) -> str:
    """Return the ending of a file's format; `name` decides only between those that are alike: ".txt", ".md", ".csv".

    >>> ending(b"%PDF-1.7 ...", "report.txt"), ending(b"Wang said so.", "notes.md"), ending(b"Wang said so.", "notes")
    ('.pdf', '.md', '.txt')

    Raises:
        SourceError: it is of no format that can be read.
    """
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\x1f\x8b"):
        return _known(name, PACKED, "a packed file of no known kind")
    if data[TAR_MARK] == b"ustar":
        return ".tar"
    for mark, found in MARKS:
        if data.startswith(mark):
            return found
    if data.startswith(OLD_WORD):
        raise SourceError("an old Office file; save it as .docx", "unknown format")
    if b"\0" in data[:HEAD] and not data.startswith(UNICODE):
        raise SourceError(f"no text and of no known format; readable are {READABLE}", "binary")
    return _worded(data, name)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SourceError(f"no whole archive ({error}); fetch or save it anew", "damaged") from error
    return ".docx" if "word/document.xml" in names else ".zip"


def _worded(data: bytes, name: str) -> str:
    """Return the ending of a text."""
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(head):
        return ".html"
    if head.startswith(b"{") and _is_line(data):
        return ".jsonl"
    if _MAIL.match(head):
        return ".eml"
    return next((known for known in WORDED if name.lower().endswith(known)), ".txt")


def _is_line(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data.split(b"\n", maxsplit=1)[0]), dict)
    except ValueError:
        return False


def _known(name: str, endings: tuple[str, ...], otherwise: str) -> str:
    for known in endings:
        if PurePath(name.lower()).name.endswith(known):
            return known
    raise SourceError(f"{otherwise}; readable are {', '.join(endings)}", "unknown format")
