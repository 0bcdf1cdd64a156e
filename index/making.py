"""Documents to a generation: as a delta beside what is there, where that is much and what is new is little, else whole.

Both go the same way: read, name the speakers, number the rows, mark what copies repeat, encode, publish.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.corpus import Journal, versions
from index.corpus.boilerplate import without_boilerplate
from index.corpus.duplicates import buckets, copies
from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.extract.corpus_speakers import resolve_corpus
from index.growth import Plan, Standing
from index.progress import Progress
from index.recorded import entries
from index.rules import Rules
from index.schema import Document, Extraction
from index.store import cells
from index.store.contents import Contents
from index.store.encoder import Encoder
from index.store.encodings import Encodings, encode
from index.store.manifest import FORMAT, Manifest, verify
from index.store.newest import newest
from index.store.previous import Previous
from index.store.publish import current, publish, writer
from index.store.readings import Readings
from index.store.rows import repeats_marked, rows

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes:
        generation: folder of the generation that is current now.
        fresh: whether it was built now; otherwise it was up to date.
        counts: documents, records, quotes, sentences, speakers.
        seconds: time taken.
        skipped: how many files, lines and documents were left out, by what is wrong with them.
        changes: ids of documents added, replaced and removed; empty where there was no index before.
        problems: what was left out, each with its reason, a line each.
        languages: how many of the documents that this took are in each language in which quotes are not read (ISO 639).
        steps: seconds that each step took, by what it does.
    """

    generation: Path
    fresh: bool
    counts: Mapping[str, int]
    seconds: float
    skipped: Mapping[str, int]
    changes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Sequence[str] = ()
    languages: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """How many documents are as they were; none where there was no index before."""
        fresh = sum(len(self.changes[what]) for what in ("added", "replaced")) if self.changes else 0
        return self.counts["documents"] - fresh if self.changes else 0


@dataclass(frozen=True, slots=True)
class Way:
    """How an index is made of documents: by which encoder and which rules, and who watches."""

    encoder: Encoder
    rules: Rules
    progress: Progress
    journal: Journal = field(default_factory=Journal)
    started: float = field(default_factory=time.monotonic)
    steps: dict[str, float] = field(default_factory=dict)

    def source(self, documents: Iterable[Document]) -> str:
        """Digest everything that an index depends on: texts, metadata, rules, encoder and format; not their order."""
        ways = [FORMAT, self.encoder.fingerprint, self.rules.fingerprint, versions.FINGERPRINT]
        return _joined(hashlib.sha256(json.dumps(ways).encode()).hexdigest(), map(cells.head, documents), ())

    def done(self, step: str) -> None:
        """Note that a step is done: it took the time since the one before it."""
        self.steps[step] = time.monotonic() - self.started - sum(self.steps.values())

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.started


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an index is to hold: all documents, and what that is beside a generation; None where it has to be whole."""

    documents: Callable[[], Sequence[Document]]
    plan: Callable[[Standing], Plan] | None = None


def make(root: Path, wanted: Wanted, way: Way, sources: Sequence[str] | None = None) -> Report:
    """Publish an index of what is wanted, and tell what was done.

    Args:
        root: folder of the index.
        wanted: what it is to hold.
        way: how it is made.
        sources: the paths that were given; by default those of the generation before.
    """
    with writer(root) as scratch:
        way.done("reading sources")
        made = _beside(root, wanted.plan, way, sources) if wanted.plan is not None else None
        if made is None:
            documents = wanted.documents()
            made = up_to_date(root, way.source(documents), way) if wanted.plan is not None else None
            made = made or _whole(root, scratch, documents, way, sources)
        if isinstance(made, Report):
            return made
        contents, changes, taken = made
        publish(root, contents)
        for unfinished in taken.unfinished:
            unfinished.finish()
    way.done("publishing")
    counts, faults, problems = contents.counts(), way.journal.faults(), way.journal.problems()
    languages = Counter(one.language for one in taken.extractions if one.language)
    return Report(current(root), True, counts, way.seconds, faults, changes, problems, languages, way.steps)


def up_to_date(root: Path, source: str, way: Way) -> Report | None:
    """Tell so where the current generation is whole and was made of just this (`Way.source`)."""
    try:
        folder = current(root)
        manifest = Manifest.read(folder)
        if manifest.source != source:
            return None
        verify(folder, manifest.files)
    except (IndexMissingError, IndexDamagedError, IndexMismatchError):
        return None
    return Report(folder, False, manifest.counts, way.seconds, way.journal.faults(), problems=way.journal.problems())


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a generation was made of, and what to forget of it once it is published."""

    extractions: Sequence[Extraction]
    unfinished: tuple[Readings, Encodings]


_Made = tuple[Contents, Mapping[str, Sequence[str]], _Taken]


