"""Why an answer is as it is: how the question was read, who is meant, and what each passage owes its place to.

The factors of a passage are those of `rank`: their weighted sum gives the score, which orders, and a logistic model of
them the relevance, which decides whether the passage is about the topic at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.schema import Answer, Intent, Query
from index.search import rank
from index.search.people import Naming, People
from index.search.rank import Ranked
from index.search.reading import slots
from index.search.wording import read, topic_words, words_of

_HOW = {
    "name": "“{words}” is what the articles call them",
    "office": "“{words}” is an office of theirs",
    "spelling": "“{words}” is spelled or sounds nearly like it",
    "before": "taken from the question before",
    "unknown": "meant by the words around",
}
_LEGEND = (
    "Meaning: content, of the words said; context, of their sentence too; nearby, of the sentences around and the "
    "headline. Words of the topic: words, in what is said; around, in its sentence too."
)
_ORDER = {
    Intent.LIST: "quoted before reported ones, then as the articles have them",
    Intent.COUNT: "as the articles have them",
    Intent.COMPARE: "by score, the speakers in turn",
    Intent.TIMELINE: "the best by score, then by date",
    Intent.CHECK: "by likeness to the claim",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Whom words of the question were taken to mean, how that was found, and whom else they could have meant."""

    speaker: str
    words: str
    how: str
    quotes: int
    instead_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Factor:
    """One feature of a passage, and what it adds to the log-odds of being about the topic."""

    name: str
    value: float
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What a passage owes its place to; `number` is its place in the answer, from 1."""

    number: int
    row: int
    score: float
    relevance: float
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with its reasons. `intercept` starts the log-odds, `threshold` is the least relevance on a topic."""

    answer: Answer
    speakers: tuple[Reading, ...] = ()
    order: str = ""
    standings: tuple[Standing, ...] = ()
    intercept: float = rank.INTERCEPT
    threshold: float = rank.THRESHOLD


def explain(answer: Answer, shown: Sequence[Ranked], people: People) -> Explanation:
    """Return the reasons for an answer whose passages are `shown`, in any order."""
    by_row = {ranked.row: ranked for ranked in shown}
    ranked = [by_row[citation.row] for citation in answer.citations]
    query = answer.query
    about = topic_words(query.claim or query.topic)
    return Explanation(
        answer,
        tuple(_reading(name, query, people) for name in query.speakers),
        _ORDER.get(query.intent, "by score"),
        tuple(_standing(number, one) for number, one in enumerate(ranked, start=1)) if about else (),
    )


def _standing(number: int, ranked: Ranked) -> Standing:
    factors = tuple(
        Factor(name, round(value, 4), weight, round(value * weight, 4))
        for name, value, weight in zip(rank.FEATURES, rank.features(ranked), rank.RELEVANCE, strict=True)
    )
    return Standing(number, ranked.row, round(ranked.score, 4), round(ranked.relevance, 4), factors)


def _reading(name: str, query: Query, people: People) -> Reading:
    words = words_of(read(query.text).plain)
    named = next((naming for naming in people.find(words) if name in naming.readings), None)
    if named is None and "speaker" in query.inherited:
        return Reading(name, "", "before", people.quoted(name), {})
    named = named or _near(name, words, people)
    if named is None:
        return Reading(name, "", "unknown", people.quoted(name), {})
    phrase = words[named.start : named.end]
    others = (other for other in people.called(phrase) if other not in query.speakers)
    return Reading(
        name, " ".join(phrase), named.how, people.quoted(name), {other: people.quoted(other) for other in others}
    )


def _near(name: str, words: Sequence[str], people: People) -> Naming | None:
    """Return the words that are spelled nearly like a name, two together before one alone."""
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            if name in people.nearest(words[start : start + length]):
                return Naming(start, start + length, (name,), "spelling")
    return None


def text(explanation: Explanation) -> str:
    """Return the reasons in lines, as a person reads them."""
    read_as = slots(explanation.answer.query)
    lines = ["Read as", *(f"  {slot}: {value}" for slot, value in read_as.items())]
    if explanation.speakers:
        lines += ["Who is meant", *(f"  {_meant(reading)}" for reading in explanation.speakers)]
    if explanation.answer.citations:
        lines.append(f"Order of the passages: {explanation.order}")
    for standing in explanation.standings:
        terms = " ".join(f"{f.contribution:+.2f} {f.name} ({f.value:.2f} × {f.weight:g})" for f in standing.factors)
        lines += [
            f"  {standing.number}. score {standing.score:.2f}, relevance {standing.relevance:.2f}",
            f"     log-odds {explanation.intercept:+.2f} {terms}",
        ]
    if explanation.standings:
        lines.append(f"A passage is about the topic from a relevance of {explanation.threshold:g} on. {_LEGEND}")
    return "\n".join(lines)


def _meant(reading: Reading) -> str:
    line = f"{reading.speaker}: {_HOW[reading.how].format(words=reading.words)}; {reading.quotes} quotes"
    others = ", ".join(f"{name} ({quotes})" for name, quotes in reading.instead_of.items())
    return f"{line}; not {others}" if others else line


def explanation_to_json(explanation: Explanation) -> dict[str, Any]:
    """Return the reasons as a JSON object; the answer is not in it."""
    return {
        "query": {key: value for key, value in asdict(explanation.answer.query).items() if value not in (None, (), "")},
        "speakers": [asdict(reading) for reading in explanation.speakers],
        "order": explanation.order,
        "passages": [asdict(standing) for standing in explanation.standings],
        "intercept": explanation.intercept,
        "threshold": explanation.threshold,
    }
