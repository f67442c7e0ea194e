"""How long a page of 500 updates takes to build and to render, in milliseconds, and how large it is.

python bench/page.py
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from tocsin import Source, SQLiteStore, catch_up, load_watch, report
from tocsin.gather import from_path
from tocsin.model import Report, Update
from tocsin.publish.view import view
from tocsin.publish.web import create_app
from tocsin.publish.web.reader import Reader
from tocsin.settings import Settings

CRISIS = Path(__file__).parent.parent / "crises" / "caracas-2019-04-30"
WANTED = 500
RUNS = 7


def thread(path: Path) -> SQLiteStore:
    """A thread of 500 updates: the Caracas crisis and further updates that cite its claims."""
    watch = load_watch(CRISIS)
    facts = list(from_path(CRISIS, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
    store = SQLiteStore(path)
    reports = [fact for fact in facts if isinstance(fact, Report)]
    more = [
        report(
            r.source,
            f"{r.text} ({n})",
            title=r.title,
            language=r.language,
            published=r.known + timedelta(minutes=n),
        )
        for n in range(1, 4)
        for r in reports
    ]
    sources = [fact for fact in facts if isinstance(fact, Source)]
    for _ in catch_up(watch, store, [*sources, *reports, *more], now=max(r.known for r in more)):
        pass
    drawn = store.rows(Update)
    cites = [update.cites for update in drawn]
    tick = store.ticks(last=1)[0]
    for number in range(len(drawn) + 1, WANTED + 1):
        like = drawn[number % len(drawn)]
        store.add(
            tick,
            [Update(seq=number, at=tick.at, why=like.why, text=like.text, cites=cites[number % len(cites)])],
        )
    return store


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "thread.db"
        store = thread(path)
        builds = [_timed(lambda: view(store)) for _ in range(RUNS)]
        renders = [_timed(lambda: Reader(path).page(None)) for _ in range(RUNS)]  # nothing kept from before
        with TestClient(create_app(path, settings=Settings())) as client:
            gets = [_timed(lambda: client.get("/")) for _ in range(RUNS)]
            whole = client.get("/").content
        print(
            f"page of {WANTED} updates, {store.count('report')} reports: view {statistics.median(builds):.0f} ms, view and HTML "
            f"{statistics.median(renders):.0f} ms once for each pass, a reader's request {statistics.median(gets):.0f} ms; "
            f"{len(whole) / 1e3:.0f} kB, {len(gzip.compress(whole)) / 1e3:.0f} kB packed"
        )


def _timed(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
