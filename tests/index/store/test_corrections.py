"""A corrected speaker counts everywhere, outlives a rebuild, and leaves the generation as it was published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.build import build
from index.search.engine import open_index
from index.store.corrections import FILE, Correction, add, read
from index.store.encoder import SentenceEncoder
from index.store.filter import Filter
from index.store.generation import Generation
from tests.conftest import ARTICLE, SEEDS

ASKED = "what did Wang say about third parties?"


@pytest.fixture
def root(seed_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seed_index, tmp_path / "index"))


def test_a_corrected_statement_is_the_other_speaker_s_at_once(root: Path, encoder: SentenceEncoder) -> None:
    index = open_index(root, encoder=encoder)
    wrong = index.ask(ASKED).citations[0]
    before = {entry.speaker.name: entry.quotes for entry in index.speakers()}
    index.correct(Correction(wrong.sha256, wrong.start, wrong.end, "Ilka Voss"))
    assert index.refresh()
    assert not index.refresh()
    places = {(c.start, c.end) for c in index.ask(ASKED).citations}
    assert (wrong.start, wrong.end) not in places
    [found] = index.ask("what did Ilka Voss say?").citations
    assert (found.quote, found.confidence) == (wrong.quote, 1.0)
    after = {entry.speaker.name: entry.quotes for entry in index.speakers()}
    assert after["Ilka Voss"] == 1
    assert after["Wang Yi"] == before["Wang Yi"] - 1
    assert index.generation.select(Filter(speakers=("Ilka Voss",))).tolist() == [wrong.row]
    assert list(Generation.open(root, encoder).check())


def test_a_correction_outlives_a_rebuild_with_other_rows(root: Path, encoder: SentenceEncoder) -> None:
    index = open_index(root, encoder=encoder)
    wrong = index.ask(ASKED).citations[0]
    index.correct(Correction(wrong.sha256, wrong.start, wrong.end, None))
    build([SEEDS / "ferry-costs.txt", ARTICLE], root, encoder)
    assert index.refresh()
    [row] = [
        r for r in index.generation.records(range(len(index.generation))) if r.hull.start == wrong.start and r.quote
    ]
    assert row.row != wrong.row
    assert row.speaker is None


def test_the_last_correction_of_a_statement_counts_and_odd_lines_cost_themselves(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert read(tmp_path) == ()
    first, last = Correction("ab", 1, 9, "Ada"), Correction("ab", 1, 9, None)
    add(tmp_path, first)
    with (tmp_path / FILE).open("ab") as page:
        page.write(b'[]\n{"sha256": "x", "start": true, "end": 2, "speaker": null}\n\xff{"sha')
    add(tmp_path, last)
    assert read(tmp_path) == (last,)
    assert caplog.text.count("is no correction") == 3


def test_corrections_of_other_texts_change_nothing(root: Path, encoder: SentenceEncoder) -> None:
    before = open_index(root, encoder=encoder).ask(ASKED)
    add(root, Correction("0" * 64, 0, 5, "Ilka Voss"))
    assert open_index(root, encoder=encoder).ask(ASKED) == before
