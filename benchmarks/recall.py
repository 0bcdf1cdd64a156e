"""How many of the nearest sentences a search by codes finds, on the vectors of real sentences.

    python benchmarks/recall.py [--sentences N] [--prose FOLDER...] [--vectors FILE] [--questions FILE] [PATH...]

N different sentences are encoded (with --vectors once for all: they stay in FILE) and put into an index whose codes are
made however few they are: those of the articles in PATH, then those of the documentation below each FOLDER, as any
machine has much of it: .md, .rst and .txt, and what Python files say of themselves. The index is asked with sentences
that were held out, and with the questions of a JSONL file (`question` in each line). Small indexes are compared exactly
and need no codes; what a build finds inside its own quotes stands in its manifest as `recall`.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.corpus import Journal, read_documents
from index.corpus.unwrap import unwrap
from index.extract.language import SERVED, sentences_alone
from index.schema import Document
from index.settings import default_model
from index.store import vectors
from index.store.encoder import SentenceEncoder
from index.store.encodings import CHUNK
from index.store.vectors import Vectors
from index.terminal import progress

HELD_OUT = 500  # sentences that are asked with
NEAREST = (10, 200)  # how many are looked for; a question looks for 200
DOCUMENTATION = (".md", ".py", ".rst", ".txt")
SENTENCE = re.compile(r"[A-Z“\"](?:[^\W_]|[ ,;:'’“”\"().$%`_/-]){30,400}[.!?][”\"]?")  # no code, no line of a table
WORDS = 6  # of a sentence, at least


def prose(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the documentation below some folders, a paragraph a line."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in DOCUMENTATION and path.is_file():
                text = path.read_text(encoding="utf-8", errors="ignore")
                for told in docstrings(text) if path.suffix == ".py" else [text]:
                    yield unwrap(told)


def docstrings(code: str) -> Iterator[str]:
    """Yield what a Python file says of itself and of each class and function in it."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):  # of another Python, or no text at all
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def sentences(texts: Iterable[str], count: int) -> list[str]:
    """Return up to `count` different sentences of some texts, in order."""
    found: dict[str, None] = {}
    for text in texts:
        spans = sentences_alone(Document("", text), SERVED).sentences
        found |= dict.fromkeys(s for span in spans if SENTENCE.fullmatch(s := span.of(text)) and s.count(" ") >= WORDS)
        if len(found) >= count:
            break
    return list(islice(found, count))


def encoded(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit row a text."""
    with tempfile.TemporaryDirectory() as folder:
        model = SentenceEncoder(str(default_model()))
        encoder = model.graph(Path(folder)) or model
        parts = [texts[first : first + CHUNK] for first in range(0, len(texts), CHUNK)]
        return np.concatenate([encoder.encode(part) for part in progress(parts, "encoding", len(parts))])


def compare(matrix: NDArray[np.float32], questions: dict[str, NDArray[np.float32]]) -> None:
    """Print the share of the nearest rows of `matrix` that codes find, and what a search takes."""
    with tempfile.TemporaryDirectory() as folder:
        kept = vectors.write(Path(folder), matrix, np.arange(len(matrix)), exact_up_to=0)
        opened = Vectors.open(Path(folder))
        size = f"{(Path(folder) / vectors.CODES).stat().st_size / len(matrix):.0f} bytes a row" if kept else "no codes"
        print(f"{len(matrix):,} sentences, {size}")
        print("| asked with | questions | of the nearest | found | exact, p50 | by codes, p50 |")
        print("|---|---|---|---|---|---|")
        for what, rows in questions.items():
            for k in NEAREST:
                took: dict[bool, list[float]] = {False: [], True: []}
                shares = []
                for row in rows:
                    found = {}
                    for approximate, times in took.items():
                        started = time.perf_counter()
                        found[approximate] = {n for n, _ in opened.search(row, k, None, approximate=approximate)}
                        times.append(time.perf_counter() - started)
                    shares.append(len(found[True] & found[False]) / len(found[False]))
                exact, coded = (f"{statistics.median(times) * 1000:.2f} ms" for times in took.values())
                print(f"| {what} | {len(rows):,} | {k} | {statistics.mean(shares):.4f} | {exact} | {coded} |")


def main() -> None:
    """Encode, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="articles")
    parser.add_argument(
        "--prose", nargs="+", type=Path, default=[], metavar="FOLDER", help="folders of documentation, read after PATH"
    )
    parser.add_argument(
        "--vectors", type=Path, metavar="FILE", help="where the vectors stay (NPY); then no PATH is read"
    )
    parser.add_argument("--questions", type=Path, metavar="FILE", help="questions, one a line as JSON")
    parser.add_argument("--sentences", type=int, default=2_000, help="how many (default: 2,000)")
    options = parser.parse_args()
    asked = []
    if options.questions:
        lines = options.questions.read_text(encoding="utf-8").splitlines()
        asked = [json.loads(line)["question"] for line in lines]
    if options.vectors and options.vectors.exists():
        every = np.load(options.vectors)
    elif options.paths or options.prose:
        articles = (document.text for document in read_documents(options.paths, Journal())) if options.paths else ()
        every = encoded(sentences(chain(articles, prose(options.prose)), options.sentences))
        if options.vectors:
            np.save(options.vectors, every)
    else:
        parser.error("which sentences? give the PATH of articles, or --prose FOLDER")
    held = min(HELD_OUT, len(every) // 4)
    order = np.random.default_rng(7).permutation(len(every))
    questions = {"sentences held out": every[order[:held]]}
    if asked:
        questions["questions"] = encoded(asked)
    compare(every[np.sort(order[held:])], questions)


if __name__ == "__main__":
    main()
