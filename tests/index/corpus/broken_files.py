"""Folders of files, some of them broken, in all ways that files are: for tests and for benchmarks."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.index.corpus.made_files import PAGE, columns, crawled, mail, packed, pdf, taped, word, write


def said(n: int) -> str:
    """Return a short report."""
    return f"Report {n}\n\nThe pier will open in week {n}, harbour master Ana Ruiz said."


def page(text: str) -> str:
    """Return a web page with a text behind its own article."""
    return PAGE.replace("</article>", "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n")) + "</article>")


FORMATS: dict[str, Callable[[str, int], bytes | str]] = {
    ".txt": lambda text, n: text,
    ".md": lambda text, n: text,
    ".html": lambda text, n: page(text),
    ".pdf": lambda text, n: pdf(text),
    ".docx": lambda text, n: word(*text.split("\n\n")),
    ".eml": lambda text, n: mail(text),
    ".jsonl": lambda text, n: json.dumps({"id": f"line-{n}", "text": text}),
    ".jsonl.gz": lambda text, n: gzip.compress(json.dumps({"id": f"packed-line-{n}", "text": text}).encode()),
    ".csv": lambda text, n: f'id,text\nrow-{n},"{text}"\n',
    ".parquet": lambda text, n: columns(id=[f"cell-{n}"], text=[text]),
    ".zip": lambda text, n: packed({"inner.txt": text.encode()}),
    ".tar.gz": lambda text, n: taped({"inner.html": page(text).encode()}),
    ".warc.gz": lambda text, n: crawled((f"https://courier.example/{n}", "200 OK", "text/html", page(text))),
}
"""How file number n is made of its text, by the ending."""


def good(n: int) -> tuple[str, bytes | str]:
    """Return the ending and the content of good file number `n`."""
    suffix = list(FORMATS)[n % len(FORMATS)]
    return suffix, FORMATS[suffix](said(n), n)


BROKEN: list[tuple[str, bytes | str, str]] = [
    *((f"empty{suffix}", b"", "") for suffix in FORMATS),
    *((f"noise{suffix}", bytes(range(256)) * 20, "") for suffix in FORMATS),
    ("cut.pdf", pdf(said(0))[:400], "damaged"),
    ("cut.docx", word(said(0))[:2000], "damaged"),
    ("cut.zip", packed({"a.txt": said(0).encode()})[:60], "damaged"),
    ("cut.tar.gz", taped({"a.txt": os.urandom(4000)})[:2000], "damaged"),
    ("cut.jsonl", '{"id": "cut", "text": "The pier', "bad line"),
    ("page.txt", page(said(0)), "wrong suffix"),
    ("print.txt", "%PDF-1.7\nand so on", "wrong suffix"),
    ("text.pdf", said(0), "damaged"),
    ("text.docx", said(0), "damaged"),
    ("picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    ("zip.eml", packed({"a.txt": b"x"}), "damaged"),
    ("half.txt", "“ééééééé”".encode() + b"\xe9", "wrong encoding"),
    ("half16.txt", "\ufeffab".encode("utf-16-le") + b"\x00\xd8", "wrong encoding"),
    ("latin.csv", "id,text\n1,Café\n".encode("cp1252"), "wrong encoding"),
    ("latin.jsonl", '{"id": "latin", "text": "Café"}'.encode("cp1252"), "bad line"),
    ("locked.pdf", pdf(said(0), locked=True), "encrypted"),
    ("locked.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 4000, "encrypted"),
    ("locked.zip", packed({"a.txt": said(0).encode()}, locked="a.txt"), "encrypted"),
    ("bomb.zip", packed({"a.txt": b" " * 2**27}), "bomb"),
    ("bomb.docx", packed({"word/document.xml": b" " * 2**27}), "too large"),
    ("bomb.jsonl.gz", gzip.compress(b" " * 2**27), "too large"),
    ("bomb.tar.gz", taped({"a.txt": b"x" * (2**26 + 1)}), "too large"),
    ("scan.pdf", pdf("", "", ""), "no text"),
    ("one-line.txt", "The pier will open. " * 110_000, "too large"),
    ("deep.jsonl", "[" * 100_000, "bad line"),
    ("a-line.csv", "text\n" + "x" * 5_000_000, "damaged"),
]


def make(folder: Path, count: int) -> list[str]:
    """Fill a folder with so many good files, a document each, in seven folders; return the names of the broken ones."""
    for n in range(count):
        suffix, content = good(n)
        write(folder / f"{n % 7}" / f"good-{n}{suffix}", content)
    broken = folder / "broken"
    for name, content, _ in BROKEN:
        write(broken / name, content)
    (broken / "circle.txt").symlink_to(broken / "circle.txt")
    (broken / "gone.txt").symlink_to(folder / "nowhere")
    (broken / "loop").symlink_to(folder)
    os.mkfifo(broken / "pipe.txt")
    return sorted(path.name for path in broken.iterdir())


UNPRIVILEGED = """
import ctypes, os, sys
for capability in (1, 2):  # to read whatever its mode; only the superuser has them, and drops them at exec
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def unprivileged(*arguments: str) -> Sequence[str]:
    """Return the command that runs Python without the superuser's right to read every file."""
    return (sys.executable, "-c", UNPRIVILEGED, *arguments)
