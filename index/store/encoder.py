"""Text to unit vectors. The only file that knows sentence-transformers and torch.

Both are loaded at the first text that is encoded, never before: a fingerprint needs only the model's files, and an
index that has the model as a graph needs no more than the fingerprint.
"""

from __future__ import annotations

import copy
import hashlib
import logging
import os
import threading
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ConfigError
from index.store import graph
from index.store.graph import Graph, encodable

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
PROBES = (
    "What did she say about trade?",
    "a",
    " ",
    "“Prices WON'T fall,” Zoë Ångström told Reuters in 北京 – by 3.5 % \u2026",
    "  two lines\nwith spaces around ",
    "longer than any model reads " * 200,
)
AGREEMENT = 0.9999


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

    def graph(self, folder: Path) -> Graph | None:
        """Write the same encoder as a graph below `folder`; None where it has no such form."""


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
                [encodable(text) for text in texts],
                batch_size=BATCH,
                convert_to_numpy=True,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def graph(self, folder: Path) -> Graph | None:
        """Export the model below `folder`; None, with a warning, where it cannot be or would give other vectors."""
        (folder / graph.FOLDER).mkdir(parents=True, exist_ok=True)
        try:
            with warnings.catch_warnings(
                action="ignore"
            ):  # the exporter says what it assumes; the probes tell whether it holds
                _export(self._load(), folder / graph.FOLDER)
            exported = Graph.exported(folder, self.fingerprint)
            cosines = np.sum(exported.encode(PROBES) * self.encode(PROBES), axis=1)
        except ConfigError:
            raise
        except Exception as error:  # noqa: BLE001 - exporters fail in many ways, and the model itself is still there
            logger.warning("%s cannot be exported (%s); questions will load PyTorch", self.model, error)
            return None
        if not (cosines >= AGREEMENT).all():
            logger.warning(
                "%s changes when it is exported (cosine %.4f); questions will load PyTorch", self.model, min(cosines)
            )
            return None
        return exported

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


def _export(model: SentenceTransformer, folder: Path) -> None:
    """Write the model, whatever its modules, as one graph from pieces to unit vectors, and its tokenizer beside it."""
    import torch

    class Vectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            found = self.model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
            return torch.nn.functional.normalize(found, dim=-1)

    tokenizer = copy.deepcopy(model.tokenizer.backend_tokenizer)
    tokenizer.enable_truncation(model.max_seq_length)
    tokenizer.enable_padding(pad_id=model.tokenizer.pad_token_id, pad_token=model.tokenizer.pad_token)
    tokenizer.save(str(folder / graph.TOKENIZER), pretty=False)
    ids = torch.arange(1, 13).reshape(2, 6)
    axes = {0: "texts", 1: "pieces"}
    with torch.no_grad():
        torch.onnx.export(
            Vectors().eval(),
            (ids, torch.ones_like(ids)),
            str(folder / graph.MODEL),
            dynamo=False,  # the newer exporter needs one package more and takes longer
            input_names=[graph.IDS, graph.MASK],
            output_names=[graph.VECTORS],
            dynamic_axes={graph.IDS: axes, graph.MASK: axes, graph.VECTORS: {0: "texts"}},
        )


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
