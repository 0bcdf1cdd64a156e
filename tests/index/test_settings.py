"""Settings come from the environment, then from `.env`, then from their defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.settings import DEFAULT_INDEX, Settings, default_model


def test_defaults_lie_in_the_project_and_in_the_installed_model() -> None:
    assert Settings.from_env({}) == Settings(DEFAULT_INDEX, str(default_model()))
    assert Path("index", ".data") == DEFAULT_INDEX.relative_to(Path(__file__).parents[2])
    assert (default_model() / "config.json").is_file()


def test_variables_are_read_and_blank_ones_are_unset() -> None:
    environ = {"QUOTES_INDEX": "~/quotes", "QUOTES_MODEL": "all-mpnet-base-v2"}
    assert Settings.from_env(environ) == Settings(Path.home() / "quotes", "all-mpnet-base-v2")
    assert Settings.from_env({"QUOTES_INDEX": " ", "QUOTES_MODEL": ""}) == Settings.from_env({})


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("QUOTES_INDEX=/from/file\nQUOTES_MODEL='a model'\n# QUOTES_MODEL=comment\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_INDEX", raising=False)
    monkeypatch.setenv("QUOTES_MODEL", "from the environment")
    assert Settings.from_env() == Settings(Path("/from/file"), "from the environment")
