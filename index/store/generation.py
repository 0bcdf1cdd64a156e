"""One published generation, opened for reading: what search and delivery see of the store."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError, IndexMismatchError
from index.schema import Document, Kind, Record, Span, SpeakerEntry
from index.settings import Settings
from index.store import columns, corrections
from index.store.amendments import Amendments
from index.store.audit import Parts, audit
from index.store.catalogue import Catalogue
from index.store.columns import Columns, Runs
from index.store.encoder import Encoder, SentenceEncoder
from index.store.filter import Filter
from index.store.graph import Graph
from index.store.layers import LayeredVectors, LayeredWords
from index.store.manifest import DELTA, DocumentEntry, Manifest, verify
from index.store.newest import newest
from index.store.vectors import Vectors
from index.store.words import FOLDER as WORDS
from index.store.words import Words

logger = logging.getLogger(__name__)

EVERYTHING = Filter()
TEXTS = 2_048  # documents that are kept once they were read


def around(record: Record, spans: Sequence[Span], sentences: int) -> Span:
    """Return the span of a record's sentence with so many of the sentences `spans` of its document before and after."""
    inside = [i for i, span in enumerate(spans) if span.overlap(record.sentence)]
    if not inside:
        return record.sentence
    first, last = max(0, inside[0] - sentences), min(len(spans) - 1, inside[-1] + sentences)
    return Span(min(spans[first].start, record.sentence.start), max(spans[last].end, record.sentence.end))


def _with_delta(
    folder: Path, base: Columns, vectors: Vectors, words: Words, amendments: Amendments
) -> tuple[Columns, LayeredVectors, LayeredWords]:
    """Return the parts of a base with those of the delta in `folder`."""
    joined = base.joined(Columns.open(folder / columns.FOLDER), amendments)
    added = Vectors.open(folder)
    hidden = joined.hidden
    sentences = hidden[joined.are(Kind.SENTENCE, hidden)]
    worded = LayeredWords(words, Words.open(folder / WORDS, len(added)), hidden, sentences)
    return joined, LayeredVectors(vectors, added), worded


