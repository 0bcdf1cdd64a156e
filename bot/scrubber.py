"""What was deleted is taken out of the bot's file: it is written anew, off the event loop, and after a kill as well."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

logger = logging.getLogger(__name__)

SCHEMA = "CREATE TABLE unscrubbed (id INTEGER PRIMARY KEY AUTOINCREMENT);"
PAUSE = 0.01  # seconds
TRIES = 500


class Scrubber:
    """Writes the file anew where something was deleted.

    `secure_delete` is not enough: it leaves copies of rows that were moved between pages before.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._turn = Lock()

    @contextmanager
    def deleting(self) -> Iterator[None]:
        """Make deletions one transaction, which also notes that there were any."""
        before = self._db.total_changes
        with self._db:
            self._db.execute("BEGIN")
            yield
            if self._db.total_changes > before:
                self._db.execute("INSERT INTO unscrubbed VALUES (NULL)")

    def scrub(self) -> None:
        """Take out of the file what was deleted before; from any thread, since it takes as long as the file is large.

        Raises:
            sqlite3.Error: the file cannot be written.
        """
        with self._turn:
            (last,) = self._db.execute("SELECT MAX(id) FROM unscrubbed").fetchone()
            if last is not None:
                self._vacuum()
                self._db.execute("DELETE FROM unscrubbed WHERE id <= ?", (last,))
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _vacuum(self) -> None:
        for tries in range(1, TRIES + 1):
            try:
                self._db.execute("VACUUM")
            except sqlite3.OperationalError as error:  # the other thread is in the middle of a transaction
                if tries == TRIES or not self._db.in_transaction:
                    raise
                logger.debug("the file is written anew a moment later (%s)", error)
                time.sleep(PAUSE)
            else:
                return
