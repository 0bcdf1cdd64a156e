"""Fetching is careful and polite: nothing private, nothing without an end, and no host asked too often."""

from __future__ import annotations

import gzip
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from typing import Any

import httpcore
import pytest

from index.corpus.address import Address
from index.corpus.fetch import Fetched, Fetcher
from index.corpus.pace import Pace
from index.corpus.request import USER_AGENT, Limits
from index.corpus.resolve import guarded, is_public, look_up
from index.errors import SourceError
from tests.index.corpus.web_server import (
    PUBLIC,
    QUICK,
    Clock,
    Serve,
    Web,
    bomb,
    gives,
    in_turn,
    redirects,
    serving,
    versioned,
)

FERRY = Address.of("http://courier.example/ferry")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


def fault(web: Web, address: Address = FERRY, limits: Limits = QUICK) -> str:
    with pytest.raises(SourceError) as raised:
        web.fetcher(limits=limits).get(address)
    return raised.value.fault


def test_a_page_is_fetched_with_what_the_server_says_about_it(web: Web) -> None:
    headers = {"Content_Type": "Text/HTML; charset=ISO-8859-1", "ETag": '"1"', "Last_Modified": "Thu, 05 Mar 2026"}
    web.routes["courier.example/ferry"] = gives("Fähre".encode("latin-1"), **headers)
    assert web.fetcher().get(FERRY) == Fetched(FERRY, b"F\xe4hre", "text/html", "iso-8859-1", '"1"', "Thu, 05 Mar 2026")
    assert web.headers["user-agent"] == USER_AGENT
    assert web.headers["host"] == "courier.example"
    assert "if-none-match" not in web.headers


def test_what_has_not_changed_is_not_sent_again(web: Web) -> None:
    web.routes["courier.example/ferry"] = versioned("The ferry sails.", '"1"')
    first = web.fetcher().get(FERRY)
    assert first is not None
    assert web.fetcher().get(FERRY, first.etag, "Thu, 05 Mar 2026") is None
    assert web.headers["if-modified-since"] == "Thu, 05 Mar 2026"
    assert web.fetcher().get(FERRY, '"0"') == first


@pytest.mark.parametrize(
    ("packing", "packed"),
    [("gzip", gzip.compress(b"The ferry sails.")), ("deflate", zlib.compress(b"The ferry sails."))],
)
def test_packed_pages_are_unpacked(web: Web, packing: str, packed: bytes) -> None:
    web.routes["courier.example/ferry"] = gives(packed, Content_Encoding=packing)
    fetched = web.fetcher().get(FERRY)
    assert fetched is not None
    assert fetched.content == b"The ferry sails."


REFUSED = [
    ("a page that is not there", gives("", 404), "gone"),
    ("a page that is no more", gives("", 410), "gone"),
    ("a page behind a wall", gives("", 403), "refused"),
    ("a page not modified that nobody had", gives("", 304), "refused"),
    ("a redirect to nowhere", gives("", 302), "refused"),
    ("a redirect to a file", redirects("file:///etc/passwd"), "bad address"),
    ("a redirect to nonsense", redirects("http://[::1"), "bad address"),
    ("a redirect with a password", redirects("http://me:secret@courier.example/"), "bad address"),
    ("a redirect in a circle", redirects("/ferry"), "redirects"),
    ("a redirect to this machine", redirects("http://localhost/admin"), "private address"),
    ("a redirect to this machine by number", redirects("http://127.0.0.1:8080/"), "private address"),
    ("a redirect to the cloud's secrets", redirects("http://169.254.169.254/latest"), "private address"),
    ("a page larger than is read, by its own word", gives("", Content_Length="200000"), "too large"),
    ("a page larger than is read", gives("x" * 100_001), "too large"),
    ("a gzip bomb", gives(bomb(50_000_000), Content_Encoding="gzip"), "bomb"),
    ("a packed page that is cut short", gives(gzip.compress(b"x" * 99)[:20], Content_Encoding="gzip"), "cut short"),
    ("a page that is not packed as it says", gives("plain", Content_Encoding="gzip"), "damaged"),
    ("a packing that was not asked for", gives("?", Content_Encoding="br"), "damaged"),
]


