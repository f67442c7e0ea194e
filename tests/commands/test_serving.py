"""While a thread is followed and served: a pass that fails is known and tried again, and nobody waits who only reads."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import tocsin.gather
from tocsin import thread as flow
from tocsin.commands import serving
from tocsin.errors import StoreError
from tocsin.publish.web import create_app
from tocsin.pulse import Pulse
from tocsin.settings import Settings
from tocsin.store.sqlite import SQLiteStore

REPORT = {
    "source": "wire",
    "text": "Soldiers closed a bridge in Bamako.",
    "published": "2024-05-02T09:00:00Z",
}


def test_a_pass_that_fails_is_known_and_the_next_one_is_tried(thread, monkeypatch):
    pulse, stop, seen = Pulse(every=timedelta(seconds=1), started=datetime.now(UTC)), threading.Event(), []

    def batches(*args, **options):
        seen.append(pulse.trouble(datetime.now(UTC)))
        if len(seen) == 1:
            raise OSError("no space left")
        stop.set()
        return []

    monkeypatch.setattr(tocsin.gather, "batches", batches)
    monkeypatch.setattr(stop, "wait", lambda seconds: None)
    watch = SQLiteStore(thread).watch()
    serving._passes(watch, thread, Settings(), timedelta(seconds=1), threading.Lock(), stop, pulse)
    assert seen[0] is None and seen[1].error == "OSError: no space left"
    assert pulse.trouble(datetime.now(UTC)) is None


def test_a_clock_that_was_set_back_fails_no_pass(thread):
    store = SQLiteStore(thread)
    ahead = datetime.now(UTC) + timedelta(days=1)
    flow.advance(store.watch(), store, now=ahead)
    serving._take_in(store.watch(), thread, [])
    assert store.ticks(last=1)[0].at == ahead


def test_what_is_sent_is_kept_where_its_pass_fails_and_that_is_said(thread, monkeypatch):
    pulse = Pulse()
    submit = serving.submitter(thread, Settings(), pulse=pulse)

    def assess(*args, **options):
        raise ZeroDivisionError("broken")

    with monkeypatch.context() as broken, pytest.raises(StoreError, match=r"kept.*ZeroDivisionError"):
        broken.setattr(flow, "assess", assess)
        submit([REPORT])
    assert pulse.trouble(datetime.now(UTC)) is not None
    assert submit([REPORT])["added"] == 0, "the report was kept"
    assert pulse.trouble(datetime.now(UTC)) is None


def test_a_report_on_which_reading_fails_is_told_to_whoever_sent_it(thread, monkeypatch):
    real = flow.read

    def read(reports, *rest, **options):
        if any("cursed" in report.text for report in reports):
            raise IndexError("string index out of range")
        return real(reports, *rest, **options)

    monkeypatch.setattr(flow, "read", read)
    answer = serving.submitter(thread, Settings())([REPORT, {**REPORT, "text": "A cursed bridge in Bamako."}])
    (told,) = answer["quarantined"]
    assert (answer["added"], told["reason"]) == (2, "unread") and "IndexError" in told["detail"]


def test_nobody_who_reads_waits_for_what_is_sent(thread):
    release = threading.Event()

    def submit(records, *, vouched=frozenset()):
        assert release.wait(30)
        return {"added": 0, "quarantined": []}

    app = create_app(thread, settings=Settings(), submit=submit)

    async def asked():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            sent = [asyncio.create_task(client.post("/api/reports", json=REPORT)) for _ in range(60)]
            try:
                return await asyncio.wait_for(client.get("/healthz"), 20)
            finally:
                release.set()
                await asyncio.gather(*sent)

    assert asyncio.run(asked()).json()["status"] == "ok"
