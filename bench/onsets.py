"""Daily probabilities against dated attempts: the measures of all benches of nowcasts, the same for every forecaster.

Positives are the day of an attempt and the next; the rest of [-1, +30] days around attempts and disputed cases is left
out. An alarm is a probability that reaches a threshold after 30 days below it; it is false unless it lies within
[-1, +30] days of a case. An attempt is detected if the threshold is reached on its day or the two after it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import log
from pathlib import Path

Series = Mapping[str, Mapping[date, float]]
THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
EDGES = (0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
DAY = timedelta(days=1)


@dataclass
class Cases:
    """Attempts on which the lists agree, and all cases with those on which they do not."""

    clear: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    all: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))


def cases(path: Path, start: date, end: date) -> Cases:
    """The cases of a list within a period."""
    found = Cases()
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if start <= (day := date.fromisoformat(row["date"])) <= end:
                found.all[row["country"]].append(day)
                if row["outcome"] != "ambiguous":
                    found.clear[row["country"]].append(day)
    return found


def series(rows: Iterable[tuple[date, str, float]]) -> Series:
    """Rows as one series a country."""
    found: dict[str, dict[date, float]] = defaultdict(dict)
    for day, country, p in rows:
        found[country][day] = p
    return found


@dataclass
class Result:
    """What one forecaster reached."""

    attempts: int
    table: list[tuple[float, int, int, int, float, float]]
    """Threshold, detected, on the same day, false alarms, F1, mean days to detection."""
    roc: float
    precision: float
    brier: float
    score: float
    bins: list[tuple[float, float, int]]
    """Mean forecast, share that came true, country-days: the reliability diagram."""
    years: float

    def text(self, thresholds: Iterable[float] = THRESHOLDS) -> str:
        """As a table for people."""
        wanted = set(thresholds)
        lines = [
            f"  p >= {t:<4} detected {hit}/{self.attempts} ({same} the same day, {delay:.1f} days on average)  false alarms {false}"
            f" ({false / self.years:.5f} a country-year)  F1 {f1:.3f}"
            for t, hit, same, false, f1, delay in self.table
            if t in wanted
        ]
        best = max(self.table, key=lambda row: row[4])
        lines.append(f"  best F1 {best[4]:.3f} at {best[0]}: {best[1]} detected with {best[3]} false alarms")
        lines.append(
            f"  ROC area {self.roc:.4f}  average precision {self.precision:.4f}  Brier {self.brier:.3e}"
            f"  log score {self.score:.3e}"
        )
        return "\n".join(lines)


def near(day: date, dates: Iterable[date], before: int, after: int) -> bool:
    """Whether a day lies so many days before or after one of the dates."""
    return any(-before <= (day - case).days <= after for case in dates)


def measure(found: Series, known: Cases, start: date, end: date, countries: int = 195) -> Result:
    """All measures of one forecaster; a country-day without a probability counts as 0."""
    attempts = sum(map(len, known.clear.values()))
    days = (end - start).days + 1
    years = countries * days / 365.25
    table = [(t, *_alarms(found, known, t, attempts, start, end)) for t in THRESHOLDS]
    pairs = _pairs(found, known, start, days, countries)
    return Result(attempts, table, *_areas(pairs), *_scores(pairs), _bins(pairs), years)


def _alarms(
    found: Series, known: Cases, threshold: float, attempts: int, start: date, end: date
) -> tuple[int, int, int, float, float]:
    hits, same, false, delays = 0, 0, 0, 0
    for country in {*found, *known.clear}:
        own = found.get(country, {})
        for case in known.clear.get(country, ()):
            late = next((i for i in range(3) if own.get(case + i * DAY, 0.0) >= threshold), None)
            hits, same, delays = hits + (late is not None), same + (late == 0), delays + (late or 0)
        last = None
        for day in sorted(day for day, p in own.items() if p >= threshold and start <= day <= end):
            if last is None or (day - last).days > 30:
                false += not near(day, known.all.get(country, ()), 1, 30)
            last = day
    f1 = 2 * hits / max(1, attempts + hits + false)
    return hits, same, false, f1, delays / max(1, hits)


def _pairs(found: Series, known: Cases, start: date, days: int, countries: int) -> dict[float, list[int]]:
    """Each probability with how many negative and positive country-days have it."""
    pairs: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    seen = 0
    for country in {*found, *known.all}:
        own = found.get(country, {})
        for offset in range(days):
            day = start + offset * DAY
            positive = near(day, known.clear.get(country, ()), 0, 1)
            seen += 1
            if positive or not near(day, known.all.get(country, ()), 1, 30):
                pairs[own.get(day, 0.0)][positive] += 1
    pairs[0.0][0] += max(countries * days - seen, 0)
    return pairs


def _areas(pairs: Mapping[float, list[int]]) -> tuple[float, float]:
    negatives, positives = (sum(pair[i] for pair in pairs.values()) for i in (0, 1))
    area = passed = hits = precision = 0.0
    for p in sorted(pairs, reverse=True):
        n, k = pairs[p]
        area += n * (hits + k / 2)
        hits, passed = hits + k, passed + n
        precision += k * hits / (hits + passed) if k else 0.0
    return area / max(1, negatives * positives), precision / max(1, positives)


def _scores(pairs: Mapping[float, list[int]]) -> tuple[float, float]:
    total = sum(map(sum, pairs.values()))
    brier = sum(n * p**2 + k * (1 - p) ** 2 for p, (n, k) in pairs.items())
    safe = {p: min(max(p, 1e-6), 1 - 1e-6) for p in pairs}
    score = -sum(n * log(1 - safe[p]) + k * log(safe[p]) for p, (n, k) in pairs.items())
    return brier / total, score / total


def _bins(pairs: Mapping[float, list[int]]) -> list[tuple[float, float, int]]:
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(p, n, k) for p, (n, k) in pairs.items() if low <= p < high or p == high == 1]
        count = sum(n + k for _, n, k in inside)
        if count:
            mean = sum(p * (n + k) for p, n, k in inside) / count
            bins.append((mean, sum(k for *_, k in inside) / count, count))
    return bins


def diagram(bins: list[tuple[float, float, int]], title: str) -> str:
    """The reliability diagram as SVG: what was said against how often it came true; areas as the logarithm of counts."""
    dots = "".join(
        f'<circle cx="{40 + 320 * p:.1f}" cy="{360 - 320 * share:.1f}" r="{3 + 1.2 * log(count):.1f}"><title>said {p:.3f}, '
        f"came true {share:.3f}, {count} country-days</title></circle>"
        for p, share, count in bins
    )
    labels = "".join(
        f'<text x="{40 + 320 * v / 4:.0f}" y="378" text-anchor="middle">{v / 4:g}</text>'
        f'<text x="32" y="{364 - 320 * v / 4:.0f}" text-anchor="end">{v / 4:g}</text>'
        for v in range(5)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" font-family="sans-serif" font-size="12" role="img">'
        f"<title>{title}</title>"
        '<rect width="400" height="400" fill="#fff"/><path d="M40 40V360H360" fill="none" stroke="#333"/>'
        '<path d="M40 360L360 40" stroke="#999" stroke-dasharray="4"/>'
        f'<g fill="#1f5f99" fill-opacity=".6">{dots}</g>{labels}'
        f'<text x="200" y="24" text-anchor="middle">{title}</text>'
        '<text x="200" y="396" text-anchor="middle">probability that was said</text></svg>\n'
    )
