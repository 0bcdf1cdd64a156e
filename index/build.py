"""Documents in, a published generation out: read, extract, resolve, number, encode, publish."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.schema import Extraction, Speaker
from index.store.encoder import Encoder
from index.store.publish import Contents, publish, writer
from index.store.rows import rows

CHUNK = 1024


def publish_extractions(
    root: Path,
    extractions: Sequence[Extraction],
    speakers: Sequence[Speaker],
    encoder: Encoder,
) -> str:
    """Publish extractions whose speakers are resolved already; return the number of the generation."""
    numbered = list(rows(extractions))
    with writer(root):
        return publish(
            root,
            Contents(
                documents=[extraction.document for extraction in extractions],
                rows=numbered,
                speakers=speakers,
                matrix=encode(encoder, [row.content for row in numbered]),
                encoder=encoder.fingerprint,
            ),
        )


def encode(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode texts longest first, each different one once; return their rows in the order given."""
    unique = sorted(set(texts), key=lambda text: (-len(text), text))
    place = {text: i for i, text in enumerate(unique)}
    chunks = [encoder.encode(unique[first : first + CHUNK]) for first in range(0, len(unique), CHUNK)]
    matrix = np.concatenate(chunks) if chunks else np.empty((0, encoder.dim), dtype=np.float32)
    return matrix[[place[text] for text in texts]]
