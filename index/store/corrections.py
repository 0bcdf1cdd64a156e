"""Who really said it: what people know better than the rules, beside the index and applied whenever it is opened.

A correction names its statement by the sha256 of the article's text and the span of the content, so that it outlives
every rebuild; of several on one statement the last counts. A line that cannot be read costs itself alone.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

FILE = "corrections.jsonl"
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """The speaker of the statement text[start:end] in the article whose text has `sha256`; None: nobody is named."""

    sha256: str
    start: int
    end: int
    speaker: str | None


def read(root: Path) -> tuple[Correction, ...]:
    """Return the corrections of the index in `root`, one a statement; none where there is no file of them."""
    try:
        lines = (root / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        logger.warning("the corrections in %s cannot be read (%s); they are left out", root, error.strerror)
        return ()
    found: dict[tuple[str, int, int], Correction] = {}
    for number, line in enumerate(lines, start=1):
        if (correction := _parsed(line)) is None:
            logger.warning("%s:%d is no correction; it is left out", root / FILE, number)
        else:
            found[correction.sha256, correction.start, correction.end] = correction
    return tuple(found.values())


def add(root: Path, correction: Correction) -> None:
    """Put `correction` behind those of the index in `root`; the file is replaced at once, never half written.

    Raises:
        OSError: the file cannot be written.
    """
    file, unfinished = root / FILE, root / f".{FILE}"
    before = file.read_bytes() if file.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    with unfinished.open("wb") as page:
        page.write(before + json.dumps(asdict(correction)).encode() + b"\n")
        page.flush()
        os.fsync(page.fileno())
    unfinished.replace(file)


def stamp(root: Path) -> Stamp | None:
    """Return what changes whenever a correction is added."""
    try:
        status = (root / FILE).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _parsed(line: str) -> Correction | None:
    try:
        fields = json.loads(line)
        sha256, start, end, speaker = (fields[name] for name in ("sha256", "start", "end", "speaker"))
    except (ValueError, KeyError, TypeError):
        return None
    sound = isinstance(sha256, str) and isinstance(speaker, str | None) and type(start) is type(end) is int
    return Correction(sha256, start, end, speaker) if sound else None
