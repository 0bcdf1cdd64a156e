"""How long a question takes in an index of any size, and which step takes it.

    python benchmarks/scale.py [--index DIR] [--records N] [--questions N]

With --index the index in DIR is measured, asked about its own speakers. Without it an invented corpus is: N records of
invented people (a few speak much, most little), whose vectors are sums of the vectors of their words, since to encode
100,000 texts takes long and teaches nothing about questions.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, wraps
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index import open_index
from index.build import Rules, build
from index.schema import Document, Extraction, Quote, Span, Speaker, Style
from index.search import engine, turn
from index.search.engine import Index
from index.search.rank import Ranker
from index.search.wording import topic_words
from index.settings import default_model
from index.store.encoder import Encoder, SentenceEncoder
from index.store.generation import Generation
from index.store.graph import Graph

PEOPLE, SENTENCES = 30_000, 24  # invented people, at most, and statements of an invented article
FORMS = (
    "what did {name} say about {topic}?",
    "who said that {topic}?",
    "did {name} say {claim}?",
    "compare {name} and {other} on {topic}",
)
SYLLABLES = "ba de fi go ku la me ni po ru sa te vi zo".split()
WORD = re.compile(r"[a-z]{2,}$")
STATEMENT = re.compile(r"^(?P<name>\w+ \w+) said that (?P<content>.+)\.$", re.MULTILINE)
TITLES = ("minister of {}", "{} spokesman", "director of the {} office", "{} analyst", "president of the {} union")


class WordSums:
    """An encoder for the build: the vector of a text is the sum of those of its words, each encoded once.

    The commoner a word is, the less it counts, or all texts would be alike.
    """

    def __init__(self, real: Encoder) -> None:
        self.fingerprint, self.dim, self._real = real.fingerprint, real.dim, real
        self._weights = dict(zip(vocabulary(), np.log1p(np.arange(len(vocabulary()))).tolist(), strict=True))
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def graph(self, folder: Path) -> Graph | None:
        """Give the index the graph of the real encoder, for its questions, but let the build encode with this one."""
        graph = self._real.graph(folder)
        return graph and _Summing(graph, self)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim)."""
        split = [text.lower().split() for text in texts]
        if new := sorted({word for words in split for word in words} - self._vectors.keys()):
            weights = np.array([self._weights.get(word, 1.0) for word in new], dtype=np.float32)
            self._vectors.update(zip(new, self._real.encode(new) * weights[:, None], strict=True))
        rows = [sum(self._vectors[word] for word in words) for words in split]
        matrix = np.array(rows, dtype=np.float32).reshape(len(texts), self.dim)
        unit: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        return unit


class _Summing(Graph):
    """A graph that is put into an index but not used for its texts."""

    def __init__(self, graph: Graph, sums: WordSums) -> None:
        super().__init__(graph.folder, graph.fingerprint, graph.files)
        self._sums = sums

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim)."""
        return self._sums.encode(texts)


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words that the encoder knows whole, some 20,000, the commonest first."""
    listed = (default_model() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for word in listed if WORD.match(word))


def zipf(count: int) -> list[float]:
    """Return how often each of `count` things comes up, added up: the n-th an n-th as often as the first."""
    return list(accumulate(1 / place for place in range(1, count + 1)))


def person(number: int) -> Speaker:
    """Return an invented person; some bear the same family name, and half of them have a title."""
    dice = random.Random(number)  # noqa: S311 - a fixed seed, no secret
    name = f"{''.join(dice.sample(SYLLABLES, 2)).title()} {''.join(dice.sample(SYLLABLES, 3)).title()}"
    titles = (dice.choice(TITLES).format("".join(dice.sample(SYLLABLES, 3))),) if number % 2 else ()
    return Speaker(name, aliases=(name,), titles=titles, mentions=1)


