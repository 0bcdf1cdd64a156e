"""How long a question takes: warm through the library, cold from the shell, and `--help`.

    python benchmarks/latency.py [--index DIR] [--rounds N]

Prints one small table. Warm is one process that has answered before; cold is a new process a question.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

QUESTIONS = (
    "what did Wang say about third parties?",
    "what did Putin say about Xi's visit?",
    "who said that a new frontier is reached?",
    "did Putin say that bilateral trade could reach $200 billion?",
    "what did Blinken say about sanctions?",
)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--index", type=Path, help="folder of the index (default: QUOTES_INDEX)")
    arguments.add_argument("--rounds", type=int, default=20, help="rounds over the questions (default: 20)")
    options = arguments.parse_args()
    index = ("--index", str(options.index)) if options.index else ()
    question = QUESTIONS[0]
    rows = (
        ("warm question, library", warm(options.index, options.rounds)),
        ("cold question, shell", [timed(lambda: shell("ask", *index, question)) for _ in range(3)]),
        ("--help, shell", [timed(lambda: shell("--help")) for _ in range(5)]),
    )
    print(f"{'what':24}{'p50':>10}{'p95':>10}{'runs':>7}")
    for what, seconds in rows:
        p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
        print(f"{what:24}{statistics.median(seconds) * 1000:>7.0f} ms{p95 * 1000:>7.0f} ms{len(seconds):>7}")


def warm(path: Path | None, rounds: int) -> list[float]:
    """Time the questions, so many rounds, after one round that is not counted; seconds each."""
    from index import open_index

    index = open_index(path)
    for question in QUESTIONS:
        index.ask(question)
    asked = [question for _ in range(rounds) for question in QUESTIONS]
    return [timed(partial(index.ask, text)) for text in tqdm(asked, desc="questions", disable=None, leave=False)]


def timed(run: Callable[[], object]) -> float:
    """Return the seconds that `run` takes."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def shell(*arguments: str) -> None:
    """Run one command of the command line; an abstention is fine."""
    done = subprocess.run([sys.executable, "-m", "index", *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr.decode())


if __name__ == "__main__":
    main()
