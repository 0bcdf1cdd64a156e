"""How long a question takes in an index of any size, and which step takes it.

    python benchmarks/scale.py [--index DIR] [--records N] [--questions N] [--keep DIR]

With --index the index in DIR is measured, asked about its own speakers. Without it an invented corpus is, with --keep
left in DIR: N records of invented people (a few speak much, most little), whose vectors are sums of the vectors of
their words, since to encode 100,000 texts takes long and teaches nothing about questions.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial, wraps
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
from index.schema import Document, Extraction, Query, Quote, Span, Speaker, Style
from index.search import engine, turn
from index.search.engine import Index
from index.search.rank import Ranker
from index.search.wording import topic_words
from index.settings import default_model
from index.store.encoder import Encoder, SentenceEncoder
from index.store.generation import Generation
from index.store.graph import Graph

TURNS = 2  # of what starts a process
PEOPLE, SENTENCES = 30_000, 24  # invented people, at most, and statements of an invented article
FORMS = {
    "of a speaker": "what did {name} say about {topic}?",
    "of everybody": "what was said about {topic}?",
    "who said it": "who said that {topic}?",
    "a check": "did {name} say {claim}?",
    "a comparison": "compare {name} and {other} on {topic}",
    "a follow-up": "and about {topic}?",
}
FOLLOWED = "what did {name} say about {claim}?"
COLD = (
    "import sys, time; started = time.perf_counter(); from pathlib import Path; from index import open_index; "
    "loaded = time.perf_counter(); index = open_index(sys.argv[1]); print(time.perf_counter() - loaded, "
    "[line.split()[1] for line in Path('/proc/self/status').read_text().splitlines() if line.startswith('VmRSS')][0])"
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


def questions(index: Index, count: int, dice: random.Random) -> list[tuple[str, str, Query | None]]:
    """Return questions with their forms, and what they follow, about people of the index, with words that were said."""
    names = [entry.speaker.name for entry in index.speakers() if entry.quotes > 2]
    rows = dice.choices(range(len(index.generation)), k=count)
    made: list[tuple[str, str, Query | None]] = []
    for number, record in enumerate(index.generation.records(rows)):
        form = list(FORMS)[number % len(FORMS)]
        text = index.generation.document(record.doc).text
        words = topic_words(" ".join(re.findall(r"\b[a-z]+\b", text)))
        name, other = dice.sample(names, 2)
        told = {"name": name, "other": other, "topic": " ".join(dice.sample(words, 2))}
        told["claim"] = " ".join(dice.sample(words, 5))
        before = index.ask(FOLLOWED.format(**told)).query if form == "a follow-up" else None
        made.append((form, FORMS[form].format(**told), before))
    return made


def resident() -> float:
    """Return how much memory this process has, pages of files that it looked at included, in MB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def cold(root: Path, question: str) -> None:
    """Print what it takes to open an index in a process of its own, and to ask one question from the shell."""
    run = partial(subprocess.run, cwd=ROOT, capture_output=True, text=True, check=True)
    opened = [run([sys.executable, "-c", COLD, str(root)]).stdout.split() for _ in range(TURNS)]
    took = []
    for _ in range(TURNS):
        started = time.perf_counter()
        run([sys.executable, "-m", "index", "ask", "--index", str(root), question], check=False)
        took.append(time.perf_counter() - started)
    seconds, memory = min(float(seconds) for seconds, _ in opened), int(opened[0][1]) / 1024
    print(f"opened in {seconds:.2f} s with {memory:.0f} MB resident; a question from the shell takes {min(took):.2f} s")


def measure(index: Index, asked: Sequence[tuple[str, str, Query | None]], clock: Clock) -> None:
    """Ask, and print the tables."""
    for _, question, before in asked[: len(FORMS)]:
        index.ask(question, previous=before)
    clock.seconds.clear()
    took: dict[str, list[float]] = defaultdict(list)
    busy: dict[str, list[float]] = defaultdict(list)
    for form, question, before in tqdm(asked, desc="questions", disable=None, leave=False):
        started, at_work = time.perf_counter(), time.process_time()
        index.ask(question, previous=before)
        for kind in (form, "all"):
            took[kind].append((time.perf_counter() - started) * 1000)
            busy[kind].append((time.process_time() - at_work) * 1000)
    counts = dict(index.generation.manifest.counts)
    print(
        f"{counts['documents']:,} articles, {counts['records']:,} records, {len(asked)} questions\n"
        f"{counts['speakers']:,} speakers"
    )
    print("| a question | p50 | p95 | processor time, p50 |\n|---|---|---|---|")
    for form in (*FORMS, "all"):
        if len(took[form]) > 1:
            p95 = statistics.quantiles(took[form], n=20, method="inclusive")[-1]
            median = statistics.median(took[form])
            print(f"| {form} | {median:.0f} ms | {p95:.0f} ms | {statistics.median(busy[form]):.0f} ms |")
    print("of the time")
    total = sum(took["all"]) / 1000
    rest = total - sum(clock.seconds.values())
    for step, seconds in [*sorted(clock.seconds.items(), key=lambda item: -item[1]), ("the rest", rest)]:
        print(f"  {seconds / total:4.0%} {step}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, help="folder of an index (default: an invented one)")
    parser.add_argument("--records", type=int, default=100_000, help="records of the invented one (default: 100,000)")
    parser.add_argument("--questions", type=int, default=200, help="questions asked (default: 200)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the invented index stays")
    options = parser.parse_args()
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    with tempfile.TemporaryDirectory() as folder:
        model = SentenceEncoder(str(default_model()))
        encoder = model.graph(Path(folder)) or model
        root = options.index or options.keep or Path(folder) / "index"
        if options.index is None:
            path = Path(folder) / "articles.jsonl"
            lines = (
                {"id": d.id, "text": d.text, "title": d.title, "outlet": d.outlet, "date": d.date}
                for d in articles(options.records, dice)
            )
            path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
            build([path], root, WordSums(encoder), rules=Rules("invented", read, resolved))
        index = open_index(root, encoder=encoder)
        asked = questions(index, options.questions, dice)
        cold(root, asked[0][1])
        clock = Clock()
        for owner, name, step in (
            (Generation, "encode", "encoding the question"),
            (Generation, "select", "filters"),
            (Generation, "matching", "words"),
            (Generation, "nearest", "vectors (FAISS)"),
            (Generation, "cosines", "cosines of candidates (FAISS)"),
            (Generation, "records", "reading records (SQLite)"),
            (Generation, "document", "reading texts (SQLite)"),
            (Ranker, "rank", "ranking again: features and model"),
            (engine, "parse", "reading the question"),
            (turn, "merged", "merging repeats"),
            (turn, "cite", "citations"),
        ):
            clock.watch(owner, name, step)
        measure(index, asked, clock)


if __name__ == "__main__":
    main()
