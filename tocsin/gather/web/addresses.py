"""Connections to public addresses only: each name is resolved, checked and connected to in one step.

A name that is checked and then resolved again could lead elsewhere the second time (DNS rebinding), so
the connection goes to the very address that was checked. See docs/how-to/sources.md for the way around.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from tocsin.gather.aside import Unfit
from tocsin.gather.web.closed import is_closed
from tocsin.gather.web.deadlines import Late, left

MOST = 64  # connections at once: one for each source that is read, and those that are being closed

MOST = 64  # connections at once: one for each source that is read, and those that are being closed


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
        for address in self._addresses(host, port, timeout):
            try:
                plain = self._plain.connect_tcp(address, port, left(timeout), local_address, socket_options)
                return _Timed(plain)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, path: str, *args: Any, **options: Any) -> httpcore.NetworkStream:
        """Never: no source is a local socket."""
        del args, options
        raise httpcore.ConnectError(f"{path}: local sockets are closed")

    def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        found = _resolved(host, port, left(timeout))
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        # One closed address among several is a trap, not an oversight: then none is used.
        if not self._allow_private and any(is_closed(address) for address in addresses):
            raise Unfit(
                "unreachable",
                f"{host} is at a private or local address, which is closed; "
                "for a relay of your own set TOCSIN_ALLOW_PRIVATE=1",
            )
        return addresses


def _resolved(host: str, port: int, timeout: float | None) -> list[Any]:
    """What the system says of a name, within `timeout` seconds: a resolver may be silent far longer than that."""
    answer: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True, name=f"resolve {host:.40}").start()
    try:
        found = answer.get(timeout=timeout)
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"nobody says in time where {host} is") from None
    if isinstance(found, Exception):
        raise httpcore.ConnectError(f"no such host: {host}")
    return found


class _Timed(httpcore.NetworkStream):
    """A connection of which every step keeps to the end in force, see deadlines."""

    def __init__(self, plain: httpcore.NetworkStream) -> None:
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, left(timeout))

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Timed(self._plain.start_tls(ssl_context, server_hostname, left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx over connections that Guard opens; no proxy, since a proxy would resolve names itself."""

    def __init__(self, *, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=Guard(allow_private=allow_private),
            max_connections=MOST,
            max_keepalive_connections=20,
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
        raise httpx.TimeoutException(str(Late())) from error  # one word for it, whichever limit was met
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.TransportError(str(error) or type(error).__name__) from error
