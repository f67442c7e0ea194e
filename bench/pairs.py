"""How well two claims are told apart: F1 for support, contradiction and answers on the labelled pairs of bench/pairs.

python bench/pairs.py [--part test] [--misses]; the rules are tuned on the dev part (the default) and never on the test
part. Each pair is read as its report would be and linked as in a thread; beside it stands a baseline in the same run
that compares words only, its threshold the best one for the dev part.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tocsin import load_watch
from tocsin.assess.evidence import origin_of, unverified
from tocsin.gather import from_path
from tocsin.link import Sayings
from tocsin.model import Claim, Report, Source, report
from tocsin.read import read
from tocsin.read.fold import fold
from tocsin.settings import Settings
from tocsin.watch import Watch

HOME = Path(__file__).parent / "pairs"
CRISES = Path(__file__).parents[1] / "crises"
RELATIONS = ("support", "contradict", "answers")
CALLED = {"same": "support", "supports": "support", "contradicts": "contradict", "answers": "answers"}
#: Where a pair has several links, the one that an editor would be told of.
FIRST = ("contradict", "answers", "support")
NOON = datetime(2023, 8, 30, 12, tzinfo=UTC)

Pair = dict[str, Any]


class Crisis:
    """One crisis' watch, sources and reports, by what the input calls them."""

    def __init__(self, name: str) -> None:
        folder = CRISES / name
        self.watch: Watch = load_watch(folder)
        facts = list(from_path(folder, now=datetime.now(UTC), settings=Settings(), zone=self.watch.zone))
        self.sources = {fact.id: fact for fact in facts if isinstance(fact, Source)}
        self.reports = {fact.external_id: fact for fact in facts if isinstance(fact, Report)}

    def side(self, side: dict[str, Any]) -> Report:
        """The report of one side of a pair: one of the crisis, or the pair's own words."""
        if "report" in side:
            return self.reports[side["report"]]
        at = NOON + timedelta(minutes=side["minutes"])
        return report(side["source"], side["text"], published=at, fetched=at)


def claims(side: dict[str, Any], whole: str, found: list[Claim]) -> list[Claim]:
    """The claims that lie on the labelled words by half of them or of themselves; all where no words are given."""
    if "words" not in side:
        return found
    start = whole.index(side["words"])
    end = start + len(side["words"])
    return [
        c for c in found if 2 * (min(end, c.end) - max(start, c.start)) >= min(end - start, c.end - c.start)
    ]


def called(crisis: Crisis, left: list[Claim], right: list[Claim]) -> str:
    """The relation that the links between the two sides give."""
    reports = {claim.report: claim.report for claim in (*left, *right)}
    sayings = Sayings(
        [],
        [],
        lambda claim: origin_of(claim, reports),
        crisis.watch,
        lambda claim: not unverified(claim, crisis.sources),
    )
    at = max((claim.at for claim in (*left, *right)), default=NOON)
    mine = {claim.id for claim in left}
    found = {
        CALLED[link.relation]
        for link in sayings.links([*left, *right], at)
        if (link.left in mine) != (link.right in mine)
    }
    return next((name for name in FIRST if name in found), "neither")


def words(text: str) -> set[str]:
    """The content words of a text for the baseline."""
    return {word for word in re.findall(r"[^\W_]+", fold(text)) if len(word) > 3}


def by_words(left: str, right: str, least: float) -> str:
    """The baseline: shared words, and a word of negation or of not knowing on one side."""
    one, other = words(left), words(right)
    if not one or not other or len(one & other) / min(len(one), len(other)) < least:
        return "neither"
    open_ = re.compile(r"unclear|unknown|not (?:yet )?(?:known|clear)|no word|se sabe|ignore|sait pas")
    no = re.compile(
        r"\b(?:not|no|never|nobody|denied|denies|niega|nego|aucun|pas|false|falso|correction|removed)\b"
    )
    if open_.search(fold(left)):
        return "support" if open_.search(fold(right)) else "answers"
    return "contradict" if bool(no.search(fold(left))) != bool(no.search(fold(right))) else "support"


