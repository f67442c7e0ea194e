"""The weights by which updates are chosen, from the key events of live blogs.

    python train/importance.py --data ../shared/data --out tocsin/publish/importance.json

Logistic regression on the training blogs of bench/key_events.py; no title is read, since the titles give the answer
away. It starts from nought and is convex: no seed is needed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
import key_events  # noqa: E402 - the bench owns the split

from tocsin.publish.importance import features  # noqa: E402

RIDGE = 1e-2
STEPS = 500


def fitted(rows: np.ndarray, right: np.ndarray, ridge: float) -> np.ndarray:
    """The weights of a logistic regression, the intercept last, by accelerated gradient."""
    size, width = rows.shape
    shrink = np.r_[np.full(width - 1, ridge), 0.0]
    pace = 0.25 * np.linalg.norm(rows, 2) ** 2 / size + ridge
    weights = ahead = np.zeros(width)
    speed = 1.0
    for _ in range(STEPS):
        slope = rows.T @ (1 / (1 + np.exp(-(rows @ ahead))) - right) / size + shrink * ahead
        stepped = ahead - slope / pace
        faster = (1 + np.sqrt(1 + 4 * speed * speed)) / 2
        ahead = stepped + (speed - 1) / faster * (stepped - weights)
        weights, speed = stepped, faster
    return weights


def texts(data: Path) -> dict[str, object]:
    """The table of the texts' weights with the threshold of the best F1 on the training part."""
    blogs = key_events.blogs(data, "train")
    rows = [row for blog in blogs for row in features(blog.posts)]
    right = np.array([key for blog in blogs for key in blog.key], float)
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    mean, spread = table.mean(0), table.std(0) + 1e-6
    scaled = np.hstack([np.clip((table - mean) / spread, -4, 4), np.ones((len(table), 1))])
    weights = fitted(scaled, right, RIDGE)
    _, threshold = key_events.best((scaled @ weights).tolist(), right.tolist())
    return {
        "intercept": round(float(weights[-1]), 4),
        "threshold": round(threshold, 4),
        "post": {
            name: [round(float(x), 4) for x in (mean[at], spread[at], weights[at])]
            for at, name in enumerate(names)
        },
    }


def main() -> None:
    """Train and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text(json.dumps(texts(options.data), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
