"""What each site asks of robots (RFC 9309), asked once an hour."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

from protego import Protego

from tocsin.gather.aside import Unfit
from tocsin.gather.text.clean import decode
from tocsin.gather.web.deadlines import Late, left

_HOLDS_S = 3600.0  # RFC 9309 allows a day; a crisis lasts less
_RETRY_S = 300.0  # a robots.txt that could not be had
LARGEST = 500 * 1024  # bytes that RFC 9309 wants read at least; the rest is ignored


class _Rules(NamedTuple):
    until: float
    rules: Protego | None
    """None: the server failed, so nothing may be read (RFC 9309, 2.3.1.4)."""


class Robots:
    """The robots.txt of the sites met so far.

    `ask` gives status and body of an address; `agent` is our product name; `clock` is monotonic seconds.
    """

    def __init__(
        self, ask: Callable[[str], tuple[int, bytes]], agent: str, clock: Callable[[], float]
    ) -> None:
        self._ask, self._agent, self._clock = ask, agent, clock
        self._known: dict[str, _Rules] = {}
        self._asking: dict[str, threading.Lock] = {}

    def check(self, origin: str, url: str) -> float:
        """The pause in seconds that the site asks for (0: none). Raises Unfit 'robots' where it says no."""
        rules = self._rules(origin)
        if rules is None:
            raise Unfit("robots", f"{origin}/robots.txt cannot be had, so nothing there is read until it can")
        if not rules.can_fetch(url, self._agent):
            raise Unfit(
                "robots", f"{origin}/robots.txt asks robots not to read this address; ask the publisher"
            )
        return float(rules.crawl_delay(self._agent) or 0.0)

    def _rules(self, origin: str) -> Protego | None:
        """The rules of a site, asked by one thread for all; the others wait for it as long as they may."""
        asking, longest = self._asking.setdefault(origin, threading.Lock()), left()
        if not asking.acquire(timeout=-1 if longest is None else longest):
            raise Late
        try:
            known = self._known.get(origin)
            if known is None or known.until <= self._clock():
                known = self._fresh(origin)
                self._known[origin] = known
            return known.rules
        finally:
            asking.release()

    def _fresh(self, origin: str) -> _Rules:
        status, body = self._ask(f"{origin}/robots.txt")
        if status >= 500 or status == 429:
            return _Rules(self._clock() + _RETRY_S, None)
        text = decode(body[:LARGEST]) if 200 <= status < 300 else ""  # 4xx: there are no rules
        return _Rules(self._clock() + _HOLDS_S, Protego.parse(text))