def f1(rows: list[tuple[str, str]], name: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one relation in (label, called)."""
    right = sum(label == name == found for label, found in rows)
    precision = right / max(1, sum(found == name for _, found in rows))
    recall = right / max(1, sum(label == name for label, _ in rows))
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def overall(rows: list[tuple[str, str]]) -> float:
    """F1 over all three relations together (a pair called by another relation's name is wrong twice)."""
    right = sum(label == found != "neither" for label, found in rows)
    precision = right / max(1, sum(found != "neither" for _, found in rows))
    recall = right / max(1, sum(label != "neither" for label, _ in rows))
    return 2 * precision * recall / (precision + recall) if right else 0.0


def table(title: str, rows: list[tuple[str, str]]) -> str:
    """The figures of one way of telling pairs apart."""
    lines = [f"{title:<14} {'precision':>9} {'recall':>7} {'F1':>6}"]
    for name in RELATIONS:
        lines.append(f"  {name:<12} {'{:9.3f} {:7.3f} {:6.3f}'.format(*f1(rows, name))}")
    other = [(label, found) for label, found in rows if label != "contradict"]
    false = sum(found == "contradict" for _, found in other)
    lines.append(f"  all three{overall(rows):>25.3f}")
    lines.append(
        f"  false contradictions: {false} of {len(other)} pairs that are none ({false / len(other):.1%})"
    )
    return "\n".join(lines)


def pairs(part: str) -> list[Pair]:
    """The labelled pairs of one part."""
    return [json.loads(line) for line in (HOME / f"{part}.jsonl").read_text("utf-8").splitlines()]


def main() -> None:
    """Print the table of one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument(
        "--misses", action="store_true", help="print the pairs of the dev part that were missed"
    )
    options = parser.parse_args()
    rows = pairs(options.part)
    crises = {name: Crisis(name) for name in sorted({row["crisis"] for row in (*rows, *pairs("dev"))})}
    told: Callable[[Pair, str], str] = lambda row, side: (  # noqa: E731
        row[side].get("words") or row[side]["text"]
    )
    tuned = pairs("dev")
    least = max(
        (n / 20 for n in range(1, 20)),
        key=lambda n: overall([(r["label"], by_words(told(r, "left"), told(r, "right"), n)) for r in tuned]),
    )
    found: list[tuple[str, str]] = []
    spent = unread = 0.0
    for row in rows:
        crisis = crises[row["crisis"]]
        sides = [crisis.side(row[name]) for name in ("left", "right")]
        read_ = read(sides, crisis.watch, crisis.sources, everything=True)
        left, right = (
            claims(row[name], side.whole, [c for c in read_ if c.report == side.id])
            for name, side in zip(("left", "right"), sides, strict=True)
        )
        unread += not (left and right)
        start = time.perf_counter()
        found.append((row["label"], called(crisis, left, right)))
        spent += time.perf_counter() - start
        if options.misses and options.part == "dev" and found[-1][0] != found[-1][1]:
            print(f"{row['id']} {row['label']} called {found[-1][1]}")
            for name, part in (("left", left), ("right", right)):
                print(f"    {told(row, name)}")
                for c in part:
                    print(
                        f"        {c.stance}{' hedged' * c.hedged} {','.join(c.kinds)} | {c.speaker.name} | {c.text[:90]!r}"
                    )
    print(f"{options.part}: {len(rows)} pairs; of {unread:.0f} one side was read as no claim")
    print(table("tocsin", found))
    base = [(r["label"], by_words(told(r, "left"), told(r, "right"), least)) for r in rows]
    print(table(f"words >= {least:g}", base))
    print(f"linking took {1000 * spent / len(rows):.1f} ms a pair, without reading")


if __name__ == "__main__":
    main()
