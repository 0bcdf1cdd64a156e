"""What is new for a standing question: statements that no known article holds."""

from __future__ import annotations

from pathlib import Path

from index import open_index
from index.build import build
from index.schema import Reason, Status
from index.store.encoder import SentenceEncoder

OLD = "“The ferry is late again,” Mayor Nora Falk said on Tuesday.\n"
NEW = (
    "“The ferry is late again,” Mayor Nora Falk said on Tuesday.\n\n"
    "Nora Falk said on Friday that the ferry would get a second boat. Her deputy Omar Falk said the ferry was sold.\n"
)


def test_only_what_no_known_article_says_is_news(tmp_path: Path, encoder: SentenceEncoder) -> None:
    for name, words in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.txt").write_text(words, encoding="utf-8")
    build([tmp_path], tmp_path / "index", encoder)
    index = open_index(tmp_path / "index", encoder=encoder)
    [old] = [document.sha256 for document in index.documents() if document.id == "old"]

    known = index.news("when Nora Falk says something about the ferry", [old])
    assert [citation.quote for citation in known.citations] == ["the ferry would get a second boat"]
    assert known.query.speakers == ("Nora Falk",)
    assert index.news("Nora Falk about the ferry").total == 2
    assert {citation.speaker for citation in index.news("Falk about the ferry", [old]).citations} == {
        "Nora Falk",
        "Omar Falk",
    }
    everything = [document.sha256 for document in index.documents()]
    assert index.news("Nora Falk about the ferry", everything).reason is Reason.NOTHING_FOUND
    assert index.news("Angela Merkel about coal").reason is Reason.UNKNOWN_SPEAKER
    assert index.news("what did they say?").status is Status.CLARIFY
