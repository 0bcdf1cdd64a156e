"""The trained weights as a scorer, loaded once, on first use, and only to build an index."""

from __future__ import annotations

from functools import lru_cache

from index.extract.pieces import WEIGHTS
from index.extract.tagger import Floats, Ints
from index.inference import session


class OnnxScorer:
    """The trained model on ONNX Runtime; see `tagger.Scorer`."""

    def __init__(self) -> None:
        self._encoder = session(WEIGHTS / "encoder.onnx")
        self._roles = session(WEIGHTS / "roles.onnx")

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
