"""What a claim changes about a statement, in the words of both."""

from __future__ import annotations

import pytest

from index.change import Change, Difference
from index.schema import Kind, Polarity, Quote, Record, Span, Style
from index.search.difference import bare, difference_between, supposed, turned_round


def record(polarity: Polarity = Polarity.AFFIRMED) -> Record:
    span = Span(0, 1)
    return Record(0, "a", Kind.QUOTE, (span,), span, Quote((span,), Style.INDIRECT, polarity=polarity))


PORT = "the port could handle about 3.5 million tons to 4 million tons a year by 2031"
CASES = [
    # the claim, the statement, what differs
    ("the port handled $9bn", PORT, "said “could handle about 3.5 million tons to 4 million tons”, not “$9bn”"),
    ("the port handles 5 million tons", PORT, "said “could handle about 3.5 million tons to 4 million tons”, not “5 million”"),
    ("fares rose by 7 percent", "fares rose by 4 percent", "said “4 percent”, not “7 percent”"),
    ("it carries 90,000 cars", "it would carry 40,000 cars a day", "said “would carry 40,000 cars”, not “90,000”"),
    ("it carries 40000 cars", "it carries 40,000 cars a day", None),
    ("it opens in 2033", "it opens in 2031", "said “2031”, not “2033”"),
    ("it costs 3 million", "it costs a lot", "the statement does not say “3 million”"),
    ("it costs a lot", "it costs 3 million", None),
    (
        "the crews will accept a pay freeze",
        "after the strike the crews would not accept a pay freeze this year",
        "said “crews would not accept a pay freeze”, a negation; the claim is none",
    ),
    (
        "the crews will accept the offer",
        "the crews are not tired and “will not accept the offer”",
        "said “will not accept the offer”, a negation; the claim is none",
    ),
    ("the crews will not accept it", "the crews accept it", "the claim is a negation, the statement is not"),
    ("the ferry is late", "the ferry might be late in May", "only said “the ferry might be late in May”, not that it is so"),
    ("the port has reached 4 million tons", PORT, "only said “could handle about 3.5 million tons to 4 million tons”, not that it is so"),
    ("the ferry could be late", "the ferry might be late", None),
    ("no villages will be moved", "no village would be moved", None),  # reported speech shifts the tense
    ("the villages were moved", "the villages would be moved", "only said “the villages would be moved”, not that it is so"),
    ("crews want a strike", "crews would strike if the boats were sold", "only said “crews would strike if the boats”, not that it is so"),
    ("up to 40 people fell ill", "up to forty people fell ill", None),
    ("up to fourteen people fell ill", "up to forty people fell ill", "the statement does not say “fourteen”"),
    ("the city had signed the contract", "rumours that the city had signed the contract were false", "said “contract were false”, the claim takes it for true"),
    ("the city had not signed the contract", "rumours that the city had signed the contract were false", None),
    ("the ferry is late", "the ferry is late", None),
    ("the ferry is late", "it never rains", None),  # another matter
    ("the crew worked 9,000 hours", "the crew had worked 9,000 hours without overtime pay", None),
    ("the ferry is safe", "because the crew did not train enough, the port is closed, but the ferry is safe", None),
    ("the crew had overtime pay", "the crew worked without overtime pay", "said “crew worked without overtime pay”, a negation; the claim is none"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "said", "difference"), CASES)
def test_a_difference_is_told_in_the_words_of_both(claim: str, said: str, difference: str | None) -> None:
    found = difference_between(claim, said, record())
    assert (str(found) if found else None) == difference
    assert all(words in said for words in (found.said if found else ()))


def test_a_denial_is_the_opposite_of_the_claim() -> None:
    found = difference_between("the tests were complete", "the tests were complete", record(Polarity.DENIED))
    assert found == Difference(Change.DENIED)


TURNED = [
    # the words of the claim, the statement, its polarity, what turns them round
    ("taxes would have to rise", "taxes would have to rise", Polarity.AFFIRMED, None),
    ("taxes would have to rise", "taxes would have to rise", Polarity.DENIED, "the statement is a denial; the claim is none"),
    ("taxes would not have to rise", "taxes would have to rise", Polarity.DENIED, None),
    ("a library was planned", "whether a library was planned", Polarity.NEGATED, "the article tells that this was not said"),
    ("a library was not planned", "whether a library was planned", Polarity.NEGATED, "the article tells that this was not said"),
    ("there was a cover-up", "There was no cover-up", Polarity.NEGATED, "said “There was no cover-up”, a negation; the claim is none"),
    ("we never asked for a fortune", "We never asked for a fortune", Polarity.NEGATED, None),
    ("the bridge is not safe", "The bridge is safe", Polarity.AFFIRMED, "the claim is a negation, the statement is not"),
    ("we want a strike", "We don’t want a strike", Polarity.NEGATED, "said “We don’t want a strike”, a negation; the claim is none"),
    ("the ferry is safe", "it is late, not the ferry is safe alone", Polarity.AFFIRMED, "said “is late, not the ferry is safe”, a negation; the claim is none"),
    ("the ferry is safe", "they did not train, they did not come to work, and the ferry is safe", Polarity.AFFIRMED, None),
]  # fmt: skip


SUPPOSED = [
    ("the wall will hold", "The wall will hold, and the village is safe", None),
    ("the wall will hold", "The wall will hold even if it rains", None),
    ("the wall will hold", "The wall will hold. If it rains, we will see", None),
    ("the wall will hold", "If it rains, the wall will hold", "only said “If it rains, the wall”, not that it is so"),
    ("the wall will hold", "The wall will hold unless it rains", "only said “will hold unless it rains”, not that it is so"),
    ("the wall will hold unless it rains", "The wall will hold unless it rains", None),
    ("the wall will hold", "whether the wall will hold", "only said “whether the wall will hold”, not that it is so"),
    ("the wall will hold", "Whether we like it or not, the wall will hold", None),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "said", "difference"), SUPPOSED)
def test_the_very_words_of_a_claim_may_hang_on_a_condition(claim: str, said: str, difference: str | None) -> None:
    found = supposed(claim, said)
    assert (str(found) if found else None) == difference


@pytest.mark.parametrize(("claim", "said", "polarity", "difference"), TURNED)
def test_the_very_words_of_a_claim_may_be_turned_round(
    claim: str, said: str, polarity: Polarity, difference: str | None
) -> None:
    assert bare(claim) in bare(said)
    found = turned_round(claim, said, record(polarity))
    assert (str(found) if found else None) == difference
