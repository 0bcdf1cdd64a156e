"""Parsed blocks → named entities, by spaCy's own weights, without its way of using them.

spaCy asks word by word which of 74 steps is allowed, which takes longer than everything else about entities. Outside
an entity the best step depends on the word alone, so here all words are scored at once, and only what follows the
beginning of an entity is scored one by one. The entities are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

Floats = NDArray[np.float32]

_BATCH = 128  # blocks read at a time, which bounds the memory


class Entities:
    """The entity recogniser of a loaded model."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self._vectors = recogniser.model.get_ref("tok2vec")
        lower, upper = recogniser.model.get_ref("lower"), recogniser.model.get_ref("upper")
        weights: Floats = lower.get_param("W")  # (word, first of the entity, word before), hidden, pieces, size
        self._word, self._first, self._before = weights.reshape(len(weights), -1, weights.shape[-1])
        self._none: Floats = lower.get_param("pad").reshape(len(weights), -1)  # stands for the words that there are not
        self._bias: Floats = lower.get_param("b")
        self._out: Floats = upper.get_param("W")
        self._out_bias: Floats = upper.get_param("b")
        names = [recogniser.moves.get_class_name(move) for move in range(recogniser.moves.n_moves)]
        self._numbers = {name: number for number, name in enumerate(names)}
        self._names = names
        self._begins = np.array([name.startswith("B-") for name in names])
        self._units = np.array([name.startswith("U-") and name != "U-" for name in names])
        self._never = ~(self._begins | self._units | np.array([name == "O" for name in names]))

    def tell(self, docs: Sequence[Doc]) -> None:
        """Set the entities in blocks that have sentences."""
        for at in range(0, len(docs), _BATCH):
            batch = docs[at : at + _BATCH]
            for doc, vectors in zip(batch, _split(self._vectors.predict(batch), map(len, batch)), strict=True):
                doc.ents = list(self._in_block(doc, vectors))  # type: ignore[arg-type] # triples are taken, too

    def _in_block(self, doc: Doc, vectors: Floats) -> Iterator[tuple[str, int, int]]:
        """Yield label, first word and the word behind of each entity."""
        words = vectors @ self._word.T
        flags = doc.to_array(["SENT_START", "IS_SPACE"])
        no_more = np.append(flags[1:, 0] == 1, [True])  # words after which no entity goes on
        scores = self._hidden(words + self._none[1] + self._none[2]) @ self._out.T + self._out_bias
        scores[:, self._never] = -np.inf
        scores[np.ix_(no_more, self._begins)] = -np.inf
        scores[np.ix_(flags[:, 1] == 1, self._begins | self._units)] = -np.inf
        best = scores.argmax(axis=1)
        behind = 0
        for start in np.flatnonzero((self._begins | self._units)[best]).tolist():
            if start >= behind:
                move, _, label = self._names[best[start]].partition("-")
                behind = start + 1 if move == "U" else self._behind(start, label, words, vectors, no_more)
                yield label, start, behind

    def _behind(self, start: int, label: str, words: Floats, vectors: Floats, no_more: NDArray[np.bool_]) -> int:
        """Return the word behind an entity that begins at `start`."""
        first = self._first @ vectors[start]
        inside, last = self._numbers[f"I-{label}"], self._numbers[f"L-{label}"]
        at = start + 1
        while not no_more[at]:
            hidden = self._hidden((words[at] + first + self._before @ vectors[at - 1])[None])[0]
            goes_on = self._out[inside] @ hidden + self._out_bias[inside]
            if goes_on < self._out[last] @ hidden + self._out_bias[last]:
                break
            at += 1
        return at + 1

    def _hidden(self, summed: Floats) -> Floats:
        hidden: Floats = (summed.reshape(-1, *self._bias.shape) + self._bias).max(axis=2)
        return hidden


def _split(vectors: Floats, lengths: Iterable[int]) -> Iterator[Floats]:
    at = 0
    for length in lengths:
        yield vectors[at : at + length]
        at += length
