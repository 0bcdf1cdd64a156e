"""The code is built as ARCHITECTURE.md says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_module_is_on_the_map_and_the_map_names_only_modules() -> None:
    modules = {path.relative_to(ROOT).as_posix() for room in ("index", "bot") for path in (ROOT / room).rglob("*.py")}
    assert set(re.findall(r"^\| `(.+?\.py)` \| \S", MAP, flags=re.MULTILINE)) == modules


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for room in ("index", "bot", "benchmarks", "tests")
        for path in (ROOT / room).rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > 350} == {}


def test_the_top_level_holds_what_it_should() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout  # noqa: S607
    expected = {
        *("bot", "index", "seeds", "tests", "benchmarks", ".ci", "requirements.txt", "requirements-dev.txt"),
        *(".env.example", ".gitignore", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "Makefile"),
        *(*("pyproject.toml", "deploy"), "requirements-scale.txt", "docs"),
    }
    assert {line.split("/")[0] for line in tracked.splitlines()} <= expected
