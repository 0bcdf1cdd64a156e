"""Hand-made stand-ins for what is slow or far away; they keep the promises of what they stand for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.store.graph import Graph


class HashEncoder:
    """An encoder without a model: texts that share words are near each other, the same text is at cosine 1."""

    def __init__(self, dim: int = 64, fingerprint: str = "hash:1") -> None:
        self.dim = dim
        self.fingerprint = fingerprint
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text: every word is a fixed random direction, a text is the sum of its words."""
        self.texts.extend(texts)
        matrix = np.stack([self._vector(text) for text in texts]) if texts else np.empty((0, self.dim))
        return matrix.astype(np.float32)

    def graph(self, folder: Path) -> Graph | None:
        """Have no form but this one."""

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = re.findall(r"\w+", text.casefold()) or [""]
        seeds = (int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8]) for word in words)
        vector: NDArray[np.float64] = np.sum([np.random.default_rng(s).normal(size=self.dim) for s in seeds], axis=0)
        return vector / np.linalg.norm(vector)
