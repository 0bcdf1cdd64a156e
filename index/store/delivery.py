"""A generation put into Milvus, for readers on other machines: its records as rows, and all else as JSON in pieces.

What rows are filtered by stands in fields of its own; the rest of a record is JSON, as the catalogue keeps it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby, islice

import numpy as np

from index.schema import Document, Record
from index.store import cells, corrections
from index.store.columns import placed
from index.store.expression import clean, days
from index.store.generation import Generation
from index.store.milvus import BATCH, TEXTS, Fields, Milvus

PIECE = 60_000  # characters of a text in one row
PIECES = 100  # such rows a request
MOST_STEMS = 5_000  # different words of one record that are compared with a topic: what its field holds
PREFIX = 3  # letters that the stems of one text of the vocabulary have in common
Watch = Callable[[Iterable[int], str, int], Iterable[int]]
WORDLESS = {0: 1e-9}  # Milvus takes no empty vector; no word has the number 0


def deliver(generation: Generation, milvus: Milvus, watch: Watch | None = None) -> bool:
    """Let `generation` serve from Milvus, and tell whether it had to be put there; corrections go with it.

    Args:
        generation: what is to serve.
        milvus: where it is to serve from.
        watch: shows how far it is: passes items on, so many of them, under a label.

    Raises:
        ConfigError: Milvus cannot be reached, or failed; what served before still does.
    """
    collection = _collection(generation, milvus)
    if milvus.current() == collection:
        return False
    documents = generation.documents()
    milvus.begin(collection, generation.manifest.dim)
    rows = generation.select().tolist()
    records, texts = _records(generation, documents, rows), _texts(generation, documents)
    starts = range(0, len(rows), BATCH)
    for _ in watch(starts, "delivering", len(starts)) if watch else starts:
        milvus.insert(collection, _with_vectors(generation, list(islice(records, BATCH))))
    while batch := list(islice(texts, PIECES)):
        milvus.insert(collection + TEXTS, batch)
    milvus.finish(collection, len(rows))
    return True


def number(stem: str) -> int:
    """Return the number of a stem in the vectors of words; two share one in one of four billion pairs."""
    digest = hashlib.blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest) % (2**32 - 2) + 1


def _collection(generation: Generation, milvus: Milvus) -> str:
    """Name the collection of a generation by what is in it."""
    corrected = [asdict(correction) for correction in corrections.read(generation.folder.parent.parent)]
    content = json.dumps([asdict(generation.manifest), corrected])
    return f"{milvus.name}_{generation.id}_{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _records(generation: Generation, documents: Iterable[Document], rows: Sequence[int]) -> Iterator[Fields]:
    """Yield the fields of the records in the order of their rows, without their vectors."""
    numbered = {document.id: (n, document) for n, document in enumerate(documents)}
    starts = range(0, len(rows), BATCH)
    records = (record for first in starts for record in generation.records(rows[first : first + BATCH]))
    scores = generation.scores()
    for id, inside in groupby(records, lambda record: record.doc):
        n, document = numbered[id]
        for record, (first, end) in placed(list(inside)):
            place = {"document": n, "first": first, "end": end}
            words = {number(stem): score for stem, score in next(scores).items()} or WORDLESS
            yield {**_fields(record, document), **place, "words": words}


def _fields(record: Record, document: Document) -> Fields:
    """Return what a record says, and what it is filtered by."""
    quote = record.quote
    row, _, *rest = cells.of_record(record, 0)
    first_day, last_day = days(document.date)
    return {
        "row": row,
        "doc": clean(record.doc),
        "kind": record.kind.value,
        "style": quote.style.value if quote else "",
        "speaker": clean(record.speaker),
        "addressee": clean(quote.addressee) if quote else "",
        "mediated": int(quote.mediation is not None) if quote else -1,
        "repeats": -1 if record.repeats is None else record.repeats,
        "outlet": clean(document.outlet),
        "first_day": first_day,
        "last_day": last_day,
        "record": json.dumps([row, record.doc, *rest]),
    }


def _with_vectors(generation: Generation, batch: list[Fields]) -> list[Fields]:
    """Return the fields of records with their vectors and the stems of their contents."""
    rows = np.array([fields["row"] for fields in batch], dtype=np.int64)
    return [
        {**fields, "vector": vector, "stems": json.dumps(sorted(stems)[:MOST_STEMS])}
        for fields, vector, stems in zip(batch, generation.vectors(rows), generation.stems(rows), strict=True)
    ]


def _texts(generation: Generation, documents: Iterable[Document]) -> Iterator[Fields]:
    """Yield the rows of everything that is no record."""
    place = 0
    for what, key, n, thing in _things(generation, documents):
        text = json.dumps(thing)  # ASCII, so that it may be cut anywhere
        for first in range(0, len(text), PIECE):
            fields = {"place": place, "what": what, "key": clean(key), "number": n}
            yield {**fields, "text": text[first : first + PIECE], "vector": [0.0, 1.0]}
            place += 1


def _things(generation: Generation, documents: Iterable[Document]) -> Iterator[tuple[str, str, int, object]]:
    """Yield what is no record: what it is, what it is found by, its number, and what can be JSON."""
    later = {}
    for n, document in enumerate(documents):
        yield (
            "document",
            document.id,
            n,
            (document.id, document.title, document.outlet, document.date, document.url, document.text),
        )
        if (by := generation.later(document.id)) is not None:
            later[document.id] = (by[0].id, by[1])
    for n, entry in enumerate(generation.speakers()):
        counts = (entry.direct, entry.indirect, entry.mixed)
        yield "speaker", "", n, (*cells.of_speaker(n, entry.speaker)[1:], *counts)
    for prefix, stems in groupby(generation.stems_beginning(""), lambda stem: stem[:PREFIX]):
        yield "stems", prefix, 0, {stem: generation.sentences_with(stem) for stem in stems}
    manifest = {**asdict(generation.manifest), "files": {}}
    told = {"outlets": generation.outlets(), "months": generation.months()}
    yield "head", "", 0, {"manifest": manifest, "later": later, **told}
