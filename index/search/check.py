"""Did X really say that? A claim against what the corpus holds → a graded verdict with the passages it rests on.

First the words: a claim that stands in the corpus literally is verbatim (in quotation marks, the asked speaker's),
reported (theirs, without marks), somebody else's, nobody's, or the article's own. Then the meaning: the nearest
statement of the asked speaker, of others and of narration are compared; numbers, negations and modals that differ make
a statement altered. In doubt the verdict is undetermined, and the passage is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from index.change import Change, Difference
from index.schema import Kind, Polarity, Query, Record, Style, Verdict
from index.search.difference import bare, difference_between, measures, supposed, turned_round
from index.search.hearsay import hearsay, relays
from index.search.likeness import Likeness
from index.search.rank import SAID, Ranked, Ranker, passing_on
from index.search.wording import normalised, topic_words
from index.store.filter import Filter

_SAID = 0.3  # likeness from which on the asked speaker said it
_PERHAPS = 0.2  # the same for a statement of theirs that is shown without a verdict
_ELSEWHERE = 0.5  # the same for somebody else's statement, and for the article's own
_SAME_MATTER = 0.6  # share of a claim's words, its figures aside, in a statement that puts another figure on it
_QUOTING = re.compile(r"[“”\"«»„‘]|''")
_MISQUOTED = 0.75  # share of the words of a quotation that a statement has in the same order, with few between them
_LOOSE = 1.4  # times as many words as they are, between which they are found
_SHORTEST = 4  # words of a quotation that may be known again when some of them differ
_CORE = 3  # words of a claim, negations aside, by which its opposite is known
_OPPOSITES = frozenset((Change.NEGATES, Change.NEGATED, Change.UNTRUE, Change.DENIED))


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with the passages it rests on, best first; `difference` says what was changed."""

    verdict: Verdict
    passages: tuple[Ranked, ...] = ()
    difference: Difference | None = None


def check(query: Query, ranker: Ranker) -> Finding:
    """Return the finding on the claim of `query`; its speakers are canonical names, none for a bare quotation."""
    claim = (query.claim or "").strip()
    if claim.startswith("deny "):
        asserted = replace(query, claim=claim.removeprefix("deny "))
        return _relayed_denial(query, ranker) or _turned(check(asserted, ranker))
    return _literal(query, ranker, _fragment(claim)) or _by_meaning(query, ranker, claim)


def _turned(finding: Finding) -> Finding:
    """Return the finding on "X denied it", told by the finding on "X said it"."""
    if finding.verdict in (Verdict.VERBATIM, Verdict.PARAPHRASE):
        return replace(finding, verdict=Verdict.ALTERED, difference=Difference(Change.NEGATED))
    if finding.difference is not None and finding.difference.change in _OPPOSITES:
        return replace(finding, verdict=Verdict.PARAPHRASE, difference=None)
    denied = (r.record.quote is not None and r.record.quote.polarity is not Polarity.AFFIRMED for r in finding.passages)
    return Finding(Verdict.NOT_FOUND) if finding.verdict is Verdict.MISATTRIBUTED and not any(denied) else finding


def _fragment(claim: str) -> str:
    """Return the part of a claim in quotation marks, else all of it."""
    marked = re.search(r"[“”\"«»„]([^“”\"«»„]+)[“”\"«»„]", claim)
    return marked.group(1) if marked else claim


def _needle(query: Query, fragment: str) -> str | None:
    """Return the words to look for as they stand; None where they are too few to be somebody's own."""
    needle = normalised(fragment)
    if (len(needle.split()) < 2 or not topic_words(fragment)) and not query.quoted:
        return None
    needle = re.sub(r"^(?:it|that|this|he|she|they) (?=an? |the )", "", needle)
    least = 2 if query.quoted or '"' in (query.claim or "") else 4
    return needle if len(needle.split()) >= least else None


def _literal(query: Query, ranker: Ranker, fragment: str) -> Finding | None:
    """Return the finding for a claim whose very words stand in the corpus; None when they do not."""
    needle = _needle(query, fragment)
    if needle is None:
        return None
    every = ranker.rank(fragment, Filter())
    worded = ranker.worded(every, needle.split())
    holding = [r for r in worded if f" {needle} " in f" {normalised(ranker.text(r.record))} "]
    spoken = _spoken(query, ranker, needle, [r for r in holding if r.record.kind is Kind.QUOTE])
    if spoken is not None:
        return spoken
    opposed = _opposed(query, ranker, fragment)
    if opposed is not None:
        return opposed
    misquoted = _misquoted(query, ranker, needle) if query.quoted else None
    return misquoted or _unclaimed(query, ranker, needle, holding)


