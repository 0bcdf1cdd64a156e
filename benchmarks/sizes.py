"""How the cost of an index grows with its size: of the build, on the disk, of opening, and of whole questions.

    python benchmarks/sizes.py [--records N ...] [--questions N] [--keep DIR] [--plot FILE]

The corpora are invented, as in scale.py; three people are quoted 10, 1,000 and 100,000 times in them, where there are
that many statements. Each index is built, and then opened and asked, in a process of its own: for everybody, and for
each of the three. With --keep the indexes stay in DIR, and are there for the next run.
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
from pathlib import Path
from typing import Any

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.drawing import curves
from benchmarks.scale import PEOPLE, STATEMENT, WordSums, articles, person, read, resident, resolved
from index import open_index
from index.build import Rules, build
from index.schema import Document
from index.search.wording import topic_words
from index.settings import default_model
from index.store.encoder import SentenceEncoder
from index.store.graph import FOLDER as ENCODER

QUOTED = {person(PEOPLE - 1 - n).name: times for n, times in enumerate((10, 1_000, 100_000))}
"""How often those are quoted whose names are asked for: people whom hardly any other statement is of."""
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


def built(folder: Path, records: int, questions: int) -> Told:
    """Build the index of an invented corpus, where it is not there; return the records a second."""
    del questions
    noted = folder / "built.json"
    if noted.exists():
        told: Told = json.loads(noted.read_text(encoding="ascii"))
        return told
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    corpus(records, path)
    model = SentenceEncoder(str(default_model()))
    encoder = WordSums(model.graph(folder) or model)
    report = build([path], folder / "index", encoder, rules=Rules("invented", read, resolved))
    told = {"build": report.counts["records"] / report.seconds}
    noted.write_text(json.dumps(told), encoding="ascii")
    return told


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
    index.ask(f"what did {next(iter(QUOTED))} say about trade?")
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
    said = [[w for w in topic_words(match["content"]) if w.isalpha()] for match in STATEMENT.finditer(document.text)]
    return " ".join(dice.sample(dice.choice([words for words in said if len(words) > 1]), 2))


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
        f"{told['build']:,.0f}",
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
        curves(given.plot, lines, title="A whole question", what="records", cost="p50, ms", bold=EVERYBODY)


if __name__ == "__main__":
    main()
