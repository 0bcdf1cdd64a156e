"""The room's door for readers: what search sees of a store, and which store that is.

Files on this machine are the rule; `QUOTES_STORE` names a Milvus that serves in their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.schema import Document, Record, Span, SpeakerEntry
from index.settings import Settings
from index.store.columns import Runs
from index.store.encoder import Encoder, SentenceEncoder
from index.store.filter import Filter
from index.store.generation import EVERYTHING, Generation
from index.store.graph import Graph
from index.store.manifest import DocumentEntry, Manifest
from index.store.publish import current

if TYPE_CHECKING:
    from index.store.milvus import Milvus


class Store(Protocol):
    """One state of an index, opened for reading; see `Generation` for what each method promises."""

    id: str
    manifest: Manifest
    graph: Graph | None

    def __len__(self) -> int:
        """Number of records."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text."""

    def select(self, where: Filter = EVERYTHING, *, once: bool = False) -> NDArray[np.int64]:
        """Return the rows that pass `where`."""

    def nearest(
        self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` rows nearest to `vector`, with cosines."""

    def matching(self, text: str, k: int, rows: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """Return up to `k` rows that share words with `text`, with scores."""

    def candidates(self, text: str, vector: NDArray[np.float32], k: int, where: Filter) -> NDArray[np.int64]:
        """Return the rows inside `where` to choose from."""

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of `vector` with each of `rows`."""

    def vectors(self, rows: Iterable[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`."""

    def sentences_near(self, rows: NDArray[np.int64], before: int = 0, after: int = 0) -> Runs:
        """Return the rows of the sentences in which each of `rows` stands, and so many around them."""

    def headlines(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of the first sentence of the document of each of `rows`."""

    def in_headline(self, row: int) -> bool:
        """Tell whether a row stands in the first sentence of its document."""

    def having(self, rows: NDArray[np.int64], groups: Sequence[Collection[str]]) -> NDArray[np.bool_]:
        """Tell which of `rows` have one of the stems of each group in their content."""

    def stems_beginning(self, start: str) -> Sequence[str]:
        """Return the stems of the corpus that begin with `start`."""

    def sentences_with(self, stem: str) -> int:
        """Return in how many sentences a stem stands."""

    def records(self, rows: Iterable[int]) -> list[Record]:
        """Return the records of `rows`."""

    def repeating(self, record: Record) -> list[Record]:
        """Return the other records that say the same in copies of the document."""

    def later(self, id: str) -> tuple[Document, bool] | None:
        """Return what replaced or corrects a document."""

    def replaced(self, id: str) -> bool:
        """Tell whether a later version replaced a document as a whole."""

    def document(self, id: str) -> Document:
        """Return one document with its text."""

    def documents(self) -> list[Document]:
        """Return all documents with their texts."""

    def listing(self) -> list[DocumentEntry]:
        """Return what is known of each document, without the texts."""

    def outlets(self) -> list[str]:
        """Return where the documents are from."""

    def months(self) -> list[str]:
        """Return the months that the documents are of."""

    def speakers(self) -> list[SpeakerEntry]:
        """Return every speaker of the corpus."""

    def context(self, record: Record, sentences: int = 1) -> Span:
        """Return the span of the record's sentence with its neighbours."""


def open_store(root: Path, encoder: Encoder | None = None, address: str = "") -> Store:
    """Open the state of an index that serves now: that of the Milvus at `address`, without one that in `root`.

    Raises:
        IndexMissingError: there is no index.
        IndexMismatchError: it was built by another encoder or has another format.
        IndexDamagedError: its files are broken.
        ConfigError: the Milvus cannot be reached, or failed.
    """
    if not address:
        return Generation.open(root, encoder)
    from index.store.served import Served

    return Served.open(connection(address), root, encoder or SentenceEncoder(Settings.from_env().model))


def serving(root: Path, address: str = "") -> str:
    """Return the `id` that a store would have if it were opened now; raises what `open_store` does."""
    return (connection(address).current() or "") if address else current(root).name


@cache
def connection(address: str) -> Milvus:
    """Connect to the Milvus at `address`, once; threads and stores share the connection."""
    from index.store.milvus import Milvus

    return Milvus.open(address)
