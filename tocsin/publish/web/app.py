"""The addresses of the page and its interface; every answer is read from the store anew."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from anyio import CapacityLimiter, to_thread
from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tocsin.errors import InputError, StoreError, TocsinError
from tocsin.publish.choosing import Unfit, parse
from tocsin.publish.exports import WHAT, export
from tocsin.publish.interface import Interface, chosen, english
from tocsin.publish.interface.table import offered
from tocsin.publish.view import as_dict
from tocsin.publish.web import pages, tokens
from tocsin.publish.web.feed import atom, json_feed, live_blog
from tocsin.publish.web.headers import SecurityHeaders
from tocsin.publish.web.hosts import KnownHosts
from tocsin.publish.web.intake import TooMany, body_of, records_of, same_site
from tocsin.publish.web.live import Live
from tocsin.publish.web.reader import Reader, moment
from tocsin.pulse import Pulse
from tocsin.settings import Settings

LONGEST_TIME = 64  # characters; no way to write a time is longer
Decide = Callable[[dict[str, Any]], dict[str, Any]]


class Submit(Protocol):
    """Takes reports as records; `vouched` are the sources whose token came with them."""

    def __call__(self, records: list[dict[str, Any]], *, vouched: frozenset[str] = ...) -> dict[str, Any]:
        """What came of them: {'added': n, 'quarantined': [...]}."""


class Refusal(HTTPException):
    """What was asked for wrongly, as a key of the page's words, so that each reader is told in his language."""

    def __init__(self, status: int, key: str, **values: str) -> None:
        super().__init__(status, english().plain(key, **values))
        self.key, self.values = key, values


def create_app(
    db_path: Path | str,
    *,
    settings: Settings,
    submit: Submit | None = None,
    decide: Decide | None = None,
    pulse: Pulse | None = None,
    poll_s: float = 0.25,
) -> Starlette:
    """The web application over one thread's database.

    `submit` takes reports as records and gives {'added': n, 'quarantined': [...]}; without it the page only
    reads; `decide` takes an editor's word on a link likewise; `pulse`
    knows how the passes go. The database is looked at every `poll_s` seconds while somebody listens to /events.
    """
    routes = [
        Route("/", page),
        Route("/updates/{seq}", update),
        Route("/events", events),
        Route("/feed.atom", feed),
        Route("/feed.json", feed_json),
        Route("/liveblog.jsonld", blog),
        Route("/origins.svg", origins),
        Route("/healthz", health),
        Route("/reports/{name:path}", report),
        Route("/api/thread", thread),
        Route("/api/export/{what}.jsonl", rows),
        Route("/api/reports", take, methods=["POST"]),
        Route("/api/links", link, methods=["POST"]),
        Mount("/static", StaticFiles(directory=pages.HERE / "static"), name="static"),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(KnownHosts, settings=settings),
            Middleware(GZipMiddleware, compresslevel=4),
        ],
        exception_handlers={HTTPException: refused, TocsinError: failed},
        lifespan=_lifespan,
    )
    reader = Reader(db_path, pulse)
    app.state.reader = reader
    app.state.live = Live(db_path, every_s=poll_s, changed=reader.prepare)
    # Reports that are sent are read one after the other, and keep nobody waiting who only reads.
    app.state.writers = CapacityLimiter(1)
    app.state.settings, app.state.submit, app.state.decide = settings, submit, decide
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    await run_in_threadpool(app.state.reader.prepare)
    yield
    await app.state.live.close()


def page(request: Request) -> Response:
    """GET /: the page, as it stands or as it stood at ?as_of=TIME, with the updates that are asked for."""
    try:
        choice = parse(request.query_params)
    except Unfit as error:
        raise Refusal(400, error.key, **error.values) from None
    accepted = request.headers.get("accept-language", "")
    made = request.app.state.reader.page(_as_of(request), choice, accepted)
    headers = {
        "ETag": made.mark,
        "Vary": "Accept-Encoding, Accept-Language",
        "Content-Language": made.language,
    }
    if made.mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(made.plain, headers=headers)
    return HTMLResponse(made.packed, headers={**headers, "Content-Encoding": "gzip"})


