"""Outlets as people call them ("the Washington Post", "wash post") → the corpus' own spelling.

Two names are one when their words are the same run together ("huffpost", "Huff-Post"), when each word begins like its
counterpart ("wash post", "Washington Post"), or when one is the initials of the other ("nyt").
"""

from __future__ import annotations

from collections.abc import Sequence

from index.extract import gazetteer

_BEFORE = frozenset("from in by via of".split())
_LONGEST = 5  # words of an outlet's name
_BEGINNING = 3  # letters by which a shortened word is known


def named(words: Sequence[str], outlets: Sequence[str]) -> tuple[str, int, int] | None:
    """Return (outlet, first word, end) of the outlet that lower-case words ask "from" or "in"; None for none."""
    for at, word in enumerate(words[:-1]):
        if word not in _BEFORE:
            continue
        start = at + 2 if words[at + 1] == "the" else at + 1
        for end in range(min(len(words), start + _LONGEST), start, -1):
            outlet = next((outlet for outlet in outlets if same(words[start:end], plainly(outlet).split())), None)
            if outlet is not None:
                return outlet, start, end
    return None


def same(asked: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether two names, in lower-case words, can be of one outlet.

    >>> same(["new", "york", "times"], ["nyt"]), same(["huffpost"], ["huff", "post"]), same(["post"], ["new", "post"])
    (True, True, False)
    """
    if "".join(asked) == "".join(known):
        return True
    if len(asked) == len(known) > 1:
        return all(_begins(one, other) for one, other in zip(asked, known, strict=True))
    short, long = sorted((asked, known), key=len)
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long)


def plainly(outlet: str) -> str:
    """Return the name of an outlet as it is typed in a question."""
    return gazetteer.fold(outlet).replace("-", " ").removeprefix("the ")


def _begins(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _BEGINNING and long.startswith(short)
