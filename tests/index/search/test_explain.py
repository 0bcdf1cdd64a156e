"""The reasons for an answer: how a question was read, who is meant, and what passages owe their places to."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from index import open_index
from index.search.engine import Index
from index.search.explain import text
from index.search.formats import formatted
from index.search.threads import Threads
from index.store.encoder import SentenceEncoder

QUESTION = "what did Wang say about third parties?"


@pytest.fixture(scope="module")
def index(seed_index: Path, encoder: SentenceEncoder) -> Index:
    return open_index(seed_index, encoder=encoder)


def test_the_explained_answer_is_the_answer(index: Index) -> None:
    assert index.explain(QUESTION).answer == index.ask(QUESTION)


READINGS = [
    # question, speaker, the words that name them, how that was found
    (QUESTION, "Wang Yi", "wang", "name"),
    ("what did wnag say about third parties?", "Wang Yi", "wnag", "spelling"),
    ("what did the secretary of state say about consequences?", "Antony Blinken", "the secretary of state", "office"),
]


@pytest.mark.parametrize(("question", "speaker", "words", "how"), READINGS)
def test_a_speaker_comes_with_the_words_that_name_them(
    index: Index, question: str, speaker: str, words: str, how: str
) -> None:
    (reading,) = index.explain(question).speakers
    assert (reading.speaker, reading.words, reading.how) == (speaker, words, how)
    assert reading.quotes > 0
    assert f"{speaker}: " in text(index.explain(question))


def test_what_was_taken_over_is_named(index: Index) -> None:
    before = index.ask(QUESTION)
    explanation = index.explain("and about multipolarization?", previous=before.query)
    assert [reading.how for reading in explanation.speakers] == ["before"]
    assert "taken from the question before: speaker" in text(explanation)


def test_contributions_add_up_to_the_relevance_and_scores_order(index: Index) -> None:
    explanation = index.explain("what did wang say about russia?")
    assert len(explanation.standings) > 1
    assert [standing.number for standing in explanation.standings] == list(range(1, len(explanation.standings) + 1))
    scores = [standing.score for standing in explanation.standings]
    assert scores == sorted(scores, reverse=True)
    for standing, citation in zip(explanation.standings, explanation.answer.citations, strict=True):
        assert standing.row == citation.row
        odds = explanation.intercept + sum(factor.contribution for factor in standing.factors)
        assert standing.relevance == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-3)
        assert standing.relevance >= explanation.threshold
        assert all(f.contribution == pytest.approx(f.value * f.weight, abs=1e-3) for f in standing.factors)


def test_a_timeline_explains_its_passages_in_its_own_order(index: Index) -> None:
    explanation = index.explain("timeline of wang on russia")
    assert explanation.order == "the best by score, then by date"
    assert [s.row for s in explanation.standings] == [c.row for c in explanation.answer.citations]


@pytest.mark.parametrize("question", ["give me all quotes by wang", "what did merkel say about coal?", "thx!"])
def test_without_a_topic_or_a_passage_there_is_nothing_to_weigh(index: Index, question: str) -> None:
    explanation = index.explain(question)
    assert explanation.standings == ()
    assert text(explanation).startswith("Read as\n  intent: ")


def test_a_question_that_cannot_be_asked_has_an_explanation_too(index: Index) -> None:
    explanation = Threads(index).explain("x" * 10_000)
    assert "10,000 characters" in explanation.answer.text
    assert json.loads(formatted(explanation.answer, "json", explanation))["explain"]["passages"] == []


def test_json_has_the_reasons_under_explain_and_last(index: Index) -> None:
    explanation = index.explain(QUESTION)
    fields = json.loads(formatted(explanation.answer, "json", explanation))
    assert list(fields)[-1] == "explain"
    assert list(fields["explain"]) == ["query", "speakers", "order", "passages", "intercept", "threshold"]
    assert fields["explain"]["query"]["topic"] == "third parties"
    assert fields["explain"]["passages"][0]["factors"][0].keys() == {"name", "value", "weight", "contribution"}
    assert formatted(explanation.answer, "markdown", explanation).endswith("\n```")
