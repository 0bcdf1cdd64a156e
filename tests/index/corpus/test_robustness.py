"""Two hundred files, fifty of them broken in all ways: the good ones are indexed, each broken one is named."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.__main__ import main
from index.build import build
from tests.conftest import ROOT
from tests.fakes import HashEncoder
from tests.index.corpus.made_files import PAGE, crawled, mail, packed, pdf, taped, word, write
from tests.index.test_build import RULES

MEMORY = 1_500 * 2**20
"""Most bytes of address space in which the folder must be read, with every library of every format."""


def said(n: int) -> str:
    return f"Report {n}\n\nThe pier will open in week {n}, harbour master Ana Ruiz said."


def page(n: int) -> str:
    return PAGE.replace("on Monday", f"in week {n}")


GOOD: dict[str, Callable[[int], bytes | str]] = {
    ".txt": said,
    ".md": said,
    ".html": page,
    ".pdf": lambda n: pdf(said(n)),
    ".docx": lambda n: word(*said(n).split("\n\n")),
    ".eml": lambda n: mail(said(n)),
    ".jsonl": lambda n: json.dumps({"id": f"line-{n}", "text": said(n)}),
    ".jsonl.gz": lambda n: gzip.compress(json.dumps({"id": f"packed-line-{n}", "text": said(n)}).encode()),
    ".csv": lambda n: f'id,text\nrow-{n},"{said(n)}"\n',
    ".zip": lambda n: packed({"inner.txt": said(n).encode()}),
    ".tar.gz": lambda n: taped({"inner.html": page(n).encode()}),
    ".warc.gz": lambda n: crawled((f"https://courier.example/{n}", "200 OK", "text/html", page(n))),
}

BROKEN: list[tuple[str, bytes | str, str]] = [
    *((f"empty{suffix}", b"", "") for suffix in GOOD),
    *((f"noise{suffix}", bytes(range(256)) * 20, "") for suffix in (*GOOD, ".parquet")),
    ("cut.pdf", pdf(said(0))[:400], "damaged"),
    ("cut.docx", word(said(0))[:2000], "damaged"),
    ("cut.zip", packed({"a.txt": said(0).encode()})[:60], "damaged"),
    ("cut.tar.gz", taped({"a.txt": os.urandom(4000)})[:2000], "damaged"),
    ("cut.jsonl", '{"id": "cut", "text": "The pier', "bad line"),
    ("page.txt", page(0), "wrong suffix"),
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

READ = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
from index.corpus import Journal, read_documents
journal = Journal()
documents = [document.id for document in read_documents([Path({folder!r})], journal)]
print(json.dumps([documents, [[skip.fault, skip.message] for skip in journal.skipped]]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for n in range(150):
        suffix = list(GOOD)[n % len(GOOD)]
        write(folder / f"{n % 7}" / f"good-{n}{suffix}", GOOD[suffix](n))
    for name, content, _ in BROKEN:
        write(folder / "broken" / name, content)
    (folder / "broken" / "circle.txt").symlink_to(folder / "broken" / "circle.txt")
    (folder / "broken" / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "broken" / "loop").symlink_to(folder)
    os.mkfifo(folder / "broken" / "pipe.txt")
    return folder


def test_the_good_files_are_read_and_each_broken_one_is_named_in_bounded_memory(folder: Path) -> None:
    script = READ.format(limit=MEMORY, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    documents, skipped = json.loads(done.stdout)
    assert len(documents) == 150
    named = [(fault, message.removeprefix(f"{folder}/broken/")) for fault, message in skipped]
    for name, _, expected in BROKEN:
        faults = [fault for fault, message in named if message.startswith((f"{name} ", f"{name}:", f"{name}!"))]
        assert len(faults) == 1, (name, faults)
        assert expected in ("", *faults), name
    assert {"circle.txt", "gone.txt", "loop", "pipe.txt"} <= {message.split()[0] for _, message in named}
    assert len(skipped) == len(BROKEN) + 4 > 50
    assert done.stderr.count("\n") == len(skipped)


def test_the_summary_counts_what_is_broken_and_a_strict_build_exits_with_one(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "index"
    report = build([folder], root, HashEncoder(), rules=RULES)
    assert report.counts["documents"] == 150
    assert sum(report.skipped.values()) == len(BROKEN) + 4
    assert report.skipped["encrypted"] == 3
    assert main(["build", "--strict", "--index", str(root), str(folder)]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"error: {len(BROKEN) + 4} skipped, and nothing may be")
    assert not build([folder], root, HashEncoder(), rules=RULES).fresh
