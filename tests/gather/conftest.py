"""A real HTTP server on the loopback address, and what every test of gathering needs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tocsin.gather import Fetcher, from_path
from tocsin.model import Quarantine, Report, Source
from tocsin.settings import Settings

NOW = datetime(2019, 4, 30, 18, 0, tzinfo=UTC)
CARACAS = ZoneInfo("America/Caracas")
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """Pages by path; each is bytes, or (status, headers, body), or a function of the request's headers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        self.asked.append((path, headers))
        page = self.pages.get(path, (404, {}, b"nothing here"))
        page = page(headers) if callable(page) else page
        return page if isinstance(page, tuple) else (200, {}, page)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = found.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *args: None  # a reader that hangs up early is what some tests are about
    found = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


OPEN = Settings(allow_private=True, pace_s=0.0, timeout_s=5.0, max_bytes=200_000)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(OPEN) as found:
        yield found


class Facts:
    """The facts of a reading, by their kind."""

    def __init__(self, facts: Any) -> None:
        self.all = list(facts)
        self.sources = {fact.id: fact for fact in self.all if isinstance(fact, Source)}
        self.reports = [fact for fact in self.all if isinstance(fact, Report)]
        self.aside = [fact for fact in self.all if isinstance(fact, Quarantine)]

    @property
    def reasons(self) -> list[str]:
        return [fact.reason for fact in self.aside]

    @property
    def texts(self) -> list[str]:
        return [report.text for report in self.reports]


@pytest.fixture
def read() -> Callable[..., Facts]:
    def reading(path: Path | str, settings: Settings = OPEN, **more: Any) -> Facts:
        return Facts(from_path(path, now=NOW, settings=settings, zone=CARACAS, **more))

    return reading


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def writing(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return writing
