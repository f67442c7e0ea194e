"""The loop of run: one slow source holds neither the others nor the thread."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin.commands import serving
from tocsin.pulse import Pulse
from tocsin.settings import Settings
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Place, Watch, WatchSource

from .conftest import Site
from .test_rounds import DRIPS, dripping
from .test_sources import RSS


@pytest.mark.parametrize("drip", ["a promise to go on", "trailers"])
def test_the_good_feed_beside_an_endless_one_is_asked_and_taken_in_again_and_again(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drip: str
) -> None:
    monkeypatch.setattr(serving, "PATIENCE_S", 0.1)
    settings = Settings(allow_private=True, pace_s=0.0, source_s=60.0)
    told: list[str] = []

    def feed(headers: object) -> bytes:
        told.append(f"<item><title>The market is open {len(told)}</title><guid>{len(told)}</guid></item>")
        return RSS.format("".join(told)).encode()

    site.pages["/rss"] = feed
    path, stop = tmp_path / "t.db", threading.Event()
    with dripping(*DRIPS[drip]) as address:
        sources = [
            WatchSource(id=n, type="feed", url=f"{at}/rss")
            for n, at in (("endless", address), ("good", site.address))
        ]
        watch = Watch(question="?", place=Place(country="ML"), sources=tuple(sources))
        SQLiteStore(path).append([watch], at=datetime.now(UTC))
        arguments = (watch, path, settings, timedelta(seconds=0.3), threading.Lock(), stop, Pulse())
        worker = threading.Thread(target=serving._passes, args=arguments, daemon=True)
        worker.start()
        until = time.monotonic() + 30
        while time.monotonic() < until and SQLiteStore(path).count("report") < 3:
            stop.wait(0.05)
        stop.set()
        worker.join(5)
    assert SQLiteStore(path).count("report") >= 3
