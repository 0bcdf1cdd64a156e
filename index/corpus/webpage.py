"""The reader of web pages: main text and metadata. The only file that knows trafilatura and htmldate."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.corpus.address import Address
from index.corpus.reader import Entry, Source, not_blank, parsing
from index.corpus.text import decode
from index.errors import SourceError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_PAGE = 16 * 2**20
"""Most bytes of a page: its tree takes many times as much memory."""
_STATED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_UNCLEAR = re.compile(
    r'"dateModified"\s{0,9}:\s{0,9}"[^"]{0,99}"'
    r"|(?<![\d/])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/(?:\d{4}|\d\d)(?![\d/])",
    re.IGNORECASE,
)
"""Days on which a page was changed, and days that Europe and America read in two ways."""
_AROUND = ("aside", "footer", "nav")
_DATING = ("meta", "time")


class WebPageReader:
    """A page that is one document: what its template surrounds the article with is left out."""

    suffixes = (".html", ".htm", ".xhtml")

    def read(self, source: Source) -> Iterator[Entry]:
        """Yield the article of the page.

        Raises:
            SourceError: it is empty, too large, binary, or holds no text.
        """
        yield page(source.contents(), source.place, source.url, source.charset)


def page(data: bytes, place: str, url: str | None = None, charset: str | None = None) -> Entry:
    """Return the article of a page that was found at `url`, in the encoding that its server says it has.

    Raises:
        SourceError: it is empty, too large, binary, or holds no text.
    """
    not_blank(data[:1000].decode("latin-1"), place)
    if len(data) > MAX_PAGE:
        raise SourceError(
            f"{place} has {len(data):,} bytes, more than the {MAX_PAGE:,} of a page; split it", "too large"
        )
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{place} is binary (byte {data.index(0)} is NUL); give a web page", "binary")
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they tell what this file says in its own words
    dates = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
    html = _decoded(data, place, charset)
    with parsing(place, "web page"):
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates)
    if not isinstance(found, Page) or not (found.text or "").strip():
        raise SourceError(f"{place} holds no text of an article; save the page of the article itself", "no text")
    outlet = found.sitename if found.sitename != found.hostname else None
    address = Address.of(url).canonical(found.url).url if url else found.url
    return Entry(None, found.text or "", place, found.title, outlet or None, _published(html, url), address)


def _published(html: str, url: str | None) -> str | None:
    """Return the day on which a page says it was published, else the day in its address; ISO 8601."""
    from htmldate import find_date
    from trafilatura import load_html

    tree = load_html(_UNCLEAR.sub(" ", html))
    if tree is None:
        return None
    for element in list(tree.iter(*_AROUND, *_DATING)):
        if element.tag in _AROUND or _dates_a_change(element):
            element.drop_tree()
    return find_date(tree, original_date=True, extensive_search=False, outputformat="%Y-%m-%d", url=url)


def _decoded(data: bytes, place: str, charset: str | None) -> str:
    """Decode a page as its server says, else as it says itself; bytes that fit nowhere cost themselves alone."""
    stated = _STATED.search(data[:2_000])
    try:
        return decode(data, place, charset or (stated[1].decode("ascii") if stated else None))
    except SourceError as error:
        if error.fault != "wrong encoding":
            raise
        return data.decode("utf-8", "replace")


def _dates_a_change(element: HtmlElement) -> bool:
    """Tell whether an element dates a change of the page, and not also its publication."""
    names = ("property", "name", "http-equiv", "itemprop", "class")
    says = " ".join(element.get(name) or "" for name in names).lower()
    return ("modified" in says or "updated" in says) and "publish" not in says
