"""No source holds another: an end for each source as a whole, and all of them side by side."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tocsin.gather import Fetcher, batches, gather
from tocsin.gather.aside import Unfit
from tocsin.gather.web.addresses import Guard
from tocsin.gather.web.deadlines import Late, left, until
from tocsin.model import Report
from tocsin.settings import Settings
from tocsin.watch import Place, Watch, WatchSource

from .conftest import NOW, Facts
from .test_sources import ITEM, RSS

LONGEST_S = 0.4
QUICK = Settings(allow_private=True, pace_s=0.0, timeout_s=5.0, source_s=LONGEST_S)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

#: What is sent first, and what then comes again and again: each piece is well in time, the whole never ends.
DRIPS = {
    "a promise to go on": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "hints": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "the status line": (b"HTTP/1.1 200 ", b"O"),
    "headers": (HEAD, b"X: y\r\n"),
    "a body": (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "a body without length": (HEAD + b"\r\n", b"x"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "the extension of a chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;a=", b"b"),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X: y\r\n"),
}


@contextmanager
def dripping(head: bytes, drop: bytes, robots: bytes | None = NO_RULES) -> Iterator[str]:
    """The address of a server that answers with a head and then drops without end (`robots` None: there, too)."""
    stopped = threading.Event()

    def serve(line: socket.socket) -> None:
        with line:
            try:
                while not stopped.is_set() and (asked := line.recv(65536)):
                    if robots is not None and asked.startswith(b"GET /robots.txt"):
                        line.sendall(robots)
                        continue
                    line.sendall(head)
                    while not stopped.wait(0.01):
                        line.sendall(drop)
            except OSError:
                return  # the reader has hung up, as it should

    def accept() -> None:
        while not stopped.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(line,), daemon=True).start()

    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        listener.close()


def watching(*urls: str, kind: str = "feed") -> Watch:
    sources = tuple(WatchSource(id=f"s{n}", type=kind, url=url) for n, url in enumerate(urls))
    return Watch(question="?", place=Place(country="VE"), sources=sources)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@pytest.mark.parametrize(("head", "drop"), DRIPS.values(), ids=DRIPS.keys())
def test_whatever_a_server_drips_its_source_ends_in_time(head: bytes, drop: bytes) -> None:
    with dripping(head, drop) as address, Fetcher(QUICK) as fetcher, within(LONGEST_S * 5):
        facts = Facts(gather(watching(f"{address}/rss"), now=NOW, settings=QUICK, fetcher=fetcher))
    assert facts.reasons == ["unreachable"]
    assert "TOCSIN_SOURCE_S" in facts.aside[0].detail


def test_rules_for_robots_that_drip_end_in_time() -> None:
    with (
        dripping(HEAD, b"X: y\r\n", robots=None) as address,
        Fetcher(QUICK) as fetcher,
        within(LONGEST_S * 5),
    ):
        facts = Facts(
            gather(watching(f"{address}/a", f"{address}/b"), now=NOW, settings=QUICK, fetcher=fetcher)
        )
    assert facts.reasons == ["unreachable"] * 2


def test_a_chain_of_slow_redirects_ends_in_time(site) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = slow((302, {"Location": f"/{number + 1}"}, b""), 0.15)
    with Fetcher(QUICK) as fetcher, within(LONGEST_S * 5):
        facts = Facts(gather(watching(f"{site.address}/0"), now=NOW, settings=QUICK, fetcher=fetcher))
    assert facts.reasons == ["unreachable"] and "redirects" not in facts.aside[0].detail


def slow(answer: object, seconds: float) -> Callable[[object], object]:
    """A page that takes its time."""

    def page(headers: object) -> object:
        threading.Event().wait(seconds)
        return answer

    return page


def test_a_name_that_no_one_resolves_in_time_is_given_up(monkeypatch) -> None:
    released = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **more: released.wait(20) and [])
    with Fetcher(QUICK) as fetcher, within(LONGEST_S * 5):
        facts = Facts(gather(watching("http://silent.example/rss"), now=NOW, settings=QUICK, fetcher=fetcher))
    released.set()
    assert facts.reasons == ["unreachable"]


def test_a_list_whose_feeds_drip_ends_in_time_and_the_next_pass_reads_the_others(site) -> None:
    site.pages["/good"] = RSS.format(ITEM).encode()
    with dripping(*DRIPS["headers"]) as address, Fetcher(QUICK) as fetcher:
        names = [f"{address}/{n}" for n in range(8)] + [f"{site.address}/good"]
        outlines = "".join(f'<outline text="Feed {n}" xmlUrl="{name}"/>' for n, name in enumerate(names))
        site.pages["/list"] = f"<opml><body>{outlines}</body></opml>".encode()
        watch = watching(f"{site.address}/list")
        with within(LONGEST_S * 5):
            first = Facts(gather(watch, now=NOW, settings=QUICK, fetcher=fetcher))
        found = [Facts(gather(watch, now=NOW, settings=QUICK, fetcher=fetcher)).texts for _ in range(4)]
    assert "later pass" in first.aside[-1].detail or first.reports
    assert any(first.texts + [text for texts in found for text in texts])


def test_the_feed_beside_a_dripping_one_is_taken_in_before_that_one_ends(site) -> None:
    site.pages["/rss"] = RSS.format(ITEM).encode()
    patient = Settings(allow_private=True, pace_s=0.0, timeout_s=5.0, source_s=30.0)
    with dripping(*DRIPS["chunks"]) as address, Fetcher(patient) as fetcher, within(3.0):
        watch = watching(f"{address}/rss", f"{site.address}/rss")
        first = next(
            batches(watch, now=NOW, settings=patient, fetcher=fetcher, patience_s=0.5, longest_s=1.0)
        )
        assert [fact.source for fact in first if isinstance(fact, Report)] == ["s1"]


def test_a_late_source_comes_as_soon_as_it_is_there(site) -> None:
    there = threading.Event()
    body = RSS.format(ITEM).encode()
    site.pages |= {"/quick": body, "/late": lambda headers: (there.wait(5), body)[1]}
    settings = Settings(allow_private=True, pace_s=0.0, source_s=30.0)
    with Fetcher(settings) as fetcher:
        watch = watching(f"{site.address}/late", f"{site.address}/quick")
        found = batches(watch, now=NOW, settings=settings, fetcher=fetcher, patience_s=0.2)
        first = Facts(next(found))
        there.set()
        rest = [Facts(batch) for batch in found]
    assert [report.source for report in first.reports] == ["s1"]
    assert [[report.source for report in batch.reports] for batch in rest] == [["s0"]]


def test_a_source_that_is_still_read_when_the_next_pass_begins_is_not_asked_twice(site) -> None:
    there = threading.Event()
    body = RSS.format(ITEM).encode()
    site.pages["/late"] = lambda headers: (there.wait(5), body)[1]
    settings = Settings(allow_private=True, pace_s=0.0, source_s=30.0)
    with Fetcher(settings) as fetcher:
        watch = watching(f"{site.address}/late")
        ask = {"now": NOW, "settings": settings, "fetcher": fetcher, "patience_s": 0.1, "longest_s": 0.15}
        first = [Facts(batch) for batch in batches(watch, **ask)]
        there.set()
        second = [Facts(batch) for batch in batches(watch, **{**ask, "patience_s": 5.0})]
    assert not any(batch.reports for batch in first)
    assert [len(batch.reports) for batch in second] == [1]
    assert site.paths() == ["/late"]


def test_what_each_source_gave_stands_together_in_the_order_of_the_watch(site) -> None:
    item = "<item><title>{0}</title><guid>{0}</guid></item>"
    for number in range(6):
        entries = "".join(item.format(f"{number}-{n}") for n in (2, 1))
        site.pages[f"/{number}"] = slow(RSS.format(entries).encode(), 0.05 * (6 - number))
    settings = Settings(allow_private=True, pace_s=0.0)
    with Fetcher(settings) as fetcher:
        watch = watching(*(f"{site.address}/{n}" for n in range(6)))
        facts = Facts(gather(watch, now=NOW, settings=settings, fetcher=fetcher))
    assert facts.texts == [f"{number}-{n}" for number in range(6) for n in (1, 2)]


def test_only_what_was_taken_counts_as_read(site) -> None:
    body = RSS.format(ITEM).encode()
    site.pages["/rss"] = lambda headers: (
        (304, {}, b"") if "if-none-match" in headers else (200, {"ETag": "1"}, body)
    )
    settings = Settings(allow_private=True, pace_s=0.0)
    with Fetcher(settings) as fetcher:
        ask = {"now": NOW, "settings": settings, "fetcher": fetcher}
        watch = watching(f"{site.address}/rss")
        broken_off = batches(watch, **ask)
        assert len(Facts(next(broken_off)).reports) == 1
        broken_off.close()  # the store has failed
        assert len(Facts(gather(watch, **ask)).reports) == 1
        assert Facts(gather(watch, **ask)).reports == []


def test_sources_of_one_host_keep_its_pace_side_by_side(site) -> None:
    lock, slept = threading.Lock(), []

    def sleep(seconds: float) -> None:
        with lock:
            slept.append(round(seconds))

    for number in range(4):
        site.pages[f"/{number}"] = RSS.format(ITEM).encode()
    settings = Settings(allow_private=True, pace_s=20.0, source_s=5.0)
    with Fetcher(settings, clock=lambda: 0.0, sleep=sleep) as fetcher:
        watch = watching(*(f"{site.address}/{n}" for n in range(4)))
        facts = Facts(gather(watch, now=NOW, settings=settings, fetcher=fetcher))
    assert (sorted(slept), len(facts.reports)) == ([20, 40, 60], 4)


def test_an_end_within_an_end_is_the_earlier_one() -> None:
    with until(10.0, lambda: 4.0):
        with until(20.0, lambda: 4.0):
            assert (left(), left(2.0)) == (6.0, 2.0)
        with until(3.0, lambda: 4.0), pytest.raises(Late):
            left()
    assert (left(), left(7.0)) == (None, 7.0)


def test_a_closed_address_is_closed_under_an_end_too() -> None:
    with until(10.0, lambda: 0.0), pytest.raises(Unfit):
        Guard(allow_private=False).connect_tcp("localhost", 80, 1.0)