def update(request: Request) -> Response:
    """GET /updates/SEQ: to the page on which this update stands, however old it is."""
    number = request.path_params["seq"]
    if not _is_number(number):
        raise HTTPException(404)
    seq = int(number)
    return RedirectResponse(pages.way(f"/?before={seq + 1}#u{seq}", _asked(request)), 303)


def report(request: Request) -> Response:
    """GET /reports/ID: one report's full text with its claims marked."""
    found = request.app.state.reader.report(request.path_params["name"])
    if found is None:
        raise Refusal(404, "fault.no_report")
    words = _words(request)
    html = pages.report(*found, words=words, lang=_asked(request))
    return HTMLResponse(html, headers=_spoken(words))


def origins(request: Request) -> Response:
    """GET /origins.svg: who copied whom, as a picture."""
    words = _words(request)
    drawing = request.app.state.reader.copying(_as_of(request), words)
    return Response(drawing, media_type="image/svg+xml", headers=_spoken(words))


def thread(request: Request) -> Response:
    """GET /api/thread: the whole view as JSON."""
    return _json(as_dict(request.app.state.reader.view(_as_of(request), speakers=True)))


def rows(request: Request) -> Response:
    """GET /api/export/WHAT.jsonl: one noun of the thread, a line of JSON for each row."""
    what, as_of = request.path_params["what"], _as_of(request)
    if what not in WHAT:
        raise HTTPException(404, f"There is no export {what!r}; there are: {', '.join(WHAT)}.")
    lines = _lines(request.app.state.reader, what, as_of)
    first = next(lines, "")  # a store that cannot be read is an error, and no answer that breaks off
    return StreamingResponse(chain([first], lines), media_type="application/jsonl")


def _lines(reader: Reader, what: str, as_of: datetime | None) -> Iterator[str]:
    with reader.opened() as store:
        for row in export(store, what, as_of=as_of):
            yield json.dumps(row, ensure_ascii=False) + "\n"


def feed(request: Request) -> Response:
    """GET /feed.atom: the updates as an Atom feed."""
    shown = request.app.state.reader.view(None)
    return Response(atom(shown, str(request.base_url)), media_type="application/atom+xml")


def feed_json(request: Request) -> Response:
    """GET /feed.json: the updates as a JSON Feed."""
    shown = request.app.state.reader.view(None)
    return _json(json_feed(shown, str(request.base_url)), "application/feed+json")


def blog(request: Request) -> Response:
    """GET /liveblog.jsonld: the thread as schema.org's LiveBlogPosting."""
    shown = request.app.state.reader.view(None)
    return _json(live_blog(shown, str(request.base_url)), "application/ld+json")


def health(request: Request) -> Response:
    """GET /healthz: when the last pass was, and whether passes fail or do not come; 503 where all is not well."""
    reader: Reader = request.app.state.reader
    with reader.opened() as store:
        ticks = store.ticks(last=1)
        reports, aside = store.count("report"), store.count("quarantine")
    trouble = reader.trouble(datetime.now(UTC))
    told = {
        "status": ("stale" if trouble.missed else "failing") if trouble else "ok",
        "last_pass": ticks[-1].at.isoformat() if ticks else None,
        "failing_since": trouble.since.isoformat() if trouble else None,
        "error": trouble.error if trouble else None,
        "reports": reports,
        "put_aside": aside,
    }
    return _json(told, status=503 if trouble else 200)


def _is_number(text: str) -> bool:
    """Whether a text is a number of an update; Python itself reads none of over 4,300 digits."""
    return text.isascii() and text.isdigit() and len(text) < 10


async def events(request: Request) -> Response:
    """GET /events: server-sent events 'update' and 'assessment', after Last-Event-ID or ?after=SEQ."""
    told = request.headers.get("last-event-id") or request.query_params.get("after") or ""
    after = int(told) if _is_number(told) else None
    return EventSourceResponse(request.app.state.live.listen(after), ping=15, send_timeout=30)


