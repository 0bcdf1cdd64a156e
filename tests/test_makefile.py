"""The Makefile sets up once, and hands the question over as it was typed. A shell script stands in for Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

PYTHON = """#!/bin/sh
for argument; do printf '[%s]' "$argument"; done >> log; echo >> log
case "$*" in *abstain*) exit 3;; *fail*) exit 1;; esac
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-scale.txt"):
        (tmp_path / name).touch()
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON)
    python.chmod(0o755)
    return tmp_path


def make(project: Path, *arguments: str, **environ: str) -> tuple[int, list[str]]:
    """Run make; return its exit code and the commands that reached Python."""
    log = project / "log"
    log.unlink(missing_ok=True)
    done = subprocess.run(
        ["make", *arguments], cwd=project, env={**os.environ, **environ}, capture_output=True, check=False  # noqa: S607
    )  # fmt: skip
    return done.returncode, log.read_text().splitlines() if log.exists() else []


QUESTIONS = [
    "what did Wang say about third parties?",
    """what "did" Wang's aide say?""",
    "did it cost $5, $HOME or $$?",
    "$(shell touch made) `touch made` ; touch made",
    "--json",
    "a # b = c \\ d",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_arrives_as_it_was_typed(project: Path, question: str) -> None:
    expected = f"[-m][index][ask][--][{question}]"
    assert make(project, "ask", f"Q={question}")[1][-1] == expected
    assert make(project, "ask", Q=question)[1][-1] == expected
    assert not (project / "made").exists()


def test_a_second_question_installs_nothing(project: Path) -> None:
    _, first = make(project, "ask", "Q=one")
    assert [command.split("]")[1] for command in first] == ["[pip", "[index", "[index"]
    assert make(project, "ask", "Q=two") == (0, ["[-m][index][build][seeds]", "[-m][index][ask][--][two]"])
    os.utime(project / "requirements.txt", (2**31, 2**31))
    assert "[pip]" in make(project, "ask", "Q=three")[1][0]


def test_all_benchmarks_run_after_the_index_of_the_seeds_is_built_and_not_without_it(project: Path) -> None:
    code, commands = make(project, "bench", "SEEDS=articles")
    assert code == 0
    assert "[-m][index][build][articles]" in commands
    run = [command.split("]")[0] for command in commands if command.startswith("[benchmarks/")]
    assert len(run) == 10
    assert all((ROOT / command[1:]).is_file() for command in run)
    assert make(project, "bench", "SEEDS=fail")[0] != 0


def test_no_question_starts_a_conversation(project: Path) -> None:
    assert make(project, "ask")[1][-1] == "[-m][index][ask]"


def test_an_abstention_is_no_failure_and_an_error_is(project: Path) -> None:
    assert make(project, "ask", "Q=please abstain")[0] == 0
    assert make(project, "ask", "Q=please fail")[0] != 0
