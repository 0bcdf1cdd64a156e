"""The reader of web pages: main text and metadata. The only file that knows trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from index.corpus.reader import Entry, Source, not_blank, parsing
from index.errors import SourceError

MAX_PAGE = 16 * 2**20
"""Most bytes of a page: its tree takes many times as much memory."""


class WebPageReader:
    """A page that is one document: what its template surrounds the article with is left out."""

    suffixes = (".html", ".htm", ".xhtml")

    def read(self, source: Source) -> Iterator[Entry]:
        """Yield the article of the page.

        Raises:
            SourceError: it is empty, too large, binary, or holds no text.
        """
        yield page(source.contents(), source.place)


def page(data: bytes, place: str, url: str | None = None) -> Entry:
    """Return the article of a page that was found at `url`.

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
    with parsing(place, "web page"):
        found = bare_extraction(data, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates)
    if not isinstance(found, Page) or not (found.text or "").strip():
        raise SourceError(f"{place} holds no text of an article; save the page of the article itself", "no text")
    outlet = found.sitename if found.sitename != found.hostname else None
    return Entry(None, found.text or "", place, found.title, outlet or None, found.date, url or found.url)
