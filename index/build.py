"""Documents in, a published generation out: read, extract, resolve, number, encode, publish.

What the generation before knows of a text is taken over, and everything goes the way of something new from there on: an
index that has grown is the same as one that was built at once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.added import added
from index.corpus import Journal, Place, read_documents, versions
from index.corpus.boilerplate import FINGERPRINT, without_boilerplate
from index.corpus.duplicates import copies
from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError, SourceError
from index.progress import Progress, unwatched
from index.schema import Document, Extraction, Speaker
from index.store.encoder import Encoder
from index.store.encodings import Encodings, Spread, encode, in_turn
from index.store.generation import Generation
from index.store.manifest import FORMAT, Manifest, verify
from index.store.newest import newest, salvaged
from index.store.previous import Previous
from index.store.publish import Contents, current, publish, writer
from index.store.readings import Readings
from index.store.rows import repeats_marked, rows

if TYPE_CHECKING:
    from index.cluster import Cluster

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """How documents are read for quotes, and by whom they are read and encoded.

    Attributes:
        fingerprint: changes whenever the same documents may give other extractions.
        extract: documents to extractions, one each, in order; from their texts alone, so that texts are read once.
        resolve: extractions to extractions with speakers named alike throughout, and these speakers.
        encode: has an encoder encode chunks of texts; unit rows for each chunk, in order.
    """

    fingerprint: str
    extract: Callable[[Iterable[Document]], Iterator[Extraction]]
    resolve: Callable[[Sequence[Extraction]], tuple[tuple[Extraction, ...], tuple[Speaker, ...]]]
    encode: Spread = in_turn

    @classmethod
    def default(cls, workers: int = 1, cluster: Cluster | None = None) -> Rules:
        """Return the rules of `index.extract`; the parser is loaded when the first document is read.

        Args:
            workers: processes that share the reading of many documents.
            cluster: machines that read in their place, and encode.
        """
        from index import extract
        from index.extract.corpus_speakers import resolve_corpus

        fingerprint = f"{extract.FINGERPRINT}-{FINGERPRINT}"
        if cluster is not None:
            return cls(fingerprint, cluster.extract, resolve_corpus, cluster.encode)
        return cls(fingerprint, partial(extract.extract, workers=workers), resolve_corpus)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes:
        generation: folder of the generation that is current now.
        fresh: whether it was built now; otherwise it was up to date.
        counts: documents, records, quotes, sentences, speakers.
        seconds: time taken.
        skipped: how many files, lines and documents were left out, by what is wrong with them.
        changes: ids of documents kept, added, replaced and removed; empty where there was no index before.
        problems: what was left out, each with its reason, a line each.
        languages: how many documents are in each language in which quotes are not read (ISO 639).
    """

    generation: Path
    fresh: bool
    counts: Mapping[str, int]
    seconds: float
    skipped: Mapping[str, int]
    changes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Sequence[str] = ()
    languages: Mapping[str, int] = field(default_factory=dict)


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
    way = _Way(encoder, rules or Rules.default(), progress)
    journal = Journal()
    documents = list(read_documents([*places, *added(root)], journal, progress))
    if strict and (skipped := sum(journal.faults().values())):
        raise SourceError(f"{skipped} skipped, and nothing may be; mend or remove what is named above")
    if (found := _up_to_date(root, way.fingerprint(documents))) is not None:
        folder, manifest = found
        seconds = time.monotonic() - way.started
        return Report(folder, False, manifest.counts, seconds, journal.faults(), problems=journal.problems())
    sources = [str(place.resolve() if isinstance(place, Path) else place) for place in places]
    return _make(root, documents, way, journal, sources)


def grow(root: Path, encoder: Encoder, *, rules: Rules | None = None, progress: Progress = unwatched) -> Report:
    """Make the index in `root` hold what it holds and what was added to it; nothing is done where it does already.

    Args:
        root: folder of the index.
        encoder: as for `build`.
        rules: as for `build`.
        progress: as for `build`.

    Raises:
        SourceError: nothing that was added can be read.
        IndexMissingError, IndexDamagedError: there is no index, or it is broken.
        IndexBusyError, ConfigError: as for `build`.
    """
    way = _Way(encoder, rules or Rules.default(), progress)
    journal = Journal()
    new = {document.id: document for document in read_documents(added(root), journal)}
    generation = newest(root, partial(Generation.at, encoder=encoder))
    documents = [*(document for document in generation.documents() if document.id not in new), *new.values()]
    if (found := _up_to_date(root, way.fingerprint(documents))) is not None:
        folder, manifest = found
        return Report(folder, False, manifest.counts, time.monotonic() - way.started, journal.faults())
    return _make(root, documents, way, journal, generation.manifest.sources)


