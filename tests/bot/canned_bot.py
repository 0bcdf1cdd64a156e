"""The real bot, as a process, on an index made up here: answers can be slow, long, odd, or fail. Settings as usual."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.app import Tuning, run
from bot.settings import Settings
from index.errors import QuotesError
from index.schema import (
    Answer,
    Citation,
    Document,
    Intent,
    Place,
    Query,
    Reason,
    Speaker,
    SpeakerEntry,
    Status,
    Style,
)
from index.store.corrections import Correction
from index.store.manifest import DocumentEntry, Published
from tests.bot.made_up import DOCUMENT, SPEAKERS, cite

TUNING: dict[str, Any] = {"room": 4, "deadline": 3.0}


class CannedSource:
    """An index that knows one document, and does as the question says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.corrected: dict[str, str | None] = {}

    @property
    def grown(self) -> bool:
        """Whether another document has come; the test makes a file where the index would be."""
        return (self.path / "grown").exists()

    def ask(self, question: str, *, previous: Query | None = None, limit: int = 10) -> Answer:
        query = Query(question, Intent.SAID_ABOUT, speakers=("Ada Marsh",), topic="boats")
        if question.startswith("slow"):
            time.sleep(float(question.split()[1]))
        if question.startswith("boom"):
            raise RuntimeError(question)
        if question.startswith("which"):
            return Answer(
                Status.CLARIFY, query, "Who is meant?\n- Ada Marsh", reason=Reason.WHICH_SPEAKER, choices=SPEAKERS
            )
        if question.startswith("nobody"):
            query = replace(query, speakers=(), named=("<that> & co",))
            return Answer(Status.ABSTAINED, query, "", reason=Reason.UNKNOWN_SPEAKER)
        if question.startswith("timeline"):
            query = replace(query, intent=Intent.TIMELINE)
        if previous is not None:
            query = replace(query, inherited=("topic",))
        return Answer(Status.ANSWERED, query, "as text", self.citations(question), total=12)

    def citations(self, question: str) -> tuple[Citation, ...]:  # noqa: PLR0911 - a table of cases
        if question.startswith("long"):
            return tuple(cite("<b>&amp; 🛶" * 300, style=Style.DIRECT, title="<" * 300) for _ in range(10))
        if question.startswith("many"):
            styles = (Style.DIRECT, Style.INDIRECT)
            return tuple(cite(f"passage {i}", style=styles[i % 2]) for i in range(12))
        if question.startswith("wrong"):
            return (cite("Oars cost more", sha256="f0", speaker=self.corrected.get("f0", "Ada Marsh")),)
        if question.startswith("timeline of न"):
            return (cite("नाव पहले"),)
        if question.startswith("timeline"):
            return tuple(
                cite(f"Boats {i}", date=date) for i, date in enumerate(("2024-01-02", "2024-01-03", "2025", None))
            )
        if question.startswith("twice"):
            also = tuple(Place("b", 0, 1, "x", "0", title=f"Copy <{i}>", outlet="The Pier") for i in range(5))
            return (cite("Boats come first", when="on Saturday", also=also),)
        return (cite("Boats & <oars> 🛶 come first"),)

    def news(self, question: str, known: Collection[str] = ()) -> Answer:
        query = Query(question, Intent.SAID_ABOUT, speakers=("Ada Marsh",), topic="boats")
        if question.startswith("nothing"):
            return Answer(Status.CLARIFY, query, "", reason=Reason.WHICH_SPEAKER)
        if question.startswith("nobody"):
            query = replace(query, speakers=(), named=("Zed",))
            return Answer(Status.ABSTAINED, query, "", reason=Reason.UNKNOWN_SPEAKER)
        there = (*self.citations(question), *((cite("Boats are back", sha256="grown"),) if self.grown else ()))
        new = tuple(citation for citation in there if citation.sha256 not in known)
        return Answer(Status.ANSWERED, query, "", new, total=len(new))

    def context(self, citation: Citation, sentences: int = 1) -> str:
        return f"Before it. {citation.quote}. After it."

    def speakers(self) -> list[SpeakerEntry]:
        return [SpeakerEntry(Speaker(name, aliases=(name,)), direct=3 - i) for i, name in enumerate(SPEAKERS)]

    def document(self, id: str) -> Document:
        return {DOCUMENT.id: DOCUMENT}[id]

    def listing(self) -> list[DocumentEntry]:
        there = (DOCUMENT, *((replace(DOCUMENT, id="grown", text="Boats are back"),) if self.grown else ()))
        return [DocumentEntry(d.id, d.title, d.outlet, d.date, d.url, d.sha256) for d in there]

    def published(self) -> Published:
        return Published("000008" if self.grown else "000007", "2026-01-02T03:04:05+00:00", 1, 1234)

    def correct(self, correction: Correction) -> None:
        self.corrected[correction.sha256] = correction.speaker

    def refresh(self) -> bool:
        return False


if __name__ == "__main__":
    try:
        run(Settings.from_env(), CannedSource, Tuning(**TUNING | json.loads(os.environ.get("CANNED_TUNING", "{}"))))
    except QuotesError as error:
        sys.exit(f"error: {error}")
