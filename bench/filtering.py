"""How fast the filter takes in evidence, and how fast the ledger is explained: python bench/filtering.py [--pieces N]."""

from __future__ import annotations

import argparse
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from tocsin import SQLiteStore, load_watch, replay
from tocsin.assess import filter as hmm
from tocsin.assess.explain import moves, outlook
from tocsin.assess.interval import interval
from tocsin.assess.playbook import load, of
from tocsin.gather import from_path
from tocsin.model import Assessment, Evidence
from tocsin.settings import Settings

CARACAS = Path(__file__).parents[1] / "crises" / "caracas-2019-04-30"


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=10_000)
    parser.add_argument("--data", help="not needed here; every bench of this target may be given it")
    options = parser.parse_args()
    chance, playbook = random.Random(1), load("coup")
    at = datetime(2024, 5, 1, tzinfo=UTC)
    rows: list[Evidence] = []
    for number in range(options.pieces):
        sign = chance.choice(playbook.signs)
        at += timedelta(seconds=chance.randrange(600))
        likelihoods = tuple(chance.random() * rate for rate in sign.log_rates)
        rows.append(
            Evidence(
                id=f"e-{number}",
                at=at,
                rule="r",
                sign=sign.id,
                log_likelihood=likelihoods,
                before=(),
                after=(),
            )
        )
    pieces = [(row.at, row.log_likelihood) for row in rows]
    began = perf_counter()
    states = hmm.run(playbook, pieces, start=pieces[0][0], now=at)
    filtered = perf_counter()
    interval(playbook, rows, at, states)
    ranged = perf_counter()
    print(f"{options.pieces} pieces of evidence filtered in {filtered - began:.2f} s")
    print(f"their range from 66 members in {ranged - filtered:.2f} s more")
    explained()


def explained() -> None:
    """How long the numbers behind `tocsin explain` take on Caracas."""
    watch, store = load_watch(CARACAS), SQLiteStore(":memory:")
    facts = list(from_path(CARACAS, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
    last = list(replay(watch, store, facts, every=timedelta(hours=1)))[-1]
    began = perf_counter()
    ledger, assessment = store.rows(Evidence), store.latest(Assessment)[0]
    found, ahead = moves(ledger), outlook(of(watch), assessment, {})
    print(
        f"Caracas, {len(ledger)} rows: explained in {perf_counter() - began:.3f} s ({len(found)} moves, {len(ahead)} signs ahead, {last.begun:.0%})"
    )


if __name__ == "__main__":
    main()
