"""The one place of ONNX Runtime: the trained weights, loaded once, on first use, and only to build an index."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from index.extract.pieces import WEIGHTS
from index.extract.tagger import Floats, Ints

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class OnnxScorer:
    """The trained model on ONNX Runtime; see `tagger.Scorer`."""

    def __init__(self) -> None:
        self._encoder = _session("encoder.onnx")
        self._roles = _session("roles.onnx")

    def encode(self, ids: Ints, mask: Ints, cases: Ints, places: Ints) -> tuple[Floats, Floats]:
        """Return vectors and cue scores."""
        given = {"ids": ids, "mask": mask, "cases": cases, "places": places}
        vectors, cues = self._encoder.run(["vectors", "cues"], given)
        return vectors, cues

    def roles(self, vectors: Floats, distances: Ints) -> Floats:
        """Return the scores of content and source."""
        scores: Floats = self._roles.run(["roles"], {"vectors": vectors, "distances": distances})[0]
        return scores


@lru_cache(maxsize=1)
def scorer() -> OnnxScorer:
    """Return the shipped model."""
    return OnnxScorer()


def _session(name: str) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "0"))
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other libraries need the cores, too
    return onnxruntime.InferenceSession(str(WEIGHTS / name), options, providers=["CPUExecutionProvider"])
