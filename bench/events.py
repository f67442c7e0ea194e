"""PLOVER root codes and quad classes on the PLV sentences that training kept back.

python bench/events.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import time
from collections.abc import Hashable, Sequence
from pathlib import Path

from tocsin.read.codes import codes


def macro_f1(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """The mean of the F1 of each class."""
    classes = set(gold) | set(predicted)
    hits = {c: sum(g == p == c for g, p in zip(gold, predicted, strict=True)) for c in classes}
    return sum(2 * hits[c] / (gold.count(c) + predicted.count(c)) for c in classes) / len(classes)


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    path = parser.parse_args().data / "events" / "plover" / "plv_train.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    # The same tenth as in train/material.py.
    kept = [row for row in rows if int(hashlib.sha256(row["sentence"].encode()).hexdigest(), 16) % 10 == 0]
    list(codes(["<s>A</s> met <t>B</t>"]))
    began = time.perf_counter()
    found = list(codes(row["marked_sentence"] for row in kept))
    took = time.perf_counter() - began
    roots, quads = [row["gold_root"] for row in kept], [int(row["gold_penta"]) for row in kept]
    print(f"{len(kept)} sentences, {1000 * took / len(kept):.1f} ms each")
    print(f"root macro-F1 {macro_f1(roots, [c.root for c in found]):.3f}")
    print(f"quad macro-F1 {macro_f1(quads, [c.quad for c in found]):.3f}")


if __name__ == "__main__":
    main()
