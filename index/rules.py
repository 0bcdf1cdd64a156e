"""How documents are read for quotes, and from which size on an index grows without being written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from index.corpus.boilerplate import FINGERPRINT
from index.schema import Document, Extraction, Speaker
from index.store.encodings import Spread, in_turn

if TYPE_CHECKING:
    from index.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Sizes:
    """From how many records on an index stays as it is when it grows, and how many may stand beside it until then.

    An index of fewer records is written anew in no time.
    """

    base: int = 4_000
    delta: int = 4_000


@dataclass(frozen=True, slots=True)
class Rules:
    """How documents are read for quotes, and by whom they are read and encoded.

    Attributes:
        fingerprint: changes whenever the same documents may give other extractions.
        extract: documents to extractions, one each, in order; from their texts alone, so that texts are read once.
        resolve: extractions to extractions with speakers named alike throughout, and these speakers.
        encode: has an encoder encode chunks of texts; unit rows for each chunk, in order.
        sizes: how large an index is to which documents are added without writing it anew.
    """

    fingerprint: str
    extract: Callable[[Iterable[Document]], Iterator[Extraction]]
    resolve: Callable[[Sequence[Extraction]], tuple[tuple[Extraction, ...], tuple[Speaker, ...]]]
    encode: Spread = in_turn
    sizes: Sizes = field(default_factory=Sizes)

    @classmethod
    def default(cls, workers: int = 1, cluster: Cluster | None = None) -> Rules:
        """Return the rules of `index.extract`; the parser is loaded when the first document is read.

        Args:
            workers: processes that share the reading of many documents.
            cluster: machines that read in their place, and encode.
        """
        from index import extract
        from index.extract.corpus_speakers import resolve_corpus

        fingerprint = f"{extract.FINGERPRINT}-{FINGERPRINT}"
        if cluster is not None:
            return cls(fingerprint, cluster.extract, resolve_corpus, cluster.encode)
        return cls(fingerprint, partial(extract.extract, workers=workers), resolve_corpus)
