"""How the cost of an index grows with its size: of the build, on the disk, of opening, and of whole questions.

    python benchmarks/sizes.py [--records N ...] [--questions N] [--keep DIR] [--plot FILE]

The corpora are invented: records of 500 people, a few of whom speak much and most little, and of three more who are
quoted 10, 1,000 and 100,000 times where there are that many; vectors are sums of those of words. Each index is built,
and then opened and asked, in a process of its own: for everybody, and for each of the three. With --keep the indexes
stay in DIR, and are there for the next run.
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
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.drawing import curves
from benchmarks.scale import STATEMENT, WordSums, articles, read, resolved
from index import open_index
from index.build import Rules, build
from index.schema import Document
from index.settings import default_model
from index.store.encoder import Encoder, SentenceEncoder
from index.store.graph import FOLDER as ENCODER

QUOTED = {"Tenley Quorn": 10, "Milla Quorn": 1_000, "Hundred Quorn": 100_000}  # and how often
MOST = 0.5  # share of all statements that one of them may make
EVERYBODY = "everybody"
FORMS = {EVERYBODY: ("who said that the {topic}?", "what was said about {topic}?")}
BY_SPEAKER = ("what did {name} say about {topic}?", "when did {name} speak about {topic}?")
Told = dict[str, Any]


def corpus(records: int, path: Path) -> None:
    """Write invented articles with so many records, some of the statements given to the three."""
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    documents = list(articles(records, dice))
    statements = sum(len(STATEMENT.findall(document.text)) for document in documents)
    names = [name for name, times in QUOTED.items() if times <= MOST * statements for _ in range(times)]
    given = dict(zip(dice.sample(range(statements), len(names)), names, strict=True))
    numbers = iter(range(statements))

    def said(match: re.Match[str]) -> str:
        return f"{given.get(next(numbers), match['name'])} said that {match['content']}."

    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            line = {"id": document.id, "text": STATEMENT.sub(said, document.text), "date": document.date}
            file.write(json.dumps(line) + "\n")


def summed(model: SentenceEncoder, _: Encoder, chunks: Iterable[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
    """Encode by sums, whatever the build would encode with; the index gets the real graph for its questions."""
    return map(WordSums(model).encode, chunks)


def built(folder: Path, records: int, questions: int) -> Told:
    """Build the index of an invented corpus, where it is not there; return the records a second."""
    del questions
    if (folder / "index" / "CURRENT").exists():
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    corpus(records, folder / "articles.jsonl")
    model = SentenceEncoder(str(default_model()))
    rules = Rules("invented", read, resolved, partial(summed, model))
    report = build([folder / "articles.jsonl"], folder / "index", model, rules=rules)
    return {"build": report.counts["records"] / report.seconds}


def asked(folder: Path, records: int, questions: int) -> Told:
    """Open the index and ask; return seconds, memory in MB, and bytes."""
    del records
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    started = time.perf_counter()
    index = open_index(folder / "index")
    told: Told = {"open": time.perf_counter() - started, "opened": resident()}
    manifest = index.generation.manifest
    told["records"] = manifest.counts["records"]
    size = sum(entry.size for name, entry in manifest.files.items() if not name.startswith(f"{ENCODER}/"))
    told["bytes"] = size / told["records"]
    started = time.perf_counter()
    index.ask("what did Tenley Quorn say about trade?")
    told["first"] = time.perf_counter() - started
    rows = dice.choices(range(told["records"]), k=questions)
    topics = [topic(index.generation.document(record.doc), dice) for record in index.generation.records(rows)]
    quotes = {entry.speaker.name: entry.quotes for entry in index.speakers()}
    for who in (EVERYBODY, *(name for name in QUOTED if name in quotes)):
        forms = FORMS.get(who, BY_SPEAKER)
        texts = [forms[n % len(forms)].format(name=who, topic=words) for n, words in enumerate(topics)]
        took = []
        for text in (*texts[:2], *texts):
            started = time.perf_counter()
            index.ask(text)
            took.append(time.perf_counter() - started)
        p95 = statistics.quantiles(took[2:], n=20, method="inclusive")[-1]
        told[who] = {"p50": statistics.median(took[2:]), "p95": p95}
    return told | {"asked": resident()}


def topic(document: Document, dice: random.Random) -> str:
    """Return two words that somebody says in a document."""
    match = dice.choice(list(STATEMENT.finditer(document.text)))
    return " ".join(dice.sample(sorted(set(match["content"].split()) - {"the"}), 2))


def resident() -> float:
    """Return how much memory this process has, pages of files that it looked at included, in MB."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


STEPS = {"built": built, "asked": asked}


def step_of(step: str, folder: Path, records: int, questions: int) -> Told:
    """Run one step in a process of its own."""
    numbers = ["--records", str(records), "--questions", str(questions)]
    command = [sys.executable, __file__, "--step", step, "--keep", str(folder), *numbers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{records:,} records, {step}: {done.stderr}")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def row(told: Told) -> str:
    """Return a line of the table."""
    cells = [
        f"{told['records']:,}",
        f"{told['build']:,.0f}" if "build" in told else "-",
        f"{told['bytes']:,.0f}",
        f"{told['open']:.2f} s, {told['opened']:,.0f} MB",
        f"{told['first']:.2f} s",
    ]
    cells += [f"{told[w]['p50'] * 1000:.0f} / {told[w]['p95'] * 1000:.0f} ms" if w in told else "-" for w in WHO]
    return "| " + " | ".join((*cells, f"{told['asked']:,.0f} MB")) + " |"


WHO = (EVERYBODY, *QUOTED)


def main() -> None:
    """Build and ask index after index, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000], help="sizes (default: 1000 10000)")
    parser.add_argument("--questions", type=int, default=40, help="questions of each kind (default: 40)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the indexes stay")
    parser.add_argument("--plot", type=Path, help="draw the p50 of a question over the size (PNG)")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(STEPS[given.step](given.keep, given.records[0], given.questions)))
        return
    who = " | ".join((EVERYBODY, *(f"of {times:,}" for times in QUOTED.values())))
    print(f"| records | built, a second | bytes a record | opened | first question | {who} | in the end |")
    print("|---" * (6 + len(WHO)) + "|")
    results: list[Told] = []
    with tempfile.TemporaryDirectory() as folder:
        for records in tqdm(given.records, desc="sizes", disable=None, leave=False):
            place = (given.keep or Path(folder)) / str(records)
            told = step_of("built", place, records, 0) | step_of("asked", place, records, given.questions)
            results.append(told)
            tqdm.write(row(told), file=sys.stdout)
            sys.stdout.flush()
    if given.plot:
        names = {EVERYBODY: EVERYBODY} | {name: f"a speaker quoted {times:,} times" for name, times in QUOTED.items()}
        lines = {
            names[w]: [(told["records"], told[w]["p50"] * 1000) for told in results if w in told]
            for w in WHO
            if any(w in told for told in results)
        }
        curves(given.plot, lines, title="A whole question", size="records", cost="p50, ms", bold=EVERYBODY)


if __name__ == "__main__":
    main()
