"""An encoder as files of a generation: an ONNX graph with its tokenizer, which answers without PyTorch.

To load PyTorch and sentence-transformers takes seconds, to load a graph a fraction of one. A graph is exported when an
index is built for the first time and compared with the model it stands for; later generations link its files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import inference
from index.store.manifest import FileEntry, Manifest, describe, share, verify

FOLDER = "encoder"
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
IDS, MASK, VECTORS = "ids", "mask", "vectors"
BATCH = 8  # on two cores 8 texts at a time are encoded faster than 16 or 32: less is padded, and more stays in caches


class Graph:
    """An exported encoder, loaded on first use. Threads may share it.

    Attributes:
        folder: folder of the generation whose files these are.
        fingerprint: that of the model it stands for.
        files: the files by name in `folder`.
    """

    def __init__(self, folder: Path, fingerprint: str, files: Mapping[str, FileEntry]) -> None:
        self.folder = folder
        self.fingerprint = fingerprint
        self.files = files

    @classmethod
    def of(cls, folder: Path, manifest: Manifest) -> Graph | None:
        """Return the graph that is part of a generation, None where it has none."""
        files = manifest.part(FOLDER)
        return cls(folder, manifest.encoder, files) if files else None

    @classmethod
    def exported(cls, folder: Path, fingerprint: str) -> Graph:
        """Return the graph whose files were just written below `folder`."""
        paths = [path for path in sorted((folder / FOLDER).iterdir()) if path.is_file()]
        return cls(folder, fingerprint, {f"{FOLDER}/{path.name}": describe(path) for path in paths})

    def graph(self, folder: Path) -> Graph:
        """Put the same graph below `folder`: linked where the file system can, else copied.

        Raises:
            OSError: a file cannot be read or written.
        """
        for name in self.files:
            share(name, self.folder, folder)
        return Graph(folder, self.fingerprint, self.files)

    @cached_property
    def dim(self) -> int:
        """Length of a vector; loads the graph."""
        return int(self.encode(["a"]).shape[1])

    def inherit(self, other: Graph) -> None:
        """Take over what `other` has loaded, where its files are the same: to load them again takes half a second."""
        if self.files == other.files and "_run" in vars(other):
            self._run = other._run

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim), float32, in the order given.

        Raises:
            IndexDamagedError: a file is missing or is not what was exported.
        """
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))  # so that little is padded
        batches = (longest_first[first : first + BATCH] for first in range(0, len(texts), BATCH))
        rows = np.concatenate([self._run([encodable(texts[i]) for i in batch]) for batch in batches])
        matrix = np.empty_like(rows)
        matrix[longest_first] = rows
        return matrix

    @cached_property
    def _run(self) -> Callable[[Sequence[str]], NDArray[np.float32]]:
        verify(self.folder, self.files, content=True)
        session = inference.session(self.folder / FOLDER / MODEL)
        tokenizer = inference.tokenizer(self.folder / FOLDER / TOKENIZER)

        def run(texts: Sequence[str]) -> NDArray[np.float32]:
            pieces = tokenizer.encode_batch(list(texts))
            ids = np.array([text.ids for text in pieces], dtype=np.int64)
            mask = np.array([text.attention_mask for text in pieces], dtype=np.int64)
            vectors: NDArray[np.float32] = session.run([VECTORS], {IDS: ids, MASK: mask})[0]
            return vectors

        return run


def encodable(text: str) -> str:
    """Replace lone surrogates, which tokenizers refuse, and keep an empty text from being dropped."""
    return text.encode("utf-8", "replace").decode("utf-8") or " "
