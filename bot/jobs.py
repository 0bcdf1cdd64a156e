"""Work on the index that administrators gave the bot and that is not done: files to add, and builds anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, message INTEGER, user INTEGER, file TEXT,
    name TEXT, language TEXT, at REAL);
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: the file with Telegram's id `file`, called `name`, is added, or, without one, all is built anew.

    `message` is the bot's own, in which the progress is told.
    """

    id: int
    chat: int
    message: int
    user: int
    file: str | None
    name: str
    language: str


class Jobs:
    """The open jobs in the bot's file."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._db = connection
        self._clock = clock

    def begin(self, job: Job) -> int:
        """Note a job, which has no id yet, and return the one it gets."""
        name = job.name.encode("utf-8", "replace").decode()
        cursor = self._db.execute(
            "INSERT INTO jobs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (job.chat, job.message, job.user, job.file, name, job.language, self._clock()),
        )
        return int(cursor.lastrowid or 0)

    def finish(self, id: int) -> None:
        """Forget a job that is done, or that came to nothing."""
        self._db.execute("DELETE FROM jobs WHERE id = ?", (id,))

    def open(self) -> list[Job]:
        """Return the jobs that are not done, the oldest first."""
        columns = "id, chat, message, user, file, name, language"
        return [Job(*row) for row in self._db.execute(f"SELECT {columns} FROM jobs ORDER BY id")]  # noqa: S608

    def forget(self, user: int) -> None:
        """Delete the jobs of somebody; one that runs is finished all the same."""
        self._db.execute("DELETE FROM jobs WHERE user = ?", (user,))