def _spoken(query: Query, ranker: Ranker, needle: str, quotes: Sequence[Ranked]) -> Finding | None:
    """Return the finding for words that somebody known says: the asked speaker, or somebody else."""
    known = [r for r in quotes if r.record.parent is None and r.record.speaker]
    anybody = not query.speakers and not query.named  # a name that nobody in the articles bears has said none of it
    own = [r for r in known if anybody or r.record.speaker in query.speakers]
    turned = {r.row: _change(query, needle, ranker.text(r.record), r.record) for r in own}
    if own and all(turned.values()):
        return Finding(Verdict.ALTERED, tuple(own), turned[own[0].row])
    own = [r for r in own if turned[r.row] is None]
    if own and all(r.record.quote and hearsay(ranker.text(r.record), needle, r.record.quote.style) for r in own):
        return Finding(Verdict.SECOND_HAND, tuple(own))
    if own and all(_left_open(r.record, ranker.text(r.record)) for r in own):
        return Finding(Verdict.UNDETERMINED, tuple(own))
    if own:
        marked = [r for r in own if _in_marks(r.record, ranker, needle)]
        return Finding(Verdict.VERBATIM if marked else Verdict.PARAPHRASE, tuple(marked or own))
    if known:
        relayed = [r for r in known if relays(ranker.text(r.record), needle, query.speakers)]
        return Finding(Verdict.SECOND_HAND if relayed else Verdict.MISATTRIBUTED, tuple(relayed or known))
    return None


def _left_open(record: Record, text: str) -> bool:
    """Tell whether a statement is only possible ("Brandt may announce a sale"): by a modal that is none of its own."""
    modal = record.quote.modality if record.quote is not None else None
    return bool({"may", "might"} & set((modal or "").split(", ")) - set(normalised(text).split()))


def _change(query: Query, needle: str, text: str, record: Record) -> Difference | None:
    """Return what is missing where a statement has the very words of a claim: a negation, or what they hang on."""
    return turned_round(needle, text, record) or (None if query.quoted else supposed(needle, text))


def _unclaimed(query: Query, ranker: Ranker, needle: str, holding: Sequence[Ranked]) -> Finding | None:
    """Return the finding for words that nobody known is credited with: passed on, of nobody, or the article's."""
    quotes = [r for r in holding if r.record.kind is Kind.QUOTE and r.record.parent is None]
    nested = [r for r in holding if r.record.parent is not None]
    told = [r for r in holding if r.record.kind is Kind.SENTENCE]
    if quotes:
        return Finding(Verdict.UNDETERMINED, (*quotes, *_nearest_own(query, ranker, needle)))
    if nested:
        return Finding(Verdict.SECOND_HAND, tuple(nested))
    quoted = any(_between_marks(ranker.text(r.record), needle) for r in told)
    verdict = Verdict.UNDETERMINED if quoted else Verdict.NARRATION_NOT_QUOTE
    return Finding(verdict, tuple(told)) if told else None


def _opposed(query: Query, ranker: Ranker, claim: str) -> Finding | None:
    """Return the finding for a claim that a statement of the asked speaker differs from by a negation alone."""
    core = bare(claim)
    if not query.speakers or len(core.split()) < _CORE:
        return None
    own = ranker.rank(claim, Filter(speakers=query.speakers, kind=Kind.QUOTE))
    for one in ranker.worded(own, core.split()):
        text = ranker.text(one.record)
        difference = turned_round(claim, text, one.record) if f" {core} " in f" {bare(text)} " else None
        if difference is not None and passing_on(one.record, ranker.records) is None:
            return Finding(Verdict.ALTERED, (one,), difference)
    return None


def _misquoted(query: Query, ranker: Ranker, needle: str) -> Finding | None:
    """Return the finding for a quotation that the asked speaker's words resemble; None where they do not."""
    claimed = needle.split()
    if len(claimed) < _SHORTEST or not query.speakers:
        return None
    own_words = ranker.rank(needle, Filter(speakers=query.speakers, kind=Kind.QUOTE))
    for own in ranker.worded(own_words, claimed, _MISQUOTED):
        said = normalised(ranker.text(own.record)).split()
        size = round(_LOOSE * len(claimed))
        windows = [said[at : at + size] for at in range(max(1, len(said) - size + 1))]
        nearest = max(windows, key=lambda window: LCSseq.similarity(claimed, window))
        if LCSseq.similarity(claimed, nearest) >= _MISQUOTED * len(claimed):
            difference = difference_between(needle, ranker.text(own.record), own.record)
            return Finding(Verdict.ALTERED, (own,), difference or Difference(Change.WORDS))
    return None


def _in_marks(record: Record, ranker: Ranker, needle: str) -> bool:
    """Tell whether the words stand between quotation marks, and are so the speaker's own."""
    if record.quote is None or record.quote.style is Style.INDIRECT:
        return False
    if record.quote.style is Style.DIRECT:
        return True
    return _between_marks(ranker.text(record), needle)


def _between_marks(text: str, needle: str) -> bool:
    return any(f" {needle} " in f" {normalised(piece)} " for piece in _QUOTING.split(text)[1::2])


