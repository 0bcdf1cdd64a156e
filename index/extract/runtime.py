"""The trained weights as a scorer, loaded once, on first use, and only to build an index."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from index.extract.pieces import WEIGHTS
from index.extract.tagger import Floats, Ints
from index.inference import session


class OnnxScorer:
    """The trained model on ONNX Runtime; see `tagger.Scorer`."""

    def __init__(self) -> None:
        self._encoder = session(WEIGHTS / "encoder.onnx", threads=1)  # a window is too small to be shared by threads
        self._roles = session(WEIGHTS / "roles.onnx", threads=1)

    def encode(self, ids: Ints, cases: Ints, places: Ints) -> tuple[Floats, Floats]:
        """Return vectors and cue scores."""
        given = {"ids": ids, "mask": np.ones_like(ids), "cases": cases, "places": places}
        vectors, cues = self._encoder.run(["vectors", "cues"], {name: array[None] for name, array in given.items()})
        return vectors[0], cues[0]

    def roles(self, vectors: Floats, distances: Ints) -> Floats:
        """Return the scores of content and source."""
        given = {"vectors": np.repeat(vectors[None], len(distances), axis=0), "distances": distances}
        scores: Floats = self._roles.run(["roles"], given)[0]
        return scores


@lru_cache(maxsize=1)
def scorer() -> OnnxScorer:
    """Return the shipped model."""
    return OnnxScorer()
