"""Quotes are read in English; a text that is surely in another language gives its sentences and nothing else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.__main__ import main
from index.extract import extract
from index.extract.language import foreign, sentences_alone
from index.schema import Document
from index.store import cells
from tests.conftest import SEEDS

GERMAN = "Die Fähre fährt am 5. Mai wieder, sagte Dr. Reuel. „Komme, was wolle“, sagte er. Niemand fragte!"
FOREIGN = [
    ("de", GERMAN),
    ("fr", "Le ferry reprendra lundi, « quoi qu’il arrive », a déclaré jeudi le capitaine du port, Tomas Reuel."),
    ("es", "El transbordador volverá a navegar el lunes, “pase lo que pase”, dijo el jueves el capitán Tomas Reuel."),
    (
        "it",
        "Il traghetto riprenderà lunedì, “qualunque cosa accada”, ha detto giovedì il capitano del porto Tomas Reuel.",
    ),
    ("nl", "De veerboot vaart maandag weer, “wat er ook gebeurt”, zei havenmeester Tomas Reuel donderdag."),
    ("ru", "Паром возобновит движение в понедельник, сказал в четверг начальник порта Томас Реуэль."),
    ("zh", "港务长周四表示，渡轮将于周一恢复运营，无论发生什么。没有人提问。"),
    ("ar", "قال مدير الميناء يوم الخميس إن العبارة ستستأنف رحلاتها يوم الاثنين مهما حدث."),
]
ENGLISH = [
    "The ferry sails.",
    "Ferry strike",
    "177",
    "",
    "Putin Xi Wang Yi Beijing Moscow",
    "Roe: it leaks",
    "The “Fährgesellschaft Vellin” and the “Compagnie de la Baie” will share the route, Reuel said.",
    "Trump tells Macron: “Vive la France!”",
    "\ud800 it rained",
]


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_other_languages_are_told(language: str, text: str) -> None:
    assert foreign(text) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_what_may_be_english_is_english(text: str) -> None:
    assert foreign(text) is None


def test_the_seeds_are_english() -> None:
    assert {foreign(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")} == {None}


SENTENCES = [
    (
        GERMAN,
        ["Die Fähre fährt am 5. Mai wieder, sagte Dr. Reuel.", "„Komme, was wolle“, sagte er.", "Niemand fragte!"],
    ),
    ("El 5 de mayo. «Volverá», dijo. ¿Por qué?", ["El 5 de mayo.", "«Volverá», dijo.", "¿Por qué?"]),
    ("他说：“很好。”没有人问！", ["他说：“很好。”", "没有人问！"]),
    ("मंत्री ने कहा। किसी ने नहीं पूछा।", ["मंत्री ने कहा।", "किसी ने नहीं पूछा।"]),
    ("Ein Titel\n\n177\nEin Satz", ["Ein Titel", "Ein Satz"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_the_writing_ends_them(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences_alone(Document("a", text), "de").sentences] == expected


@given(st.text())
def test_sentences_stand_in_order_and_are_not_blank_whatever_the_text(text: str) -> None:
    spans = sentences_alone(Document("a", text), "xx").sentences
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_a_foreign_text_gives_no_quotes_and_says_which_language_it_is_in() -> None:
    document = Document("a", GERMAN)
    [extraction] = extract([document])
    assert (extraction.language, extraction.quotes, len(extraction.sentences)) == ("de", (), 3)
    assert cells.to_extraction(cells.of_extraction(extraction), document) == extraction


def test_the_summary_of_a_build_counts_foreign_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(GERMAN)
    (tmp_path / "b.txt").write_text("“The ferry sails,” Tomas Reuel said.")
    for text in (GERMAN, FOREIGN[1][1]):
        (tmp_path / "c.txt").write_text(text + " ")
        assert main(["build", "--index", str(tmp_path / ".index"), str(tmp_path)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("sentences alone")]
    assert told == [
        f"sentences alone, since quotes are read in English: {rest}" for rest in ("2 in de", "1 in de, 1 in fr")
    ]
