"""The one place of ONNX Runtime and of tokenizers: trained models, read from files, without what trained them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


def session(path: Path, threads: int | None = None) -> InferenceSession:
    """Open an ONNX graph, to be run by `threads` (default: as many as there are cores); callers may share it."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at the import: the library would report its use to its makers
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "0")) if threads is None else threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other libraries need the cores, too
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # its kernel takes three times as long as the two it stands for
    )


def tokenizer(path: Path) -> Tokenizer:
    """Read a tokenizer; it cuts and pads as its file says."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
