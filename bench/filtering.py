"""How fast the filter takes in evidence, and how fast the ledger is explained: python bench/filtering.py [--pieces N]."""

from __future__ import annotations

import argparse
import random
from datetime import UTC, datetime, timedelta
from time import perf_counter

from tocsin.assess import filter as hmm
from tocsin.assess.interval import interval
from tocsin.assess.playbook import load
from tocsin.model import Evidence


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=10_000)
    options = parser.parse_args()
    chance, playbook = random.Random(1), load("coup")  # noqa: S311 - a bench, no secret
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


if __name__ == "__main__":
    main()
