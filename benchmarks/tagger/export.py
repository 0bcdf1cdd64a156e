"""Trained weights → the two ONNX graphs that the library runs; the encoder's weights as 8-bit integers."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from benchmarks.tagger.model import Tagger
from index.extract.decoding import DISTANCES
from index.extract.pieces import CASES, PLACES, WEIGHTS

OPSET = 18
FILES = ("encoder.onnx", "roles.onnx", "tokenizer.json")


def export(folder: Path, encoder: Path, target: Path = WEIGHTS) -> None:
    """Write the two graphs, the tokenizer and the digests of all three into `target`, from `best.pt` in `folder`."""
    model = Tagger(encoder)
    held = torch.load(folder / "best.pt", map_location="cpu", weights_only=True)
    model.load_state_dict(held["model"])
    model.eval()
    target.mkdir(exist_ok=True)
    rows, pieces = torch.export.Dim("rows"), torch.export.Dim("pieces")
    shape = {0: rows, 1: pieces}
    ids = torch.randint(1000, 2000, (3, 17))
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "encoder.onnx"
        given = (ids, torch.ones_like(ids), ids % CASES, ids % PLACES)
        _write(model.encoder, given, (shape,) * 4, ["ids", "mask", "cases", "places"], ["vectors", "cues"], whole)
        quantize_dynamic(whole, target / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    vectors = torch.randn(3, 17, model.encoder.size)
    _write(
        model.roles,
        (vectors, ids % DISTANCES),
        (shape,) * 2,
        ["vectors", "distances"],
        ["roles"],
        target / "roles.onnx",
    )
    shutil.copyfile(encoder / "tokenizer.json", target / "tokenizer.json")
    digests = {}
    for path in (target / name for name in FILES):
        digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{path.stat().st_size:>12,} bytes  {path.name}")
    (target / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def _write(
    part: nn.Module,
    given: tuple[Tensor, ...],
    shapes: tuple[dict[int, torch.export.Dim], ...],
    inputs: list[str],
    outputs: list[str],
    path: Path,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own, about itself
        torch.onnx.export(
            part,
            given,
            str(path),
            dynamo=True,
            dynamic_shapes=shapes,
            input_names=inputs,
            output_names=outputs,
            opset_version=OPSET,
            external_data=False,
            verbose=False,
        )
