"""The whole check of a generation: every file, every offset, every vector."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.schema import Document, Record, Span
from index.store.catalogue import Catalogue
from index.store.layers import LayeredVectors
from index.store.manifest import Manifest, verify
from index.store.rows import content_of
from index.store.vectors import Vectors, not_unit

CHUNK = 1024
SAMPLE = 64
AGREEMENT = 0.999

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a generation is verified.

    Attributes:
        folder: its folder.
        manifest: its manifest.
        catalogue: its catalogue.
        vectors: its vectors.
        rows: its rows, ascending, int64; vectors of others are of documents that no longer count.
    """

    folder: Path
    manifest: Manifest
    catalogue: Catalogue
    vectors: Vectors | LayeredVectors
    rows: NDArray[np.int64]


def audit(parts: Parts, encode: Encode, *, full: bool) -> Iterator[str]:
    """Verify a generation, yielding what was found good, one line a step.

    Args:
        parts: the generation.
        encode: what made the vectors; a sample of them is made again, with `full` all of them.
        full: whether every text is encoded again.

    Raises:
        IndexDamagedError: at the first fault; the message names it.
    """
    folder, manifest, catalogue, vectors = parts.folder, parts.manifest, parts.catalogue, parts.vectors
    verify(folder, manifest.files, content=True)
    yield f"{len(manifest.files)} files match their checksums"
    catalogue.integrity()
    documents = {document.id: document for document in catalogue.documents()}
    yield f"{len(documents)} documents match their sha256"
    count = len(parts.rows)
    for first in range(0, count, CHUNK):
        records = catalogue.records(parts.rows[first : first + CHUNK].tolist())
        if fault := next(filter(None, (_fault(record, documents) for record in records)), None):
            raise _damaged(folder, fault)
    yield f"{count} records lie inside their documents"
    for first in range(0, count, CHUNK):
        rows = parts.rows[first : first + CHUNK]
        if off := not_unit(vectors.take(rows)):
            raise _damaged(folder, f"vector {rows[off[0]]} is not of unit length")
    yield f"{count} vectors are of unit length"
    few = np.unique(np.linspace(0, count - 1, min(SAMPLE, count)).astype(np.int64))
    sample = parts.rows if full else parts.rows[few]
    for first in range(0, len(sample), CHUNK):
        chunk = sample[first : first + CHUNK]
        texts = [content_of(record, documents[record.doc]) for record in catalogue.records(chunk.tolist())]
        cosines = np.sum(encode(texts) * vectors.take(chunk), axis=1)
        if len(apart := np.flatnonzero(~(cosines >= AGREEMENT))):
            raise _damaged(folder, f"vector {chunk[apart[0]]} is not that of its text (cosine {cosines[apart[0]]:.3f})")
    yield f"{len(sample)} of {count} vectors are those of their texts"


def _fault(record: Record, documents: dict[str, Document]) -> str | None:
    """Say what is wrong with a record's place in its document, None where nothing is."""
    text = Span(0, len(documents[record.doc].text))
    spans = [*record.spans, record.sentence]
    if record.quote:
        spans += [span for span in (record.quote.cue, record.quote.source) if span]
    for span in spans:
        if span.start >= span.end or not text.covers(span):
            where = f"{span.start}..{span.end} lies outside of document {record.doc!r}, 0..{text.end}"
            return f"record {record.row}: {where}"
    if any(after.start < before.end for before, after in zip(record.spans, record.spans[1:], strict=False)):
        return f"record {record.row}: its spans overlap or are out of order"
    if not record.sentence.covers(record.hull):
        return f"record {record.row}: its sentence does not cover its content"
    return None


def _damaged(folder: Path, what: str) -> IndexDamagedError:
    return IndexDamagedError(f"{folder}: {what}")
