"""Addresses of the web, written one way: what is fetched, and what fetched documents are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from index.errors import SourceError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_UNQUOTED = "%/:=&?~#+!$,;'@()*[]"
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """An address of http or https, in ASCII, without a fragment; two that are written alike are the same."""

    url: str

    def __str__(self) -> str:
        """Return the address as it is typed."""
        return self.url

    @classmethod
    def of(cls, text: str) -> Address:
        """Read an address.

        Raises:
            SourceError: it is of another kind than http and https, has no host, or holds a password.
        """
        try:
            parts = urlsplit(text.strip())
            host = (parts.hostname or "").encode("idna").decode("ascii")
            port = parts.port
        except (ValueError, UnicodeError) as error:
            raise SourceError(f"{text} is no address ({error}); check how it is written", "bad address") from error
        if parts.scheme not in PORTS or not host:
            raise SourceError(
                f"{text} is no address of http or https; give one that begins with https://", "bad address"
            )
        if parts.username is not None:
            raise SourceError(f"the address of {host} holds a user name; pages are read without one", "bad address")
        where = f"[{host}]" if ":" in host else host
        if port not in (None, PORTS[parts.scheme]):
            where += f":{port}"
        path, query = (quote(part, safe=_UNQUOTED) for part in (parts.path or "/", parts.query))
        return cls(urlunsplit((parts.scheme, where, path, query, "")))

    def join(self, link: str) -> Address:
        """Return where a link of this page leads; SourceError as for `of`."""
        try:
            return Address.of(urljoin(self.url, link.strip()))
        except ValueError as error:
            raise SourceError(f"{self} links to {link!r}, which is no address", "bad address") from error

    @property
    def host(self) -> str:
        """The host's name, or its IP address."""
        return urlsplit(self.url).hostname or ""

    @property
    def origin(self) -> str:
        """The part before the path."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        """The path, without the query."""
        return urlsplit(self.url).path

    def canonical(self, claimed: str | None) -> Address:
        """Return what a page found here is called: by its own word where that can be, else without its trackers.

        A page may name another address of its own host, but not for every page the front page, and no other site's.
        """
        try:
            named = self.join(claimed or "")
        except SourceError:
            named = self
        bare = (host.removeprefix("www.") for host in (self.host, named.host))
        if claimed and len(set(bare)) == 1 and (named.path != "/" or self.path == "/"):
            return named
        parts = urlsplit(self.url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not name.lower().startswith("utm_")]
        return self if kept == pairs else Address(urlunsplit(parts._replace(query=urlencode(kept))))


def is_address(text: str) -> bool:
    """Tell whether `text` is meant as an address and not as a path.

    >>> is_address("https://courier.example/"), is_address("ftp://courier.example/"), is_address("news/2026")
    (True, True, False)
    """
    return _SCHEME.match(text) is not None
