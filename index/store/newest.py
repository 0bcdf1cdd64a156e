"""The newest generation that is whole. A damaged one costs itself alone as long as the one before it is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError, QuotesError
from index.schema import Document
from index.store.catalogue import Catalogue
from index.store.manifest import DELTA
from index.store.publish import current, numbered, same_base

logger = logging.getLogger(__name__)

T = TypeVar("T")


def generations(root: Path) -> tuple[list[Path], list[QuotesError]]:
    """Return the folders of the generations, the current one first, then the newest, and any fault of `CURRENT`."""
    folders = numbered(root)[::-1]
    try:
        first = current(root)
    except (IndexDamagedError, IndexMissingError) as error:
        return folders, [error]
    return [first, *(folder for folder in folders if folder != first)], []


def newest(root: Path, read: Callable[[Path], T]) -> T:
    """Return what `read` makes of the current generation; where that is damaged, of the newest that is whole.

    Raises:
        IndexMissingError: there is no index.
        IndexDamagedError: no generation is whole; the message is about the current one.
        IndexMismatchError: the current one was built by another encoder or format.
    """
    folders, faults = generations(root)
    for folder in folders:
        try:
            found = read(folder)
        except (IndexDamagedError, IndexMismatchError) as error:
            if generations(root)[0][:1] != folders[:1]:  # not damaged: dropped by a writer, who published meanwhile
                return newest(root, read)
            faults.append(error)
            if isinstance(faults[0], IndexMismatchError):
                break
            continue
        if faults:
            logger.warning("%s; until then generation %s answers", faults[0], folder.name)
        return found
    raise faults[0]


def salvaged(root: Path) -> tuple[list[Document], list[str]]:
    """Return the documents whose texts are still those that were indexed, in order, and the ids of the lost ones.

    They are those of the newest catalogue that can be read at all, and the base or the delta of a newer one, where only
    that can be read; a text that is damaged there may be whole elsewhere.

    Raises:
        IndexMissingError: there is no index, or nothing of it can be read.
    """
    catalogues: list[Catalogue] = []
    listing: dict[str, str] = {}  # ids and sha256s
    alone: list[tuple[Path, Catalogue, dict[str, str]]] = []  # bases whose deltas cannot be read
    whole: Path | None = None
    for folder in generations(root)[0]:
        if (found := _listed(folder)) is not None:
            whole = folder
        elif (found := _listed(folder / DELTA)) is None:  # where a base cannot be read, what was added to it may be
            alone += [(folder, *base)] if (base := _listed(folder, alone=True)) else []
            continue
        catalogues.append(found[0])
        listing = {**found[1], **listing}
        if whole:
            break
    for folder, catalogue, its in alone:
        if whole is None or not same_base(folder, whole):
            catalogues.append(catalogue)
            listing = {**its, **listing}
    if not catalogues:
        raise IndexMissingError(f"nothing in {root} can be read; build it again with: python -m index build PATH...")
    documents = {id: _found(catalogues, id, sha256) for id, sha256 in listing.items()}
    return [one for one in documents.values() if one is not None], [id for id, one in documents.items() if one is None]


def _listed(folder: Path, *, alone: bool = False) -> tuple[Catalogue, dict[str, str]] | None:
    """Open a catalogue; return it with the ids and the sha256s of its documents, None where it cannot be read."""
    try:
        catalogue = Catalogue.open(folder, alone=alone)
        return catalogue, {id: sha256 for id, *_, sha256 in catalogue.listing()}
    except IndexDamagedError:
        return None


def _found(catalogues: list[Catalogue], id: str, sha256: str) -> Document | None:
    for catalogue in catalogues:
        try:
            document = catalogue.document(id)
        except (IndexDamagedError, KeyError):
            continue
        if document.sha256 == sha256:
            return document
    return None
