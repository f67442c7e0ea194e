"""Reading the store for the web: one connection for each request, and each pass' view made once."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from tocsin.errors import TocsinError
from tocsin.model import Claim, Report, Source
from tocsin.publish.choosing import Choice, choose
from tocsin.publish.cited import Shelf
from tocsin.publish.copying import drawn
from tocsin.publish.interface import Interface, chosen
from tocsin.publish.shown import Citation, ThreadView
from tocsin.publish.view import aged, view
from tocsin.publish.web import pages
from tocsin.pulse import Pulse, Trouble
from tocsin.store.sqlite import SQLiteStore

KEPT = 8  # views kept: the page as it stands, and those that readers have turned back to
PAGES_KEPT = 64  # pages kept: of each view those that readers have asked for, at most some 200 kB each
PACKED_AT = 6  # packed once for all readers, so a little better than the middleware packs
FIRST_YEAR = 1900  # an earlier time is a slip: no thread reaches so far back
K = TypeVar("K")
V = TypeVar("V")
Key = tuple[int | None, datetime | None, datetime | None, str, bool]
PageKey = tuple[Key, datetime | None, datetime | None, datetime | None, str, Choice]


class Made(msgspec.Struct, frozen=True):
    """A page as it goes over the wire: plain, packed with gzip, and the mark by which a browser knows it again."""

    plain: bytes
    packed: bytes
    mark: str
    language: str

    @classmethod
    def of(cls, html: str, language: str) -> Made:
        """The page of an HTML text."""
        plain = html.encode()
        mark = hashlib.sha256(plain).hexdigest()[:20]
        return cls(plain, gzip.compress(plain, PACKED_AT, mtime=0), f'W/"{mark}"', language)


class Reader:
    """Views of one thread; safe to use from several threads."""

    def __init__(self, path: Path | str, pulse: Pulse | None = None) -> None:
        self._path, self._pulse = path, pulse
        self._views: OrderedDict[Key, ThreadView] = OrderedDict()
        self._pages: OrderedDict[PageKey, Made] = OrderedDict()
        self._spoken: set[tuple[str, str]] = set()  # the languages of the page so far: as asked for, as given
        self._lock = threading.Lock()
        self._making = threading.Lock()  # a new pass is put together once, however many ask for it at once

    @contextmanager
    def opened(self) -> Iterator[SQLiteStore]:
        """A connection of one's own. Raises StoreError where there is no database."""
        store = SQLiteStore(self._path, create=False)
        try:
            yield store
        finally:
            store.close()

    def trouble(self, now: datetime) -> Trouble | None:
        """That passes fail or do not come, where somebody here makes them."""
        return self._pulse.trouble(now) if self._pulse else None

    def zone(self) -> ZoneInfo:
        """The zone of the thread's watch."""
        with self.opened() as store:
            return store.watch().zone

    def view(self, as_of: datetime | None, *, speakers: bool = False) -> ThreadView:
        """The thread as it stood at `as_of`, or as it stands by our clock."""
        return self._view(as_of, speakers)[1]

    def page(self, as_of: datetime | None, choice: Choice | None = None, accepted: str = "") -> Made:
        """The page as HTML; made once for each pass, language and choice of updates, and again when it turns
        stale. `accepted` is the browser's Accept-Language, heeded where the choice names no language.
        """
        asked = choice or Choice()
        key, shown = self._view(as_of, False)
        words = chosen(asked.lang, accepted, shown.languages)
        if as_of is None and asked == Choice(lang=asked.lang):
            self._spoken.add((asked.lang, words.language))
        name = (key, shown.stale_since, shown.paused_since, shown.failing_since, words.language, asked)
        if made := self._kept(self._pages, name):
            return made
        with self._making:
            if made := self._kept(self._pages, name):
                return made
            made = Made.of(pages.thread(shown, choose(shown, asked), words=words), words.language)
            return self._keep(self._pages, name, made, PAGES_KEPT)

    def prepare(self) -> None:
        """Make the page as it stands in each language that somebody has asked for, so that its first reader does
        not wait; a thread that cannot be read says so then.
        """
        with suppress(TocsinError):
            for asked, language in sorted(self._spoken) or [("", "")]:
                self.page(None, Choice(lang=asked), language)

    def _view(self, as_of: datetime | None, speakers: bool) -> tuple[Key, ThreadView]:
        clock = as_of or datetime.now(UTC)
        with self.opened() as store:
            ticks = store.ticks(upto=as_of, last=1)
            watch = store.watch(upto=ticks[0].upto if ticks else None)
            number, at = (ticks[0].number, ticks[0].at) if ticks else (None, None)
            key = (number, at, as_of, watch.id, speakers)
            made = self._kept(self._views, key)
            if made is None:
                with self._making:
                    made = self._kept(self._views, key) or self._keep(
                        self._views, key, view(store, as_of=as_of, now=clock, speakers=speakers)
                    )
        trouble = None if as_of else self.trouble(clock)
        return key, aged(made, clock, failing_since=trouble.since if trouble else None)

    def _kept(self, shelf: OrderedDict[K, V], key: K) -> V | None:
        with self._lock:
            if key in shelf:
                shelf.move_to_end(key)
            return shelf.get(key)

    def _keep(self, shelf: OrderedDict[K, V], key: K, made: V, most: int = KEPT) -> V:
        """Remember what was made, and forget the oldest beyond `most`."""
        with self._lock:
            shelf[key] = made
            while len(shelf) > most:
                shelf.popitem(last=False)
        return made

    def copying(self, as_of: datetime | None, words: Interface) -> str:
        """Who copied whom as a picture: the origins that the page names, made anew for whoever asks."""
        shown = self.view(as_of)
        with self.opened() as store:
            return drawn(store, shown, words)

    def languages(self) -> tuple[str, ...]:
        """The languages of the thread's watch."""
        with self.opened() as store:
            return store.watch().languages

    def report(self, name: str) -> tuple[Report, Source | None, list[Citation], ZoneInfo] | None:
        """A report by its id or by the name that the input gave it, with its claims."""
        with self.opened() as store:
            found = store.reports([name]) or store.reports(store.report_ids(name)[-1:])
            if not found:
                return None
            report, sources = found[0], store.sources()
            claims = {claim.id: claim for claim in store.rows(Claim, report=report.id)}
            cited = Shelf(claims, {report.id: report}, sources, {}).cite(claims)
            return report, sources.get(report.source), list(cited), store.watch().zone


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A time of an address; one without an offset is in the watch's zone. None for what is no time."""
    plain = re.sub(
        r"(T[\d:.,]+) (\d\d:?\d\d)$", r"\1+\2", text.strip()
    )  # a '+' in an address reads as a space
    try:
        time = datetime.fromisoformat(plain)
        time = time if time.tzinfo else time.replace(tzinfo=zone)
        time = time.astimezone(UTC)
        return time if time.year >= FIRST_YEAR else None  # in another zone the year 1 is none
    except (ValueError, OverflowError):
        return None
