"""A generation is whole or absent, and only one process writes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import ConfigError, IndexBusyError
from index.schema import Document, Extraction, Span
from index.store import publish as module
from index.store import tables, vectors
from index.store.contents import Contents
from index.store.generation import Generation
from index.store.publish import current, publish, writer
from index.store.rows import rows
from tests.conftest import ROOT
from tests.fakes import HashEncoder


def contents(text: str) -> Contents:
    numbered = list(rows([Extraction(Document("a", text), (Span(0, len(text)),), ())]))
    encoder = HashEncoder()
    matrix = encoder.encode([row.content for row in numbered])
    return Contents([Document("a", text)], numbered, [], matrix, encoder.fingerprint)


def publish_text(root: Path, text: str) -> str:
    with writer(root):
        return publish(root, contents(text))


def text_in(root: Path) -> str:
    generation = Generation.open(root, HashEncoder())
    list(generation.check(full=True))
    return generation.document("a").text


def test_generations_are_numbered_and_the_last_two_are_kept(tmp_path: Path) -> None:
    assert [publish_text(tmp_path, f"Text {i}.") for i in range(4)] == ["000001", "000002", "000003", "000004"]
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["000003", "000004"]
    assert text_in(tmp_path) == "Text 3."


def test_a_reader_keeps_its_generation_after_it_is_dropped(tmp_path: Path) -> None:
    publish_text(tmp_path, "The first.")
    reader = Generation.open(tmp_path, HashEncoder())
    for i in range(3):
        publish_text(tmp_path, f"Later {i}.")
    assert not reader.folder.exists()
    assert reader.document("a").text == "The first."
    assert reader.matching("first", 1)[0][0] == 0


def test_rows_and_vectors_must_agree(tmp_path: Path) -> None:
    good = contents("One.")
    with pytest.raises(ValueError, match="1 rows do not number the 2 vectors"):
        Contents(good.documents, good.rows, [], np.ones((2, 4), dtype=np.float32), "e")
    long = Contents(good.documents, good.rows, [], good.matrix * 2, "e")
    with writer(tmp_path), pytest.raises(ValueError, match="not of unit length"):
        publish(tmp_path, long)
    assert not list((tmp_path / "generations").iterdir())


STEPS: tuple[tuple[Any, str], ...] = (
    (tables, "write"),
    (vectors, "write"),
    (module, "describe"),
    (module, "_flush"),
    (module, "_switch"),
)


@pytest.mark.parametrize(("place", "step"), STEPS, ids=[step for _, step in STEPS])
def test_a_full_disk_leaves_the_current_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: object, step: str
) -> None:
    publish_text(tmp_path, "Before.")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(place, step, full)
        with pytest.raises(ConfigError, match="No space left on device"):
            publish_text(tmp_path, "After.")
    assert text_in(tmp_path) == "Before."
    assert publish_text(tmp_path, "After.") == "000002"


def die_at(root: Path, step: int) -> None:
    """Publish, and kill this process before its n-th flush; the next test runs it in a process of its own."""
    flushes = iter(range(step))
    flush: Callable[[Path], None] = module._flush

    def dying(path: Path) -> None:
        if next(flushes, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        flush(path)

    module._flush = dying
    publish_text(root, "After.")


@pytest.mark.parametrize("step", range(18))
def test_a_killed_writer_leaves_a_whole_generation_and_no_lock(tmp_path: Path, step: int) -> None:
    publish_text(tmp_path, "Before.")
    script = f"from tests.index.store.test_publish import *; die_at(Path({str(tmp_path)!r}), {step})"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert text_in(tmp_path) == ("Before." if step < 17 else "After.")
    publish_text(tmp_path, "Later.")
    assert text_in(tmp_path) == "Later."
    assert not list((tmp_path / "generations").glob(".*"))


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from index.store.publish import writer
with writer(Path({str(tmp_path)!r})):
    print("writing", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        with pytest.raises(IndexBusyError, match=f"is being written by process {other.pid} on "):
            publish_text(tmp_path, "Mine.")
        other.communicate()
    assert publish_text(tmp_path, "Mine.") == "000001"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match="cannot be written"):
        publish_text(tmp_path / "file", "Text.")


def test_numbers_go_on_after_a_gap(tmp_path: Path) -> None:
    publish_text(tmp_path, "One.")
    shutil.move(tmp_path / "generations" / "000001", tmp_path / "generations" / "000041")
    (tmp_path / "CURRENT").write_text("000041\n")
    assert publish_text(tmp_path, "Two.") == "000042"
    assert current(tmp_path).name == "000042"
