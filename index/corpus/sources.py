"""The `sources.json` of a folder: title, outlet, date and url of its documents by id."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.corpus.jsonl import OPTIONAL, metadata

logger = logging.getLogger(__name__)

NAME = "sources.json"


class Sources:
    """Metadata by document, looked up in the folder of the file first and then upwards to the folder given."""

    def __init__(self) -> None:
        self._read: dict[Path, Mapping[str, Any]] = {}

    def of(self, path: Path, top: Path) -> dict[str, str | None]:
        """Return title, outlet, date and url of the document in `path`, which lies below the folder `top`.

        An entry is found by the file's path below the folder of `sources.json`, without suffix.
        """
        bare = without_suffix(path)
        folder = path.parent
        while True:
            entry = self._entries(folder).get(bare.relative_to(folder).as_posix())
            if isinstance(entry, dict):
                return {name: metadata(entry.get(name)) for name in OPTIONAL}
            if folder in (top, folder.parent):
                return dict.fromkeys(OPTIONAL)
            folder = folder.parent

    def _entries(self, folder: Path) -> Mapping[str, Any]:
        if folder not in self._read:
            self._read[folder] = _load(folder / NAME)
        return self._read[folder]


def _load(path: Path) -> Mapping[str, Any]:
    """Read one `sources.json`; a broken one costs the metadata, not the documents."""
    if not path.is_file():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        logger.warning("%s cannot be read (%s); its titles, outlets, dates and urls are left out", path, error)
        return {}
    if not isinstance(entries, dict):
        logger.warning('%s is not of the form {"document id": {"title": ...}}; it is left out', path)
        return {}
    return entries


def without_suffix(path: Path) -> Path:
    """Return `path` without the ending of its format; dots inside the name stay."""
    return path.with_suffix("") if path.suffix.lower() != ".gz" else path.with_suffix("").with_suffix("")
