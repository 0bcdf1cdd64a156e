"""Settings come from the environment, then from `.env`, then from their defaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import ConfigError
from index.settings import DEFAULT_INDEX, Settings, default_model


def test_defaults_lie_in_the_project_and_in_the_installed_model() -> None:
    assert Settings.from_env({}) == Settings(DEFAULT_INDEX, str(default_model()), os.cpu_count() or 1)
    assert Path("index", ".data") == DEFAULT_INDEX.relative_to(Path(__file__).parents[2])
    assert (default_model() / "config.json").is_file()


def test_variables_are_read_and_blank_ones_are_unset() -> None:
    environ = {"QUOTES_INDEX": "~/quotes", "QUOTES_MODEL": "all-mpnet-base-v2", "QUOTES_WORKERS": "3"}
    assert Settings.from_env(environ) == Settings(Path.home() / "quotes", "all-mpnet-base-v2", 3)
    assert Settings.from_env({"QUOTES_INDEX": " ", "QUOTES_MODEL": ""}) == Settings.from_env({})


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("QUOTES_INDEX=/from/file\nQUOTES_MODEL='a model'\n# QUOTES_MODEL=comment\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_INDEX", raising=False)
    monkeypatch.setenv("QUOTES_MODEL", "from the environment")
    assert Settings.from_env().index == Path("/from/file")
    assert Settings.from_env().model == "from the environment"


@pytest.mark.parametrize("workers", ["0", "-1", "two", "1.5"])
def test_the_number_of_workers_is_a_whole_one(workers: str) -> None:
    with pytest.raises(ConfigError, match="QUOTES_WORKERS"):
        Settings.from_env({"QUOTES_WORKERS": workers})
