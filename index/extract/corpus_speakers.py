"""Speakers of many documents → one canonical name each for the whole corpus.

Full names that name the same person are one; a bare family name joins a full name only when the corpus knows exactly
one that it fits, so two different Wangs stay two and a lone "Wang" beside them stays "Wang". The result does not
depend on the order of the documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.extract import gazetteer, names
from index.schema import Extraction, Quote, Speaker, SpeakerKind


@dataclass(slots=True)
class _Cluster:
    kind: SpeakerKind
    forms: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    descriptions: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    suffix: str = ""  # tells an organisation from a person of the same name

    def add(self, speaker: Speaker) -> None:
        self.forms[speaker.name] += max(1, speaker.mentions)
        self.aliases.update(speaker.aliases)
        self.titles.update(speaker.titles)
        self.descriptions.update(speaker.descriptions)
        self.mentions += speaker.mentions

    @property
    def name(self) -> str:
        """The full form that is used most; of several, the longest."""
        full = [form for form in self.forms if self.kind is not SpeakerKind.PERSON or len(names.key(form)) > 1]
        return min(full or self.forms, key=lambda form: (-self.forms[form], -len(form), form)) + self.suffix

    @property
    def gender(self) -> str | None:
        return names.gender(self.name, tuple(self.titles))

    @property
    def offices(self) -> frozenset[str]:
        return frozenset(office for title in self.titles for office in names.offices(title))

    def speaker(self) -> Speaker:
        ranked = sorted(self.aliases, key=lambda alias: (-self.aliases[alias], alias))
        aliases = tuple(dict.fromkeys([self.name, *self.forms, *ranked]))
        titles, told = (
            tuple(sorted(words, key=lambda word: (-words[word], word))) for words in (self.titles, self.descriptions)
        )
        return Speaker(self.name, self.kind, aliases, titles, self.mentions, told)


def resolve_corpus(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], tuple[Speaker, ...]]:
    """Return the extractions with corpus-wide names, and every speaker, the most mentioned first."""
    everyone = [speaker for extraction in extractions for speaker in _all_speakers(extraction)]
    clusters = _cluster(everyone)
    _tell_apart(clusters.values())
    renamed = {key: cluster.name for key, cluster in clusters.items()}
    unique = {id(cluster): cluster for cluster in clusters.values()}
    speakers = sorted((c.speaker() for c in unique.values()), key=lambda s: (-s.mentions, s.name))
    return tuple(_rename(extraction, renamed) for extraction in extractions), tuple(speakers)


def _all_speakers(extraction: Extraction) -> list[Speaker]:
    """Return the cast of a document with the described groups that only its quotes name."""
    known = {speaker.name for speaker in extraction.speakers}
    groups = Counter(q.speaker for q in extraction.quotes if q.speaker is not None and q.speaker not in known)
    return [*extraction.speakers, *(Speaker(g, SpeakerKind.GROUP, (g,), (), n) for g, n in sorted(groups.items()))]


def _key(name: str, kind: SpeakerKind) -> tuple[str, str]:
    return ("person" if kind is SpeakerKind.PERSON else "other", gazetteer.fold(name))


def _cluster(speakers: Sequence[Speaker]) -> dict[tuple[str, str], _Cluster]:
    """Return the cluster of each (kind, folded name)."""
    clusters: dict[tuple[str, str], _Cluster] = {}
    full = [speaker for speaker in speakers if _is_full(speaker)]
    bearer_of = _people([speaker.name for speaker in full])
    by_name: dict[str, _Cluster] = defaultdict(lambda: _Cluster(SpeakerKind.PERSON))
    for speaker in full:
        clusters[_key(speaker.name, speaker.kind)] = by_name[bearer_of[speaker.name]]
        by_name[bearer_of[speaker.name]].add(speaker)
    bearers = _bearers(by_name)
    for speaker in speakers:
        if not _is_full(speaker):
            own = clusters.setdefault(_key(speaker.name, speaker.kind), _Cluster(speaker.kind))
            person = speaker.kind is SpeakerKind.PERSON
            fitting = _fitting(speaker, bearers.get(" ".join(names.key(speaker.name)), [])) if person else []
            cluster = fitting[0] if len(fitting) == 1 else own
            cluster.add(speaker)
            clusters[_key(speaker.name, speaker.kind)] = cluster
    return clusters


def _fitting(speaker: Speaker, bearers: Sequence[_Cluster]) -> list[_Cluster]:
    """Return those bearers of a family name whom a document can mean that names them by it alone.

    Titles tell: "Mr Stone" is no woman, and "President Stone" is the one who is called so in full elsewhere.
    """
    gender = names.gender(speaker.name, speaker.titles)
    agreeing = [c for c in bearers if gender is None or c.gender in (None, gender)]
    offices = {office for title in speaker.titles for office in names.offices(title)}
    holding = [cluster for cluster in agreeing if offices & cluster.offices]
    return holding if len(agreeing) > 1 and holding else agreeing


def _tell_apart(clusters: Iterable[_Cluster]) -> None:
    """Give an organisation that is called like a person a name of its own: a canonical name stands for one speaker."""
    people = {cluster.name for cluster in clusters if cluster.kind is SpeakerKind.PERSON}
    for cluster in clusters:
        if cluster.kind is not SpeakerKind.PERSON and cluster.name in people:
            cluster.suffix = " (organisation)"


def _is_full(speaker: Speaker) -> bool:
    return speaker.kind is SpeakerKind.PERSON and len(names.key(speaker.name)) > 1


def _people(forms: Iterable[str]) -> dict[str, str]:
    """Return one name for each person, by every full name that is used for it.

    Middle names come and go; a nickname or an initial is somebody's if just one person of the corpus can be meant.
    """
    persons: list[list[str]] = []
    by_ends: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for form in sorted(set(forms), key=lambda form: (-len(names.key(form)), -len(form), form)):
        alike = [p for p in by_ends[_ends(form)] if all(names.same_middle(form, other) for other in p)]
        if len(alike) == 1:
            alike[0].append(form)
        else:
            persons.append([form])
            by_ends[_ends(form)].append(persons[-1])
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
    return all(names.same_first(_ends(a)[0], _ends(b)[0]) and names.same_middle(a, b) for a in one for b in other)


def _bearers(by_name: Mapping[str, _Cluster]) -> dict[str, list[_Cluster]]:
    """Return the people of each family name."""
    bearers: dict[str, list[_Cluster]] = defaultdict(list)
    for cluster in by_name.values():
        for family in {family for form in cluster.forms for family in names.family_names(form)}:
            bearers[family].append(cluster)
    return bearers


def _ends(name: str) -> tuple[str, str]:
    """Return first and last word of a full name: what stays when middle names come and go."""
    words = names.key(name)
    return (words[0], words[-1])


def _rename(extraction: Extraction, renamed: Mapping[tuple[str, str], str]) -> Extraction:
    kinds = {speaker.name: speaker.kind for speaker in extraction.speakers}

    def rename(name: str | None) -> str | None:
        if name is None:
            return None
        parts = [name] if name in kinds else name.split(" and ")  # several who speak together
        return " and ".join(renamed.get(_key(part, kinds.get(part, SpeakerKind.GROUP)), part) for part in parts)

    def renamed_quote(quote: Quote) -> Quote:
        return replace(quote, speaker=rename(quote.speaker), addressee=rename(quote.addressee))

    return replace(extraction, quotes=tuple(renamed_quote(quote) for quote in extraction.quotes))
