"""A disk that is full, at whatever byte, costs the build that wants to write there, and says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.store.generation import Generation
from tests.conftest import ROOT
from tests.fakes import HashEncoder
from tests.index.test_growth import TEXTS, Reader, content, grown

SCRIPT = """
import resource, sys
from pathlib import Path
from index.errors import ConfigError
from tests.fakes import HashEncoder
from tests.index.test_growth import TEXTS, Reader, grown

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    grown(Path(sys.argv[1]) / "index", Path(sys.argv[1]), sorted(TEXTS), Reader(), HashEncoder())
except ConfigError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("limit", [700, 1_000, 2_000, 3_000, 4_500, 6_000, 10_000, 40_000])
def test_a_file_that_cannot_grow_leaves_the_index_as_it_was(tmp_path: Path, limit: int) -> None:
    """The kernel refuses what is beyond `limit` bytes of a file, as it refuses what is beyond the end of a disk."""
    root = tmp_path / "index"
    grown(root, tmp_path, ["dam", "lee"], Reader(), HashEncoder())
    before = content(root)
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), str(limit)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"the index in {root} cannot be written" in done.stderr
    assert "make room or choose another folder" in done.stderr
    assert content(root) == before
    list(Generation.open(root, HashEncoder()).check(full=True))
    grown(root, tmp_path, sorted(TEXTS), Reader(), HashEncoder())
    assert len(content(root)[0]) == len(TEXTS)
    assert not list((root / "generations").glob(".*"))
