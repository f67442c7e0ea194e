"""Stance, hedge, negation, speaker and unknowns on the labelled sentences (bench/sentences), beside cue words alone.

    python bench/statements.py [--part dev|test] [--misses]

Each sentence is read as a report of one sentence, whatever it tells. A labelled statement is found where a claim shares
at least half of the characters of both (of several the one that shares most, each claim once); it counts as right where
the stance is right too. Hedged and negated: F1 over the statements, a claim without a label counting as wrong where it is
hedged or negated. An unknown is found where spans share at least half of the longer one; what is found in a sentence
without one is wrong. `--misses` prints the errors, of the dev part only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin import report
from tocsin.model import Claim, Source
from tocsin.read import read
from tocsin.read.firmness import unknowns
from tocsin.read.fold import fold
from tocsin.read.lexicon import patterns, tables
from tocsin.watch import Place, Watch

FOLDER = Path(__file__).parent / "sentences"
WATCH = Watch(question="What does it say?", place=Place(country="ZZ"))
SOURCE = Source(id="s", name="The outlet")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Row = dict[str, Any]


def rows(name: str, part: str) -> list[Row]:
    """The labelled sentences of a part."""
    text = (FOLDER / f"{name}.{part}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def claims(row: Row) -> list[Claim]:
    """What Tocsin reads in a sentence."""
    one = report("s", row["text"], published=NOON, language=row["language"])
    return read([one], WATCH, {"s": SOURCE}, everything=True, sentences=True)


def asked(claim: Claim) -> tuple[int, int]:
    """The span of a claim: of what is not known, the question itself."""
    return claim.question or (claim.start, claim.end)


def share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The common characters as a share of the longer span."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / max(one[1] - one[0], other[1] - other[0])


class Score:
    """Hits, and what was labelled and given, by label."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.labelled: Counter[str] = Counter()
        self.given: Counter[str] = Counter()

    def f1(self, labels: Sequence[str] | None = None) -> float:
        """F1 over the labels together."""
        chosen = set(self.labelled) | set(self.given) if labels is None else set(labels)
        hits = sum(self.hits[label] for label in chosen)
        total = sum(self.labelled[label] + self.given[label] for label in chosen)
        return 2 * hits / total if total else 0.0

    def macro(self) -> float:
        """The mean of the labels' F1."""
        return sum(self.f1([label]) for label in self.labelled) / len(self.labelled)


