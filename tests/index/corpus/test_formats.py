"""Every format gives its text and what it knows about it, or one clear reason why not."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from index.corpus import Journal, read_documents
from index.errors import SourceError
from index.schema import Document
from tests.index.corpus.made_files import PAGE, crawled, mail, packed, pdf, taped, word, write

SAID = "The ferry will resume on Monday, Tomas Reuel said."
LETTER = "Dear all,\n\nthe ferry will resume on Monday at nine in the morning, the\nharbour master said.\n\nThe port"


def read(path: Path) -> dict[str, Document]:
    return {document.id: document for document in read_documents([path])}


def parquet(**columns: list[Any]) -> bytes:
    made = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(columns), made)
    return made.getvalue()


def test_a_page_gives_its_article_and_its_metadata(tmp_path: Path) -> None:
    document = read(write(tmp_path / "ferry.html", PAGE))["ferry"]
    meta = (document.title, document.outlet, document.date, document.url)
    assert meta == ("Ferry resumes", "The Vellin Courier", "2026-03-05", "https://courier.example/ferry")
    assert "“come what may,” harbour master Tomas Reuel said" in document.text
    assert "cookies" not in document.text
    assert "Sport" not in document.text


def test_a_page_without_a_date_gets_none(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{SAID} It was 5 March 2026 when the hull broke.</p></article></body></html>"
    assert read(write(tmp_path / "a.htm", page))["a"].date is None


def test_sources_json_knows_better_than_the_page(tmp_path: Path) -> None:
    write(tmp_path / "sources.json", '{"ferry": {"title": "By hand"}}')
    write(tmp_path / "ferry.html", PAGE)
    assert (read(tmp_path)["ferry"].title, read(tmp_path)["ferry"].outlet) == ("By hand", "The Vellin Courier")


def test_a_pdf_gives_paragraphs_and_keeps_its_pages(tmp_path: Path) -> None:
    first = (
        "The ferry will resume on Monday, whatever the weather, the\nharbour master said on Thursday.\nNobody asked."
    )
    document = read(write(tmp_path / "a.pdf", pdf(first, "The end.", title="Ferry resumes")))["a"]
    assert document.title == "Ferry resumes"
    assert document.text == (
        "The ferry will resume on Monday, whatever the weather, the harbour master said on Thursday.\nNobody asked."
        "\n\f\nThe end."
    )


def test_a_word_document_gives_paragraphs_and_tables(tmp_path: Path) -> None:
    content = word("“We sail,” she said.", "Nobody asked.", title="Ferry", cells=("Fare", "2 crowns"))
    expected = Document("a", "“We sail,” she said.\nNobody asked.\nFare\t2 crowns", "Ferry")
    assert read(write(tmp_path / "a.docx", content)) == {"a": expected}


MAILS = [
    (
        "plain text",
        mail(LETTER, html=PAGE, date="Thu, 05 Mar 2026 23:30:00 -0800"),
        "Dear all,\n\nthe ferry will resume on Monday at nine in the morning, the harbour master said.\n\nThe port",
        "2026-03-05",
    ),
    ("a page alone", mail(None, html=PAGE), "harbour master Tomas Reuel said on", None),
    ("a date that is none", mail(SAID, date="soon"), SAID, None),
    ("with an attachment", mail(SAID, attached=b"%PDF"), SAID, None),
]


@pytest.mark.parametrize(("content", "text", "date"), [case[1:] for case in MAILS], ids=[case[0] for case in MAILS])
def test_a_mail_gives_its_text_subject_sender_and_date(
    tmp_path: Path, content: bytes, text: str, date: str | None
) -> None:
    document = read(write(tmp_path / "a.eml", content))["a"]
    assert (document.title, document.outlet, document.date) == ("Ferry resumes", "Port of Vellin", date)
    assert text in document.text


TABLES: list[tuple[str, str, bytes | str, list[Document]]] = [
    (
        "commas, with everything",
        "a.csv",
        "ID,Headline,Body,Publisher,Published,Link,more\n7,T,“a, b”,O,2026-03-05,https://x.example,?\n".replace(
            "“a, b”", '"He said: ""Yes, now""\nand left."'
        ),
        [Document("7", 'He said: "Yes, now"\nand left.', "T", "O", "2026-03-05", "https://x.example")],
    ),
    (
        "semicolons, text alone",
        "a.csv",
        "\ufefftext;note\nOne.;\nTwo.\n",
        [Document("a/2", "One."), Document("a/3", "Two.")],
    ),
    ("tabs", "a.tsv", "title\tcontent\nT\tOne, two; three.\n", [Document("a/2", "One, two; three.", "T")]),
    (
        "Parquet with days and moments",
        "a.parquet",
        parquet(
            text=["One.", "Two."],
            id=[1, 2],
            date=[dt.date(2026, 3, 5), None],
            note=["", ""],
        ),
        [Document("1", "One.", date="2026-03-05"), Document("2", "Two.")],
    ),
    (
        "Parquet with moments and without ids",
        "a.parquet",
        parquet(article=["One."], published=[dt.datetime(2026, 3, 5, 23, 59, tzinfo=dt.UTC)]),
        [Document("a/1", "One.", date="2026-03-05")],
    ),
]


@pytest.mark.parametrize(
    ("name", "content", "documents"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES]
)
def test_a_row_of_a_table_is_a_document(
    tmp_path: Path, name: str, content: bytes | str, documents: list[Document]
) -> None:
    assert list(read(write(tmp_path / name, content)).values()) == documents


def test_an_archive_gives_what_its_members_give(tmp_path: Path) -> None:
    members = {
        "b/two.html": PAGE.encode(),
        "one.v2.txt": SAID.encode(),
        "lines.jsonl": b'{"id": "x", "text": "Said."}',
        "rows.csv": b"text\nSaid.\n",
        "picture.png": b"\0",
        "__MACOSX/one.txt": b"\0",
        "b/.hidden.txt": b"\0",
        "inner.zip": packed({"c.txt": b"c"}),
    }
    write(tmp_path / "all.zip", packed(members))
    write(tmp_path / "all2.tar.gz", taped(members))
    write(tmp_path / "sources.json", '{"all/one.v2": {"title": "By hand"}}')
    journal = Journal()
    documents = {document.id: document for document in read_documents([tmp_path], journal)}
    inside = {"one.v2", "b/two", "rows/2"}
    assert set(documents) == {"x", *(f"all/{name}" for name in inside), *(f"all2/{name}" for name in inside)}
    assert documents["all/one.v2"].title == "By hand"
    assert documents["all2/b/two"].outlet == "The Vellin Courier"
    assert [skip.fault for skip in journal.skipped] == ["same id"]


def test_a_bad_member_costs_only_itself(tmp_path: Path) -> None:
    members = {"a.txt": SAID.encode(), "b.txt": b"", "c.txt": b"secret", "d.txt": b"x" * 2**21, "e.pdf": b"%PDF-1.4"}
    path = write(tmp_path / "all.zip", packed(members, locked="c.txt"))
    journal = Journal()
    assert [document.id for document in read_documents([path], journal)] == ["all/a"]
    assert [skip.fault for skip in journal.skipped] == ["empty", "encrypted", "bomb", "damaged"]
    assert all(skip.message.startswith(f"{path}!") for skip in journal.skipped)


def test_pages_of_a_crawl_are_known_by_their_addresses(tmp_path: Path) -> None:
    site = "https://courier.example/"
    content = crawled(
        (site + "ferry", "200 OK", "text/html; charset=utf-8", PAGE),
        (site + "empty", "200 OK", "text/html", ""),
        (site + "gone", "404 Not Found", "text/html", PAGE),
        (site + "logo", "200 OK", "image/png", "x"),
    )
    journal = Journal()
    [document] = read_documents([write(tmp_path / "a.warc.gz", content)], journal)
    assert (document.id, document.url, document.date) == (site + "ferry", site + "ferry", "2026-03-05")
    assert [skip.fault for skip in journal.skipped] == ["empty"]


REFUSED: list[tuple[str, str, bytes | str, str, str]] = [
    ("a page without text", "a.html", "<html><body><img src='a.png'></body></html>", "no text", "text of an article"),
    ("an empty page", "a.html", " \n", "empty", "is empty"),
    ("a binary page", "a.html", b"<html>\0\0", "binary", "byte 6 is NUL"),
    ("a cut PDF", "a.pdf", pdf("Text.")[:300], "damaged", "not a whole PDF"),
    ("no PDF at all", "a.pdf", "Text.", "damaged", "not a whole PDF"),
    ("an encrypted PDF", "a.pdf", pdf("Text.", locked=True), "encrypted", "without its password"),
    ("a scanned PDF", "a.pdf", pdf("", ""), "no text", "2 pages of images"),
    ("a cut Word document", "a.docx", word("Text.")[:500], "damaged", "not a whole Word document"),
    ("another zip as Word", "a.docx", packed({"a.txt": b"x"}), "damaged", "not a whole Word document"),
    ("an old or encrypted Word document", "a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted", "or an old .doc"),
    ("an empty Word document", "a.docx", word(), "empty", "is empty"),
    ("a Word bomb", "a.docx", packed({"word/document.xml": b" " * (2**26 + 1)}), "too large", "unpacks to 67,108,865"),
    ("no mail", "a.eml", "\njust text", "damaged", "without headers"),
    ("an encrypted mail", "a.eml", "Content-Type: application/pkcs7-mime\n\nx", "encrypted", "is encrypted"),
    ("a mail of attachments", "a.eml", mail(None, attached=b"%PDF"), "no text", "only attachments"),
    ("a blank mail", "a.eml", mail("\n \n"), "empty", "is empty"),
    ("a table without texts", "a.csv", "id,title\n1,T\n", "no text", 'no column "text" (nor body, content, article)'),
    ("an empty table", "a.csv", "", "empty", "its columns are: none"),
    ("a table with blank rows", "a.csv", "text,id\n,7\n", "empty", "a.csv:2: a row without a text"),
    ("a table in another encoding", "a.csv", "text\nCafé.\n".encode("cp1252"), "wrong encoding", "save it as UTF-8"),
    ("a cell without end", "a.csv", "text\n" + '"' + "x" * 4_000_001, "damaged", "no table of articles"),
    ("a cut Parquet file", "a.parquet", parquet(text=["One."])[:-20], "damaged", "not a whole Parquet file"),
    ("a Parquet file without texts", "a.parquet", parquet(x=["One."]), "no text", "its columns are: x"),
    ("a cut zip", "a.zip", packed({"a.txt": b"Text."})[:-20], "damaged", "not a whole zip file"),
    ("a zip of pictures", "a.zip", packed({"a.png": b"x"}), "no text", "holds no file that can be read"),
    ("a bomb", "a.zip", packed({"a.txt": b"x" * 2**24}), "bomb", "unpacks to 16,777,216 bytes from"),
    ("a cut tar", "a.tar.gz", taped({"a.txt": bytes(range(256)) * 99})[:-200], "damaged", "not a whole tar file"),
    (
        "a WARC without pages",
        "a.warc.gz",
        crawled(("https://x.example", "404 No", "text/html", "")),
        "no text",
        "no page",
    ),
    ("no WARC at all", "a.warc", "nonsense\n\n", "damaged", "not a whole WARC file"),
    ("a page named text", "a.txt", PAGE, "wrong suffix", "is a web page"),
    ("a PDF named text", "a.txt", "%PDF-1.4 and so on", "wrong suffix", "is a PDF"),
]


@pytest.mark.parametrize(
    ("name", "content", "fault", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes | str, fault: str, message: str
) -> None:
    path = write(tmp_path / name, content)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.fault == fault


def test_an_archive_that_unpacks_to_too_much_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.corpus.archive.MAX_UNPACKED", 99)
    members = {f"{n}.txt": b"x" * 50 for n in range(3)}
    with pytest.raises(SourceError, match="unpacks to more than 99 bytes"):
        read(write(tmp_path / "a.zip", packed(members)))
    journal = Journal()
    documents = list(read_documents([write(tmp_path / "a.tar.gz", taped(members))], journal))
    assert [document.id for document in documents] == ["a/0"]
    assert journal.faults() == {"bomb": 1}
