"""Whether a name that an answer gives means somebody whom a question is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

_TITLE = re.compile(r"^(?:the|mr|mrs|ms|dr|sen|rep|gov|president|vice president|senator|representative) ")
_HONORIFICS = frozenset(
    """
    attorney candidate chair chairman democrat democratic director dr former gen general gov governor judge justice
    leader lt mayor minister mr mrs ms nominee president rep representative republican secretary sen senator speaker
    the vice
    """.split()
)
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii"))
_COMMON = frozenset("allies book campaign critics group ministry officials treasury usa voters".split())
"""Last words of names that many names end in."""

_STAFF = r"campaign|aides?|advis[eo]r|spokes\w+|team|staff\w*|lawyer|attorney|administration|Foundation|Jr"


def plain(name: str) -> str:
    """Return a name in lower case without points, commas and quotation marks.

    >>> plain("Rep. Ana  O’Ruiz")
    'rep ana o ruiz'
    """
    return " ".join(re.sub(r"[.,'’\"]", " ", name.lower()).split())


def untitled(name: str) -> str:
    """Return a plain name without its first title."""
    return _TITLE.sub("", plain(name))


class Names:
    """The people of a set of questions, by everything they are called."""

    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        """Take {canonical name: what else the person is called}."""
        self._forms = {name: (name, *others) for name, others in aliases.items()}
        self._known: dict[str, set[str]] = {}
        for name, forms in self._forms.items():
            for form in forms:
                self._known.setdefault(plain(form), set()).add(name)
        for name, forms in self._forms.items():
            for form in forms:
                short = untitled(form)
                if short != plain(form):
                    self._known.setdefault(short, {name})

    def means(self, given: str | None, expected: AbstractSet[str]) -> bool | None:
        """Tell whether `given` names one of `expected` (canonical names); None where no name is given.

        A name that is somebody's alias means just those people. Any other means one of the expected whose whole name
        it holds, or whose last name it holds as a name of its own: "Mayor Ruiz", but not "Ruiz's aides".
        """
        if not given:
            return None
        owners = self._known.get(plain(given)) or self._known.get(untitled(given))
        if owners:
            return bool(owners & expected)
        return any(plain(name) in plain(given) or self._by_last_name(given, name) for name in expected)

    def _by_last_name(self, given: str, name: str) -> bool:
        words = [word for word in plain(name).split() if word not in _GENERATIONS]
        if not words or words[-1] in _COMMON:
            return False
        own = {word for form in self._forms.get(name, (name,)) for word in plain(form).split()}
        pattern = rf"\b{re.escape(words[-1])}\b(?!['’]s\b)(?!\s+(?:{_STAFF})\b)"
        return any(_may_precede(given[: m.start()], own) for m in re.finditer(pattern, given, re.IGNORECASE))


def _may_precede(before: str, own: set[str]) -> bool:
    """Tell whether the last word of `before` leaves a last name to whom it belongs: no other person's first name."""
    words = re.findall(r"[\w.'’-]+", before)
    if not words or not words[-1][0].isupper():
        return True
    word = plain(words[-1])
    return word in own or word in _HONORIFICS or len(word) == 1
