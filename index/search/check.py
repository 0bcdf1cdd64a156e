"""Did X really say that? A claim against what the corpus holds → a graded verdict with the passages it rests on.

First the words: a claim that stands in the corpus literally is verbatim (in quotation marks, the asked speaker's),
reported (theirs, without marks), somebody else's, nobody's, or the article's own. Then the meaning: the nearest
statement of the asked speaker, of others and of narration are compared; numbers, negations and modals that differ make
a statement altered. In doubt the verdict is undetermined, and the passage is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.schema import Kind, Polarity, Query, Record, Style, Verdict
from index.search.difference import difference_between, measures
from index.search.likeness import Likeness
from index.search.rank import Ranked, Ranker
from index.search.wording import topic_words
from index.store.filter import Filter

_SAID = 0.35  # likeness from which on the asked speaker said it
_PERHAPS = 0.25  # the same for a statement of theirs that is shown without a verdict
_ELSEWHERE = 0.5  # the same for somebody else's statement, and for the article's own
_SAME_MATTER = 0.6  # share of a claim's words, its figures aside, in a statement that puts another figure on it
_QUOTING = re.compile(r"[“”\"«»„‘]")


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with the passages it rests on, best first; `difference` says in words what was changed."""

    verdict: Verdict
    passages: tuple[Ranked, ...] = ()
    difference: str | None = None


def check(query: Query, ranker: Ranker) -> Finding:
    """Return the finding on the claim of `query`; its speakers are canonical names, none for a bare quotation."""
    claim = (query.claim or "").strip()
    if claim.startswith("deny "):
        relayed = _relayed_denial(query, ranker)
        if relayed is not None:
            return relayed
    literal = _literal(query, ranker, _fragment(claim))
    return literal or _by_meaning(query, ranker, claim.removeprefix("deny "))


def _fragment(claim: str) -> str:
    """Return the part of a claim in quotation marks, else all of it."""
    marked = re.search(r"[“”\"«»„]([^“”\"«»„]+)[“”\"«»„]", claim)
    return marked.group(1) if marked else claim


def normalised(text: str) -> str:
    """Return the words of a text in lower case, one space between them: what survives retyping."""
    return " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.replace("’", "'").lower()))


def _all(ranker: Ranker, claim: str) -> list[Ranked]:
    return ranker.rank(claim or " ", Filter())


def _literal(query: Query, ranker: Ranker, fragment: str) -> Finding | None:
    """Return the finding for a claim whose very words stand in the corpus; None when they do not."""
    needle = normalised(fragment)
    if len(needle.split()) < 2 or not topic_words(fragment):
        needle = needle if query.quoted and needle else ""
    needle = re.sub(r"^(?:it|that|this|he|she|they) (?=an? |the )", "", needle)
    if len(needle.split()) < (2 if query.quoted or '"' in (query.claim or "") else 4):
        return None
    holding = [r for r in _all(ranker, fragment) if f" {needle} " in f" {normalised(ranker.text(r.record))} "]
    quotes = [r for r in holding if r.record.kind is Kind.QUOTE and r.record.parent is None]
    nested = [r for r in holding if r.record.parent is not None]
    own = (
        [r for r in quotes if r.record.speaker in query.speakers]
        if query.speakers or query.named  # a name that nobody in the articles bears has said none of it
        else [r for r in quotes if r.record.speaker]
    )
    if own:
        marked = [r for r in own if _in_marks(r.record, ranker, needle)]
        verdict = Verdict.VERBATIM if marked else Verdict.PARAPHRASE
        return Finding(verdict, tuple(marked or own))
    others = [r for r in quotes if r.record.speaker]
    if others:
        return Finding(Verdict.MISATTRIBUTED, tuple(others))
    if quotes:
        return Finding(Verdict.UNDETERMINED, (*quotes, *_nearest_own(query, ranker, fragment)))
    if nested:
        return Finding(Verdict.SECOND_HAND, tuple(nested))
    narrated = [r for r in holding if r.record.kind is Kind.SENTENCE]
    return Finding(Verdict.NARRATION_NOT_QUOTE, tuple(narrated)) if narrated else None


def _in_marks(record: Record, ranker: Ranker, needle: str) -> bool:
    """Tell whether the words stand between quotation marks, and are so the speaker's own."""
    if record.quote is None or record.quote.style is Style.INDIRECT:
        return False
    if record.quote.style is Style.DIRECT:
        return True
    pieces = _QUOTING.split(ranker.text(record))
    return any(f" {needle} " in f" {normalised(piece)} " for piece in pieces[1::2])


