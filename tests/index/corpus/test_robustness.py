"""Two hundred files, fifty of them broken in all ways: the good ones are indexed, each broken one is named."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from index.__main__ import main
from index.build import build
from tests.conftest import ROOT
from tests.fakes import HashEncoder
from tests.index.corpus.broken_files import BROKEN, make, said, unprivileged
from tests.index.corpus.made_files import write
from tests.index.test_build import RULES

MEMORY = 1_000 * 2**20
"""Most bytes of memory in which the folder must be read, with every library of every format."""


READ = """
import json, re
from pathlib import Path
from index.corpus import Journal, read_documents
journal = Journal()
documents = [document.id for document in read_documents([Path({folder!r})], journal)]
memory = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
print(json.dumps([documents, [[skip.fault, skip.message] for skip in journal.skipped], memory]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    make(folder, 150)
    return folder


def test_the_good_files_are_read_and_each_broken_one_is_named_in_bounded_memory(folder: Path) -> None:
    script = READ.format(folder=str(folder))
    private = write(folder / "broken" / "private.txt", said(0))
    private.chmod(0)
    done = subprocess.run(unprivileged("-c", script), cwd=ROOT, capture_output=True, text=True, check=False)
    private.unlink()
    assert done.returncode == 0, done.stderr
    documents, skipped, memory = json.loads(done.stdout)
    assert len(documents) == 150
    assert memory < MEMORY
    named = [(fault, message.removeprefix(f"{folder}/broken/")) for fault, message in skipped]
    for name, _, expected in BROKEN:
        faults = [fault for fault, message in named if message.startswith((f"{name} ", f"{name}:", f"{name}!"))]
        assert len(faults) == 1, (name, faults)
        assert expected in ("", *faults), name
    assert {"circle.txt", "gone.txt", "loop", "pipe.txt", "private.txt"} <= {message.split()[0] for _, message in named}
    assert len(skipped) == len(BROKEN) + 5 > 50
    assert done.stderr.count("\n") == len(skipped)


def test_the_summary_counts_what_is_broken_and_a_strict_build_exits_with_one(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "index"
    report = build([folder], root, HashEncoder(), rules=RULES)
    assert report.counts["documents"] == 150
    assert sum(report.skipped.values()) == len(BROKEN) + 4
    assert report.skipped["encrypted"] == 3
    assert main(["build", "--strict", "--index", str(root), str(folder)]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"error: {len(BROKEN) + 4} skipped, and nothing may be")
    assert not build([folder], root, HashEncoder(), rules=RULES).fresh
