"""What documents say about one name, added up: the cast of a corpus before anybody knows who is who.

Speakers of one name and one sense are one sighting, in however many documents: what tells them apart (a gender, an
office) is part of what they are known by. A sighting grows by a document and shrinks by it, and comes back from JSON as
it was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from index.extract import gazetteer, names
from index.schema import Extraction, Quote, Speaker, SpeakerKind

PERSON, OTHER = "person", "other"


@dataclass(slots=True)
class Sighting:
    """A name with everything that goes with it; several of one speaker make one of the whole corpus."""

    kinds: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    descriptions: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    suffix: str = ""  # tells an organisation from a person of the same name

    def add(self, speaker: Speaker, times: int = 1) -> None:
        """Add a speaker of a document, or take it away again with `times` -1."""
        for counter, words in (
            (self.kinds, (speaker.kind.value,)),
            (self.aliases, speaker.aliases),
            (self.titles, speaker.titles),
            (self.descriptions, speaker.descriptions),
        ):
            for word in words:
                counter[word] += times
        self.forms[speaker.name] += times * max(1, speaker.mentions)
        self.mentions += times * speaker.mentions

    def merge(self, other: Sighting) -> None:
        """Add another sighting."""
        for own, its in zip(self._counters(), other._counters(), strict=True):
            for word, count in its.items():
                own[word] += count
        self.mentions += other.mentions

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.kinds, self.forms, self.aliases, self.titles, self.descriptions

    def told(self) -> str:
        """Return it as JSON; what nothing is left of is left out."""
        return json.dumps([self.mentions, *({w: n for w, n in one.items() if n} for one in self._counters())])

    @classmethod
    def of(cls, told: str) -> Sighting:
        """Return what `told` made JSON of."""
        mentions, *counters = json.loads(told)
        kinds, forms, aliases, titles, descriptions = (Counter[str](counter) for counter in counters)
        return cls(kinds, forms, aliases, titles, descriptions, mentions)

    @property
    def documents(self) -> int:
        """Number of documents that have it."""
        return self.kinds.total()

    @property
    def kind(self) -> SpeakerKind:
        """Person or not; what some call an organisation and some a group is an organisation."""
        return SpeakerKind(max(kind for kind, count in self.kinds.items() if count))

    @property
    def full(self) -> bool:
        """Whether it is a person's name of two words or more."""
        return self.kind is SpeakerKind.PERSON and any(len(names.key(form)) > 1 for form in self.forms)

    @property
    def name(self) -> str:
        """The full form that is used most; of several, the longest."""
        used = [form for form, count in self.forms.items() if count]
        full = [form for form in used if self.kind is not SpeakerKind.PERSON or len(names.key(form)) > 1]
        return min(full or used, key=self._rank) + self.suffix

    def _rank(self, form: str) -> tuple[int, int, str]:
        return -self.forms[form], -len(form), form

    @property
    def gender(self) -> str | None:
        """What titles or the first name tell."""
        return names.gender(self.name, tuple(title for title, count in self.titles.items() if count))

    @property
    def offices(self) -> frozenset[str]:
        """What the titles say that somebody is."""
        return frozenset(office for title, count in self.titles.items() if count for office in names.offices(title))

    def speaker(self) -> Speaker:
        """Return the speaker that it all makes; the order of the documents plays no part."""
        forms = sorted((form for form, count in self.forms.items() if count), key=self._rank)
        aliases, titles, told = (
            tuple(sorted((w for w, n in words.items() if n), key=lambda word: (-words[word], word)))
            for words in (self.aliases, self.titles, self.descriptions)
        )
        called = tuple(dict.fromkeys([self.name, *forms, *aliases]))
        return Speaker(self.name, self.kind, called, titles, self.mentions, told)


def reference(speaker: Speaker) -> str:
    """Return what a speaker of a document is known by across documents: what decides on who that is.

    >>> reference(Speaker("Stone", titles=("Judge",))), reference(Speaker("Ana Stone", titles=("Judge",)))
    ('["person", "Stone", "", "judge"]', '["person", "Ana Stone"]')
    """
    if speaker.kind is not SpeakerKind.PERSON:
        return key_of_other(speaker.name)
    if len(names.key(speaker.name)) > 1:
        return json.dumps([PERSON, speaker.name])
    offices = {office for title in speaker.titles for office in names.offices(title)}
    return json.dumps([PERSON, speaker.name, names.gender(speaker.name, speaker.titles) or "", *sorted(offices)])


def key_of_other(name: str) -> str:
    """Return the reference of an organisation or a group by its name."""
    return json.dumps([OTHER, gazetteer.fold(name)])


def is_person(reference: str) -> bool:
    """Tell whether a reference is that of a person."""
    return str(json.loads(reference)[0]) == PERSON


def name_of(reference: str) -> str:
    """Return the name in a reference."""
    return str(json.loads(reference)[1])


def keys(reference: str) -> frozenset[str]:
    """Return what a person's reference has in common with those that it is decided together with.

    >>> sorted(keys('["person", "Wang Yi"]')), sorted(keys('["person", "Wang", ""]'))
    (['bears wang', 'bears yi'], ['bare wang'])
    """
    if not is_person(reference):
        return frozenset()
    name = name_of(reference)
    word = " ".join(names.key(name))
    bearing = (f"bears {family}" for family in names.family_names(name))
    return frozenset(bearing if " " in word else (f"bare {word}",))


def sighted(extractions: Iterable[Extraction]) -> Iterator[tuple[str, Speaker]]:
    """Yield every speaker of every document with its reference, described groups that only quotes name among them."""
    for extraction in extractions:
        known = {speaker.name for speaker in extraction.speakers}
        groups = Counter(q.speaker for q in extraction.quotes if q.speaker is not None and q.speaker not in known)
        for speaker in extraction.speakers:
            yield reference(speaker), speaker
        for group, count in sorted(groups.items()):
            yield key_of_other(group), Speaker(group, SpeakerKind.GROUP, (group,), (), count)


def added_up(extractions: Iterable[Extraction]) -> dict[str, Sighting]:
    """Return the sightings of documents by their references."""
    found: dict[str, Sighting] = {}
    for reference, speaker in sighted(extractions):
        found.setdefault(reference, Sighting()).add(speaker)
    return found


def referring(extraction: Extraction) -> Callable[[str], str]:
    """Return what finds the reference of a name in a document."""
    cast = {speaker.name: reference(speaker) for speaker in extraction.speakers}
    return lambda name: cast.get(name) or key_of_other(name)


def parts(name: str, extraction: Extraction) -> list[str]:
    """Return the names in a name: several where it is of several who speak together."""
    known = any(speaker.name == name for speaker in extraction.speakers)
    return [name] if known else name.split(" and ")


def references(extraction: Extraction) -> frozenset[str]:
    """Return the references of everyone who speaks or is spoken to in a document."""
    find = referring(extraction)
    named = {name for quote in extraction.quotes for name in (quote.speaker, quote.addressee) if name is not None}
    return frozenset(find(part) for name in named for part in parts(name, extraction))


def renamed(extraction: Extraction, canonical: Callable[[str], str | None]) -> Extraction:
    """Return a document with canonical names, by their references; a name that has none stays."""
    find = referring(extraction)

    def rename(name: str | None) -> str | None:
        if name is None:
            return None
        return " and ".join(canonical(find(part)) or part for part in parts(name, extraction))

    def of_quote(quote: Quote) -> Quote:
        return replace(quote, speaker=rename(quote.speaker), addressee=rename(quote.addressee))

    return replace(extraction, quotes=tuple(of_quote(quote) for quote in extraction.quotes))
