"""Reading and encoding by the machines of a Ray cluster. The only file that knows Ray.

The work is cut into tasks that keep nothing, one core each: Ray runs a task again, somewhere else, when its process or
its machine dies. Results come in the order of what was given, and are those of one machine.
"""

from __future__ import annotations

import logging
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import extract
from index.errors import ConfigError
from index.schema import Document, Extraction
from index.store.encoder import Encoder
from index.store.graph import Graph

if TYPE_CHECKING:
    import ray

logger = logging.getLogger(__name__)

CHUNK = 4  # documents a task: half a second of work
AHEAD = 4  # tasks a core that are handed out before the first of them is awaited
PATIENCE = 5  # seconds
MACHINES = (
    "each machine of the cluster needs the same version of this project, in the same folder, with its requirements"
)

Made = TypeVar("Made")
Files = dict[str, bytes]


@contextmanager
def joined(address: str) -> Iterator[Cluster]:
    """Take part in the Ray cluster at `address`, from one of its machines.

    Args:
        address: HOST:PORT of the head, or `auto` for the cluster that this machine belongs to.

    Raises:
        ConfigError: Ray is not installed, or there is no such cluster.
    """
    try:
        import ray
    except ImportError as error:
        raise ConfigError(f"--ray needs Ray ({error}); run pip install -r requirements-scale.txt") from error
    try:
        _knock(address)
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        raise ConfigError(
            f"there is no Ray cluster at {address!r} ({error}); docs/scale.md shows how to start one"
        ) from error
    try:
        yield Cluster()
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody listens: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.rpartition("/")[2], int(port)), timeout=PATIENCE).close()


class Cluster:
    """The cluster that this process has joined."""

    @property
    def cores(self) -> int:
        """How many cores its machines have together; machines may come and go."""
        import ray

        return max(1, int(ray.cluster_resources().get("CPU", 0)))  # type: ignore[no-untyped-call] # Ray's

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Yield one `Extraction` a document, in order.

        Raises:
            ConfigError: a machine of the cluster has other rules, or lacks this project.
        """
        unread = iter(documents)
        chunks = iter(lambda: list(islice(unread, CHUNK)), [])
        for extractions in self._spread(_read, chunks, extract.FINGERPRINT):
            yield from extractions

    def encode(self, encoder: Encoder, chunks: Iterable[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """Yield the unit rows of each chunk of texts, (len(chunk), dim), in order.

        The machines get the files of a graph. An encoder that is none encodes here: they may not have its model.

        Raises:
            ConfigError: a machine of the cluster lacks this project.
        """
        if not isinstance(encoder, Graph):
            yield from map(encoder.encode, chunks)
            return
        import ray

        files = ray.put({name: (encoder.folder / name).read_bytes() for name in encoder.files})
        yield from self._spread(_encode, chunks, encoder.fingerprint, (files,))

    def _spread(self, work: Callable[..., Made], parts: Iterable[object], *common: object) -> Iterator[Made]:
        """Yield `work(part, *common)` for each part, in order; what fails with its processes is done by this one."""
        import ray
        from ray.exceptions import RayError, RayTaskError

        task = ray.remote(num_cpus=1)(work)

        def made(part: object, result: ray.ObjectRef[Made]) -> Made:
            try:
                return ray.get(result)
            except RayTaskError as error:
                raise _told(error.cause) from error
            except RayError as error:
                logger.warning("the cluster gave up on a task (%s); this process does it", type(error).__name__)
                return work(part, *common)

        waiting: deque[tuple[object, ray.ObjectRef[Made]]] = deque()
        for part in parts:
            waiting.append((part, task.remote(part, *common)))
            if len(waiting) > AHEAD * self.cores:
                yield made(*waiting.popleft())
        while waiting:
            yield made(*waiting.popleft())


def _told(cause: Exception) -> Exception:
    """Return what stopped a task on another machine, as an error of this project where it is one."""
    return ConfigError(f"{cause}; {MACHINES}") if isinstance(cause, ImportError) else cause


def _read(documents: Sequence[Document], rules: str) -> list[Extraction]:
    """Read documents on a machine of the cluster."""
    if rules != extract.FINGERPRINT:
        raise ConfigError(f"a machine has the rules {extract.FINGERPRINT}, this one has {rules}; {MACHINES}")
    return list(extract.extract(documents))


def _encode(texts: Sequence[str], fingerprint: str, files: tuple[ray.ObjectRef[Files]]) -> NDArray[np.float32]:
    """Encode texts on a machine of the cluster."""
    return _graph(fingerprint, files).encode(texts)


@lru_cache(maxsize=1)
def _graph(fingerprint: str, files: tuple[ray.ObjectRef[Files]]) -> Graph:
    """Load the graph whose files the cluster keeps; the tuple keeps Ray from fetching them for every task."""
    import ray

    with TemporaryDirectory() as folder:
        for name, content in ray.get(files[0]).items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        graph = Graph.exported(Path(folder), fingerprint)
        graph.encode(["loaded before its files go"])
    return graph
