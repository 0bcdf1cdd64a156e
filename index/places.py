"""What a person gives on the command line to places of documents: files, folders, and addresses of the web."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus import Place
from index.corpus.address import Address, is_address
from index.settings import Settings

if TYPE_CHECKING:
    from index.corpus.web import Progress

CACHE = "fetched"


def places(given: Sequence[str], root: Path | None = None, progress: Progress | None = None) -> Sequence[Path | Place]:
    """Return a place each; the library of the network is loaded only where there is an address.

    Args:
        given: paths and addresses.
        root: folder of the index beside which is kept what was fetched; None keeps nothing.
        progress: shows how far fetching is.

    Raises:
        SourceError: an address cannot be one.
    """
    if not any(map(is_address, given)):
        return [Path(place) for place in given]
    from index.corpus.cache import Cache
    from index.corpus.fetch import Fetcher
    from index.corpus.web import Online, Web, unwatched

    web = Web(Fetcher(Settings.from_env().private_hosts), Cache(root and root / CACHE), progress or unwatched)
    return [Online(Address.of(place), web) if is_address(place) else Path(place) for place in given]
