"""Commands that serve the page: serve, and the loop of run."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import structlog
import typer

from tocsin import settings as config
from tocsin import thread
from tocsin.commands.asking import with_readings
from tocsin.commands.common import Database, WatchPath, database, out, put_aside, say
from tocsin.errors import InputError, StoreError, TocsinError
from tocsin.model import Decision, Update
from tocsin.pulse import Pulse
from tocsin.settings import Settings
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Watch

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from tocsin.publish.web.app import Submit

#: How long a pass of a running watch waits for all sources before it takes in those that have answered.
PATIENCE_S = 5.0

log = structlog.get_logger()


def serve(
    watch: WatchPath = None,
    *,
    db: Database = None,
    host: Annotated[str | None, typer.Option(help="Address to serve the page at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve the page at; 0 takes a free one.")] = None,
) -> None:
    """Serve the page of a thread, and take reports at POST /api/reports."""
    settings = config.load()
    settings = msgspec.structs.replace(
        settings, host=host or settings.host, port=settings.port if port is None else port
    )
    path = database(watch, db)
    if not path.exists():
        raise StoreError(f'{path}: no such database. "tocsin run WATCH --once" makes it.')
    serve_until_stopped(path, settings)


def submitter(
    path: Path, settings: Settings, lock: threading.Lock | None = None, pulse: Pulse | None = None
) -> Submit:
    """What POST /api/reports calls: the reports go into the journal, and the thread is brought up to date."""
    guard = lock or threading.Lock()

    def submit(records: list[dict[str, Any]], *, vouched: frozenset[str] = frozenset()) -> dict[str, Any]:
        from tocsin.gather import as_source, from_records  # noqa: PLC0415

        now = datetime.now(UTC)
        with guard, _heard(pulse, "pushed"):
            store = SQLiteStore(path)
            try:
                before, start = store.count("report"), store.end()
                watch = store.watch()
                known = {**{source.id: as_source(source) for source in watch.sources}, **store.sources()}
                rows = from_records(
                    records,
                    where="POST /api/reports",
                    now=now,
                    settings=settings,
                    zone=watch.zone,
                    known=known.values(),
                    vouched=vouched,
                )
                facts = with_readings(list(rows), watch, store, settings)
                last = store.ticks(last=1)
                thread.advance(watch, store, facts, now=max(now, last[0].at) if last else now)
                added = store.count("report") - before
                told = put_aside(facts, store, after=start)
            finally:
                store.close()
        return {"added": added, "quarantined": told}

    return submit


@contextmanager
def _heard(pulse: Pulse | None, who: str) -> Iterator[None]:
    """A pass whose failure is known to /healthz, and is said in words to whoever has asked for it."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        if pulse:
            pulse.failed(who, datetime.now(UTC), error)
        if isinstance(error, TocsinError):
            raise
        log.exception("pass failed")
        raise StoreError(
            f"The reports are kept, but the pass failed ({type(error).__name__}: {error}); it is tried with the next ones."
        ) from None
    if pulse:
        pulse.passed(who, datetime.now(UTC))