def _beside(
    root: Path, plan_of: Callable[[Standing], Plan], way: Way, sources: Sequence[str] | None
) -> _Made | Report | None:
    """Return a delta, or a report where nothing has changed; None where all has to be made anew."""
    if way.rules.resolve is not resolve_corpus:  # speakers that others have named cannot be named anew a few at a time
        return None
    standing = Standing.open(root, way.encoder.fingerprint, way.rules.fingerprint, way.rules.sizes)
    if standing is None:
        return None
    try:
        plan = plan_of(standing)
        if not any(plan.changes.values()):
            return up_to_date(root, standing.manifest.source, way)
        way.done("comparing with what is there")
        return _delta(root, standing, plan, way, standing.manifest.sources if sources is None else sources)
    except IndexDamagedError as error:
        logger.warning("building anew: %s", error.fault)
        return None
    finally:
        standing.close()


def _delta(root: Path, standing: Standing, plan: Plan, way: Way, sources: Sequence[str]) -> _Made | None:
    readings = Readings.resume(root, way.rules.fingerprint, standing.previous.readings)
    extractions = list(_extractions(plan.documents, readings, way))
    way.done("extraction")
    grown = standing.grown(plan, extractions, way.rules.sizes)
    way.done("speakers, copies and versions")
    if grown is None:
        return None
    encodings = Encodings(root, way.encoder.fingerprint, standing.previous)
    texts = [row.content for row in grown.rows]
    encoder = standing.previous.graph or way.encoder
    matrix = encode(texts, encoder, encodings, way.rules.encode, way.progress)
    way.done("encoding")
    contents = Contents(
        documents=plan.documents,
        rows=grown.rows,
        speakers=grown.speakers,
        matrix=matrix,
        encoder=way.encoder.fingerprint,
        extractor=way.rules.fingerprint,
        source=_joined(standing.manifest.source, plan.fresh, plan.gone),
        sources=sources,
        readings=readings.among(plan.documents),
        later=grown.later,
        versions=versions.FINGERPRINT,
        base=grown.base,
    )
    return contents, plan.changes, _Taken(extractions, (readings, encodings))


def _whole(root: Path, scratch: Path, documents: Sequence[Document], way: Way, sources: Sequence[str] | None) -> _Made:
    """Return everything, written anew."""
    previous = Previous.open(root, way.encoder.fingerprint, way.rules.fingerprint)
    readings = Readings.resume(root, way.rules.fingerprint, previous.readings)
    extractions = list(_extractions(documents, readings, way))
    way.done("extraction")
    resolved, speakers = way.rules.resolve(extractions)
    alike = buckets(way.progress(documents, "comparing", len(documents)))
    groups = copies(documents, alike)
    superseded = versions.later(documents, groups)
    ordered = ([document.id for document in versions.in_order(group, superseded)] for group in groups)
    numbered = repeats_marked(list(rows(resolved)), ordered)
    way.done("speakers, copies and versions")
    encodings = Encodings(root, way.encoder.fingerprint, previous)
    graph = (previous.graph or way.encoder).graph(scratch)
    texts = [row.content for row in numbered]
    matrix = encode(texts, graph or way.encoder, encodings, way.rules.encode, way.progress)
    way.done("encoding")
    grows = way.rules.resolve is resolve_corpus and len(numbered) >= way.rules.sizes.base
    contents = Contents(
        documents=documents,
        rows=numbered,
        speakers=speakers,
        matrix=matrix,
        encoder=way.encoder.fingerprint,
        extractor=way.rules.fingerprint,
        source=way.source(documents),
        sources=_sources(root) if sources is None else sources,
        graph=graph,
        readings=readings.among(documents),
        later=superseded,
        versions=versions.FINGERPRINT,
        ledger=entries(extractions, alike, groups) if grows else None,
    )
    return contents, previous.changes(documents), _Taken(extractions, (readings, encodings))


def _sources(root: Path) -> Sequence[str]:
    """Return the paths that the generation before was built of."""
    return newest(root, Manifest.read).sources


def _extractions(documents: Sequence[Document], readings: Readings, way: Way) -> Iterator[Extraction]:
    """Read what was not read before, telling what could not be read; boilerplate becomes no record."""
    unread = readings.lacking(documents)
    for extraction in way.progress(way.rules.extract(unread), "reading", len(unread)):
        way.journal.warn_of(extraction)
        readings.add(without_boilerplate(extraction))
    yield from map(readings.of, documents)


def _joined(source: str, fresh: Iterable[tuple[object, ...]], gone: Iterable[tuple[object, ...]]) -> str:
    """Return the digest of an index (`Way.source`) once documents have joined it and others left, by their heads.

    It is a sum, so that neither their order nor all the others have to be known.
    """
    ways, _, rest = source.partition("-")
    total = int(rest or "0", 16) + sum(map(_digest, fresh)) - sum(map(_digest, gone))
    return f"{ways}-{total % (1 << 256):064x}"


def _digest(head: tuple[object, ...]) -> int:
    return int.from_bytes(hashlib.sha256(json.dumps(head).encode()).digest())
