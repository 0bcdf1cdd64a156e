"""How often the right speaker is named: attributions that a person looked up in the articles, against this program.

    python benchmarks/speakers.py ARTICLES [--checked FILE]

FILE holds positions in samples of 100, whether the span is an attribution at all, who speaks there (any name of the
list is right, null is nobody who is named), and whom the program named when the sample was read, before anything that
it showed was mended (its first words, where that was a whole phrase); no article text. ARTICLES is what the positions
are of: for the file that is shipped, PolNeAR's development articles as JSON lines. What is not found at its place any
more is left out, and counted.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.corpus import Journal, read_documents
from index.extract import extract
from index.extract.corpus_speakers import resolve_corpus
from index.schema import Document

CHECKED = ROOT / "tests/gold/hand-checked-speakers.json"
Place = tuple[str, tuple[tuple[int, int], ...]]


def main() -> None:
    """Compare and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("articles", nargs="+", type=Path, help="files and folders")
    arguments.add_argument("--checked", type=Path, default=CHECKED, help="(default: %(default)s)")
    options = arguments.parse_args()
    documents = list(read_documents(options.articles, Journal()))
    texts = {document.id: document.text for document in documents}
    attributions = json.loads(options.checked.read_text(encoding="utf-8"))["attributions"]
    checked = [in_words(entry, texts) for entry in attributions]
    found = speakers(documents)
    again = [entry for entry in checked if place(entry) in found]
    print(f"{len(checked)} attributions checked, {len(again)} of them still found at their place")
    right = [entry for entry in again if entry["span"] == "right"]
    for sample in sorted({entry["sample"] for entry in checked}):
        read = [entry for entry in checked if entry["sample"] == sample and entry["span"] == "right"]
        print(f"sample {sample}, {len(read)} attributions, when it was read: {counted(read)}")
        still = [entry for entry in right if entry["sample"] == sample]
        print(f"  the {len(still)} found now: {counted(still, found)}")
    for entry in right:
        if judged(entry, found[place(entry)]) != "right":
            print(f"  {entry['doc']} {entry['content'][0]}: {found[place(entry)]}, not {entry['speaker'][0]}")


def in_words(entry: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a checked attribution with the words of its article where it has only the place of a long name."""

    def words(name: str | list[int] | None) -> str | None:
        return " ".join(texts.get(entry["doc"], "")[slice(*name)].split()) if isinstance(name, list) else name

    named = {key: [words(name) for name in entry[key]] for key in ("speaker",) if key in entry}
    return {**entry, **named, "first_reading": words(entry.get("first_reading"))}


def speakers(documents: Iterable[Document]) -> Mapping[Place, str | None]:
    """Return who speaks in each attribution that is found in the documents, by its place."""
    resolved, _ = resolve_corpus(list(extract(documents)))
    return {
        (extraction.document.id, tuple((span.start, span.end) for span in quote.content)): quote.speaker
        for extraction in resolved
        for quote in extraction.quotes
    }


def counted(entries: Sequence[Mapping[str, Any]], found: Mapping[Place, str | None] | None = None) -> str:
    """Return how many attributions have the right speaker, none, or a wrong one: now, or when they were read."""
    verdicts = Counter(judged(e, e["first_reading"] if found is None else found[place(e)]) for e in entries)
    return ", ".join(f"{count} {verdict} ({count / len(entries):.1%})" for verdict, count in verdicts.most_common())


def place(entry: Mapping[str, Any]) -> Place:
    """Return the document and the spans of a checked attribution."""
    return entry["doc"], tuple((start, end) for start, end in entry["content"])


def judged(entry: Mapping[str, Any], speaker: str | None) -> str:
    """Return "right", "missing" for nobody where somebody is named, or "wrong person"."""
    if speaker in entry["speaker"]:
        return "right"
    return "missing" if speaker is None else "wrong person"


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever read the output has gone: end without a word
    main()
