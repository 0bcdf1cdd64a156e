"""Filters on columns pass what the same filters pass record by record."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.schema import Kind, Quote, Record, Span, Style
from index.store import columns
from index.store.columns import Columns
from index.store.filter import Filter

SPAN = Span(0, 1)
NAMES = ("Ann", "Bob \ud800", "Cy")
name = st.sampled_from([None, *NAMES])
quote = st.builds(Quote, st.just((SPAN,)), st.sampled_from(Style), speaker=name, addressee=name, mediation=name)
quotes = st.lists(st.none() | quote, max_size=12)
filters = st.builds(
    Filter,
    speakers=st.lists(st.sampled_from([*NAMES, "Nobody"]), max_size=2).map(tuple),
    kind=st.sampled_from([None, *Kind]),
    styles=st.lists(st.sampled_from(Style), max_size=2).map(tuple),
    addressee=name,
    mediated=st.sampled_from([None, True, False]),
)


def passes(record: Record, where: Filter) -> bool:
    said = record.quote
    return (
        (not where.speakers or (said is not None and said.speaker in where.speakers))
        and (where.kind is None or record.kind is where.kind)
        and (not where.styles or (said is not None and said.style in where.styles))
        and (where.addressee is None or (said is not None and said.addressee == where.addressee))
        and (where.mediated is None or (said is not None and (said.mediation is not None) == where.mediated))
    )


@settings(deadline=None)
@given(said=quotes, where=filters, wanted=st.none() | st.sets(st.integers(0, 2)))
def test_columns_pass_what_records_pass(
    tmp_path_factory: pytest.TempPathFactory, said: list[Quote | None], where: Filter, wanted: set[int] | None
) -> None:
    folder = tmp_path_factory.mktemp("columns") / "columns"
    records = [
        Record(row, f"d{row % 3}", Kind.QUOTE if quote else Kind.SENTENCE, (SPAN,), SPAN, quote)
        for row, quote in enumerate(said)
    ]
    columns.write(folder, records, {"d0": 0, "d1": 1, "d2": 2})
    opened = Columns.open(folder)
    assert len(opened) == len(records)
    expected = [r.row for r in records if passes(r, where) and (wanted is None or r.row % 3 in wanted)]
    assert opened.select(where, wanted).tolist() == expected


@pytest.mark.parametrize("file", [columns.NAMES, columns.CODES])
def test_a_file_that_is_cut_is_named(tmp_path: Path, file: str) -> None:
    columns.write(tmp_path / "columns", [], {})
    (tmp_path / "columns" / file).write_bytes(b"?")
    with pytest.raises(IndexDamagedError, match="cannot be read as columns"):
        Columns.open(tmp_path / "columns")


def test_sentences_are_found_around_a_row_and_never_in_another_document(tmp_path: Path) -> None:
    spans = (Span(0, 9), Span(10, 19), Span(20, 29), Span(30, 39))
    first = [Record(row, "a", Kind.SENTENCE, (span,), span) for row, span in enumerate(spans)]
    across = Record(
        4, "a", Kind.QUOTE, (Span(12, 15), Span(22, 25)), Span(10, 29), Quote((Span(12, 25),), Style.DIRECT)
    )
    second = [Record(row, "b", Kind.SENTENCE, (span,), span) for row, span in enumerate(spans[:2], start=5)]
    nowhere = Record(7, "b", Kind.QUOTE, (Span(50, 60),), Span(50, 60), Quote((Span(50, 60),), Style.DIRECT))
    columns.write(tmp_path / "columns", [*first, across, *second, nowhere], {"a": 0, "b": 1})
    opened = Columns.open(tmp_path / "columns")
    rows = np.array([0, 4, 5, 7])
    for (before, after), expected in {
        (0, 0): [[0], [1, 2], [5], []],
        (1, 1): [[0, 1], [0, 1, 2, 3], [5, 6], []],
        (9, 0): [[0], [0, 1, 2], [5], []],
    }.items():
        found = opened.near(rows, before, after)
        assert [run.tolist() for run in np.split(found.rows, found.starts[1:-1])] == expected
    assert opened.headlines(rows).tolist() == [0, 0, 5, 5]
    assert [opened.in_headline(int(row)) for row in rows] == [True, False, True, False]
