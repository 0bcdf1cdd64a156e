"""Some documents more or fewer → whose canonical names change: as resolving all of them anew would have it.

Full names of one last word settle together who is one person; what a bare family name means hangs on all who bear it.
So the sightings that new documents change, and those that hang on them, are clustered anew; everything else stays. What
is known of the others is looked up, so that the work grows with the new documents and their namesakes alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.extract import names
from index.extract.corpus_speakers import ORGANISATION, clustered, families, tell_apart
from index.extract.sightings import Sighting, is_person, key_of_other, name_of, references, sighted
from index.schema import Extraction, Speaker

Told = Mapping[str, tuple[str, str]]
"""Sightings in JSON and their canonical names, by their references."""


class Known(Protocol):
    """What is known of the documents that are there."""

    def sightings(self, keys: Iterable[str]) -> Told:
        """Return the sightings that have one of `keys`."""

    def of(self, references: Iterable[str]) -> Told:
        """Return the sightings of `references`, as far as there are any."""

    def called(self, names: Iterable[str]) -> Told:
        """Return the sightings whose canonical names are among `names`."""


@dataclass(frozen=True, slots=True)
class Recast:
    """What changes.

    Attributes:
        names: canonical names by reference, of all that new documents refer to and of all that was settled anew.
        changed: references that had another canonical name before, or none.
        retold: canonical names of whom something else is told now.
        speakers: what is told now, of those of them who are still there.
    """

    names: Mapping[str, str]
    changed: frozenset[str]
    retold: frozenset[str]
    speakers: tuple[Speaker, ...]


def recast(known: Known, added: Sequence[Extraction], removed: Sequence[Extraction]) -> Recast:
    """Return what changes when documents join those that are known, and others leave them."""
    casting = _Casting(known, added, removed)
    casting.look_around()
    casting.take_in(known.of(reference for one in added for reference in references(one)))
    casting.settle()
    return casting.outcome()


class _Casting:
    """The sightings that are looked at, as they were and as they are."""

    def __init__(self, known: Known, added: Iterable[Extraction], removed: Iterable[Extraction]) -> None:
        self._known = known
        self._before: dict[str, Sighting] = {}
        self._names: dict[str, str] = {}  # as they were
        self._now: dict[str, Sighting] = {}
        self._settled: dict[str, str] = {}
        changes: dict[str, list[tuple[Speaker, int]]] = {}
        for extractions, times in ((added, 1), (removed, -1)):
            for reference, speaker in sighted(extractions):
                changes.setdefault(reference, []).append((speaker, times))
        self._changes = changes
        self.take_in(known.of(changes))
        for reference in changes.keys() - self._before.keys():
            self._change(reference, Sighting())

    def take_in(self, told: Told) -> None:
        """Look at sightings as well."""
        for reference, (text, name) in told.items():
            if reference not in self._before:
                self._names[reference] = name
                self._before[reference] = Sighting.of(text)
                self._change(reference, Sighting.of(text))

    def _change(self, reference: str, sighting: Sighting) -> None:
        """Add what new documents say of it, take away what others said; what no document says any more is gone."""
        for speaker, times in self._changes.get(reference, ()):
            sighting.add(speaker, times)
        if sighting.documents:
            self._now[reference] = sighting

    def look_around(self) -> None:
        """Look at everyone whom the changes may touch."""
        changed = [reference for reference in self._changes if is_person(reference)]
        lasts = {_last(reference) for reference in changed} - {None}
        self._take_in_families(lasts)
        words = {word for reference in changed if (word := _bare(reference)) is not None}
        words |= self._unsteady(lasts)
        self.take_in(self._known.sightings(f"bare {word}" for word in words))
        self.take_in(bearers := self._known.sightings(f"bears {word}" for word in words))
        self._take_in_families({_last(reference) for reference in (*bearers, *self._now)} - {None})

    def _take_in_families(self, lasts: Iterable[str | None]) -> None:
        """Look at all full names with these last words."""
        wanted = set(lasts)
        found = self._known.sightings(f"bears {last}" for last in wanted)
        self.take_in({reference: told for reference, told in found.items() if _last(reference) in wanted})

    def _unsteady(self, lasts: Iterable[str | None]) -> set[str]:
        """Return the family names of people of whom more has changed than how often they are named."""
        wanted = set(lasts)
        before, now = (
            _bearers({reference: one for reference, one in sightings.items() if _last(reference) in wanted})
            for sightings in (self._before, self._now)
        )
        return {word for bearer in before ^ now for word in bearer[-1]}

    def settle(self) -> None:
        """Decide who everybody is."""
        people = {reference: one for reference, one in self._now.items() if is_person(reference)}
        self._settled = {reference: cluster.name for reference, cluster in clustered(people).items()}
        before = {self._names[r] for r in self._names if r in people or (r not in self._now and is_person(r))}
        moved = before ^ set(self._settled.values())
        self.take_in(self._known.of(map(key_of_other, moved)))
        others = clustered({r: s for r, s in self._now.items() if not is_person(r)})
        called = {cluster.name for cluster in others.values()}
        elsewhere = self._known.called(called)
        standing = {name for r, (_, name) in elsewhere.items() if is_person(r) and r not in self._before}
        tell_apart(others.values(), standing | set(self._settled.values()))
        self._settled |= {reference: cluster.name for reference, cluster in others.items()}

    def outcome(self) -> Recast:
        """Return what has changed."""
        changed = frozenset(r for r, name in self._settled.items() if self._names.get(r) != name)
        touched = [r for r in {*self._changes, *changed} if r in self._settled or r in self._names]
        retold = {names[r] for names in (self._names, self._settled) for r in touched if r in names}
        gone = self._before.keys() - self._now.keys()
        return Recast(
            {**{r: name for r, name in self._names.items() if r not in gone}, **self._settled},
            changed | gone,
            frozenset(retold),
            tuple(self._told(retold)),
        )

    def _told(self, names: set[str]) -> Iterator[Speaker]:
        """Yield what is told of everyone who is called by one of `names` now."""
        self.take_in(self._known.called(names))
        members: dict[str, list[Sighting]] = {}
        for reference, sighting in self._now.items():
            name = self._settled.get(reference) or self._names.get(reference)
            if name in names:
                members.setdefault(name, []).append(sighting)
        for name, sightings in sorted(members.items()):
            whole = Sighting()
            for sighting in sightings:
                whole.merge(sighting)
            if name.endswith(ORGANISATION) and whole.name != name:
                whole.suffix = ORGANISATION
            yield whole.speaker()


def _last(reference: str) -> str | None:
    """Return the last word of a full name, by which its bearers are clustered; None for any other reference."""
    words = names.key(name_of(reference)) if is_person(reference) else ()
    return words[-1] if len(words) > 1 else None


def _bare(reference: str) -> str | None:
    """Return the word of a bare family name; None for any other reference."""
    words = names.key(name_of(reference)) if is_person(reference) else ("", "")
    return None if len(words) > 1 else " ".join(words)


def _bearers(sightings: Mapping[str, Sighting]) -> set[tuple[str, str | None, frozenset[str], frozenset[str]]]:
    """Return who there is, as far as bare family names hang on it."""
    people = {id(cluster): cluster for cluster in clustered(sightings).values()}
    return {(one.name, one.gender, one.offices, families(one)) for one in people.values()}
