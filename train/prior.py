"""The structural prior: how likely an attempt is in a country and month, before anything is reported.

    python train/prior.py --data ../shared/data --out tocsin/assess/prior.json

A logistic regression on country-months since 1950: attempts of Powell & Thyne (January 2024), tenure and military past
of the leader (REIGN), part of the world, regime type and, of democracies, their age (REIGN's list; Geddes, Wright and
Frantz). Time since the last attempt enters as three curves that fade in one, five and twenty years.
Forecasts are then multiplied by what came true over what was forecast in
the ten years before (models fitted on the 1960s forecast too much). No chance is involved.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from tocsin.assess.prior import FADES
from tocsin.read.gazetteer import COUNTRY, gazetteer, words_of

FIRST, RIDGE, TRAILING = 1950, 1.0, 10
REGIMES = (
    "presidential",
    "parliamentary",
    "party",
    "personal",
    "military",
    "monarchy",
    "provisional",
    "warlord",
)
#: Parts of the world by COW code; the rest is Asia and the Pacific.
REGIONS = {"americas": (2, 200), "europe": (200, 400), "africa": (400, 627), "middle-east": (627, 700)}
#: Names of the lists that the gazetteer does not have, by COW code.
ISO = {
    2: "US", 437: "CI", 484: "CG", 490: "CD", 520: "SO", 572: "SZ", 651: "EG", 678: "YE", 679: "YE", 731: "KP",
    732: "KR", 775: "MM", 817: "VN", 816: "VN", 860: "TL", 343: "MK", 346: "BA", 345: "RS", 255: "DE", 260: "DE",
    365: "RU", 316: "CZ", 315: "CZ", 626: "SS", 347: "XK", 340: "RS", 411: "GQ", 420: "GM", 403: "ST",
}  # fmt: skip


@dataclass
class Panel:
    """Country-months: who, when (months since 1950), what was known at its beginning, whether there was an attempt."""

    country: np.ndarray
    month: np.ndarray
    x: np.ndarray
    y: np.ndarray
    names: list[str]


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table, plain or gzip."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig", "replace")), delimiter=delimiter))


def index(year: int, month: int) -> int:
    """Months since January 1950."""
    return (year - FIRST) * 12 + month - 1


def attempts(folder: Path) -> dict[int, list[int]]:
    """Months with an attempt by COW code; the three wrong dates that are known are mended."""
    mend = {(436, 2023, 6): (2023, 7), (432, 2012, 5): (2012, 4)}
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows(folder / "powell_thyne_2024-01.txt", "\t"):
        code, when = int(row["ccode"]), (int(row["year"]), int(row["month"]))
        found[code].append(index(*mend.get((code, *when), when)))
    return found


def regimes(folder: Path) -> dict[int, list[tuple[int, int, str]]]:
    """Spells of regime types by COW code."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for row in rows(folder / "reign_regime_list.csv.gz"):
        (m, _, y), (n, _, z) = (map(int, row[key].split("/")) for key in ("gwf_startdate", "gwf_enddate"))
        kind = next((r for r in REGIMES if r in row["gwf_regimetype"].lower()), "other")
        found[int(row["cowcode"])].append((index(y, m), index(z, n), kind))
    return found


