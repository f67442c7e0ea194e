"""Connections that may not be held for nothing: a request that is never finished shuts nobody out."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds in which a connection has to bring a whole request, the first one as well as each further one.
REQUEST_S = 15.0
#: The share of the files that the system lets us have; the rest is for the database, the sources, and connections
#: that are being taken or closed.
SHARE = 0.6


def room() -> int:
    """How many connections may be open: a share of the files that the system lets us have."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return max(16, int(SHARE * (most if soft == resource.RLIM_INFINITY else soft)))


class Connection(H11Protocol):
    """One connection of a reader, closed where it brings no whole request in time.

    Who listens to events, or waits for an answer, is served and stays. Where there is no room for one more, the
    one that has been without a request longest gives way, and the newcomer only where all are served.
    """

    request_s = REQUEST_S
    most = 500

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room, and begin to wait for a request."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._asked: object = None
        self._looking = self.loop.call_later(self.request_s, self._look)
        if len(self.connections) > self.most:
            waiting = [each for each in self.connections if isinstance(each, Connection) and each.idle]
            min(waiting, key=lambda each: each._since, default=self).leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._looking.cancel()
        super().connection_lost(exc)

    def leave(self) -> None:
        """Hang up; from now on this connection takes no room."""
        self.connections.discard(self)
        self.transport.abort()

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered."""
        cycle: Any = self.cycle
        return cycle is None or cycle.response_complete

    def _look(self) -> None:
        """Close a connection that has brought nothing whole since the last look; look again later."""
        if self.idle and self.cycle is self._asked:
            self.leave()
            return
        self._asked, self._since = self.cycle, self.loop.time()
        self._looking = self.loop.call_later(self.request_s, self._look)
