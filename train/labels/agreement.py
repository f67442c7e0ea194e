"""How far two annotators agree: python train/labels/agreement.py FIRST.jsonl SECOND.jsonl

Both files hold the same items by id; items that only one of them has are left out. What is compared of an item is the
set of (kind, polarity, when); micro F1 is the same whichever of the two is taken for right. Also printed: kinds alone,
kinds that are affirmed of now (what a sign rests on), and, where both found the kind, how often doer and hedge are the
same.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Told = dict[str, Any]


def read(path: Path) -> dict[str, list[Told]]:
    """What each item tells, by its id."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {row["id"]: row["tells"] for row in rows}


def f1(pairs: list[tuple[list[Told], list[Told]]], key: Callable[[Told], object]) -> float:
    """Micro F1 of two lists of sets."""
    both = sum(len({key(t) for t in a} & {key(t) for t in b}) for a, b in pairs)
    all_of_it = sum(len({key(t) for t in a}) + len({key(t) for t in b}) for a, b in pairs)
    return 2 * both / all_of_it if all_of_it else 1.0


def same(pairs: list[tuple[list[Told], list[Told]]], field: str) -> tuple[int, int]:
    """How often a field is the same, of the kinds that both found once."""
    right = of = 0
    for a, b in pairs:
        for told in a:
            other = [t for t in b if t["kind"] == told["kind"]]
            if len(other) == 1 == sum(t["kind"] == told["kind"] for t in a):
                right += told[field] == other[0][field]
                of += 1
    return right, of


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args()
    first, second = read(options.first), read(options.second)
    pairs = [(first[name], second[name]) for name in first.keys() & second.keys()]
    print(f"{len(pairs)} items labelled by both")
    print(f"kind, polarity and time  F1 {f1(pairs, lambda t: (t['kind'], t['polarity'], t['when'])):.3f}")
    print(f"kinds alone              F1 {f1(pairs, lambda t: t['kind']):.3f}")
    now = [
        tuple([t for t in side if (t["polarity"], t["when"]) == ("yes", "now")] for side in pair)
        for pair in pairs
    ]
    print(f"affirmed of now          F1 {f1([(a, b) for a, b in now], lambda t: t['kind']):.3f}")
    for field in ("by", "hedged", "polarity", "when"):
        right, of = same(pairs, field)
        print(f"{field:<12} the same in {right} of {of}")


if __name__ == "__main__":
    main()
