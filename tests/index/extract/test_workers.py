"""Many documents are read by several processes, with the result of one."""

from __future__ import annotations

import multiprocessing

import pytest

from index.extract import FEW, extract
from index.schema import Document

DOCUMENTS = [
    Document(f"article {number}", f"The bridge opens in {number} days, Ana Ruiz said.\n\n“We wait,” Bo Lind told her.")
    for number in range(2, FEW + 4)
]


def test_several_processes_read_what_one_reads_in_the_same_order() -> None:
    assert list(extract(DOCUMENTS, workers=2)) == list(extract(DOCUMENTS))


def test_a_killed_process_costs_nothing_but_time(caplog: pytest.LogCaptureFixture) -> None:
    found = extract(DOCUMENTS, workers=2)
    first = next(found)
    for process in multiprocessing.active_children():
        process.kill()
    assert [extraction.document for extraction in (first, *found)] == DOCUMENTS
    assert "killed" in caplog.text
