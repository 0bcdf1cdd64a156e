"""A misspelt topic is offered as the articles spell it, and never answered for."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index
from index.schema import Status
from index.search import render
from index.search.engine import Index
from index.store.encoder import SentenceEncoder


@pytest.fixture(scope="module")
def index(seed_index: Path, encoder: SentenceEncoder) -> Index:
    return open_index(seed_index, encoder=encoder)


OFFERED = [
    # question, the topic that has an answer
    ("what did Wang say about thrid parties?", "third parties"),
    ("what did Putin say about the frnotier?", "the frontier"),
    ("what did Peskov say about the isuse?", "the issue"),
    ("what did Wang say about the crsis?", "the crisis"),
    ("what did Wang say about the fery?", ""),  # of the ferry he says nothing
    ("what did Wang say about the ocean?", ""),  # a common word, whatever is near it
    ("what did Wang say about zzquorx?", ""),
    ('did Wang say "the thrid parties are late"?', ""),  # a quotation is looked for as it is
]


@pytest.mark.parametrize(("question", "topic"), OFFERED)
def test_a_misspelt_topic_is_offered_where_the_other_spelling_has_an_answer(
    index: Index, question: str, topic: str
) -> None:
    answer = index.ask(question)
    assert (answer.status, answer.citations) == (Status.ABSTAINED, ())
    assert (answer.query.otherwise.topic if answer.query.otherwise else "") == topic
    assert (render.meant(topic) in answer.text.split("\n")) == bool(topic)


def test_what_the_articles_have_is_not_offered_otherwise(index: Index) -> None:
    assert index.ask("what did Wang say about third parties?").query.otherwise is None
