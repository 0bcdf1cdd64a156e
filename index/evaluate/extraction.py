"""Aligned attributions → figures: recall by style, precision, F1, and where what is missed or made up comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.evaluate.alignment import Pair
from index.extract import cues
from index.schema import Style
from index.search import vocabulary

STYLES = (Style.DIRECT, Style.MIXED, Style.INDIRECT)
NO_CUE, UNLISTED = "no cue", "other"
_CLASSES = {
    "speech": cues.SPEECH,
    "attitude": cues.ATTITUDE,
    "denial": cues.DENIAL,
    "appeal": cues.APPEAL,
    "commitment": cues.COMMITMENT,
    "stance": cues.STANCE,
    "noun": cues.NOUNS,
    "according": frozenset(("accord",)),
}
"""The classes of the cue lexicon; a word of several belongs to the first."""

_STEMS = {vocabulary.stem(word): name for name, words in reversed(_CLASSES.items()) for word in words}


@dataclass(frozen=True, slots=True)
class Tally:
    """Of so many (in the gold, or extracted), how many have their counterpart, and how many with the right source."""

    total: int
    matched: int
    with_source: int

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Tally:
        """Count pairs."""
        both = [pair for pair in pairs if pair.gold is not None and pair.quote is not None]
        return cls(len(pairs), len(both), sum(pair.source_right for pair in both))

    @property
    def share(self) -> float:
        """The share that is matched: recall of gold, precision of what was extracted."""
        return self.matched / max(1, self.total)

    @property
    def share_with_source(self) -> float:
        """The share that is matched, with the right source."""
        return self.with_source / max(1, self.total)


@dataclass(frozen=True, slots=True)
class Scores:
    """What all pairs of a gold file come to.

    `styles` has a recall by style of the gold; `confusion` counts (style of the gold or None, style extracted or None);
    `cues` has a recall by class of the gold's cue, the commonest first; `finders` and `deciders` have a precision by
    the rule that found a quote and by the rule that decided on its speaker, the commonest first.
    """

    styles: dict[Style, Tally]
    gold: Tally
    extracted: Tally
    confusion: Counter[tuple[Style | None, Style | None]]
    cues: dict[str, Tally]
    finders: dict[str, Tally]
    deciders: dict[str, Tally]

    @property
    def f1(self) -> float:
        """F1 of contents."""
        return 2 * self.gold.matched / max(1, self.gold.total + self.extracted.total)

    @property
    def f1_with_source(self) -> float:
        """F1 of contents that have the right source too."""
        return 2 * self.gold.with_source / max(1, self.gold.total + self.extracted.total)


def score(pairs: Iterable[tuple[str, Pair]]) -> Scores:
    """Return the figures for pairs, each with the text that it was found in."""
    texts_and_pairs = list(pairs)
    wanted = [(text, pair) for text, pair in texts_and_pairs if pair.gold is not None]
    quotes = [pair for _, pair in texts_and_pairs if pair.quote is not None]
    golden = [pair for _, pair in wanted]
    return Scores(
        styles={style: Tally.of([pair for pair in golden if pair.style is style]) for style in STYLES},
        gold=Tally.of(golden),
        extracted=Tally.of(quotes),
        confusion=Counter((pair.style, pair.quote.style if pair.quote else None) for _, pair in texts_and_pairs),
        cues=_grouped((cue_class(text, pair), pair) for text, pair in wanted),
        finders=_grouped((_rules(pair)[0], pair) for pair in quotes),
        deciders=_grouped((_rules(pair)[1], pair) for pair in quotes),
    )


def cue_class(text: str, pair: Pair) -> str:
    """Return the class of the gold's cue in the lexicon, "no cue", or "other" for one that the lexicon lacks."""
    spans = pair.gold.cue if pair.gold is not None else ()
    if not spans:
        return NO_CUE
    words = " ".join(span.of(text) for span in spans).lower().split()
    stems = (vocabulary.stem(vocabulary.base(word.strip(".,;:'"))) for word in words)
    return next((_STEMS[stem] for stem in stems if stem in _STEMS), UNLISTED)


def _rules(pair: Pair) -> tuple[str, str]:
    """Return the two rules that a quote names: the one that found it, and the one that decided on its speaker."""
    finder, _, decider = (pair.quote.rule if pair.quote else "").partition("; ")
    return finder, decider or "none"


def _grouped(named: Iterable[tuple[str, Pair]]) -> dict[str, Tally]:
    groups: dict[str, list[Pair]] = {}
    for name, pair in named:
        groups.setdefault(name, []).append(pair)
    return {name: Tally.of(pairs) for name, pairs in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))}
