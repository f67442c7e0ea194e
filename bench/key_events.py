"""Which posts of a live blog its editors marked as key events: the shipped weights against two plain baselines.

    python bench/key_events.py --data ../shared/data
    python bench/key_events.py --data ../shared/data --part train

200 live blogs of the Guardian, split by the SHA-256 of their id: seven tenths to train, the rest held back for this
bench. Posts are taken oldest first and scored without what came after. Their titles are not read: nearly every key
event has one and no other post does, so that a title would be the answer. The baselines are recency with length (the
logarithm of the words, less where the last post was a moment ago) and novelty (1 less the highest TF-IDF cosine to a
post before). Each threshold is the one with the best F1 on the training part; F1 is over all posts together.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tocsin.publish.importance import WEIGHTS, Post, features, scores

FILE = Path("liveblogs/guardian_key_events.200.jsonl.gz")
TRAIN = 7  # of ten


class Blog(NamedTuple):
    """A live blog: its posts, oldest first, and which are key events."""

    name: str
    posts: list[Post]
    key: list[bool]


def blogs(data: Path, part: str, file: Path = FILE) -> list[Blog]:
    """The blogs of a part: train, dev or all. Raises OSError where the file cannot be read."""
    found: list[Blog] = []
    path = file if file.is_absolute() else data / file
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            tenth = int(hashlib.sha256(row["blog_id"].encode()).hexdigest()[:8], 16) % 10
            if part == "all" or (tenth < TRAIN) == (part == "train"):
                found.append(_blog(row))
    return found


def _blog(row: dict) -> Blog:
    """The newest post stands first in the file; those of one minute keep their order."""
    told = [
        (datetime(*post["time"], tzinfo=UTC), -number, post) for number, post in enumerate(row["documents"])
    ]
    told.sort(key=lambda one: one[:2])
    return Blog(
        row["blog_id"],
        [Post(at, "\n".join(post["text"])) for at, _, post in told],
        [bool(post["is_key_event"]) for _, _, post in told],
    )


def by_length(posts: Sequence[Post]) -> list[float]:
    """Recency and length: long texts after a pause."""
    before = [None, *posts]
    return [
        math.log1p(len(post.text.split()))
        + 0.1 * math.log1p((post.at - last.at).total_seconds() / 60 if last else 0.0)
        for post, last in zip(posts, before, strict=False)
    ]


def by_novelty(posts: Sequence[Post]) -> list[float]:
    """Novelty by vectors of TF-IDF."""
    return [1 - row["likest"] for row in features(posts)]


def by_weights(posts: Sequence[Post]) -> list[float]:
    """What Tocsin ships."""
    return scores(posts)


def best(given: Sequence[float], right: Sequence[float]) -> tuple[float, float]:
    """The best F1 and the threshold that gives it."""
    order = sorted(range(len(given)), key=lambda at: -given[at])
    total, hits, found = sum(right), 0.0, (0.0, math.inf)
    for rank, at in enumerate(order, 1):
        hits += right[at]
        found = max(found, (2 * hits / (rank + total), given[at]))
    return found


def judged(given: Sequence[float], right: Sequence[float], threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of what reaches a threshold."""
    told = [score >= threshold for score in given]
    hits = sum(r for r, t in zip(right, told, strict=True) if t)
    return hits / max(1, sum(told)), hits / max(1, sum(right)), 2 * hits / max(1, sum(told) + sum(right))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--part", choices=("train", "dev", "all"), default="dev")
    parser.add_argument(
        "--file", type=Path, default=FILE, help="other blogs of the same form, as a path in DATA"
    )
    options = parser.parse_args()
    if not (options.data / FILE).exists():
        raise SystemExit(f"{options.data / FILE} is not there: give --data")
    train, tried = blogs(options.data, "train"), blogs(options.data, options.part, options.file)
    right = [float(key) for blog in tried for key in blog.key]
    print(f"{len(tried)} blogs, {len(right)} posts, {sum(right):.0f} key events ({options.part})")
    share = sum(right) / len(right)
    print(f"{'every post':<28} P {share:.3f}  R 1.000  F1 {2 * share / (1 + share):.3f}")
    rows: list[tuple[str, Callable[[Sequence[Post]], list[float]]]] = [
        ("recency and length", by_length), ("novelty by vectors", by_novelty), ("tocsin", by_weights),
    ]  # fmt: skip
    for name, method in rows:
        begun = time.perf_counter()
        given = [score for blog in tried for score in method(blog.posts)]
        pace = len(right) / (time.perf_counter() - begun)
        if method is by_weights:
            threshold = WEIGHTS.threshold
        else:
            threshold = best(
                [score for blog in train for score in method(blog.posts)],
                [float(key) for blog in train for key in blog.key],
            )[1]
        precision, recall, f1 = judged(given, right, threshold)
        print(f"{name:<28} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({pace:,.0f} posts/s)")


if __name__ == "__main__":
    main()
