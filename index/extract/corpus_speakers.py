"""Speakers of many documents → one canonical name each for the whole corpus.

Full names that name the same person are one; a bare family name joins a full name only when the corpus knows exactly
one that it fits, so two different Wangs stay two and a lone "Wang" beside them stays "Wang". The result does not
depend on the order of the documents.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.extract import gazetteer, names
from index.extract.sightings import PERSON, Sighting, added_up, renamed
from index.schema import Extraction, Speaker, SpeakerKind

ORGANISATION = " (organisation)"
"""Stands behind the name of an organisation that is called like a person: a canonical name stands for one speaker."""


def resolve_corpus(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], tuple[Speaker, ...]]:
    """Return the extractions with corpus-wide names, and every speaker, the most mentioned first."""
    clusters = settled(added_up(extractions))
    canonical = {reference: cluster.name for reference, cluster in clusters.items()}
    unique = {id(cluster): cluster for cluster in clusters.values()}
    speakers = sorted((c.speaker() for c in unique.values()), key=lambda s: (-s.mentions, s.name))
    return tuple(renamed(extraction, canonical.get) for extraction in extractions), tuple(speakers)


def settled(sightings: Mapping[str, Sighting]) -> dict[str, Sighting]:
    """Return the speaker of each sighting of a corpus, by their references: one object for those who are one."""
    found = clustered(sightings)
    tell_apart(found.values(), {cluster.name for cluster in found.values() if cluster.kind is SpeakerKind.PERSON})
    return found


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Somebody with a family name, as full names alone tell of them: who joins later decides on nobody."""

    cluster: Sighting
    gender: str | None
    offices: frozenset[str]


def clustered(sightings: Mapping[str, Sighting]) -> dict[str, Sighting]:
    """Return the speaker of each sighting; an organisation may still be called like a person."""
    found: dict[str, Sighting] = {}
    full = {reference: sighting for reference, sighting in sightings.items() if sighting.full}
    bearer_of = _people(form for sighting in full.values() for form in sighting.forms)
    people: dict[str, Sighting] = defaultdict(Sighting)
    for reference, sighting in full.items():
        found[reference] = people[bearer_of[next(iter(sighting.forms))]]
        found[reference].merge(sighting)
    bearers = _bearers(people.values())
    own: dict[str, Sighting] = defaultdict(Sighting)
    for reference in sightings:
        if reference not in full:
            fitting = _fitting(reference, bearers)
            found[reference] = fitting[0] if len(fitting) == 1 else own[_own(reference)]
    for reference in sightings.keys() - full.keys():
        found[reference].merge(sightings[reference])
    return found


def _own(reference: str) -> str:
    """Return what sightings have in common that are one speaker where no full name fits them."""
    kind, name, *_ = json.loads(reference)
    return f"{kind} {gazetteer.fold(name)}"


def _fitting(reference: str, bearers: Mapping[str, Sequence[_Bearer]]) -> list[Sighting]:
    """Return those bearers of a family name whom documents can mean that name them by it alone.

    Titles tell: "Mr Stone" is no woman, and "President Stone" is the one who is called so in full elsewhere.
    """
    kind, name, *sense = json.loads(reference)
    if kind != PERSON:
        return []
    gender, offices = sense[0] or None, set(sense[1:])
    alike = bearers.get(" ".join(names.key(name)), [])
    agreeing = [one for one in alike if gender is None or one.gender in (None, gender)]
    holding = [one for one in agreeing if offices & one.offices]
    return [one.cluster for one in (holding if len(agreeing) > 1 and holding else agreeing)]


def tell_apart(clusters: Iterable[Sighting], people: Collection[str]) -> None:
    """Give each organisation that is called like one of `people` a name of its own."""
    for cluster in clusters:
        if cluster.kind is not SpeakerKind.PERSON and cluster.name in people:
            cluster.suffix = ORGANISATION


def _people(forms: Iterable[str]) -> dict[str, str]:
    """Return one name for each person, by every full name that is used for it.

    Middle names come and go; a nickname or an initial is somebody's if just one person of the corpus can be meant.
    """
    persons: list[list[str]] = []
    by_ends: dict[tuple[str, str, str], list[list[str]]] = defaultdict(list)
    for form in sorted(set(forms), key=lambda form: (-len(names.key(form)), -len(form), form)):
        alike = [
            p
            for p in by_ends[*_ends(form), names.generation(form)]
            if all(names.same_middle(form, other) for other in p)
        ]
        if len(alike) == 1:
            alike[0].append(form)
        else:
            persons.append([form])
            by_ends[*_ends(form), names.generation(form)].append(persons[-1])
    merged = _short_forms(persons)
    return {form: merged.get(person[0], person[0]) for person in persons for form in person}


def _short_forms(persons: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the one other person, by first form, that a person with a nickname or an initial can be."""
    by_family: dict[str, list[Sequence[str]]] = defaultdict(list)
    for person in persons:
        by_family[_ends(person[0])[1]].append(person)
    partners = {
        one[0]: [other[0] for other in family if other is not one and _one_person(one, other)]
        for family in by_family.values()
        for one in family
    }
    pairs = {one: others[0] for one, others in partners.items() if len(others) == 1}
    return {one: min(one, other) for one, other in pairs.items() if pairs.get(other) == one}


def _one_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether all full names of two can be one person's."""
    return all(
        names.same_first(_ends(a)[0], _ends(b)[0])
        and names.same_middle(a, b)
        and names.generation(a) == names.generation(b)
        for a in one
        for b in other
    )


def _bearers(people: Iterable[Sighting]) -> dict[str, list[_Bearer]]:
    """Return the people of each family name."""
    bearers: dict[str, list[_Bearer]] = defaultdict(list)
    for cluster in people:
        bearer = _Bearer(cluster, cluster.gender, cluster.offices)
        for family in families(cluster):
            bearers[family].append(bearer)
    return bearers


def families(cluster: Sighting) -> frozenset[str]:
    """Return the family names of a person."""
    return frozenset(family for form in cluster.forms for family in names.family_names(form))


def _ends(name: str) -> tuple[str, str]:
    """Return first and last word of a full name: what stays when middle names come and go."""
    words = names.key(name)
    return (words[0], words[-1])
