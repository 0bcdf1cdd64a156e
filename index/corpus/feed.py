"""Feeds of RSS and Atom: which articles an outlet lists. The only file that knows feedparser."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from index.corpus.address import Address
from index.corpus.reader import parsing
from index.errors import SourceError

MOST = 1_000
"""Articles of a feed that are read."""
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>))*+\s*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
_LINK = re.compile(rb"<link\b[^>]{0,500}application/(?:rss|atom)\+xml[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s{0,9}=\s{0,9}["']?([^"'>\s]+)""", re.IGNORECASE)
HEAD = 100_000
"""Bytes of a page in which it may name its feed."""
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a feed lists it.

    Attributes:
        url: where it is.
        mark: changes whenever the feed says something else about it.
        title: its title, None where the feed does not say; so are the others.
        outlet: the title of the feed.
        date: the day on which it was published, ISO 8601.
        content: its whole text in HTML, where the feed carries it.
    """

    url: str
    mark: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    content: str | None = None


def is_feed(content: bytes) -> bool:
    """Tell a feed by how it begins, whatever the server says it is."""
    return _ROOT.match(content[:4_000]) is not None


def linked_feed(content: bytes, address: Address) -> Address | None:
    """Return the feed that the page at `address` names as its own, None where it names none."""
    link = _LINK.search(content, 0, HEAD)
    named = _HREF.search(link[0]) if link else None
    try:
        return address.join(named[1].decode("utf-8", "replace").replace("&amp;", "&")) if named else None
    except SourceError:
        return None


def read_feed(content: bytes, address: Address) -> tuple[Item, ...]:
    """Return the articles of the feed at `address` in its order, each once; entries without a link are left out.

    Raises:
        SourceError: it is broken, and has no article.
    """
    import feedparser

    with parsing(str(address), "feed"):
        found = feedparser.parse(io.BytesIO(content), response_headers={"content-location": address.url})
    outlet = _text(found.feed.get("title"))
    items: dict[str, Item] = {}
    for entry in found.entries[:MOST]:
        try:
            url = address.join(entry.get("link") or "").url
        except SourceError:
            continue
        if entry.get("link"):
            items.setdefault(url, _item(url, dict(entry), outlet))
    if not items and found.bozo:
        reason = " ".join(str(found.get("bozo_exception")).split())
        raise SourceError(f"{address} is not a whole feed ({reason}); try again later", "damaged")
    return tuple(items.values())


def _item(url: str, entry: Mapping[str, Any], outlet: str | None) -> Item:
    content = "\n".join(part.get("value") or "" for part in entry.get("content") or ())
    told = [entry.get(name) for name in ("title", "published", "updated", "summary")]
    mark = hashlib.sha256(json.dumps([*told, content]).encode()).hexdigest()[:16]
    return Item(url, mark, _text(entry.get("title")), outlet, _day(entry), content or None)


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(entry: Mapping[str, Any]) -> str | None:
    """Return the day of publication where the outlet's clock showed it; a time of update is none."""
    written = str(entry.get("published") or "")
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except ValueError:
        pass
    if _ISO_DAY.match(written):
        return written[:10]
    parsed = entry.get("published_parsed")
    return date(*parsed[:3]).isoformat() if parsed else None
