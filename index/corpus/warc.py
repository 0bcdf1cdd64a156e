"""The reader of web archives (WARC): each page that was fetched. The only file that knows warcio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.corpus.reader import MAX_FILE, Read, Skip, Source, parsing
from index.corpus.webpage import page
from index.errors import SourceError


class WarcReader:
    """A page a document, known by its address. Requests, images and failed fetches are passed over."""

    suffixes = (".warc", ".warc.gz")

    def read(self, source: Source) -> Iterator[Read]:
        """Yield the articles of the pages, and the pages without one.

        Raises:
            SourceError: it is damaged, or holds no page.
        """
        from warcio.archiveiterator import ArchiveIterator

        blank = True
        with source.open() as file, parsing(source.place, "WARC file"):
            for record in ArchiveIterator(file):
                if record.rec_type != "response" or not record.http_headers:
                    continue
                kind = record.http_headers.get_header("Content-Type") or ""
                if record.http_headers.get_statuscode() != "200" or "html" not in kind:
                    continue
                blank = False
                url = record.rec_headers.get_header("WARC-Target-URI")
                yield _page(record.content_stream().read(MAX_FILE + 1), f"{source.place}: {url}", url)
        if blank:
            raise SourceError(f"{source.place} holds no page that was fetched; remove it", "no text")


def _page(data: bytes, place: str, url: str) -> Read:
    try:
        return replace(page(data, place, url), id=url)
    except SourceError as error:
        return Skip(error.fault, str(error))
