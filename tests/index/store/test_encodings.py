"""What an interrupted build has encoded is not encoded again, unless it is broken or by another encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import ConfigError
from index.store.encodings import UNFINISHED, Encodings
from index.store.previous import Previous
from tests.fakes import HashEncoder

TEXTS = ["The ferry sails.", "It leaks.", "Lone \ud800 mark", ""]
ROWS = HashEncoder().encode(TEXTS)


def interrupted(root: Path) -> Path:
    """Leave what a build noted in two steps before it died."""
    encodings = Encodings(root, "hash:1", Previous())
    encodings.add(TEXTS[:3], ROWS[:3])
    encodings.add(TEXTS[3:], ROWS[3:])
    return root / UNFINISHED


def test_what_was_encoded_is_taken_over(tmp_path: Path) -> None:
    interrupted(tmp_path)
    encodings = Encodings(tmp_path, "hash:1", Previous())
    assert encodings.lacking([*TEXTS, "another", "another"]) == ["another"]
    assert np.array_equal(encodings.take(TEXTS[::-1]), ROWS[::-1])
    encodings.finish()
    assert not (tmp_path / UNFINISHED).exists()


@pytest.mark.parametrize(("cut", "left"), [(1, 3), (16 + 64 * 4 + 1, 2), (4 * (16 + 64 * 4), 0), (10_000, 0)])
def test_what_was_cut_is_encoded_again_and_noted_where_it_was(tmp_path: Path, cut: int, left: int) -> None:
    file = interrupted(tmp_path)
    file.write_bytes(file.read_bytes()[:-cut])
    encodings = Encodings(tmp_path, "hash:1", Previous())
    assert encodings.lacking(TEXTS) == list(TEXTS[left:])
    encodings.add(TEXTS[left:], ROWS[left:])
    assert np.array_equal(Encodings(tmp_path, "hash:1", Previous()).take(TEXTS), ROWS)


def test_another_encoder_and_broken_vectors_count_for_nothing(tmp_path: Path) -> None:
    interrupted(tmp_path)
    assert Encodings(tmp_path, "hash:2", Previous()).lacking(TEXTS) == list(TEXTS)
    file = interrupted(tmp_path)
    content = bytearray(file.read_bytes())
    content[100:400] = bytes(300)
    file.write_bytes(content)
    assert Encodings(tmp_path, "hash:1", Previous()).lacking(TEXTS) == list(TEXTS)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        Encodings(tmp_path / "nowhere", "hash:1", Previous()).add(TEXTS, ROWS)
