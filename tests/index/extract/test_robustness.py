"""Odd input never raises for a document, takes time in proportion, and every offset stays inside the text."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.extract import extract
from index.extract.paragraphs import MAX_BLOCK, split_blocks
from index.schema import Document, Extraction


def one(text: str) -> Extraction:
    (extraction,) = extract([Document("odd", text)])
    return extraction


def assert_offsets_hold(extraction: Extraction) -> None:
    text = extraction.document.text
    for quote in extraction.quotes:
        spans = [*quote.content, *(span for span in (quote.cue, quote.source) if span)]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(before.end <= after.start for before, after in itertools.pairwise(quote.content))
        assert quote.nested_in is None or 0 <= quote.nested_in < len(extraction.quotes)
        assert 0 <= quote.confidence <= 1
    for sentence in extraction.sentences:
        assert sentence.of(text).strip() == sentence.of(text) != ""
    for before, after in zip(extraction.sentences, extraction.sentences[1:], strict=False):
        assert before.end <= after.start


ODD = {
    "empty": "",
    "white space": " \n\t\u2028 ",
    "share counters": "Title\n\n0\n177\n\nRead more",
    "only emoji": "😀🎉" * 200,
    "opening marks only": "“" * 10_000,
    "straight marks only": '"' * 10_001,
    "right to left": "قال الوزير: «سنعود». وقالت: «لا».",
    "html left in": '<p class="x">“Yes,” said <b>Ana Ruiz</b>.</p><script>alert("no")</script>',
    "all capitals": "“WE WILL APPEAL,” LUC MOREAU SAID. HE SAID IT WAS WRONG.",
    "no capitals": "“we will appeal,” luc moreau said. he said it was wrong.",
    "control characters": "Ana\x00Ruiz\x07 said \x1b[31mno\x1b[0m.",
    "zero width": "Ana\u200b Ruiz\u200d said\u2060 that it was over.",
    "lone surrogate": "Ana Ruiz said \ud800 that it was over.",
    "combining": "A\u0301na Ruiz said that it was over. " + "e" + "\u0301" * 500,
    "no spaces": "said" * 3_000,
    "windows line ends": "“One.\r\n\r\n“Two,” Ana Ruiz said.\r\n",
    "only marks between words": 'said “” said ‘’ said "" said',
    "a mark as source": "» said “ “",
    "two sentences in marks": (
        "The harbour chief, Olof Brandt, criticised Ruiz. "
        '"She says 1,200 jobs. In January she said 800," he told parliament.'
    ),
    "nested marks": "“a ‘b “c ‘d” e’ f” g’ Ana Ruiz said",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_never_raises_and_offsets_hold(text: str) -> None:
    assert_offsets_hold(one(text))


SENSIBLE = [
    # text, content and speaker of the first quote
    ('<p class="x">“We will appeal,” said <b>Ana Ruiz</b>.</p>', "We will appeal,", "Ana Ruiz"),
    ("“WE WILL APPEAL,” ANA RUIZ SAID.", "WE WILL APPEAL,", "Ana Ruiz"),
    ("“we will appeal,” he said.", "we will appeal,", None),
]


@pytest.mark.parametrize(("text", "content", "speaker"), SENSIBLE)
def test_odd_text_is_read_as_a_person_reads_it(text: str, content: str, speaker: str | None) -> None:
    quote = one(text).quotes[0]
    assert ([span.of(text) for span in quote.content], quote.speaker) == ([content], speaker)


PIECES = [
    "“", "”", '"', "‘", "’", "'", "«", "»", "''", "\n", "\n\n", " ", ", ", ". ", ": ", "—", "(", ")",
    "Ana Ruiz", "Ruiz", "she", "who", "said", "told", "denies", "according to", "that", "the bridge would open",
    "Peter Stone", "Mr", "Beijing", "of", "not", "0", "177", "MOSCOW (Agency)", "😀",
    "1,200 jobs.", "In January she said 800,", "he told parliament.", "on X.", "asked",
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_any_mixture_of_marks_names_and_cues_yields_offsets_inside_the_text(text: str) -> None:
    assert_offsets_hold(one(text))


@given(st.text(max_size=300))
def test_blocks_are_ordered_and_free_of_surrounding_space(text: str) -> None:
    blocks = split_blocks(text)
    assert all(block.of(text) == block.of(text).strip() != "" for block in blocks)
    assert all(before.end <= after.start for before, after in itertools.pairwise(blocks))


def test_a_line_without_an_end_is_cut_at_sentences() -> None:
    text = "The bridge opened in May, said Ana Ruiz. " * 2_000
    blocks = split_blocks(text)
    assert max(len(block) for block in blocks) <= MAX_BLOCK
    assert {block.of(text)[-1] for block in blocks} == {"."}


def test_time_grows_in_proportion_to_the_text() -> None:
    def seconds(sentences: int) -> float:
        text = "“It is late,” said Ana Ruiz. She told Peter Stone that it would rain. " * sentences
        started = time.perf_counter()
        one(text)
        return time.perf_counter() - started

    seconds(10)
    assert seconds(640) < 16 * seconds(80) + 0.5
