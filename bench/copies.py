"""Which reports go back to one witness: pairs found and right, beside MinHash-LSH, on texts labelled by hand.

python bench/copies.py [--part PART] [--misses] reads bench/copies/. MinHash-LSH stands at its best threshold on the
same part (an advantage that it would not have in use); it needs `pip install datasketch` and is left out, with a word,
where that is not installed.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from tocsin.link import copies
from tocsin.model import Report, Source, report
from tocsin.store.sqlite import SQLiteStore

HOME = Path(__file__).with_name("copies")
PARTS = ("dev-a", "dev-b", "test", "test-b")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Groups = Mapping[str, str]


def labelled(part: str) -> tuple[list[Source], list[dict[str, Any]], list[Report]]:
    """The sources, the labels and the reports of one part."""
    data = tomllib.loads((HOME / f"{part}.toml").read_text("utf-8"))
    sources = [Source(**row) for row in data["sources"]]
    reports = [
        report(
            row["source"],
            row["text"].strip(),
            title=row.get("title", ""),
            published=datetime.fromisoformat(row["published"]),
            language=row["language"],
            external_id=row["id"],
        )
        for row in data["texts"]
    ]
    return sources, data["texts"], reports


def by_tocsin(sources: list[Source], reports: list[Report]) -> dict[str, str]:
    """The origin of each report as the link stage draws it, all in one stream."""
    store = SQLiteStore(":memory:")
    store.append([*sources, *reports], at=NOW)
    tick = store.tick(NOW)
    found = copies(reports, store, tick, store.sources())
    name = {one.id: one.external_id or one.id for one in reports}
    return {name[row.report]: row.origin for row in found.memberships}


def by_minhash(reports: list[Report], threshold: float) -> dict[str, str]:
    """Groups that MinHash-LSH makes of three-word shingles: 128 permutations, candidates joined."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=threshold, num_perm=128)
    marks = {}
    for one in reports:
        words = one.text.lower().split()
        mark = MinHash(num_perm=128)
        mark.update_batch([" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))])
        marks[one.external_id or one.id] = mark
        lsh.insert(one.external_id or one.id, mark)
    root = {name: name for name in marks}

    def top(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for name, mark in marks.items():
        for other in lsh.query(mark):
            if mark.jaccard(marks[other]) >= threshold:
                root[top(other)] = top(name)
    return {name: top(name) for name in root}


def scored(groups: Groups, texts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Pairs of one origin found and right; of pairs of a family shown as two origins, the share that is one."""
    texts = list(texts)
    right = wrong = missed = shown = false = 0
    misses: list[str] = []
    for a, b in combinations(texts, 2):
        same, found = a["origin"] == b["origin"], groups[a["id"]] == groups[b["id"]]
        right += same and found
        wrong += found and not same
        missed += same and not found
        if a["family"] == b["family"] and not found:
            shown += 1
            false += same
        if same != found:
            misses.append(
                f"{a['id']} ({a['how']}) and {b['id']} ({b['how']}) "
                + ("wrongly joined" if found else "not joined")
            )
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "false": false / shown if shown else 0.0,
        "pairs": (right, wrong, missed),
        "split": split(groups, texts),
        "misses": misses,
    }


def split(groups: Groups, texts: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """How many origins of several reports are shown as more than one, of how many."""
    members: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    for text in texts:
        members.setdefault(text["origin"], set()).add(groups[text["id"]])
        sizes[text["origin"]] = sizes.get(text["origin"], 0) + 1
    several = [name for name, size in sizes.items() if size > 1]
    return sum(len(members[name]) > 1 for name in several), len(several)


def line(name: str, found: Mapping[str, Any]) -> str:
    """One method as a line of the table."""
    return (
        f"  {name:<28} precision {found['precision']:.3f}  recall {found['recall']:.3f}  F1 {found['f1']:.3f}  "
        f"false corroborations {found['false']:.1%}  origins split {found['split'][0]} of {found['split'][1]}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    for part in [options.part] if options.part else PARTS:
        sources, texts, reports = labelled(part)
        found = scored(by_tocsin(sources, reports), texts)
        print(f"{part}: {len(texts)} texts, {len({t['family'] for t in texts})} families")
        print(line("tocsin", found))
        if options.misses:
            print(*(f"    {miss}" for miss in found["misses"]), sep="\n")
        try:
            rows = [(scored(by_minhash(reports, t / 20), texts), t / 20) for t in range(1, 19)]
        except ImportError:
            print("  MinHash-LSH: not measured, datasketch is not installed")
            continue
        best, threshold = max(rows, key=lambda row: (row[0]["f1"], row[1]))
        print(line(f"MinHash-LSH at {threshold:.2f}", best))
        print(f"  F1 is {found['f1'] / best['f1']:.2f} times that of MinHash-LSH")


if __name__ == "__main__":
    main()
