"""The stores that are compared: how each is filled, opened and asked for the nearest of one speaker.

Each is set up as its own documentation advises for a filter by one field, and as far as it can be so that no answer is
missing. What `fill` leaves is committed by the store's own means; whoever measures then flushes each file to the disk.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIM, NEAREST = 384, 10
EVERYBODY = "everybody"
BATCH = 5_000  # rows that are added at a time
Matrix = NDArray[np.float32]
Search = Callable[[Matrix, str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A store.

    Attributes:
        library: module that has to be installed.
        fill: writes vectors, shape (n, DIM), and who said each, into a folder.
        open: opens what `fill` wrote; what it returns takes a vector, shape (DIM,), and a speaker or EVERYBODY, and
            returns the rows that it holds for the NEAREST.
    """

    library: str
    fill: Callable[[Path, Matrix, Sequence[str]], None]
    open: Callable[[Path], Search]

    def installed(self) -> bool:
        """Tell whether its library is there."""
        return importlib.util.find_spec(self.library) is not None


def batches(count: int) -> Iterator[range]:
    """Yield the rows, so many at a time."""
    return (range(first, min(first + BATCH, count)) for first in range(0, count, BATCH))


def fill_numpy(folder: Path, vectors: Matrix, names: Sequence[str]) -> None:
    """Save two arrays."""
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "names.npy", np.array(names))


def open_numpy(folder: Path) -> Search:
    """Compare everything with everything: the floor."""
    kept, spoken = np.load(folder / "vectors.npy", mmap_mode="r"), np.load(folder / "names.npy")

    def search(vector: Matrix, name: str) -> Sequence[int]:
        rows = np.arange(len(kept)) if name == EVERYBODY else np.flatnonzero(spoken == name)
        scores = (kept if name == EVERYBODY else kept[rows]) @ vector
        best = np.argpartition(-scores, min(NEAREST, len(rows)) - 1)[:NEAREST]
        return [int(row) for row in rows[best]]

    return search


def fill_this_store(folder: Path, vectors: Matrix, names: Sequence[str]) -> None:
    """Write the columns and the vectors of a generation."""
    from index.schema import Kind, Quote, Record, Span, Style
    from index.store import columns
    from index.store import vectors as faiss_vectors

    span = Span(0, 1)
    records = (
        Record(row, "a", Kind.QUOTE, (span,), span, Quote((span,), Style.DIRECT, speaker=name))
        for row, name in enumerate(names)
    )
    columns.write(folder / columns.FOLDER, records, {"a": 0})
    faiss_vectors.write(folder, vectors, np.arange(len(vectors)))


def open_this_store(folder: Path) -> Search:
    """Filter by columns and search with FAISS, as a generation does."""
    from index.store import columns
    from index.store.filter import Filter
    from index.store.vectors import Vectors

    kept, spoken = Vectors.open(folder), columns.Columns.open(folder / columns.FOLDER)

    def search(vector: Matrix, name: str) -> Sequence[int]:
        rows = None if name == EVERYBODY else spoken.select(Filter(speakers=(name,)), None)
        return [row for row, _ in kept.search(vector, NEAREST, rows, approximate=name == EVERYBODY)]

    return search


def fill_chroma(folder: Path, vectors: Matrix, names: Sequence[str]) -> None:
    """Add to a collection: each batch is a transaction of SQLite."""
    import chromadb  # type: ignore[import-not-found,unused-ignore]

    client = chromadb.PersistentClient(str(folder))
    kept = client.create_collection("statements", configuration={"hnsw": {"space": "ip"}})
    for rows in batches(len(names)):
        kept.add(
            ids=[str(row) for row in rows],
            embeddings=vectors[rows.start : rows.stop],
            metadatas=[{"speaker": names[row]} for row in rows],
        )


def open_chroma(folder: Path) -> Search:
    """Ask Chroma, which keeps an HNSW graph and filters by metadata."""
    import chromadb  # type: ignore[import-not-found,unused-ignore]

    kept = chromadb.PersistentClient(str(folder)).get_collection("statements")

    def search(vector: Matrix, name: str) -> Sequence[int]:
        where = None if name == EVERYBODY else {"speaker": name}
        found = kept.query(query_embeddings=[vector], n_results=NEAREST, where=where, include=["distances"])
        return [int(id) for id in found["ids"][0]]

    return search