@pytest.mark.parametrize(("serve", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_to_be_had_is_refused_with_its_reason(web: Web, serve: Serve, expected: str) -> None:
    web.names = {host: [host] for host in ("127.0.0.1", "169.254.169.254")} | {"localhost": ["::1", "127.0.0.1"]}
    web.routes["courier.example/ferry"] = serve
    assert fault(web) == expected
    assert set(web.network.dialled) == {PUBLIC}


def test_an_endless_page_ends_where_the_limit_is(web: Web) -> None:
    web.routes["courier.example/ferry"] = web.endless
    assert fault(web) == "too large"


def test_a_page_that_drips_ends_when_the_time_is_up(web: Web) -> None:
    web.routes["courier.example/ferry"] = web.drip
    started = time.monotonic()
    assert fault(web) == "too slow"
    assert time.monotonic() - started < 10  # one second, on an idle machine


def test_a_host_that_never_answers_is_not_waited_for(web: Web) -> None:
    web.routes["courier.example/ferry"] = web.silence
    started = time.monotonic()
    assert fault(web) == "too slow"
    assert time.monotonic() - started < 10


def test_a_bomb_is_not_unpacked_beyond_the_limit(web: Web) -> None:
    web.routes["courier.example/ferry"] = gives(bomb(50_000_000), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert fault(web) == "bomb"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_head_that_drips_ends_when_the_time_is_up(web: Web) -> None:
    def serve(request: object) -> None:
        while not web.over.wait(0.05):
            request.wfile.write(b"x")  # type: ignore[attr-defined]

    web.routes["courier.example/ferry"] = serve
    assert fault(web) in ("too slow", "unreachable")


def test_redirects_are_followed_and_the_page_is_known_by_where_it_was_found(web: Web) -> None:
    web.routes["courier.example/ferry"] = redirects("http://www.courier.example:80/2026/ferry#top", 301)
    web.routes["www.courier.example/2026/ferry"] = gives("The ferry sails.")
    fetched = web.fetcher().get(FERRY)
    assert fetched is not None
    assert fetched.address == Address("http://www.courier.example/2026/ferry")


def test_a_name_is_resolved_once_a_connection_and_what_was_checked_is_dialled(web: Web) -> None:
    answers = iter([[PUBLIC], ["93.184.215.15"], ["127.0.0.1"]])
    web.resolve = lambda host, port: next(answers)  # type: ignore[method-assign]
    web.routes["courier.example/ferry"] = gives("The ferry sails.")
    fetcher = web.fetcher()
    assert fetcher.get(FERRY) is not None
    assert web.network.dialled == [PUBLIC, "93.184.215.15"]  # robots.txt, then the page
    with pytest.raises(SourceError, match=r"courier\.example is 127\.0\.0\.1"):
        fetcher.get(FERRY)
    assert len(web.network.dialled) == 2


def test_a_host_with_any_private_address_is_refused(web: Web) -> None:
    web.names["courier.example"] = [PUBLIC, "10.0.0.1"]
    assert fault(web) == "private address"


def test_a_private_host_is_fetched_where_it_is_allowed_by_name(web: Web) -> None:
    web.names = {"wiki.internal": ["10.0.0.1"], "db.internal": ["10.0.0.2"]}
    web.routes["wiki.internal/a"] = gives("The ferry sails.")
    web.routes["wiki.internal/b"] = redirects("http://db.internal/")
    fetcher = web.fetcher("wiki.internal")
    assert fetcher.get(Address.of("http://wiki.internal/a")) is not None
    with pytest.raises(SourceError, match="QUOTES_PRIVATE_HOSTS"):
        fetcher.get(Address.of("http://wiki.internal/b"))


NOT_PUBLIC = """
127.0.0.1 127.8.9.1 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.9.9 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8
198.18.0.1 203.0.113.5 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1
2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1:: ::127.0.0.1
""".split()


def test_public_addresses_are_told_from_all_others() -> None:
    assert [address for address in NOT_PUBLIC if is_public(address)] == []
    assert all(map(is_public, (PUBLIC, "8.8.8.8", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808")))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "::1", "0"])
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(SourceError) as raised:
        guarded((), look_up)(host, 80)
    assert raised.value.fault in ("private address", "no such host")


def test_what_fails_in_passing_is_asked_for_again_later_each_time(web: Web) -> None:
    web.routes["courier.example/ferry"] = in_turn(gives("", 500), gives("", 503), gives("The ferry sails."))
    assert web.fetcher().get(FERRY) is not None
    assert len(web.asked) == 3
    assert web.clock.slept == [1, 1, 2]  # after robots.txt, and after each failure
    web.routes["courier.example/ferry"] = gives("", 502)
    assert fault(web) == "server error"


@pytest.mark.parametrize("dated", [False, True])
def test_a_host_is_asked_again_when_it_says(web: Web, dated: bool) -> None:
    after = formatdate(time.time() + 50, usegmt=True) if dated else "50"
    web.routes["courier.example/ferry"] = in_turn(gives("", 429, Retry_After=after), gives("The ferry sails."))
    assert web.fetcher().get(FERRY) is not None
    assert 20 < web.clock.slept[-1] <= 50


def test_a_host_that_asks_for_a_long_pause_is_left_alone_for_so_long(web: Web) -> None:
    web.routes["courier.example/ferry"] = in_turn(gives("", 503, Retry_After="3600"), gives("The ferry sails."))
    fetcher = web.fetcher()
    for _ in range(2):
        with pytest.raises(SourceError, match=r"asks to be left alone for 3,\d+ s"):
            fetcher.get(FERRY)
    assert len(web.asked) == 1
    web.clock.now += 3600
    assert fetcher.get(FERRY) is not None


def test_there_is_a_pause_between_two_requests_to_one_host_alone(web: Web) -> None:
    for host in ("a.example", "b.example"):
        web.routes[f"{host}/"] = gives("text")
    fetcher = web.fetcher()
    for url in ("http://a.example", "http://b.example", "http://a.example", "http://a.example"):
        fetcher.get(Address.of(url))
    assert sum(web.clock.slept) == 3  # a second for each after the first, robots.txt included
    web.routes["c.example/robots.txt"] = gives("User-agent: *\nCrawl-delay: 10\n")
    web.routes["c.example/"] = gives("text")
    for _ in range(2):
        fetcher.get(Address.of("http://c.example"))
    assert web.clock.slept[-1] == 10


def test_robots_txt_is_kept_to_on_every_step(web: Web) -> None:
    rules = "User-agent: *\nAllow: /\nDisallow: /*.pdf$\n\nUser-agent: said-and-where\nDisallow: /private/\n"
    web.routes["courier.example/robots.txt"] = gives(rules)
    web.routes["courier.example/ferry"] = redirects("/private/ferry")
    web.routes["courier.example/a.pdf"] = gives("text")
    assert fault(web) == "forbidden"
    assert web.asked == ["courier.example/ferry"]
    assert web.fetcher().get(Address.of("http://courier.example/a.pdf")) is not None


def test_where_robots_txt_cannot_be_read_nothing_is(web: Web) -> None:
    web.routes["courier.example/ferry"] = gives("text")
    web.routes["courier.example/robots.txt"] = gives("", 500)
    assert fault(web) == "server error"
    assert web.asked == []


class Handshake(httpcore.SyncBackend, httpcore.NetworkStream):
    """A network on which every connection fails when it is to be secured."""

    def __init__(self) -> None:
        self.secured: list[str | None] = []

    def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return self

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self.secured.append(server_hostname if ssl_context.check_hostname else None)
        raise httpcore.ConnectError


def test_a_certificate_is_checked_by_the_name_and_not_by_the_number() -> None:
    network, clock = Handshake(), Clock()
    fetcher = Fetcher(
        resolve=lambda host, port: [PUBLIC], network=network, pace=Pace(1, 60, clock=clock.time, sleep=clock.sleep)
    )
    with pytest.raises(SourceError, match="cannot be reached"):
        fetcher.get(Address.of("https://courier.example/ferry"))
    assert network.secured == ["courier.example"] * 3


ADDRESSES = [
    ("HTTPS://Courier.Example:443", "https://courier.example/"),
    ("http://courier.example:8080/a b?q=ä#part", "http://courier.example:8080/a%20b?q=%C3%A4"),
    ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    ("http://[::1]:80/", "http://[::1]/"),
    ("https://courier.example/%C3%A4", "https://courier.example/%C3%A4"),
]


@pytest.mark.parametrize(("typed", "url"), ADDRESSES)
def test_an_address_is_written_one_way(typed: str, url: str) -> None:
    assert Address.of(typed).url == url
    assert Address.of(url).url == url


@pytest.mark.parametrize(
    "typed", ["ftp://a.example", "https://", "http://a:b@c.example", "http://a:99999/", "a.example"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(SourceError):
        Address.of(typed)


CANONICAL = [
    ("its own word", "http://a.example/x?id=1", "/y", "http://a.example/y"),
    ("www or not is the same host", "http://www.a.example/x", "https://a.example/x", "https://a.example/x"),
    ("another site is not believed", "http://a.example/x", "http://b.example/x", "http://a.example/x"),
    ("nor is a front page for every page", "http://a.example/x", "http://a.example/", "http://a.example/x"),
    ("without a word, trackers go", "http://a.example/x?id=1&utm_source=rss", None, "http://a.example/x?id=1"),
    ("nonsense is not believed", "http://a.example/x", "http://[", "http://a.example/x"),
]


@pytest.mark.parametrize(
    ("found", "claimed", "url"), [case[1:] for case in CANONICAL], ids=[case[0] for case in CANONICAL]
)
def test_a_page_is_called_by_its_canonical_address(found: str, claimed: str | None, url: str) -> None:
    assert Address.of(found).canonical(claimed).url == url
