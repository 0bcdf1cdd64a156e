"""The reader of PDF: the text layer, pages parted by form feeds. The only file that knows pypdf."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from index.corpus.reader import MAX_TEXT, Entry, Source, parsing
from index.corpus.unwrap import unwrap
from index.errors import SourceError


class PdfReader:
    """A file that is one document. The page of an offset is one more than the form feeds before it."""

    suffixes = (".pdf",)

    def read(self, source: Source) -> Iterator[Entry]:
        """Yield the one document of the file.

        Raises:
            SourceError: it is damaged, encrypted, or holds images of text only.
        """
        import pypdf

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells what this file says in its own words
        place = source.place
        with parsing(place, "PDF"):
            pdf = pypdf.PdfReader(io.BytesIO(source.contents()))
            if pdf.is_encrypted and not pdf.decrypt(""):
                raise SourceError(f"{place} is encrypted; save it without its password", "encrypted")
            pages: list[str] = []
            for sheet in pdf.pages:
                pages.append(unwrap(sheet.extract_text()))
                if sum(map(len, pages)) > MAX_TEXT:
                    break  # enough to be refused as too large
            title = pdf.metadata.title if pdf.metadata else None
        if not "".join(pages).strip():
            raise SourceError(
                f"{place} has no text layer ({len(pages)} pages of images); run it through OCR", "no text"
            )
        yield Entry(None, "\n\f\n".join(pages), place, str(title).strip() or None if title else None)
