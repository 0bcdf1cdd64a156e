"""Many documents are read by several processes, with the result of one."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from index.extract import FEW, extract
from index.schema import Document

DOCUMENTS = [
    Document(f"article {number}", f"The bridge opens in {number} days, Ana Ruiz said.\n\n“We wait,” Bo Lind told her.")
    for number in range(2, FEW + 4)
]


def test_several_processes_read_what_one_reads_in_the_same_order() -> None:
    assert list(extract(DOCUMENTS, workers=2)) == list(extract(DOCUMENTS))


class Deadly(Document):
    """A document that kills every process that it is handed to, as a lack of memory would."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return signal.raise_signal, (signal.SIGKILL,)


def test_a_killed_process_costs_nothing_but_time(caplog: pytest.LogCaptureFixture) -> None:
    documents = [*DOCUMENTS, Deadly("article last", "“We stop here,” Ana Ruiz said.")]
    assert [extraction.document for extraction in extract(documents, workers=2)] == documents
    assert "killed" in caplog.text
