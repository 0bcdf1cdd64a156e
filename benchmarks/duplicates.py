"""Find near-duplicates among many short articles, of which it is known who copied whom, and take the time.

    python benchmarks/duplicates.py [--articles N] [--seed N]

A tenth of the articles are copies: with another headline, some words exchanged, or the end cut off, and half of them
with what surrounds an article on its page. Their words are made up and as frequent as words are, so that runs of them
recur by chance.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tqdm import tqdm

from index.corpus.duplicates import buckets, copies
from index.schema import Document

WORDS, VOCABULARY = 110, 30_000
COPIED = 10  # every so manieth article is a copy
OPENINGS = (
    "{} said on {} that",
    "According to {} on {},",
    "{} told reporters on {} that",
    "In a statement, {} said on {}",
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
AROUND = "\n\nShare Tweet Email\n\nRead more: {}\n\nSign up for our morning briefing"
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


class Press:
    """Writes articles, and copies of them."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
        self.words = ["".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 4))) for _ in range(VOCABULARY)]
        self.frequencies = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))

    def said(self, count: int) -> list[str]:
        """Return so many words."""
        return self.dice.choices(self.words, cum_weights=self.frequencies, k=count)

    def article(self) -> list[str]:
        """Return the words of a new article, its headline first."""
        opening = self.dice.choice(OPENINGS).format(self.dice.choice(self.words).title(), self.dice.choice(DAYS))
        return [*self.said(8), "\n\n", opening, *self.said(self.dice.randint(WORDS // 2, WORDS * 3 // 2))]

    def copy(self, words: list[str]) -> str:
        """Return another outlet's text of an article."""
        body = words[words.index("\n\n") :]
        match self.dice.randrange(3):
            case 0:
                body = body[: len(body) * 3 // 4]
            case 1:
                body = [self.said(1)[0] if self.dice.random() < 1 / 20 else word for word in body]
        text = " ".join([*self.said(8), *body])
        return text + AROUND.format(" ".join(self.said(5))) if self.dice.random() < 1 / 2 else text


def corpus(count: int, seed: int) -> tuple[list[Document], dict[str, str]]:
    """Return documents, and of each copy the id of what it is a copy of."""
    press = Press(seed)
    written: list[list[str]] = []
    documents: list[Document] = []
    origins: dict[str, str] = {}
    for number in range(count):
        if number % COPIED == COPIED - 1:
            of = press.dice.randrange(len(written))
            origins[f"copy-{number}"] = f"article-{of}"
            documents.append(Document(f"copy-{number}", press.copy(written[of])))
        else:
            written.append(press.article())
            documents.append(Document(f"article-{len(written) - 1}", " ".join(written[-1])))
    return documents, origins


def main() -> None:
    """Write, compare, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000, help="number of articles (default: 100,000)")
    parser.add_argument("--seed", type=int, default=7, help="seed of their words (default: 7)")
    options = parser.parse_args()
    documents, origins = corpus(options.articles, options.seed)
    started = time.perf_counter()
    groups = copies(documents, buckets(tqdm(documents, "comparing", disable=None, leave=False)))
    seconds = time.perf_counter() - started
    first = {document.id: group[0].id for group in groups for document in group}
    found = sum(first.get(copy) == first.get(origin, origin) for copy, origin in origins.items())
    grouped = sum(len(group) - 1 for group in groups)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(document.text.split()) for document in documents) // len(documents)
    print(f"{len(documents):,} articles of {words} words on average, {len(origins):,} of them copies")
    print(
        f"{found / len(origins):.4f} of the copies found, {grouped - found:,} articles taken for copies that are none"
    )
    print(f"{seconds:.1f} s, {len(documents) / seconds:,.0f} articles a second; peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
