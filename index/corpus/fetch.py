"""Pages, feeds and files of the web, as a polite reader fetches them.

Redirects are followed step by step, each checked like the first; robots.txt is kept to, a host is asked with pauses,
and what fails in passing is asked for again, later each time or when the host says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime

from index.corpus.address import Address
from index.corpus.pace import Pace
from index.corpus.request import NAME, UNREACHABLE, Answer, Limits, Network, ask
from index.corpus.resolve import Resolve, guarded, look_up
from index.corpus.robots import Robots
from index.errors import SourceError

REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
PASSING = (429, 500, 502, 503, 504)
"""Statuses that may be others a little later."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Attributes:
        address: where it was found, after redirects.
        content: the bytes, unpacked.
        kind: its media type, lower-cased; empty where the server does not say.
        charset: the encoding that the server says it has.
        etag: what to ask with the next time whether it has changed; so is `modified`.
    """

    address: Address
    content: bytes
    kind: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None


class Fetcher:
    """Fetches pages, feeds and files.

    Args:
        private: hosts that may be on this machine or its own network.
        limits: what is put up with.
        resolve: names to IP addresses.
        network: what makes connections, in place of the system.
        pace: how fast hosts are asked.
    """

    def __init__(
        self,
        private: Collection[str] = (),
        limits: Limits | None = None,
        *,
        resolve: Resolve = look_up,
        network: Network | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._resolve = guarded(private, resolve)
        self._network = network
        self._pace = pace or Pace(self._limits.pause, self._limits.patience)
        self._robots = Robots(NAME, lambda address: self._follow(address, {}, lambda _: None)[1].content)

    def get(self, address: Address, etag: str | None = None, modified: str | None = None) -> Fetched | None:
        """Fetch `address`; None where it is as it was when it gave `etag` and `modified`.

        Raises:
            SourceError: it cannot be had, or must not be; `fault` is "gone" where it is no more.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        found, answer = self._follow(address, headers, self._robots.pause)
        if answer.status == 304:
            return None
        kind, charset = _content_type(answer.headers.get("content-type", ""))
        validators = answer.headers.get("etag"), answer.headers.get("last-modified")
        return Fetched(found, answer.content, kind, charset, *validators)

    def _follow(
        self, address: Address, headers: Mapping[str, str], allowed: Callable[[Address], float | None]
    ) -> tuple[Address, Answer]:
        """Fetch `address` or what it redirects to, each of which `allowed` lets pass or raises."""
        start = address
        for _ in range(self._limits.redirects + 1):
            answer = self._patiently(address, headers, allowed(address))
            if answer.status in REDIRECTS and "location" in answer.headers:
                address = address.join(answer.headers["location"])
            elif answer.status == 200 or (answer.status == 304 and headers):
                return address, answer
            else:
                raise _refused(address, answer.status)
        raise SourceError(f"{start} redirects more than {self._limits.redirects} times; left out", "redirects")

    def _patiently(self, address: Address, headers: Mapping[str, str], pause: float | None) -> Answer:
        """Ask again, later each time, while the request fails in passing."""
        for attempt in range(1, self._limits.attempts + 1):
            self._pace.wait(address.host, pause)
            wait: float | None = None
            try:
                answer = ask(address, headers, self._limits, self._resolve, self._network)
            except SourceError as error:
                if error.fault != UNREACHABLE or attempt == self._limits.attempts:
                    raise
            else:
                if answer.status not in PASSING:
                    return answer
                wait = _retry_after(answer.headers.get("retry-after", ""))
            self._pace.hold(address.host, 2 ** (attempt - 1) if wait is None else wait)
        return answer


def _refused(address: Address, status: int) -> SourceError:
    if status in GONE:
        return SourceError(f"{address} is not there (any more): status {status}; check the address", "gone")
    if status in PASSING:
        return SourceError(f"{address} answers with status {status}; try again later", "server error")
    return SourceError(f"{address} is not given to programs: status {status}; left out", "refused")


def _retry_after(value: str) -> float | None:
    """Return the seconds that a header asks to wait, None where it does not."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _content_type(value: str) -> tuple[str, str | None]:
    """Split a header into the media type and the encoding."""
    if not value:
        return "", None
    message = Message()
    message["Content-Type"] = value
    return message.get_content_type(), message.get_content_charset()
