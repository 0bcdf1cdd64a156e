"""Documents that were handed to an index itself: kept beside it, and part of whatever it is built of."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from index.corpus import read_documents
from index.corpus.sniff import ending
from index.errors import SourceError

FOLDER = "added"
LONGEST_NAME = 60


def added(root: Path) -> list[Path]:
    """Return the folder of what was added to the index in `root`, as a list: empty where nothing was."""
    folder = root / FOLDER
    return [folder] if folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir()) else []


def keep(data: bytes, name: str, root: Path) -> tuple[Path, bool]:
    """Put a file into what is added to the index in `root`; return its place there, and whether it is new.

    Its name there is made of letters, digits and hyphens of `name`, a digest of what it holds, and the ending of what
    it really is. So the same file is kept once, under whatever name it comes.

    Raises:
        SourceError: it cannot be read; the message calls it `name`.
        OSError: it cannot be written.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty; put a text into it", "empty")
    try:
        known = ending(data, name)
    except SourceError as error:
        raise SourceError(f"{name} is {error}", error.fault) from error
    folder, mark = root / FOLDER, f"-{hashlib.sha256(data).hexdigest()[:8]}{known}"
    place = next(folder.glob(f"[!.]*{mark}"), folder / f"{_safe(name)}{mark}")
    folder.mkdir(parents=True, exist_ok=True)
    unread = folder / f".{place.name}"  # hidden: no document of a build that runs meanwhile
    try:
        unread.write_bytes(data)
        list(read_documents([unread]))
        new = not place.exists()
        unread.replace(place)
    except SourceError as error:
        raise SourceError(str(error).replace(str(unread), name), error.fault) from error
    finally:
        unread.unlink(missing_ok=True)
    return place, new


def _safe(name: str) -> str:
    """Return the stem of a file's name as part of a path that can do no harm.

    >>> _safe("../../etc/Rede – Zürich (2).final.PDF"), _safe("...")
    ('Rede-Zürich-2-final', 'document')
    """
    stem = unicodedata.normalize("NFC", Path(name.replace("\\", "/")).name.rsplit(".", 1)[0])
    return re.sub(r"[\W_]+", "-", stem).strip("-")[:LONGEST_NAME].strip("-") or "document"