def _nearest_own(query: Query, ranker: Ranker, claim: str) -> tuple[Ranked, ...]:
    if not query.speakers:
        return ()
    ranked = ranker.rank(claim, Filter(speakers=query.speakers, kind=Kind.QUOTE))
    return tuple(r for r in ranked[:2] if r.content >= 0.3)


def _relayed_denial(query: Query, ranker: Ranker) -> Finding | None:
    """Return the finding for "did X deny it?" when X only passes on that somebody else does, or denies it himself."""
    topic = query.topic if topic_words(query.topic) else (query.claim or "").removeprefix("deny ")
    every = ranker.read(ranker.rank(topic, Filter(kind=Kind.QUOTE)))
    denials = [r for r in every if r.record.quote is not None and r.record.quote.polarity is Polarity.DENIED]
    own = [r for r in denials if r.record.speaker in query.speakers and (r.on_topic or not topic_words(topic))]
    said = max((r.words for r in every if r.record.speaker in query.speakers and r not in denials), default=0)
    if own and not max(r.words for r in own) < SAID <= said:  # who says the very words does not deny something else
        return Finding(Verdict.PARAPHRASE, tuple(own))
    rows = {r.row: r for r in every}
    relayed = [rows[r.record.parent] for r in denials if r.record.parent in rows]
    relayed = [r for r in relayed if r.record.speaker in query.speakers]
    return Finding(Verdict.SECOND_HAND, tuple(relayed)) if relayed else None


def _by_meaning(query: Query, ranker: Ranker, claim: str) -> Finding:
    likeness = Likeness(claim, ranker)
    ranked = likeness.ranked(Filter())
    other, near_other = likeness.best(ranked, lambda record: record.speaker not in (None, *query.speakers))
    if not query.speakers:
        return Finding(Verdict.NOT_FOUND) if query.named else _unattributed_claim(query, other, near_other)
    said = likeness.ranked(Filter(speakers=query.speakers, kind=Kind.QUOTE))
    own, near_own = likeness.best(said, lambda record: passing_on(record, ranker.records) is None)
    if near_own < _SAID and not _measured(claim, said, (), ranker):
        own, near_own = likeness.best(said)
    if near_own < _SAID:
        near = [own] if own is not None and near_own >= _PERHAPS else []
        own, near_own = _measured(claim, said, near, ranker) or (own, near_own)
    told, near_told = likeness.best(ranked, lambda record: record.kind is Kind.SENTENCE and not record.attributed)
    elsewhere = max(near_other, near_told)
    if own is not None and near_own >= (_PERHAPS if elsewhere < _ELSEWHERE else max(_SAID, elsewhere)):
        return _compared(query, claim, own, near_own, ranker)
    if other is not None and near_other >= max(_ELSEWHERE, near_told):
        return Finding(Verdict.MISATTRIBUTED, (other,))
    if told is not None and near_told >= _ELSEWHERE:
        return Finding(Verdict.NARRATION_NOT_QUOTE, (told,))
    return Finding(Verdict.NOT_FOUND)


def _measured(
    claim: str, said: Sequence[Ranked], near: Sequence[Ranked], ranker: Ranker
) -> tuple[Ranked, float] | None:
    """Return the statement that puts another figure on the matter of a claim ("hit $300bn"), as one that was said.

    A statement of which it cannot be told otherwise (`near`) is taken for one that does; what is only passed on is not.
    """
    if not (wanted := measures(claim)):
        return None
    first_hand = (r for r in said if r.words >= _SAME_MATTER and passing_on(r.record, ranker.records) is None)
    matter = [*near, *first_hand]
    same = (r for r in matter if wanted & measures(ranker.text(r.record)))
    best = max(same, key=lambda r: r.score, default=None)
    return (best, _SAID) if best is not None else None


def _unattributed_claim(query: Query, best: Ranked | None, nearness: float) -> Finding:
    if best is None or nearness < _ELSEWHERE:
        return Finding(Verdict.NOT_FOUND)
    return Finding(Verdict.ALTERED if query.quoted else Verdict.PARAPHRASE, (best,))


def _compared(query: Query, claim: str, own: Ranked, nearness: float, ranker: Ranker) -> Finding:
    """Grade the asked speaker's nearest statement by what differs from the claim."""
    if nearness < _SAID or _left_open(own.record, ranker.text(own.record)):
        return Finding(Verdict.UNDETERMINED, (own,))
    if passing_on(own.record, ranker.records) is not None:
        return Finding(Verdict.SECOND_HAND, (own,))
    difference = difference_between(claim, ranker.text(own.record), own.record)
    if difference is not None:
        return Finding(Verdict.ALTERED, (own,), difference)
    if query.quoted:
        return Finding(
            Verdict.ALTERED if nearness >= _ELSEWHERE else Verdict.UNDETERMINED, (own,), Difference(Change.WORDS)
        )
    return Finding(Verdict.PARAPHRASE, (own,))