def decider(
    path: Path, lock: threading.Lock | None = None, pulse: Pulse | None = None
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What POST /api/links calls: an editor's word on a link goes into the journal, and a pass is made."""
    guard = lock or threading.Lock()

    def decide(record: dict[str, Any]) -> dict[str, Any]:
        chosen = [key for key in ("withdraw", "state") if isinstance(record.get(key), str)]
        if len(chosen) != 1 or not all(isinstance(record.get(key, ""), str) for key in ("by", "reason")):
            raise InputError(
                'send {"withdraw": "l-..."} or {"state": "LEFT RELATION RIGHT"}, by and reason as text.'
            )
        now, target = datetime.now(UTC), " ".join(record[chosen[0]].split())
        kind: Literal["withdraw", "state"] = "withdraw" if chosen[0] == "withdraw" else "state"
        decision = Decision(
            kind=kind, target=target, by=record.get("by", "editor"), at=now, reason=record.get("reason", "")
        )
        with guard, _heard(pulse, "pushed"):
            store = SQLiteStore(path)
            try:
                thread.decide(store, decision, now=now)
            finally:
                store.close()
        return {"decided": f"{kind} {target}"}

    return decide


def serve_until_stopped(
    path: Path,
    settings: Settings,
    *,
    submit: Submit | None = None,
    lock: threading.Lock | None = None,
    pulse: Pulse | None = None,
) -> None:
    """Serve the page until interrupted; the address is printed once it answers."""
    import uvicorn  # noqa: PLC0415

    from tocsin.publish.web import create_app, tokens  # noqa: PLC0415
    from tocsin.publish.web.connections import Connection, room  # noqa: PLC0415

    tokens.load(settings.tokens)  # what is wrong there is told now

    guard, pulse = lock or threading.Lock(), pulse or Pulse()
    app: Starlette = create_app(
        path,
        settings=settings,
        submit=submit or submitter(path, settings, guard, pulse),
        decide=decider(path, guard, pulse),
        pulse=pulse,
    )
    listener = _listener(settings)
    host, port = listener.getsockname()[:2]
    out(f"Serving at http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C stops)")
    Connection.most = room()
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        log_level="warning",
        timeout_graceful_shutdown=2,
        backlog=max(16, min(2048, Connection.most // 8)),  # so many are taken before one can be turned away
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listener])


def _listener(settings: Settings) -> socket.socket:
    """The socket to serve at. Raises InputError where the address is taken."""
    if not 0 <= settings.port <= 65535:
        raise InputError(f"{settings.port} is no port: choose one of 1 to 65535, or 0 for a free one")
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise InputError(
            f"cannot serve at {settings.host}:{settings.port}: {error.strerror}; choose another with --port (0 takes a free one)"
        ) from None
    listener.listen(128)
    return listener


def follow(watch: Watch, path: Path, settings: Settings, *, every: timedelta, gathering: bool) -> None:
    """Gather for ever in the background and serve the page; one writer at a time."""
    lock, stop = threading.Lock(), threading.Event()
    with_store = SQLiteStore(path)
    with_store.append([watch], at=datetime.now(UTC))
    with_store.close()
    pulse = Pulse(every=every if gathering else None, started=datetime.now(UTC))
    worker = threading.Thread(
        target=_passes, args=(watch, path, settings, every, lock, stop, pulse), daemon=True
    )
    if gathering:
        worker.start()
    try:
        serve_until_stopped(path, settings, lock=lock, pulse=pulse)
    finally:
        stop.set()
        if gathering:
            worker.join(timeout=5)


def _passes(
    watch: Watch,
    path: Path,
    settings: Settings,
    every: timedelta,
    lock: threading.Lock,
    stop: threading.Event,
    pulse: Pulse,
) -> None:
    """Pass after pass; a pass that fails is said, here and at /healthz, and the next one is tried."""
    from tocsin.gather import batches  # noqa: PLC0415
    from tocsin.gather.web.fetch import Fetcher  # noqa: PLC0415

    with Fetcher(settings) as fetcher:
        while not stop.is_set():
            began, longest = time.monotonic(), every.total_seconds()
            try:
                for facts in batches(
                    watch,
                    now=datetime.now(UTC),
                    settings=settings,
                    fetcher=fetcher,
                    patience_s=PATIENCE_S,
                    longest_s=longest,
                ):
                    if facts:  # of a late source that has nothing new there is nothing to draw
                        with lock:
                            _take_in(watch, path, facts)
                pulse.passed("gathering", datetime.now(UTC))
            except Exception as error:
                pulse.failed("gathering", datetime.now(UTC), error)
                fetcher.forget()  # what was fetched was not kept: the next pass reads everything in full
                log.exception("pass failed; the next one is tried")
            # Late sources are waited for within the pause: the others are asked again when it is their time.
            stop.wait(max(min(1.0, longest), began + longest - time.monotonic()))


def _take_in(watch: Watch, path: Path, facts: list[Any]) -> None:
    store = SQLiteStore(path)
    facts = with_readings(facts, watch, store, config.load())
    try:
        before, start = (len(store.rows(Update)), store.count("report")), store.end()
        last, now = store.ticks(last=1), datetime.now(UTC)
        now = max(now, last[0].at) if last else now  # a clock that was set back stops no thread
        for _ in thread.catch_up(watch, store, facts, now=now):
            pass
        for item in put_aside((), store, after=start):
            say(f"put aside ({item['reason']}): {item['where']}: {item['detail']}")
        say(
            f"{now:%H:%M:%S}  {store.count('report') - before[1]} new reports, {len(store.rows(Update)) - before[0]} new updates"
        )
    finally:
        store.close()
