"""Files of every format, made of a few lines: what a newsroom's tools write, without those tools."""

from __future__ import annotations

import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pyarrow.parquet
import pypdf
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = """<html><head><title>Ferry resumes | The Vellin Courier</title>
<meta property="og:title" content="Ferry resumes"><meta property="og:site_name" content="The Vellin Courier">
<meta property="article:published_time" content="2026-03-05T10:00:00Z">
<link rel="canonical" href="https://courier.example/ferry"></head><body><nav><a href="/">Home</a> <a>Sport</a></nav>
<article><h1>Ferry resumes</h1><p>The ferry will resume on Monday, “come what may,” harbour master Tomas Reuel said on
Thursday.</p><p>He said the repair of the hull had cost 2.4 million crowns and that no one had been laid off.</p>
<p>Passengers were glad to hear it, since the road around the bay is long and badly lit.</p></article>
<footer>We use cookies. Accept all.</footer></body></html>"""


def pdf(*pages: str, title: str = "", locked: bool = False) -> bytes:
    """Return a PDF with a text layer; an empty page has none."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids: list[str] = []
    font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    for page in pages:
        lines = " T* ".join(f"({line}) Tj" for line in page.split("\n")) if page else ""
        stream = f"BT /F1 11 Tf 14 TL 72 720 Td {lines} ET"
        kids.append(f"{len(objects) + 1} 0 R")
        place = f"/Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R"
        objects += [
            f"<< /Type /Page {place} /Resources << {font} >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out))
    if title:
        writer.add_metadata({"/Title": title})
    if locked:
        writer.encrypt("sesame", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def word(*paragraphs: str, title: str = "", cells: tuple[str, ...] = ()) -> bytes:
    """Return a Word document, with a table of one row at its end where there are cells."""
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        for cell, text in zip(document.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
            cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def mail(text: str | None, *, html: str | None = None, attached: bytes | None = None, date: str | None = None) -> bytes:
    """Return a mail of a press office."""
    made = EmailMessage()
    made["Subject"], made["From"] = "Ferry resumes", '"Port of Vellin" <press@port.example>'
    if date:
        made["Date"] = date
    if text is not None:
        made.set_content(text)
    if html is not None and text is not None:
        made.add_alternative(html, subtype="html")
    elif html is not None:
        made.set_content(html, subtype="html")
    if attached is not None:
        made.add_attachment(attached, maintype="application", subtype="pdf", filename="a.pdf")
    return made.as_bytes()


def columns(**values: list[str]) -> bytes:
    """Return a Parquet file of these columns."""
    made = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(values), made)
    return made.getvalue()


def packed(members: dict[str, bytes], locked: str = "") -> bytes:
    """Return a zip file; the member named by `locked` is marked as encrypted."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    data = bytearray(made.getvalue())
    if locked:
        for signature, flags, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
            at = data.find(signature)
            while at >= 0 and not data[at + name_at :].startswith(locked.encode()):
                at = data.find(signature, at + 1)
            data[at + flags] |= 1
    return bytes(data)


def taped(members: dict[str, bytes]) -> bytes:
    """Return a .tar.gz file."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def crawled(*pages: tuple[str, str, str, str]) -> bytes:
    """Return a WARC of (address, status, content type, body)."""
    made = io.BytesIO()
    writer = WARCWriter(made, gzip=True)
    for url, status, kind, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        payload = io.BytesIO(body.encode())
        record = writer.create_warc_record(url, "response", payload=payload, http_headers=headers)
        writer.write_record(record)
        record.raw_stream.close()
    return made.getvalue()


def write(path: Path, content: bytes | str) -> Path:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
