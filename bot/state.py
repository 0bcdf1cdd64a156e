"""What the bot has to remember, in one SQLite file: answers, offers, votes, and the stores that share the file.

Writes are committed before what they promise is sent, so that the process may be killed at any point. Times are
seconds since 1970.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot import alerts, corrections, guests, inbox, jobs, pending, scrubber
from bot.alerts import Alerts
from bot.codec import dump, load
from bot.corrections import Corrections
from bot.errors import StateError
from bot.figures import Asked, asked
from bot.guests import Guests
from bot.inbox import Inbox
from bot.jobs import Jobs
from bot.pending import Pending
from bot.scrubber import Scrubber
from index.schema import Answer, Query

KEPT_DAYS = 30
# What each version of the bot added, in order; the number of those that a file has seen is its format.
ANSWERS = """
CREATE TABLE answers (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, message INTEGER, user INTEGER,
    answer TEXT, at REAL);
CREATE INDEX answers_by_place ON answers (chat, message);
CREATE TABLE offers (id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, user INTEGER, texts TEXT, previous INTEGER,
    at REAL);
CREATE TABLE votes (answer INTEGER, user INTEGER, vote TEXT, reason TEXT, at REAL, PRIMARY KEY (answer, user));
"""
FIRST = pending.SCHEMA + ANSWERS
SCHEMAS = (
    *(FIRST, corrections.SCHEMA, guests.SCHEMA, pending.LANGUAGE, alerts.SCHEMA, inbox.SCHEMA, jobs.SCHEMA),
    *(pending.ASTRAY, alerts.SURE, scrubber.SCHEMA),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given, with who asked."""

    id: int
    user: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Past:
    """An answer with the time when it was given."""

    at: float
    answer: Answer


