"""What a whole build notes for the deltas that will stand beside it, so that these need not look at everything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.corpus import versions
from index.extract.corpus_speakers import settled
from index.extract.sightings import added_up, keys, references
from index.schema import Document, Extraction
from index.store.ledger import Entries


def entries(
    extractions: Sequence[Extraction], buckets: NDArray[np.int64], groups: Sequence[Sequence[Document]]
) -> Entries:
    """Return the entries of a ledger.

    Args:
        extractions: what was read out of each document, in order, as each of them names people.
        buckets: what texts that are alike have in common, a row a document.
        groups: documents that carry nearly the same text.
    """
    sightings = added_up(extractions)
    clusters = settled(sightings)
    numbers = {extraction.document.id: n for n, extraction in enumerate(extractions)}
    headings = ((*versions.heading(extraction.document), n) for n, extraction in enumerate(extractions))
    return Entries(
        sightings=[(reference, one.told(), clusters[reference].name) for reference, one in sightings.items()],
        keys=[(key, reference) for reference in sightings for key in keys(reference)],
        named=[(reference, n) for n, one in enumerate(extractions) for reference in references(one)],
        buckets=[(bucket, n) for n, fallen in enumerate(buckets.tolist()) for bucket in set(fallen)],
        copies=[(numbers[one.id], numbers[group[0].id]) for group in groups for one in group],
        titles=[heading for heading in headings if heading[0] and heading[1]],
    )
