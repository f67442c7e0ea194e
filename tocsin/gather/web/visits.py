"""One source read in one pass."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import httpx

from tocsin.gather.aside import Unfit
from tocsin.gather.web import replies

if TYPE_CHECKING:
    from tocsin.gather.web.fetch import Fetcher

OVER = "the time for one source is over (TOCSIN_SOURCE_S); the rest is read in a later pass"


class Answer(NamedTuple):
    """A document as it was served; `url` is where the redirects led, `kind` its media type."""

    url: str
    body: bytes
    kind: str
    charset: str | None


class Visit:
    """One source read in one pass: within its time, and counted as read only once its facts were taken.

    All its requests together have `longest_s` seconds; waiting for the first turn at a host that many
    sources share does not count, since that is no fault of the source.
    """

    def __init__(self, fetcher: Fetcher, longest_s: float = math.inf) -> None:
        self.fetcher, self._begun = fetcher, False
        self.end = fetcher.clock() + longest_s
        self._new: dict[str, dict[str, str]] = {}

    def excuse(self, seconds: float) -> None:
        """The first request has to wait for its turn; that does not count."""
        if not self._begun:
            self._begun, self.end = True, self.end + seconds

    @contextmanager
    def share(self, seconds: float) -> Iterator[None]:
        """One of many addresses, which may take `seconds` of the time for all."""
        whole = self.end
        self.end = min(whole, self.fetcher.clock() + seconds)
        try:
            yield
        finally:
            self.end = whole

    @property
    def over(self) -> bool:
        """Whether the time for this source is over."""
        return self.fetcher.clock() >= self.end

    def keep(self) -> None:
        """What was read since the last call was taken: from now on an unchanged answer is no news."""
        self.fetcher.seen |= self._new
        self._new = {}

    def drop(self) -> None:
        """What was read since the last `keep` was not taken: it is read again in full."""
        self._new = {}

    def get(self, url: str) -> Answer | None:
        """The document at an address, or None where it is unchanged since `keep`.

        Raises Unfit: 'unreachable', 'robots', 'too-large'.
        """
        most = self.fetcher.settings.max_redirects
        for _ in range(most + 1):
            target = replies.checked(url)
            reply = self.fetcher.ask(target, self.fetcher.seen.get(str(target), {}), self)
            if reply.status == httpx.codes.NOT_MODIFIED:
                return None
            further = replies.moved(target, reply)
            if further is None:
                self._new[str(target)] = replies.validators(reply.headers)
                return Answer(replies.public(str(target)), reply.body, *replies.content_type(reply.headers))
            url = further
        raise Unfit("unreachable", f"more than {most} redirects; give the last address")
