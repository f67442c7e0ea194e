"""The page under load: a thread of 3,000 updates and 100,000 reports, served by a process of its own.

python bench/page.py
python bench/page.py --updates 500 --reports 1000 --listeners 200 --seconds 5
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec

from tocsin import Source, SQLiteStore, catch_up, load_watch, report
from tocsin.gather import from_path
from tocsin.model import Assessment, Membership, Report, Update
from tocsin.publish.choosing import choose, parse
from tocsin.publish.view import view
from tocsin.publish.web import pages
from tocsin.settings import Settings

CRISIS = Path(__file__).parent.parent / "crises" / "caracas-2019-04-30"
SERVER = (
    "import sys, uvicorn; from tocsin.publish.web import create_app; from tocsin.settings import Settings;"
    "uvicorn.run(create_app(sys.argv[1], settings=Settings()), port=int(sys.argv[2]), log_level='critical', backlog=4096)"
)
RUNS = 3
NEWS = 5  # updates whose way to all listeners is timed
APART_S = 5.0  # between two of them; the passes of a watch are minutes apart


def thread(path: Path, updates: int, reports: int) -> SQLiteStore:
    """The Caracas thread with further updates that cite its claims, and further reports of one sentence."""
    watch = load_watch(CRISIS)
    facts = list(from_path(CRISIS, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
    store = SQLiteStore(path)
    told = [fact for fact in facts if isinstance(fact, Report)]
    sources = [fact for fact in facts if isinstance(fact, Source)]
    end = max(r.known for r in told)
    for _ in catch_up(watch, store, [*sources, *told], now=end):
        pass
    more = [
        report(
            told[n % len(told)].source,
            f"Report {n} of the same.",
            external_id=f"m{n}",
            published=end - timedelta(seconds=n % 90_000),
        )
        for n in range(reports - len(told))
    ]
    store.append(more, at=end)
    drawn, tick = store.rows(Update), store.tick(end + timedelta(minutes=1))
    store.add(tick, _origins(more))
    store.add(tick, _more(drawn, updates, tick.at))
    store.add(tick, [_again(store, tick.number, tick.at)])
    return store


def _origins(reports: list[Report]) -> list[Membership]:
    """Every third report with two copies."""
    return [
        Membership(report=r.id, origin=reports[n - n % 3].id, rule="same-words" if n % 3 else "single")
        for n, r in enumerate(reports)
    ]


def _more(drawn: list[Update], upto: int, at: datetime) -> list[Update]:
    first = len(drawn) + 1
    like = [(number, drawn[number % len(drawn)]) for number in range(first, upto + 1)]
    return [Update(seq=n, at=at, why=u.why, text=u.text, cites=u.cites, key=f"bench-{n}") for n, u in like]


def _again(store: SQLiteStore, tick: int, at: datetime) -> Assessment:
    return msgspec.structs.replace(store.latest(Assessment)[0], tick=tick, at=at)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, default in (("updates", 3000), ("reports", 100_000), ("listeners", 2000), ("seconds", 20)):
        asked.add_argument(f"--{name}", type=int, default=default)
    asked.add_argument("--db", type=Path, help="keep the thread here, and take it from here if it is there")
    asked.add_argument("--rate", type=int, default=50, help="requests a second")
    given = asked.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        path = given.db or Path(folder) / "thread.db"
        store = SQLiteStore(path) if path.exists() else thread(path, given.updates, given.reports)
        print(f"thread of {given.updates:,} updates, {store.count('report'):,} reports")
        shown = view(store, speakers=False)
        print(f"put together, once for each pass: {_median(lambda: view(store, speakers=False)):.0f} ms")
        print(f"rendered, once for each choice:   {_median(lambda: _rendered(shown)):.0f} ms")
        asyncio.run(_load(path, store, given))


def _rendered(shown: object) -> None:
    pages.thread(shown, choose(shown, parse({})))  # type: ignore[arg-type]


async def _load(path: Path, store: SQLiteStore, given: argparse.Namespace) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(path), str(port)])
    base = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            while True:
                with suppress(httpx.TransportError):
                    await client.get("/healthz")
                    break
                await asyncio.sleep(0.1)
            await _weight(client)
            await _requests(client, given.rate, given.seconds, lambda _: "/", "the page")
            mixed = ["/", "/?order=oldest", "/?sign=communications-cut", f"/?before={given.updates // 2}"]
            await _requests(
                client, given.rate, given.seconds, lambda n: mixed[n % len(mixed)], "four kinds of page"
            )
        await _listeners(port, store, given.listeners)
    finally:
        server.terminate()
        server.wait()


async def _weight(client: httpx.AsyncClient) -> None:
    """What a first visit loads: the page, its style, its script, its icon, as they go over the wire."""
    total = 0
    for address in (
        "/",
        "/static/page.css",
        "/static/words.js",
        "/static/look.js",
        "/static/page.js",
        "/static/icon.svg",
    ):
        async with client.stream("GET", address) as answer:
            size = sum([len(part) async for part in answer.aiter_raw()])
        total += size
        print(f"  {address}: {size / 1e3:.1f} kB")
    print(f"first load: {total / 1e3:.1f} kB on the wire")


async def _requests(client: httpx.AsyncClient, rate: int, seconds: int, address: object, name: str) -> None:
    """Requests at a steady rate, whether or not the ones before have been answered."""
    waited: list[float] = []

    async def one(number: int) -> None:
        start = time.perf_counter()
        answer = await client.get(address(number))  # type: ignore[operator]
        answer.raise_for_status()
        waited.append((time.perf_counter() - start) * 1000)

    begin = time.perf_counter()
    under_way = []
    for number in range(rate * seconds):
        await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
        under_way.append(asyncio.create_task(one(number)))
    await asyncio.gather(*under_way)
    took = time.perf_counter() - begin
    print(
        f"{name} at {rate} requests a second: {len(waited) / took:.1f} answered a second, median "
        f"{statistics.median(waited):.0f} ms, p95 {_share(waited, 0.95):.0f} ms, p99 {_share(waited, 0.99):.0f} ms"
    )


async def _listeners(port: int, store: SQLiteStore, number: int) -> None:
    """From the moment an update is in the database until each listener has it."""
    seq = store.rows(Update)[-1].seq
    heard: dict[int, list[float]] = {}
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(number)]

    async def listen(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ready: asyncio.Event
    ) -> None:
        writer.write(f"GET /events?after={seq} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        news = False
        while line := await reader.readline():
            if line.startswith(b"event: hello"):
                ready.set()
            elif line.startswith(b"event: update"):
                news = True
            elif news and line.startswith(b"data: "):
                heard.setdefault(json.loads(line[6:])["seq"], []).append(time.perf_counter())
                news = False

    ready = [asyncio.Event() for _ in lines]
    tasks = [asyncio.create_task(listen(r, w, e)) for (r, w), e in zip(lines, ready, strict=True)]
    await asyncio.gather(*(event.wait() for event in ready))
    waited: list[float] = []
    missed = 0
    for new in range(seq + 1, seq + 1 + NEWS):
        last = store.ticks(last=1)[0]
        with store.transaction():  # a pass is seen whole or not at all
            tick = store.tick(last.at + timedelta(minutes=1))
            told = Update(seq=new, at=tick.at, why="claim", text=f"News {new}.", cites=(), key=str(new))
            store.add(tick, [_again(store, tick.number, tick.at), told])
        start = time.perf_counter()
        until = start + 20
        while len(heard.get(new, ())) < number and time.perf_counter() < until:
            await asyncio.sleep(0.05)
        await asyncio.sleep(max(0.0, start + APART_S - time.perf_counter()))
        first = heard.get(new, [])[:number]
        missed += number - len(first)
        waited += [at - start for at in first]
    for task in tasks:
        task.cancel()
    print(
        f"{number:,} listeners, {NEWS} updates: median {statistics.median(waited):.2f} s, "
        f"p99 {_share(waited, 0.99):.2f} s, slowest {max(waited):.2f} s, not received {missed}"
    )


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _median(work: object) -> float:
    def timed() -> float:
        start = time.perf_counter()
        work()  # type: ignore[operator]
        return (time.perf_counter() - start) * 1000

    return statistics.median(timed() for _ in range(RUNS))


if __name__ == "__main__":
    main()
