"""How attempts end, counted: writes tocsin/assess/course.toml.

python train/course.py --data ../shared/data [--check]

From the list of Powell & Thyne (2011; version of January 2024) how often attempts succeed and are followed by another;
from CAM 3.0 (Böhmelt, Escribà-Folch & Pilster) how often with and without fighting. --check only compares.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

OUT = Path(__file__).parents[1] / "tocsin" / "assess" / "course.toml"
HEAD = """# How attempts to take power have ended. Written by python train/course.py; do not edit.
# Sources: Powell & Thyne, January 2024 (success: power held for seven days); CAM 3.0 (combat: people fought).
"""
Attempt = tuple[str, date, bool]


def powell_thyne(path: Path) -> list[Attempt]:
    """Country, day and success of every attempt; a day that no calendar has is left out."""
    found: list[Attempt] = []
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t"):
        try:
            day = date(int(row["year"]), int(row["month"]), int(row["day"]))
        except ValueError:
            continue
        found.append((row["country"], day, row["coup"] == "2"))
    return sorted(found, key=lambda attempt: attempt[1])


def share(name: str, what: str, rows: Iterable[bool]) -> str:
    """One table of the file: how many, of how many."""
    values = list(rows)
    return f'[{name}]\nwords = "{what}"\nof = {len(values)}\ncount = {sum(values)}\n'


def again(attempts: list[Attempt], days: int) -> list[bool]:
    """For each attempt whether the same country saw another within so many days; the last days cannot be judged."""
    last = attempts[-1][1]
    return [
        any(c == country and 0 < (later - day).days <= days for c, later, _ in attempts)
        for country, day, _ in attempts
        if (last - day).days >= days
    ]


def table(data: Path) -> str:
    """The whole file."""
    listed = powell_thyne(data / "coups" / "powell_thyne_2024-01.txt")
    fought = list(csv.DictReader((data / "coups" / "cam_3.0.csv").open(encoding="utf-8-sig")))

    def won(combat: str) -> list[bool]:
        return [row["successful"] == "1" for row in fought if row["combat"] == combat]

    rows = [
        share("success", f"attempts since {listed[0][1].year} succeeded", (s for *_, s in listed)),
        share("success_recent", "attempts since 2010 succeeded", (s for _, d, s in listed if d.year >= 2010)),
        share("success_combat", "attempts with fighting succeeded", won("1")),
        share("success_no_combat", "attempts without fighting succeeded", won("0")),
        share(
            "again_30", "attempts were followed by another in the country within 30 days", again(listed, 30)
        ),
        share(
            "again_365", "attempts were followed by another in the country within a year", again(listed, 365)
        ),
    ]
    return "\n".join([HEAD, *rows])


def main() -> None:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = table(options.data)
    if options.check:
        sys.exit(0 if OUT.read_text("utf-8") == text else "course.toml is not what the data give")
    OUT.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
