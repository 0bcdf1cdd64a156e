"""What a claim changes about a statement: a number, a negation, or a possibility turned into a fact.

Each difference is told in the words of both: “said “could reach $185 billion”, not “$300bn””. What is shown as said is
a slice of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.change import Change, Difference
from index.schema import Polarity, Record, Style
from index.search import vocabulary
from index.search.wording import points, words_of

_MODAL = "can|could|may|might|must|should|will|would"
_UNIT = r"(?:\s?(?:%|percent|per cent|thousand|million|billion|trillion|bn|mn|[kKmM]\b))?(?: (?:dollars|euros|pounds))?"
_LINKS = "a|an|and|as|at|but|by|for|from|in|last|next|of|on|or|over|per|than|that|the|this|to|under|with"
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_AMOUNT = rf"[$€£¥]?\d(?:[\d,.]*\d)?{_UNIT}"
_QUANTITY = rf"{_AMOUNT}(?:\s+(?!(?:{_LINKS})\b)[a-z]+)?"
_CLAIMED = re.compile(_AMOUNT)
_STATED = re.compile(
    rf"(?:\b(?:{_MODAL})\s+(?:\w+\s+){{1,2}}?)?"
    r"(?:\b(?:about|almost|around|at least|at most|nearly|over|more than|up to)\s+)?"
    rf"{_QUANTITY}(?:(?:\s+(?:to|or|and)\s+|\s?[-–]\s?){_QUANTITY})*"
)
_MEASURING = re.compile(
    r"\b(?:hit|hits|reach(?:es|ed)?|total(?:s|led)?|amount(?:s|ed)? to|cost|costs|exceed(?:s|ed)?|topp?(?:s|ed)|"
    r"rose|rises?|risen|fell|falls?|fallen|gr[eo]ws?|grown|earn(?:s|ed)?|made?|was|were|is|are)\b"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NEGATIONS = frozenset(
    """
    aren't can't cannot didn't doesn't don't isn't neither never no nobody none nor not nothing wasn't without won't
    wouldn't couldn't shouldn't weren't hasn't haven't
    """.split()
)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
_VALUES = {
    **{word: n for n, word in enumerate([*_UNITS.split(), "seventeen", "eighteen", "nineteen"])},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), start=2)},
}
"""What numbers in words are; of "twenty-five" each part."""

_ROUND = 13  # from which on a number in words is a figure like one in digits
_EXCHANGED: tuple[Mapping[str, str], ...] = tuple(
    {word: group.split()[0] for group in groups.split(";") for word in group.split()}
    for groups in (
        "whole entire full; half; third; quarter",
        "first; second; third; fourth; fifth; sixth; seventh; eighth; ninth; tenth",
        "; ".join(_VALUES),
        "once; twice; thrice",
        "january; february; march; april; june; july; august; september; october; november; december",
        "monday; tuesday; wednesday; thursday; friday; saturday; sunday",
        "more above over greater higher; less fewer below under lower",
        "rise rises rose risen increase increased grow grew; fall falls fell fallen decrease decreased drop dropped",
        "north northern; south southern; east eastern; west western",
        "before; after",
    )
)
"""Kinds of words of which one stands in place of another; each word of a kind with what it means the same as."""

_OF_NOUNS = frozenset(("no", "without"))
_SCOPE = 3  # words
_UNTRUE = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|being|it's|that's) (?:\w+ )?"
    r"(?:false|untrue|wrong|lies?|nonsense|baseless|unfounded|fabricated|fake|(?:a|an) (?:lie|invention|fabrication))"
    r"|(?:no truth|nothing true|not true))\b"
)
_CONDITION = frozenset("if unless".split())
_OPEN = frozenset(("whether", *_CONDITION))
_CONCEDED = re.compile(r"\b(?:even|as) if\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[”\"’]?\s+")
_NEAR = 3  # words around a claim's own ones that turn them round
_LITTLE = frozenset("a an any the do does did".split())  # words that come and go with a negation
_TENTATIVE = frozenset("could may might would should can perhaps possibly likely maybe if".split())
_FACT = re.compile(r"\b(?:will|has|have|had|did|hit|reached|is|was|are|were)\b")
_MARKS = re.compile(r"[“”\"«»„]")
_CLAIM_NEGATES = Difference(Change.NEGATED)
_DENIED = Difference(Change.DENIED)
_UNSAID = Difference(Change.UNSAID)
_BEFORE, _AFTER = 2, 4  # words shown around one that makes the difference


def difference_between(claim: str, said: str, record: Record) -> Difference | None:
    """Return what the claim changes about a statement; None when nothing."""
    quote = record.quote
    return (
        _numbers(claim, said)
        or _other_word(claim, said)
        or _negation(claim, said, quote.polarity if quote is not None else Polarity.AFFIRMED)
        or _possibility(claim, said, reported=quote is not None and quote.style is Style.INDIRECT)
    )


def turned_round(claim: str, said: str, record: Record) -> Difference | None:
    """Return what makes a statement that has the very words of a claim its opposite; None where nothing does.

    Args:
        claim: words of `said` as `bare` gives them, negations aside.
        said: the statement.
        record: its record.
    """
    words, ours = words_of(said.replace("’", "'")), words_of(claim.replace("’", "'"))
    polarity = record.quote.polarity if record.quote is not None else Polarity.AFFIRMED
    if _unsaid(said, polarity):
        return _UNSAID
    whole = _untrue(claim, said) or (_DENIED if polarity is Polarity.DENIED else None)
    claimed = not _NEGATIONS.isdisjoint(ours)
    kept = [at for at, word in enumerate(words) if _kept(word)]
    core = [word for word in ours if _kept(word)]
    for at in range(len(kept) - len(core) + 1):
        if [words[i] for i in kept[at : at + len(core)]] == core:
            around = words[max(0, kept[at] - _NEAR) : kept[at + len(core) - 1] + 1]
            theirs = set(around) & _NEGATIONS
            if (bool(theirs) != (whole is not None)) == claimed:
                return None
            return whole or (_negating(said, theirs, set(ours)) if theirs else _CLAIM_NEGATES)
    return None


def supposed(claim: str, said: str) -> Difference | None:
    """Return that a statement with the very words of a claim puts them under a condition, or asks whether; else None.

    >>> str(supposed("the wall will hold", "If it rains, the wall will hold"))
    'only said “If it rains, the wall”, not that it is so'
    """
    ours = words_of(claim)
    if not _OPEN.isdisjoint(ours):
        return None
    for sentence in _SENTENCE.split(said):
        words = words_of(_CONCEDED.sub(" ", sentence))
        before, found, _ = " ".join(words).partition(" ".join(ours))
        depends = set(words) & _CONDITION or set(before.split()[-1:]) & _OPEN
        if found and depends:
            return Difference(Change.POSSIBLE, (_around(sentence, depends, set(ours)),))
    return None


def bare(text: str) -> str:
    """Return the words of a text without those that negate it: what it has in common with its opposite.

    >>> bare("There was no cover-up."), bare("we don’t sell the boats")
    ('there was cover-up', 'we sell boats')
    """
    return " ".join(word for word in words_of(text.replace("’", "'")) if _kept(word))


def _kept(word: str) -> bool:
    return word not in _NEGATIONS and word not in _LITTLE


def without_figures(claim: str) -> str:
    """Return a claim without its figures and the verbs of measuring, where words are left.

    >>> without_figures("traffic reached 90,000 cars by 2031"), without_figures("$9bn")
    ('traffic cars by', '$9bn')
    """
    if not _CLAIMED.search(claim):
        return claim
    left = " ".join(_MEASURING.sub(" ", _CLAIMED.sub(" ", claim)).split())
    return left if words_of(left) else claim


def measures(text: str) -> set[str]:
    """Return what the figures of a text measure: money, shares of a hundred, or a number of something.

    >>> sorted(measures("4 percent of $3bn in 2031")), measures("in May")
    (['money', 'share'], set())
    """
    amounts = [m.group() for m in _CLAIMED.finditer(text) if not _YEAR.fullmatch(m.group())]
    return {
        "money"
        if re.search(r"[$€£¥]|dollars|euros|pounds", amount)
        else "share"
        if re.search("%|per ?cent", amount)
        else "number"
        for amount in amounts
    }


def _numbers(claim: str, said: str) -> Difference | None:
    stated = _figures(said)
    missing = [m.group() for m in _CLAIMED.finditer(claim) if not _figures(m.group()) <= stated]
    missing += [word for word in words_of(claim) if _VALUES.get(word, 0) >= _ROUND and not _figures(word) <= stated]
    if not missing:
        return None
    instead = [" ".join(m.group().split()) for m in _STATED.finditer(said)]
    if not all(map(_YEAR.fullmatch, missing)):
        instead = [words for words in instead if not _YEAR.fullmatch(words)]
    return Difference(Change.OTHER if instead else Change.ADDED, tuple(instead), tuple(missing))


def _other_word(claim: str, said: str) -> Difference | None:
    """Return which number in words, month, day or direction differs, where the statement touches the claim."""
    theirs = " ".join(_touched(said, set(words_of(claim))))
    for kind in _EXCHANGED:
        ours, others = (_of_kind(kind, text) for text in (claim, theirs))
        if ours and others and not ours & others:
            shown = next(word for word in words_of(theirs) if kind.get(word) in others)
            asked = next(word for word in words_of(claim) if kind.get(word) in ours)
            return Difference(Change.OTHER, (_around(said, {shown}, set(words_of(claim))),), (asked,))
    return None


def _of_kind(kind: Mapping[str, str], text: str) -> set[str]:
    return {kind[word] for word in words_of(text) if word in kind}


def _figures(text: str) -> set[str]:
    in_words = (word for token in words_of(text) for word in token.split("-") if word in _VALUES)
    return {figure.replace(",", "") for figure in _NUMBER.findall(text)} | {str(_VALUES[word]) for word in in_words}


def _negation(claim: str, said: str, polarity: Polarity) -> Difference | None:
    ours = set(words_of(claim.replace("’", "'")))
    if _unsaid(said, polarity) and _same_matter(ours, set(words_of(said))):
        return _UNSAID
    untrue = _untrue(claim, said)
    negated = polarity is not Polarity.AFFIRMED or untrue is not None
    theirs = set(words_of(" ".join(_touched(said.replace("’", "'"), ours))))
    negations = (theirs & _NEGATIONS) - _elsewhere(said, ours)
    if bool(ours & _NEGATIONS) == (bool(negations) or negated) or not _same_matter(ours, theirs):
        return None
    if negations:
        return _negating(said, negations, ours)
    return untrue or (_DENIED if negated else _CLAIM_NEGATES)


def _negating(said: str, negations: set[str], claimed: set[str]) -> Difference:
    return Difference(Change.NEGATES, (_around(said, negations, claimed),))


def _unsaid(said: str, polarity: Polarity) -> bool:
    """Tell whether an article says of somebody that they did not say something: its own words negate nothing."""
    return polarity is Polarity.NEGATED and _NEGATIONS.isdisjoint(words_of(said.replace("’", "'")))


def _untrue(claim: str, said: str) -> Difference | None:
    """Return that a statement calls untrue what it is about; None where it does not, or where the claim does too."""
    found = _UNTRUE.search(said)
    if found is None or _UNTRUE.search(claim):
        return None
    shown = _around(said, {found.group().split()[-1].lower()}, set(words_of(claim)))
    return Difference(Change.UNTRUE, (shown,))


def _touched(said: str, claimed: set[str]) -> list[str]:
    """Return the points of a statement that have something of the claim, all where none has."""
    parts = points(said)
    return [part for part in parts if _stems(set(words_of(part))) & _stems(claimed)] or parts


def _elsewhere(said: str, claimed: set[str]) -> set[str]:
    """Return the words that negate only the noun behind them, where the claim has nothing of it ("without pay")."""
    words = words_of(said)
    scopes = [(word, words[at + 1 : at + 1 + _SCOPE]) for at, word in enumerate(words) if word in _OF_NOUNS]
    touched = {word for word, scope in scopes if _stems(set(scope)) & _stems(claimed)}
    return {word for word, _ in scopes} - touched


def _possibility(claim: str, said: str, *, reported: bool) -> Difference | None:
    ours, theirs = set(words_of(claim)), set(words_of(said))
    tentative = (theirs & _TENTATIVE) - ours
    depends = theirs & _CONDITION
    if reported and "will" in ours and not depends:
        tentative -= {"would"}  # "said it will open" is reported as "said it would open"
    if not tentative or ours & _TENTATIVE or not (depends or _FACT.search(claim)):
        return None
    amounts = (" ".join(m.group().split()) for m in _STATED.finditer(said))
    shown = next((words for words in amounts if set(words_of(words)) & tentative), _around(said, tentative, ours))
    return Difference(Change.POSSIBLE, (shown,))


def _around(said: str, words: set[str], claimed: set[str]) -> str:
    """Return a slice of `said` around one of `words`, inside one pair of marks: where it is nearest to the claim."""
    slices = []
    for stretch in _MARKS.split(said):
        found = list(re.finditer(r"[\w$€£%][\w'’.,$%-]*", stretch))
        for at, word in enumerate(found):
            if word.group().lower().replace("’", "'").strip(".,") in words:
                first, last = found[max(0, at - _BEFORE)], found[min(len(found) - 1, at + _AFTER)]
                slices.append(" ".join(stretch[first.start() : last.end()].split()).rstrip(".,"))
    return max(slices, key=lambda words: len(_stems(set(words_of(words))) & _stems(claimed)))


def _stems(words: set[str]) -> set[str]:
    return {vocabulary.stem(word) for word in words if word not in vocabulary.STOP}


def _same_matter(words: set[str], others: set[str]) -> bool:
    stems = _stems(words)
    return len(stems & {vocabulary.stem(w) for w in others}) >= max(1, len(stems) // 2)
