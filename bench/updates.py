"""The updates of the bundled crises: how many, how many in the busiest hour, and how much of expected.toml they tell.

python bench/updates.py [--misses] [CRISIS ...]

An expected claim, unknown or disputed point is told when an update cites a claim at its words, or one that says the
same or supports it. What the reader has not found (bench/crises.py) no update can tell: it is counted apart.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tocsin import SQLiteStore, load_watch, replay
from tocsin.gather import from_path
from tocsin.link.edited import in_force
from tocsin.model import Claim, Link, Update
from tocsin.settings import Settings

HOME = Path(__file__).parents[1] / "crises"
NAMES = sorted(path.parent.name for path in HOME.glob("*/expected.toml"))
PARTS = ("claims", "unknowns", "disputed")


class Told(NamedTuple):
    """How much of one part of expected.toml was found, and told by an update; the words of what was only found."""

    part: str
    expected: int
    found: int
    told: int
    misses: list[str]


def replayed(name: str) -> SQLiteStore:
    """A bundled crisis, replayed in quarters of an hour."""
    folder = HOME / name
    watch, store = load_watch(folder), SQLiteStore(":memory:")
    facts = list(from_path(folder, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
    for _ in replay(watch, store, facts, every=timedelta(minutes=15)):
        pass
    return store


def told(name: str, store: SQLiteStore) -> list[Told]:
    """What the updates tell of each part of a crisis' expected.toml."""
    expected = tomllib.loads((HOME / name / "expected.toml").read_text("utf-8"))
    reports = {report.external_id or report.id: report for report in store.reports()}
    by_report: dict[str, list[Claim]] = {}
    for claim in store.rows(Claim):
        by_report.setdefault(claim.report, []).append(claim)
    near: dict[str, set[str]] = {}
    for link in in_force(store.rows(Link)):
        if link.relation in {"same", "supports"}:
            near.setdefault(link.left, set()).add(link.right)
            near.setdefault(link.right, set()).add(link.left)
    cited = {claim for update in store.rows(Update) for claim in update.cites}

    def covering(row: dict) -> set[str]:
        report = reports[row["report"]]
        start = report.whole.find(row["words"])
        end = start + len(row["words"])
        return {
            claim.id
            for claim in by_report.get(report.id, ())
            if 2 * (min(end, claim.end) - max(start, claim.start)) >= end - start
        }

    def is_told(names: set[str]) -> bool:
        return bool(cited & names) or any(cited & near.get(one, set()) for one in names)

    result = []
    for part in PARTS:
        rows = expected[part]
        sides = [[row["left"], row["right"]] if part == "disputed" else [row] for row in rows]
        found = [all(covering(side) for side in each) for each in sides]
        right = [all(is_told(covering(side)) for side in each) for each in sides]
        misses = [
            " / ".join(f"{side['report']}: {side['words']!r}" for side in each)
            for each, here, there in zip(sides, found, right, strict=True)
            if here and not there
        ]
        result.append(Told(part, len(rows), sum(found), sum(right), misses))
    return result


def busiest(updates: list[Update]) -> int:
    """The most updates in any clock hour."""
    return max(Counter(update.at.replace(minute=0) for update in updates).values(), default=0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("crises", nargs="*", default=NAMES)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for name in options.crises:
        store = replayed(name)
        updates = store.rows(Update)
        hours = len({update.at.replace(minute=0) for update in updates})
        print(
            f"{name}: {len(updates)} updates of {len(store.reports())} reports; {len(updates) / hours:.1f} an hour "
            f"with any, {busiest(updates)} in the busiest"
        )
        for row in told(name, store):
            print(f"  {row.part:<10} {row.told} told of {row.found} found of {row.expected} expected")
            if options.misses:
                print("".join(f"      {miss}\n" for miss in row.misses), end="")


if __name__ == "__main__":
    main()
