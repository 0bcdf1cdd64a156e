"""One lane for the library's work: a thread of its own, a bounded queue before it, and a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from bot.errors import BusyError, OverdueError

T = TypeVar("T")


class Lane:
    """Runs work one piece at a time outside the event loop.

    One thread: whether concurrent reads of an index are safe is disputed among its makers, and the encoder uses all
    cores anyway.
    """

    def __init__(self, *, room: int = 50, deadline: float = 30.0) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")
        self.room = room
        self._deadline = deadline
        self._inside = 0
        self._lock = Lock()

    @property
    def inside(self) -> int:
        """Number of pieces of work that wait or run."""
        return self._inside

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` when its turn comes and return its result.

        Raises:
            BusyError: too much is waiting already.
            OverdueError: it was not done within the deadline; what had begun goes on, unheard.
        """
        with self._lock:
            if self._inside >= self.room:
                raise BusyError(f"{self._inside} pieces of work are waiting already")
            self._inside += 1
        future = self._executor.submit(work)
        future.add_done_callback(self._leave)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._deadline)
        except TimeoutError as error:
            raise OverdueError(f"not done within {self._deadline:g} s") from error

    def close(self) -> None:
        """Take no more work and drop what has not begun."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self._inside -= 1
