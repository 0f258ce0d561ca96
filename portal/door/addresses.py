"""Where a request comes from: the other end of its socket, or what a trusted proxy there says.

A proxy adds the address that it heard from at the right end of the header; whatever stands further left than the first
address that is not trusted may have been made up.
"""

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from corpus.errors import SettingsError

Address = IPv4Address | IPv6Address
HOUSE = 64
"""Bits of an IPv6 address that are one customer's: the rest they choose themselves."""

_FORWARDED_FOR = re.compile(r'(?:^|;)\s*for\s*=\s*("[^"]*"|[^;,\s]*)', re.IGNORECASE)


class Proxies:
    """The proxies that are believed. `named` are their addresses or networks; none means that nobody is.

    Raises SettingsError for a name that is neither.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        try:
            self._networks = tuple(ip_network(each, strict=False) for each in named)
        except ValueError as error:
            raise SettingsError(
                f"REFDESK_PROXY: {error}. Give addresses or networks, such as 127.0.0.1 or 10.0.0.0/8."
            ) from error

    def trusts(self, address: Address | None) -> bool:
        """Whether a proxy may speak from `address`."""
        return address is not None and any(address in network for network in self._networks)

    def origin(self, scope: Scope) -> str:
        """The address that a request counts for, an IPv6 one as its network of 64 bits; empty if it has none.

        Where the two headers of a trusted proxy disagree, one of them is the sender's own: then it is the proxy's.
        """
        peer = address_in((scope.get("client") or ("", 0))[0])
        if not self.trusts(peer):
            return counted(peer)
        headers = Headers(scope=scope)
        told = {
            self._first_stranger(peer, names)
            for names in (list(_forwarded_for(headers)), list(_forwarded(headers)))
            if names
        }
        return counted(told.pop() if len(told) == 1 else peer)

    def speaks(self, scope: Scope) -> bool:
        """Whether the other end of the request's socket is a trusted proxy."""
        return self.trusts(address_in((scope.get("client") or ("", 0))[0]))

    def _first_stranger(self, peer: Address | None, names: list[str]) -> Address | None:
        """The last of `names` that is no trusted proxy, or the last hop that is known for sure."""
        known = peer
        for name in reversed(names):
            found = address_in(name)
            if found is None:
                return known
            known = found
            if not self.trusts(found):
                return found
        return known


def address_in(text: str) -> Address | None:
    """The address in `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1` or `[2001:db8::1]:4711`; None in anything
    else."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def counted(address: Address | None) -> str:
    """The name under which requests from `address` are counted."""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, HOUSE), strict=False))
    return str(address) if address is not None else ""


def _forwarded_for(headers: Headers) -> Iterator[str]:
    for value in headers.getlist("x-forwarded-for"):
        yield from value.split(",")


def _forwarded(headers: Headers) -> Iterator[str]:
    """The `for` of each hop in RFC 7239's header; a hop without one is a name that is no address."""
    for value in headers.getlist("forwarded"):
        for hop in value.split(","):
            found = _FORWARDED_FOR.search(hop)
            yield found.group(1) if found else ""
