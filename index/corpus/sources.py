"""The `sources.json` of a folder: title, outlet, date and url of its documents by id."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, TypeVar

from index.corpus.jsonl import OPTIONAL, metadata

logger = logging.getLogger(__name__)

PathT = TypeVar("PathT", bound=PurePath)
NAME = "sources.json"


class Sources:
    """Metadata by document, looked up in the folder of the file first and then upwards to the folder given."""

    def __init__(self) -> None:
        self._read: dict[Path, Mapping[str, Any]] = {}

    def of(self, bare: Path, top: Path) -> dict[str, str | None]:
        """Return title, outlet, date and url of the document `bare`, a path below the folder `top`, without suffix.

        An entry is found by that path below the folder of `sources.json`.
        """
        folder = bare.parent
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


def without_suffix(path: PathT) -> PathT:
    """Return `path` without the ending of its format; dots inside the name stay."""
    packed = path.suffix.lower() == ".gz"
    return path.with_suffix("").with_suffix("") if packed else path.with_suffix("")
