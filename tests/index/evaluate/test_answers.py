"""Figures of answers on invented questions; what is expected was counted by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from index.errors import SourceError
from index.evaluate import report
from index.evaluate.answers import Outcome, covers, figures, judge
from index.evaluate.names import Names
from index.evaluate.questions import Place, Question, read_questions
from index.schema import Answer, Intent, Query, Reason, Status, Verdict
from tests.bot.made_up import cite

RUIZ, STONE = "Ana Ruiz", "Peter Stone"
NAMES = Names({RUIZ: ["Ana Ruiz", "Mayor Ruiz", "the mayor"], STONE: ["Stone"], "Maria Stone": ["Ms. Stone"]})
BRIDGE, BOLTS, STRIKE = Place("a", 0, 20, RUIZ), Place("a", 50, 70, STONE), Place("b", 0, 30, RUIZ)


def asked(category: str, expected: str = "answer", *gold: Place, **more: Any) -> Question:
    fields: dict[str, Any] = {"speakers": frozenset({RUIZ})}
    return Question("q", "what was said?", category, expected, gold=gold, **fields | more)


def said(*places: tuple[str, int, int, str | None], verdict: Verdict | None = None) -> Answer:
    citations = tuple(cite("x" * (end - start), doc=d, start=start, end=end, speaker=s) for d, start, end, s in places)
    return Answer(Status.ANSWERED, Query("q", Intent.SAID_ABOUT), "text", citations, verdict=verdict)


NOTHING = Answer(Status.ABSTAINED, Query("q", Intent.SAID_ABOUT), "none", reason=Reason.NOT_ON_THIS)
WHICH = Answer(Status.CLARIFY, Query("q", Intent.SAID_ABOUT), "who?")

SCORES = [
    # question, answer, the score it earns
    (asked("topic", "answer", BRIDGE), said(("a", 0, 20, RUIZ)), 1.0),
    (asked("topic", "answer", BRIDGE), said(("b", 0, 9, RUIZ), ("b", 9, 19, RUIZ), ("a", 0, 20, RUIZ)), 1.0),
    (asked("topic", "answer", BRIDGE), said(*[("b", 0, 9, RUIZ)] * 3, ("a", 0, 20, RUIZ)), 0.0),  # fourth
    (asked("topic", "answer", BRIDGE), said(("a", 0, 20, "Peter Stone")), 0.0),  # the words, of somebody else
    (asked("topic", "answer", BRIDGE), NOTHING, 0.0),
    (asked("topic", "answer", BRIDGE), WHICH, 0.0),
    (asked("topic", "answer", BOLTS, acceptable=(BRIDGE,)), said(("a", 0, 20, RUIZ)), 1.0),
    (asked("abstain", "abstain"), NOTHING, 1.0),
    (asked("abstain", "abstain"), said(("a", 0, 20, RUIZ)), 0.0),
    (asked("who", "clarify"), WHICH, 1.0),
    (asked("who", "clarify"), NOTHING, 0.0),
    (asked("who", "clarify", BRIDGE), said(("a", 0, 20, RUIZ)), 1.0),
    (asked("verification", "answer", BRIDGE, verdict="altered"), said(("a", 0, 20, RUIZ), verdict=Verdict.ALTERED), 1),
    (asked("verification", "answer", BRIDGE, verdict="altered"), said(("a", 0, 20, RUIZ), verdict=Verdict.VERBATIM), 0.5),
    (asked("verification", "answer", BRIDGE, verdict="altered"), said(("b", 0, 20, RUIZ), verdict=Verdict.ALTERED), 0.5),
    (asked("verification", "abstain", verdict="not_found"), NOTHING, 1.0),
    (asked("verification", "answer", verdict="narration_not_quote"), NOTHING, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "score"), SCORES)
def test_a_question_earns(question: Question, answer: Answer, score: float) -> None:
    assert judge(question, answer, NAMES).score == score


def test_a_passage_without_a_speaker_is_wrong_only_when_asked_for() -> None:
    question, answer = asked("topic", "answer", BRIDGE), said(("a", 0, 20, None))
    assert judge(question, answer, NAMES).score == 1.0
    assert judge(question, answer, NAMES, null_wrong=True).score == 0.0
    assert figures([judge(question, answer, NAMES)])["wrong_speaker_top3"] == 0.0
    assert figures([judge(question, answer, NAMES)], null_wrong=True)["wrong_speaker_top3"] == 1.0
    assert figures([judge(question, answer, NAMES)])["speaker_given_top3"] == 0.0


def outcomes() -> list[Outcome]:
    cases = [
        # one of two gold passages first, then a wrong speaker: hit@1 1, recall 1/2
        (asked("topic", "answer", BRIDGE, STRIKE), said(("a", 0, 20, RUIZ), ("c", 0, 9, "Luc Moreau"))),
        # right passage second: hit@1 0, hit@3 1, recall 1
        (asked("topic", "answer", BRIDGE), said(("c", 0, 9, RUIZ), ("a", 10, 20, RUIZ))),
        (asked("topic", "answer", BOLTS, speakers=frozenset({STONE})), NOTHING),
        (asked("reverse_attribution", "answer", BOLTS, speakers=frozenset()), said(("a", 50, 70, "Stone"))),
        (asked("comparison", "answer", BRIDGE, BOLTS), said(("a", 0, 20, RUIZ), ("a", 50, 70, "Stone"))),
        (asked("abstain", "abstain"), NOTHING),
        (asked("abstain", "abstain"), said(("a", 0, 20, RUIZ))),
        (asked("verification", "answer", BRIDGE, verdict="altered"), said(("a", 0, 20, RUIZ), verdict=Verdict.ALTERED)),
        (asked("verification", "abstain", verdict="not_found"), said(("c", 0, 9, RUIZ), verdict=Verdict.ALTERED)),
    ]
    return [judge(question, answer, NAMES) for question, answer in cases]


def test_a_set_counted_by_hand() -> None:
    assert figures(outcomes()) == pytest.approx(
        {
            "hit@1": 4 / 6,  # of the six with gold passages: the first, the reverse, the comparison, the check
            "hit@3": 5 / 6,
            "recall@5": (0.5 + 1 + 0 + 1 + 1 + 1) / 6,
            "wrong_speaker_top3": 1 / 7,  # 2 + 2 + 0 + 2 + 1 speakers shown to those who ask for somebody
            "speaker_given_top3": 1.0,
            "abstain_P": 1 / 2,
            "abstain_R": 1 / 2,
            "abstain_F1": 1 / 2,
            "false_answer_rate": 1 / 2,
            "verdict_acc": 1 / 2,
            "verdict_macroF1": (2 / 3 + 0) / 2,  # altered: 1 right of 2 given and 1 due; not_found: never given
            "reverse_name@1": 1.0,
            "comparison_both@5": 1.0,
            "predicted": 9,
            "HEADLINE": (1 + 1 + 0 + 1 + 1 + 1 + 0 + 1 + 0) / 9,
        }
    )


def test_a_measure_without_questions_is_not_a_number() -> None:
    alone = figures(outcomes()[:1])
    assert math.isnan(alone["verdict_acc"])
    assert math.isnan(alone["comparison_both@5"])


def test_the_report_lists_figures_categories_and_failures() -> None:
    lines = report.questions(outcomes(), null_wrong=False).splitlines()
    assert lines[0] == "hit@1                0.667"
    assert lines[13:15] == ["predicted            9", "HEADLINE             0.667"]
    assert lines[17].split() == ["topic", "3", "0.333", "0.667", "0.500", "0.250", "0.333", "0.667"]
    assert "3 of 9 questions failed:" in lines
    at = lines.index("q  0.0  topic: what was said?")
    assert lines[at + 1 : at + 4] == [
        "  read     intent: said_about",
        "  wanted   answer: a 50..70 Peter Stone",
        "  got      abstained, not_on_this",
    ]


OVERLAPS = [
    ((0, 20), True),
    ((10, 40), True),  # half of the shorter
    ((11, 40), False),
    ((5, 8), True),  # inside
    ((20, 30), False),
]


@pytest.mark.parametrize(("span", "right"), OVERLAPS)
def test_a_passage_is_right_that_shares_half_of_the_shorter(span: tuple[int, int], right: bool) -> None:
    assert covers(cite("x", doc="a", start=span[0], end=span[1]), BRIDGE) is right
    assert not covers(cite("x", doc="b", start=span[0], end=span[1]), BRIDGE)


MEANINGS = [
    ("Ana Ruiz", {RUIZ}, True),
    ("the mayor", {RUIZ}, True),
    ("The Mayor", {STONE}, False),
    ("Ruiz", {RUIZ}, True),  # no alias, but the last name
    ("Gov. Ruiz", {RUIZ}, True),
    ("Ana María Ruiz", {RUIZ}, False),  # another first name right before it
    ("Ruiz's lawyer", {RUIZ}, False),
    ("Ruiz campaign", {RUIZ}, False),
    ("Carla Ruiz", {RUIZ}, False),
    ("Stone", {STONE}, True),
    ("Stone", {"Maria Stone"}, False),  # the alias is Peter's alone
    ("Ms. Stone", {"Maria Stone"}, True),
    ("engineer Peter Stone of the town hall", {STONE}, True),
    ("", {RUIZ}, None),
    (None, {RUIZ}, None),
]


@pytest.mark.parametrize(("given", "expected", "right"), MEANINGS)
def test_a_name_means(given: str | None, expected: set[str], right: bool | None) -> None:
    assert NAMES.means(given, expected) is right


QUESTION = {
    "id": 1, "question": "who?", "category": "topic", "expected": "answer", "speakers": [RUIZ], "acceptable": [],
    "gold": [{"doc": "a", "start": 0, "end": 20, "speaker": RUIZ}],
}  # fmt: skip


def test_questions_come_with_the_names_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(QUESTION), encoding="utf-8")
    [question], names = read_questions(path)
    assert (question.id, question.gold, question.thread) == ("1", (BRIDGE,), None)
    assert names.means("the mayor", {RUIZ}) is False
    (tmp_path / "speakers.json").write_text(json.dumps({RUIZ: ["the mayor"]}), encoding="utf-8")
    assert read_questions(path)[1].means("the mayor", {RUIZ}) is True


BAD: list[tuple[dict[str, Any] | None, str]] = [
    (None, "holds no question"),
    ({"id": 1}, "KeyError: 'expected'"),
    (QUESTION | {"expected": "maybe"}, "'maybe', not one of answer, abstain, clarify"),
    (QUESTION | {"gold": [{"doc": "a"}]}, "KeyError: 'start'"),
]


@pytest.mark.parametrize(("fields", "message"), BAD)
def test_bad_questions_are_named(tmp_path: Path, fields: dict[str, Any] | None, message: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(fields) if fields else "", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_questions(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("content", ["{", '["Ruiz"]', '{"Ruiz": "mayor"}'])
def test_bad_names_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(QUESTION), encoding="utf-8")
    (tmp_path / "speakers.json").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"speakers\.json"):
        read_questions(path)
