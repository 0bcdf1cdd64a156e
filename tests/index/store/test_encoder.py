"""The real encoder: unit vectors that are near when meanings are, and a fingerprint that needs no model."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.errors import ConfigError
from index.settings import default_model
from index.store.encoder import SentenceEncoder


def test_vectors_are_unit_float32_rows_in_the_order_given(encoder: SentenceEncoder) -> None:
    texts = [
        "short",
        "a much longer sentence about trade between two neighbouring countries",
        "",
        "lone \ud800",
        "short",
    ]
    matrix = encoder.encode(texts)
    assert matrix.shape == (5, encoder.dim) == (5, 384)
    assert matrix.dtype == np.float32
    assert np.linalg.norm(matrix, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert matrix[0] == pytest.approx(matrix[4], abs=1e-5)
    assert matrix[1] == pytest.approx(encoder.encode(texts[1:2])[0], abs=1e-5)


def test_near_meanings_are_near(encoder: SentenceEncoder) -> None:
    visit, trip, cats = encoder.encode(
        ["The president will visit Rome.", "A trip to Rome by the president.", "Cats purr."]
    )
    assert visit @ trip > 0.7
    assert visit @ cats < 0.3


def test_threads_share_an_encoder(encoder: SentenceEncoder) -> None:
    alone = encoder.encode(["one", "two"])
    with ThreadPoolExecutor(4) as pool:
        for matrix in pool.map(encoder.encode, [["one", "two"]] * 8):
            assert matrix == pytest.approx(alone, abs=1e-5)


def test_no_text_gives_no_row(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_a_fingerprint_follows_the_files_and_not_the_folder(tmp_path: Path) -> None:
    model = default_model()
    copy = tmp_path / model.parent.name / model.name
    shutil.copytree(model, copy)
    fingerprint = SentenceEncoder(str(model)).fingerprint
    assert SentenceEncoder(str(copy)).fingerprint == fingerprint
    with (copy / "model.safetensors").open("ab") as weights:
        weights.write(b"\0")
    assert SentenceEncoder(str(copy)).fingerprint != fingerprint


def test_a_fingerprint_loads_no_model() -> None:
    script = (
        "import sys; from index.settings import default_model; from index.store.encoder import SentenceEncoder; "
        "SentenceEncoder(str(default_model())).fingerprint; "
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_models_that_are_not_here_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no sentence-transformers model"):
        SentenceEncoder(str(tmp_path)).encode(["text"])
    with pytest.raises(ConfigError, match="neither a folder nor downloaded"):
        SentenceEncoder("nobody/has-this-model").encode(["text"])
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ConfigError, match="cannot be loaded"):
        SentenceEncoder(str(tmp_path)).encode(["text"])