def fill_lancedb(folder: Path, vectors: Matrix, names: Sequence[str]) -> None:
    """Create a table, which is one version of a data set once it is there, and a bitmap index of the speakers."""
    import lancedb  # type: ignore[import-not-found,unused-ignore]
    import pyarrow as pa

    column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), DIM)
    table = pa.table({"row": pa.array(range(len(names))), "speaker": pa.array(names), "vector": column})
    lancedb.connect(str(folder)).create_table("statements", table).create_scalar_index("speaker", index_type="BITMAP")


def open_lancedb(folder: Path) -> Search:
    """Ask LanceDB, exactly."""
    import lancedb  # type: ignore[import-not-found,unused-ignore]

    kept = lancedb.connect(str(folder)).open_table("statements")

    def search(vector: Matrix, name: str) -> Sequence[int]:
        query = kept.search(vector).distance_type("dot").select(["row", "_distance"]).limit(NEAREST)
        if name != EVERYBODY:
            query = query.where(f"speaker = '{name}'", prefilter=True)
        return [int(row) for row in query.to_arrow()["row"].to_pylist()]

    return search


def fill_milvus_lite(folder: Path, vectors: Matrix, names: Sequence[str]) -> None:
    """Insert, partitioned by speaker, and flush."""
    from pymilvus import DataType, MilvusClient

    client = MilvusClient(str(folder / "statements.db"))
    schema = MilvusClient.create_schema(auto_id=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("speaker", DataType.VARCHAR, max_length=100, is_partition_key=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIM)
    index = MilvusClient.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="IP")
    client.create_collection("statements", schema=schema, index_params=index)
    for rows in batches(len(names)):
        client.insert("statements", [{"row": row, "speaker": names[row], "vector": vectors[row]} for row in rows])
    client.flush("statements")
    client.close()


def open_milvus_lite(folder: Path) -> Search:
    """Ask Milvus Lite, exactly."""
    from pymilvus import MilvusClient

    for library in ("pymilvus", "milvus_lite"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    client = MilvusClient(str(folder / "statements.db"))
    client.load_collection("statements")

    def search(vector: Matrix, name: str) -> Sequence[int]:
        where = "" if name == EVERYBODY else f'speaker == "{name}"'
        [found] = client.search("statements", [vector], filter=where, limit=NEAREST, output_fields=["row"])
        return [int(hit["row"]) for hit in found]

    return search


def fill_txtai(folder: Path, vectors: Matrix, names: Sequence[str], **options: object) -> None:
    """Index, and save: vectors in FAISS, the rest in SQLite."""
    from txtai import Embeddings  # type: ignore[import-not-found,unused-ignore]

    def encoded(texts: Sequence[str]) -> Matrix:
        return vectors[[int(text) for text in texts]]

    kept = Embeddings({"method": "external", "transform": encoded, "content": True, "backend": "faiss", **options})
    kept.index((row, {"text": str(row), "speaker": name}, None) for row, name in enumerate(names))
    kept.config["transform"] = None
    kept.save(str(folder / "index"))


def fill_txtai_exactly(folder: Path, vectors: Matrix, names: Sequence[str]) -> None:
    """Do the same with an exact index."""
    fill_txtai(folder, vectors, names, faiss={"components": "IDMap,Flat"})


def open_txtai(folder: Path, candidates: int | None = None) -> Search:
    """Ask txtai, which filters in SQLite what FAISS found; `candidates` of it where they are given."""
    from txtai import Embeddings  # type: ignore[import-not-found,unused-ignore]

    kept = Embeddings({"method": "external", "transform": None, "content": True, "backend": "faiss"})
    kept.load(str(folder / "index"))
    among = "" if candidates is None else f", {candidates or kept.count()}"

    def search(vector: Matrix, name: str) -> Sequence[int]:
        query = f"select id, score from txtai where similar(:vector{among})"  # noqa: S608 - a number of our own
        query += "" if name == EVERYBODY else " and speaker = :name"
        found = kept.search(query, NEAREST, parameters={"vector": vector, "name": name})
        return [int(one["id"]) for one in found]

    return search


def open_txtai_exactly(folder: Path) -> Search:
    """Do the same, and have it filter all that there is, so that nothing is missing."""
    return open_txtai(folder, 0)


PEERS = {
    "this store": Peer("faiss", fill_this_store, open_this_store),
    "NumPy": Peer("numpy", fill_numpy, open_numpy),
    "Chroma": Peer("chromadb", fill_chroma, open_chroma),
    "LanceDB": Peer("lancedb", fill_lancedb, open_lancedb),
    "Milvus Lite": Peer("milvus_lite", fill_milvus_lite, open_milvus_lite),
    "txtai": Peer("txtai", fill_txtai, open_txtai),
    "txtai, exact": Peer("txtai", fill_txtai_exactly, open_txtai_exactly),
}
