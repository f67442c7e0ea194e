"""Which addresses are closed to sources: all that is not of the open internet, in any disguise."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that IANA has given out of IPv6 for the open internet
#: What the IANA special-purpose registries (RFC 6890 and later, as of 2025) name, whatever this Python knows of them.
_SPECIAL = tuple(
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip


def is_closed(address: str) -> bool:
    """Whether an address is private, loopback, link-local, multicast or reserved, in any disguise."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if found in _NAT64:  # a network without IPv4 reaches all of it so: what counts is where it leads
        return _closed(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return any(_closed(each) for each in (found, *_within(found)))


def _closed(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST:
        return True
    return not address.is_global or any(address in network for network in _SPECIAL)


def _within(address: Address) -> Iterator[Address]:
    """The IPv4 addresses that an IPv6 address may lead to."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    teredo = address.teredo or ()
    yield from (each for each in (address.ipv4_mapped, address.sixtofour, *teredo) if each is not None)
