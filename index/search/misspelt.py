"""Words of a topic that stand nowhere in the corpus → those that may be meant, one edit away.

Of the real words that a corpus lacks, one in 25 is one edit away from one that it has ("Mosul", "mogul"). So such a
word is offered, and never answered for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.extract.pieces import tokenizer
from index.search.wording import topic_words
from index.stems import folded, stem
from index.store.door import Store
from index.store.words import words_of

_SHORTEST = 4  # letters of a word that may be misspelt
_STEMS = 2  # edits between the stems of words that are one edit apart
_ENDINGS = 4  # the same, where the edit is in the ending
_NEAREST = 8  # stems whose words are looked at
_PLACES = 4  # rows in which they are looked for


def corrected(topic: str, store: Store) -> str:
    """Return `topic` with its misspelt words as the corpus spells them; as it is where none is surely misspelt."""
    for word in topic_words(topic):
        near = _near(word, store)
        if near is not None:
            topic = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near, topic, flags=re.IGNORECASE)
    return topic


def _near(word: str, store: Store) -> str | None:
    """Return the word of the corpus that is one edit from one it lacks; None where there is none, or there are more.

    Words of one stem count as one. A common word is no misspelling.
    """
    own = stem(folded(word))
    if len(word) < _SHORTEST or not word.isalpha() or store.sentences_with(own) or _common(word):
        return None
    words = (found for other in _alike(own, store) for found in _words(other, store))
    near = {stem(folded(found)): found for found in words if OSA.distance(word, found, score_cutoff=1) == 1}
    return near.popitem()[1] if len(near) == 1 else None


def _alike(own: str, store: Store) -> Iterator[str]:
    """Yield the nearest stems, each once: in spelling, or, where the ending was not known for one, in beginning."""
    anywhere = [other for first in dict.fromkeys(own[:2]) for other in store.stems_beginning(first)]
    stems = dict[str, None]()
    for among, edits in ((anywhere, _STEMS), (store.stems_beginning(own[:3]), _ENDINGS)):
        found = process.extract(own, among, scorer=OSA.distance, score_cutoff=edits, limit=_NEAREST)
        stems |= dict.fromkeys(other for other, *_ in found)
    return iter(stems)


def _words(stem: str, store: Store) -> Iterator[str]:
    """Yield words of the documents in which a stem is found, those that have it among them."""
    rows = [row for row, _ in store.matching(stem, _PLACES)]
    for document in dict.fromkeys(record.doc for record in store.records(rows)):
        yield from dict.fromkeys(words_of(store.document(document).text))


@cache
def _common(word: str) -> bool:
    """Tell whether a word is common in English: whole in the vocabulary of the encoder, which takes rare ones apart."""
    return tokenizer().token_to_id(word) is not None