def panel(folder: Path, until: int) -> Panel:
    """All country-months of the leaders' list (last leaders are carried on), with what was known before the month."""
    tried, ruled = attempts(folder), regimes(folder)
    leaders: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for row in rows(folder / "reign_leaders_2021-08.csv"):
        if row["ccode"].strip() and row["syear"].strip():
            start = index(int(row["syear"]), int(row["smonth"] or 1))
            end = index(int(row["eyear"]), int(row["emonth"] or 12)) if row["eyear"].strip() else until
            leaders[int(row["ccode"])].append((start, end, row["militarycareer"].strip() == "1"))
    who, when, x, y = [], [], [], []
    for code, spells in leaders.items():
        last = max(end for _, end, _ in spells)
        end_of_all = until if last >= index(2021, 1) else last  # a state that ended, ended
        for month in range(max(0, min(s for s, *_ in spells)), end_of_all + 1):
            leader = max((s for s in spells if s[0] < month), default=None)
            if leader is None:
                continue
            past = [m for m in tried[code] if m < month]
            since = month - max(past) if past else 9999
            spell = next((s for s in reversed(ruled[code]) if s[0] < month <= s[1]), None) or (
                ruled[code][-1] if ruled[code] and month > ruled[code][-1][1] else (month, month, "other")
            )
            x.append(
                [
                    *(math.exp(-since / fade) for fade in FADES),
                    math.log1p(sum(m >= month - 120 for m in past)),
                    math.log1p(month - leader[0]),
                    float(leader[2]),
                    math.log1p(month - spell[0]) * (spell[2] in {"presidential", "parliamentary"}),
                    *(float(spell[2] == r) for r in REGIMES),
                    *(float(a <= code < b) for a, b in REGIONS.values()),
                ]
            )
            who.append(code)
            when.append(month)
            y.append(float(month in tried[code]))
    names = [
        *(f"since-{fade}" for fade in FADES),
        "attempts-ten-years",
        "tenure",
        "military-career",
        "democracy-since",
        *REGIMES,
        *REGIONS,
    ]
    return Panel(np.array(who), np.array(when), np.array(x), np.array(y), names)


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A logistic regression with a ridge penalty, by Newton's method; the constant comes last."""
    x = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[-1] = 1e-6
    w = np.zeros(x.shape[1])
    w[-1] = math.log(y.mean() / (1 - y.mean()))
    for _ in range(25):
        p = 1 / (1 + np.exp(-(x @ w)))
        step = np.linalg.solve(
            (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (p - y) + penalty * w
        )
        w = w - step
        if np.abs(step).max() < 1e-7:
            break
    return w


def forecast(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Monthly probabilities."""
    return 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))


def inflation(data: Panel, w: np.ndarray, before: int) -> float:
    """What came true over what the model said in the ten years before, leaning on 1 with the weight of five attempts."""
    some = (data.month < before) & (data.month >= before - 12 * TRAILING)
    return float((data.y[some].sum() + 5) / (forecast(data.x[some], w).sum() + 5))


def iso(folder: Path) -> dict[int, str]:
    """ISO 3166 codes by COW code, by the names in the lists."""
    known, found = gazetteer(), dict(ISO)
    for file in ("powell_thyne_2024-01.txt", "reign_elections.csv.gz", "cline_coup_data_2.1.2.csv"):
        for row in rows(folder / file, "\t" if file.endswith("txt") else ","):
            code = int(row.get("ccode") or row.get("cowcode") or 0)
            name = known.find(" ".join(words_of(row["country"])))
            here = [r for r, _ in known.meant(name) if known.kind[r] == COUNTRY] if name is not None else []
            if here and code not in found and (country := known.country_of(here[0])):
                found[code] = country
    return found


def main() -> None:
    """Fit on all months and write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    folder, last = options.data / "coups", index(2024, 1)
    data = panel(folder, last)
    w = fit(data.x, data.y)
    scale = inflation(data, w, last + 1)
    codes, tried = iso(folder), attempts(folder)
    table, missing = {}, []
    fades = len(FADES)
    for row in np.flatnonzero(data.month == last):
        code = int(data.country[row])
        if code not in codes:
            missing.append(code)
            continue
        past = [m for m in tried[code] if m <= last]
        entry = {"rest": round(float(data.x[row][fades:] @ w[fades:-1] + w[-1]), 3)}
        if past:
            entry["last"] = f"{FIRST + max(past) // 12}-{max(past) % 12 + 1:02}"
        table[codes[code]] = entry
    print(f"{len(table)} countries, scale {scale:.3f}, without an ISO code: {missing}")
    for name, value in zip([*data.names, "constant"], w, strict=True):
        print(f"  {name:20} {value:7.3f}")
    text = {
        "date": date(2024, 1, 31).isoformat(),
        "source": "Powell & Thyne 2024-01-29; REIGN 2021-08; train/prior.py",
        "scale": round(scale, 4),
        "since": [round(float(v), 4) for v in w[:fades]],
        "countries": dict(sorted(table.items())),
    }
    options.out.write_text(json.dumps(text, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
