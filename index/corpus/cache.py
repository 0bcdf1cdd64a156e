"""What addresses gave when they were last asked, kept beside the index: what has not changed is not sent again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.corpus.address import Address
from index.corpus.feed import Item
from index.corpus.reader import Entry, Read, Skip
from index.errors import ConfigError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cached:
    """What an address gave.

    Attributes:
        etag: what to ask with whether it has changed; so is `modified`.
        mark: what the feed said about it then (`Item.mark`).
        reads: the texts of a page, or why there are none.
        items: the articles of a feed, every one that it has ever listed, in the order in which they appeared.
    """

    etag: str | None = None
    modified: str | None = None
    mark: str = ""
    reads: tuple[Read, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The texts among `reads`."""
        return tuple(read for read in self.reads if isinstance(read, Entry))


class Cache:
    """One file an address in a folder; in memory alone where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: dict[Address, Cached] = {}

    def get(self, address: Address) -> Cached:
        """Return what `address` gave; an empty `Cached` where that is not known."""
        if address not in self._held and self._folder is not None:
            self._held[address] = _load(self._path(self._folder, address))
        return self._held.get(address, Cached())

    def put(self, address: Address, cached: Cached) -> None:
        """Keep what `address` gave, at once and whole.

        Raises:
            ConfigError: the folder cannot be written.
        """
        self._held[address] = cached
        if self._folder is None:
            return
        path = self._path(self._folder, address)
        unfinished = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(_fields(address, cached)), encoding="ascii")
            unfinished.replace(path)
        except OSError as error:
            raise ConfigError(
                f"what was fetched cannot be kept in {self._folder} ({error.strerror or error}); "
                "make room or choose another folder with --index or QUOTES_INDEX"
            ) from error

    @staticmethod
    def _path(folder: Path, address: Address) -> Path:
        return folder / f"{hashlib.sha256(address.url.encode()).hexdigest()[:32]}.json"


def _fields(address: Address, cached: Cached) -> dict[str, Any]:
    reads = [["entry" if isinstance(read, Entry) else "skip", asdict(read)] for read in cached.reads]
    items = [asdict(item) for item in cached.items]
    return {
        "format": FORMAT,
        "address": address.url,
        "etag": cached.etag,
        "modified": cached.modified,
        "mark": cached.mark,
        "reads": reads,
        "items": items,
    }


def _load(path: Path) -> Cached:
    """Read a file; one that is broken or of another format is as good as none."""
    try:
        fields = json.loads(path.read_text(encoding="ascii"))
        return _cached(fields) if fields["format"] == FORMAT else Cached()
    except (OSError, ValueError, KeyError, TypeError):
        return Cached()


def _cached(fields: Mapping[str, Any]) -> Cached:
    reads = tuple(Entry(**read) if kind == "entry" else Skip(**read) for kind, read in fields["reads"])
    items = tuple(Item(**item) for item in fields["items"])
    return Cached(fields["etag"], fields["modified"], fields["mark"], reads, items)
