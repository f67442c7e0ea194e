"""Documents from the web: polite (robots, pace, back-off), bounded (bytes, time, redirects), public only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple

import httpx

from tocsin.gather.aside import Unfit
from tocsin.gather.rounds import Rounds
from tocsin.gather.web import replies
from tocsin.gather.web.addresses import Transport
from tocsin.gather.web.deadlines import Late, until
from tocsin.gather.web.replies import Reply
from tocsin.gather.web.robots import LARGEST, Robots
from tocsin.gather.web.visits import OVER, Answer, Visit
from tocsin.settings import Settings

__all__ = ["Answer", "Fetcher", "Visit"]

_LONGEST_PAUSE_S = 10.0  # what a site may make us wait within one pass; longer, and the source waits
_FIRST_HOLD_S, _LONGEST_HOLD_S = 60.0, 900.0  # a crisis cannot wait longer for a host that is back
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.8"


class _Hold(NamedTuple):
    until: float
    failures: int
    why: Unfit


class Fetcher:
    """Reads addresses for a watch; keep one for as long as the watch runs, and close it in the end.

    It remembers what each address last answered (ETag, Last-Modified), what each site asks of robots, and
    which hosts want to be left alone for a while. `clock` is monotonic seconds, `sleep` waits seconds.
    Several threads may read at once, each in a visit of its own; a host's pace holds for all of them.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self.clock, self._sleep = clock, sleep
        agent = settings.user_agent.strip() or "Tocsin"
        self._client = httpx.Client(
            transport=Transport(allow_private=settings.allow_private),
            headers={"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(settings.timeout_s, connect=min(settings.timeout_s, 10.0), pool=None),
            trust_env=False,  # no proxy (it would resolve names itself) and no passwords from .netrc
        )
        self._robots = Robots(self._ask_robots, agent.split("/")[0].split()[0], clock)
        self._lock = threading.Lock()  # of the four below; never held while anything is waited for
        self.seen: dict[str, dict[str, str]] = {}
        self._due: dict[str, float] = {}
        self._holds: dict[str, _Hold] = {}
        self.turns: dict[str, int] = {}
        """At which of its feeds each list goes on, where the time did not suffice for all."""
        self.rounds = Rounds()
        self._own = Visit(self)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def visit(self) -> Visit:
        """To read one source, in one pass."""
        return Visit(self, self.settings.source_s)

    def keep(self) -> None:
        """As Visit.keep, for what was read by `get` here."""
        self._own.keep()

    def drop(self) -> None:
        """As Visit.drop, for what was read by `get` here."""
        self._own.drop()

    def forget(self) -> None:
        """Read everything again in full: for a pass whose facts the store has lost."""
        self.seen = {}
        self._own.drop()

    def get(self, url: str) -> Answer | None:
        """As Visit.get, without a limit for all addresses together."""
        return self._own.get(url)

    def ask(self, target: httpx.URL, known: dict[str, str], visit: Visit) -> Reply:
        """One request in the host's pace. Raises Unfit as Visit.get, also while the host is left alone."""
        host = target.netloc.decode()
        hold = self._holds.get(host)
        if hold and hold.until > self.clock():
            raise hold.why
        try:
            with until(visit.end, self.clock):
                asked = self._robots.check(replies.origin(target), str(target))
            self._wait(host, max(self.settings.pace_s, asked), visit)
            with until(visit.end, self.clock):
                reply = self._ask(target, known, self.settings.max_bytes)
        except httpx.InvalidURL:  # httpx looks at where a redirect leads before we do
            raise Unfit("unreachable", "redirects to what is no address") from None
        except (httpx.HTTPError, Late) as error:
            why = Unfit("unreachable", f"no answer: {error}")
            self._hold(host, why, None, patience=1)  # one lost connection is nothing, the second is a reason
            raise why from None
        if reply.status >= httpx.codes.BAD_REQUEST:
            why = Unfit("unreachable", replies.refusal(reply.status))
            if reply.status in {429, 503}:
                self._hold(host, why, reply.headers.get("Retry-After"), patience=0)
            raise why
        with self._lock:
            self._holds.pop(host, None)
        return reply

    def _wait(self, host: str, pause: float, visit: Visit) -> None:
        """Wait for the host's next turn, which is then this visit's."""
        with self._lock:
            now = self.clock()
            turn = max(self._due.get(host, 0.0), now)
            if turn - now > _LONGEST_PAUSE_S and pause > max(_LONGEST_PAUSE_S, self.settings.pace_s):
                why = "the site asks robots to wait long between pages; it is read in a later pass"
                raise Unfit("unreachable", why)
            visit.excuse(turn - now)
            if turn >= visit.end:
                raise Unfit("unreachable", OVER)
            self._due[host] = turn + pause
        if turn > now:
            self._sleep(turn - now)

    def _hold(self, host: str, why: Unfit, asked: str | None, *, patience: int) -> None:
        """Leave a host alone: as long as it asks, else twice as long after each failure beyond `patience`."""
        with self._lock:
            self._hold_now(host, why, asked, patience)

    def _hold_now(self, host: str, why: Unfit, asked: str | None, patience: int) -> None:
        failures = self._holds[host].failures + 1 if host in self._holds else 1
        wait = replies.retry_after(asked)
        if wait is None:
            beyond = failures - patience
            wait = min(_FIRST_HOLD_S * 2.0 ** min(beyond - 1, 10), _LONGEST_HOLD_S) if beyond > 0 else 0.0
        self._holds[host] = _Hold(self.clock() + wait, failures, why)

    def _ask_robots(self, url: str) -> tuple[int, bytes]:
        for _ in range(self.settings.max_redirects + 1):
            target = replies.checked(url)
            reply = self._ask(target, {}, LARGEST, cut=True)
            further = replies.moved(target, reply)
            if further is None:
                return reply.status, reply.body
            url = further
        return 404, b""  # RFC 9309: too many redirects count as no rules

    def _ask(self, target: httpx.URL, known: dict[str, str], limit: int, *, cut: bool = False) -> Reply:
        """One request, its body unpacked up to `limit` bytes. Raises Unfit 'too-large' unless `cut`."""
        end = self.clock() + 3 * self.settings.timeout_s  # a server that drips bytes gives no answer
        with until(end, self.clock), self._client.stream("GET", target, headers=known) as response:
            body = bytearray()
            for piece in replies.unpacked(response, limit + 1):
                body += piece
                if len(body) > limit and cut:
                    break
                if len(body) > limit:
                    raise Unfit("too-large", f"the answer is over {limit} bytes (TOCSIN_MAX_BYTES)")
                if self.clock() > end:
                    raise Late
            return Reply(response.status_code, response.headers, bytes(body))
