"""Check labelled items and say what they hold: python train/labels/check.py [FILE ...] [--table]

Without files all of this folder are checked. Exit status 1 where anything is wrong; each fault names file and line.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = frozenset(tomllib.loads((HERE / "happenings.toml").read_text("utf-8")))
VALUES = {
    "polarity": frozenset({"yes", "no"}),
    "when": frozenset({"now", "past", "ahead"}),
    "by": frozenset(
        {"incumbent", "soldiers", "rebels", "opposition", "crowd", "foreign", "observer", "unknown"}
    ),
    "hedged": frozenset({True, False}),
}
STANCES = frozenset(
    [
        "asserts",
        "denies",
        "calls_for",
        "orders",
        "threatens",
        "promises",
        "predicts",
        "asks",
        "accuses",
        "does_not_know",
    ]
)
RELATIONS = frozenset({"same", "contradicts", "answers", "updates", "unrelated"})


def faults(item: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong in an item or a pair, one fault at a time."""
    if "relation" in item:
        if item["relation"] not in RELATIONS:
            yield f"no such relation: {item['relation']!r}"
        if not (item["a"].strip() and item["b"].strip()):
            yield "one of the statements is empty"
        return
    if "file" in item:  # real text, which is not here: only the offsets can be looked at
        length = item["end"] - item["start"]
        item = {**item, "text": "·" * length}
        item["tells"] = [
            {**told, "words": "·" if 0 <= told["start"] < told["end"] <= length else ""}
            for told in item["tells"]
        ]
    text = item["text"]
    for told in item["tells"]:
        if told["kind"] not in KINDS:
            yield f"no such kind: {told['kind']!r}"
        yield from (
            f"{name}: {told[name]!r}" for name, known in VALUES.items() if told.get(name) not in known
        )
        if not told["words"] or told["words"] not in text:
            yield f"these words do not stand in the text: {told['words']!r}"
    for said in item["says"]:
        if said["stance"] not in STANCES:
            yield f"no such stance: {said['stance']!r}"
        yield from (
            f"{name} does not stand in the text: {said[name]!r}"
            for name in ("speaker", "cue", "content")
            if said[name] not in text
        )


def check(path: Path, seen: dict[str, Path]) -> tuple[list[dict[str, Any]], int]:
    """The items of a file and how many faults were printed; an id may be used once in all files."""
    items: list[dict[str, Any]] = []
    wrong = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            item = json.loads(line)
            found = list(faults(item))
            if item["id"] in seen:
                found.append(f"the id {item['id']} is also in {seen[item['id']].name}")
            seen[item["id"]] = path
            items.append(item)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            found = [f"no item: {type(error).__name__}: {error}"]
        for fault in found:
            print(f"{path.name}:{number}: {fault}")
        wrong += len(found)
    return items, wrong


def table(items: list[dict[str, Any]]) -> str:
    """How often each kind is told: affirmed of now, denied, past, ahead."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in sorted(KINDS)}
    for item in items:
        for told in item.get("tells", ()):
            column = "no" if told["polarity"] == "no" else told["when"]
            counts[told["kind"]][column] += 1
    rows = [
        f"{kind:<20}" + "".join(f"{row[column]:>7}" for column in ("now", "no", "past", "ahead"))
        for kind, row in counts.items()
    ]
    return "\n".join([f"{'':<20}    now     no   past  ahead", *rows])


def main() -> None:
    """Check all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--table", action="store_true", help="print how often each kind is told")
    options = parser.parse_args()
    seen: dict[str, Path] = {}
    everything: list[dict[str, Any]] = []
    wrong = 0
    for path in options.files or sorted(HERE.glob("*.jsonl")):
        items, found = check(path, seen)
        nothing = sum(item.get("tells") == [] for item in items)
        print(f"{path.name}: {len(items)} items, {nothing} tell nothing, {found} faults")
        everything += items
        wrong += found
    print(f"{len(everything)} items in all, {wrong} faults")
    if options.table:
        print(table(everything))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
