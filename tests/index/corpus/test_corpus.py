"""Files become documents: ids, metadata, encodings, and what happens to files that cannot be read."""

from __future__ import annotations

import gzip
import json
import logging
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import Journal, read_documents
from index.corpus.text import decode, headline
from index.errors import SourceError
from index.schema import Document


def read(*paths: Path) -> dict[str, Document]:
    return {document.id: document for document in read_documents(paths)}


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_files_id_is_its_path_below_the_folder_without_suffix(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "B")
    write(tmp_path / "2023" / "a.v2.md", "A")
    write(tmp_path / "2023" / "notes.xyz", "not read")
    write(tmp_path / ".hidden" / "c.txt", "not read")
    assert list(read(tmp_path)) == ["2023/a.v2", "b"]
    assert list(read(tmp_path / "2023" / "a.v2.md")) == ["a.v2"]


def test_line_ends_and_odd_characters_stay_as_they_are(tmp_path: Path) -> None:
    text = "“One”\r\ntwo\rthree\u2028four\n\n"
    assert read(write(tmp_path / "a.txt", text))["a"].text == text


ENCODINGS = [
    ("a byte order mark is taken off", "\ufeffHello".encode(), "Hello"),
    ("UTF-16 with its mark", "“Hello” she said".encode("utf-16"), "“Hello” she said"),
    ("UTF-32 with its mark", "Hello".encode("utf-32"), "Hello"),
    ("Western", "“We’ll see,” he said – at the café.".encode("cp1252"), "“We’ll see,” he said – at the café."),
    (
        "Cyrillic",
        "Министр сказал: «Мы готовы к переговорам», и добавил, что встреча пройдёт весной.".encode("cp1251"),
        "Министр сказал: «Мы готовы к переговорам», и добавил, что встреча пройдёт весной.",
    ),
]


