"""How the bot is doing: how long answers took since it started, and what was asked in the last days."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.schema import Status

MOST_TIMES = 1000
PERCENTILES = (50, 95, 99)
DAY = 86_400


class Times:
    """How long the latest answers took, in seconds from the question to the answer in its place."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = clock()
        self._latest: deque[float] = deque(maxlen=MOST_TIMES)
        self.answered = 0

    def add(self, seconds: float) -> None:
        """Note how long an answer took."""
        self._latest.append(seconds)
        self.answered += 1

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._started

    def percentiles(self, percents: Sequence[int] = PERCENTILES) -> list[float]:
        """Return the time within which each percentage of the latest answers was there (nearest rank); 0 for none."""
        ordered = sorted(self._latest)
        return [ordered[-(-len(ordered) * percent // 100) - 1] if ordered else 0.0 for percent in percents]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked within some days and is still kept: questions, how they ended, and how many people asked."""

    questions: int
    people: int
    answered: int
    abstained: int
    clarified: int


def asked(connection: sqlite3.Connection, since: float) -> Asked:
    """Count the answers that were given since a time."""
    counted = connection.execute(
        "SELECT COUNT(*), COUNT(DISTINCT user), "
        "COUNT(*) FILTER (WHERE status = ?), COUNT(*) FILTER (WHERE status = ?), COUNT(*) FILTER (WHERE status = ?) "
        "FROM (SELECT user, json_extract(answer, '$.status') AS status FROM answers WHERE at >= ?)",
        (Status.ANSWERED, Status.ABSTAINED, Status.CLARIFY, since),
    ).fetchone()
    return Asked(*counted)
