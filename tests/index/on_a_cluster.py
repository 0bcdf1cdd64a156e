"""Run by test_cluster.py where there is no network but loopback: what two Ray nodes of one core each make of documents.

    python -m tests.index.on_a_cluster FOLDER PATH...

FOLDER/index is an index of the paths; FOLDER/read what was read out of `documents` while processes and a node died.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ray
from ray.cluster_utils import Cluster

from index.__main__ import main
from index.cluster import joined
from index.schema import Document
from index.store.cells import of_extraction

STORE = 200_000_000  # bytes of shared memory a node


def documents() -> list[Document]:
    """Return what is read while processes die."""
    text = "The bridge opens in {} days, Ana Ruiz said.\n\n“We wait,” Bo Lind told her."
    return [Document(f"article {number}", text.format(number)) for number in range(2, 26)]


@dataclass(frozen=True)
class Deadly(Document):
    """A document that may end the process that it is handed to: by what is left in `folder`."""

    ends: str = ""
    folder: str = ""

    def __reduce__(self) -> tuple[Callable[..., Document], tuple[str, ...]]:
        return arrived, (self.ends, self.folder, self.id, self.text)


def arrived(ends: str, folder: str, *fields: str) -> Document:
    """Make the document on the node where it arrives, or end what is running there."""
    node = ray.get_runtime_context().get_node_id()
    mark = Path(folder) / ends
    if ends == "node" and node != (Path(folder) / "head").read_text():
        mark.touch()
        os.kill(os.getppid(), signal.SIGKILL)  # the node's own process, and with it all others there
        signal.raise_signal(signal.SIGKILL)
    if ends == "always" or (ends == "once" and not mark.exists()):
        mark.touch()
        signal.raise_signal(signal.SIGKILL)
    return Document(*fields)


def run(folder: Path, paths: list[str]) -> None:
    """Start the nodes, and have them build and read."""
    with tempfile.TemporaryDirectory() as short:  # a socket's path may have no more than 107 characters
        cluster = Cluster(
            initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": STORE, "temp_dir": short}
        )
        cluster.add_node(num_cpus=1, object_store_memory=STORE)
        cluster.wait_for_nodes()
        code = main(["build", "--ray", cluster.address, "--index", str(folder / "index"), *paths])
        if code:
            sys.exit(code)
        with joined(cluster.address) as joint:
            (folder / "head").write_text(ray.get_runtime_context().get_node_id())
            read = [of_extraction(found) for part in mortal(documents(), folder) for found in joint.extract(part)]
        (folder / "read").write_text("\n".join(read))
        cluster.shutdown()  # type: ignore[no-untyped-call] # Ray's


def mortal(whole: list[Document], folder: Path) -> tuple[list[Document], list[Document]]:
    """Let one document end a process once, and another one every time; then each of the rest the second node."""
    half = len(whole) // 2
    ends = {1: "once", half - 1: "always"} | dict.fromkeys(range(half, len(whole)), "node")
    deadly: list[Document] = [
        Deadly(d.id, d.text, ends=ends.get(i, ""), folder=str(folder)) for i, d in enumerate(whole)
    ]
    return deadly[:half], deadly[half:]


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    run(Path(sys.argv[1]), sys.argv[2:])