class Generation:
    """A generation of an index. It never changes, and threads may share it.

    Attributes:
        id: its number, "000001".
        folder: where its files are.
        manifest: what it says of itself.
        graph: the encoder, where it has one that needs no PyTorch.
    """

    def __init__(self, folder: Path, manifest: Manifest, encoder: Encoder) -> None:
        self.id = folder.name
        self.folder = folder
        self.manifest = manifest
        self._catalogue = Catalogue.open(folder)
        self._columns = Columns.open(folder / columns.FOLDER)
        self._vectors: Vectors | LayeredVectors = (vectors := Vectors.open(folder))
        self._words: Words | LayeredWords = (words := Words.open(folder / WORDS, len(vectors)))
        if manifest.base is not None:
            self._columns, self._vectors, self._words = _with_delta(
                folder / DELTA, self._columns, vectors, words, self._catalogue.amendments()
            )
        self.graph = Graph.of(folder, manifest)
        self._encoder = encoder
        self._document = lru_cache(TEXTS)(self._catalogue.document)
        self._of_kind: dict[tuple[Kind | None, bool], NDArray[np.int64]] = {}

    @classmethod
    def open(cls, root: Path, encoder: Encoder | None = None) -> Generation:
        """Open the current generation of the index in `root`; where it is damaged, with a warning, the one before it.

        Args:
            root: folder of the index.
            encoder: the model, loaded only where the generation has no graph of it; by default that of the settings.

        Raises:
            IndexMissingError: there is no index.
            IndexMismatchError: it was built by another encoder or has another format.
            IndexDamagedError: a file is missing, cut or changed, and no other generation is whole.
        """
        return newest(root, partial(cls.at, encoder=encoder))

    @classmethod
    def at(cls, folder: Path, encoder: Encoder | None = None) -> Generation:
        """Open the generation in `folder`; see `open`.

        Small files are compared with their checksums, large ones with their sizes (`check` reads everything).

        Raises:
            IndexMismatchError: it was built by another encoder or has another format.
            IndexDamagedError: a file is missing, cut or changed.
        """
        manifest = Manifest.read(folder)
        encoder = encoder or SentenceEncoder(Settings.from_env().model)
        if manifest.encoder != encoder.fingerprint:
            raise IndexMismatchError(
                f"{folder} was built with the encoder {manifest.encoder}, but {encoder.fingerprint} is set; "
                "run python -m index build again, or set QUOTES_MODEL to the model it was built with",
            )
        verify(folder, manifest.files)
        generation = cls(folder, manifest, encoder)
        generation._agree()
        generation._columns.correct(generation._catalogue.correct(corrections.read(folder.parent.parent)))
        return generation

    def __len__(self) -> int:
        """Number of rows: of records, and of those that were replaced or removed since the last whole build."""
        return len(self._vectors)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim), float32; loads the encoder on first use."""
        if self.graph is not None:
            try:
                return self.graph.encode(texts)
            except IndexDamagedError as error:
                logger.warning("%s; until then PyTorch encodes questions", error)
                self.graph = None
        return self._encoder.encode(texts)

    def select(self, where: Filter = EVERYTHING, *, once: bool = False) -> NDArray[np.int64]:
        """Return the rows that pass `where`, ascending, int64; do not change them.

        With `once` what copies of an article repeat is left out, unless `where` picks documents: the first may not be
        among them.
        """
        if where != Filter(kind=where.kind):
            return self._columns.select(where, self._catalogue.passing(where), once=once)
        if (where.kind, once) not in self._of_kind:
            self._of_kind[where.kind, once] = self._columns.select(where, None, once=once)
        return self._of_kind[where.kind, once]

    def nearest(
        self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` rows nearest to the unit `vector` (dim,), with cosines, best first.

        Inside `rows` (ascending) the search is exact, unless they are all of a kind, as `select` gave them: then, as
        for all rows, one in a large index finds the share of them that the manifest's `recall` tells.
        """
        if rows is None and len(self._columns.hidden):
            rows = self.select()
        everything = rows is None or any(rows is of_kind for of_kind in self._of_kind.values())
        return self._vectors.search(vector, k, rows, approximate=everything)

    def matching(self, text: str, k: int, rows: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """Return up to `k` rows that share words with `text`, with scores above 0, best first, inside `rows`."""
        if rows is None and len(self._columns.hidden):
            rows = self.select()
        return self._words.search(text, k, rows)

    def candidates(self, text: str, vector: NDArray[np.float32], k: int, where: Filter) -> NDArray[np.int64]:
        """Return the rows inside `where` to choose from, ascending, once each, what copies repeat left out.

        All where there are no more than `k`, else the `k` nearest to `vector` and the `k` that match `text` best.
        """
        rows = self.select(where, once=True)
        if len(rows) <= k:
            return rows
        alike = [row for row, _ in self.nearest(vector, k, rows)]
        worded = [row for row, _ in self.matching(text, k, rows)]
        return np.array(sorted({*alike, *worded}), dtype=np.int64)

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of the unit `vector` (dim,) with each of `rows`, float32, in the order given."""
        return self._vectors.cosines(vector, rows)

    def vectors(self, rows: Iterable[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, shape (len(rows), dim), float32, in the order given."""
        return self._vectors.take(rows if isinstance(rows, np.ndarray) else np.fromiter(rows, dtype=np.int64))

    def sentences_near(self, rows: NDArray[np.int64], before: int = 0, after: int = 0) -> Runs:
        """Return the rows of the sentences in which each of `rows` stands, and so many around them in its document."""
        return self._columns.near(rows, before, after)

    def headlines(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of the first sentence of the document of each of `rows`."""
        return self._columns.headlines(rows)

    def in_headline(self, row: int) -> bool:
        """Tell whether a row stands in the first sentence of its document."""
        return self._columns.in_headline(row)

    def scores(self) -> Iterator[dict[str, float]]:
        """Yield for each row that `select` gives what its words score in it, by their stems."""
        shown = np.ones(len(self), dtype=np.bool_)
        shown[self._columns.hidden] = False
        return compress(self._words.scores(), shown.tolist())

    def stems(self, rows: NDArray[np.int64]) -> list[frozenset[str]]:
        """Return the stems, without accents, of the content of each of `rows`."""
        return self._words.stems(rows)

    def having(self, rows: NDArray[np.int64], groups: Sequence[Collection[str]]) -> NDArray[np.bool_]:
        """Tell which of `rows` have one of the stems of each group in their content: shape (len(rows), len(groups))."""
        return self._words.having(rows, groups)

    def stems_beginning(self, start: str) -> Sequence[str]:
        """Return the stems of the corpus that begin with `start`."""
        return self._words.beginning(start)

    def sentences_with(self, stem: str) -> int:
        """Return in how many sentences a stem without accents stands."""
        return self._words.sentences(stem)

    def records(self, rows: Iterable[int]) -> list[Record]:
        """Return the records of `rows`, in the order asked."""
        return self._catalogue.records(rows)

    def repeating(self, record: Record) -> list[Record]:
        """Return the other records that say the same in copies of the document, in the order of their rows."""
        return self._catalogue.repeating(record)

    def later(self, id: str) -> tuple[Document, bool] | None:
        """Return what replaced a document (True) or is a note that corrects it (False), None where nothing does."""
        by, whole = self._later.get(id, (None, False))
        return (self.document(by), whole) if by is not None else None

    def replaced(self, id: str) -> bool:
        """Tell whether a later version replaced a document as a whole."""
        return self._later.get(id, ("", False))[1]

    def document(self, id: str) -> Document:
        """Return one document with its text; KeyError where there is none."""
        return self._document(id)

    def documents(self) -> list[Document]:
        """Return all documents with their texts, in the order of their rows."""
        return self._catalogue.documents()

    def listing(self) -> list[DocumentEntry]:
        """Return what is known of each document, in the order of their rows; no text is read."""
        return [DocumentEntry(*found) for found in self._catalogue.listing()]

    def outlets(self) -> list[str]:
        """Return where the documents are from, each once, in the order of the documents."""
        return self._catalogue.outlets()

    def months(self) -> list[str]:
        """Return the months that the documents are of, "2016-03", each once, in their order."""
        return self._catalogue.months()

    def speakers(self) -> list[SpeakerEntry]:
        """Return every speaker of the corpus, most quoted first; those who are never quoted come last."""
        return list(self._speakers)

    @cached_property
    def _later(self) -> dict[str, tuple[str, bool]]:
        return self._catalogue.later()

    @cached_property
    def _speakers(self) -> tuple[SpeakerEntry, ...]:
        return tuple(self._catalogue.speakers(self._columns.tally()))

    def context(self, record: Record, sentences: int = 1) -> Span:
        """Return the span of the record's sentence with so many sentences before and after it in its document."""
        return around(record, self._catalogue.sentences(record.doc), sentences)

    def check(self, *, full: bool = False) -> Iterator[str]:
        """Verify everything, yielding what was found good, one line a step; `full` encodes every text again.

        Raises:
            IndexDamagedError: at the first fault; the message names it.
        """
        parts = Parts(self.folder, self.manifest, self._catalogue, self._vectors, self.select())
        yield from audit(parts, self.encode, full=full)

    def close(self) -> None:
        """Let go of the files."""
        self._catalogue.close()

    def _agree(self) -> None:
        """Compare what the parts of the generation say of each other."""
        counts, wanted = self._catalogue.counts(), dict(self.manifest.counts)
        rows = counts.pop("rows")
        counts["records"] = rows - len(self._columns.hidden)
        pairs = (
            ("records and counts", counts, {name: wanted.get(name) for name in counts}),
            ("vectors", len(self._vectors), rows),
            ("columns", len(self._columns), rows),
            ("numbers in a vector", self._vectors.dim, self.manifest.dim),
        )
        for what, found, expected in pairs:
            if found != expected:
                raise IndexDamagedError(
                    f"{self.folder} disagrees with itself on its {what} ({found}, expected {expected})"
                )
