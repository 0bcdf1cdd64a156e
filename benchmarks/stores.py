"""How long a search takes in this store and in others, of the same vectors, with a speaker and without.

    python -m venv PEERS && PEERS/bin/pip install -r benchmarks/requirements-peers.txt
    PEERS/bin/python benchmarks/stores.py [--records N ...] [--stores NAME ...] [--plot FILE]

The vectors are invented: directions around 5,000 centres, of 384 numbers. One speaker has 10 of the records, one 0.1 %
of them, one 10 %. Each store is filled, and then opened and asked for the ten nearest in a process of its own. Where it
does not find all of the truly nearest ten, the share that it finds is printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DIM, CENTRES, NEAREST, QUESTIONS = 384, 5_000, 10, 50
EVERYBODY = "everybody"
Matrix = NDArray[np.float32]
Search = Callable[[Matrix, str], Sequence[int]]


def invented(records: int) -> tuple[Matrix, list[str], Matrix]:
    """Return unit vectors, who said each, and questions beside some of them."""
    dice = np.random.default_rng(7)
    centres = dice.standard_normal((CENTRES, DIM), dtype=np.float32)
    vectors = centres[dice.integers(0, CENTRES, records)]
    vectors += 0.8 * dice.standard_normal((records, DIM), dtype=np.float32)
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


def numpy_store(folder: Path, vectors: Matrix | None, names: Sequence[str]) -> Search:
    """Compare everything with everything: the floor."""
    if vectors is not None:
        np.save(folder / "vectors.npy", vectors)
        np.save(folder / "names.npy", np.array(names))
    kept, spoken = np.load(folder / "vectors.npy", mmap_mode="r"), np.load(folder / "names.npy")

    def search(vector: Matrix, name: str) -> Sequence[int]:
        rows = np.arange(len(kept)) if name == EVERYBODY else np.flatnonzero(spoken == name)
        scores = (kept if name == EVERYBODY else kept[rows]) @ vector
        best = np.argpartition(-scores, min(NEAREST, len(rows)) - 1)[:NEAREST]
        return [int(row) for row in rows[best]]

    return search


def this_store(folder: Path, vectors: Matrix | None, names: Sequence[str]) -> Search:
    """Filter by columns and search with FAISS, as a generation does."""
    from index.schema import Kind, Quote, Record, Span, Style
    from index.store import columns
    from index.store import vectors as faiss_vectors
    from index.store.filter import Filter

    if vectors is not None:
        span = Span(0, 1)
        records = (
            Record(row, "a", Kind.QUOTE, (span,), span, Quote((span,), Style.DIRECT, speaker=name))
            for row, name in enumerate(names)
        )
        columns.write(folder / columns.FOLDER, records, {"a": 0})
        faiss_vectors.write(folder, vectors, np.arange(len(vectors)))
    kept, spoken = faiss_vectors.Vectors.open(folder), columns.Columns.open(folder / columns.FOLDER)

    def search(vector: Matrix, name: str) -> Sequence[int]:
        rows = None if name == EVERYBODY else spoken.select(Filter(speakers=(name,)), None)
        return [row for row, _ in kept.search(vector, NEAREST, rows, approximate=name == EVERYBODY)]

    return search


def chroma(folder: Path, vectors: Matrix | None, names: Sequence[str]) -> Search:
    """Ask Chroma, which keeps an HNSW graph and filters by metadata."""
    import chromadb  # type: ignore[import-not-found,unused-ignore]

    client = chromadb.PersistentClient(str(folder))
    kept = client.get_or_create_collection("statements", configuration={"hnsw": {"space": "ip"}})
    for first in range(0, 0 if vectors is None else len(vectors), 5_000):
        rows = range(first, min(first + 5_000, len(names)))
        kept.add(
            ids=[str(row) for row in rows],
            embeddings=vectors[rows.start : rows.stop] if vectors is not None else [],
            metadatas=[{"speaker": names[row]} for row in rows],
        )

    def search(vector: Matrix, name: str) -> Sequence[int]:
        where = None if name == EVERYBODY else {"speaker": name}
        found = kept.query(query_embeddings=[vector], n_results=NEAREST, where=where, include=["distances"])
        return [int(id) for id in found["ids"][0]]

    return search


def lancedb(folder: Path, vectors: Matrix | None, names: Sequence[str]) -> Search:
    """Ask LanceDB, with a bitmap index of the speakers, exactly."""
    import lancedb as lance  # type: ignore[import-not-found,unused-ignore]
    import pyarrow as pa

    base = lance.connect(str(folder))
    if vectors is not None:
        column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), DIM)
        table = pa.table({"row": pa.array(range(len(names))), "speaker": pa.array(names), "vector": column})
        base.create_table("statements", table).create_scalar_index("speaker", index_type="BITMAP")
    kept = base.open_table("statements")

    def search(vector: Matrix, name: str) -> Sequence[int]:
        query = kept.search(vector).distance_type("dot").select(["row"]).limit(NEAREST)
        if name != EVERYBODY:
            query = query.where(f"speaker = '{name}'", prefilter=True)
        return [int(row) for row in query.to_arrow()["row"].to_pylist()]

    return search


def txtai(folder: Path, vectors: Matrix | None, names: Sequence[str]) -> Search:
    """Ask txtai, which filters in SQLite what FAISS found."""
    from txtai import Embeddings  # type: ignore[import-not-found,unused-ignore]

    def encoded(texts: Sequence[str]) -> Matrix:
        return vectors[[int(text) for text in texts]] if vectors is not None else np.empty((0, DIM), np.float32)

    kept = Embeddings({"method": "external", "transform": encoded, "content": True, "backend": "faiss"})
    if vectors is not None:
        kept.index((row, {"text": str(row), "speaker": name}, None) for row, name in enumerate(names))
        kept.config["transform"] = None
        kept.save(str(folder / "index"))
    kept.load(str(folder / "index"))

    def search(vector: Matrix, name: str) -> Sequence[int]:
        query = "select id, score from txtai where similar(:vector)"
        query += "" if name == EVERYBODY else " and speaker = :name"
        found = kept.search(query, NEAREST, parameters={"vector": vector, "name": name})
        return [int(one["id"]) for one in found]

    return search


STORES: dict[str, Callable[[Path, Matrix | None, Sequence[str]], Search]] = {
    "this store": this_store,
    "NumPy": numpy_store,
    "Chroma": chroma,
    "LanceDB": lancedb,
    "txtai": txtai,
}
WHO = (EVERYBODY, "few", "some", "many")


def resident() -> float:
    """Return the memory of this process that belongs to no file, in MB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) / 1024


