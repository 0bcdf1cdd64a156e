"""A Milvus server, or a file of Milvus Lite, with the collections of one name. The only file that knows pymilvus.

A delivery is whole or absent: its collections are written under a name of their own, and an alias is moved when all is
there. The collections of the one before are kept for readers that are still in them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import ConfigError

if TYPE_CHECKING:
    from pymilvus import MilvusClient

PORT = 19_530
TEXTS = "_texts"
LONGEST = 65_535  # bytes of a string
BATCH = 1_000  # rows a request
MOST = 16_384  # rows that a search or a page of a query may return
FORM = "milvus://HOST:PORT/NAME, or milvus:///FOLDER/NAME.db for a file of Milvus Lite"
INDEXES = {"vector": "FLAT", "words": "SPARSE_INVERTED_INDEX"}  # both exact
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Milvus is.

    Attributes:
        uri: what pymilvus takes: the server, or the path of a file.
        name: what the collections and their alias are called.
        label: the address without a password, for messages.
        user: name of the account, "" for none.
        password: its password.
    """

    uri: str
    name: str
    label: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_file(self) -> bool:
        """Tell whether it is a file of Milvus Lite."""
        return not self.uri.startswith("http://")

    @classmethod
    def parse(cls, address: str) -> Address:
        """Take `milvus://[USER:PASSWORD@]HOST[:PORT][/NAME]` or `milvus:///FOLDER/NAME.db` apart.

        Raises:
            ConfigError: it is neither.
        """
        try:
            parts = urlsplit(address)
            host = f"{parts.hostname}:{parts.port or PORT}" if parts.netloc else ""
        except ValueError as error:
            raise ConfigError(f"QUOTES_STORE is no address; it takes {FORM}") from error  # may hold a password
        if parts.scheme != "milvus" or not (host or parts.path.endswith(".db")):
            raise ConfigError(f"QUOTES_STORE begins with {address[:9]!r}; it takes {FORM}")
        name = Path(parts.path).stem or "quotes"
        if not re.fullmatch(r"[A-Za-z_]\w{0,99}", name, flags=re.ASCII):
            raise ConfigError(f"QUOTES_STORE names {name!r}; letters, digits and _ make a name that Milvus takes")
        if not host:
            return cls(parts.path, name, address)
        return cls(f"http://{host}", name, f"milvus://{host}/{name}", parts.username or "", parts.password or "")


