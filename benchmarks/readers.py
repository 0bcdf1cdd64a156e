"""Many readers ask while one writer adds articles, and every answer has to be of one generation.

    python benchmarks/readers.py [--readers N] [--articles N]

The writer publishes a generation for each article, so that generation N holds N of them, in which one person says one
thing each; one article more is replaced each time by one that tells the number. From some twenty records on, the
index grows by a delta beside it, until there is too much of it. A reader takes up what is published and asks for both:
an answer that counts otherwise than its own generation does, an error, or a step back ends it all.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index import open_index
from index.build import Rules, build
from index.extract.corpus_speakers import resolve_corpus
from index.rules import Sizes
from index.schema import Document, Extraction, Quote, Span, Speaker, SpeakerKind, Style
from tests.fakes import HashEncoder

STATEMENT = re.compile(r"(?P<name>\w+ \w+): (?P<content>.+)")
SAID = "Ilse Brandt: ship {number} has reached the harbour."
SIZES = Sizes(base=20, delta=100)
STATE = "Tom Reyes: {number} ships are in the harbour now."


def read(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Read articles of one line: who, and what they said."""
    for document in documents:
        found = STATEMENT.match(document.text)
        if found is None:
            raise ValueError(document.text)
        quote = Quote(
            (Span(*found.span("content")),), Style.DIRECT, source=Span(*found.span("name")), speaker=found["name"]
        )
        speaker = Speaker(found["name"], SpeakerKind.PERSON, (found["name"],), mentions=1)
        yield Extraction(document, (Span(0, len(document.text)),), (quote,), (speaker,))


def write(root: Path, articles: int) -> list[float]:
    """Add article after article; return the seconds that each took."""
    path, encoder, took = root.with_suffix(".jsonl"), HashEncoder(), []
    for last in tqdm(range(1, articles + 1), desc="articles", disable=None, leave=False):
        texts = {"state": STATE.format(number=last)} | {f"a{n}": SAID.format(number=n) for n in range(1, last + 1)}
        path.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items()))
        started = time.perf_counter()
        build([path], root, encoder, rules=Rules("one line", read, resolve_corpus, sizes=SIZES))
        took.append(time.perf_counter() - started)
    return took


def ask(root: Path, last: int) -> tuple[int, int, float]:
    """Ask until generation `last` answers.

    Returns:
        How many questions were answered, by how many generations, and the longest that one took, in seconds.

    Raises:
        ValueError: an answer mixes generations.
    """
    while not (root / "CURRENT").exists():
        time.sleep(0.01)
    index = open_index(root, encoder=HashEncoder())
    asked, longest, seen = 0, 0.0, {0}
    while max(seen) < last:
        started = time.perf_counter()
        index.refresh()
        counted = index.ask("how many times is Ilse Brandt quoted?")
        told = index.ask("what did Tom Reyes say about the harbour?")
        longest = max(longest, time.perf_counter() - started)
        asked += 2
        number = int(counted.generation or 0)
        said = [sum((c.direct, c.mixed, c.indirect)) for c in counted.counts]
        texts = [citation.quote for citation in told.citations]
        if (
            said != [number]
            or told.generation != counted.generation
            or texts != [f"{number} ships are in the harbour now."]
        ):
            raise ValueError(f"generation {counted.generation} counts {said}, {told.generation} tells {texts}")
        if number < max(seen):
            raise ValueError(f"generation {number} answers after {max(seen)}")
        seen.add(number)
    return asked, len(seen) - 1, longest


def main() -> None:
    """Let them all run, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=8, help="processes that ask (default: 8)")
    parser.add_argument("--articles", type=int, default=1_000, help="articles that are added (default: 1,000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "index"
        with ProcessPoolExecutor(options.readers + 1, mp_context=get_context("spawn")) as pool:
            writing = pool.submit(write, root, options.articles)
            reading = [pool.submit(ask, root, options.articles) for _ in range(options.readers)]
            took, found = writing.result(), [reader.result() for reader in reading]
    print(f"{options.articles:,} articles added one by one, p50 {statistics.median(took) * 1000:.0f} ms each")
    print(
        f"{options.readers} readers: {sum(asked for asked, *_ in found):,} answers, each of one generation, no error; "
        f"{min(seen for _, seen, _ in found):,} to {max(seen for _, seen, _ in found):,} generations seen, "
        f"two questions at most {max(longest for *_, longest in found):.1f} s"
    )


if __name__ == "__main__":
    main()
