"""Flip bytes and cut files all over an index, one at a time, and see whether `index check` finds each.

    python benchmarks/damage.py [--index DIR] [--flips N] [--cuts N] [--seed N]

Without --index the articles of seeds/ are indexed, the last of them as a delta beside the others. Every file of the
generation is damaged about as often as any other, and put right again each time; an index in DIR is copied first.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.build import Rules, build
from index.errors import IndexDamagedError, IndexMismatchError
from index.rules import Sizes
from index.settings import default_model
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation
from index.store.manifest import DELTA
from index.store.publish import current


def grown(root: Path) -> None:
    """Index the articles of seeds/, all but one, and then that one as well."""
    rules = replace(Rules.default(), sizes=Sizes(base=1, delta=1_000))
    articles = sorted((ROOT / "seeds").glob("*.txt"))
    for paths in (articles[1:], articles):
        build(paths, root, SentenceEncoder(str(default_model())), rules=rules)
    if not (current(root) / DELTA).exists():
        raise SystemExit("the index has no delta")


def found(folder: Path, file: Path) -> bool:
    """Tell whether the check finds a fault and names the file."""
    try:
        for _ in Generation.at(folder).check():
            pass
    except (IndexDamagedError, IndexMismatchError) as error:
        return file.name in str(error)
    return False


@contextmanager
def flipped(file: Path, dice: random.Random) -> Iterator[str]:
    """Change some bits of one byte of a file."""
    place = dice.randrange(file.stat().st_size)
    with file.open("r+b") as page:
        page.seek(place)
        [before] = page.read(1)
        page.seek(place)
        page.write(bytes([before ^ dice.randint(1, 255)]))
        page.flush()
        yield f"byte {place} of {file}"
        page.seek(place)
        page.write(bytes([before]))


@contextmanager
def cut(file: Path, dice: random.Random) -> Iterator[str]:
    """Cut the end of a file off."""
    content = file.read_bytes()
    length = dice.randrange(len(content))
    with file.open("r+b") as page:
        page.truncate(length)
        page.flush()
        yield f"the end of {file}, from {length} on,"
        page.seek(0)
        page.write(content)


def main() -> None:
    """Damage, check, mend, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, help="folder of an index (default: one of seeds/)")
    parser.add_argument("--flips", type=int, default=1_000, help="bytes that are flipped (default: 1,000)")
    parser.add_argument("--cuts", type=int, default=100, help="files that are cut (default: 100)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the places (default: 7)")
    options = parser.parse_args()
    logging.getLogger("index").addHandler(logging.NullHandler())  # what the articles lack is told elsewhere
    dice = random.Random(options.seed)  # noqa: S311 - a fixed seed, no secret
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "index"
        if options.index is None:
            grown(root)
        else:
            shutil.copytree(options.index, root)
        folder = current(root)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        counts: Counter[str] = Counter()
        for damage, times in ((flipped, options.flips), (cut, options.cuts)):
            for number in tqdm(range(times), desc=damage.__name__, disable=None, leave=False):
                file = files[number % len(files)]
                with damage(file, dice) as what:
                    if not found(folder, file):
                        raise SystemExit(f"{what} was damaged, and the check found nothing")
                counts[damage.__name__] += 1
        for line in Generation.at(folder).check():
            print(line)
    print(f"{len(files)} files: " + ", ".join(f"{count:,} times {what}" for what, count in counts.items()))
    print("the check found every damage and named its file")


if __name__ == "__main__":
    main()
