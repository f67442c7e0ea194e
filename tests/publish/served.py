"""A real server on a free loopback port, for tests of streams and browsers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

from tocsin.publish.web import create_app
from tocsin.settings import Settings

DEADLINE_S = 20.0


class Client:
    """Asks an application in this process, without a server; follows no redirect."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, address: str, **options: Any) -> httpx.Response:
        """The answer to GET."""
        return asyncio.run(self._ask("GET", address, **options))

    def post(self, address: str, **options: Any) -> httpx.Response:
        """The answer to POST."""
        return asyncio.run(self._ask("POST", address, **options))

    async def _ask(self, method: str, address: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, address, **options)


@contextmanager
def served(path: Path, **options: Any) -> Iterator[str]:
    """The address at which the page of a database is served while the block runs."""
    app = create_app(path, settings=Settings(), poll_s=0.05, **options)
    config = uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + DEADLINE_S
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until, "the server did not start"
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(DEADLINE_S)
