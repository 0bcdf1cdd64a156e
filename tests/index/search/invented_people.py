"""Invented speakers of an invented corpus, some with awkward names."""

from __future__ import annotations

from index.schema import Speaker, SpeakerEntry, SpeakerKind
from index.search.people import People

PERSON, ORGANISATION = SpeakerKind.PERSON, SpeakerKind.ORGANISATION


def entry(
    name: str,
    *titles: str,
    kind: SpeakerKind = PERSON,
    quotes: int = 3,
    aliases: tuple[str, ...] = (),
    told: tuple[str, ...] = (),
) -> SpeakerEntry:
    return SpeakerEntry(Speaker(name, kind, (name, *aliases), titles, quotes + 1, told), direct=quotes)


PEOPLE = People(
    [
        entry("Wang Yi", "Chinese diplomat", "Foreign Minister"),
        entry("Vladimir Putin", "President"),
        entry("Dmitry Peskov", "Kremlin spokesman"),
        entry("Antony Blinken", "US Secretary of State", aliases=("Antony Brinken", "Brinken")),
        entry("Sergey Lavrov", "Russian Foreign Minister", quotes=0),
        entry("Xi Jinping", "Chinese President", quotes=0),
        entry("Olga Brandt", "Finance Minister"),
        entry("Luc Moreau", "union leader"),
        entry("Ana Stone", "mayor"),
        entry("Peter Stone", "engineer"),
        entry("Jason Chaffetz", "Rep."),
        entry("Ursula von der Leyen", "Commission President"),
        entry("China (government)", kind=ORGANISATION, aliases=("China", "Beijing")),
        entry("United States (government)", kind=ORGANISATION, aliases=("US", "Washington")),
        entry("Russia (government)", kind=ORGANISATION, quotes=0, aliases=("Russia", "Moscow", "Kremlin")),
        entry("International Monetary Fund", kind=ORGANISATION, aliases=("IMF",)),
        entry("The Quay", kind=ORGANISATION, aliases=("Quay",)),
        entry("Nora Bell", told=("a lawyer for the Harbour Club",)),
        entry("Omar Lutz", "a former United States ambassador to Russia"),
        entry("Elsa Prinz", told=("the mother of a fallen sailor",)),
        entry("Association of Night Pilots", kind=ORGANISATION),
    ],
    outlets=("The Quay", "harbour-post"),
    months=("2014-10", "2015-10", "2016-03"),
)

WANG, PUTIN, PESKOV, BLINKEN = "Wang Yi", "Vladimir Putin", "Dmitry Peskov", "Antony Blinken"
BRANDT, MOREAU, US, CHINA = "Olga Brandt", "Luc Moreau", "United States (government)", "China (government)"
