"""Updates from their arrival until they are dealt with.

Telegram hands out an update until it is confirmed, and never again, and the next request for updates confirms it,
whether it was dealt with or not. So each is kept here before it is confirmed: what a killed process leaves is found by
the next one, and what Telegram hands out twice is known by its number.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SCHEMA = """
CREATE TABLE updates (id INTEGER PRIMARY KEY, user INTEGER, raw TEXT, begun INTEGER DEFAULT 0, at REAL);
CREATE INDEX updates_left ON updates (id) WHERE raw IS NOT NULL;
"""
KNOWN_FOR = 2 * 86_400.0  # seconds; Telegram keeps an update for one day


@dataclass(frozen=True, slots=True)
class Left:
    """An update that was not dealt with; `begun` says that somebody may have been answered already."""

    raw: dict[str, Any]
    begun: bool


class Inbox:
    """The updates in the bot's file; of those that were dealt with only the number is kept, for two days."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._db = connection
        self._clock = clock

    def keep(self, update: int, user: int | None, raw: dict[str, Any]) -> bool:
        """Keep an update that arrived; False where it is known already."""
        values = (update, user, json.dumps(raw), self._clock())
        return self._db.execute("INSERT OR IGNORE INTO updates VALUES (?, ?, ?, 0, ?)", values).rowcount > 0

    def begin(self, update: int) -> None:
        """Note that an update is being dealt with."""
        self._db.execute("UPDATE updates SET begun = 1 WHERE id = ?", (update,))

    def settle(self, update: int) -> None:
        """Note that an update was dealt with, and forget all of it but its number."""
        self._db.execute("UPDATE updates SET raw = NULL, user = NULL WHERE id = ? AND raw NOT NULL", (update,))

    def left(self) -> list[Left]:
        """Return the updates that were not dealt with, in order."""
        rows = self._db.execute("SELECT raw, begun FROM updates WHERE raw NOT NULL ORDER BY id").fetchall()
        return [Left(json.loads(raw), bool(begun)) for raw, begun in rows]

    def forget(self, user: int) -> None:
        """Forget what arrived from `user`."""
        self._db.execute("UPDATE updates SET raw = NULL, user = NULL WHERE user = ?", (user,))

    def sweep(self) -> None:
        """Forget the numbers of updates that cannot come again."""
        self._db.execute("DELETE FROM updates WHERE raw IS NULL AND at < ?", (self._clock() - KNOWN_FOR,))