def paired(row: Row, found: Sequence[Claim]) -> list[tuple[Row | None, Claim | None]]:
    """Each labelled statement with its claim, and the claims that are left."""
    labels = [
        (s, (row["text"].index(s["span"]), row["text"].index(s["span"]) + len(s["span"])))
        for s in row["statements"]
    ]
    near = sorted(
        (
            (share(span, asked(claim)), number, at)
            for number, (_, span) in enumerate(labels)
            for at, claim in enumerate(found)
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for common, number, at in near:
        if common >= 0.5 and number not in chosen and at not in chosen.values():
            chosen[number] = at
    left = [claim for at, claim in enumerate(found) if at not in chosen.values()]
    return [
        *((label, found[chosen[n]] if n in chosen else None) for n, (label, _) in enumerate(labels)),
        *((None, claim) for claim in left),
    ]


def stances(part: str, *, misses: bool) -> None:
    """The table of stance, hedge, negation and speaker."""
    stance, hedge, negation, speaker, alone = Score(), Score(), Score(), Score(), Score()
    by_language: dict[str, Score] = {}
    for row in rows("stance", part):
        found = claims(row)
        for label, claim in paired(row, found):
            if label is None and claim is not None and _inside(claim, row):
                continue  # a statement within a labelled one: background clauses are not labelled
            local = by_language.setdefault(row["language"], Score())
            for score in (stance, local):
                if label:
                    score.labelled[label["stance"]] += 1
                if claim:
                    score.given[
                        claim.stance if not (label and _as_denied(label, claim)) else label["stance"]
                    ] += 1
                if label and claim and (label["stance"] == claim.stance or _as_denied(label, claim)):
                    score.hits[label["stance"]] += 1
            for score, key, value in (
                (hedge, "hedged", claim and claim.hedged),
                (negation, "negated", claim and _negated(claim)),
            ):
                score.labelled[key] += bool(label and label[key])
                score.given[key] += bool(value)
                score.hits[key] += bool(label and label[key] and value)
            if label and claim:
                named = claim.speaker.name if claim.speaker.start is not None else None
                right = (label["speaker"] is None) == (named is None) and (
                    named is None
                    or fold(named) in fold(label["speaker"])
                    or fold(label["speaker"]) in fold(named)
                )
                speaker.labelled["all"] += 1
                speaker.hits["all"] += right
            if misses and _wrong(label, claim):
                print(f"    {row['id']} {row['text']}\n        {_told(label)}\n        {_told_claim(claim)}")
        for label in row["statements"]:
            guess = by_words(row["text"], row["language"])
            alone.labelled[label["stance"]] += 1
            alone.given[guess] += 1
            alone.hits[guess] += guess == label["stance"]
    print(
        f"  stance     F1 {stance.f1():.3f}  macro {stance.macro():.3f}   (cue words alone {alone.f1():.3f}, macro {alone.macro():.3f})"
    )
    print("             " + "  ".join(f"{label} {stance.f1([label]):.2f}" for label in stance.labelled))
    print(
        "             " + "  ".join(f"{language} {score.f1():.3f}" for language, score in by_language.items())
    )
    print(f"  hedged     F1 {hedge.f1():.3f}")
    print(f"  negated    F1 {negation.f1():.3f}")
    print(
        f"  speaker    right in {speaker.hits['all']} of {speaker.labelled['all']} found ({speaker.hits['all'] / speaker.labelled['all']:.3f})"
    )


def _as_denied(label: Row, claim: Claim) -> bool:
    """Whether the two say the same by other names: Tocsin calls an assertion that something is not so a denial."""
    return bool(
        label["stance"] == "asserts" and label["negated"] and claim.stance == "denies" and claim.negated
    )


def _negated(claim: Claim) -> bool:
    return claim.negated


def _inside(claim: Claim, row: Row) -> bool:
    spans = [
        (row["text"].index(s["span"]), row["text"].index(s["span"]) + len(s["span"]))
        for s in row["statements"]
    ]
    return any(a <= claim.start and claim.end <= b for a, b in spans)


def _wrong(label: Row | None, claim: Claim | None) -> bool:
    if label is None or claim is None:
        return True
    stance = label["stance"] == claim.stance or _as_denied(label, claim)
    return not stance or label["hedged"] != claim.hedged or label["negated"] != _negated(claim)


def _told(label: Row | None) -> str:
    if label is None:
        return "label: none"
    marks = [label["stance"], *(key for key in ("hedged", "negated") if label[key])]
    return f"label: {' '.join(marks)} | {label['speaker']} | {label['span']}"


def _told_claim(claim: Claim | None) -> str:
    if claim is None:
        return "found: none"
    marks = [claim.stance, *(["hedged"] if claim.hedged else []), *(["negated"] if _negated(claim) else [])]
    return f"found: {' '.join(marks)} | {claim.speaker.name} | {claim.text}"


def by_words(text: str, language: str) -> str:
    """The baseline: the first cue word of the sentence decides."""
    if text.rstrip().endswith("?"):
        return "asks"
    table = tables()["cues"]["en"]["verbs"] if language == "en" else tables()["cues"][language]
    if patterns("unknown").search(fold(text)):
        return "does_not_know"
    for word in fold(text).split():
        for stance, cues in table.items():
            if stance in STANCES and any(
                word.strip(",.") in {cue, f"{cue}s", f"{cue}ed", f"{cue}d"} for cue in cues
            ):
                return str(stance)
    return "asserts"


STANCES = ("denies", "calls_for", "orders", "threatens", "promises", "predicts", "asks", "asserts")


def not_known(part: str, *, misses: bool) -> None:
    """The table of unknowns."""
    scores, alone, by_language = Score(), Score(), {}
    for row in rows("unknowns", part):
        text = row["text"]
        labels = [(text.index(u), text.index(u) + len(u)) for u in row["unknowns"]]
        found = [asked(c) for c in claims(row) if c.stance in {"does_not_know", "asks"}]
        local = by_language.setdefault(row["language"], Score())
        hits = _matched(labels, found)
        for score in (scores, local):
            score.labelled["all"] += len(labels)
            score.given["all"] += len(found)
            score.hits["all"] += hits
        words = [one.question for one in unknowns(text, (0, len(text)))]
        words += [(0, len(text))] if text.rstrip().endswith("?") else []
        alone.labelled["all"] += len(labels)
        alone.given["all"] += len(words)
        alone.hits["all"] += _matched(labels, words)
        if misses and not (hits == len(labels) == len(found)):
            print(
                f"    {row['id']} {text}\n        label: {row['unknowns']}\n        found: {[text[a:b] for a, b in found]}"
            )
    print(f"  unknowns   F1 {scores.f1():.3f}   (cue words alone {alone.f1():.3f})")
    print(
        "             " + "  ".join(f"{language} {score.f1():.3f}" for language, score in by_language.items())
    )


def _matched(labels: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> int:
    return len({n for n, label in enumerate(labels) for span in found if share(label, span) >= 0.5})


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--data", type=Path, help="not used: these sets are in the project")
    args = parser.parse_args()
    if args.misses and args.part == "test":
        parser.error("the test part is only for measuring: its errors are not shown")
    print(f"bench/sentences, {args.part} part")
    stances(args.part, misses=args.misses)
    not_known(args.part, misses=args.misses)


if __name__ == "__main__":
    main()
