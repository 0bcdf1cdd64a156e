"""The vectors of texts, so that no text is encoded twice: by the build before, and by one that was interrupted.

A build notes what it encodes in a file beside the generations at once, as `readings` does for what is read; the
generation that holds all of it makes that file superfluous.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.progress import Progress, unwatched
from index.store.encoder import Encoder
from index.store.previous import Previous
from index.store.publish import unwritable
from index.store.rows import digest
from index.store.vectors import not_unit

UNFINISHED = "unfinished.vectors"
CHUNK = 256  # texts that are encoded before they are noted
Spread = Callable[[Encoder, Iterable[Sequence[str]]], Iterator[NDArray[np.float32]]]
"""Has an encoder encode chunks of texts; unit rows for each chunk, in order."""


class Encodings:
    """The vectors that a build may use and adds to.

    Args:
        root: folder of the index.
        encoder: fingerprint of the encoder; vectors by others do not count.
        previous: the generation before.
    """

    def __init__(self, root: Path, encoder: str, previous: Previous) -> None:
        self._file = root / UNFINISHED
        self._maker = hashlib.sha256(encoder.encode()).digest()
        self._previous = previous
        self._place: dict[bytes, int] = {}
        self._before: dict[bytes, int] = {}
        self._chunks: list[NDArray[np.float32]] = []
        self._resume()

    def _resume(self) -> None:
        """Take over what an interrupted build left, up to where it was cut."""
        try:
            left = self._file.read_bytes()
        except OSError:
            return
        header, body = left[: len(self._maker) + 4], left[len(self._maker) + 4 :]
        layout = _layout(int.from_bytes(header[-4:], "little"))
        whole = len(body) // layout.itemsize
        noted = np.frombuffer(body, dtype=layout, count=whole) if whole and header.startswith(self._maker) else None
        if noted is None or len(not_unit(noted["vector"])):
            self.finish()
            return
        self._hold([bytes(key) for key in noted["digest"]], noted["vector"])
        if whole * layout.itemsize != len(body):
            with self._file.open("r+b") as file:
                file.truncate(len(header) + whole * layout.itemsize)

    def lacking(self, texts: Iterable[str]) -> list[str]:
        """Return those of some texts that were not encoded before, each once."""
        keys = {digest(text): text for text in texts}
        self._before |= self._previous.rows(key for key in keys if key not in self._place and key not in self._before)
        return [text for key, text in keys.items() if key not in self._place and key not in self._before]

    def add(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Note what was just encoded: unit rows, shape (len(texts), dim).

        Raises:
            ConfigError: the folder cannot be written.
        """
        keys = [digest(text) for text in texts]
        self._hold(keys, vectors)
        noted = np.empty(len(keys), dtype=_layout(vectors.shape[1]))
        noted["digest"], noted["vector"] = [np.void(key) for key in keys], vectors
        try:
            with self._file.open("ab") as file:
                if file.tell() == 0:
                    file.write(self._maker + vectors.shape[1].to_bytes(4, "little"))
                file.write(noted.tobytes())
        except OSError as error:
            raise unwritable(self._file.parent, error) from error

    def _hold(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        first = sum(map(len, self._chunks))
        self._place.update((key, first + i) for i, key in enumerate(keys))
        self._chunks.append(vectors)

    def take(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts none of which is `lacking`, at least one, shape (len(texts), dim)."""
        keys = [digest(text) for text in texts]
        here = np.array([self._place.get(key, -1) for key in keys], dtype=np.int64)
        there = np.flatnonzero(here < 0)
        before = self._previous.take([self._before[keys[i]] for i in there]) if len(there) else None
        if before is not None and not self._chunks:
            return before
        matrix = np.concatenate(self._chunks)[here]
        if before is not None:
            matrix[there] = before
        return matrix

    def finish(self) -> None:
        """Forget what was noted for an interrupted build."""
        self._file.unlink(missing_ok=True)


def in_turn(encoder: Encoder, chunks: Iterable[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
    """Yield the unit rows of each chunk of texts, in order."""
    return map(encoder.encode, chunks)


def encode(
    texts: Sequence[str],
    encoder: Encoder,
    encodings: Encodings,
    spread: Spread = in_turn,
    progress: Progress = unwatched,
) -> NDArray[np.float32]:
    """Return the unit rows of texts, (len(texts), dim), in the order given; each different new one is encoded once.

    New texts are encoded longest first; the vectors of others are taken over.
    """
    new = sorted(encodings.lacking(texts), key=lambda text: (-len(text), text))
    parts = [new[first : first + CHUNK] for first in range(0, len(new), CHUNK)]
    for part, vectors in zip(parts, progress(spread(encoder, parts), "encoding", len(parts)), strict=True):
        encodings.add(part, vectors)
    return encodings.take(texts) if texts else np.empty((0, encoder.dim), dtype=np.float32)


def _layout(dim: int) -> np.dtype[np.void]:
    """Return how one text is noted: the digest that stands for it, and its vector."""
    return np.dtype([("digest", "V16"), ("vector", "<f4", (dim,))])
