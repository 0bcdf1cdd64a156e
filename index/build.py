"""Documents in, a published generation out: read, extract, resolve, number, encode, publish."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.corpus import Journal, read_documents
from index.corpus.boilerplate import FINGERPRINT, without_boilerplate
from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError, SourceError
from index.schema import Document, Extraction, Speaker
from index.store.encoder import Encoder
from index.store.graph import Graph
from index.store.manifest import FORMAT, Manifest, verify
from index.store.publish import Contents, current, publish, writer
from index.store.rows import rows

logger = logging.getLogger(__name__)

CHUNK = 256
T = TypeVar("T")


class Progress(Protocol):
    """Shows how far something is."""

    def __call__(self, items: Iterable[T], what: str, total: int) -> Iterable[T]:
        """Pass `items` on, `total` of them, under the label `what`."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How documents are read for quotes.

    Attributes:
        fingerprint: changes whenever the same documents may give other extractions.
        extract: documents to extractions, one each, in order.
        resolve: extractions to extractions with speakers named alike throughout, and these speakers.
    """

    fingerprint: str
    extract: Callable[[Iterable[Document]], Iterator[Extraction]]
    resolve: Callable[[Sequence[Extraction]], tuple[tuple[Extraction, ...], tuple[Speaker, ...]]]

    @classmethod
    def default(cls, workers: int = 1) -> Rules:
        """Return the rules of `index.extract`; the parser is loaded when the first document is read.

        Args:
            workers: processes that share the reading of many documents.
        """
        from index import extract
        from index.extract.corpus_speakers import resolve_corpus

        read = partial(extract.extract, workers=workers)
        return cls(f"{extract.FINGERPRINT}-{FINGERPRINT}", read, resolve_corpus)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes:
        generation: folder of the generation that is current now.
        fresh: whether it was built now; otherwise it was up to date.
        counts: documents, records, quotes, sentences, speakers.
        seconds: time taken.
        skipped: how many files, lines and documents were left out, by what is wrong with them.
    """

    generation: Path
    fresh: bool
    counts: Mapping[str, int]
    seconds: float
    skipped: Mapping[str, int]


def unwatched(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """Show no progress."""
    del what, total
    return items


def build(
    paths: Sequence[Path],
    root: Path,
    encoder: Encoder,
    *,
    rules: Rules | None = None,
    strict: bool = False,
    progress: Progress = unwatched,
) -> Report:
    """Make the index in `root` hold the documents of `paths`; nothing is done where it does already.

    Args:
        paths: files and folders.
        root: folder of the index.
        encoder: what makes the vectors; not used when the index is up to date.
        rules: how quotes are found.
        strict: refuse to build when anything has to be skipped.
        progress: wraps what is iterated over, with a label and a length.

    Raises:
        SourceError: no document could be read; or `strict`, and something could not.
        IndexBusyError: another process is writing the index.
        ConfigError: the folder cannot be written. The current generation is as it was after any error.
    """
    started = time.monotonic()
    rules = rules or Rules.default()
    journal = Journal()
    documents = list(read_documents(paths, journal))
    skipped = journal.faults()
    if strict and skipped:
        raise SourceError(f"{sum(skipped.values())} skipped, and nothing may be; mend or remove what is named above")
    source = fingerprint(documents, encoder.fingerprint, rules.fingerprint)
    if (found := _up_to_date(root, source)) is not None:
        folder, manifest = found
        return Report(folder, False, manifest.counts, time.monotonic() - started, skipped)
    with writer(root) as scratch:
        extractions = _extractions(documents, rules, journal, progress)
        graph = (_last_graph(root, encoder.fingerprint) or encoder).graph(scratch)
        contents = _contents(extractions, graph or encoder, rules, progress)
        paths = [path.resolve() for path in paths]
        publish(root, replace(contents, source=source, sources=list(map(str, paths)), graph=graph))
    return Report(current(root), True, contents.counts(), time.monotonic() - started, skipped)


def fingerprint(documents: Iterable[Document], encoder: str, rules: str) -> str:
    """Digest everything that an index depends on: texts, metadata and their order, rules, encoder and format."""
    digest = hashlib.sha256(json.dumps([FORMAT, encoder, rules]).encode())
    for document in documents:
        fields = (document.id, document.sha256, document.title, document.outlet, document.date, document.url)
        digest.update(json.dumps(fields).encode())
    return digest.hexdigest()


def _up_to_date(root: Path, source: str) -> tuple[Path, Manifest] | None:
    """Return the current generation where it is whole and was made from just this."""
    try:
        folder = current(root)
        manifest = Manifest.read(folder)
        verify(folder, manifest.files)
    except IndexMissingError:
        return None
    except (IndexDamagedError, IndexMismatchError) as error:
        logger.warning("building anew: %s", error)
        return None
    return (folder, manifest) if manifest.source == source else None


def _last_graph(root: Path, encoder: str) -> Graph | None:
    """Return the graph of the current generation where it stands for the same encoder and is sound."""
    try:
        manifest = Manifest.read(folder := current(root))
        graph = Graph.of(folder, manifest) if manifest.encoder == encoder else None
        if graph is not None:
            verify(folder, graph.files, content=True)
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return None
    return graph


def _extractions(
    documents: Sequence[Document], rules: Rules, journal: Journal, progress: Progress
) -> Iterator[Extraction]:
    """Read documents for quotes, telling what could not be read; boilerplate becomes no record."""
    for extraction in progress(rules.extract(documents), "reading", len(documents)):
        journal.warn_of(extraction)
        yield without_boilerplate(extraction)


def _contents(extractions: Iterable[Extraction], encoder: Encoder, rules: Rules, progress: Progress) -> Contents:
    """Make of extractions everything that a generation holds."""
    resolved, speakers = rules.resolve(list(extractions))
    numbered = list(rows(resolved))
    return Contents(
        documents=[extraction.document for extraction in resolved],
        rows=numbered,
        speakers=speakers,
        matrix=encode(encoder, [row.content for row in numbered], progress),
        encoder=encoder.fingerprint,
        extractor=rules.fingerprint,
    )


def encode(encoder: Encoder, texts: Sequence[str], progress: Progress = unwatched) -> NDArray[np.float32]:
    """Encode texts longest first, each different one once; return their rows, (len(texts), dim), in the order given."""
    unique = sorted(set(texts), key=lambda text: (-len(text), text))
    place = {text: i for i, text in enumerate(unique)}
    starts = range(0, len(unique), CHUNK)
    chunks = [encoder.encode(unique[first : first + CHUNK]) for first in progress(starts, "encoding", len(starts))]
    matrix = np.concatenate(chunks) if chunks else np.empty((0, encoder.dim), dtype=np.float32)
    return matrix[[place[text] for text in texts]]
