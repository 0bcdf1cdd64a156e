"""Figures as tables of plain text, for a person to read and for a script to compare line by line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from index.evaluate import answers
from index.evaluate.answers import Outcome
from index.evaluate.extraction import STYLES, Scores, Tally
from index.search import reading

_PERFECT = 1.0
_SHOWN = 2  # gold places and citations of a failure


def extraction(scores: Scores) -> str:
    """Return the figures of extraction, and behind them where it errs."""
    named = {**{style.value: tally for style, tally in scores.styles.items()}, "all": scores.gold}
    lines = [
        f"{name:9s} gold {tally.total:6d}  recall {tally.share:.3f}  recall with source {tally.share_with_source:.3f}"
        for name, tally in named.items()
    ]
    lines += [
        f"predicted {scores.extracted.total}  precision {scores.extracted.share:.3f}  documents without predictions 0",
        f"F1 {scores.f1:.3f}  F1 with source {scores.f1_with_source:.3f}",
        "",
        _confusion(scores),
        "",
        _tallies("cue of the gold", "recall", scores.cues),
        "",
        _tallies("rule that found the quote", "precision", scores.finders),
        "",
        _tallies("rule that decided on the speaker", "precision", scores.deciders),
    ]
    return "\n".join(lines)


def _confusion(scores: Scores) -> str:
    columns = (*STYLES, None)
    rows = [f"{'style: gold ↓ found →':32s}" + "".join(f"{style or 'missed':>10}" for style in columns)]
    for gold in columns:
        cells = "".join(f"{scores.confusion[gold, found] or '-':>10}" for found in columns)
        rows.append(f"{gold or 'in no gold':32s}{cells}")
    return "\n".join(rows)


def _tallies(what: str, share: str, tallies: Mapping[str, Tally]) -> str:
    head = f"{what:32s}{'n':>10}{share:>10}{'with source':>13}"
    rows = (f"{name:32s}{t.total:>10}{t.share:>10.3f}{t.share_with_source:>13.3f}" for name, t in tallies.items())
    return "\n".join((head, *rows))


def questions(outcomes: Sequence[Outcome], *, null_wrong: bool) -> str:
    """Return the figures of answers, over all questions and by category, and the questions that went wrong."""
    lines = [
        f"{name:20s} {int(value) if name == 'predicted' else _figure(value)}"
        for name, value in answers.figures(outcomes, null_wrong=null_wrong).items()
    ]
    heads = "".join(f"{head:>{width}}" for head, width in _COLUMNS)
    lines += ["", f"{'category':28s}{heads}"]
    for category in dict.fromkeys(o.question.category for o in outcomes):
        lines.append(_category(category, [o for o in outcomes if o.question.category == category], null_wrong))
    failed = [outcome for outcome in outcomes if outcome.score < _PERFECT]
    lines += ["", f"{len(failed)} of {len(outcomes)} questions failed" + ":" * bool(failed)]
    return "\n".join((*lines, *map(failure, failed)))


_COLUMNS = (("n", 5), ("hit@1", 7), ("hit@3", 7), ("rec@5", 7), ("wrongspk", 9), ("abstained", 10), ("score", 7))


def _category(name: str, outcomes: Sequence[Outcome], null_wrong: bool) -> str:
    placed = [o for o in outcomes if o.recall is not None]
    asked = [o for o in outcomes if o.asks_for_somebody]
    values = (
        answers.mean(placed, lambda o: o.hit(1)),
        answers.mean(placed, lambda o: o.hit(3)),
        answers.mean(placed, lambda o: o.recall or 0.0),
        answers.wrong_speakers(asked, null_wrong=null_wrong) if asked else math.nan,
        answers.mean(outcomes, lambda o: o.answer.status == "abstained"),
        answers.mean(outcomes, lambda o: o.score),
    )
    cells = (str(len(outcomes)), *(_figure(value) for value in values))
    return f"{name:28s}" + "".join(f"{cell:>{width}}" for cell, (_, width) in zip(cells, _COLUMNS, strict=True))


def _figure(value: float) -> str:
    return "  -  " if math.isnan(value) else f"{value:.3f}"


def failure(outcome: Outcome) -> str:
    """Return what a failed question asked, how it was read, what it got and what was right."""
    question, answer = outcome.question, outcome.answer
    got = [answer.status.value, *(word.value for word in (answer.verdict, answer.reason) if word is not None)]
    wanted = [question.expected, *([question.verdict] if question.verdict else [])]
    read = "; ".join(f"{slot}: {value}" for slot, value in reading.slots(answer.query).items())
    right = (f"{place.doc} {place.start}..{place.end} {place.speaker}" for place in question.gold)
    cited = (
        f"{c.doc} {c.start}..{c.end} {c.speaker or 'nobody named'}{' (right)' if hit else ''}"
        for c, hit in zip(answer.citations, outcome.hits, strict=False)
    )
    return "\n".join(
        (
            f"\n{question.id}  {outcome.score:.1f}  {question.category}: {' '.join(question.text.split())}",
            f"  read     {read}",
            f"  wanted   {', '.join(wanted)}{_listed(right)}",
            f"  got      {', '.join(got)}{_listed(cited)}",
        )
    )


def _listed(places: Iterable[str]) -> str:
    every = list(places)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return f": {'; '.join(every[:_SHOWN])}{more}" if every else ""
