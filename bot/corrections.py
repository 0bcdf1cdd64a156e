"""Corrections that people propose: which passage, who is said to have said it, and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.schema import Citation
from index.store.corrections import Correction

SCHEMA = """
CREATE TABLE corrections (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, message INTEGER, user INTEGER, doc TEXT,
    sha256 TEXT, start INTEGER, "end" INTEGER, quote TEXT, said_by TEXT, speaker TEXT, verdict TEXT, at REAL);
CREATE INDEX corrections_by_place ON corrections (chat, message);
"""
COLUMNS = 'id, doc, sha256, start, "end", quote, said_by, speaker, verdict, at'


class Outcome(StrEnum):
    """What an administrator made of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """That `speaker`, not `said_by`, said `quote`; None where nobody is named."""

    id: int
    doc: str
    sha256: str
    start: int
    end: int
    quote: str
    said_by: str | None
    speaker: str | None
    outcome: Outcome
    at: float

    @property
    def correction(self) -> Correction:
        """What the library is told of it."""
        return Correction(self.sha256, self.start, self.end, self.speaker)


class Corrections:
    """The proposals in the bot's file."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._db = connection
        self._clock = clock

    def propose(self, chat: int, message: int, user: int, citation: Citation, speaker: str | None = None) -> Proposal:
        """Keep that the speaker of `citation`, shown in a message, is wrong; the same proposal again is the same."""
        place = (chat, message, user, citation.sha256, citation.start, citation.end)
        self._db.execute(
            "DELETE FROM corrections WHERE chat = ? AND message = ? AND user = ? AND sha256 = ? AND start = ? "
            "AND \"end\" = ? AND verdict = 'open'",
            place,
        )
        doc, quote = (words.encode("utf-8", "replace").decode() for words in (citation.doc, citation.quote))
        now = self._clock()
        said = (doc, citation.sha256, citation.start, citation.end, quote, citation.speaker, speaker)
        cursor = self._db.execute(
            "INSERT INTO corrections VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (chat, message, user, *said, Outcome.OPEN.value, now),
        )
        return Proposal(int(cursor.lastrowid or 0), *said, Outcome.OPEN, now)

    def of_message(self, chat: int, message: int, user: int) -> Proposal | None:
        """Return what `user` last proposed at a message and nobody has decided on."""
        where = "chat = ? AND message = ? AND user = ? AND verdict = 'open' ORDER BY id DESC LIMIT 1"
        return self._one(where, chat, message, user)

    def name(self, id: int, speaker: str) -> None:
        """Note who said it instead."""
        self._db.execute("UPDATE corrections SET speaker = ? WHERE id = ?", (speaker, id))

    def get(self, id: int) -> Proposal | None:
        """Return a proposal."""
        return self._one("id = ?", id)

    def decide(self, id: int, outcome: Outcome) -> None:
        """Note what became of a proposal."""
        self._db.execute("UPDATE corrections SET verdict = ? WHERE id = ?", (outcome.value, id))

    def all(self) -> list[Proposal]:
        """Return every proposal, the oldest first."""
        rows = self._db.execute(f"SELECT {COLUMNS} FROM corrections ORDER BY id")  # noqa: S608 - constants only
        return [_proposal(row) for row in rows]

    def forget(self, user: int) -> None:
        """Forget what `user` proposed, and of what was accepted and holds, who proposed it."""
        self._db.execute("DELETE FROM corrections WHERE user = ? AND verdict != ?", (user, Outcome.ACCEPTED.value))
        self._db.execute("UPDATE corrections SET chat = NULL, message = NULL, user = NULL WHERE user = ?", (user,))

    def sweep(self, before: float) -> None:
        """Forget who proposed what before a time."""
        self._db.execute("UPDATE corrections SET chat = NULL, message = NULL, user = NULL WHERE at < ?", (before,))

    def _one(self, where: str, *values: object) -> Proposal | None:
        row = self._db.execute(f"SELECT {COLUMNS} FROM corrections WHERE {where}", values).fetchone()  # noqa: S608
        return _proposal(row) if row else None


def _proposal(row: Sequence[Any]) -> Proposal:
    id, doc, sha256, start, end, quote, said_by, speaker, outcome, at = row
    return Proposal(id, doc, sha256, start, end, quote, said_by, speaker, Outcome(outcome), at)
