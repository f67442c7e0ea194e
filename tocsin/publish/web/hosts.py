"""Under which names the server answers: a name of somebody else's that leads here is not ours (DNS rebinding)."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tocsin.settings import Settings

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class KnownHosts:
    """Answers 421 to a request for a host that is not this one.

    A page of any site can make its own name lead to this machine and then read and post here as if it were ours;
    an address in digits cannot be had so.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        named = (*_LOOPBACK, settings.host, *settings.allowed_hosts.split(","))
        self._known = frozenset(name.strip().lower().rstrip(".") for name in named if name.strip())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for this host."""
        if scope["type"] == "http" and not self.known(Headers(scope=scope).get("host", "")):
            told = "This server does not answer under that name; TOCSIN_ALLOWED_HOSTS adds one.\n"
            await PlainTextResponse(told, 421)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def known(self, host: str) -> bool:
        """Whether a Host header (with or without port) names this server."""
        name, colon, port = host.strip().lower().rpartition(":")
        if not colon or not port.isdigit():
            name = host.strip().lower()
        return name.rstrip(".") in self._known or _digits(name)


def _digits(name: str) -> bool:
    try:
        ipaddress.ip_address(name[1:-1] if name.startswith("[") and name.endswith("]") else name)
    except ValueError:
        return False
    return True
