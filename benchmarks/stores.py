"""How long a search takes in this store and in others, of the same vectors, with a speaker and without.

    python -m venv PEERS && PEERS/bin/pip install -r benchmarks/requirements-peers.txt
    PEERS/bin/python benchmarks/stores.py [--records N ...] [--stores NAME ...] [--plot FILE]

The vectors are invented: directions around 5,000 centres, of 384 numbers, and a part that all share, so that no cosine
is negative. One speaker has 10 of the records, one 0.1 % of them, one 10 %. Each store is filled until all of its files
are flushed to the disk, and then opened and asked for the ten nearest in a process of its own. Where it does not find
all of the truly nearest ten, the share that it finds is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.drawing import curves
from benchmarks.peers import DIM, EVERYBODY, NEAREST, PEERS, Matrix

CENTRES, QUESTIONS = 5_000, 50
ENOUGH, LEAST = 5.0, 10  # after so many seconds no more than so many questions are asked
APART, SHARED = 0.8, 0.7  # how far records lie from their centre, and what all of them share, in lengths of a centre
WHO = (EVERYBODY, "few", "some", "many")
OURS, FLOOR = "this store", "NumPy"
COMPLETE = 0.9995
Told = dict[str, Any]


def invented(records: int) -> tuple[Matrix, list[str], Matrix]:
    """Return unit vectors, who said each, and questions beside some of them."""
    dice = np.random.default_rng(7)
    centres = dice.standard_normal((CENTRES, DIM), dtype=np.float32)
    vectors = centres[dice.integers(0, CENTRES, records)]
    vectors += APART * dice.standard_normal((records, DIM), dtype=np.float32)
    vectors += SHARED * dice.standard_normal(DIM, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = np.array([f"speaker {number}" for number in dice.integers(0, 500, records)], dtype=object)
    order = dice.permutation(records)
    for name, start, end in spans(records):
        names[order[start:end]] = name
    asked = vectors[dice.integers(0, records, QUESTIONS)] + 0.02 * dice.standard_normal(
        (QUESTIONS, DIM), dtype=np.float32
    )
    return vectors, names.tolist(), (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)


def spans(records: int) -> list[tuple[str, int, int]]:
    """Return the speakers that are asked for, with how many records each has, as parts of one row."""
    few, some, many = 10, max(10, records // 1_000), max(10, records // 10)
    return [("few", 0, few), ("some", few, few + some), ("many", few + some, few + some + many)]


def exact(vectors: Matrix, names: Sequence[str], asked: Matrix, who: str) -> list[set[int]]:
    """Return the truly nearest rows of each question."""
    rows = np.arange(len(names)) if who == EVERYBODY else np.flatnonzero(np.array(names) == who)
    scores = asked @ (vectors if who == EVERYBODY else vectors[rows]).T
    return [set(rows[np.argsort(-line)[:NEAREST]].tolist()) for line in scores]


def resident() -> float:
    """Return the memory of this process that belongs to no file, in MB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) / 1024


def filled(name: str, folder: Path, records: int) -> Told:
    """Fill a store and flush it to the disk; return the records a second and the bytes a record."""
    vectors, names, _ = invented(records)
    started = time.perf_counter()
    PEERS[name].fill(folder, vectors, names)
    for path in [folder, *folder.rglob("*")]:
        flushed(path)
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"fill": records / seconds, "bytes": size / records}


