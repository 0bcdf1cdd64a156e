"""What a person gives on the command line to places of documents: files, folders, and addresses of the web."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from index.corpus import Place
from index.corpus.address import Address, is_address
from index.progress import Progress, unwatched
from index.settings import Settings

CACHE = "fetched"


def places(given: Sequence[str], root: Path | None = None, progress: Progress = unwatched) -> Sequence[Path | Place]:
    """Return a place each, to be read once: what `looks` returns, called."""
    return looks(given, root, progress)()


def looks(
    given: Sequence[str], root: Path | None = None, progress: Progress = unwatched
) -> Callable[[], Sequence[Path | Place]]:
    """Return what gives a place each whenever it is called, every time ready to be read anew.

    The library of the network is loaded only where there is an address.

    Args:
        given: paths and addresses.
        root: folder of the index beside which is kept what was fetched; None keeps nothing.
        progress: shows how far fetching is.

    Raises:
        SourceError: an address cannot be one.
    """
    if not any(map(is_address, given)):
        return lambda: [Path(place) for place in given]
    from index.corpus.cache import Cache
    from index.corpus.fetch import Fetcher
    from index.corpus.web import Online, Web

    parsed = [Address.of(place) if is_address(place) else Path(place) for place in given]
    fetcher, cache = Fetcher(Settings.from_env().private_hosts), Cache(root and root / CACHE)

    def look() -> Sequence[Path | Place]:
        web = Web(fetcher, cache, progress)
        return [Online(place, web) if isinstance(place, Address) else place for place in parsed]

    return look