@dataclass(frozen=True, slots=True)
class Offer:
    """Questions to choose from; `previous` is the answer that they continue."""

    user: int
    texts: tuple[str, ...]
    previous: int | None


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody thinks of an answer; `reason` says what is wrong with it."""

    answer: Answer
    vote: str
    reason: str | None
    at: float


class State:
    """The bot's file. One process holds it; all methods are quick and are called from the event loop's thread."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time) -> None:
        self._db = connection
        self._clock = clock
        self.scrubber = Scrubber(connection)
        self.corrections = Corrections(connection, clock)
        self.guests = Guests(connection)
        self.alerts = Alerts(connection, clock)
        self.inbox = Inbox(connection, clock)
        self.pending = Pending(connection, self.inbox)
        self.jobs = Jobs(connection, clock)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.time) -> State:
        """Open the file at `path`, made where there is none, and hold it.

        Raises:
            StateError: it is held by another process, cannot be written, or is no file of this bot.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)  # what people ask is for nobody else on the machine
            connection = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise StateError(_unusable(path, error)) from error
        try:
            _prepare(connection)
        except (sqlite3.Error, StateError) as error:
            with suppress(sqlite3.Error):
                connection.close()
            raise StateError(_unusable(path, error)) from error
        return cls(connection, clock)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- answers ---

    def keep(self, chat: int, user: int, answer: Answer) -> int:
        """Keep an answer and return the id that its buttons carry."""
        return self._insert(
            "INSERT INTO answers (chat, user, answer, at) VALUES (?, ?, ?, ?)",
            (chat, user, dump(answer), self._clock()),
        )

    def sent(self, answer: int, message: int) -> None:
        """Note the message that holds an answer."""
        self._db.execute("UPDATE answers SET message = ? WHERE id = ?", (message, answer))

    def drop(self, answer: int) -> None:
        """Forget an answer that reached nobody."""
        self._db.execute("DELETE FROM answers WHERE id = ?", (answer,))

    def answer(self, id: int, chat: int) -> Kept | None:
        """Return an answer that was given in `chat`."""
        return self._kept("WHERE id = ? AND chat = ?", (id, chat))

    def answer_at(self, chat: int, message: int) -> Kept | None:
        """Return the answer that a message holds."""
        return self._kept("WHERE chat = ? AND message = ? ORDER BY id DESC", (chat, message))

    def last_answer(self, chat: int, user: int, within: float) -> Kept | None:
        """Return the last answer to `user` in `chat`, if it is not older than `within` seconds."""
        since = self._clock() - within
        return self._kept("WHERE chat = ? AND user = ? AND at >= ? ORDER BY id DESC", (chat, user, since))

    def history(self, chat: int, user: int, most: int) -> list[Past]:
        """Return the last answers to `user` in `chat`, the newest first."""
        select = "SELECT at, answer FROM answers WHERE chat = ? AND user = ? ORDER BY id DESC LIMIT ?"
        rows = self._db.execute(select, (chat, user, most)).fetchall()
        loaded = ((at, _loaded(stored)) for at, stored in rows)
        return [Past(at, answer) for at, answer in loaded if answer is not None]

    def asked(self, since: float) -> Asked:
        """Count what was answered since a time and is still kept."""
        return asked(self._db, since)

    def query_of(self, answer: int | None) -> Query | None:
        """Return what an answer was asked for, where it is still there."""
        kept = self._kept("WHERE id = ?", (answer,)) if answer is not None else None
        return kept.answer.query if kept is not None else None

    def _kept(self, where: str, values: Sequence[object]) -> Kept | None:
        row = self._db.execute(f"SELECT id, user, answer FROM answers {where} LIMIT 1", values).fetchone()  # noqa: S608
        answer = _loaded(row[2]) if row else None
        return Kept(row[0], row[1], answer) if answer is not None else None

    # --- offers and votes ---

    def offer(self, chat: int, user: int, texts: Sequence[str], previous: int | None = None) -> int:
        """Keep questions to choose from and return the id that their buttons carry."""
        return self._insert(
            "INSERT INTO offers (chat, user, texts, previous, at) VALUES (?, ?, ?, ?, ?)",
            (chat, user, json.dumps(list(texts)), previous, self._clock()),
        )

    def offered(self, id: int, chat: int) -> Offer | None:
        """Return what was offered in `chat`."""
        select = "SELECT user, texts, previous FROM offers WHERE id = ? AND chat = ?"
        row = self._db.execute(select, (id, chat)).fetchone()
        return Offer(row[0], tuple(json.loads(row[1])), row[2]) if row else None

    def vote(self, answer: int, user: int, vote: str, reason: str | None = None) -> None:
        """Keep what `user` thinks of an answer; a second vote replaces the first."""
        self._db.execute(
            "INSERT INTO votes VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET vote = excluded.vote, "
            "reason = excluded.reason, at = excluded.at",
            (answer, user, vote, reason, self._clock()),
        )

    def votes(self) -> list[Vote]:
        """Return every vote on an answer that is still there, the oldest first."""
        votes = self._db.execute("SELECT answer, vote, reason, at FROM votes ORDER BY at").fetchall()
        kept = ((self._kept("WHERE id = ?", (vote[0],)), vote) for vote in votes)
        return [Vote(answer.answer, vote[1], vote[2], vote[3]) for answer, vote in kept if answer is not None]

    # --- privacy ---

    def forget(self, user: int) -> None:
        """Delete everything about `user`; the scrubber takes it out of the file as well."""
        with self.scrubber.deleting():
            for table in ("questions", "answers", "offers", "votes"):
                self._db.execute(f"DELETE FROM {table} WHERE user = ?", (user,))  # noqa: S608
            self.corrections.forget(user)
            self.alerts.forget(user)
            self.jobs.forget(user)
            self.inbox.forget(user)

    def sweep(self) -> None:
        """Delete what is older than it is kept."""
        before = self._clock() - KEPT_DAYS * 86_400
        with self.scrubber.deleting():
            for table in ("answers", "offers", "votes"):
                self._db.execute(f"DELETE FROM {table} WHERE at < ?", (before,))  # noqa: S608
            self.corrections.sweep(before)
        self.inbox.sweep()

    def _insert(self, statement: str, values: Sequence[object]) -> int:
        return int(self._db.execute(statement, values).lastrowid or 0)


def _prepare(connection: sqlite3.Connection) -> None:
    """Hold the file, and lay out what is new in it.

    Raises:
        StateError: it was written by a later version.
        sqlite3.Error: it cannot be held or written.
    """
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # survives a kill of the process; a power cut may cost a moment
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(SCHEMAS):
        raise StateError(f"its format is {version}, this bot reads {len(SCHEMAS)}")
    for statement in ";".join(SCHEMAS[version:]).split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(SCHEMAS)}")
    connection.execute("COMMIT")


def _unusable(path: Path, error: Exception) -> str:
    """Say what is wrong with the file, and what to do."""
    told = str(error.strerror if isinstance(error, OSError) else error)
    if "locked" in told:
        return f"the state file {path} is held by another process; stop the other bot, or set QUOTES_STATE"
    mine = os.access in os.supports_effective_ids
    places = (path if path.exists() else path.parent, path.parent)
    writable = all(os.access(place, os.W_OK, effective_ids=mine) for place in places)
    if "readonly" in told or "read-only" in told.lower() or (path.parent.is_dir() and not writable):
        return f"the state file {path} is read-only; make it and its folder writable, or set QUOTES_STATE"
    return f"the state file {path} cannot be used ({told}); move it away, or set QUOTES_STATE to another file"


def _loaded(stored: str) -> Answer | None:
    """Return an answer as it was kept, None where a version before this one kept it otherwise."""
    try:
        return load(stored)
    except ValueError:
        return None


def _storable(text: str) -> str:
    """Return `text` with what SQLite's text type cannot hold replaced."""
    return text.encode("utf-8", "replace").decode()
