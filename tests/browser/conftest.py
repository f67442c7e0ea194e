"""The browser that all tests of the page share, and a crisis that goes on while a reader looks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from samples import facts_of

from tocsin import thread
from tocsin.model import Assessment
from tocsin.store.sqlite import SQLiteStore

CANDIDATES = (os.environ.get("TOCSIN_CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running Chromium; one for each file, since its loop would stand in the way of other tests' own."""
    found = next((path for path in CANDIDATES if path and Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chromium: set TOCSIN_CHROMIUM to its path, or install one at /usr/bin/chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Unfolding:
    """A bundled crisis in a file, which goes on when a test asks it to."""

    def __init__(self, path: Path, name: str) -> None:
        watch, facts = facts_of(name)
        self.watch, self.store = watch, SQLiteStore(path)
        self._steps = thread.replay(watch, self.store, facts, every=timedelta(minutes=30))

    def until(self, clock: str) -> Assessment:
        """Let it go on until a time, as an ISO text of the watch's zone; to its end where that is later."""
        at = datetime.fromisoformat(clock).replace(tzinfo=self.watch.zone)
        for assessment in self._steps:
            if assessment.at >= at:
                break
        return assessment


@pytest.fixture
def caracas_unfolding(tmp_path: Path) -> Unfolding:
    """Caracas, before its first report."""
    return Unfolding(tmp_path / "thread.db", "caracas-2019-04-30")