def measured(name: str, folder: Path, records: int) -> dict[str, Any]:
    """Open a filled store and ask it; return seconds, shares and sizes."""
    vectors, names, asked = invented(records)
    truth = {who: exact(vectors, names, asked, who) for who in WHO}
    del vectors
    before, started = resident(), time.perf_counter()
    search = STORES[name](folder, None, [])
    told: dict[str, Any] = {"open": time.perf_counter() - started, "memory": resident() - before}
    for who in WHO:
        took, shares = [], []
        search(asked[0], who)
        for vector, nearest in zip(asked, truth[who], strict=True):
            started = time.perf_counter()
            found = search(vector, who)
            took.append(time.perf_counter() - started)
            shares.append(len(nearest & set(found)) / len(nearest))
        p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
        told[who] = {"p50": statistics.median(took), "p95": p95, "complete": statistics.mean(shares)}
    return told


def exact(vectors: Matrix, names: Sequence[str], asked: Matrix, who: str) -> list[set[int]]:
    """Return the truly nearest rows of each question."""
    rows = np.arange(len(names)) if who == EVERYBODY else np.flatnonzero(np.array(names) == who)
    scores = asked @ (vectors if who == EVERYBODY else vectors[rows]).T
    return [set(rows[np.argsort(-line)[:NEAREST]].tolist()) for line in scores]


def filled(name: str, folder: Path, records: int) -> dict[str, Any]:
    """Fill a store; return the seconds that it took and the bytes a record on the disk."""
    vectors, names, _ = invented(records)
    started = time.perf_counter()
    STORES[name](folder, vectors, names)
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"fill": records / seconds, "bytes": size / records}


def main() -> None:
    """Fill and ask one store after the other, each in processes of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="sizes of the stores")
    parser.add_argument("--stores", nargs="+", choices=STORES, default=list(STORES), help="which (default: all)")
    parser.add_argument(
        "--plot", type=Path, help="draw the latencies of one speaker with 0.1 %% of the records, as PNG"
    )
    parser.add_argument("--step", choices=("filled", "measured"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step = filled if options.step == "filled" else measured
        print(json.dumps(step(options.stores[0], options.folder, options.records[0])))
        return
    print("| records | store | fill, a second | open | memory | bytes a record | " + " | ".join(WHO) + " |")
    print("|---" * (6 + len(WHO)) + "|")
    points: dict[str, list[tuple[int, float]]] = {}
    for records in options.records:
        for name in options.stores:
            with tempfile.TemporaryDirectory() as folder:
                told = step_of("filled", name, folder, records) | step_of("measured", name, folder, records)
            points.setdefault(name, []).append((records, told["some"]["p50"] * 1000))
            print(row(records, name, told), flush=True)
    if options.plot:
        draw(points, options.plot)


def step_of(step: str, name: str, folder: str, records: int) -> dict[str, Any]:
    """Run one step in a process of its own."""
    options = ["--step", step, "--folder", folder, "--stores", name, "--records", str(records)]
    done = subprocess.run([sys.executable, __file__, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def row(records: int, name: str, told: dict[str, Any]) -> str:
    """Return a line of the table; p50 / p95 in milliseconds, and the share found where it is not all."""
    cells = []
    for who in WHO:
        of = told[who]
        found = "" if of["complete"] >= 0.9995 else f", finds {of['complete']:.0%}"
        cells.append(f"{of['p50'] * 1000:.2f} / {of['p95'] * 1000:.2f} ms{found}")
    sizes = (
        f"{told['fill']:,.0f}",
        f"{told['open'] * 1000:.0f} ms",
        f"{told['memory']:.0f} MB",
        f"{told['bytes']:,.0f}",
    )
    return "| " + " | ".join((f"{records:,}", name, *sizes, *cells)) + " |"


def draw(points: dict[str, list[tuple[int, float]]], path: Path) -> None:
    """Draw latency over size, both logarithmic."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4.2), dpi=120)
    for name, line in points.items():
        axes.loglog(*zip(*line, strict=True), marker="o", label=name, linewidth=2.4 if name == "this store" else 1.4)
    axes.set(
        xlabel="records", ylabel="p50 of a search, ms", title="The ten nearest of one speaker, 0.1 % of the records"
    )
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


if __name__ == "__main__":
    main()
