"""A name in a question → the speakers of the corpus that it can mean.

Looked up, in this order: names and aliases, family names, metonyms ("the Kremlin" stands for its government, or for
whoever speaks in its name), titles and offices ("secretary of state"), and, for a word that means nothing else,
spellings within an edit or two, or of the same sound. Several people that fit equally well are several readings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.extract import gazetteer, names
from index.schema import SpeakerEntry, SpeakerKind
from index.search import vocabulary
from index.search.described import Described
from index.search.spelling import Spellings

_PLAINLY = 4  # times as many quotes as all namesakes together
_ONCE = ("former", "ex", "onetime")
_NO_OFFICE = frozenset("acting deputy ex former late new old vice".split())  # "the former", and nothing else
_LONGEST = 6  # words of a name or an office
_LONG = 5  # letters of a name whose plural is not taken for another name


@dataclass(frozen=True, slots=True)
class Naming:
    """Words [start, end) of a question that name a speaker: whom they can mean, and how that was found.

    `holders` is everybody who holds an office, of whom `readings` are plainly the best known.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    how: str
    holders: tuple[str, ...] = ()


class People:
    """The speakers of a corpus, by everything they are called, and the outlets and months its documents are from."""

    def __init__(
        self, entries: Sequence[SpeakerEntry], outlets: Sequence[str] = (), months: Sequence[str] = ()
    ) -> None:
        self.outlets = tuple(outlets)
        self.months = tuple(months)
        self.entries = {entry.speaker.name: entry for entry in entries}
        self._called: dict[str, dict[str, None]] = defaultdict(dict)  # names in order, each once
        self._offices: dict[str, dict[str, None]] = defaultdict(dict)
        self._given: dict[str, dict[str, None]] = defaultdict(dict)
        for entry in entries:
            self._admit(entry)
        for variant, name in gazetteer.spellings().items():
            if name in self.entries:
                self._call(variant, name)
                self._call_person(variant, name)
        for surface, organisation in gazetteer.metonyms().items():
            if organisation in self.entries:
                self._call(surface, organisation)

    def _admit(self, entry: SpeakerEntry) -> None:
        for alias in entry.speaker.aliases or (entry.speaker.name,):
            self._call(gazetteer.fold(alias), entry.speaker.name)
            if entry.speaker.kind is SpeakerKind.PERSON:
                self._call_person(alias, entry.speaker.name)
        for title in entry.speaker.titles:
            for office in _offices(title):
                self._offices[office][entry.speaker.name] = None

    def _call(self, surface: str, name: str) -> None:
        self._called[surface.replace(".", "")][name] = None

    def _call_person(self, alias: str, name: str) -> None:
        _, bare = names.split_title(alias)
        key = names.key(bare)
        if len(key) > 1:
            self._call(" ".join(key), name)
            for family in names.family_names(bare):
                self._call(family, name)
            self._given[key[0]][name] = None

    @cached_property
    def described(self) -> Described:
        """What the speakers are described as."""
        return Described(self.entries.values())

    def quoted(self, name: str) -> int:
        """Return how many quotes a canonical speaker has."""
        entry = self.entries.get(name)
        return entry.quotes if entry else 0

    def called(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return everyone who is called by lower-case `words`, namesakes included."""
        phrase = gazetteer.fold(" ".join(names.bare(word) for word in words))
        return tuple(self._called.get(phrase) or self._offices.get(phrase) or ())

    def find(self, words: Sequence[str]) -> list[Naming]:
        """Return the namings among lower-case `words`, in order, longest first where they overlap."""
        found: list[Naming] = []
        at = 0
        while at < len(words):
            naming = next((n for n in self._at(words, at) if n.readings), None)
            if naming is not None:
                found.append(naming)
                at = naming.end
            else:
                at += 1
        return self._settled(found, words)

    def _settled(self, found: list[Naming], words: Sequence[str]) -> list[Naming]:
        """Return the namings with offices joined to the names or seats beside them, and foreign first names minded."""
        settled: list[Naming] = []
        for naming in found:
            before = settled[-1] if settled and settled[-1].end == naming.start else None
            if before is None and naming.how == "office":
                before = self._silent_seat(words, naming.start)
            if naming.how == "name" and not self._may_be_called(naming, words):
                continue
            if before is not None and before.how == "office" and naming.how == "name":
                both = tuple(name for name in naming.readings if name in before.readings)
                settled[-1] = Naming(before.start, naming.end, both or naming.readings, "name")
            elif before is not None and before.how == "name" and naming.how == "office":
                settled = [*(n for n in settled if n is not before), self._of_seat(before, naming)]
            else:
                settled.append(naming)
        settled = [naming for naming in settled if naming.readings]
        if any(naming.how == "name" for naming in settled):
            return [n for n in settled if n.how == "name" or len(n.readings) == 1]
        return settled

    def _may_be_called(self, naming: Naming, words: Sequence[str]) -> bool:
        """Tell whether a family name stands without the first name of somebody else ("boris" before "johnson")."""
        first = words[naming.start - 1] if naming.start and naming.end - naming.start == 1 else ""
        if not names.is_first_name(first):
            return True
        return any(names.same_person(f"{first} {words[naming.start]}", name) for name in naming.readings)

    def _of_seat(self, seat: Naming, office: Naming) -> Naming:
        """Return who holds an office of a country or an organisation ("south korea's president"), else of any."""
        words = {
            surface
            for table in (gazetteer.metonyms(), gazetteer.demonyms())
            for surface, organisation in table.items()
            if organisation in seat.readings
        }
        holders = tuple(
            name
            for name in office.readings
            if any(set(_words(title)) & words or " ".join(_words(title)) in words for title in self._titles(name))
        )
        people = [name for name in seat.readings if name in self.entries and self._is_person(name)]
        known = words or holders  # of a country its own office holders, or nobody
        return seat if people else Naming(seat.start, office.end, holders if known else office.readings, "office")

    def _silent_seat(self, words: Sequence[str], end: int) -> Naming | None:
        """Return the country before an office that no speaker of the corpus is called by ("mexico's minister")."""
        for start in (end - 2, end - 1):
            phrase = gazetteer.fold(" ".join(names.bare(word) for word in words[max(0, start) : end]))
            for surface in (phrase, phrase.removesuffix("s")):
                organisation = gazetteer.metonyms().get(surface) or gazetteer.demonyms().get(surface)
                if start >= 0 and organisation is not None:
                    return Naming(start, end, (organisation,), "name")
        return None

    def _titles(self, name: str) -> tuple[str, ...]:
        return self.entries[name].speaker.titles

    def person(self, naming: Naming) -> bool:
        """Tell whether a naming means people and nothing else."""
        return all(name in self.entries and self._is_person(name) for name in naming.readings)

    def _is_person(self, name: str) -> bool:
        return self.entries[name].speaker.kind is SpeakerKind.PERSON

    def _at(self, words: Sequence[str], start: int) -> list[Naming]:
        namings: list[Naming] = []
        for end in range(min(len(words), start + _LONGEST), start, -1):
            phrase = gazetteer.fold(" ".join(names.bare(word) for word in words[start:end]))
            if (
                end - start == 1
                and (phrase in vocabulary.STOP or vocabulary.base(phrase) in vocabulary.SAY)
                and phrase != "us"
            ):
                continue
            if phrase == "us" and (start == 0 or words[start - 1] != "the"):
                continue
            if end - start <= 2 and not self._called.get(phrase) and phrase.endswith("s") and len(phrase) > _LONG:
                phrase = phrase[:-1] if self._called.get(phrase[:-1]) else phrase  # "trumps" without its apostrophe
            given = self._given.get(phrase, {}) if self.first_name_only(phrase) else {}
            if given and (people := self._plain(self._best(given))):
                namings.append(Naming(start, end, people, "name"))
            elif self._called.get(phrase):
                namings.append(Naming(start, end, self._speaking(phrase), "name"))
            elif self._offices.get(phrase):
                holders = self._best(self._offices[phrase])
                namings.append(Naming(start, end, self._plain(holders), "office", holders))
        return namings

    def first_name_only(self, phrase: str) -> bool:
        """Tell whether a word is the first name of some, and nobody's family name; a bare "Hillary" is one of them."""
        bearers = self._called.get(phrase, {})
        return names.is_first_name(phrase) and all(names.key(name) == (phrase,) for name in bearers)

    def _best(self, readings: Collection[str]) -> tuple[str, ...]:
        """Return the readings that are quoted, else all."""
        return tuple(name for name in readings if self.quoted(name)) or tuple(readings)

    def _speaking(self, phrase: str) -> tuple[str, ...]:
        """Return who is called `phrase`; for a seat of power that is never quoted itself, who speaks in its name."""
        readings = self._plain(self._best(self._called[phrase]))
        if phrase in gazetteer.metonyms() and not any(self.quoted(name) for name in readings):
            return self.spokesmen(phrase)[:1] or readings
        return readings

    def _plain(self, readings: tuple[str, ...]) -> tuple[str, ...]:
        """Return the one that is plainly meant, where one of several namesakes is quoted far more than all others.

        A bare family name that the articles themselves leave open ("Stone") is no namesake: it is asked for as well.
        """
        people = [name for name in readings if len(names.key(name)) > 1]
        ranked = sorted(people, key=lambda name: -self.quoted(name))
        if len(ranked) > 1 and self.quoted(ranked[0]) >= _PLAINLY * max(1, sum(self.quoted(n) for n in ranked[1:])):
            return (ranked[0],)
        return tuple(ranked) if len(ranked) > 1 else tuple(people or readings)

    def plainly(self, readings: Sequence[str]) -> str | None:
        """Return the one of several people who is plainly meant, where one is."""
        plain = self._plain(tuple(readings))
        return plain[0] if len(plain) == 1 else None

    def bare(self, name: str) -> tuple[str, ...]:
        """Return the speakers that are only called by the family name of `name`, and who may be the same person."""
        if len(names.key(name)) < 2 or self._speaking_name(name) != name:
            return ()
        return tuple(
            other
            for word in sorted({names.key(name)[0], *names.family_names(name)})
            for other in self._called.get(word, {})
            if names.key(other) == (word,) and self.quoted(other)
        )

    def _speaking_name(self, name: str) -> str | None:
        """Return whom the family name of `name` plainly means."""
        family = names.key(name)[-1]
        plain = self._plain(self._best(self._called.get(family, {})))
        return plain[0] if len(plain) == 1 else None

    def by_family_name(self, words: Sequence[str]) -> list[str]:
        """Return `words` with first names as family names: whose man somebody is, is written with the latter."""
        return [self._family_name(word) or word for word in words]

    def _family_name(self, word: str) -> str | None:
        for first in (word.removesuffix("'s"), word.removesuffix("s")):
            if names.is_first_name(first):
                given = self._given.get(first) or self.nearest([first])
                plain = self._plain(self._best(given)) if given else ()
                return names.key(plain[0])[-1] if len(plain) == 1 else None
        return None

    def spokesmen(self, surface: str) -> tuple[str, ...]:
        """Return the quoted people whose title names the seat or country that `surface` is a metonym of."""
        return tuple(self._speaking_for.get(gazetteer.metonyms().get(gazetteer.fold(surface)), ()))

    @cached_property
    def _speaking_for(self) -> dict[str | None, dict[str, None]]:
        """The quoted people in whose title an organisation comes first, by its name."""
        found: dict[str | None, dict[str, None]] = defaultdict(dict)
        for entry in self.entries.values():
            if entry.speaker.kind is SpeakerKind.PERSON and entry.quotes:
                for title in entry.speaker.titles:
                    word = gazetteer.fold(title).split(" ")[0]
                    organisation = gazetteer.metonyms().get(word) or gazetteer.demonyms().get(word)
                    if organisation is not None:
                        found[organisation][entry.speaker.name] = None
        return found

    def nearest(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the speakers whose name is spelled or sounds like `words`; several when they are equally near."""
        phrase = gazetteer.fold(" ".join(names.bare(word) for word in words))
        found = [name for called in self._spellings.nearest(phrase) for name in self._called[called]]
        return self._best(dict.fromkeys(found))

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._called)

    def offered(self, count: int = 5) -> tuple[str, ...]:
        """Return the most quoted speakers."""
        return self._most_quoted[:count]

    @cached_property
    def _most_quoted(self) -> tuple[str, ...]:
        quoted = (entry for entry in self.entries.values() if entry.quotes)
        return tuple(entry.speaker.name for entry in sorted(quoted, key=lambda e: (-e.quotes, e.speaker.name)))


@lru_cache(maxsize=1 << 14)
def _offices(title: str) -> tuple[str, ...]:
    """Return what is said of somebody with a title: all of it, and the parts that are an office by themselves."""
    words = _words(title)
    once = next((at for at, word in enumerate(words) if word in _ONCE), len(words))
    found: list[str] = []
    for start in range(min(len(words), once + 1)):  # who once was it holds the office no more
        if words[start] in ("of", "mr", "mrs", "ms", "dr"):
            continue
        for end in range(start + 1, len(words) + 1):
            inside = words[start:end]
            if names.ROLES.isdisjoint(inside) and inside[-1] in _NO_OFFICE:
                continue
            if end == len(words) or inside[-1] in names.ROLES or "of" in inside:
                found.append(" ".join(inside))
    return tuple(found)


def _words(text: str) -> list[str]:
    return [names.bare(word) for word in re.findall(r"[\w.’'-]+", text)]
