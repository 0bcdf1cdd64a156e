"""Text to unit vectors. The only file that knows sentence-transformers and torch.

Both are loaded at the first text that is encoded, never before: a fingerprint needs only the model's files.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ConfigError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

logger = logging.getLogger(__name__)

BATCH = 32
SAMPLES = 16
SAMPLE_BYTES = 1 << 16
OFFLINE_AND_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
WEIGHTS = (".safetensors", ".bin", ".onnx")


class Encoder(Protocol):
    """Anything that turns texts into unit vectors; two with the same fingerprint give the same vectors."""

    @property
    def fingerprint(self) -> str:
        """Name and content of the model."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim), float32."""


class SentenceEncoder:
    """A sentence-transformers model, by folder or by name, loaded on first use. Safe to share between threads.

    Nothing is ever downloaded: a model that is not on this machine is refused.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        self._lock = threading.Lock()

    @cached_property
    def folder(self) -> Path:
        """The folder of the model's files.

        Raises:
            ConfigError: there is no such model on this machine.
        """
        folder = Path(self.model)
        if folder.is_dir():
            if (folder / "config.json").is_file() or (folder / "modules.json").is_file():
                return folder
            raise ConfigError(f"{folder} holds no sentence-transformers model; check QUOTES_MODEL")
        return _cached_folder(self.model)

    @cached_property
    def fingerprint(self) -> str:
        """The model's name and a digest of its files; the folder may move, its content may not change."""
        name = self.folder.parent.name if self.folder.name == "model" else Path(self.model).name
        return f"{name}:{_digest(self.folder)}"

    @cached_property
    def dim(self) -> int:
        """Length of a vector; loads the model."""
        return int(self.encode(["a"]).shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim), float32, in the order given.

        The library sorts each call's texts by length before it cuts batches, so that little is padded: pass many.
        """
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        model = self._load()
        with self._lock:
            rows = model.encode(
                [_encodable(text) for text in texts],
                batch_size=BATCH,
                convert_to_numpy=True,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def warm(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        self.encode(["warm"])

    def _load(self) -> SentenceTransformer:
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> SentenceTransformer:
        folder = self.folder
        os.environ.update(OFFLINE_AND_QUIET)
        from sentence_transformers import SentenceTransformer

        logger.info("loading %s", folder)
        try:
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise ConfigError(f"the model in {folder} cannot be loaded ({error}); check QUOTES_MODEL") from error


def _encodable(text: str) -> str:
    """Replace lone surrogates, which the tokenizer refuses, and keep an empty text from being dropped."""
    return text.encode("utf-8", "replace").decode("utf-8") or " "


def _cached_folder(model: str) -> Path:
    """Find a model by name among those that were downloaded earlier."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    names = [model] if "/" in model else [f"sentence-transformers/{model}", model]
    for name in names:
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError, OSError) as error:
            logger.debug("%s is not in the cache: %s", name, error)
    raise ConfigError(
        f"the model {model!r} is neither a folder nor downloaded; set QUOTES_MODEL to a folder, "
        f"or download it once with: hf download {names[0]}",
    )


def _digest(folder: Path) -> str:
    """Digest the model's files: configuration whole, weights by size and evenly spaced samples (milliseconds)."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in {*WEIGHTS, ".json", ".txt", ".model"}:
            continue
        digest.update(path.relative_to(folder).as_posix().encode())
        size = path.stat().st_size
        digest.update(str(size).encode())
        with path.open("rb") as file:
            if size <= SAMPLES * SAMPLE_BYTES:
                digest.update(file.read())
                continue
            for sample in range(SAMPLES):
                file.seek(sample * (size - SAMPLE_BYTES) // (SAMPLES - 1))
                digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()[:16]
