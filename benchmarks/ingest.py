"""How many articles a second become an index, stage by stage.

    python benchmarks/ingest.py [--workers N] [PATH...]

PATH is anything that `python -m index build` takes (default: seeds/). One build from nothing is timed; the processes
that read articles, and what they load, start within it.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.scale import Clock
from index import build as building
from index import making
from index.build import Report, Rules, build
from index.corpus import read_documents
from index.settings import Settings
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation
from index.terminal import progress

READ, EXTRACTED, RESOLVED, COMPARED, EXPORTED, ENCODED, WRITTEN = (
    "reading files",
    "extraction",
    "speakers across the corpus",
    "comparing with each other",
    "exporting the encoder, once",
    "encoding",
    "writing",
)


def at_once(run: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Have a step finish before the next begins, so that the time of each can be told."""
    return lambda *given, **named: iter(list(run(*given, **named)))


def timed(paths: Sequence[Path], index: Path, workers: int, clock: Clock) -> Report:
    """Build an index from nothing."""
    rules = Rules.default(workers)
    steps = SimpleNamespace(extract=at_once(rules.extract), encode=at_once(rules.encode))
    for name, step in (("extract", EXTRACTED), ("encode", ENCODED)):
        clock.watch(steps, name, step)
    building.read_documents = at_once(read_documents)  # type: ignore[attr-defined]  # it is imported there
    clock.watch(building, "read_documents", READ)
    for name, step in (("buckets", COMPARED), ("copies", COMPARED), ("resolve_corpus", RESOLVED), ("publish", WRITTEN)):
        clock.watch(making, name, step)
    steps.resolve = vars(making)["resolve_corpus"]
    clock.watch(SentenceEncoder, "graph", EXPORTED)
    encoder = SentenceEncoder(Settings.from_env().model)
    return build(paths, index, encoder, rules=replace(rules, **vars(steps)), progress=progress)


def main() -> None:
    """Build, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "seeds"], help="articles (default: seeds/)")
    parser.add_argument("--workers", type=int, help="processes that read (default: QUOTES_WORKERS, else one a core)")
    given = parser.parse_args()
    logging.getLogger("index").addHandler(logging.NullHandler())
    workers, clock = given.workers or Settings.from_env().workers, Clock()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        report = timed(given.paths, Path(folder), workers, clock)
        whole = time.perf_counter() - started
        words = sum(len(document.text.split()) for document in Generation.open(Path(folder)).documents())
    articles, records = report.counts["documents"], report.counts["records"]
    print(
        f"{articles:,} articles of {words / articles:,.0f} words, {records:,} records, {workers} processes that read\n"
    )
    print("| stage | seconds | articles a second | records a second |\n|---|---|---|---|")
    stages = {name: clock.seconds[name] for name in (READ, EXTRACTED, RESOLVED, COMPARED, EXPORTED, ENCODED, WRITTEN)}
    for name, seconds in {**stages, "the rest": whole - sum(stages.values()), "all": whole}.items():
        print(f"| {name} | {seconds:,.2f} | {articles / seconds:,.1f} | {records / seconds:,.0f} |")


if __name__ == "__main__":
    main()
