"""Kill builds at random moments, with SIGKILL, and look at what is left each time: the edition before, or the new one.

    python benchmarks/crash.py [--kills N] [--grow] [--seed N]

Each build is one of the command line, of an article in a new edition beside one that stays. Half of them are killed at
any moment, half while they publish. After each kill the index is opened, checked record by record, and asked. With
--grow each edition has one article more than the one before, up to some, and the index, small as it is, grows by a
delta beside it where it can.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.build import Rules, build
from index.rules import Sizes
from index.search.engine import Index
from index.settings import default_model
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation
from index.store.manifest import DELTA

STAYS = "“The lock gates hold,” said Ines Vogt. Tom Reyes denied that anybody had been warned."
ARTICLE = "“This is number {number},” said Mayor Ilse Brandt. She told Tom Reyes that all {number} would sell."
MORE = "“Boat {number} is in the harbour,” said Captain Olaf Lind{letter}, who had sailed for {number} days."
MOST = 8  # articles more, at most
QUESTION = "what did Ilse Brandt say?"


def texts(edition: int, *, grow: bool) -> dict[str, str]:
    """Return the text of each article of an edition; only every other edition has a text to read, all have a title."""
    more = edition % (MOST + 1) if grow else 0
    return {
        "stays": STAYS,
        "article": ARTICLE.format(number=edition // 2),
        **{f"more{n}": MORE.format(number=n + 2, letter="abcdefgh"[n]) for n in range(more)},
    }


class Builds:
    """Editions of a small corpus, built into one index."""

    def __init__(self, folder: Path, *, grow: bool) -> None:
        self.articles, self.index, self.grow = folder / "articles", folder / "index", grow
        self.articles.mkdir()

    def start(self, edition: int) -> subprocess.Popen[bytes]:
        """Write an edition and begin to build it."""
        wanted = texts(edition, grow=self.grow)
        for path in self.articles.glob("*.txt"):
            if path.stem not in wanted:
                path.unlink()
        for id, text in wanted.items():
            (self.articles / f"{id}.txt").write_text(text, encoding="utf-8")
        (self.articles / "sources.json").write_text(json.dumps({"article": {"title": str(edition)}}), encoding="utf-8")
        how = (__file__, "--build") if self.grow else ("-m", "index", "build", "--index")
        command = [sys.executable, *how, str(self.index), str(self.articles)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def publishes(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until a build writes its generation; tell whether it did before it ended."""
        folder = self.index / "generations" / f".new-{process.pid}"
        while not (seen := folder.exists()) and process.poll() is None:
            time.sleep(0.001)
        return seen

    def edition(self) -> tuple[int, bool]:
        """Check the whole index and ask it; return the edition that it holds, and whether a delta is part of it.

        Raises:
            IndexDamagedError: something is wrong with it.
        """
        generation = Generation.open(self.index)
        for _ in generation.check():
            pass
        documents = {document.id: document for document in generation.documents()}
        edition = int(documents["article"].title or -1)
        if {id: document.text for id, document in documents.items()} != texts(edition, grow=self.grow):
            raise SystemExit(f"generation {generation.id} mixes editions: {documents}")
        said = [citation.quote for citation in Index(self.index, generation).ask(QUESTION).citations]
        if sorted(said) != [f"This is number {edition // 2},", f"all {edition // 2} would sell"]:
            raise SystemExit(f"generation {generation.id} answers {said} in edition {edition}")
        return edition, bool(generation.manifest.part(DELTA))


def grown(index: Path, articles: Path) -> None:
    """Build as the command line does, but let an index of any size grow."""
    rules = replace(Rules.default(), sizes=Sizes(base=1, delta=100))
    build([articles], index, SentenceEncoder(str(default_model())), rules=rules)


def whole(builds: Builds, edition: int) -> tuple[float, float]:
    """Let a build finish; return the seconds that it took, and those since it began to write its generation."""
    started = time.perf_counter()
    process = builds.start(edition)
    builds.publishes(process)
    began = time.perf_counter()
    if process.wait():
        raise SystemExit(f"a build that nobody killed failed with {process.returncode}")
    return time.perf_counter() - started, time.perf_counter() - began


def killed(builds: Builds, edition: int, delay: float, *, publishing: bool) -> bool:
    """Kill a build after `delay` seconds, counted from when it writes its generation with `publishing`.

    Returns:
        Whether it was in time.
    """
    process = builds.start(edition)
    if publishing:
        builds.publishes(process)
    time.sleep(delay)
    process.kill()
    return process.wait() == -signal.SIGKILL


def main() -> None:
    """Kill, look, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="builds that are killed (default: 200)")
    parser.add_argument("--grow", action="store_true", help="let the index grow by a delta")
    parser.add_argument("--seed", type=int, default=7, help="seed of the moments (default: 7)")
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        grown(*options.build)
        return
    dice = random.Random(options.seed)  # noqa: S311 - a fixed seed, no secret
    logging.getLogger("index").addHandler(warned := Warned())
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        builds = Builds(Path(folder), grow=options.grow)
        whole(builds, 0)
        took, _ = whole(builds, 2)
        _, last = whole(builds, 3)
        held, deltas = 3, 0
        for edition in tqdm(range(4, options.kills + 4), desc="kills", disable=None, leave=False):
            publishing = edition % 2 == 1
            delay = dice.uniform(0, last) * dice.random() if publishing else dice.uniform(0, took)
            in_time = killed(builds, edition, delay, publishing=publishing)
            now, delta = builds.edition()
            deltas += delta
            if now not in (held, edition):
                raise SystemExit(f"edition {now} is there, after {held} and before {edition}")
            outcome = f"killed, and left the {'new' if now == edition else 'old'} edition"
            found[outcome if in_time else "done before the kill"] += 1
            held = now
        whole(builds, options.kills + 4)
        if (now := builds.edition()[0]) != options.kills + 4 or any((builds.index / "generations").glob(".*")):
            raise SystemExit(f"the last build left edition {now}, or parts of those before it")
    if warned.messages:
        raise SystemExit(f"damage was found: {warned.messages[0]}")
    print(f"a build takes {took:.1f} s; in the last {last:.2f} s it publishes")
    for what, count in found.most_common():
        print(f"{count:>5} {what}")
    print(f"{deltas:>5} times a delta was part of what was left")
    print(f"{options.kills} builds killed; the index was whole each time, and answered of one edition")


class Warned(logging.Handler):
    """Keeps what the library warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


if __name__ == "__main__":
    main()
