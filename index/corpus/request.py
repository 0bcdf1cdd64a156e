"""One request to a host of the web, with an end in time and in bytes. The only file that knows httpcore.

It connects to the very IP address that was checked, and to no proxy; it stops where the time is up, however often a
byte drips in, and where there are too many bytes, packed or not.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import httpcore

from index.corpus.address import Address
from index.corpus.resolve import Resolve
from index.errors import SourceError

NAME = "said-and-where"
USER_AGENT = f"{NAME}/0.1 (reads news pages for the person who runs it; keeps to robots.txt)"
UNREACHABLE = "unreachable"
"""The fault of what failed in passing, perhaps."""

Network: TypeAlias = httpcore.NetworkBackend


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the web is put up with.

    Attributes:
        size: most bytes of an answer, packed and unpacked.
        seconds: longest time of an answer, from the look-up of the name to the last byte.
        redirects: most redirects that are followed.
        attempts: how often a request is made that fails in passing.
        pause: seconds between two requests to one host.
        patience: longest time that a host may ask to wait for.
    """

    size: int = 16 * 2**20
    seconds: float = 60
    redirects: int = 5
    attempts: int = 3
    pause: float = 1
    patience: float = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: the status, the headers by lower-cased name, and with status 200 the content, unpacked."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""


@cache
def _tls() -> ssl.SSLContext:
    """Load the system's certificates, once."""
    return ssl.create_default_context()


def ask(
    address: Address, headers: Mapping[str, str], limits: Limits, resolve: Resolve, network: Network | None = None
) -> Answer:
    """Make one request, over a connection of its own.

    Args:
        address: what to ask for.
        headers: what to send beside the usual.
        limits: what is put up with.
        resolve: names of hosts to the IP addresses that may be connected to.
        network: what makes connections, in place of the system.

    Raises:
        SourceError: the host may not be connected to, cannot be reached, is too slow, or sends too much.
    """
    guard = _Guard(network or httpcore.SyncBackend(), resolve, time.monotonic() + limits.seconds)
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **headers}
    extensions = {"timeout": {"connect": 10.0, "read": limits.seconds, "write": 10.0, "pool": 10.0}}
    try:
        with (
            httpcore.ConnectionPool(_tls(), network_backend=guard) as pool,
            pool.stream("GET", address.url, headers=list(sent.items()), extensions=extensions) as response,
        ):
            got = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status != 200:
                return Answer(response.status, got)
            return Answer(200, got, _body(address, got, response.iter_stream(), limits.size))
    except (httpcore.ReadTimeout, httpcore.WriteTimeout) as error:
        raise SourceError(f"{address} takes more than {limits.seconds:g} s; try again later", "too slow") from error
    except (httpcore.NetworkError, httpcore.ConnectTimeout, httpcore.RemoteProtocolError) as error:
        reason = " ".join(f"{error}".split()) or type(error).__name__
        raise SourceError(f"{address} cannot be reached ({reason}); try again later", UNREACHABLE) from error
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
        raise SourceError(f"{address} cannot be asked for ({error}); check it", "bad address") from error


def _body(address: Address, headers: Mapping[str, str], chunks: Iterable[bytes], most: int) -> bytes:
    """Read and unpack a body, as far as it is not too large."""
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise SourceError(f"{address} is packed in a way that was not asked for ({packing}); left out", "damaged")
    unpacker = zlib.decompressobj(wbits=47) if packing not in ("identity", "") else None
    content = bytearray()
    received = 0
    announced = headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise SourceError(f"{address} has {int(announced):,} bytes, more than {most:,}; left out", "too large")
    try:
        for chunk in chunks:
            received += len(chunk)
            content += unpacker.decompress(chunk, most + 1 - len(content)) if unpacker else chunk
            if max(received, len(content)) > most:
                sent = f"unpacks to more than {most:,} bytes" if unpacker else f"sends more than {most:,} bytes"
                raise SourceError(f"{address} {sent}; left out", "bomb" if received <= most else "too large")
    except zlib.error as error:
        raise SourceError(f"{address} is not packed as it says ({error}); left out", "damaged") from error
    if unpacker and not unpacker.eof and received:
        raise SourceError(f"{address} is cut short; try again later", "cut short")
    return bytes(content)


class _Guard(httpcore.NetworkBackend):
    """Connects only to IP addresses that were checked, and does nothing after a moment in time."""

    def __init__(self, network: httpcore.NetworkBackend, resolve: Resolve, until: float) -> None:
        self._network = network
        self._resolve = resolve
        self._until = until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Try the IP addresses of `host` one after the other."""
        *others, last = self._resolve(host, port)
        for ip in others:
            try:
                return self._connect(ip, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(last, port, timeout, local_address, socket_options)

    def _connect(
        self,
        ip: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, self._until)
        return _Timed(self._network.connect_tcp(ip, port, left, local_address, socket_options), self._until)


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a moment in time, however often a byte drips in."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(timeout, self._until)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, until: float) -> float:
    """Return how many seconds are left, at most `timeout`.

    Raises:
        httpcore.ReadTimeout: none.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(timeout, left)
