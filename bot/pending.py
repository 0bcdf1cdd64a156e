"""Questions that are asked and not answered yet: what a killed process leaves here, the next one answers."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from bot.inbox import Inbox

SCHEMA = """
CREATE TABLE questions (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, message INTEGER, user INTEGER,
    text TEXT, placeholder INTEGER, previous INTEGER, at REAL);
"""
LANGUAGE = "ALTER TABLE questions ADD COLUMN language TEXT;"
ASTRAY = "ALTER TABLE questions ADD COLUMN astray INTEGER DEFAULT 0;"
COLUMNS = "id, chat, message, user, text, placeholder, previous, at, language, astray"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked and is not answered yet.

    `message` asks it, `placeholder` will hold the answer, which continues the answer `previous`. `astray` says that
    there may be a placeholder that nobody knows: it was sent, and what Telegram made of it was never heard.
    """

    id: int
    chat: int
    message: int | None
    user: int
    text: str
    placeholder: int | None
    previous: int | None
    at: float
    language: str | None = None
    astray: bool = False


class Pending:
    """The open questions in the bot's file."""

    def __init__(self, connection: sqlite3.Connection, inbox: Inbox) -> None:
        self._db = connection
        self._inbox = inbox

    def begin(self, question: Question, update: int | None = None) -> Question:
        """Note an open question, and return it with its id.

        From here on it is what has to be dealt with, not the `update` that asked it.
        """
        words = question.text.encode("utf-8", "replace").decode()  # SQLite's text type holds no lone surrogates
        place = (question.chat, question.message, question.user, words, question.placeholder, question.previous)
        with self._db:  # commits, or rolls back what cannot be stored
            self._db.execute("BEGIN")
            cursor = self._db.execute(
                f"INSERT INTO questions ({COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, 0)",  # noqa: S608 - constants only
                (*place, question.at, question.language),
            )
            if update is not None:
                self._inbox.settle(update)
        return replace(question, id=int(cursor.lastrowid or 0))

    def place(self, question: Question, message: int | None, *, astray: bool) -> Question:
        """Note the message that will hold the answer, and whether there may be another, and return the question so."""
        values = (message, astray, question.id)
        self._db.execute("UPDATE questions SET placeholder = ?, astray = ? WHERE id = ?", values)
        return replace(question, placeholder=message, astray=astray)

    def finish(self, question: int) -> None:
        """Forget a question that got its answer or its apology."""
        self._db.execute("DELETE FROM questions WHERE id = ?", (question,))

    def holds(self, question: int) -> bool:
        """Whether a question is still open; it is not after its asker was forgotten."""
        return self._db.execute("SELECT 1 FROM questions WHERE id = ?", (question,)).fetchone() is not None

    def get(self, question: int) -> Question | None:
        """Return an open question."""
        return next(iter(self._those("WHERE id = ?", question)), None)

    def all(self) -> list[Question]:
        """Return the open questions, the oldest first."""
        return self._those("ORDER BY id")

    def _those(self, which: str, *values: object) -> list[Question]:
        rows = self._db.execute(f"SELECT {COLUMNS} FROM questions {which}", values)  # noqa: S608 - constants only
        return [replace(Question(*row), astray=bool(row[-1])) for row in rows]
