"""Build an index of a folder of mixed files, some of them broken in all ways that files are, and count what came of it.

    python benchmarks/corpus.py [--files N] [--line MB]

Each good file is to become a document, each broken one is to be named with its reason, within bounded memory: that of
all processes of the build together, looked at twenty times a second. Behind it, how fast files of each format are read.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.corpus import read_documents
from tests.index.corpus.broken_files import BROKEN, FORMATS, make, said, unprivileged
from tests.index.corpus.made_files import write

LIMIT = 2_000  # megabytes that a build may take
BLOCK = 2**20
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
TIMED = 60  # files of each format that are timed
PARAGRAPHS = 60  # of each of them


def mixed(folder: Path, files: int, line: int) -> tuple[int, list[str]]:
    """Make a folder of so many files; return how many are good, and the names of the broken ones."""
    good = files - len(BROKEN) - 7  # four links and pipes, and three more below
    broken = [*make(folder, good), "huge.txt", "huge.jsonl", "private.txt"]
    for name in ("huge.txt", "huge.jsonl"):
        with (folder / "broken" / name).open("wb") as file:
            for _ in range(line):
                file.write(b"a word ".ljust(16) * (BLOCK // 16))
    write(folder / "broken" / "private.txt", said(0)).chmod(0)
    return good, broken


def session_memory(session: int) -> float:
    """Return the resident megabytes of all processes of a session."""
    pages = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session:
            pages += int(fields[21])
    return pages * PAGE_SIZE / BLOCK


def built(folder: Path, index: Path, *options: str) -> tuple[int, str, str, float]:
    """Build; return the exit code, what was printed on either stream, and the most megabytes that it took."""
    command = unprivileged("-m", "index", "build", "--index", str(index), *options, str(folder))
    with (index.parent / "out").open("w+") as out, (index.parent / "err").open("w+") as err:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err, start_new_session=True)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, session_memory(process.pid))
            time.sleep(0.05)
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read(), peak


def reading(folder: Path) -> Iterator[str]:
    """Yield a line a format: how many articles and characters a second are read, a file each."""
    text = "\n\n".join(map(said, range(PARAGRAPHS // 2)))
    for suffix, made in FORMATS.items():
        below = folder / f"timed{suffix}"
        for n in range(TIMED):
            write(below / f"{n}{suffix}", made(text, n))
        started = time.perf_counter()
        characters = sum(len(document.text) for document in read_documents([below]))
        seconds = time.perf_counter() - started
        yield f"{suffix:10}{TIMED / seconds:>8,.0f} files a second, {characters / seconds / 1e6:>6.2f} M characters"


def main() -> None:
    """Make the folder, build, and print what became of each file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1_000, help="files in the folder (default: 1,000)")
    parser.add_argument("--line", type=int, default=200, help="megabytes of a file that is one line (default: 200)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        folder, index = Path(top) / "files", Path(top) / "index"
        good, broken = mixed(folder, options.files, options.line)
        started = time.perf_counter()
        code, printed, told, peak = built(folder, index)
        seconds = time.perf_counter() - started
        documents = int(re.search(r"(\d[\d,]*) documents?", printed)[1].replace(",", ""))  # type: ignore[index]
        unnamed = [name for name in broken if not re.search(rf"/broken/{re.escape(name)}[ :!]", told)]
        print(f"{good + len(broken):,} files, {len(broken)} of them broken, each in another way")
        print(f"exit code {code}; {documents:,} of {good:,} good files indexed in {seconds:.0f} s")
        print(f"{len(broken) - len(unnamed)} of {len(broken)} broken files named; {printed.strip().splitlines()[-1]}")
        strict, _, told, _ = built(folder, Path(top) / "strict", "--strict")
        print(f"with --strict: exit code {strict}; {told.strip().splitlines()[-1]}")
        print(f"peak memory {peak:,.0f} MB of all processes together")
        print("\n".join(reading(Path(top))))
        if unnamed or documents != good or code or strict != 1 or peak > LIMIT:
            raise SystemExit(f"not as it should be: {', '.join(unnamed) or 'see above'}")


if __name__ == "__main__":
    main()
