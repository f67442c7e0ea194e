"""How the passes of a running thread go: what /healthz and the page say when they fail or do not come."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import msgspec

from tocsin.errors import TocsinError

#: Pauses between passes after which one that has not ended is missed, and the least time for that.
MISSED, LEAST = 5, timedelta(minutes=5)


class Trouble(msgspec.Struct, frozen=True):
    """That passes fail, or do not come: since when, and why in words."""

    since: datetime
    error: str
    missed: bool = False
    """Whether no pass has ended for too long, rather than one having failed."""


class Pulse:
    """What was last heard of the passes, by who makes them ('gathering', 'pushed'). Safe to use from several threads."""

    def __init__(self, *, every: timedelta | None = None, started: datetime | None = None) -> None:
        """With `every`, passes are expected from `started` on; without, they come when somebody sends reports."""
        self._limit = max(MISSED * every, LEAST) if every else None
        self._ended = started
        self._lock = threading.Lock()
        self._failing: dict[str, Trouble] = {}

    def passed(self, who: str, now: datetime) -> None:
        """A pass has ended well."""
        with self._lock:
            self._failing.pop(who, None)
            self._ended = now if who == "gathering" else self._ended

    def failed(self, who: str, now: datetime, error: Exception) -> None:
        """A pass has failed; the next one will be tried."""
        words = str(error) if isinstance(error, TocsinError) else f"{type(error).__name__}: {error}"
        with self._lock:
            before = self._failing.get(who)
            self._failing[who] = Trouble(before.since if before else now, words[:500])
            self._ended = now if who == "gathering" else self._ended

    def trouble(self, now: datetime) -> Trouble | None:
        """What is wrong, the longest-standing first; None where the last pass of each kind went well."""
        with self._lock:
            found = sorted(self._failing.values(), key=lambda trouble: trouble.since)
            if not found and self._limit and self._ended and now - self._ended > self._limit:
                return Trouble(
                    self._ended, f"no pass has ended for over {self._limit.total_seconds():.0f} seconds", True
                )
        return found[0] if found else None
