"""Connections that bring no request: they are dropped, and shut nobody out."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import uvicorn

from tocsin.publish.web import create_app
from tocsin.publish.web.connections import Connection
from tocsin.settings import Settings

from .served import DEADLINE_S


@contextmanager
def serving(path: Path, *, request_s: float = 0.3, most: int = 500) -> Iterator[int]:
    """The port at which a page is served, over connections that must bring a request in time."""
    kind = type("Short", (Connection,), {"request_s": request_s, "most": most})
    app = create_app(path, settings=Settings(), poll_s=0.05)
    config = uvicorn.Config(
        app, port=0, http=kind, ws="none", log_level="critical", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + DEADLINE_S
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until
        thread.join(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(DEADLINE_S)


HALVES = [
    b"",
    b"GET / HTTP/1.1\r\nHost: loc",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\nxx",
]


def test_a_request_that_is_never_finished_is_dropped(database: Path) -> None:
    with serving(database) as port, ExitStack() as open_:
        lines = [open_.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in HALVES]
        for line, half in zip(lines, HALVES, strict=True):
            line.sendall(half)
            line.settimeout(DEADLINE_S)
        began = time.monotonic()
        for line in lines:
            try:
                while line.recv(65536):
                    pass
            except ConnectionResetError:
                pass
        assert time.monotonic() - began < 5


def test_a_listener_stays_however_long_it_listens(database: Path) -> None:
    with (
        serving(database, request_s=0.1) as port,
        httpx.stream("GET", f"http://127.0.0.1:{port}/events", timeout=1.0) as answer,
    ):
        lines = answer.iter_lines()
        assert next(lines).startswith("event:")
        began, heard = time.monotonic(), ""
        try:
            for line in lines:
                heard += line
        except httpx.ReadTimeout:
            pass  # nothing more to tell, and nobody hung up
        assert time.monotonic() - began >= 0.9


def test_half_sent_requests_shut_nobody_out(database: Path) -> None:
    with serving(database, request_s=60.0, most=20) as port, ExitStack() as open_:
        for _ in range(100):
            line = open_.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(3):
            assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5.0).status_code == 200
