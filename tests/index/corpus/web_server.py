"""A small web of the tests' own: one server on this machine that plays every host, and a network that leads to it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TypeAlias

import httpcore

from index.corpus.fetch import Fetcher
from index.corpus.pace import Pace
from index.corpus.request import Limits

PUBLIC = "93.184.215.14"
QUICK = Limits(size=100_000, seconds=1, redirects=3)
Serve: TypeAlias = Callable[[BaseHTTPRequestHandler], None]


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


class Network(httpcore.SyncBackend):
    """Every connection ends at the server, whatever its IP address, which is noted."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dialled: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append(host)
        return super().connect_tcp("127.0.0.1", self.port, timeout, local_address, socket_options)


@dataclass
class Web:
    """What each host and path answers, and what was asked.

    Attributes:
        routes: what "host/path" answers, the query left out; whatever is not there answers 404.
        names: IP addresses of hosts; others have one public address.
        asked: the addresses of all requests but those of robots.txt, in order.
        headers: the headers of the last request.
    """

    network: Network
    routes: dict[str, Serve] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    over: Event = field(default_factory=Event)

    def resolve(self, host: str, port: int) -> list[str]:
        return self.names.get(host, [PUBLIC])

    def fetcher(self, *private: str, limits: Limits = QUICK) -> Fetcher:
        pace = Pace(limits.pause, limits.patience, self.clock.time, self.clock.sleep)
        return Fetcher(private, limits, resolve=self.resolve, network=self.network, pace=pace)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        address = request.headers["Host"] + request.path
        if not address.endswith("/robots.txt"):
            self.asked.append(address)
            self.headers = {name.lower(): value for name, value in request.headers.items()}
        self.routes.get(address.partition("?")[0], gives(b"", 404))(request)

    def silence(self, request: BaseHTTPRequestHandler) -> None:
        """Say nothing until everything is over."""
        self.over.wait()

    def drip(self, request: BaseHTTPRequestHandler) -> None:
        """Send a byte now and then, without end."""
        request.send_response(200)
        request.end_headers()
        while not self.over.wait(0.05):
            request.wfile.write(b"x")

    def endless(self, request: BaseHTTPRequestHandler) -> None:
        """Send without end, as fast as it goes."""
        request.send_response(200)
        request.end_headers()
        while not self.over.is_set():
            request.wfile.write(b"x" * 10_000)


def gives(content: bytes | str, status: int = 200, /, **headers: str) -> Serve:
    """Answer always the same; in the names of headers an underscore stands for a hyphen."""
    sent = content.encode() if isinstance(content, str) else content

    def serve(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Length": str(len(sent)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(sent)

    return serve


def redirects(to: str, status: int = 302) -> Serve:
    """Send the reader elsewhere."""
    return gives(b"", status, Location=to)


def in_turn(*serves: Serve) -> Serve:
    """Answer each time differently, from some time on the same."""
    left = list(serves)

    def serve(request: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(request)

    return serve


def versioned(content: bytes | str, etag: str, **headers: str) -> Serve:
    """Answer 304 to whoever has this version."""

    def serve(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == etag
        (gives(b"", 304) if known else gives(content, ETag=etag, **headers))(request)

    return serve


def bomb(size: int) -> bytes:
    """Pack so many zeros."""
    return gzip.compress(bytes(size), 9)


def item(name: str, more: str = "") -> str:
    """Return an article as an RSS feed lists it."""
    return f"<item><title>About {name}</title><link>/{name}</link>{more}</item>"


def rss(*items: str) -> str:
    """Return an RSS feed."""
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title>{"".join(items)}</channel></rss>'
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def do_GET(self) -> None:
        self.close_connection = True
        try:
            self.web.answer(self)
        except ConnectionError:
            self.over = True  # the reader has heard enough

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Web]:
    """Run the server."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        handler.web = web = Web(Network(server.server_port))  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield web
        finally:
            web.over.set()
            server.shutdown()
            thread.join()
