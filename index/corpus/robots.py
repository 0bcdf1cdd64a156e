"""What a host lets programs read, by its robots.txt (RFC 9309). The only file that knows Protego."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.corpus.address import Address
from index.errors import SourceError

if TYPE_CHECKING:
    from protego import Protego

FILE = "/robots.txt"
MOST = 512 * 2**10
"""Bytes of a robots.txt that count."""
KEPT = 24 * 3600
"""Seconds after which rules are read again."""
MISSING = ("gone", "refused")
"""Faults of a robots.txt that say that there is none."""


class Robots:
    """The rules of hosts, each read once a day.

    Args:
        name: whom the rules are for, as robots.txt calls programs.
        read: fetches a robots.txt; SourceError where it cannot.
    """

    def __init__(self, name: str, read: Callable[[Address], bytes]) -> None:
        self._name = name
        self._read = read
        self._rules: dict[str, tuple[float, Protego]] = {}

    def pause(self, address: Address) -> float | None:
        """Return how many seconds the host wants between two requests, None where it does not say.

        Raises:
            SourceError: its rules forbid to read `address`, or cannot be read themselves.
        """
        rules = self._of(address.origin)
        if not rules.can_fetch(address.url, self._name):
            raise SourceError(f"{address} is not to be read by programs, says its robots.txt; left out", "forbidden")
        return rules.crawl_delay(self._name)

    def _of(self, origin: str) -> Protego:
        """Return the rules of a host; everything is allowed where it has none."""
        if origin in self._rules and time.monotonic() - self._rules[origin][0] < KEPT:
            return self._rules[origin][1]
        from protego import Protego

        try:
            content = self._read(Address(origin + FILE))[:MOST]
        except SourceError as error:
            if error.fault not in MISSING:
                raise
            content = b""
        rules = Protego.parse(content.decode("utf-8", "replace"))
        self._rules[origin] = (time.monotonic(), rules)
        return rules
