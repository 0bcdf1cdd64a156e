"""What every test may lean on: state in a folder of its own, and the index of one article, built once with the real encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from index.settings import default_model
from index.store.encoder import SentenceEncoder

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
ARTICLE = SEEDS / "putin-xi-wang.txt"


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test from the settings, the index and the bot's state of whoever runs it."""
    for name in ("QUOTES_INDEX", "QUOTES_STATE"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("QUOTES_MODEL", "QUOTES_STORE", "QUOTES_PRIVATE_HOSTS", "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The real encoder, loaded once."""
    return SentenceEncoder(str(default_model()))


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    """The folder of an index of the first article of seeds/, built with the real rules and the real encoder. Read only."""
    root = tmp_path_factory.mktemp("seeds") / "index"
    build([ARTICLE], root, encoder)
    return root
