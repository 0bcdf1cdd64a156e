"""The commands that compare what the program finds with what people found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.__main__ import main
from tests.conftest import ARTICLE, ROOT, SEEDS
from tests.index.test_console import write


def test_questions_with_gold_answers_are_evaluated(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = ROOT / "tests/gold"
    lines = (gold / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:12]  # those about the one article
    write(tmp_path / "speakers.json", (gold / "speakers.json").read_text(encoding="utf-8"))
    questions = str(write(tmp_path / "questions.jsonl", "\n".join(lines)))
    assert main(["evaluate", "answers", questions, "--index", str(seed_index)]) == 0
    with_index = capsys.readouterr().out
    assert "HEADLINE             1.000" in with_index.splitlines()
    assert main(["evaluate", "answers", questions, str(ARTICLE)]) == 0
    assert capsys.readouterr().out == with_index
    assert main(["evaluate", "answers", questions, str(SEEDS)]) == 0
    assert "HEADLINE             1.000" in capsys.readouterr().out.splitlines()


def test_extraction_is_evaluated_against_its_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Harbour opens\n\nAna Ruiz said the bridge would open in May.\n\nNobody came.\n"
    content, source = "the bridge would open in May", "Ana Ruiz"
    spans = {"content": [[text.index(content), text.index(content) + len(content)]], "source": [[15, 15 + len(source)]]}
    gold = write(tmp_path / "gold.jsonl", json.dumps({"id": "harbour", "text": text, "attributions": [spans]}))
    assert main(["evaluate", "extraction", str(gold)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[3] == "all       gold      1  recall 1.000  recall with source 1.000"
    assert lines[5] == "F1 1.000  F1 with source 1.000"
    assert main(["evaluate", "extraction", str(tmp_path / "nowhere")]) == 1
    assert "cannot be read (No such file or directory)" in capsys.readouterr().err
