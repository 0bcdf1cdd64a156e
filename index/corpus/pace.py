"""How fast hosts are asked: one request after the other, with a pause between two to the same host."""

from __future__ import annotations

import time
from collections.abc import Callable

from index.errors import SourceError


class Pace:
    """When each host may be asked again.

    Args:
        pause: seconds between two requests to one host.
        patience: longest wait in seconds that a host may ask for; it is left alone where it asks for a longer one.
        clock: what time it is, in seconds.
        sleep: waits for seconds.
    """

    def __init__(
        self,
        pause: float,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._free: dict[str, float] = {}

    def wait(self, host: str, pause: float | None = None) -> None:
        """Wait until `host` may be asked, and count this as a request.

        Args:
            host: whom to ask.
            pause: what it wants between two requests, where that is longer than usual.

        Raises:
            SourceError: it asked to be left alone for longer than anyone waits.
        """
        wait = self._free.get(host, 0.0) - self._clock()
        if wait > self._patience:
            raise SourceError(f"{host} asks to be left alone for {wait:,.0f} s; try again then", "busy")
        if wait > 0:
            self._sleep(wait)
        self._free[host] = self._clock() + min(max(self._pause, pause or 0.0), self._patience)

    def hold(self, host: str, seconds: float) -> None:
        """Leave `host` alone for so long."""
        self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)
