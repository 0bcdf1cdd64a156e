"""How fast articles are read for quotes, where the time goes, and how much memory it takes.

    python benchmarks/extraction.py ARTICLES [--workers N] [--limit N] [--ray ADDRESS]

ARTICLES is anything that `python -m index build` takes. One process is timed step by step, with the trained model and
by the rules alone; then N processes together, once all of them are at work; then a Ray cluster likewise.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.cluster import joined
from index.corpus import Journal, read_documents
from index.extract import extract, pipeline
from index.schema import Document, Extraction

STEPS = {
    "find_quoted": "quotation marks",
    "parse_blocks": "parse (spaCy)",
    "windows": "word pieces",
    "read": "trained model",
    "attribute": "attributions",
    "_quotes": "speakers, attributes",
}
WORDS = 700  # of the article in which speed is given


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("articles", nargs="+", type=Path, help="files and folders")
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    arguments.add_argument("--limit", type=int, help="read no more articles than these")
    arguments.add_argument("--ray", metavar="ADDRESS", help="a Ray cluster to be measured, too")
    options = arguments.parse_args()
    documents = list(read_documents(options.articles, Journal()))[: options.limit]
    words = sum(len(document.text.split()) for document in documents)
    print(f"{len(documents)} articles, {words / len(documents):.0f} words each; per article of {WORDS} words:")
    share = words / WORDS
    learned, steps = in_one(documents)
    for name, seconds in steps.items():
        print(f"  {STEPS[name]:24}{seconds / share * 1000:8.1f} ms")
    print(f"  {'one process':24}{learned / share * 1000:8.1f} ms  {share / learned:6.1f} articles a second")
    with replaced({"read": lambda *_: [], "windows": lambda *_: []}):
        ruled, _ = in_one(documents)
    print(f"  {'by the rules alone':24}{ruled / share * 1000:8.1f} ms  {share / ruled:6.1f} articles a second")
    print(f"  memory of one process    {memory(resource.RUSAGE_SELF):6.0f} MB at most")
    rate = together(documents, partial(extract, workers=options.workers))
    print(f"  {options.workers} processes {' ' * 37}{rate:6.1f} articles a second")
    print(f"  memory of each of them   {memory(resource.RUSAGE_CHILDREN):6.0f} MB at most")
    if options.ray:
        with joined(options.ray) as cluster:
            rate = together(documents, cluster.extract)
            print(f"  a cluster of {cluster.cores:4} cores {' ' * 29}{rate:6.1f} articles a second")


def in_one(documents: Sequence[Document]) -> tuple[float, dict[str, float]]:
    """Return the seconds that this process takes, all told and by step, after a first article."""
    pipeline.extract_document(documents[0])
    steps = dict.fromkeys(STEPS, 0.0)

    def timed(name: str, step: Callable[..., Any], *given: object) -> object:
        started = time.perf_counter()
        made = step(*given)
        made = list(made) if isinstance(made, Iterator) else made
        steps[name] += time.perf_counter() - started
        return made

    with replaced({name: partial(timed, name, getattr(pipeline, name)) for name in STEPS}):
        started = time.perf_counter()
        for document in documents:
            pipeline.extract_document(document)
        return time.perf_counter() - started, steps


@contextmanager
def replaced(steps: Mapping[str, Callable[..., object]]) -> Iterator[None]:
    """Put others in the place of steps of the pipeline."""
    own = {name: getattr(pipeline, name) for name in steps}
    for name, step in steps.items():
        setattr(pipeline, name, step)
    yield
    for name, step in own.items():
        setattr(pipeline, name, step)


def together(documents: Sequence[Document], read: Callable[[list[Document]], Iterator[Extraction]]) -> float:
    """Return the articles of 700 words that several processes read in a second, once all are at work."""
    done = read([*documents, *documents])
    for _ in documents:
        next(done)  # the first round, in which the processes start
    started = time.perf_counter()
    words = sum(len(extraction.document.text.split()) for extraction in done)
    return words / WORDS / (time.perf_counter() - started)


def memory(who: int) -> float:
    """Return the highest resident memory, in megabytes."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(who).ru_maxrss / unit


if __name__ == "__main__":
    main()
