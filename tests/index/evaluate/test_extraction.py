"""Extraction figures on invented texts; what is expected was counted by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.errors import SourceError
from index.evaluate import report
from index.evaluate.alignment import Tokens, align, matched, style_of
from index.evaluate.extraction import Tally, score
from index.evaluate.gold import Attribution, GoldDocument, read_gold
from index.schema import Document, Quote, Span, Style

TEXT = "Ana Ruiz said the old bridge would open in May. “We tested every bolt,” she added. Critics fear a long delay."


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def gold(content: str, source: str = "", cue: str = "") -> Attribution:
    return Attribution((at(content),), (at(source),) if source else (), (at(cue),) if cue else ())


def quote(content: str, source: str = "", style: Style = Style.INDIRECT, rule: str = "clause; name") -> Quote:
    return Quote((at(content),), style, source=at(source) if source else None, rule=rule)


GOLD = (
    gold("the old bridge would open in May", "Ana Ruiz", "said"),
    gold("“We tested every bolt,”", "she", "added"),
    gold("a long delay", "Critics", "fear"),
)
FOUND = (
    quote("old bridge would open in May", "Ana Ruiz"),  # 6 of 7 words: the same content
    quote("We tested every bolt", "Ana Ruiz", Style.DIRECT, "beside cue; pronoun"),  # the content, from another source
    quote("bridge would open", rule="none"),  # nobody marked it
)


def test_a_case_counted_by_hand() -> None:
    document = GoldDocument(Document("d", TEXT), GOLD)
    scores = score((TEXT, pair) for pair in align(document, FOUND))
    assert scores.gold == Tally(3, 2, 1)
    assert scores.extracted == Tally(3, 2, 1)
    assert scores.styles == {Style.DIRECT: Tally(1, 1, 0), Style.MIXED: Tally(0, 0, 0), Style.INDIRECT: Tally(2, 1, 1)}
    assert scores.f1 == pytest.approx(2 / 3)
    assert scores.f1_with_source == pytest.approx(1 / 3)
    assert dict(scores.confusion) == {
        (Style.INDIRECT, Style.INDIRECT): 1,
        (Style.DIRECT, Style.DIRECT): 1,
        (Style.INDIRECT, None): 1,
        (None, Style.INDIRECT): 1,
    }
    assert scores.cues == {"speech": Tally(2, 2, 1), "attitude": Tally(1, 0, 0)}
    assert scores.finders == {"beside cue": Tally(1, 1, 0), "clause": Tally(1, 1, 1), "none": Tally(1, 0, 0)}
    assert scores.deciders == {"name": Tally(1, 1, 1), "none": Tally(1, 0, 0), "pronoun": Tally(1, 1, 0)}


def test_the_report_begins_with_recall_by_style_precision_and_f1() -> None:
    document = GoldDocument(Document("d", TEXT), GOLD)
    lines = report.extraction(score((TEXT, pair) for pair in align(document, FOUND))).splitlines()
    assert lines[:6] == [
        "direct    gold      1  recall 1.000  recall with source 0.000",
        "mixed     gold      0  recall 0.000  recall with source 0.000",
        "indirect  gold      2  recall 0.500  recall with source 0.500",
        "all       gold      3  recall 0.667  recall with source 0.333",
        "predicted 3  precision 0.667  documents without predictions 0",
        "F1 0.667  F1 with source 0.333",
    ]


def test_nothing_found_and_nothing_wanted_are_noughts_not_errors() -> None:
    assert score([]).f1 == 0.0
    scores = score((TEXT, pair) for pair in align(GoldDocument(Document("d", TEXT), GOLD), ()))
    assert (scores.gold, scores.extracted, scores.f1) == (Tally(3, 0, 0), Tally(0, 0, 0), 0.0)


def test_a_source_is_right_where_gold_and_quote_both_have_none() -> None:
    document = GoldDocument(Document("d", TEXT), (gold("a long delay"),))
    (pair,) = align(document, [quote("a long delay")])
    assert pair.source_right


STYLES = [
    ("“We tested every bolt”", Style.DIRECT),
    ("“We tested every bolt,”", Style.DIRECT),
    ("“We tested every bolt", Style.DIRECT),  # the closing mark stands behind the annotated span
    ("that the bolts were “good enough”", Style.MIXED),
    ("“Good enough” was the word for the bolts", Style.MIXED),
    ("that the bolts were good", Style.INDIRECT),
]


@pytest.mark.parametrize(("content", "style"), STYLES)
def test_style_follows_the_marks_of_the_gold(content: str, style: Style) -> None:
    assert style_of(content, [Span(0, len(content))]) is style


def words(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


MATCHES = [
    # contents of the gold and found, by their words; who goes with whom
    ([words(1, 2, 3)], [words(1, 2, 3)], {0: 0}),
    ([words(1, 2, 3, 4)], [words(1, 2, 3)], {}),  # 3 of 4 words are not enough
    ([words(1, 2, 3, 4, 5)], [words(1, 2, 3, 4)], {0: 0}),  # 4 of 5 are
    ([words(*range(10))], [words(*range(9)), words(*range(10))], {0: 1}),  # the likest
    ([words(1, 2)], [words(1, 2), words(1, 2)], {0: 1}),  # of equals the later
    ([words(1, 2), words(1, 2)], [words(1, 2)], {1: 0}),  # one to one
    ([words()], [words()], {}),
]


@pytest.mark.parametrize(("wanted", "found", "pairs"), MATCHES)
def test_contents_are_matched_one_to_one_by_their_words(
    wanted: list[frozenset[int]], found: list[frozenset[int]], pairs: dict[int, int]
) -> None:
    assert matched(wanted, found) == pairs


def test_a_word_counts_where_it_lies_wholly_inside() -> None:
    tokens = Tokens("one two three")
    assert tokens.inside([Span(0, 7)]) == {0, 1}
    assert tokens.inside([Span(1, 10)]) == {1}
    assert tokens.inside([Span(0, 3), Span(8, 13)]) == {0, 2}


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.jsonl.gz"])
def test_gold_is_read_plain_and_gzipped(tmp_path: Path, name: str) -> None:
    line = {"id": "d", "text": TEXT, "attributions": [{"content": [[0, 3]], "source": [], "cue": [[4, 8]]}]}
    opener = gzip.open if name.endswith(".gz") else open
    with opener(tmp_path / name, "wt", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n\n")
    [document] = read_gold(tmp_path / name)
    assert document.attributions == (Attribution((Span(0, 3),), (), (Span(4, 8),)),)


BAD = [
    ("{", "is not JSON"),
    ("[]", "is not a JSON object but list"),
    ('{"id": "d"}', "KeyError: 'text'"),
    ('{"id": "d", "text": "x", "attributions": [{"content": []}]}', "an attribution has no content"),
    ('{"id": "d", "text": "x", "attributions": [{"content": [[0, 2]]}]}', "[0, 2] is outside the text's 1 characters"),
    ('{"id": "d", "text": "x", "attributions": [{"content": [[0]]}]}', "is no gold document"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_of_gold_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_gold(path)
    assert message in str(caught.value)
    assert f"{path}:2" in str(caught.value)


def test_a_gold_file_that_is_missing_or_cut_is_named(tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"id": "d"}' * 500)[:40])
    for path in (tmp_path / "nowhere.jsonl", cut):
        with pytest.raises(SourceError, match="cannot be read"):
            read_gold(path)