def _nearest_own(query: Query, ranker: Ranker, claim: str) -> tuple[Ranked, ...]:
    if not query.speakers:
        return ()
    ranked = ranker.rank(claim, Filter(speakers=query.speakers, kind=Kind.QUOTE))
    return tuple(r for r in ranked[:2] if r.content >= 0.3)


def _relayed_denial(query: Query, ranker: Ranker) -> Finding | None:
    """Return the finding for "did X deny it?" when X only passes on that somebody else does, or denies it himself."""
    topic = query.topic if topic_words(query.topic) else (query.claim or "").removeprefix("deny ")
    every = ranker.rank(topic, Filter(kind=Kind.QUOTE))
    denials = [r for r in every if r.record.quote is not None and r.record.quote.polarity is Polarity.DENIED]
    own = [r for r in denials if r.record.speaker in query.speakers and (r.on_topic or not topic_words(topic))]
    if own:
        return Finding(Verdict.PARAPHRASE, tuple(own))
    rows = {r.record.row: r for r in every}
    relayed = [rows[r.record.parent] for r in denials if r.record.parent in rows]
    relayed = [r for r in relayed if r.record.speaker in query.speakers]
    return Finding(Verdict.SECOND_HAND, tuple(relayed)) if relayed else None


def _by_meaning(query: Query, ranker: Ranker, claim: str) -> Finding:
    likeness = Likeness(claim, ranker)
    ranked = likeness.ranked(Filter())
    quotes = [r for r in ranked if r.record.kind is Kind.QUOTE]
    other, near_other = likeness.best([r for r in quotes if r.record.speaker not in (None, *query.speakers)])
    if not query.speakers:
        return Finding(Verdict.NOT_FOUND) if query.named else _unattributed_claim(query, other, near_other)
    said = likeness.ranked(Filter(speakers=query.speakers, kind=Kind.QUOTE))
    own, near_own = likeness.best(said)
    if near_own < _SAID:
        own, near_own = _measured(claim, said, ranker) or (own, near_own)
    told, near_told = likeness.best([r for r in ranked if r.record.kind is Kind.SENTENCE and not r.record.attributed])
    elsewhere = max(near_other, near_told)
    if own is not None and near_own >= (_PERHAPS if elsewhere < _ELSEWHERE else max(_SAID, elsewhere)):
        return _compared(query, claim, own, near_own, ranker)
    if other is not None and near_other >= max(_ELSEWHERE, near_told):
        return Finding(Verdict.MISATTRIBUTED, (other,))
    if told is not None and near_told >= _ELSEWHERE:
        return Finding(Verdict.NARRATION_NOT_QUOTE, (told,))
    return Finding(Verdict.NOT_FOUND)


def _measured(claim: str, said: Sequence[Ranked], ranker: Ranker) -> tuple[Ranked, float] | None:
    """Return the statement that puts another figure on the matter of a claim ("hit $300bn"), as one that was said."""
    wanted = measures(claim)
    same = (r for r in said if r.words >= _SAME_MATTER and wanted & measures(ranker.text(r.record)))
    best = max(same, key=lambda r: r.score, default=None)
    return (best, _SAID) if best is not None else None


def _unattributed_claim(query: Query, best: Ranked | None, nearness: float) -> Finding:
    if best is None or nearness < _ELSEWHERE:
        return Finding(Verdict.NOT_FOUND)
    return Finding(Verdict.ALTERED if query.quoted else Verdict.PARAPHRASE, (best,))


def _compared(query: Query, claim: str, own: Ranked, nearness: float, ranker: Ranker) -> Finding:
    """Grade the asked speaker's nearest statement by what differs from the claim."""
    if nearness < _SAID:
        return Finding(Verdict.UNDETERMINED, (own,))
    if own.record.parent is not None:
        return Finding(Verdict.SECOND_HAND, (own,))
    difference = difference_between(claim, ranker.text(own.record), own.record)
    if difference is not None:
        return Finding(Verdict.ALTERED, (own,), difference)
    if query.quoted:
        return Finding(Verdict.ALTERED if nearness >= _ELSEWHERE else Verdict.UNDETERMINED, (own,), "the words differ")
    return Finding(Verdict.PARAPHRASE, (own,))
