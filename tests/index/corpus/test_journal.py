"""What could not be read is told once, with its file and line."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from index.__main__ import main
from index.corpus import read_documents
from index.corpus.journal import Journal
from index.corpus.reader import Entry, Skip
from index.schema import Document, Extraction

OPEN = "a quotation mark is never closed"
WARNINGS = [
    ("one line of a text file", True, [f"line 3: {OPEN}"], [f"a.txt:3: {OPEN}"]),
    ("several lines are one problem", True, [f"line {n}: {OPEN}" for n in (3, 7)], [f"a.txt:3: {OPEN}; and on line 7"]),
    (
        "many lines are counted",
        True,
        [f"line {n}: {OPEN}" for n in range(1, 10)],
        [f"a.txt:1: {OPEN}; and on lines 2, 3, 4, 5, 6 and 3 more"],
    ),
    ("lines that are not the file's own", False, [f"line 3: {OPEN}"], [f"a.txt: {OPEN} (line 3 of its text)"]),
    ("no line at all", True, ["it is odd"], ["a.txt: it is odd"]),
    ("different problems", True, ["it is odd", f"line 1: {OPEN}"], ["a.txt: it is odd", f"a.txt:1: {OPEN}"]),
    ("nothing", True, [], []),
]


@pytest.mark.parametrize(
    ("verbatim", "warnings", "told"), [case[1:] for case in WARNINGS], ids=[case[0] for case in WARNINGS]
)
def test_problems_inside_a_document_are_told_with_file_and_line(
    verbatim: bool, warnings: list[str], told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal()
    journal.take("a", Entry("a", "text", "a.txt", verbatim=verbatim))
    journal.warn_of(Extraction(Document("a", "text"), (), (), warnings=tuple(warnings)))
    assert [record.getMessage() for record in caplog.records] == told


def test_what_is_left_out_is_noted_once_and_counted_by_its_fault(caplog: pytest.LogCaptureFixture) -> None:
    journal = Journal()
    for skip in (Skip("empty", "a is empty"), Skip("binary", "b is binary"), Skip("empty", "c is empty")):
        journal.skip(skip)
        journal.skip(skip)
    assert journal.faults() == {"empty": 2, "binary": 1}
    journal.warn()
    assert [record.getMessage().split()[1] for record in caplog.records] == ["a", "b", "c"]


def test_a_build_prints_each_problem_once_whoever_else_logs_and_sums_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Harbour opens\n\nAna Ruiz said: “The bridge opens.\n\nNobody came.\n")
    (articles / "b.txt").touch()
    another = logging.StreamHandler()
    logging.getLogger().addHandler(another)
    try:
        assert main(["build", "--index", str(tmp_path / "index"), str(articles)]) == 0
    finally:
        logging.getLogger().removeHandler(another)
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        f"warning: skipped {articles}/b.txt is empty; put a text into it or remove it",
        f"warning: {articles}/a.txt:3: {OPEN}",
    ]
    summary, skipped = captured.out.splitlines()
    assert summary.startswith("built in ")
    assert " s: 1 document, 4 records, 1 quote, 3 sentences, 1 speaker" in summary
    assert skipped == "skipped 1: 1 empty"


def test_files_of_no_known_format_in_a_folder_are_told_once_by_kind_and_are_no_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    names = ("a.txt", "one.JPG", "two.jpg", "notes.rtf", "LICENSE", ".hidden.jpg")
    for name in names:
        (tmp_path / name).write_text("Boats come first, the mayor said.", encoding="utf-8")
    (tmp_path / "sources.json").write_text("{}", encoding="utf-8")
    journal = Journal()
    assert [document.id for document in read_documents([tmp_path], journal)] == ["a"]
    assert caplog.messages == ["passed over 4 files of no known format: 2 .jpg, 1 LICENSE, 1 .rtf"]
    assert journal.faults() == {}