def remove(
    ids: Sequence[str], root: Path, encoder: Encoder, *, rules: Rules | None = None, progress: Progress = unwatched
) -> Report:
    """Take documents out of the index in `root`; a later `build` of the same paths brings them back.

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
    return _make(root, left, _Way(encoder, rules or Rules.default(), progress), Journal(), generation.manifest.sources)


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
    way = _Way(encoder, rules or Rules.default(), progress)
    try:
        generation = Generation.at(current(root), encoder)
        list(generation.check())
    except IndexDamagedError as error:
        logger.warning("repairing: %s", error.fault)
    else:
        return Report(generation.folder, False, generation.manifest.counts, time.monotonic() - way.started, {})
    documents, lost = salvaged(root)
    for id in lost:
        logger.warning("the text of document %s is lost; build it again from its file", id)
    return _make(root, documents, way, Journal(), ())


@dataclass(frozen=True, slots=True)
class _Way:
    """How an index is made of documents: by which encoder and which rules, and who watches."""

    encoder: Encoder
    rules: Rules
    progress: Progress
    started: float = field(default_factory=time.monotonic)

    def fingerprint(self, documents: Iterable[Document]) -> str:
        """Digest everything that an index depends on: texts, metadata and their order, rules, encoder and format."""
        ways = [FORMAT, self.encoder.fingerprint, self.rules.fingerprint, versions.FINGERPRINT]
        digest = hashlib.sha256(json.dumps(ways).encode())
        for document in documents:
            fields = (document.id, document.sha256, document.title, document.outlet, document.date, document.url)
            digest.update(json.dumps(fields).encode())
        return digest.hexdigest()


def _make(root: Path, documents: Sequence[Document], way: _Way, journal: Journal, sources: Sequence[str]) -> Report:
    """Publish an index of just these documents."""
    with writer(root) as scratch:
        previous = Previous.open(root, way.encoder.fingerprint, way.rules.fingerprint)
        readings = Readings.resume(root, way.rules.fingerprint, previous.readings)
        resolved, speakers = way.rules.resolve(list(_extractions(documents, readings, way, journal)))
        groups = copies(way.progress(documents, "comparing", len(documents)))
        superseded = versions.later(documents, groups)
        ordered = ([document.id for document in versions.in_order(group, superseded)] for group in groups)
        numbered = repeats_marked(list(rows(resolved)), ordered)
        encodings = Encodings(root, way.encoder.fingerprint, previous)
        graph = (previous.graph or way.encoder).graph(scratch)
        contents = Contents(
            documents=documents,
            rows=numbered,
            speakers=speakers,
            matrix=encode(
                [row.content for row in numbered], graph or way.encoder, encodings, way.rules.encode, way.progress
            ),
            encoder=way.encoder.fingerprint,
            extractor=way.rules.fingerprint,
            source=way.fingerprint(documents),
            sources=sources,
            graph=graph,
            readings=readings.among(documents),
            later=superseded,
        )
        publish(root, contents)
        readings.finish()
        encodings.finish()
    seconds, changes = time.monotonic() - way.started, previous.changes(documents)
    languages = Counter(extraction.language for extraction in resolved if extraction.language)
    counts, faults, problems = contents.counts(), journal.faults(), journal.problems()
    return Report(current(root), True, counts, seconds, faults, changes, problems, languages)


def _up_to_date(root: Path, source: str) -> tuple[Path, Manifest] | None:
    """Return the current generation where it is whole and was made from just this."""
    try:
        folder = current(root)
        manifest = Manifest.read(folder)
        verify(folder, manifest.files)
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return None
    return (folder, manifest) if manifest.source == source else None


def _extractions(
    documents: Sequence[Document], readings: Readings, way: _Way, journal: Journal
) -> Iterator[Extraction]:
    """Read what was not read before, telling what could not be read; boilerplate becomes no record."""
    unread = list({document.sha256: document for document in documents if document not in readings}.values())
    for extraction in way.progress(way.rules.extract(unread), "reading", len(unread)):
        journal.warn_of(extraction)
        readings.add(without_boilerplate(extraction))
    yield from map(readings.of, documents)
