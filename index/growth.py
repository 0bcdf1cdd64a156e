"""A few documents join an index of many: what becomes a delta, and what it changes about the base beside it.

Everything is as a build of all of it would have it, but what is looked at are the new documents and what hangs on them:
namesakes, copies, and what a note corrects. Where too much does, there is no delta, and everything is built anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.corpus import duplicates, versions
from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.extract.recasting import Recast, recast
from index.extract.sightings import references, renamed
from index.rules import Sizes
from index.schema import Document, Extraction, Record, Speaker
from index.store import cells, ledger
from index.store.amendments import Amendment, Amendments
from index.store.catalogue import Catalogue
from index.store.contents import Base
from index.store.graph import Graph
from index.store.ledger import Ledger
from index.store.manifest import DELTA, Manifest, verify
from index.store.previous import Previous, opened
from index.store.publish import current
from index.store.rows import Row, content_of, repeats_marked, rows
from index.store.words import FOLDER as WORDS
from index.store.words import Words

NEAR = 500  # documents that may be compared with a new one, or have other names because of new ones


@dataclass(frozen=True, slots=True)
class Plan:
    """What a delta is to hold.

    Attributes:
        documents: its documents, in order.
        hidden: numbers of the documents of the base that count no more.
        changes: ids of what is added, replaced and removed by it.
        fresh: heads of what is added and of what replaces something (`cells.head`).
        gone: heads of what is replaced and removed.
    """

    documents: Sequence[Document]
    hidden: frozenset[int]
    changes: Mapping[str, Sequence[str]]
    fresh: Sequence[tuple[object, ...]]
    gone: Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Grown:
    """A delta: its rows, what is told of speakers by it, what replaced or corrects what, and what it stands beside."""

    rows: list[Row]
    speakers: tuple[Speaker, ...]
    later: versions.Later
    base: Base


@dataclass(frozen=True, slots=True)
class Standing:
    """The generation that serves, and what of it a delta can stand beside.

    Attributes:
        folder: its folder.
        manifest: its manifest.
        catalogue: what it holds.
        alone: what its base holds, as if there were no delta.
        ledger: what is looked up.
        previous: what of it is taken over.
    """

    folder: Path
    manifest: Manifest
    catalogue: Catalogue
    alone: Catalogue
    ledger: Ledger
    previous: Previous

    @classmethod
    def open(cls, root: Path, encoder: str, rules: str, sizes: Sizes) -> Standing | None:
        """Open the current generation of the index in `root`; None where no delta can stand beside it.

        Nothing of the base is read for its checksum: it stays as it is, whole or not.
        """
        try:
            folder = current(root)
            manifest = Manifest.read(folder)
            made = (manifest.encoder, manifest.extractor, manifest.versions)
            large = (manifest.base or manifest.counts)["records"] >= sizes.base
            if made != (encoder, rules, versions.FINGERPRINT) or not large or ledger.NAME not in manifest.files:
                return None
            verify(folder, manifest.files, content=False)
            verify(folder, manifest.part(DELTA), content=True)
            catalogue = Catalogue.open(folder)
            previous = Previous(catalogue, True, opened(folder, manifest), Graph.of(folder, manifest))
            return cls(folder, manifest, catalogue, Catalogue.open(folder, alone=True), Ledger.open(folder), previous)
        except (IndexDamagedError, IndexMismatchError, IndexMissingError):
            return None

    def close(self) -> None:
        """Let go of the files."""
        self.catalogue.close()
        self.alone.close()
        self.ledger.close()

    @property
    def counts(self) -> Mapping[str, int]:
        """What the base holds."""
        return self.manifest.counts if self.manifest.base is None else self.manifest.base

    def with_more(self, new: Sequence[Document]) -> Plan:
        """Return what a delta holds when documents join those that are there, or replace some of them."""
        known = self.catalogue.known(document.id for document in new)
        fresh = {one.id: one for one in new if one.id not in known or known[one.id][1:] != cells.head(one)}
        before = [one for one in self.catalogue.from_on(self.counts["documents"]) if one.id not in fresh]
        replaced = [id for id in fresh if id in known]
        hidden = {known[id][0] for id in replaced if known[id][0] < self.counts["documents"]}
        changes = {"added": [id for id in fresh if id not in known], "replaced": replaced, "removed": []}
        heads = [known[id][1:] for id in replaced]
        hidden.update(self.catalogue.amendments().hidden)
        return Plan(
            [*before, *fresh.values()], frozenset(hidden), changes, list(map(cells.head, fresh.values())), heads
        )

    def with_just(self, documents: Sequence[Document]) -> Plan:
        """Return what a delta holds when there are to be just these documents."""
        there = {entry[0]: (n, entry) for n, entry in enumerate(self.alone.listing())}
        stay = {one.id for one in documents if one.id in there and there[one.id][1] == cells.head(one)}
        changes, before = self.previous.changes(documents), self.catalogue.known
        hidden = frozenset(n for id, (n, _) in there.items() if id not in stay)
        new = {*changes["added"], *changes["replaced"]}
        gone = [entry[1:] for entry in before([*changes["replaced"], *changes["removed"]]).values()]
        fresh = [cells.head(one) for one in documents if one.id in new]
        return Plan([one for one in documents if one.id not in stay], hidden, changes, fresh, gone)

    def grown(self, plan: Plan, extractions: Sequence[Extraction], sizes: Sizes) -> Grown | None:
        """Return the delta of a plan, None where too much hangs on it.

        Args:
            plan: what it is to hold.
            extractions: what was read out of its documents, as each of them names people.
            sizes: how much a delta may hold.
        """
        return _Growing(self, plan, extractions, sizes).grown()


@dataclass(slots=True)
class _Growing:
    """A delta in the making."""

    standing: Standing
    plan: Plan
    extractions: Sequence[Extraction]
    sizes: Sizes
    records: dict[int, Record] = field(default_factory=dict)  # of the base, as they are now
    before: dict[int, Record] = field(default_factory=dict)  # and as they were
    documents: dict[int, Document] = field(default_factory=dict)  # that were looked at, by their numbers

    def grown(self) -> Grown | None:
        first = self.standing.counts["records"]
        gone = self.standing.alone.numbered(self.plan.hidden)
        lost = self.standing.alone.inside(self.plan.hidden)
        self.documents = dict(enumerate(self.plan.documents, start=self.standing.counts["documents"]))
        new = list(self.documents)
        read = self._read(gone)
        found = recast(self.standing.ledger, self.extractions, read)
        renamed_too = self.standing.ledger.naming(found.changed) - self.plan.hidden
        groups = None if len(renamed_too) > NEAR else self._groups(new, renamed_too)
        if groups is None:
            return None
        canonical = self._canonical(found, renamed_too)
        own = list(rows([renamed(one, canonical) for one in self.extractions], first))
        self._rename(renamed_too, canonical)
        later, targets = self._later(new, gone.values(), groups)
        own = self._mark(own, groups, later)
        amended = [
            Amendment(row, record.speaker, record.quote.addressee if record.quote else None, record.repeats)
            for row, record in sorted(self.records.items())
            if record != self.before[row]
        ]
        if max(len(own), len(lost), len(amended)) > self.sizes.delta:
            return None
        amendments = Amendments(sorted(self.plan.hidden), amended, sorted(found.retold), sorted(targets))
        left = self._left(lost.values(), amended, found.retold)
        length = Words.open(self.standing.folder / WORDS, first).length
        base = Base(self.standing.folder, self.standing.manifest, length, left, amendments)
        return Grown(own, found.speakers, later, base)

    def _read(self, documents: Mapping[int, Document]) -> list[Extraction]:
        """Return what was read out of documents of the base."""
        known = self.standing.alone.readings(document.sha256 for document in documents.values())
        return [cells.to_extraction(known[document.sha256], document) for document in documents.values()]

    def _canonical(self, found: Recast, numbers: Iterable[int]) -> Callable[[str], str | None]:
        """Return what finds the canonical name of a reference of new documents, or of some of the base."""
        extractions = self._read(self._looked_at(numbers))
        told = self.standing.ledger.of(reference for one in extractions for reference in references(one))

        def canonical(reference: str) -> str | None:
            if reference in found.names or reference in found.changed:
                return found.names.get(reference)
            return told[reference][1] if reference in told else None

        return canonical

    def _looked_at(self, numbers: Iterable[int]) -> dict[int, Document]:
        """Return documents by their numbers, in order; those of the base are read once."""
        wanted = sorted(set(numbers))
        missing = [n for n in wanted if n not in self.documents]
        self.documents |= self.standing.alone.numbered(missing)
        return {n: self.documents[n] for n in wanted}

    def _rename(self, numbers: Iterable[int], canonical: Callable[[str], str | None]) -> None:
        """Let documents of the base name people as they are called now."""
        known = self._inside(numbers)
        named = rows([renamed(one, canonical) for one in self._read(self._looked_at(numbers))])
        for record, row in zip(known, named, strict=True):
            quote, now = record.quote, row.record.quote
            if quote is not None and now is not None:
                speaker, addressee = (
                    name if name is None else cells.plain(name) for name in (now.speaker, now.addressee)
                )
                self.records[record.row] = replace(record, quote=replace(quote, speaker=speaker, addressee=addressee))

    def _inside(self, numbers: Iterable[int]) -> list[Record]:
        """Return the records of documents of the base as they are now, in order."""
        found = self.standing.alone.inside(numbers)
        self.before |= found
        self.records = {**found, **self.records}
        return [self.records[row] for row in found]

    def _groups(self, new: Sequence[int], renamed_too: Iterable[int]) -> list[list[int]] | None:
        """Return the copies that changes touch, in order; None where what all others are copies of is gone."""
        known = self.standing.ledger
        members = known.members(self.plan.hidden)
        if any(set(group) - self.plan.hidden for group in members.values()):
            return None
        firsts = self._firsts(new)
        if firsts is None:
            return None
        touched = {first for n, first in firsts.items() if n != first}
        touched.update(known.firsts([*self.plan.hidden, *renamed_too]).values())
        touched -= self.plan.hidden
        members = known.members(touched)
        return [
            [*(n for n in members.get(first, [first]) if n not in self.plan.hidden and n not in firsts)]
            + [n for n in new if firsts[n] == first]
            for first in sorted(touched)
        ]

    def _firsts(self, new: Sequence[int]) -> dict[int, int] | None:
        """Return of which document each new one is a copy, itself where it is of none; None where many are alike."""
        found: dict[int, int] = {}
        own: dict[int, list[int]] = {}
        fallen = duplicates.buckets([self.documents[n] for n in new]).tolist()
        for n, buckets in zip(new, fallen, strict=True):
            near = sorted(self.standing.ledger.near(buckets) - self.plan.hidden)
            if len(near) > NEAR:
                return None
            near += sorted({other for bucket in buckets for other in own.get(bucket, ())})
            others = self._looked_at(near)
            found[n] = next((other for other in near if duplicates.alike(others[other], self.documents[n])), n)
            if found[n] == n:
                for bucket in buckets:
                    own.setdefault(bucket, []).append(n)
        return found

    def _later(
        self, new: Sequence[int], gone: Iterable[Document], groups: Sequence[Sequence[int]]
    ) -> tuple[versions.Later, set[str]]:
        """Return what replaced or corrects what, of all documents of which that may have changed, and their ids."""
        known, hidden = self.standing.ledger, self.plan.hidden
        targets = {*new, *(n for group in groups for n in group)}
        for outlet, title, note in map(versions.heading, [*gone, *self.plan.documents]):
            targets |= known.titled(outlet, title) - hidden if note else set()
        others = set(known.firsts(targets).values()) - {n for group in groups for n in group}
        whole = [*groups, *([n for n in group if n not in hidden] for group in known.members(others).values())]
        around = {*targets, *new, *(n for group in whole for n in group)}
        for outlet, title, _ in map(versions.heading, self._looked_at(targets).values()):
            around |= known.notes(outlet, versions.naming(title)) - hidden
        documents = self._looked_at(around)
        found = versions.later(documents.values(), [[documents[n] for n in group] for group in whole])
        ids = {documents[n].id for n in targets}
        return {id: by for id, by in found.items() if id in ids}, ids | {document.id for document in gone}

    def _mark(self, own: Sequence[Row], groups: Sequence[Sequence[int]], later: versions.Later) -> list[Row]:
        """Let each row that says what a copy says repeat it, and none else; return the rows of the delta."""
        documents = self._looked_at(n for group in groups for n in group)
        ordered = [[one.id for one in versions.in_order([documents[n] for n in group], later)] for group in groups]
        there = [n for n in documents if n < self.standing.counts["documents"]]
        by_id = {documents[n].id: documents[n] for n in there}
        base = [replace(record, repeats=None) for record in self._inside(there)]
        marked = repeats_marked([*(Row(one, content_of(one, by_id[one.doc]), "") for one in base), *own], ordered)
        self.records |= {row.record.row: row.record for row in marked[: len(base)]}
        return marked[len(base) :]

    def _left(self, lost: Iterable[Record], amended: Iterable[Amendment], retold: Iterable[str]) -> dict[str, int]:
        """Return the counts of what still counts of the base."""
        lost, counts = list(lost), dict(self.standing.counts)
        quotes = sum(record.quote is not None for record in lost)
        more = sum((one.repeats is not None) - (self.before[one.row].repeats is not None) for one in amended)
        less = {
            "documents": len(self.plan.hidden),
            "records": len(lost),
            "quotes": quotes,
            "sentences": len(lost) - quotes,
            "speakers": self.standing.alone.told_of(retold),
            "repeats": sum(record.repeats is not None for record in lost) - more,
        }
        return {what: counts[what] - less[what] for what in counts}
