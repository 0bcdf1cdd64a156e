"""Names in questions of other scripts: letters to Latin ones, and what is spelled there to speakers.

What else such a question says is not understood. The only place of anyascii.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.extract import names
from index.search.people import Naming, People
from index.search.wording import words_of

_ROMANISED = (("v", "w"), ("ts", "z"), ("ch", "zh"), ("szin", "jin"), ("si", "xi"))
"""How Russian writes Chinese names (the system of Palladius), as far as the letters differ: Ван is Wang."""

_WRITTEN_TOGETHER = 6  # letters of a name that is found without spaces around it


def speakers_in(question: str, people: People) -> tuple[str, ...]:
    """Return the speakers whose names are written in a question of another script, in order."""
    from anyascii import anyascii

    words = [words_of(anyascii(word)) for word in question.split()]
    spaced = [word for several in words for word in several]
    found = [naming for naming in _named(people, spaced) if people.person(naming)]
    if not found:
        together = "".join(spaced)
        found = [Naming(0, 0, (name,), "name") for name in people.entries if _is_in("".join(names.key(name)), together)]
    return tuple(dict.fromkeys(naming.readings[0] for naming in found if len(naming.readings) == 1))


def _named(people: People, words: list[str]) -> Iterator[Naming]:
    for at, word in enumerate(words):
        for spelled in _spellings(word):
            readings = people.called([spelled])
            if readings:
                yield Naming(at, at + 1, readings, "name")
                break
        else:
            near = people.nearest([word])  # the endings of cases
            if near:
                yield Naming(at, at + 1, near, "spelling")


def _spellings(word: str) -> Iterator[str]:
    """Yield a word as it may be spelled in Latin letters."""
    yield word
    other = word
    for russian, chinese in _ROMANISED:
        other = chinese + other.removeprefix(russian) if other.startswith(russian) else other
    yield other
    if other.endswith("n"):
        yield other + "g"


def _is_in(name: str, text: str) -> bool:
    return len(name) >= _WRITTEN_TOGETHER and name in text
