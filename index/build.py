"""Documents in, a published generation out: built, grown, shrunk, compacted or repaired.

What the generation before knows of a text is taken over, and everything goes the way of something new from there on: an
index that has grown is the same as one that was built at once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from index.added import added
from index.corpus import Place, read_documents
from index.errors import IndexDamagedError, SourceError
from index.making import Report, Wanted, Way, make, up_to_date
from index.progress import Progress, unwatched
from index.rules import Rules, Sizes
from index.schema import Document
from index.store.encoder import Encoder
from index.store.generation import Generation
from index.store.manifest import Manifest
from index.store.newest import newest, salvaged
from index.store.publish import current

__all__ = ["Report", "Rules", "Sizes", "build", "compact", "grow", "remove", "repair"]

logger = logging.getLogger(__name__)


def build(
    places: Sequence[Path | Place],
    root: Path,
    encoder: Encoder,
    *,
    rules: Rules | None = None,
    strict: bool = False,
    progress: Progress = unwatched,
) -> Report:
    """Make the index in `root` hold just the documents of `places` and those added to it; nothing where it does.

    Texts that the index knows are neither read nor encoded again, and an interrupted build goes on where it stopped.

    Args:
        places: files, folders, and places of the web that bring along what fetches them.
        root: folder of the index.
        encoder: what makes the vectors; not used when the index is up to date.
        rules: how quotes are found.
        strict: refuse to build when anything has to be skipped.
        progress: wraps what is iterated over, with a label and a length.

    Raises:
        SourceError: no document could be read; or `strict`, and something could not.
        IndexBusyError: another process is writing the index.
        ConfigError: the folder cannot be written. The current generation is as it was after any error.
    """
    way = Way(encoder, rules or Rules.default(), progress)
    documents = list(read_documents([*places, *added(root)], way.journal, progress))
    if strict and (skipped := sum(way.journal.faults().values())):
        raise SourceError(f"{skipped} skipped, and nothing may be; mend or remove what is named above")
    if (report := up_to_date(root, way.source(documents), way)) is not None:
        return report
    sources = [str(place.resolve() if isinstance(place, Path) else place) for place in places]
    return make(root, Wanted(lambda: documents, lambda standing: standing.with_just(documents)), way, sources)


def grow(
    root: Path,
    encoder: Encoder,
    files: Sequence[Path] | None = None,
    *,
    rules: Rules | None = None,
    progress: Progress = unwatched,
) -> Report:
    """Make the index in `root` hold what it holds and what was added to it; nothing is done where it does already.

    To add to an index of many records costs as much as what is added: none of its documents is read again.

    Args:
        root: folder of the index.
        encoder: as for `build`.
        files: those of the files that were added (`added.keep`) to look at; by default all.
        rules: as for `build`.
        progress: as for `build`.

    Raises:
        SourceError: nothing that was added can be read.
        IndexMissingError, IndexDamagedError: there is no index, or it is broken.
        IndexBusyError, ConfigError: as for `build`.
    """
    way = Way(encoder, rules or Rules.default(), progress)
    new = {document.id: document for document in read_documents(added(root) if files is None else files, way.journal)}
    newest(root, Manifest.read)

    def everything() -> list[Document]:
        there = newest(root, partial(Generation.at, encoder=encoder)).documents()
        return [*(document for document in there if document.id not in new), *new.values()]

    return make(root, Wanted(everything, lambda standing: standing.with_more([*new.values()])), way)


def compact(root: Path, encoder: Encoder, *, rules: Rules | None = None, progress: Progress = unwatched) -> Report:
    """Write the index in `root` anew, where documents stand beside it or were replaced in it since it was last written.

    Args:
        root: folder of the index.
        encoder: as for `build`.
        rules: as for `build`.
        progress: as for `build`.

    Raises:
        IndexMissingError, IndexDamagedError: there is no index, or it is broken.
        IndexBusyError, ConfigError: as for `build`.
    """
    way = Way(encoder, rules or Rules.default(), progress)
    generation = newest(root, partial(Generation.at, encoder=encoder))
    if generation.manifest.base is None:
        return Report(generation.folder, False, generation.manifest.counts, way.seconds, {})
    return make(root, Wanted(generation.documents), way, generation.manifest.sources)


def remove(
    ids: Sequence[str], root: Path, encoder: Encoder, *, rules: Rules | None = None, progress: Progress = unwatched
) -> Report:
    """Take documents out of the index in `root`; a later `build` of the same paths brings them back.

    The index is written anew, so that what is removed is on the disk no longer than the generation before.

    Args:
        ids: ids of documents.
        root: folder of the index.
        encoder: as for `build`.
        rules: as for `build`.
        progress: as for `build`.

    Raises:
        SourceError: the index has no such document, or would have none left.
        IndexMissingError, IndexDamagedError: there is no index, or it is broken.
        IndexBusyError, ConfigError: as for `build`.
    """
    generation = newest(root, partial(Generation.at, encoder=encoder))
    documents = generation.documents()
    known = [document.id for document in documents]
    for id in ids:
        if id not in known:
            near = get_close_matches(id, known)
            meant = f"did you mean {' or '.join(near)}?" if near else f"an id is for example {known[0]}"
            raise SourceError(f"there is no document {id!r} in the index; {meant}")
    if not (left := [document for document in documents if document.id not in ids]):
        raise SourceError(f"nothing would be left in the index; to be rid of it altogether, delete {root}")
    way = Way(encoder, rules or Rules.default(), progress)
    return make(root, Wanted(lambda: left), way, generation.manifest.sources)


def repair(root: Path, encoder: Encoder, *, rules: Rules | None = None, progress: Progress = unwatched) -> Report:
    """Make the index in `root` whole again of what can still be read of it; nothing is done where it is whole.

    Args:
        root: folder of the index.
        encoder: as for `build`.
        rules: as for `build`.
        progress: as for `build`.

    Raises:
        IndexMissingError: there is no index, or nothing of it can be read.
        IndexMismatchError: it was built by another encoder or format.
        IndexBusyError, ConfigError: as for `build`.
    """
    way = Way(encoder, rules or Rules.default(), progress)
    try:
        generation = Generation.at(current(root), encoder)
        list(generation.check())
    except IndexDamagedError as error:
        logger.warning("repairing: %s", error.fault)
    else:
        return Report(generation.folder, False, generation.manifest.counts, way.seconds, {})
    documents, lost = salvaged(root)
    for id in lost:
        logger.warning("the text of document %s is lost; build it again from its file", id)
    return make(root, Wanted(lambda: documents), way, ())