class Milvus:
    """A connection. Threads may share it.

    Attributes:
        name: what its collections and its alias are called.
        label: the address without a password, for messages.
    """

    def __init__(self, client: MilvusClient, name: str, label: str) -> None:
        self._client = client
        self.name = name
        self.label = label

    @classmethod
    def open(cls, address: str) -> Milvus:
        """Connect to a server, or open a file; see `Address.parse`.

        Raises:
            ConfigError: the address is none, pymilvus is not installed, or nothing answers.
        """
        where = Address.parse(address)
        try:
            from pymilvus import MilvusClient, MilvusException
        except ImportError as error:
            raise ConfigError(
                f"QUOTES_STORE needs pymilvus ({error}); pip install -r requirements-scale.txt"
            ) from error
        for library in ("pymilvus", "milvus_lite"):
            logging.getLogger(library).setLevel(logging.CRITICAL)  # what fails is raised, and told once
        try:
            if where.is_file:
                Path(where.uri).parent.mkdir(parents=True, exist_ok=True)
            client = MilvusClient(where.uri, user=where.user, password=where.password)
        except (MilvusException, OSError, ValueError) as error:
            advice = "one process at a time can use such a file" if where.is_file else "check QUOTES_STORE"
            raise ConfigError(f"{where.label} cannot be opened ({error}); {advice}") from error
        return cls(client, where.name, where.label)

    def current(self) -> str | None:
        """Return the collection that serves, None where nothing was delivered yet."""
        with self._asked():
            if self.name not in self._client.list_aliases()["aliases"]:
                return None
            collection: str = self._client.describe_alias(self.name)["collection_name"]
            return collection

    def collections(self) -> list[str]:
        """Return all collections, also those of other names."""
        with self._asked():
            names: list[str] = self._client.list_collections()
            return names

    def begin(self, collection: str, dim: int) -> None:
        """Make the collections of a delivery, empty: the records, with vectors of `dim` numbers, and the texts."""
        from pymilvus import DataType, MilvusClient

        records = MilvusClient.create_schema(auto_id=False)
        records.add_field("row", DataType.INT64, is_primary=True)
        records.add_field("speaker", DataType.VARCHAR, max_length=LONGEST, is_partition_key=True)
        for column in ("doc", "kind", "style", "addressee", "outlet", "record", "stems"):
            records.add_field(column, DataType.VARCHAR, max_length=LONGEST)
        for column in ("repeats", "mediated", "first_day", "last_day", "document", "first", "end"):
            records.add_field(column, DataType.INT64)
        records.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
        records.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        texts = MilvusClient.create_schema(auto_id=False)
        for column in ("place", "number"):
            texts.add_field(column, DataType.INT64, is_primary=column == "place")
        for column in ("what", "key", "text"):
            texts.add_field(column, DataType.VARCHAR, max_length=LONGEST)
        texts.add_field("vector", DataType.FLOAT_VECTOR, dim=2)  # Milvus wants one in every collection
        for name, schema, indexed in ((collection, records, INDEXES), (collection + TEXTS, texts, ("vector",))):
            index = MilvusClient.prepare_index_params()
            for column in indexed:
                index.add_index(column, index_type=INDEXES[column], metric_type="IP")
            with self._asked():
                self._client.drop_collection(name)
                self._client.create_collection(name, schema=schema, index_params=index)

    def load(self, collection: str) -> None:
        """Have a delivery in memory, so that it can be searched; done at once where it is."""
        with self._asked():
            for name in (collection, collection + TEXTS):
                self._client.load_collection(name)

    def insert(self, collection: str, rows: Sequence[Fields]) -> None:
        """Add rows to a collection that `begin` made."""
        with self._asked():
            self._client.insert(collection, list(rows))

    def finish(self, collection: str, count: int) -> None:
        """Let a delivery of `count` records serve, and drop all but the one before.

        Raises:
            ConfigError: Milvus holds another number of records; what served before still does.
        """
        before = self.current()
        with self._asked():
            for name in (collection, collection + TEXTS):
                self._client.flush(name)
        self.load(collection)
        with self._asked():
            [found] = self._client.query(collection, "", output_fields=["count(*)"], consistency_level="Strong")
        if found["count(*)"] != count:
            raise ConfigError(f"{self.label} holds {found['count(*)']} records of {count}; deliver them again")
        with self._asked():
            move = self._client.alter_alias if before else self._client.create_alias
            move(collection, self.name)
            for name in self.collections():
                whose = re.fullmatch(rf"({re.escape(self.name)}_\d+_[0-9a-f]+)({TEXTS})?", name)
                if whose and whose[1] not in (before, collection):
                    self._client.drop_collection(name)

    def query(self, collection: str, where: str, fields: Sequence[str], limit: int | None = None) -> Iterator[Fields]:
        """Yield these fields of all rows inside `where`, or of any `limit` of them; in no particular order."""
        with self._asked():
            if limit is not None:
                yield from self._client.query(collection, where, output_fields=list(fields), limit=limit)
                return
            pages = self._client.query_iterator(collection, BATCH, filter=where, output_fields=list(fields))
            try:
                while page := pages.next():
                    yield from page
            finally:
                pages.close()

    def search(
        self, collection: str, field: str, what: Sequence[float] | Mapping[int, float], k: int, where: str
    ) -> list[tuple[int, float]]:
        """Return up to `k` rows inside `where` with the highest inner products, best first and ties by row."""
        if k <= 0:
            return []
        with self._asked():
            [hits] = self._client.search(
                collection, [what], anns_field=field, limit=min(k, MOST), filter=where, output_fields=["row"]
            )
        return sorted(((hit["row"], float(hit["distance"])) for hit in hits), key=lambda pair: (-pair[1], pair[0]))

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Raise what Milvus has against a request as an error of this project."""
        from pymilvus import MilvusException

        try:
            yield
        except MilvusException as error:
            raise ConfigError(f"{self.label} failed ({error.message}); check the server and QUOTES_STORE") from error
