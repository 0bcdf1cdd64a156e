"""Answers against gold → an outcome a question, and what all of them come to.

The measures, each in 0..1: hit@1 and hit@3 (a right passage among the first), recall@5 (share of the gold passages
among the first five), the share of wrong speakers among the first three passages, precision and recall of abstaining,
and accuracy and macro F1 of verdicts. The headline is the mean of the questions' own scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.evaluate.names import Names
from index.evaluate.questions import Place, Question
from index.schema import Answer, Citation, Status, Verdict

SHOWN = 10  # citations that an answer has on the wire
_CHECK, _WHO, _COMPARE = "verification", "reverse_attribution", "comparison"
_CLAIMED_NOWHERE = (Verdict.NOT_FOUND, Verdict.NARRATION_NOT_QUOTE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question came to.

    `hits` tells for each citation whether it is a right passage, `speakers` for the first three whether its speaker is
    right (None: nobody is named). `recall` is None where the gold has no passage. `both` tells of a comparison whether
    everyone compared stands among the first five.
    """

    question: Question
    answer: Answer
    verdict: Verdict | None
    hits: tuple[bool, ...]
    speakers: tuple[bool | None, ...]
    recall: float | None
    both: bool
    score: float

    def hit(self, first: int) -> bool:
        """Tell whether a right passage is among so many first citations."""
        return any(self.hits[:first])

    @property
    def answerable(self) -> bool:
        """Whether passages are to be found."""
        return self.recall is not None and self.question.expected == "answer"

    @property
    def asks_for_somebody(self) -> bool:
        """Whether the question itself names whose words it wants."""
        question = self.question
        return bool(question.speakers) and question.category != _WHO and question.expected == "answer"


def judge(question: Question, answer: Answer, names: Names, *, null_wrong: bool = False) -> Outcome:
    """Return the outcome of one question; with `null_wrong` a passage without a speaker has a wrong one."""
    shown = answer.citations[:SHOWN]
    if answer.status is not Status.ANSWERED and question.expected != "clarify":
        shown = ()
    hits = tuple(any(covers(citation, place) for place in question.right) for citation in shown)
    speakers = tuple(names.means(citation.speaker, question.people) for citation in shown[:3])
    verdict = answer.verdict or (Verdict.NOT_FOUND if answer.status is Status.ABSTAINED else None)
    found = [place for place in question.gold if any(covers(citation, place) for citation in shown[:5])]
    compared = {place.speaker for place in question.gold}
    heard = {place.speaker for place in question.right if any(covers(citation, place) for citation in shown[:5])}
    return Outcome(
        question=question,
        answer=answer,
        verdict=verdict,
        hits=hits,
        speakers=speakers,
        recall=len(found) / len(question.gold) if question.gold else None,
        both=compared <= heard,
        score=_score(question, answer.status, verdict, hits, wrong(speakers[:1], null_wrong=null_wrong)),
    )


def covers(citation: Citation, place: Place) -> bool:
    """Tell whether a citation and a gold passage share at least half of the shorter of the two."""
    if citation.doc != place.doc:
        return False
    shared = min(citation.end, place.end) - max(citation.start, place.start)
    shorter = min(citation.end - citation.start, place.end - place.start)
    return shared > 0 and shared >= shorter / 2


def wrong(speakers: Sequence[bool | None], *, null_wrong: bool) -> int:
    """Return how many of `speakers` are wrong."""
    return sum(speaker is False or (speaker is None and null_wrong) for speaker in speakers)


def _score(
    question: Question, status: Status, verdict: Verdict | None, hits: Sequence[bool], wrong_first: int
) -> float:
    """Return what a question earns, 0..1."""
    hit = any(hits[:3])
    if question.category == _CHECK:
        graded = verdict == question.verdict
        return float(graded) if question.verdict in _CLAIMED_NOWHERE else (hit + graded) / 2
    if question.expected == "abstain":
        return float(status is Status.ABSTAINED)
    if question.expected == "clarify":
        return float(status is Status.CLARIFY or (status is Status.ANSWERED and hit))
    return float(hit and not wrong_first)


def figures(outcomes: Sequence[Outcome], *, null_wrong: bool = False) -> dict[str, float]:
    """Return the measures by name; one that no question bears on is not a number."""
    right = [o for o in outcomes if o.answerable]
    asked = [o for o in outcomes if o.asks_for_somebody]
    checks = [o for o in outcomes if o.question.category == _CHECK]
    reverse = [o for o in outcomes if o.question.category == _WHO]
    compared = [o for o in outcomes if o.question.category == _COMPARE]
    return {
        "hit@1": mean(right, lambda o: o.hit(1)),
        "hit@3": mean(right, lambda o: o.hit(3)),
        "recall@5": mean(right, lambda o: o.recall or 0.0),
        "wrong_speaker_top3": wrong_speakers(asked, null_wrong=null_wrong),
        "speaker_given_top3": sum(s is not None for o in asked for s in o.speakers) / max(1, _named(asked)),
        **_abstaining(outcomes),
        "verdict_acc": mean(checks, lambda o: o.verdict == o.question.verdict),
        "verdict_macroF1": _macro_f1(checks),
        "reverse_name@1": mean(reverse, lambda o: o.hit(1) and bool(o.speakers[0])),
        "comparison_both@5": mean(compared, lambda o: o.both),
        "predicted": len(outcomes),
        "HEADLINE": mean(outcomes, lambda o: o.score),
    }


def wrong_speakers(outcomes: Sequence[Outcome], *, null_wrong: bool) -> float:
    """Return the share of wrong speakers among the first three citations of each outcome."""
    return sum(wrong(o.speakers, null_wrong=null_wrong) for o in outcomes) / max(1, _named(outcomes))


def _named(outcomes: Sequence[Outcome]) -> int:
    return sum(len(o.speakers) for o in outcomes)


def _abstaining(outcomes: Sequence[Outcome]) -> dict[str, float]:
    counted = [o for o in outcomes if o.question.category != _CHECK and o.question.expected != "clarify"]
    due = [o for o in counted if o.question.expected == "abstain"]
    done = [o for o in counted if o.answer.status is Status.ABSTAINED]
    both = sum(o.answer.status is Status.ABSTAINED for o in due)
    return {
        "abstain_P": both / len(done) if done else 0.0,
        "abstain_R": both / len(due) if due else 0.0,
        "abstain_F1": 2 * both / max(1, len(done) + len(due)),
        "false_answer_rate": mean(due, lambda o: o.answer.status is Status.ANSWERED),
    }


def _macro_f1(checks: Sequence[Outcome]) -> float:
    """Return the mean F1 over the verdicts that the gold has."""
    scores = []
    for verdict in {o.question.verdict for o in checks}:
        due, given = (
            [o for o in checks if o.question.verdict == verdict],
            [o for o in checks if o.verdict == verdict],
        )
        right = sum(o.verdict == verdict for o in due)
        scores.append(2 * right / (len(due) + len(given)))
    return sum(scores) / len(scores) if scores else float("nan")


def mean(outcomes: Sequence[Outcome], of: Callable[[Outcome], float]) -> float:
    """Return the mean of a property over outcomes, not a number where there are none."""
    return sum(float(of(o)) for o in outcomes) / len(outcomes) if outcomes else float("nan")
