"""Many documents read by several processes at once, each with a parser and a model of its own; order is kept."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from index.schema import Document, Extraction

logger = logging.getLogger(__name__)

CHUNK = 2  # documents handed to a process at a time


def extract_in_parallel(documents: Sequence[Document], workers: int) -> Iterator[Extraction]:
    """Yield one `Extraction` a document, in order, read by `workers` processes; by this one, should one be killed."""
    done = 0
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare) as pool:
        try:
            for extraction in pool.map(_extract, documents, chunksize=CHUNK):
                done += 1
                yield extraction
        except BrokenProcessPool:
            logger.warning("a process that read documents was killed, for want of memory perhaps; one reads on alone")
        finally:
            pool.shutdown(cancel_futures=True)
    yield from map(_extract, documents[done:])


def _prepare() -> None:
    """Leave Ctrl-C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _extract(document: Document) -> Extraction:
    from index.extract.pipeline import extract_document  # heavy, and needed in the processes only

    return extract_document(document)
