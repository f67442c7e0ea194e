"""How long one pass over 1,000 short reports takes, and a replay of the Caracas crisis; seconds and megabytes.

    python bench/first_pass.py

The reports are those of the Caracas crisis, each several times with a word of its own and its time moved by minutes.
"""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tocsin import Source, SQLiteStore, catch_up, load_watch, replay, report
from tocsin.gather import from_path
from tocsin.model import Claim, Report, Update
from tocsin.settings import Settings

CRISIS = Path(__file__).parent.parent / "crises" / "caracas-2019-04-30"
MANY = 1000


def main() -> None:
    """Print the figures."""
    watch = load_watch(CRISIS)
    facts = list(from_path(CRISIS, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
    store = SQLiteStore(":memory:")
    start = time.perf_counter()
    steps = len(list(replay(watch, store, facts, every=timedelta(minutes=30))))
    print(f"replay of {store.count('report')} reports in {steps} steps: {time.perf_counter() - start:.1f} s")

    reports = [fact for fact in facts if isinstance(fact, Report)]
    sources = [fact for fact in facts if isinstance(fact, Source)]
    many = [
        report(
            r.source,
            f"{r.text} ({copy})",
            title=r.title,
            language=r.language,
            published=r.known + timedelta(minutes=copy),
            external_id=f"{r.external_id}-{copy}",
        )
        for copy in range(-(-MANY // len(reports)))
        for r in reports
    ][:MANY]
    words = sum(len(r.whole.split()) for r in many)
    store = SQLiteStore(":memory:")
    start = time.perf_counter()
    ticks = len(list(catch_up(watch, store, [*sources, *many], now=max(r.known for r in many))))
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"one pass over {MANY} reports ({words} words) in {ticks} steps: {took:.1f} s, {words / took:.0f} words a second, "
        f"{len(store.rows(Claim))} claims, {len(store.rows(Update))} updates, peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
