"""Names of hosts to the IP addresses that may be connected to: public ones, and those of hosts that were allowed.

What is checked here is what is connected to; a name is never resolved a second time in between.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

from index.errors import SourceError

Resolve: TypeAlias = Callable[[str, int], list[str]]
"""A host's name and a port to IP addresses, at least one; SourceError where there are none, or none may be used."""
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for the IPv4 address in their last 32 bits."""
_NEVER = tuple(map(ip_network, ("0.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "fec0::/10", "::/96")))
"""Addresses of no public host that older Pythons take for global ones."""


def look_up(host: str, port: int) -> list[str]:
    """Ask the system for the IP addresses of a host.

    Raises:
        SourceError: it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(
            f"{host} is not found ({error}); check the address and the network", "no such host"
        ) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def guarded(allowed: Collection[str], resolve: Resolve = look_up) -> Resolve:
    """Return a `Resolve` that refuses a host with any address that is not public, unless it is `allowed` by name."""

    def resolved(host: str, port: int) -> list[str]:
        found = resolve(host, port)
        if host not in allowed and (private := [address for address in found if not is_public(address)]):
            raise SourceError(
                f"{host} is {private[0]}, an address of this machine or of its own network; "
                "not fetched unless QUOTES_PRIVATE_HOSTS names it",
                "private address",
            )
        return found

    return resolved


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, also where it wraps another one.

    >>> [is_public(address) for address in ("93.184.215.14", "127.0.0.1", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    ip = ip_address(address.split("%", 1)[0])
    if isinstance(ip, IPv6Address) and (inner := _wrapped(ip)) is not None:
        ip = inner
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _NEVER if net.version == ip.version)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
