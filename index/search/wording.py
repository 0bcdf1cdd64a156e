"""A question as text: its words, its quoted part, its topic words; nothing about speakers yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.search import patterns, vocabulary

_POINT = 4  # words from which on a part makes a point of its own
_BREAK = re.compile(r"(?<=[.!?;:,])\s+|\s+[–—-]{1,2}\s+|\s+(?=(?:and|but|because|which|who|that)\s)")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question under reading.

    `plain` is lower case with misspellings mended; `quoted` what stands between quotation marks, as typed; `words` are
    those of `plain` without what only narrows the question (dates, "exact words", "through an interpreter").
    """

    raw: str
    plain: str
    quoted: str | None
    words: tuple[str, ...]


def read(question: str) -> Wording:
    """Return the wording of any text."""
    collapsed = " ".join(question.replace("’", "'").split())
    quoted = patterns.QUOTED.search(collapsed)
    mended = [vocabulary.MISSPELLINGS.get(word.strip("?!.,;")) or word for word in collapsed.lower().split()]
    sentences = re.sub(r"\s*[?!;]+(?=\s)|\.{2,}(?=\s)", ",", " ".join(mended))
    plain = re.sub(r"\s+", " ", re.sub(r"[?!;]+", " ", sentences)).strip(" .,-")
    body = plain
    for pattern in patterns.RESTRICTIONS:
        body = pattern.sub(" ", body)
    inner = next((group for group in quoted.groups() if group), None) if quoted else None
    return Wording(question, plain, inner, tuple(words_of(body)))


def words_of(text: str) -> list[str]:
    """Return the words of a text, lower case."""
    return [match.group().lower() for match in patterns.WORD.finditer(text)]


def normalised(text: str) -> str:
    """Return the words of a text in lower case, one space between them: what survives retyping."""
    return " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.replace("’", "'").lower()))


def topic_words(text: str) -> list[str]:
    """Return the words of a text that carry a topic, in order.

    >>> topic_words("did she really say that about the new bridge")
    ['new', 'bridge']
    """
    return [w for w in words_of(text) if w not in vocabulary.STOP and vocabulary.base(w) not in vocabulary.SAY]


def thanks(text: str) -> bool:
    """Tell whether small talk thanks for an answer.

    >>> thanks("thx!"), thanks("hi"), thanks("🙂")
    (True, False, False)
    """
    return not vocabulary.THANKS.isdisjoint(words_of(read(text).plain))


def foreign(question: str) -> bool:
    """Tell whether most letters of a question are of another script than Latin."""
    letters = [char for char in question if char.isalpha()]
    return bool(letters) and sum(bool(patterns.NOT_LATIN.match(char)) for char in letters) > len(letters) / 2


def points(text: str) -> list[str]:
    """Return the parts of a text that make a point each, in order.

    >>> points("The bridge is safe to cross, I think, but it will not open before the middle of May")
    ['The bridge is safe to cross, I think,', 'but it will not open before the middle of May']
    """
    parts: list[str] = []
    for piece in _BREAK.split(" ".join(text.split())):
        if parts and (len(piece.split()) < _POINT or len(parts[-1].split()) < _POINT):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts
