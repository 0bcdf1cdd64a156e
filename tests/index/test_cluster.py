"""What a Ray cluster builds is what one machine builds, whatever dies there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import cluster
from index.__main__ import main
from index.build import build
from index.cluster import Cluster
from index.errors import ConfigError
from index.extract import extract
from index.store.cells import of_extraction
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation
from tests.conftest import ROOT, SEEDS
from tests.fakes import HashEncoder
from tests.index.on_a_cluster import documents

# Ray listens on all interfaces, whatever it is told: its nodes live where there is only loopback, and die with the shell.
ALONE = (
    "unshare",
    "-r",
    "-n",
    "-p",
    "-f",
    "--mount-proc",
    "--kill-child",
    "sh",
    "-c",
    'ip link set lo up && exec "$@"',
    "sh",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> tuple[Path, str]:
    """The folder in which two nodes left what they made, and what was said about it."""
    folder = tmp_path_factory.mktemp("cluster")
    shutil.copytree(seed_index, folder / "index")
    command = [*ALONE, sys.executable, "-m", "tests.index.on_a_cluster", str(folder), str(SEEDS)]
    environ = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder, done.stderr


def test_a_cluster_builds_what_one_machine_builds(
    made: tuple[Path, str], tmp_path: Path, seed_index: Path, encoder: SentenceEncoder
) -> None:
    shutil.copytree(seed_index, tmp_path / "index")
    build([SEEDS], tmp_path / "index", encoder)
    here, there = Generation.open(tmp_path / "index", encoder), Generation.open(made[0] / "index", encoder)
    assert len(here) == len(there) > 200
    rows = range(len(here))
    assert here.records(rows) == there.records(rows)
    assert here.documents() == there.documents()
    assert here.speakers() == there.speakers()
    assert np.abs(here.vectors(rows) - there.vectors(rows)).max() < 1e-5
    assert list(there.check())


def test_what_dies_loses_nothing(made: tuple[Path, str]) -> None:
    folder, told = made
    assert (folder / "read").read_text().splitlines() == [of_extraction(read) for read in extract(documents())]
    assert all((folder / end).exists() for end in ("once", "always", "node"))
    assert told.count("this process does it") == 1


NO_CLUSTER = [
    ("nonsense", "no Ray cluster at 'nonsense' (Invalid address format: nonsense)"),
    ("127.0.0.1:1", "no Ray cluster at '127.0.0.1:1' ([Errno 111] Connection refused)"),
    ("auto", "no Ray cluster at 'auto'"),
]


@pytest.mark.parametrize(("address", "said"), NO_CLUSTER)
def test_where_no_cluster_is_the_build_says_so(address: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--ray", address, str(SEEDS)]) == 1
    assert said in capsys.readouterr().err


def test_an_encoder_that_has_no_files_encodes_where_it_is() -> None:
    texts = [["one"], ["two", "three"]]
    rows = list(Cluster().encode(HashEncoder(), texts))
    assert [len(chunk) for chunk in rows] == [1, 2]
    assert np.array_equal(np.concatenate(rows), HashEncoder().encode(["one", "two", "three"]))


def test_a_machine_with_other_rules_is_named() -> None:
    with pytest.raises(ConfigError, match=r"a machine has the rules .* needs the same version"):
        cluster._read([], "others")
