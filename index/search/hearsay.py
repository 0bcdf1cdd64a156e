"""Statements that give words as those of somebody else, though they stand in no attribution of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.extract import cues, names
from index.schema import Style
from index.search import vocabulary
from index.search.wording import normalised

_THIRD = re.compile(
    r"\b(?P<who>[hH]e|[sS]he|[tT]hey|(?!I\b|We\b|You\b)[A-Z][\w.'’-]*) (?:has |have |had )?(?P<verb>\w+)"
    r"(?: (?:me|us|him|her|them))?(?: that)? $"
)
_SPEECH = frozenset(map(vocabulary.stem, cues.SPEECH))
_RELAYED = 6  # words before a quotation that tell whose it is


def relays(text: str, needle: str, asked: Sequence[str]) -> bool:
    """Tell whether a statement gives the words as somebody else's: "he said, ..." or the asked speaker's name."""
    before = normalised(text).partition(needle)[0].split()[-_RELAYED:]
    who = vocabulary.SUBJECTS | {word for name in asked for word in names.key(name)[-1:]}
    tells = (at for at, word in enumerate(before) if _says(word))
    return any(who & set(before[max(0, at - 2) : at]) for at in tells)


def hearsay(text: str, needle: str, style: Style) -> bool:
    """Tell whether a statement itself gives the words as those of a third ("Bach told me that ...").

    Outside of quotation marks "she said that ..." may be the speaker herself.
    """
    found = re.search(r"\W+".join(needle.split()), text.replace("’", "'"), re.IGNORECASE)
    before = _THIRD.search(text[: found.start()]) if found is not None else None
    if before is None or (style is Style.INDIRECT and before["who"].lower() in vocabulary.SUBJECTS):
        return False
    return _says(before["verb"].lower())


def _says(word: str) -> bool:
    """Tell whether a word is a verb of saying, in any form."""
    return vocabulary.base(word) in vocabulary.SAY or vocabulary.stem(word) in _SPEECH
