"""What the library's parser gives, without its own slow ways to it."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from index.extract.paragraphs import split_blocks
from index.extract.parse import MODEL, parse_blocks
from tests.conftest import SEEDS

PAIRS = """He ain't gonna say it, and y'all gotta go. Let's see: there's a strike, there are two.
“C'mon”, she said, “nothin' doin', I'd've told 'em.” The minister, who had it, did so. \t They do. It is his ol' boat.
"""


@pytest.fixture(scope="module")
def whole() -> Language:
    return spacy.load(MODEL)


@pytest.mark.parametrize(
    "text",
    [*(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))), PAIRS, "Li"],
    ids=lambda text: text[:20],
)
def test_words_and_entities_are_those_of_the_whole_pipeline(text: str, whole: Language) -> None:
    spans = split_blocks(text)
    for block, doc in zip(parse_blocks(text, spans), whole.pipe(span.of(text) for span in spans), strict=True):
        for ours, theirs in zip(block.doc, doc, strict=True):
            assert (ours.tag_, ours.pos_, ours.lemma_) == (theirs.tag_, theirs.pos_, theirs.lemma_)
            assert (ours.dep_, ours.head.i, ours.morph) == (theirs.dep_, theirs.head.i, theirs.morph)
        assert [(e.start, e.end, e.label_) for e in block.doc.ents] == [(e.start, e.end, e.label_) for e in doc.ents]


def test_what_is_remembered_of_words_changes_nothing_the_next_time() -> None:
    once, again = (
        [
            (token.pos_, token.lemma_, token.ent_type_)
            for block in parse_blocks(PAIRS, split_blocks(PAIRS))
            for token in block.doc
        ]
        for _ in range(2)
    )
    assert once == again
