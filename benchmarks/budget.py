"""What an archive of any size takes: bytes, memory and hours, worked out from what an index here is measured to take.

    python benchmarks/budget.py [--index DIR] [--speed ARTICLES] [--cores N] [--price PRICE] [--quotes N ...]

Measured are the bytes of each part of the index, the speed of its encoder, how long and in how much memory a build
takes over what is known already (names, copies, rows, files), and a delivery to a file of Milvus Lite: on an index of
some ten thousand records or more, or what it takes to start weighs too much. How fast articles are read is measured by
benchmarks/extraction.py, and given; so is what an hour of a core costs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.build import remove
from index.settings import Settings
from index.store.delivery import deliver
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation
from index.store.graph import FOLDER as ENCODER
from index.store.milvus import Milvus
from index.store.rows import content_of

WORDS = 700  # of the article in which the speed of reading is given
SAMPLE = 1_000  # records that are encoded


@dataclass(frozen=True, slots=True)
class Measured:
    """What an index takes, a record where nothing else is said.

    Attributes:
        quotes: quotes among its records, a record.
        articles: articles of 700 words, a record.
        parts: bytes of its parts on the disk.
        milvus: bytes in Milvus Lite, vectors packed as they come.
        dim: numbers of a vector.
        encoded: records that the encoder encodes in a second.
        rebuilt: records that a build takes over in a second.
        memory: bytes that this takes.
        delivered: records that are delivered in a second.
    """

    quotes: float
    articles: float
    parts: dict[str, float]
    milvus: float
    dim: int
    encoded: float
    rebuilt: float
    memory: float
    delivered: float


def measured(root: Path) -> Measured:
    """Measure the index in `root`, and print what was found."""
    generation = Generation.open(root)
    counts, count = generation.manifest.counts, len(generation)
    words = sum(len(document.text.split()) for document in generation.documents())
    parts: Counter[str] = Counter()
    for name, entry in generation.manifest.files.items():
        if (part := name.split("/")[0]) != ENCODER:
            parts[part] += entry.size
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        deliver(generation, Milvus.open(f"milvus://{folder}/budget.db"))
        delivered = count / (time.perf_counter() - started)
        stored = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, memory = pool.submit(rebuilt, root).result()
    found = Measured(
        quotes=counts["quotes"] / count,
        articles=words / WORDS / count,
        parts={part: size / count for part, size in parts.items()},
        milvus=stored / count,
        dim=generation.manifest.dim,
        encoded=encoded(generation),
        rebuilt=count / seconds,
        memory=memory / count,
        delivered=delivered,
    )
    print(f"{counts['documents']:,} documents of {words / counts['documents']:,.0f} words, {count:,} records, of them")
    print(f"{counts['quotes']:,} quotes; a record takes {sum(found.parts.values()):,.0f} bytes:")
    for part, size in sorted(found.parts.items(), key=lambda item: -item[1]):
        print(f"  {part:20}{size:8,.0f}")
    print(f"in Milvus Lite {found.milvus:,.0f} bytes, in the memory of a build {found.memory:,.0f}; in a second")
    print(f"{found.encoded:,.0f} are encoded, {found.rebuilt:,.0f} taken over, {found.delivered:,.0f} delivered")
    return found


def encoded(generation: Generation) -> float:
    """Return how many records the encoder of an index encodes in a second, once it is loaded."""
    rows = generation.select()[:: max(1, len(generation) // SAMPLE)].tolist()
    texts = [content_of(record, generation.document(record.doc)) for record in generation.records(rows)]
    generation.encode(texts[:8])
    started = time.perf_counter()
    generation.encode(texts)
    return len(texts) / (time.perf_counter() - started)


def rebuilt(root: Path) -> tuple[float, int]:
    """Return how long a build takes that knows all texts and vectors, and how much memory, in a process of its own."""
    before = peak()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        shutil.copytree(root, copy)
        last = Generation.open(copy).documents()[-1].id
        report = remove([last], copy, SentenceEncoder(Settings.from_env().model))
        return report.seconds, peak() - before


def peak() -> int:
    """Return the most memory, in bytes, that this process has had; `getrusage` also counts the one that started it."""
    [line] = re.findall(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(line) * 1024


def table(found: Measured, quotes: int, articles: float, cores: int, price: float) -> None:
    """Print what so many quotes take.

    Args:
        found: what a record takes.
        quotes: how many quotes there are.
        articles: articles of 700 words that are read in a second.
        cores: how many cores read them, and encoded what was measured.
        price: what an hour of a core costs.
    """
    records = quotes / found.quotes
    reading = records * found.articles / articles * cores / 3600
    encoding = records / found.encoded * cores / 3600
    print(f"\n{quotes:,} quotes in {records * found.articles:,.0f} articles of {WORDS} words, {records:,.0f} records")
    for what, amount, unit in (
        ("files", records * sum(found.parts.values()) / 1e9, "GB"),
        ("of them vectors", records * found.dim * 4 / 1e9, "GB"),
        ("in Milvus", records * found.milvus / 1e9, "GB"),
        ("memory of the build", records * found.memory / 1e9, "GB"),
        ("reading", reading, "core hours"),
        ("encoding", encoding, "core hours"),
        ("both on 1,000 cores", (reading + encoding) / 1000, "hours"),
        ("and cost", (reading + encoding) * price, f"at {price:g} an hour of a core"),
        ("names, copies, files", records / found.rebuilt / 3600, "hours on one machine"),
        ("delivery", records / found.delivered / 3600, "hours by one process"),
    ):
        print(f"  {what:22}{amount:14,.0f} {unit}")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--index", type=Path, help="folder of an up-to-date index (default: QUOTES_INDEX)")
    arguments.add_argument("--speed", type=float, default=12.2, help="articles of 700 words a second (default: 12.2)")
    arguments.add_argument("--cores", type=int, default=2, help="cores that this was measured on (default: 2)")
    arguments.add_argument("--price", type=float, default=0.05, help="what an hour of a core costs (default: 0.05)")
    arguments.add_argument(
        "--quotes", type=int, nargs="+", default=[235_000_000, 1_000_000_000], help="how many quotes"
    )
    options = arguments.parse_args()
    found = measured(options.index or Settings.from_env().index)
    for quotes in options.quotes:
        table(found, quotes, options.speed, options.cores, options.price)


if __name__ == "__main__":
    main()
