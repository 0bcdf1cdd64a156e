"""Addresses to texts: a page is one, a feed stands for every article that it has ever listed.

Only what has changed is fetched: pages by what the server said the last time, articles of a feed once the feed says
something else about them. What was read before is kept where it cannot be had this time; what is gone is let go.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from index.corpus import formats
from index.corpus.address import Address
from index.corpus.cache import Cache, Cached
from index.corpus.feed import Item, is_feed, linked_feed, read_feed
from index.corpus.fetch import Fetched, Fetcher
from index.corpus.reader import Entry, Read, Skip, Source
from index.corpus.webpage import page
from index.errors import SourceError
from index.progress import Progress, unwatched

PASSING = frozenset({"unreachable", "no such host", "too slow", "busy", "server error", "cut short"})
"""Faults of what is asked for again the next time."""
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Online:
    """An address as a place of documents."""

    address: Address
    web: Web

    def read(self) -> tuple[Read, ...]:
        """Return what `Web.read` returns of the address."""
        return self.web.read(self.address)

    def __str__(self) -> str:
        """Return the address."""
        return self.address.url


class Web:
    """What the web gives to one build; each address is asked once.

    Args:
        fetcher: fetches.
        cache: what addresses gave before, and what they give now.
        progress: passes articles on, so many of them, under a label.
    """

    def __init__(self, fetcher: Fetcher, cache: Cache, progress: Progress = unwatched) -> None:
        self._fetcher = fetcher
        self._cache = cache
        self._progress = progress
        self._reads: dict[Address, tuple[Read, ...]] = {}
        self._ids: set[str | None] = set()

    def read(self, address: Address) -> tuple[Read, ...]:
        """Return the texts of an address, each with its canonical address as id, and what is left out.

        An article that several addresses lead to is given once.

        Raises:
            ConfigError: what was fetched cannot be kept.
        """
        if address not in self._reads:
            self._reads[address] = tuple(self._new(self._read(address)))
        return self._reads[address]

    def _new(self, reads: Iterable[Read]) -> Iterator[Read]:
        for read in reads:
            if isinstance(read, Skip) or read.id not in self._ids:
                yield read
            if isinstance(read, Entry):
                self._ids.add(read.id)

    def _read(self, address: Address) -> Iterator[Read]:
        now = self._refreshed(address)
        yield from now.reads
        articles = {item: self._cache.get(Address(item.url)) for item in now.items}
        changed = [item for item, article in articles.items() if article.mark != item.mark]
        for item in self._progress(changed, "fetching", len(changed)):
            articles[item] = self._refreshed(Address(item.url), item)
        for article in articles.values():
            yield from article.reads

    def _refreshed(self, address: Address, item: Item | None = None) -> Cached:
        """Ask an address, by itself or because a feed lists it, and keep what it gave unless that may pass."""
        known = self._cache.get(address)
        mark = item.mark if item else known.mark
        try:
            fetched = self._fetcher.get(address, known.etag, known.modified)
            if fetched is None:
                now = replace(known, mark=mark, reads=known.entries)
            elif item is None and is_feed(fetched.content):
                now = _with_items(fetched, known)
            else:
                now = Cached(fetched.etag, fetched.modified, mark, _texts(fetched, address, item))
        except SourceError as error:
            now = _without(known, item, error)
            if error.fault in PASSING:
                return now
            now = replace(now, mark=mark)
        if now != known:
            self._cache.put(address, now)
        return now


def _with_items(fetched: Fetched, known: Cached) -> Cached:
    """Add what a feed lists to what it listed before."""
    items = {item.url: item for item in (*known.items, *read_feed(fetched.content, fetched.address))}
    return Cached(fetched.etag, fetched.modified, known.mark, items=tuple(items.values()))


def _texts(fetched: Fetched, asked: Address, item: Item | None) -> tuple[Read, ...]:
    """Read what was fetched.

    Raises:
        SourceError: there is no text in it, or it is a front page, which lists articles and is none.
    """
    address = fetched.address
    if address.path == "/" != asked.path:
        raise SourceError(f"{asked} leads to the front page {address}; check the address", "front page")
    if address.path == "/" and (feed := linked_feed(fetched.content, address)) is not None:
        raise SourceError(f"{address} is a front page and no article; give its feed: {feed}", "front page")
    name = formats.name_of(fetched.kind, address.path)
    source = Source(name, str(address), lambda: io.BytesIO(fetched.content), fetched.charset, address.url)
    reads = tuple(_named(read, address, item) for read in formats.read(source))
    if not any(isinstance(read, Entry) for read in reads):
        first = next((read for read in reads if isinstance(read, Skip)), Skip("no text", f"{address} holds no text"))
        raise SourceError(first.message, first.fault)
    return reads


def _named(read: Read, address: Address, item: Item | None) -> Read:
    """Call a text by its canonical address; what it does not say about itself its feed may."""
    if isinstance(read, Skip):
        return read
    url = read.url or address.canonical(None).url
    id = read.id or (f"{url}#{read.part}" if read.part else url)
    named = replace(read, id=id, url=url, verbatim=False)
    if item is None:
        return named
    return replace(
        named, title=read.title or item.title, outlet=read.outlet or item.outlet, date=read.date or item.date
    )


def _without(known: Cached, item: Item | None, error: SourceError) -> Cached:
    """Return what there is of an address that cannot be had: what was read before, else the text in its feed."""
    if error.fault == GONE:
        return Cached(mark=known.mark, reads=(Skip(error.fault, str(error)),), items=known.items)
    if known.entries or known.items:
        skip = Skip(error.fault, f"{error}; what was read before stays")
        return replace(known, reads=(*known.entries, skip))
    try:
        return Cached(reads=(_carried(item),))
    except SourceError:
        return replace(known, reads=(Skip(error.fault, str(error)),))


def _carried(item: Item | None) -> Read:
    """Read the text that a feed carries itself.

    Raises:
        SourceError: it carries none.
    """
    if item is None or item.content is None:
        raise SourceError("the feed carries no text", "no text")
    article = f"<html><body><article>{item.content}</article></body></html>"
    address = Address(item.url)
    return _named(page(article.encode("utf-8", "replace"), item.url, item.url), address, item)
