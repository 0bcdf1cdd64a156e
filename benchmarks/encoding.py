"""How fast sentences are encoded at a build, beside the library's default, and whether the vectors are the same.

    python benchmarks/encoding.py [--sentences N] [--rounds N] [PATH...]

Both encode the same sentences of PATH (default: seeds/, over again with other numbers), in turns; the ratio is taken
within each round.
"""

from __future__ import annotations

import argparse
import logging
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.corpus import Journal, read_documents
from index.settings import default_model
from index.store.encoder import SentenceEncoder

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def sentences(paths: Sequence[Path], count: int) -> list[str]:
    """Return different sentences of articles; where there are too few, again with a number before each."""
    texts = [document.text for document in read_documents(paths, Journal())]
    found = list(dict.fromkeys(s.strip() for text in texts for s in re.split(r"(?<=[.!?”])\s+|\n+", text) if s.strip()))
    again = (count - 1) // len(found) + 1
    return [f"{turn} {text}" if turn else text for turn in range(again) for text in found][:count]


def timed(encode: Encode, texts: Sequence[str]) -> tuple[float, NDArray[np.float32]]:
    """Return the sentences a second, and the vectors."""
    started = time.perf_counter()
    vectors = encode(texts)
    return len(texts) / (time.perf_counter() - started), vectors


def main() -> None:
    """Encode, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "seeds"], help="articles (default: seeds/)")
    parser.add_argument("--sentences", type=int, default=1_000, help="sentences a round (default: 1,000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (default: 3)")
    options = parser.parse_args()
    logging.getLogger("index").addHandler(logging.NullHandler())
    texts = sentences(options.paths, options.sentences)
    model = SentenceEncoder(str(default_model()))
    with tempfile.TemporaryDirectory() as folder:
        graph = model.graph(Path(folder))
        if graph is None:
            raise SystemExit("the model cannot be exported")
        rates = []
        for encode in (model.encode, graph.encode):
            encode(texts[:64])
        for _ in range(options.rounds):
            slow, expected = timed(model.encode, texts)
            fast, vectors = timed(graph.encode, texts)
            rates.append((fast / slow, slow, fast))
    ratio, slow, fast = (statistics.median(column) for column in zip(*rates, strict=True))
    print(f"{len(texts):,} sentences, {options.rounds} rounds in turns, medians")
    print(f"PyTorch fp32, batches of the library's default: {slow:.0f} a second")
    print(f"the graph of the index: {fast:.0f} a second, {ratio:.2f} times as many")
    print(f"least cosine of the two: {np.sum(expected * vectors, axis=1).min():.6f}")


if __name__ == "__main__":
    main()
