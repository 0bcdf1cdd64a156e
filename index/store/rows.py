"""Extractions to rows: which records there are, in which order, and the texts they are found by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.schema import Document, Extraction, Kind, Quote, Record, Span, hull


@dataclass(frozen=True, slots=True)
class Row:
    """A record with the texts it is found by.

    Attributes:
        content: what is embedded and matched first: the parts of a quote joined by a space, or the sentence.
        context: what is matched second: the sentence, the sentence before it, and the document's title.
    """

    record: Record
    content: str
    context: str

    @property
    def digest(self) -> bytes:
        """What stands for the content when its vector is looked up."""
        return digest(self.content)


def digest(content: str) -> bytes:
    """Return the same 16 bytes for the same content."""
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def rows(extractions: Iterable[Extraction], first: int = 0) -> Iterator[Row]:
    """Number the records of `extractions` from `first` on: by document, then by position, sentences before quotes."""
    for extraction in extractions:
        batch = _document_rows(extraction, first)
        yield from batch
        first += len(batch)


def repeats_marked(rows: Sequence[Row], groups: Iterable[Sequence[str]]) -> list[Row]:
    """Return `rows` with what copies of an article repeat pointing to the row that says it first.

    Args:
        rows: the rows, in order.
        groups: ids of documents that carry nearly the same text, what counts first first.
    """
    place = {id: (number, at) for number, group in enumerate(groups) for at, id in enumerate(group)}
    inside = sorted(
        (*place[row.record.doc], row.record.row, n) for n, row in enumerate(rows) if row.record.doc in place
    )
    first: dict[Hashable, Record] = {}
    marked = list(rows)
    for group, _, _, n in inside:
        record = rows[n].record
        said = first.setdefault((group, *_statement(rows[n])), record)
        if said.doc != record.doc:
            marked[n] = replace(rows[n], record=replace(record, repeats=said.row))
    return marked


def _statement(row: Row) -> tuple[Hashable, ...]:
    """Return what two rows have in common when they are one statement: the words, and all that rows are filtered by."""
    record, quote = row.record, row.record.quote
    words = tuple(re.findall(r"\w+", row.content.casefold()))
    if quote is None:
        return record.attributed, words
    said = (quote.speaker, quote.style, quote.addressee, quote.mediation, quote.polarity)
    return record.parent is None, words, *said


def _document_rows(extraction: Extraction, first: int) -> list[Row]:
    """Number the records of one document, from row `first` on."""
    document, quotes = extraction.document, extraction.quotes
    sentences = tuple(span for span in extraction.sentences if span.of(document.text).strip())
    entries: list[tuple[int, int, int]] = [(span.start, 0, i) for i, span in enumerate(sentences)]
    entries += [(quote.hull.start, 1, i) for i, quote in enumerate(quotes)]
    entries.sort()
    row_of_quote = {i: first + n for n, (_, is_quote, i) in enumerate(entries) if is_quote}
    batch: list[Row] = []
    for row, (_, is_quote, i) in enumerate(entries, start=first):
        if is_quote:
            record = _quote_record(row, document, sentences, quotes[i], row_of_quote)
        else:
            record = _sentence_record(row, document, sentences[i], quotes)
        batch.append(Row(record, content_of(record, document), _context(document, sentences, record)))
    return batch


def content_of(record: Record, document: Document) -> str:
    """Return the text that a record's vector stands for: its spans, joined by a space."""
    return " ".join(span.of(document.text) for span in record.spans)


def _quote_record(
    row: int, document: Document, sentences: tuple[Span, ...], quote: Quote, row_of_quote: dict[int, int]
) -> Record:
    """Make the record of `quote`; its sentence covers every sentence that its content or its cue stands in."""
    reach = hull((*quote.content, quote.cue)) if quote.cue else quote.hull
    around = tuple(span for span in sentences if span.overlap(reach)) or (reach,)
    parent = None if quote.nested_in is None else row_of_quote.get(quote.nested_in)
    return Record(row, document.id, Kind.QUOTE, quote.content, hull(around), quote, attributed=True, parent=parent)


def _sentence_record(row: int, document: Document, sentence: Span, quotes: tuple[Quote, ...]) -> Record:
    """Make the record of `sentence`; it is narration unless a content or a cue stands in it."""
    attributed = any(
        sentence.overlap(span) for quote in quotes for span in (*quote.content, *((quote.cue,) if quote.cue else ()))
    )
    return Record(row, document.id, Kind.SENTENCE, (sentence,), sentence, attributed=attributed)


def _context(document: Document, sentences: tuple[Span, ...], record: Record) -> str:
    """Join the record's sentence, the sentence before it and the title."""
    before = [span for span in sentences if span.end <= record.sentence.start][-1:]
    parts = [record.sentence.of(document.text), *(span.of(document.text) for span in before), document.title or ""]
    return "\n".join(part for part in parts if part)
