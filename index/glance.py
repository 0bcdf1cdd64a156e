"""A published index at a glance: who speaks, how, when and where, and which attributions are worth a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.schema import Document, Kind, Record, Span, SpeakerEntry, Style, hull
from index.store.filter import Filter
from index.store.generation import Generation

UNSURE = 0.75
"""Confidence below which an attribution is worth a look."""
SPEAKERS, OUTLETS, DOUBTS = 25, 25, 60
"""Most entries of each list; the rest is counted."""
_FINE, _COARSE = 70, 730  # days from which on bars stand for months, and for years
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Bar:
    """Statements under one name: a day, month or year, or an outlet; `documents` are the articles they stand in."""

    name: str
    statements: int
    documents: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """An attribution that is not certain, in its sentence: `pieces` are parts of it and whether they are said."""

    confidence: float
    speaker: str
    source: str | None
    pieces: tuple[tuple[str, bool], ...]
    line: int
    document: Document


@dataclass(frozen=True, slots=True)
class Glance:
    """What there is to see of an index; what copies of an article repeat counts once.

    Attributes:
        counts: documents, records, quotes, sentences, speakers, repeats.
        speakers: those most quoted, the most quoted first; `quoted` counts all who are.
        styles: statements by style.
        unnamed: statements whose speaker nobody names.
        days: statements by day, month or year, in order, without gaps; `undated` has those without one.
        outlets: statements by outlet, most first; `unplaced` has those without one.
        doubts: attributions that are not certain, the least certain first; `doubtful` counts all of them.
        unsure: confidence below which that is.
        built_at: time of the build, ISO 8601, UTC.
        sources: the paths that were read.
    """

    counts: dict[str, int]
    speakers: tuple[SpeakerEntry, ...]
    quoted: int
    styles: dict[Style, int]
    unnamed: int
    days: tuple[Bar, ...]
    undated: Bar
    outlets: tuple[Bar, ...]
    more_outlets: int
    unplaced: Bar
    doubts: tuple[Doubt, ...]
    doubtful: int
    unsure: float
    built_at: str
    sources: tuple[str, ...]


def glance(generation: Generation) -> Glance:
    """Look at a whole generation."""
    documents = {document.id: document for document in generation.documents()}
    statements = generation.records(generation.select(Filter(kind=Kind.QUOTE), once=True).tolist())
    quoted = [entry for entry in generation.speakers() if entry.quotes]
    days, undated = _over_time(documents, statements)
    outlets, unplaced = _by_outlet(documents, statements)
    unsure = sorted(
        filter(_unsure, statements), key=lambda record: (record.quote and record.quote.confidence, record.row)
    )
    return Glance(
        counts=dict(generation.manifest.counts),
        speakers=tuple(quoted[:SPEAKERS]),
        quoted=len(quoted),
        styles={
            style: sum(record.quote is not None and record.quote.style is style for record in statements)
            for style in Style
        },
        unnamed=sum(record.speaker is None for record in statements),
        days=days,
        undated=undated,
        outlets=outlets[:OUTLETS],
        more_outlets=max(0, len(outlets) - OUTLETS),
        unplaced=unplaced,
        doubts=tuple(_doubt(record, documents[record.doc]) for record in unsure[:DOUBTS]),
        doubtful=len(unsure),
        unsure=UNSURE,
        built_at=generation.manifest.built_at,
        sources=tuple(generation.manifest.sources),
    )


def _unsure(record: Record) -> bool:
    return record.quote is not None and record.speaker is not None and record.quote.confidence < UNSURE


def _doubt(record: Record, document: Document) -> Doubt:
    """Return an attribution with its sentence, cut where the content begins and ends."""
    if record.quote is None or record.speaker is None:
        raise ValueError(f"record {record.row} is credited to nobody")
    around, source = hull((record.sentence, *record.spans)), record.quote.source
    edges = [around.start, *(edge for span in record.spans for edge in (span.start, span.end)), around.end]
    pieces = ((Span(*pair).of(document.text), n % 2 == 1) for n, pair in enumerate(pairwise(edges)))
    return Doubt(
        confidence=record.quote.confidence,
        speaker=record.speaker,
        source=source.of(document.text) if source else None,
        pieces=tuple((" ".join(f"|{text}|".split())[1:-1], said) for text, said in pieces if text),
        line=document.text.count("\n", 0, record.hull.start) + 1,
        document=document,
    )


def _over_time(documents: dict[str, Document], statements: Iterable[Record]) -> tuple[tuple[Bar, ...], Bar]:
    """Return statements by time, in order, and those of articles that give none."""
    dates = {id: found[0] for id, document in documents.items() if (found := _DAY.match(document.date or ""))}
    if not dates:
        return (), _bar("no date", documents, statements)
    length = _precision(sorted(dates.values()))
    names = {id: date[:length] for id, date in dates.items()}
    articles = Counter(names.values())
    said = Counter(names[record.doc] for record in statements if record.doc in names)
    bars = tuple(Bar(name, said[name], articles[name]) for name in _without_gaps(sorted(articles), length))
    return bars, _bar("no date", documents.keys() - names.keys(), [r for r in statements if r.doc not in names])


def _precision(dates: Sequence[str]) -> int:
    """Return how many characters of a date name its bar: of a day, a month or a year."""
    if min(map(len, dates)) < len("2026-01"):
        return len("2026")
    span = _months(dates[-1]) - _months(dates[0])
    if min(map(len, dates)) == len("2026-01-01") and span * 30 <= _FINE:
        return len("2026-01-01")
    return len("2026-01") if span * 30 <= _COARSE else len("2026")


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def _without_gaps(names: Sequence[str], length: int) -> list[str]:
    """Return months and years from the first to the last; days as they are, since most have no article."""
    if length == len("2026"):
        return [str(year) for year in range(int(names[0]), int(names[-1]) + 1)]
    if length == len("2026-01"):
        months = range(_months(names[0]), _months(names[-1]) + 1)
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    return list(names)


def _by_outlet(documents: dict[str, Document], statements: Sequence[Record]) -> tuple[tuple[Bar, ...], Bar]:
    """Return statements by outlet, most first, and those of articles that name none."""
    outlets = {id: document.outlet for id, document in documents.items() if document.outlet}
    articles = Counter(outlets.values())
    said = Counter(outlets[record.doc] for record in statements if record.doc in outlets)
    bars = [Bar(name, said[name], count) for name, count in articles.items()]
    bars.sort(key=lambda bar: (-bar.statements, -bar.documents, bar.name))
    return tuple(bars), _bar(
        "no outlet", documents.keys() - outlets.keys(), [r for r in statements if r.doc not in outlets]
    )


def _bar(name: str, documents: Iterable[str], statements: Iterable[Record]) -> Bar:
    return Bar(name, len(list(statements)), len(list(documents)))
