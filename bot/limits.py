"""How much one person and one chat may ask: a bucket of questions each that fills up again, and one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_BUCKETS = 10_000


class Buckets:
    """Token buckets by key: `size` at once, then one every `every` seconds."""

    def __init__(self, size: int, every: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._every = every
        self._clock = clock
        self._levels: dict[int, tuple[float, float]] = {}
        self._swept = clock()

    def take(self, key: int) -> float:
        """Take one; return 0 where there was one, else the seconds until there is."""
        now = self._clock()
        full = self._size * self._every
        if len(self._levels) > MOST_BUCKETS and now - self._swept > full:
            self._levels = {k: v for k, v in self._levels.items() if now - v[1] < full}
            self._swept = now
        level, at = self._levels.get(key, (float(self._size), now))
        level = min(float(self._size), level + (now - at) / self._every)
        if level < 1:
            return (1 - level) * self._every
        self._levels[key] = (level - 1, now)
        return 0.0


class Turns:
    """Who has a question in flight."""

    def __init__(self) -> None:
        self._busy: set[int] = set()

    @contextmanager
    def take(self, user: int) -> Iterator[bool]:
        """Hold the user's turn; yields False where it is taken already."""
        if user in self._busy:
            yield False
            return
        self._busy.add(user)
        try:
            yield True
        finally:
            self._busy.discard(user)
