"""How often each kind of item is told on the days of an attempt, after it, and on all other days.

    python train/nowcast.py --data ../shared/data --out tocsin/nowcast/rates.json

Country-days of the day log 2002-2018 on which a kind was told, over the country-days of each sort: new is the day
before an attempt (the log's clock is not the country's) to two days after it, old the 60 days after that. Days around
cases on which the lists disagree are left out. A kind that was seldom seen leans on the guess in GUESS: pseudo-days in
favour of a new attempt, set by what the kind means. Of kinds that tell of no attempt now only days on which nothing stronger was told count.
Counting needs no seed.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from datetime import date
from pathlib import Path

from tocsin.nowcast import told
from tocsin.nowcast.coder import ORDER
from tocsin.nowcast.daily import Rate, Rates
from tocsin.nowcast.items import items

OLD_DAYS = 60
COUNTRIES = 195
STRONG = {
    "coup-made",
    "coup-told",
    "coup-failed",
    "coup-foiled",
    "coup-acts",
    "power-taken",
    "head-held",
    "dissolved",
}
MIDDLING = {"coup-after", "topic-coup", "site-taken", "palace-attacked", "quelled"}
LEADING = STRONG | MIDDLING | {"mutiny"}
#: Pseudo-days of a new attempt on which the kind was told, before any count.
GUESS = {kind: 0.3 if kind in STRONG else 0.1 if kind in MIDDLING else 0.01 for kind in ORDER} | {
    "mutiny": 0.03
}

Cases = dict[str, list[tuple[date, bool]]]


def cases(path: Path) -> Cases:
    """The dates of each country's attempts, each with whether the lists agree on it."""
    found: Cases = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[row["country"]].append((date.fromisoformat(row["date"]), row["outcome"] != "ambiguous"))
    return found


def sort(day: date, country: str, known: Cases) -> str | None:
    """quiet, new or old; None for a day that is left out."""
    result: str | None = "quiet"
    for case, clear in known.get(country, ()):
        since = (day - case).days
        if not clear:
            if -2 <= since <= 30:
                return None
        elif -1 <= since <= 2:
            return "new"
        elif -3 <= since < -1:
            result = None
        elif 2 < since <= OLD_DAYS and result == "quiet":
            result = "old"
    return result


def learn(rows: Iterable[tuple[date, str, str]], known: Cases, years: Container[int], count: int) -> Rates:
    """The rates from the rows of some years (`count` of them)."""
    days: dict[str, Counter[str]] = {kind: Counter() for kind in ORDER}
    heard: dict[tuple[date, str], set[str]] = defaultdict(set)
    for day, country, kind in rows:
        if day.year in years:
            heard[day, country].add(kind)
    for (day, country), kinds in heard.items():
        if (which := sort(day, country, known)) is not None:
            for kind in kinds:  # a plot that is told beside a coup does not show that plots tell of coups
                days[kind][which] += kind in LEADING or kind == min(kinds, key=ORDER.index)
    attempts = sum(clear and case.year in years for dates in known.values() for case, clear in dates)
    spans = {"quiet": COUNTRIES * 365 * count, "new": 3 * attempts, "old": (OLD_DAYS - 3) * attempts}
    found = {}
    for kind, seen in days.items():
        guess = {"quiet": 0.5, "new": GUESS[kind], "old": GUESS[kind] / 2 + 0.03}
        rate = {which: (seen[which] + guess[which]) / spans[which] for which in spans}
        found[kind] = Rate(**rate, days=(seen["quiet"], seen["new"], seen["old"]))
    return Rates("2026-11-23", "current_events.2002-2018 with attempts_2002-2018", found)


def main() -> None:
    """Learn from all years and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    log = items(options.data / "streams/current_events.2002-2018.jsonl.gz", print)
    known = cases(options.data / "coups/attempts_2002-2018.csv")
    found = learn(list(told(log)), known, range(2002, 2019), 17)
    kinds = {
        kind: {
            "quiet": float(f"{r.quiet:.3g}"),
            "new": float(f"{r.new:.3g}"),
            "old": float(f"{r.old:.3g}"),
            "days": r.days,
        }
        for kind, r in found.kinds.items()
    }
    text = json.dumps({"made": found.made, "data": found.data, "kinds": kinds}, indent=1)
    options.out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
