"""The nowcast of coup attempts, backtested on a day log and on coded events, beside simpler forecasters.

    python bench/nowcast.py --data ../shared/data [--svg FOLDER] [--errors] [--only text|events]

Text: the day log 2002-2018. Every year is forecast with rates learnt from the other years. Beside it, on the same
days: the base rate; the keywords coup, putsch, mutiny, junta, overthrow, with p = 1 - 0.5^n; the number of coded items
as p = 1 - 0.5^n; and a regularised logistic regression on the counts of the coded kinds, learnt on the other years.
The patterns of cues.toml were written with this log in view: what was left out are the rates, so later years are the test.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import onsets
from learning import training
from onsets import DAY

from tocsin.nowcast import events, filtered, told
from tocsin.nowcast.coder import ORDER
from tocsin.nowcast.daily import Countries
from tocsin.nowcast.items import Item, items
from tocsin.read.aims import mentions

START, END = date(2002, 7, 1), date(2018, 12, 31)
KEYWORDS = re.compile(r"\bcoup\b|putsch|mutin|\bjunta\b|overthr", re.I)
Told = list[tuple[date, str, str]]


def left_out(rows: Told, known: training.Cases) -> onsets.Series:
    """Each year with rates from the other years; the filter itself runs through."""
    days: dict[date, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for day, country, kind in rows:
        days[day][country].add(kind)
    found: dict[str, dict[date, float]] = defaultdict(dict)
    years = set(range(2002, 2019))
    for year in sorted(years):
        until = {day: value for day, value in days.items() if day.year <= year}
        learnt = training.learn(rows, known, years - {year}, len(years) - 1)
        for row in filtered(until, Countries(learnt)):
            if row.date.year == year:
                found[row.country][row.date] = row.p
    return found


def keywords(log: list[Item]) -> onsets.Series:
    """The number of items of a day that name a country and a keyword."""
    counts: Counter[tuple[str, date]] = Counter()
    for item in log:
        text = f"{item.topic or ''}. {item.text}"
        if KEYWORDS.search(text):
            counts.update({(mention.country, item.date) for mention in mentions(text)})
    return onsets.series((day, country, 1 - 0.5**n) for (country, day), n in counts.items())


def counted(rows: Told) -> onsets.Series:
    """The number of coded items of a day."""
    counts = Counter((country, day) for day, country, _ in rows)
    return onsets.series((day, country, 1 - 0.5**n) for (country, day), n in counts.items())


def logistic(rows: Told, known: onsets.Cases) -> onsets.Series:
    """Counts of each kind on the day and the day before; each year from the other years."""
    counts: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for day, country, kind in rows:
        counts[country, day][kind] += 1
    keys = sorted({key for country, day in counts for key in ((country, day), (country, day + DAY))})
    none: Counter[str] = Counter()
    features = np.array(
        [
            [counts.get(key, none)[kind] for key in ((country, day), (country, day - DAY)) for kind in ORDER]
            for country, day in keys
        ],
        dtype=float,
    )
    truth = np.array(
        [onsets.near(day, known.clear.get(country, ()), 0, 1) for country, day in keys], dtype=float
    )
    year = np.array([day.year for _, day in keys])
    found: dict[str, dict[date, float]] = defaultdict(dict)
    for left in range(2002, 2019):
        weights, base = fit(features[year != left], truth[year != left])
        for index in np.flatnonzero(year == left):
            country, day = keys[index]
            found[country][day] = float(1 / (1 + np.exp(-(features[index] @ weights + base))))
    return found


def fit(features: np.ndarray, truth: np.ndarray, ridge: float = 1.0) -> tuple[np.ndarray, float]:
    """A logistic regression with a ridge penalty, by Newton's method with halved steps."""
    x = np.hstack([features, np.ones((len(features), 1))])
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 1e-6
    w = np.zeros(x.shape[1])
    w[-1] = np.log(max(truth.mean(), 1e-9) / (1 - truth.mean()))

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float(np.logaddexp(0, z).sum() - (truth * z).sum() + 0.5 * (penalty * w * w).sum())

    last = loss(w)
    for _ in range(50):
        p = 1 / (1 + np.exp(-(x @ w)))
        step = np.linalg.solve(
            (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (p - truth) + penalty * w
        )
        size = 1.0
        while loss(w - size * step) > last and size > 1e-6:
            size /= 2
        w = w - size * step
        if last - loss(w) < 1e-6:
            break
        last = loss(w)
    return w[:-1], float(w[-1])


def errors(found: onsets.Series, known: onsets.Cases, threshold: float, rows: Told) -> None:
    """The attempts that were missed and the alarms that were false."""
    kinds = defaultdict(list)
    for day, country, kind in rows:
        kinds[country, day].append(kind)
    for country, dates in sorted(known.clear.items()):
        for case in dates:
            if not any(found.get(country, {}).get(case + i * DAY, 0) >= threshold for i in range(3)):
                said = {
                    str(case + i * DAY): kinds[country, case + i * DAY]
                    for i in range(-1, 4)
                    if kinds[country, case + i * DAY]
                }
                print(f"  missed {country} {case}: {said or 'nothing coded'}")
    for country, own in sorted(found.items()):
        last = None
        for day in sorted(day for day, p in own.items() if p >= threshold):
            if (last is None or (day - last).days > 30) and not onsets.near(
                day, known.all.get(country, ()), 1, 30
            ):
                print(f"  false {country} {day} p={own[day]:.2f} {kinds[country, day]}")
            last = day


def text(options: argparse.Namespace) -> None:
    """The day log."""
    log = list(items(options.data / "streams/current_events.2002-2018.jsonl.gz", print))
    path = options.data / "coups/attempts_2002-2018.csv"
    known = onsets.cases(path, START, END)
    begun = time.perf_counter()
    rows = list(told(log))
    print(f"Day log: {len(log)} items, {len(rows)} coded, {time.perf_counter() - begun:.0f} s")
    share = sum(map(len, known.clear.values())) * 2 / (195 * ((END - START).days + 1))
    flat = dict.fromkeys((START + timedelta(days=i) for i in range((END - START).days + 1)), share)
    base = dict.fromkeys([*known.all, *(f"{n:03}" for n in range(195 - len(known.all)))], flat)
    forecasts = {
        "Tocsin, each year with rates from the others": left_out(rows, training.cases(path)),
        "base rate": base,
        "keywords": keywords(log),
        "count of coded items": counted(rows),
        "logistic regression on the counts": logistic(rows, known),
    }
    for name, found in forecasts.items():
        result = onsets.measure(found, known, START, END)
        print(name)
        print(result.text() if name.startswith("Tocsin") else result.text(()))
        if name.startswith("Tocsin"):
            for said, came, days in result.bins:
                print(f"  said {said:.4f}  came true {came:.4f}  {days} country-days")
            if options.svg:
                options.svg.mkdir(parents=True, exist_ok=True)
                title = "Day log 2002-2018: reliability"
                (options.svg / "reliability_day_log.svg").write_text(
                    onsets.diagram(result.bins, title), "utf-8"
                )
            if options.errors:
                errors(found, known, 0.7, rows)


def coded_events(options: argparse.Namespace) -> None:
    """ICEWS, thin and dense."""
    path = options.data / "coups/attempts_2002-2018.csv"
    for name in ("icews_2011-10_2015-12", "icews_2014", "icews_full_2018-10_2018-12"):
        log = events.load(options.data / f"streams/icews/{name}.parquet")
        first, told_of = events.counts(log)
        days = len(next(iter(told_of.values())))
        last = first + timedelta(days=days - 1)
        known = onsets.cases(path, first, last)
        print(
            f"{name}: {len(log)} events, {len(told_of)} countries, {sum(map(len, known.clear.values()))} attempts"
        )
        forecasts = {
            "Tocsin": onsets.series((row.date, row.country, row.p) for row in events.nowcast(log)),
            "sum of surprises": daily(
                first, {c: events.surprises(t).sum(axis=1) - 12 for c, t in told_of.items()}
            ),
            "force and coercion": daily(
                first, {c: events.surprises(t)[:, [3, 5]].sum(axis=1) - 8 for c, t in told_of.items()}
            ),
        }
        if name.startswith("icews_2011"):
            forecasts["logistic regression on the surprises"] = regression(first, told_of, known)
        for who, found in forecasts.items():
            top = max(p for own in found.values() for p in own.values())
            if not known.clear:
                print(
                    f"  {who}: highest {top:.3f}, above one half {sum(p > 0.5 for o in found.values() for p in o.values())}"
                )
                continue
            result = onsets.measure(found, known, first, last)
            hits = rare(found, known, 0.01), rare(found, known, 0.001)
            error = max((abs(p - came) for p, came, count in result.bins if count >= 100), default=0.0)
            print(
                f"  {who}: ROC {result.roc:.3f}  AP {result.precision:.4f}  Brier {result.brier:.2e}  detected at one alarm in"
                f" 100 / 1,000 country-days {hits[0]} / {hits[1]}  highest {top:.3f}  calibration error {error:.4f}"
            )


def daily(first: date, values: dict[str, np.ndarray]) -> onsets.Series:
    """Scores as probabilities by country and day."""
    return onsets.series(
        (first + timedelta(days=i), country, float(1 / (1 + np.exp(-v))))
        for country, own in values.items()
        for i, v in enumerate(own)
    )


def regression(first: date, told_of: dict[str, np.ndarray], known: onsets.Cases) -> onsets.Series:
    """Surprises of the seven groups; each year from the other years."""
    names = sorted(told_of)
    x = np.vstack([events.surprises(told_of[name]) for name in names])
    days = [(name, first + timedelta(days=i)) for name in names for i in range(len(told_of[name]))]
    y = np.array([onsets.near(day, known.clear.get(name, ()), 0, 1) for name, day in days], dtype=float)
    year = np.array([day.year for _, day in days])
    p = np.zeros(len(y))
    for left in sorted(set(year)):
        w, base = fit(x[year != left], y[year != left])
        p[year == left] = 1 / (1 + np.exp(-(x[year == left] @ w + base)))
    return onsets.series((day, name, float(q)) for (name, day), q in zip(days, p, strict=True))


def rare(found: onsets.Series, known: onsets.Cases, share: float) -> int:
    """Attempts detected (on the day or the two after) at the threshold that so large a share of other days reaches."""
    others = [
        p
        for c, own in found.items()
        for d, p in own.items()
        if not onsets.near(d, known.all.get(c, ()), 1, 30)
    ]
    threshold = float(np.quantile(others, 1 - share))
    return sum(
        any(found.get(c, {}).get(case + i * DAY, 0) > threshold for i in range(3))
        for c, cs in known.clear.items()
        for case in cs
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--only", choices=["text", "events"])
    options = parser.parse_args()
    if options.only != "events":
        text(options)
    if options.only != "text":
        coded_events(options)


if __name__ == "__main__":
    main()
