"""Words to stems. The only file that knows snowballstemmer, which takes PyStemmer's C where that is installed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401 - the stemmer's own type is private
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a word without its possessive, so that "visiting", "visits" and "visit" agree."""
    folded = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    known = folded if folded.isascii() else folded.encode("utf-8", "replace").decode("utf-8")  # lone surrogates
    stemmed: str = _stemmer().stemWord(known)
    return stemmed


def folded(word: str) -> str:
    """Return a word without its accents."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
