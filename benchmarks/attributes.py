"""How well the attributes of a statement are read: addressee, mediation, polarity, modality, nesting and style.

    python benchmarks/attributes.py [SENTENCES]

SENTENCES are JSON lines, each with a `text`, the words of the `content` meant (its first part, where there are several)
and what is right for it; `reported_by` is who reports somebody else's statement. Prints how many are right, and which
are not.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.extract import extract
from index.schema import Document, Quote

SENTENCES = ROOT / "tests/gold/attributes.jsonl"
ATTRIBUTES = ("style", "addressee", "mediation", "polarity", "modality", "reported_by")


def main() -> None:
    """Compare and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("sentences", nargs="?", type=Path, default=SENTENCES, help="(default: %(default)s)")
    lines = arguments.parse_args().sentences.read_text(encoding="utf-8").splitlines()
    wanted: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    found = [read(sentence) for sentence in wanted]
    print(f"{'found':14}{sum(one is not None for one in found):4} of {len(wanted)}")
    for name in ATTRIBUTES:
        right = sum(
            one is not None and one[name] == sentence[name] for sentence, one in zip(wanted, found, strict=True)
        )
        print(f"{name:14}{right:4} of {len(wanted)}")
    for sentence, one in zip(wanted, found, strict=True):
        if one is None:
            print(f"not found: {sentence['content']!r} in {sentence['text']!r}")
        for name in ATTRIBUTES if one is not None else ():
            if one is not None and one[name] != sentence[name]:
                print(f"{name} {one[name]!r}, not {sentence[name]!r}: {sentence['text']!r}")


def read(sentence: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the attributes of the quote that has the content of a sentence; None where no quote has it."""
    text: str = sentence["text"]
    (extraction,) = extract([Document("sentence", text)])
    quotes = [quote for quote in extraction.quotes if quote.content[0].of(text) == sentence["content"]]
    return attributes(quotes[-1], extraction.quotes) if quotes else None


def attributes(quote: Quote, quotes: Sequence[Quote]) -> dict[str, Any]:
    """Return the attributes of one quote among those of its text."""
    named = {name: getattr(quote, name) for name in ATTRIBUTES if name != "reported_by"}
    return {**named, "reported_by": quotes[quote.nested_in].speaker if quote.nested_in is not None else None}


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever read the output has gone: end without a word
    main()