def flushed(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.close(file)


def measured(name: str, folder: Path, records: int) -> Told:
    """Open a filled store and ask it; return seconds, shares and sizes."""
    vectors, names, asked = invented(records)
    truth = {who: exact(vectors, names, asked, who) for who in WHO}
    del vectors
    before, started = resident(), time.perf_counter()
    search = PEERS[name].open(folder)
    told: Told = {"open": time.perf_counter() - started, "memory": resident() - before}
    for who in WHO:
        took, shares = [], []
        search(asked[0], who)
        for vector, nearest in zip(asked, truth[who], strict=True):
            started = time.perf_counter()
            found = search(vector, who)
            took.append(time.perf_counter() - started)
            shares.append(len(nearest & set(found)) / len(nearest))
            if sum(took) > ENOUGH and len(took) >= LEAST:
                break
        p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
        told[who] = {"p50": statistics.median(took), "p95": p95, "complete": statistics.mean(shares)}
    return told


STEPS = {"filled": filled, "measured": measured}


def step_of(step: str, name: str, folder: str, records: int) -> Told:
    """Run one step in a process of its own."""
    options = ["--step", step, "--folder", folder, "--stores", name, "--records", str(records)]
    done = subprocess.run([sys.executable, __file__, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}, {records:,} records, {step}: {done.stderr}")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def row(records: int, name: str, told: Told) -> str:
    """Return a line of the table; p50 / p95 in milliseconds, and the share found where it is not all."""
    cells = []
    for who in WHO:
        of = told[who]
        found = "" if of["complete"] >= COMPLETE else f", finds {min(of['complete'], 0.999):.1%}"
        cells.append(f"{of['p50'] * 1000:.2f} / {of['p95'] * 1000:.2f} ms{found}")
    sizes = (
        f"{told['fill']:,.0f}",
        f"{told['open'] * 1000:,.0f} ms",
        f"{told['memory']:,.0f} MB",
        f"{told['bytes']:,.0f}",
    )
    return "| " + " | ".join((f"{records:,}", name, *sizes, *cells)) + " |"


def beside(results: Mapping[int, Mapping[str, Told]]) -> Iterator[str]:
    """Yield a line a size and speaker: how far this store is ahead of the fastest other one that finds everything."""
    for records, stores in results.items():
        for who in WHO:
            others = [
                (told[who]["p50"], name)
                for name, told in stores.items()
                if name not in (OURS, FLOOR) and told[who]["complete"] >= COMPLETE
            ]
            if OURS in stores and others:
                own, (best, name) = stores[OURS][who]["p50"], min(others)
                ratio = f"{best / own:,.1f} times as long" if best > own else f"{own / best:,.1f} times as fast"
                yield f"{records:,} records, {who}: {name}, the next that finds everything, takes {ratio}"


def options() -> argparse.Namespace:
    """Read the command line; by default whatever is installed is measured, and what is not is told."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000], help="sizes (default: 1000 10000)")
    parser.add_argument("--stores", nargs="+", choices=PEERS, help="which stores (default: all that are installed)")
    parser.add_argument("--plot", type=Path, help="draw the p50 of one speaker with 0.1 %% of the records (PNG)")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.stores is None:
        given.stores = [name for name, peer in PEERS.items() if peer.installed()]
        if missing := [name for name in PEERS if name not in given.stores]:
            print(f"not installed: {', '.join(missing)}; the first lines of this file say how\n")
    return given


def main() -> None:
    """Fill and ask one store after the other, each in processes of its own, and print a table."""
    given = options()
    if given.step:
        print(json.dumps(STEPS[given.step](given.stores[0], given.folder, given.records[0])))
        return
    print("| records | store | fill, a second | open | memory | bytes a record | " + " | ".join(WHO) + " |")
    print("|---" * (6 + len(WHO)) + "|")
    results: dict[int, dict[str, Told]] = {}
    runs = [(records, name) for records in given.records for name in given.stores]
    for records, name in tqdm(runs, desc="stores", disable=None, leave=False):
        with tempfile.TemporaryDirectory() as folder:
            told = step_of("filled", name, folder, records) | step_of("measured", name, folder, records)
        results.setdefault(records, {})[name] = told
        tqdm.write(row(records, name, told), file=sys.stdout)
        sys.stdout.flush()
    print("", *beside(results), sep="\n")
    if given.plot:
        lines = {}
        for name in given.stores:
            found = [(records, stores[name]["some"]) for records, stores in results.items()]
            label = name if all(of["complete"] >= COMPLETE for _, of in found) else f"{name}, not all found"
            lines[label] = [(records, of["p50"] * 1000) for records, of in found]
        title = "The ten nearest of one speaker, who has 0.1 % of the records"
        curves(given.plot, lines, title=title, what="records", cost="p50 of a search, ms", bold=OURS)


if __name__ == "__main__":
    main()