@pytest.mark.parametrize(("content", "expected"), [case[1:] for case in ENCODINGS], ids=[c[0] for c in ENCODINGS])
def test_encodings_are_detected(tmp_path: Path, content: bytes, expected: str) -> None:
    assert read(write(tmp_path / "a.txt", content))["a"].text == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_utf8_text_is_read_character_by_character(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert decode(text.encode(), "a.txt") == text


FAULTS = [
    ("empty", b"", "is empty"),
    ("blank", b" \n\t\n", "is empty"),
    ("binary", b"PK\x03\x04\x00\x00", "byte 4 is NUL"),
    ("broken UTF-8", "“ééééééé”".encode() + b"\xe9", "first at byte 20 (0xe9)"),
    ("broken UTF-16", "\ufeffab".encode("utf-16-le") + b"\x00\xd8", "byte 4"),
]


@pytest.mark.parametrize(("content", "message"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_file_that_is_no_text_is_named_with_the_reason(tmp_path: Path, content: bytes, message: str) -> None:
    path = write(tmp_path / "a.txt", content)
    with pytest.raises(SourceError) as caught:
        read(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_paths_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.txt: there is no such file"):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(SourceError, match="holds no file that can be read"):
        read(tmp_path)
    with pytest.raises(SourceError, match="no known format"):
        read(write(tmp_path / "a.xyz", "x"))


def test_one_bad_file_costs_only_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "bad.txt", b"\0")
    write(tmp_path / "good.txt", "Good.")
    with caplog.at_level(logging.WARNING):
        assert list(read(tmp_path, tmp_path / "nowhere")) == ["good"]
    assert [record.getMessage().split(" (")[0] for record in caplog.records] == [
        f"skipped {tmp_path}/bad.txt is binary",
        f"skipped {tmp_path}/nowhere: there is no such file or folder; check the path",
    ]


def test_links_pipes_and_what_is_too_large_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.corpus.formats.MAX_TEXT", 100)
    monkeypatch.setattr("index.corpus.reader.MAX_FILE", 200)
    monkeypatch.setattr("index.corpus.jsonl.MAX_LINE", 150)
    write(tmp_path / "good.txt", "Good.")
    write(tmp_path / "long.txt", "x" * 101)
    write(tmp_path / "huge.txt", "x" * 201)
    write(tmp_path / "a.jsonl", "x" * 400 + '\n{"id": 1, "text": "fine"}\n' + '{"id": 2, "text": "%s"}' % ("x" * 101))
    for link, target in (("a.txt", "b.txt"), ("b.txt", "a.txt"), ("gone.txt", "nowhere"), ("loop", ".")):
        (tmp_path / link).symlink_to(tmp_path / target)
    os.mkfifo(tmp_path / "pipe.txt")
    journal = Journal()
    assert [document.id for document in read_documents([tmp_path], journal)] == ["1", "good"]
    assert [(skip.fault, skip.message.removeprefix(f"{tmp_path}/").split(" (")[0]) for skip in journal.skipped] == [
        ("linked folder", "loop is a link to a folder; give that folder as a path of its own"),
        ("broken link", "a.txt leads nowhere"),
        ("broken link", "b.txt leads nowhere"),
        ("broken link", "gone.txt leads nowhere"),
        ("no file", "pipe.txt is a pipe, a socket or a device; give a regular file"),
        ("too large", "a.jsonl:1: a line of more than 150 bytes; split its text"),
        ("too large", "a.jsonl:3: 101 characters, more than 100; split it"),
        ("too large", "huge.txt has more than the 200 bytes that are read; split it"),
        ("too large", "long.txt: 101 characters, more than 100; split it"),
    ]


def test_a_file_given_twice_is_read_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write(tmp_path / "a.txt", "A")
    assert list(read(tmp_path, path, path)) == ["a"]
    assert not caplog.records


def test_a_second_document_of_the_same_id_is_skipped_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "a.md", "first")
    write(tmp_path / "a.txt", "second")
    assert read(tmp_path)["a"].text == "first"
    assert "its id 'a' is taken by" in caplog.text
    assert "a.txt" in caplog.text


def test_json_lines_carry_their_own_ids_and_metadata(tmp_path: Path) -> None:
    line = {"id": 7, "text": "Said.", "title": " T ", "date": 2023, "outlet": "O", "url": None, "more": []}
    content = (json.dumps(line) + '\r\n\n{"id": "x", "text": "lone \\ud800"}').encode()
    expected = {"7": Document("7", "Said.", "T", "O", "2023"), "x": Document("x", "lone \ud800")}
    assert read(write(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + content)) == expected
    assert read(write(tmp_path / "b.jsonl.gz", gzip.compress(content))) == expected


@pytest.mark.parametrize("line", ["[]", "{", '{"id": "a"}', '{"text": "t"}', '{"id": "a", "text": " "}', '{"id":1.5}'])
def test_a_bad_line_costs_only_itself(tmp_path: Path, line: str, caplog: pytest.LogCaptureFixture) -> None:
    path = write(tmp_path / "a.jsonl", line + '\n{"id": "b", "text": "t"}\n')
    assert list(read(path)) == ["b"]
    assert f"skipped {path}:1: " in caplog.text


def test_a_file_that_begins_with_many_bad_lines_is_refused_as_a_whole(tmp_path: Path) -> None:
    good = '{"id": "b", "text": "t"}\n'
    journal = Journal()
    assert len(list(read_documents([write(tmp_path / "a.jsonl", "x\n" * 9 + good + "x\n" * 20)], journal))) == 1
    assert journal.faults() == {"bad line": 29}
    with pytest.raises(SourceError, match=r"holds no JSON lines: its first 10 are none \(.*:1: "):
        read(write(tmp_path / "b.jsonl", "x\n" * 10 + good))


def test_a_gzip_file_cut_short_gives_what_was_whole(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = "".join(json.dumps({"id": str(i), "text": f"text {i * i}"}) + "\n" for i in range(5000))
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(lines.encode())[:-2000])
    assert 0 < len(read(path)) < 5000
    assert "not a whole gzip file" in caplog.text
    with pytest.raises(SourceError, match="not a whole gzip file"):
        read(write(tmp_path / "b.jsonl.gz", b"not gzip"))


def test_sources_json_gives_metadata_to_folders_and_to_single_files(tmp_path: Path) -> None:
    entry = {"title": "T", "outlet": "O", "date": "2023-02-22", "url": "https://example.org", "licence": "L"}
    write(tmp_path / "sources.json", json.dumps({"a": entry, "sub/b": {"title": "far"}, "sub/c": {"title": "far"}}))
    write(tmp_path / "sub" / "sources.json", json.dumps({"b": {"title": "near"}}))
    for path in ("a.txt", "sub/b.txt", "sub/c.txt"):
        write(tmp_path / path, "text")
    documents = read(tmp_path)
    assert documents["a"] == Document("a", "text", "T", "O", "2023-02-22", "https://example.org")
    assert (documents["sub/b"].title, documents["sub/c"].title) == ("near", "far")
    assert read(tmp_path / "a.txt")["a"].title == "T"


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}'])
def test_a_broken_sources_json_costs_only_the_metadata(tmp_path: Path, content: str) -> None:
    write(tmp_path / "sources.json", content)
    write(tmp_path / "a.txt", "text")
    assert read(tmp_path) == {"a": Document("a", "text")}


HEADLINES = [
    ("Ferry sails again\n\nThe ferry sails.", "Ferry sails again"),
    ("\n  Ferry   sails again?\r\n\r\nThe ferry sails.", "Ferry sails again?"),
    ("# Ferry sails\nThe ferry sails.", "Ferry sails"),
    ("## Ferry sails ##\n\nThe ferry sails.", "Ferry sails"),
    ("The ferry sails again.\n\nIt was late.", None),
    ("“We sail,” Reuel said\n\nIt was late.", "“We sail,” Reuel said"),
    ("Reuel said: “We sail.”\n\nIt was late.", None),
    ("By Ana Ruiz\n\nThe ferry sails.", None),
    ("Ferry sails again\nThe ferry sails.", None),  # a line of a paragraph
    ("Ferry sails again", None),
    (f"{'Ferry ' * 40}\n\nThe ferry sails.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "title"), HEADLINES)
def test_the_title_of_a_text_is_its_first_line_where_that_is_a_headline(text: str, title: str | None) -> None:
    assert headline(text) == title
