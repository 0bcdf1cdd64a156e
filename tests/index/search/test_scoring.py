"""The parts of a score are those that passages compared one by one have, whatever arrays they are worked out in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.schema import Kind, Record
from index.search.rank import Ranked, Ranker, Records
from index.search.scoring import _kin
from index.store.encoder import SentenceEncoder
from index.store.filter import Filter
from index.store.generation import Generation
from index.store.words import words_of

TOPICS = ("trade and third parties", "relationships with russian", "peacful talks", "nothing at all", "of the", "")


def one_by_one(generation: Generation, topic: str, ranked: Ranked) -> tuple[float, ...]:
    """Return the parts of one passage, worked out as their definitions have it."""
    query = generation.encode([topic])[0]
    row = np.array([ranked.row])
    sentences, near = generation.sentences_near(row, 1).rows, generation.sentences_near(row, 3, 3).rows
    content = float(generation.vectors(row)[0] @ query)
    context = max([content, *(generation.vectors(sentences) @ query).tolist()])
    window = [*generation.headlines(row), *near] if len(near) else []
    nearby = max((generation.vectors(window) @ query).tolist(), default=0.0)
    weights = Ranker(generation).scorer.weights(topic)

    def share(rows: list[int]) -> float:
        found = frozenset[str]().union(*generation.stems(np.array(rows)))
        kin = {stem: 0.0 if _kin(generation, stem).isdisjoint(found) else 0.8 for stem in weights}
        present = sum(weight * (1.0 if stem in found else kin[stem]) for stem, weight in weights.items())
        return present / sum(weights.values()) if sum(weights.values()) else 0.0

    return content, context, share([ranked.row]), share([ranked.row, *sentences.tolist()]), nearby


@pytest.fixture(scope="module")
def generation(seed_index: Path, encoder: SentenceEncoder) -> Generation:
    return Generation.open(seed_index, encoder)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("where", [Filter(), Filter(kind=Kind.QUOTE)])
def test_parts_are_those_of_passages_compared_one_by_one(generation: Generation, topic: str, where: Filter) -> None:
    ranked = Ranker(generation).rank(topic, where)
    assert len(ranked) == len(generation.select(where, once=True)) > 0
    for one in ranked:
        found = (one.content, one.context, one.words, one.around, one.nearby)
        assert found == pytest.approx(one_by_one(generation, topic, one), abs=1e-5)
    assert ranked == sorted(ranked, key=lambda one: (-one.score, one.row))


def test_a_record_is_read_once_and_only_when_it_is_looked_at(generation: Generation) -> None:
    read: list[int] = []

    class Watched:
        def records(self, rows: list[int]) -> list[Record]:
            read.extend(rows)
            return generation.records(rows)

    store: Any = Watched()
    records = Records(store)
    assert read == []
    assert records[3] == records[3] == generation.records([3])[0]
    assert [record.row for record in records.read([4, 3, 5])] == [4, 3, 5]
    assert read == [3, 4, 5]


def test_only_passages_with_the_words_are_read_for_them(generation: Generation) -> None:
    ranker = Ranker(generation)
    every = ranker.rank("", Filter())
    text = ranker.text(every[0].record)
    words = words_of(text)
    assert every[0] in ranker.worded(every, words)
    assert len(ranker.worded(every, words)) < len(every)
    assert ranker.worded(every, [*words, "zzgrub"]) == []
    assert every[0] in ranker.worded(every, [*words, "zzgrub"], 0.5)