def articles(records: int, dice: random.Random) -> Iterator[Document]:
    """Yield invented articles with `records` records in all, a sentence and a quote a line."""
    people = [person(number).name for number in range(min(PEOPLE, records // 20))]
    words = vocabulary()
    often, common = zipf(len(people)), zipf(len(words))
    for number in range(records // (2 * SENTENCES)):
        speakers = dice.choices(people, cum_weights=often, k=SENTENCES)
        lines = [
            f"{name} said that {' '.join(dice.choices(words, cum_weights=common, k=dice.randint(8, 24)))}."
            for name in speakers
        ]
        day = f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield Document(f"a{number}", "\n".join(lines), title=f"Article {number}", outlet="The Quay", date=day)


def read(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Yield the statements of invented articles, which all have one form."""
    known = {speaker.name: speaker for speaker in map(person, range(PEOPLE))}
    for document in documents:
        found = list(STATEMENT.finditer(document.text))
        quotes = tuple(
            Quote((Span(*m.span("content")),), Style.INDIRECT, source=Span(*m.span("name")), speaker=m["name"])
            for m in found
        )
        names = sorted({m["name"] for m in found})
        speakers = tuple(known.get(name) or Speaker(name, aliases=(name,), mentions=1) for name in names)
        yield Extraction(document, tuple(Span(*m.span()) for m in found), quotes, speakers)


def resolved(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], tuple[Speaker, ...]]:
    """Return the extractions as they are, and everybody in them once."""
    names = {speaker.name: speaker for extraction in extractions for speaker in extraction.speakers}
    return tuple(extractions), tuple(names.values())


class Clock:
    """Adds up what steps take, and nothing twice: a step inside another is taken off it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def watch(self, owner: Any, name: str, step: str) -> None:  # noqa: ANN401 - a class or a module
        """Count the time of `owner.name` as `step` from now on."""
        run: Callable[..., Any] = getattr(owner, name)

        @wraps(run)
        def timed(*arguments: object, **named: object) -> object:
            started = time.perf_counter()
            self._inner.append(0.0)
            try:
                return run(*arguments, **named)
            finally:
                took = time.perf_counter() - started
                self.seconds[step] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        setattr(owner, name, timed)


def questions(index: Index, count: int, dice: random.Random) -> list[str]:
    """Return questions in four forms about people of the index, with words of what they and others said."""
    names = [entry.speaker.name for entry in index.speakers() if entry.quotes > 2]
    documents = index.documents()
    made = []
    for number in range(count):
        words = [word for word in topic_words(dice.choice(documents).text) if word.isalpha()]
        topic, claim = " ".join(dice.sample(words, 2)), " ".join(dice.sample(words, 5))
        name, other = dice.sample(names, 2)
        made.append(FORMS[number % len(FORMS)].format(name=name, other=other, topic=topic, claim=claim))
    return made


def resident() -> float:
    """Return how much memory the process has, pages of files that it looked at included, in MB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def measure(index: Index, asked: Sequence[str], clock: Clock) -> None:
    """Ask, and print the table."""
    for question in asked[: len(FORMS)]:
        index.ask(question)
    clock.seconds.clear()
    took, busy = [], []
    for question in tqdm(asked, desc="questions", disable=None, leave=False):
        started, at_work = time.perf_counter(), time.process_time()
        index.ask(question)
        took.append(time.perf_counter() - started)
        busy.append(time.process_time() - at_work)
    p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
    counts = dict(index.generation.manifest.counts)
    print(f"{counts['documents']:,} articles, {counts['records']:,} records, {len(took)} questions")
    print(
        f"p50 {statistics.median(took) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms; "
        f"p50 of processor time {statistics.median(busy) * 1000:.0f} ms; of the time"
    )
    rest = sum(took) - sum(clock.seconds.values())
    for step, seconds in [*sorted(clock.seconds.items(), key=lambda item: -item[1]), ("the rest", rest)]:
        print(f"  {seconds / sum(took):4.0%} {step}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, help="folder of an index (default: an invented one)")
    parser.add_argument("--records", type=int, default=100_000, help="records of the invented one (default: 100,000)")
    parser.add_argument("--questions", type=int, default=200, help="questions asked (default: 200)")
    options = parser.parse_args()
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    with tempfile.TemporaryDirectory() as folder:
        model = SentenceEncoder(str(default_model()))
        encoder = model.graph(Path(folder)) or model
        if options.index is None:
            path = Path(folder) / "articles.jsonl"
            lines = (
                {"id": d.id, "text": d.text, "title": d.title, "outlet": d.outlet, "date": d.date}
                for d in articles(options.records, dice)
            )
            path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
            build([path], Path(folder) / "index", WordSums(encoder), rules=Rules("invented", read, resolved))
        before, started = resident(), time.perf_counter()
        index = open_index(options.index or Path(folder) / "index", encoder=encoder)
        print(f"opened in {time.perf_counter() - started:.2f} s, {resident() - before:.0f} MB more in memory")
        clock = Clock()
        for owner, name, step in (
            (Generation, "encode", "encoding the question"),
            (Generation, "select", "filters"),
            (Generation, "matching", "words"),
            (Generation, "nearest", "vectors (FAISS)"),
            (Generation, "records", "reading records (SQLite)"),
            (Generation, "document", "reading texts (SQLite)"),
            (Ranker, "rank", "ranking again: features and model"),
            (engine, "parse", "reading the question"),
            (turn, "merged", "merging repeats"),
            (turn, "cite", "citations"),
        ):
            clock.watch(owner, name, step)
        measure(index, questions(index, options.questions, dice), clock)


if __name__ == "__main__":
    main()
