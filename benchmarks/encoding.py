"""How fast sentences are encoded at a build, beside the library's default, and whether the vectors are the same.

    python benchmarks/encoding.py [--sentences N] [--rounds N] [--others] [PATH...]

All encode the same sentences of PATH (default: seeds/, over again with other numbers), in turns; ratios are taken
within each round. With --others two that give other vectors are tried, too: PyTorch in bfloat16, and the graph with its
weights in bytes (dynamic quantisation by ONNX Runtime).
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
from index.store import graph
from index.store.encoder import BATCH, SentenceEncoder
from index.store.graph import Graph
from index.terminal import progress

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
DEFAULT = "PyTorch fp32, as the library does it"


def sentences(paths: Sequence[Path], count: int) -> list[str]:
    """Return different sentences of articles; where there are too few, again with a number before each."""
    texts = [document.text for document in read_documents(paths, Journal())]
    found = list(dict.fromkeys(s.strip() for text in texts for s in re.split(r"(?<=[.!?”])\s+|\n+", text) if s.strip()))
    again = (count - 1) // len(found) + 1
    return [f"{turn} {text}" if turn else text for turn in range(again) for text in found][:count]


def in_bfloat16() -> Encode:
    """Return the library's own encoder in half of the bits."""
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_model()), device="cpu", model_kwargs={"dtype": torch.bfloat16})

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.float32(model.encode(list(texts), batch_size=BATCH, show_progress_bar=False))
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    return encode


def in_bytes(whole: Graph, folder: Path) -> Encode:
    """Return the graph with its weights in bytes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # the quantiser recommends what the export has done
    smaller = whole.graph(folder)
    path = folder / graph.FOLDER / graph.MODEL
    path.unlink()
    quantize_dynamic(whole.folder / graph.FOLDER / graph.MODEL, path, per_channel=True, weight_type=QuantType.QInt8)
    logging.disable(logging.NOTSET)
    return Graph.exported(folder, smaller.fingerprint).encode


def encoders(folder: Path, *, others: bool) -> dict[str, Encode]:
    """Return what is compared, by name, the default first."""
    model = SentenceEncoder(str(default_model()))
    (folder / "bytes").mkdir()
    whole = model.graph(folder)
    if whole is None:
        raise SystemExit("the model cannot be exported")
    found: dict[str, Encode] = {DEFAULT: model.encode, "the graph of the index, fp32": whole.encode}
    if others:
        found["PyTorch bfloat16"] = in_bfloat16()
        found["the graph with weights in bytes"] = in_bytes(whole, folder / "bytes")
    return found


def timed(encode: Encode, texts: Sequence[str]) -> tuple[float, NDArray[np.float32]]:
    """Return the sentences a second, and the vectors."""
    started = time.perf_counter()
    vectors = encode(texts)
    return len(texts) / (time.perf_counter() - started), vectors


def main() -> None:
    """Encode, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "seeds"], help="articles (default: seeds/)")
    parser.add_argument("--sentences", type=int, default=400, help="sentences a round (default: 400)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (default: 3)")
    parser.add_argument("--others", action="store_true", help="try what gives other vectors, too")
    options = parser.parse_args()
    logging.getLogger("index").addHandler(logging.NullHandler())
    texts = sentences(options.paths, options.sentences)
    rates: list[dict[str, float]] = []
    vectors: dict[str, NDArray[np.float32]] = {}
    with tempfile.TemporaryDirectory() as folder:
        compared = encoders(Path(folder), others=options.others)
        for encode in compared.values():
            encode(texts[:64])
        for _ in progress(range(options.rounds), "rounds", options.rounds):
            rates.append({})
            for name, encode in compared.items():
                rates[-1][name], vectors[name] = timed(encode, texts)
    print(f"{len(texts):,} sentences, {options.rounds} rounds in turns, medians\n")
    print("| encoder | sentences a second | times the default | mean cosine | least cosine |\n|---|---|---|---|---|")
    for name in compared:
        rate = statistics.median(line[name] for line in rates)
        ratio = statistics.median(line[name] / line[DEFAULT] for line in rates)
        cosines = np.sum(vectors[DEFAULT] * vectors[name], axis=1)
        print(f"| {name} | {rate:,.0f} | {ratio:.2f} | {cosines.mean():.6f} | {cosines.min():.6f} |")


if __name__ == "__main__":
    main()
