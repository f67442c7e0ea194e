"""The structural prior out of sample, year by year, beside a peer's real forecasts.

    python bench/prior.py --data ../shared/data

Each year is forecast by a model fitted on the months before it, rescaled on the ten years before it. Beside it: the time
since the last attempt alone, and the unscaled model. Yearly forecasts 2011-20 use what was known in December.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from learning import prior as training


def area(y: np.ndarray, p: np.ndarray) -> tuple[float, float]:
    """ROC area (ties shared) and average precision."""
    values, place = np.unique(p, return_inverse=True)
    pos = np.bincount(place, weights=y, minlength=len(values))
    neg = np.bincount(place, weights=1 - y, minlength=len(values))
    below = np.cumsum(neg) - neg
    roc = float((pos * (below + neg / 2)).sum() / (pos.sum() * neg.sum()))
    hits, seen = np.cumsum(pos[::-1]), np.cumsum((pos + neg)[::-1])
    return roc, float((pos[::-1] * hits / seen).sum() / pos.sum())


def line(name: str, y: np.ndarray, p: np.ndarray) -> str:
    """One forecaster's figures."""
    roc, precision = area(y, p)
    brier, base = float(((p - y) ** 2).mean()), float(((y.mean() - y) ** 2).mean())
    return (
        f"  {name:34} ROC {roc:.3f}  AP {precision:.4f}  Brier {brier:.6f} (base rate {base:.6f})"
        f"  forecast/observed {p.sum() / y.sum():.2f}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "coups"
    data = training.panel(folder, training.index(2021, 12))
    since = slice(0, len(training.FADES))
    full, raw, alone = (np.zeros(len(data.y)) for _ in range(3))
    yearly: dict[tuple[int, int], float] = {}
    for year in range(1975, 2022):
        first = training.index(year, 1)
        before = data.month < first
        now = (data.month >= first) & (data.month < first + 12)
        w = training.fit(data.x[before], data.y[before])
        scale = training.inflation(data, w, first)
        raw[now] = training.forecast(data.x[now], w)
        full[now] = scale * raw[now]
        v = training.fit(data.x[before][:, since], data.y[before])
        alone[now] = training.forecast(data.x[now][:, since], v)
        january = data.month == first
        month = scale * training.forecast(data.x[january], w)
        for code, p in zip(data.country[january], month, strict=True):
            yearly[int(code), year] = 1 - (1 - float(p)) ** 12
    for a, b in ((1975, 2021), (2010, 2021)):
        some = (data.month >= training.index(a, 1)) & (data.month <= training.index(b, 12))
        print(f"Country-months {a}-{b}: {some.sum()}, {data.y[some].sum():.0f} with an attempt")
        for name, p in (
            ("Tocsin", full),
            ("the same, not rescaled", raw),
            ("time since the last attempt alone", alone),
        ):
            print(line(name, data.y[some], p[some]))
    print("Calibration 2010-21, monthly")
    p, y = full[some], data.y[some]
    for low, high in ((0, 0.0003), (0.0003, 0.001), (0.001, 0.003), (0.003, 0.01), (0.01, 1)):
        inside = (p >= low) & (p < high)
        if inside.any():
            print(
                f"  said {p[inside].mean():.5f}  came true {y[inside].mean():.5f}  {inside.sum()} country-months"
            )
    peer = [
        r
        for r in training.rows(folder / "forecaster2_forecasts.csv")
        if r["outcome"] == "attempt" and r["observed"]
    ]
    both = [
        r for r in peer if (int(r["gwcode"]), int(r["for_year"])) in yearly and r["observed"] in {"0", "1"}
    ]
    print(f"Country-years 2011-20 with the peer's forecast: {len(both)} of {len(peer)}")
    observed = np.array([float(r["observed"]) for r in both])
    print(line("Tocsin", observed, np.array([yearly[int(r["gwcode"]), int(r["for_year"])] for r in both])))
    print(line("peer", observed, np.array([float(r["p"]) for r in both])))


if __name__ == "__main__":
    main()
