"""Document → sentences, quotes and speakers. One step a file, and `pipeline` puts them in order.

Importing this package is cheap; the parser is loaded when the first document is extracted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.schema import Document, Extraction

FEW = 16  # documents that one process has read before others have started


def extract(documents: Iterable[Document], workers: int = 1) -> Iterator[Extraction]:
    """Yield one `Extraction` a document, in order. Odd input costs at most one quote, with a warning.

    Args:
        documents: what is read.
        workers: processes that share the reading where there is much of it. A script that asks for more than one needs
            an `if __name__ == "__main__"`, as each process imports it.
    """
    documents = list(documents)
    if workers > 1 and len(documents) > FEW:
        from index.extract.workers import extract_in_parallel

        yield from extract_in_parallel(documents, workers)
        return
    from index.extract.pipeline import extract_document

    for document in documents:
        yield extract_document(document)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*")):
        if file.suffix in (".py", ".txt") or file.name in ("gazetteer.json", "digests.json"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


FINGERPRINT = _fingerprint()
"""A short hash of the rules, their data and the weights: an index built by others is stale."""
