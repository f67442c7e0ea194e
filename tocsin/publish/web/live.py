"""Server-sent events: one look at the store each second, shared by all who listen."""

from __future__ import annotations

import asyncio
import json
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import structlog
from starlette.concurrency import run_in_threadpool

from tocsin.errors import TocsinError
from tocsin.model import Assessment, Update
from tocsin.publish.editorial import released
from tocsin.publish.plain import visible
from tocsin.publish.shown import clock, percent
from tocsin.store.sqlite import SQLiteStore

Event = dict[str, Any]
log = structlog.get_logger()
TOLD_S = 0.5  # after so long all have been told; who asks for the page earlier has it made for him
BACKLOG = 200  # updates sent to a listener who was away; for more, the page is there


class State(msgspec.Struct, frozen=True):
    """What a look at the store has found."""

    tick: int = 0
    at: datetime | None = None
    updates: tuple[Update, ...] = ()
    assessment: Event | None = None
    trouble: str | None = None

    @property
    def seq(self) -> int:
        """The number of the latest update."""
        return self.updates[-1].seq if self.updates else 0


class Live:
    """Tells listeners of new updates and assessments; looks at the store only while somebody listens."""

    def __init__(
        self, path: Path | str, *, every_s: float, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._path, self._every_s = path, every_s
        self._on_change = changed
        self._state = State()
        self._changed = asyncio.Event()  # a new one for each change, so that one turn of the loop wakes all
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None
        self._preparing: asyncio.Task[None] | None = None

    async def listen(self, after: int | None) -> AsyncIterator[Event]:
        """Events after update `after`, or from now on, for as long as the listener stays."""
        self._listeners += 1
        try:
            seen = await self._joined()
            told = seen.seq if after is None else after
            yield {"event": "hello", "data": json.dumps({"seq": seen.seq, "tick": seen.tick}), "retry": 3000}
            for event in _news(seen, told, State()):  # with the answer as it stands, which the page compares
                yield event
            told = max(told, seen.seq)
            while True:
                state = await self._after(seen)
                for event in _news(state, told, seen):
                    yield event
                told, seen = max(told, state.seq), state
        finally:
            self._listeners -= 1
            if not self._listeners:
                self._stop()

    async def close(self) -> None:
        """Stop looking, and let nobody wait."""
        self._stop()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _joined(self) -> State:
        """The state on arrival; the first listener starts the looking."""
        if self._task is None or self._task.done():
            self._state = await run_in_threadpool(_look, self._path, State())
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._follow())
        return self._state

    async def _after(self, seen: State) -> State:
        while self._state is seen:
            await self._changed.wait()
        return self._state

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self._every_s)
            state = await run_in_threadpool(_look, self._path, self._state)
            if state is not self._state:
                self._state = state
                told, self._changed = self._changed, asyncio.Event()
                told.set()
                if self._preparing is None or self._preparing.done():
                    self._preparing = asyncio.create_task(self._prepare())

    async def _prepare(self) -> None:
        """Make the page of the pass that was told; looking goes on, and what fails here stops nobody's news."""
        await asyncio.sleep(TOLD_S)  # telling thousands needs the processor for itself
        try:
            await run_in_threadpool(self._on_change)
        except Exception as error:
            log.warning("the page could not be made ahead", error=str(error))


def _look(path: Path | str, last: State) -> State:
    """The state of the store; the last one itself where nothing has changed."""
    try:
        with closing(SQLiteStore(path, create=False)) as store:
            return _state(store, last)
    except TocsinError as error:
        if last.trouble == str(error):
            return last
        log.warning("the thread cannot be read", error=str(error))
        return msgspec.structs.replace(last, trouble=str(error))


def _state(store: SQLiteStore, last: State) -> State:
    ticks = store.ticks(last=1)
    tick = ticks[0] if ticks else None
    if last.trouble is None and (tick.number, tick.at) == (last.tick, last.at) if tick else last == State():
        return last
    if tick is None:
        return State()
    updates = sorted(released(store, tick), key=lambda update: update.seq)
    now = store.latest(Assessment, tick=tick.number)
    return State(tick.number, tick.at, tuple(updates), _assessed(now[0], store.watch().zone) if now else None)


def _assessed(now: Assessment, zone: ZoneInfo) -> Event:
    """What the page needs to say that the answer has moved, or that a pass was made."""
    return {
        "tick": now.tick,
        "at": now.at.isoformat(),
        "label": clock(now.at, zone),
        "begun": round(now.begun, 4),
        "percent": percent(now.begun),
        "words": now.words,
        "leading": now.leading,
    }


@lru_cache(maxsize=4 * BACKLOG)
def _data(update: Update) -> str:
    """An update as JSON, written once for all who listen."""
    data = {
        "seq": update.seq,
        "at": update.at.isoformat(),
        "why": update.why,
        "text": visible(update.text),
    }
    return json.dumps(data, ensure_ascii=False)


def _news(state: State, told: int, before: State) -> Iterator[Event]:
    """The events that tell a listener what is new since update `told` and since the state before."""
    first = bisect_right(state.updates, told, key=lambda update: update.seq)
    for update in state.updates[max(first, len(state.updates) - BACKLOG) :]:
        yield {"event": "update", "id": str(update.seq), "data": _data(update)}
    if state.assessment and state.tick != before.tick:
        yield {"event": "assessment", "id": str(state.seq), "data": json.dumps(state.assessment)}
    if state.trouble and state.trouble != before.trouble:
        yield {"event": "trouble", "data": json.dumps({"message": state.trouble})}
