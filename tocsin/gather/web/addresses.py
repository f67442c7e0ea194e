"""Connections to public addresses only: each name is resolved, checked and connected to in one step.

A name that is checked and then resolved again could lead elsewhere the second time (DNS rebinding), so
the connection goes to the very address that was checked. See docs/how-to/sources.md for the way around.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from tocsin.gather.aside import Unfit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


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
    odd = address.is_multicast or address.is_reserved or address.is_unspecified
    return odd or address.is_loopback or address.is_link_local or not address.is_global


def _within(address: Address) -> Iterator[Address]:
    """The IPv4 addresses that an IPv6 address may lead to."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    teredo = address.teredo or ()
    yield from (each for each in (address.ipv4_mapped, address.sixtofour, *teredo) if each is not None)


class Guard(httpcore.NetworkBackend):
    """Opens connections for httpcore, to checked addresses only."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that answers. Raises Unfit where any address is closed."""
        last: Exception | None = None
        for address in self._addresses(host, port):
            try:
                return self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, path: str, *args: Any, **options: Any) -> httpcore.NetworkStream:
        """Never: no source is a local socket."""
        del args, options
        raise httpcore.ConnectError(f"{path}: local sockets are closed")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"no such host: {host}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        # One closed address among several is a trap, not an oversight: then none is used.
        if not self._allow_private and any(is_closed(address) for address in addresses):
            raise Unfit(
                "unreachable",
                f"{host} is at a private or local address, which is closed; "
                "for a relay of your own set TOCSIN_ALLOW_PRIVATE=1",
            )
        return addresses


class Transport(httpx.BaseTransport):
    """httpx over connections that Guard opens; no proxy, since a proxy would resolve names itself."""

    def __init__(self, *, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=Guard(allow_private=allow_private),
            max_connections=20,
            keepalive_expiry=30.0,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises httpx.TransportError, or Unfit for a closed address."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            told = self._pool.handle_request(asked)
        return httpx.Response(
            told.status, headers=told.headers, stream=_Body(told.stream), extensions=told.extensions
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """The errors of httpcore under one name of httpx."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise httpx.TimeoutException(f"no answer in time {error}".strip()) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.TransportError(str(error) or type(error).__name__) from error
