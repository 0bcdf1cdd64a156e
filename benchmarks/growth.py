"""What it costs to add one article to an index, by the size of the index, step by step.

    python benchmarks/growth.py [--records N ...] [--additions N] [--plot FILE]

Each index is one of an invented corpus (`benchmarks/scale.py`), with the names settled as in any other index, and with
an encoder that adds up vectors of words. Articles are added one after the other, as `index add` does; each takes up
people that the index knows and one that it does not. A reader opens the index after each.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.drawing import curves
from benchmarks.scale import SENTENCES, WordSums, articles, read
from index.added import keep
from index.build import Report, Rules, build, grow
from index.extract.corpus_speakers import resolve_corpus
from index.schema import Document
from index.settings import default_model
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation

RULES = Rules("invented", read, resolve_corpus)
EXTRACTION = "extraction"


@dataclass
class Measured:
    """What additions to an index of one size took, in seconds."""

    records: int
    built: float
    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    totals: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    written: int = 0  # bytes of files that are not shared with the generation before

    def add(self, report: Report, seconds: float, opened: float) -> None:
        """Take in one addition."""
        for step, took in report.steps.items():
            self.steps[step].append(took)
        self.totals.append(seconds - report.steps.get(EXTRACTION, 0.0))
        self.opened.append(opened)
        files = (path.stat() for path in report.generation.rglob("*") if path.is_file())
        self.written = max(self.written, sum(status.st_size for status in files if status.st_nlink == 1))


def line(document: Document) -> str:
    """Return an article as a line of JSON."""
    names = ("id", "text", "title", "outlet", "date")
    return json.dumps({name: getattr(document, name) for name in names})


def additions(records: int, count: int) -> Iterator[Document]:
    """Yield articles that go on where an invented corpus ends, each with somebody new in it."""
    corpus = articles(records + 2 * SENTENCES * count, random.Random(7))  # noqa: S311 - a fixed seed, no secret
    for number, document in enumerate(list(corpus)[-count:]):
        somebody = f"Nora Falk{chr(97 + number % 26)} said that the ferry will not sail."
        yield Document(f"new{number}", f"{document.text}\n{somebody}", document.title, document.outlet, document.date)


def measure(records: int, count: int, encoder: WordSums, folder: Path) -> Measured:
    """Build an index and add to it."""
    path, root = folder / "articles.jsonl", folder / "index"
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    path.write_text("\n".join(map(line, articles(records, dice))), encoding="utf-8")
    report = build([path], root, encoder, rules=RULES)
    found = Measured(report.counts["records"], report.seconds - report.steps[EXTRACTION])
    for document in tqdm([*additions(records, count)], f"{records:,} records", disable=None, leave=False):
        place, _ = keep(line(document).encode(), "more.jsonl", root)
        started = time.perf_counter()
        report = grow(root, encoder, [place], rules=RULES)
        seconds, started = time.perf_counter() - started, time.perf_counter()
        generation = Generation.open(root, encoder)
        generation.speakers()
        found.add(report, seconds, time.perf_counter() - started)
        generation.close()
    return found


def shown(found: list[Measured]) -> None:
    """Print the table, the median of each."""
    rows = {"whole build, beside extraction": [f"{one.built:.2f} s" for one in found]}
    for step in found[0].steps:
        rows[step] = [f"{statistics.median(one.steps.get(step, [0.0])):.3f} s" for one in found]
    rows["one article, beside extraction"] = [f"{statistics.median(one.totals):.2f} s" for one in found]
    rows["the slowest of them"] = [f"{max(one.totals):.2f} s" for one in found]
    rows["a reader opens after it"] = [f"{statistics.median(one.opened):.2f} s" for one in found]
    rows["most bytes written"] = [f"{one.written / 1e6:.1f} MB" for one in found]
    print(f"{'':<34}" + "".join(f"{f'{one.records:,} records':>18}" for one in found))
    for name, cells in rows.items():
        print(f"{name:<34}" + "".join(f"{cell:>18}" for cell in cells))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sizes = [1_000, 10_000, 100_000]
    parser.add_argument("--records", type=int, nargs="+", default=sizes, help="sizes (default: 1,000 to 100,000)")
    parser.add_argument("--additions", type=int, default=10, help="articles added to each (default: 10)")
    parser.add_argument("--plot", type=Path, help="draw what one article and a whole build take (PNG)")
    options = parser.parse_args()
    logging.getLogger("index").addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory() as folder:
        model = SentenceEncoder(str(default_model()))
        encoder = WordSums(model.graph(Path(folder)) or model)
        found = []
        for records in options.records:
            own = Path(folder) / str(records)
            own.mkdir()
            found.append(measure(records, options.additions, encoder, own))
    print(f"{options.additions} articles of {2 * SENTENCES} records, added one by one to each index; medians")
    shown(found)
    if options.plot:
        lines = {
            "a whole build": [(one.records, one.built) for one in found],
            "one article": [(one.records, statistics.median(one.totals)) for one in found],
            "a reader opens after it": [(one.records, statistics.median(one.opened)) for one in found],
        }
        title = "What an article more takes, beside extraction"
        curves(options.plot, lines, title=title, what="records", cost="seconds", bold="one article")


if __name__ == "__main__":
    main()
