"""Whom administrators let in or shut out while the bot runs, remembered by fingerprints of their ids.

Nobody can be listed from the file, and nothing of it has to be deleted when somebody asks to be forgotten; whoever
knows an id can look it up.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3

SCHEMA = """
CREATE TABLE guests (who BLOB PRIMARY KEY, admitted INTEGER);
CREATE TABLE salts (salt BLOB);
"""
SALT_BYTES, FINGERPRINT_BYTES = 16, 16


class Guests:
    """The decisions about users and groups in the bot's file; the last one about each counts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._salt = self._own_salt()

    def decide(self, id: int, *, admitted: bool) -> None:
        """Let a user or a group in, or shut it out."""
        self._db.execute("INSERT OR REPLACE INTO guests VALUES (?, ?)", (self._fingerprint(id), admitted))

    def admitted(self, id: int | None) -> bool | None:
        """Return what was decided about an id, None where nothing was."""
        if id is None:
            return None
        row = self._db.execute("SELECT admitted FROM guests WHERE who = ?", (self._fingerprint(id),)).fetchone()
        return bool(row[0]) if row else None

    def _fingerprint(self, id: int) -> bytes:
        return hashlib.blake2b(str(id).encode(), key=self._salt, digest_size=FINGERPRINT_BYTES).digest()

    def _own_salt(self) -> bytes:
        """Return the salt of this file, made when it is first asked for."""
        row = self._db.execute("SELECT salt FROM salts").fetchone()
        if row is None:
            row = (secrets.token_bytes(SALT_BYTES),)
            self._db.execute("INSERT INTO salts VALUES (?)", row)
        salt: bytes = row[0]
        return salt