async def take(request: Request) -> Response:
    """POST /api/reports: reports as a JSON object, a list of them, or a line of JSON for each."""
    submit: Submit | None = request.app.state.submit
    if submit is None:
        raise HTTPException(501, "This server only reads; tocsin run and tocsin serve take reports.")
    if not same_site(request):
        raise HTTPException(403, "Another site's page may not push reports here.")
    vouched = _vouched(request)
    body = await body_of(request, request.app.state.settings.max_bytes)
    try:
        records = await run_in_threadpool(records_of, body)
    except ValueError as error:
        status = 413 if isinstance(error, TooMany) else 400
        raise HTTPException(status, f"{error} Nothing was taken.") from None
    taking = partial(submit, records, vouched=vouched)
    return _json(await to_thread.run_sync(taking, limiter=request.app.state.writers))


def _vouched(request: Request) -> frozenset[str]:
    """The sources whose token came along; none without one. Raises HTTPException 401 for a token of nobody."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":  # a proxy's own login is not ours to look at
        return frozenset()
    try:
        known = tokens.load(request.app.state.settings.tokens)
    except InputError:
        raise HTTPException(503, "This server cannot read its tokens. Nothing was taken.") from None
    found = tokens.vouched(known, token)
    if not found:
        raise HTTPException(
            401,
            "No source has this token (TOCSIN_TOKENS). Nothing was taken.",
            {"WWW-Authenticate": "Bearer"},
        )
    return found


async def link(request: Request) -> Response:
    """POST /api/links: an editor's word on a link, {"withdraw": ID} or {"state": "LEFT RELATION RIGHT"}."""
    decide: Decide | None = request.app.state.decide
    if decide is None:
        raise HTTPException(501, "This server only reads; tocsin run and tocsin serve take decisions.")
    if not same_site(request):
        raise HTTPException(403, "Another site's page may not decide here.")
    body = await body_of(request, request.app.state.settings.max_bytes)
    try:
        records = records_of(body)
        if len(records) != 1:
            raise ValueError("Send one decision at a time.")
        answer = await to_thread.run_sync(decide, records[0], limiter=request.app.state.writers)
    except (ValueError, InputError) as error:
        raise HTTPException(400, f"{error} Nothing was decided.") from None
    return _json(answer)


def refused(request: Request, error: Exception) -> Response:
    """What was asked for wrongly, said in words."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type alone
    return _said(request, error.status_code, error, dict(error.headers or {}))


def failed(request: Request, error: Exception) -> Response:
    """A store that cannot be read: the page says so and shows nothing that might pass for calm."""
    return _said(request, 503 if isinstance(error, StoreError) else 500, error, {})


def _said(request: Request, status: int, error: Exception, headers: dict[str, str]) -> Response:
    message = error.detail if isinstance(error, HTTPException) else str(error)
    if request.url.path.startswith(("/api/", "/healthz", "/events")):
        return JSONResponse({"error": message}, status, headers=headers)
    words, told = _words(request), isinstance(error, Refusal)
    if isinstance(error, Refusal):
        message = words.plain(error.key, **error.values)
    elif status == 404:
        message, told = words.plain("fault.no_page"), True
    html = pages.message(status, message, told=told, words=words, lang=_asked(request))
    return HTMLResponse(html, status, headers={**headers, **_spoken(words)})


def _asked(request: Request) -> str:
    """The language that the address asks for; empty where it asks for none that there is."""
    return offered(request.query_params.get("lang", "").strip())


def _words(request: Request) -> Interface:
    """The words for this reader, also where the thread cannot be read."""
    languages: tuple[str, ...] = ()
    with suppress(TocsinError):
        languages = request.app.state.reader.languages()
    return chosen(_asked(request), request.headers.get("accept-language", ""), languages)


def _spoken(words: Interface) -> dict[str, str]:
    return {"Vary": "Accept-Language", "Content-Language": words.language}


def _json(value: object, media_type: str = "application/json", status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False)
    return Response(text, status, media_type=media_type, headers={"Cache-Control": "no-store"})


def _as_of(request: Request) -> datetime | None:
    """The time to look back to. Raises HTTPException 400 for a time that is none or has not come."""
    text = request.query_params.get("as_of", "").strip()
    if not text:
        return None
    time = moment(text, request.app.state.reader.zone()) if len(text) <= LONGEST_TIME else None
    if time is None:
        raise Refusal(400, "fault.no_time", text=repr(text[:80]))
    if time > datetime.now(UTC):
        raise Refusal(400, "fault.not_yet", text=text[:80])
    return time
