"""Alerts that people set: what they want to hear of, which statements of it they know, and which articles are old."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE alerts (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, user INTEGER, words TEXT, language TEXT,
    blocked INTEGER DEFAULT 0, at REAL);
CREATE TABLE told (alert INTEGER, statement TEXT, PRIMARY KEY (alert, statement)) WITHOUT ROWID;
CREATE TABLE old_articles (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
"""
SURE = "ALTER TABLE told ADD COLUMN sure INTEGER DEFAULT 1;"


@dataclass(frozen=True, slots=True)
class Alert:
    """That whoever set it wants to hear, in `chat`, of new statements on the question `words`."""

    id: int
    chat: int
    user: int
    words: str
    language: str


class Alerts:
    """The alerts in the bot's file."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._db = connection
        self._clock = clock

    def add(self, chat: int, user: int, words: str, language: str, statements: Iterable[str]) -> Alert:
        """Keep an alert, with the keys of the `statements` that are known; the same words again are the same alert."""
        for alert in self.of(chat, user):
            if alert.words.casefold() == words.casefold():
                return alert
        cursor = self._db.execute(
            "INSERT INTO alerts (chat, user, words, language, at) VALUES (?, ?, ?, ?, ?)",
            (chat, user, words.encode("utf-8", "replace").decode(), language, self._clock()),
        )
        alert = Alert(int(cursor.lastrowid or 0), chat, user, words, language)
        self.tell(alert.id, statements)
        return alert

    def of(self, chat: int, user: int) -> list[Alert]:
        """Return the alerts that somebody set in a chat, the oldest first."""
        return self._those("chat = ? AND user = ?", chat, user)

    def get(self, id: int) -> Alert | None:
        """Return an alert."""
        return next(iter(self._those("id = ?", id)), None)

    def active(self) -> list[Alert]:
        """Return the alerts of all chats that are open to the bot."""
        return self._those("blocked = 0")

    def stop(self, id: int) -> None:
        """Delete an alert."""
        self._db.execute("DELETE FROM told WHERE alert = ?", (id,))
        self._db.execute("DELETE FROM alerts WHERE id = ?", (id,))

    def told(self, id: int, *, sure: bool = True) -> set[str]:
        """Return the keys of the statements that an alert has told, or that were there when it was set.

        Without `sure`: those of which it was never heard whether they arrived.
        """
        select = "SELECT statement FROM told WHERE alert = ? AND sure = ?"
        return {row[0] for row in self._db.execute(select, (id, sure))}

    def tell(self, id: int, statements: Iterable[str], *, sure: bool = True) -> None:
        """Note that an alert has told statements, or, without `sure`, that it is about to."""
        self._db.executemany("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", [(id, key, sure) for key in statements])

    def untell(self, id: int, statements: Iterable[str]) -> None:
        """Note that statements that an alert was about to tell surely did not arrive."""
        delete = "DELETE FROM told WHERE alert = ? AND statement = ? AND sure = 0"
        self._db.executemany(delete, [(id, key) for key in statements])

    def block(self, chat: int, *, blocked: bool) -> None:
        """Note that a chat is closed to the bot, or open again."""
        self._db.execute("UPDATE alerts SET blocked = ? WHERE chat = ?", (blocked, chat))

    def old(self) -> set[str]:
        """Return the sha256s of the articles whose statements are no news."""
        return {row[0] for row in self._db.execute("SELECT sha256 FROM old_articles")}

    def age(self, articles: Iterable[str]) -> None:
        """Note that the statements of articles are no news any more."""
        self._db.executemany("INSERT OR IGNORE INTO old_articles VALUES (?)", [(sha256,) for sha256 in articles])

    def forget(self, user: int) -> None:
        """Delete the alerts of somebody."""
        for alert in self._those("user = ?", user):
            self.stop(alert.id)

    def _those(self, where: str, *values: object) -> list[Alert]:
        columns = "id, chat, user, words, language"
        rows = self._db.execute(f"SELECT {columns} FROM alerts WHERE {where} ORDER BY id", values)  # noqa: S608
        return [Alert(*row) for row in rows]
