"""The reader of Word documents. The only file that knows python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from index.corpus.reader import MAX_FILE, Entry, Source, not_blank, parsing
from index.errors import SourceError

OLE = b"\xd0\xcf\x11\xe0"
"""What the old binary format begins with, and a document with a password."""


class WordReader:
    """A .docx that is one document: a line a paragraph, tables where they stand."""

    suffixes = (".docx",)

    def read(self, source: Source) -> Iterator[Entry]:
        """Yield the one document of the file.

        Raises:
            SourceError: it is damaged, encrypted, too large when unpacked, or empty.
        """
        place, data = source.place, source.contents()
        if data.startswith(OLE):
            raise SourceError(f"{place} is encrypted, or an old .doc; save it as .docx without a password", "encrypted")
        from docx import Document
        from docx.table import Table

        with parsing(place, "Word document"):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                size = sum(part.file_size for part in parts.infolist())
            if size > MAX_FILE:
                raise SourceError(f"{place} unpacks to {size:,} bytes, more than {MAX_FILE:,}; split it", "too large")
            word = Document(io.BytesIO(data))
            lines: list[str] = []
            for item in word.iter_inner_content():
                if isinstance(item, Table):
                    lines += ["\t".join(cell.text for cell in row.cells) for row in item.rows]
                else:
                    lines.append(item.text)
            title = word.core_properties.title.strip()
        yield Entry(None, not_blank("\n".join(lines), place), place, title or None)
