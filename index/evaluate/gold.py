"""Gold attributions: JSON lines, plain or gzipped, one annotated document each.

A line is `{"id", "text", "attributions": [{"content": [[s, e], ...], "source": [[s, e], ...], "cue": [[s, e], ...]}]}`.
Half a gold file would give half the truth as figures, so that one bad line fails the whole.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.schema import Document, Span

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a person marked: the spans of a content (one or more), of its source and of its cue, in text order."""

    content: Spans
    source: Spans = ()
    cue: Spans = ()


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with everything that is attributed in it."""

    document: Document
    attributions: tuple[Attribution, ...]


def read_gold(path: Path) -> list[GoldDocument]:
    """Return the documents of a gold file, in order.

    Raises:
        SourceError: the file cannot be read, or a line of it is not a document with attributions.
    """
    return [_document(fields, place) for place, fields in objects(path)]


def objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the JSON objects of a file's lines, each with its place ("file:line"); blank lines are passed over.

    Raises:
        SourceError: the file cannot be read, is not whole or not UTF-8, or a line is not a JSON object.
    """
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield f"{path}:{number}", _object(line, f"{path}:{number}")
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise SourceError(f"{path} cannot be read ({reason}); check the path") from error


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{place} is not JSON ({error}); each line is one object") from error
    if not isinstance(fields, dict):
        raise SourceError(f"{place} is not a JSON object but {type(fields).__name__}; each line is one object")
    return fields


def _document(fields: dict[str, Any], place: str) -> GoldDocument:
    try:
        document = Document(str(fields["id"]), fields["text"])
        attributions = tuple(_attribution(entry, len(document.text)) for entry in fields["attributions"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SourceError(
            f'{place} is no gold document ({type(error).__name__}: {error}); a line is {{"id", "text", "attributions": '
            '[{"content": [[start, end], ...], "source": [...], "cue": [...]}]}'
        ) from error
    return GoldDocument(document, attributions)


def _attribution(fields: dict[str, Any], length: int) -> Attribution:
    """Read one attribution of a text of `length` characters.

    Raises:
        ValueError: it has no content, or a span that is not inside the text.
    """
    content, source, cue = (_spans(fields.get(slot) or [], length) for slot in ("content", "source", "cue"))
    if not content:
        raise ValueError("an attribution has no content")
    return Attribution(content, source, cue)


def _spans(pairs: list[list[int]], length: int) -> Spans:
    spans = tuple(Span(start, end) for start, end in pairs)
    for span in spans:
        if not 0 <= span.start < span.end <= length:
            raise ValueError(f"span [{span.start}, {span.end}] is outside the text's {length} characters")
    return tuple(sorted(spans))
