"""Files are known by what they hold, not by what they are called."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from index.corpus.sniff import ending
from index.errors import SourceError


def zipped(*names: str) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return page.getvalue()


def tarred() -> bytes:
    page = io.BytesIO()
    with tarfile.open(fileobj=page, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return page.getvalue()


CASES = [
    (b"%PDF-1.7\n\0\0", "holiday.jpg", ".pdf"),
    (zipped("word/document.xml"), "speech.txt", ".docx"),
    (zipped("a.txt", "b.html"), "many", ".zip"),
    (tarred(), "many.zip", ".tar"),
    (b"\x1f\x8b\x08", "Articles.JSONL.GZ", ".jsonl.gz"),
    (b"PAR1\0\0", "x", ".parquet"),
    (b"WARC/1.0\r\n", "x.txt", ".warc"),
    (b"<!DOCTYPE html><p>Hi", "x.txt", ".html"),
    (b'\xef\xbb\xbf<?xml version="1.0"?>\n<HTML lang="en">', "x", ".html"),
    (b'{"id": "a", "text": "b"}\n{"id": "c", "text": "d"}', "x.json", ".jsonl"),
    (b"{Not JSON, though} Wang said.", "x", ".txt"),
    (b"From: a@b.example\nSubject: Hi\n\nWang said so.", "x", ".eml"),
    (b"From: here to there, Wang said.", "x", ".txt"),
    (b"a,b\n1,2\n", "x.csv", ".csv"),
    ("Ванг сказал".encode("cp1251"), "x.md", ".md"),
    ("Wang said".encode("utf-16"), "x.exe", ".txt"),
]


@pytest.mark.parametrize(("data", "name", "wanted"), CASES)
def test_the_ending_is_that_of_the_contents(data: bytes, name: str, wanted: str) -> None:
    assert ending(data, name) == wanted


BROKEN = [
    (b"MZ\x90\0\x03\0", "setup.txt", "binary"),
    (zipped("word/document.xml")[:40], "speech.docx", "damaged"),
    (b"\x1f\x8b\x08", "x.gz", "unknown format"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "old.doc", "unknown format"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "a.pdf", "binary"),
]


@pytest.mark.parametrize(("data", "name", "fault"), BROKEN)
def test_what_cannot_be_read_is_refused_by_what_it_is(data: bytes, name: str, fault: str) -> None:
    with pytest.raises(SourceError) as caught:
        ending(data, name)
    assert caught.value.fault == fault
