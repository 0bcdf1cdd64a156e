"""A generation that serves from Milvus, opened for reading: what `generation` is for files, with the same answers.

Filters, vectors and words are searched by the server; the heads of the documents, the speakers and the manifest are
fetched once. A reader stays in the collections that it opened, whatever is delivered meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexMismatchError, IndexMissingError, QuotesError
from index.schema import Document, Kind, Record, Span, SpeakerEntry
from index.store import cells
from index.store.columns import Runs
from index.store.delivery import PREFIX, number
from index.store.encoder import Encoder
from index.store.expression import ALL, among, any_of, expression
from index.store.filter import Filter
from index.store.generation import EVERYTHING, around
from index.store.graph import Graph
from index.store.manifest import FORMAT, DocumentEntry, Manifest
from index.store.milvus import BATCH, TEXTS, Milvus
from index.store.newest import newest
from index.store.words import stems_of

KEPT = 2_048  # documents, and parts of the vocabulary, that are kept once they were fetched


class Served:
    """A generation in Milvus. It never changes, and threads may share it.

    Attributes:
        id: its collection, which tells the number and the content of what was delivered.
        manifest: what it says of itself, its files left out.
        graph: the encoder, where it needs no PyTorch.
    """

    def __init__(self, milvus: Milvus, collection: str, encoder: Encoder | Graph, head: Mapping[str, Any]) -> None:
        self.id = collection
        self.manifest = Manifest(**head["manifest"])
        self._later: dict[str, tuple[str, bool]] = head["later"]
        self._outlets: list[str] = head["outlets"]
        self._months: list[str] = head["months"]
        self._milvus = milvus
        self._collection = collection
        self._encoder = encoder
        self.graph = encoder if isinstance(encoder, Graph) else None
        self._document = lru_cache(KEPT)(self._fetched)
        self._stems = lru_cache(KEPT)(self._beginning)

    @classmethod
    def open(cls, milvus: Milvus, root: Path, encoder: Encoder) -> Served:
        """Open what serves.

        Args:
            milvus: the connection.
            root: folder of an index; where it has the encoder's graph, questions need no PyTorch.
            encoder: the model that questions are encoded with.

        Raises:
            IndexMissingError: nothing was delivered yet.
            IndexMismatchError: it was built by another encoder or format.
            ConfigError: Milvus cannot be reached, or failed.
        """
        collection = milvus.current()
        if collection is None:
            raise IndexMissingError(
                f"there is no index in {milvus.label}; python -m index build PATH... puts one there"
            )
        milvus.load(collection)
        [head] = _things(milvus, collection, 'what == "head"')
        wanted = {"format": FORMAT, "encoder": encoder.fingerprint}
        for what, expected in wanted.items():
            if (found := head["manifest"][what]) != expected:
                raise IndexMismatchError(
                    f"the index in {milvus.label} has the {what} {found}, but {expected} is set; "
                    "run python -m index build again, or set QUOTES_MODEL to the model it was built with"
                )
        return cls(milvus, collection, _graph(root, encoder.fingerprint) or encoder, head)

    def __len__(self) -> int:
        """Number of records."""
        return self.manifest.counts["records"]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, shape (len(texts), dim), float32; loads the encoder on first use."""
        return self._encoder.encode(texts)

    def select(self, where: Filter = EVERYTHING, *, once: bool = False) -> NDArray[np.int64]:
        """Return the rows that pass `where`, ascending, int64; with `once` as in `Generation.select`."""
        found = self._milvus.query(self._collection, expression(where, self._outlets, once=once), ["row"])
        return np.array(sorted(hit["row"] for hit in found), dtype=np.int64)

    def nearest(
        self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` rows nearest to the unit `vector` (dim,), with cosines, best first; exact inside `rows`."""
        return self._near(vector, k, ALL if rows is None else among(rows))

    def matching(self, text: str, k: int, rows: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """Return up to `k` rows that share words with `text`, with scores above 0, best first, inside `rows`."""
        return self._worded(text, k, ALL if rows is None else among(rows))

    def candidates(self, text: str, vector: NDArray[np.float32], k: int, where: Filter) -> NDArray[np.int64]:
        """Return the rows inside `where` to choose from; as `Generation.candidates`, without fetching all that pass."""
        inside = expression(where, self._outlets, once=True)
        rows = {hit["row"] for hit in self._milvus.query(self._collection, inside, ["row"], limit=k + 1)}
        if len(rows) > k:
            rows = {row for row, _ in [*self._near(vector, k, inside), *self._worded(text, k, inside)]}
        return np.array(sorted(rows), dtype=np.int64)

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of the unit `vector` (dim,) with each of `rows`, float32, in the order given."""
        return self.vectors(rows) @ vector

    def vectors(self, rows: Iterable[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `rows`, shape (len(rows), dim), float32, in the order given."""
        wanted = [int(row) for row in rows]
        found = self._by_row(wanted, "vector")
        matrix = np.array([found[row][0] for row in wanted], dtype=np.float32)
        return matrix.reshape(len(wanted), self.manifest.dim)

    def sentences_near(self, rows: NDArray[np.int64], before: int = 0, after: int = 0) -> Runs:
        """Return the rows of the sentences in which each of `rows` stands, and so many around them in its document."""
        places = self._places(rows)
        return Runs.of(
            [inside[max(0, first - before) : end + after] if first < end else [] for inside, first, end in places]
        )

    def headlines(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of the first sentence of the document of each of `rows`; the row itself where it has none."""
        inside = (sentences for sentences, _, _ in self._places(rows))
        first = [its[0] if its else row for row, its in zip(rows.tolist(), inside, strict=True)]
        return np.array(first, dtype=np.int64)

    def in_headline(self, row: int) -> bool:
        """Tell whether a row stands in the first sentence of its document."""
        [(first, end)] = self._by_row([row], "first", "end").values()
        return bool(first == 0 < end)

    def having(self, rows: NDArray[np.int64], groups: Sequence[Collection[str]]) -> NDArray[np.bool_]:
        """Tell which of `rows` have one of the stems of each group in their content: shape (len(rows), len(groups))."""
        stems = {row: frozenset(json.loads(found)) for row, (found,) in self._by_row(rows.tolist(), "stems").items()}
        having = [[not stems[row].isdisjoint(group) for group in groups] for row in rows.tolist()]
        return np.array(having, dtype=np.bool_).reshape(len(rows), len(groups))

    def stems_beginning(self, start: str) -> Sequence[str]:
        """Return the stems of the corpus that begin with `start`, of three letters or more."""
        return [stem for stem in self._stems(start[:PREFIX]) if stem.startswith(start)]

    def sentences_with(self, stem: str) -> int:
        """Return in how many sentences a stem without accents stands."""
        return self._stems(stem[:PREFIX]).get(stem, 0)

    def records(self, rows: Iterable[int]) -> list[Record]:
        """Return the records of `rows`, in the order asked.

        Raises:
            IndexError: there is no such row.
        """
        wanted = [int(row) for row in rows]
        found = {row: _record(text) for row, (text,) in self._by_row(wanted, "record").items()}
        return [found[row] for row in wanted]

    def repeating(self, record: Record) -> list[Record]:
        """Return the other records that say the same in copies of the document, in the order of their rows."""
        first = record.row if record.repeats is None else record.repeats
        rows = {hit["row"] for hit in self._milvus.query(self._collection, f"repeats == {first}", ["row"])}
        return self.records(sorted({first, *rows} - {record.row})) if rows else []

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
        return [_to_document(fields) for fields in self._things("document")]

    def listing(self) -> list[DocumentEntry]:
        """Return what is known of each document, in the order of their rows."""
        return [DocumentEntry(d.id, d.title, d.outlet, d.date, d.url, d.sha256) for d in self.documents()]

    def outlets(self) -> list[str]:
        """Return where the documents are from, each once, in the order of the documents."""
        return list(self._outlets)

    def months(self) -> list[str]:
        """Return the months that the documents are of, "2016-03", each once, in their order."""
        return list(self._months)

    def speakers(self) -> list[SpeakerEntry]:
        """Return every speaker of the corpus, most quoted first; those who are never quoted come last."""
        return list(self._speakers)

    def context(self, record: Record, sentences: int = 1) -> Span:
        """Return the span of the record's sentence with so many sentences before and after it in its document."""
        where = expression(Filter(docs=(record.doc,), kind=Kind.SENTENCE), (), once=False)
        found = [_record(hit["record"]) for hit in self._milvus.query(self._collection, where, ["record"])]
        return around(record, [other.sentence for other in sorted(found, key=lambda other: other.row)], sentences)

    @cached_property
    def _speakers(self) -> tuple[SpeakerEntry, ...]:
        found = self._things("speaker")
        return tuple(SpeakerEntry(cells.to_speaker(*fields[:-3]), *fields[-3:]) for fields in found)

    def _near(self, vector: NDArray[np.float32], k: int, where: str) -> list[tuple[int, float]]:
        if vector.shape != (self.manifest.dim,):
            raise ValueError(f"the vector has {vector.size} numbers, the index {self.manifest.dim}")
        return self._milvus.search(self._collection, "vector", vector.tolist(), min(k, len(self)), where)

    def _worded(self, text: str, k: int, where: str) -> list[tuple[int, float]]:
        wanted = {number(stem): 1.0 for stem in stems_of(text)}
        found = self._milvus.search(self._collection, "words", wanted, min(k, len(self)), where) if wanted else []
        return [(row, score) for row, score in found if score > 0]

    def _by_row(self, rows: Sequence[int], *fields: str) -> dict[int, tuple[Any, ...]]:
        """Return some fields of each of `rows`."""
        distinct = sorted(set(rows))
        found = {}
        for first in range(0, len(distinct), BATCH):
            where = among(distinct[first : first + BATCH])
            hits = self._milvus.query(self._collection, where, ["row", *fields], limit=BATCH)
            found.update({hit["row"]: tuple(hit[field] for field in fields) for hit in hits})
        if missing := [row for row in distinct if row not in found]:
            raise IndexError(f"there is no row {missing[0]} in {self._milvus.label}")
        return found

    def _things(self, what: str, key: str | None = None) -> list[Any]:
        """Return what is no record, of one sort: all of it, or what is found by `key`."""
        if key == "":
            return []
        parts = [any_of("what", [what]), *([] if key is None else [any_of("key", [key])])]
        return _things(self._milvus, self._collection, " and ".join(parts))

    def _fetched(self, id: str) -> Document:
        for fields in self._things("document", id):
            if fields[0] == id:
                return _to_document(fields)
        raise KeyError(id)

    def _beginning(self, prefix: str) -> dict[str, int]:
        """Return the stems that begin with (at most) `PREFIX` letters, and in how many sentences each stands."""
        return {stem: count for found in self._things("stems", prefix) for stem, count in found.items()}

    def _places(self, rows: NDArray[np.int64]) -> list[tuple[list[int], int, int]]:
        """Return for each of `rows` the sentences of its document, and in which of them it stands, [first, end)."""
        places = self._by_row(rows.tolist(), "document", "first", "end")
        sentences: dict[int, list[int]] = {document: [] for document, _, _ in places.values()}
        where = f'kind == "sentence" and document in {list(sentences)}'
        for hit in self._milvus.query(self._collection, where, ["row", "document"]) if sentences else ():
            sentences[hit["document"]].append(hit["row"])
        ordered = {document: sorted(inside) for document, inside in sentences.items()}
        return [(ordered[document], first, end) for document, first, end in map(places.__getitem__, rows.tolist())]


def _to_document(fields: Sequence[Any]) -> Document:
    id, title, outlet, date, url, text = fields
    return Document(id, text, title, outlet, date, url)


def _record(text: str) -> Record:
    return cells.to_record(json.loads(text))


def _things(milvus: Milvus, collection: str, where: str) -> list[Any]:
    """Return what was cut into the pieces inside `where`, in order."""
    texts: dict[int, list[str]] = {}
    for hit in sorted(
        milvus.query(collection + TEXTS, where, ["place", "number", "text"]), key=lambda hit: hit["place"]
    ):
        texts.setdefault(hit["number"], []).append(hit["text"])
    return [json.loads("".join(pieces)) for pieces in texts.values()]


def _graph(root: Path, fingerprint: str) -> Graph | None:
    """Return the graph of the same encoder in the index at `root`, None where there is none."""
    try:
        manifest, graph = newest(root, lambda folder: ((m := Manifest.read(folder)), Graph.of(folder, m)))
    except QuotesError:
        return None
    return graph if manifest.encoder == fingerprint else None
