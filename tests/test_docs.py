"""What the documents say is what the program does."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

from index.settings import Settings
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
HELPS = [text for _, text in BLOCKS if text.startswith("usage: python -m index")]
BOT_HELP = next(text for _, text in BLOCKS if text.startswith("usage: python -m bot"))
EXAMPLE = next(text for language, text in BLOCKS if language == "python")
COMMANDS = tuple("build watch add remove extract ask speakers check compact repair evaluate".split())
KINDS = ("extraction", "answers")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def help_of(*command: str) -> str:
    environ = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    arguments = [sys.executable, "-m", *command, "--help"]
    done = subprocess.run(arguments, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    return squeezed(done.stdout)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), *(("evaluate", kind) for kind in KINDS)])
def test_every_help_is_in_the_readme_as_it_is(command: tuple[str, ...]) -> None:
    assert help_of("index", *command) in [squeezed(text) for text in HELPS]


def test_the_help_of_the_bot_is_in_the_readme_as_it_is() -> None:
    assert help_of("bot") == squeezed(BOT_HELP)


def test_no_command_is_forgotten() -> None:
    [listed] = re.findall(r"COMMAND\n(.*?)\n\n", HELPS[0], flags=re.DOTALL)
    assert tuple(line.split()[0] for line in listed.splitlines()) == COMMANDS
    assert len(HELPS) == 1 + len(COMMANDS) + len(KINDS)


def test_every_make_target_is_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [targets] = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    for target in set(targets.split()) - {"help"}:
        assert f"`make {target}" in README, target


def test_every_setting_is_explained_and_every_explanation_is_a_setting() -> None:
    sources = [path.read_text(encoding="utf-8") for room in ("index", "bot") for path in (ROOT / room).rglob("*.py")]
    read = {name for source in sources for name in re.findall(r'"((?:QUOTES|TELEGRAM)_[A-Z_]+)"', source)}
    assert {f"QUOTES_{field.name.upper()}" for field in dataclasses.fields(Settings)} <= read
    explained = re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    tabled = re.findall(r"^\| `([A-Z][A-Z_]+)` \|", README, re.MULTILINE)
    assert sorted(explained) == sorted(tabled) == sorted(read)


def test_the_example_env_file_sets_nothing_until_it_is_filled_in() -> None:
    values = dotenv_values(ROOT / ".env.example")
    assert values
    assert not any(values.values())


def test_the_readme_example_runs_on_the_seeds(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUOTES_INDEX", str(seed_index))
    exec(compile(EXAMPLE, "README.md", "exec"), {})  # noqa: S102 - it is our own
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Wang Yi China-Russia relations are not anti-third party")


def test_the_changelog_starts_with_what_is_not_released() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
