"""The benchmarks run; what they measure is for people to judge."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_the_benchmark_of_scale_runs_on_a_corpus_of_its_own() -> None:
    command = [sys.executable, "benchmarks/scale.py", "--records", "960", "--questions", "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "20 articles, 960 records, 8 questions\n" in done.stdout
    assert "% ranking again: features and model" in done.stdout
