"""How well the model alone reads articles, before the rules and the marks have their say."""

from __future__ import annotations

from collections.abc import Sequence

from index.evaluate.alignment import align
from index.evaluate.extraction import Scores
from index.evaluate.extraction import score as score_pairs
from index.evaluate.gold import GoldDocument
from index.extract.marks import find_quoted
from index.extract.paragraphs import split_blocks
from index.extract.pieces import windows
from index.extract.tagger import EAGER, Scorer, read
from index.schema import Quote, Style


def score(articles: Sequence[GoldDocument], scorer: Scorer, eager: float = EAGER) -> Scores:
    """Return the figures of a model on annotated articles."""
    pairs = []
    for article in articles:
        text = article.document.text
        blocks = split_blocks(text)
        readings = read(windows(text, blocks, find_quoted(text, blocks)), scorer, eager)
        quotes = [Quote(r.content, Style.INDIRECT, cue=r.cue, source=r.source) for r in readings]
        pairs += [(text, pair) for pair in align(article, quotes)]
    return score_pairs(pairs)
