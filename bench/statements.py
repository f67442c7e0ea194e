"""Stance, firmness and unknowns on the labelled sentences, beside a reader that knows cue words only.

python bench/statements.py [--part dev|dev-b|dev-c|dev-d|test] [--misses]

A statement that is found is the labelled one where they share half of the characters of each, one to one. A stance is
right on such a pair; hedged, negated and speaker likewise (a speaker where he shares half of the characters of each).
What is found and not labelled counts against, as does what is labelled and not found. --misses is for dev only: nobody
should tune on the test part.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.model import Report, report
from tocsin.read import passages
from tocsin.read.fold import fold
from tocsin.read.headlines import headed, speaks
from tocsin.read.lexicon import tables
from tocsin.read.statements import Statement, statements

FOLDER = Path(__file__).parent / "sentences"
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
Span = tuple[int, int]
Row = dict[str, Any]
Counts = dict[str, list[int]]


class Told(NamedTuple):
    """A statement as labelled or found."""

    span: Span
    speaker: Span | None
    stance: str
    hedged: bool
    negated: bool


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=["dev", "dev-b", "dev-c", "dev-d", "test"], default="dev")
    parser.add_argument(
        "--misses", action="store_true", help="the sentences that are read otherwise than labelled"
    )
    options = parser.parse_args()
    if options.misses and options.part == "test":
        parser.error("--misses is for dev only")
    stance, unknowns = (_rows(f"{name}.{options.part}") for name in ("stance", "unknowns"))
    print(f"{options.part}: {len(stance)} sentences with statements, {len(unknowns)} for what is not known")
    print(f"{'F1':<24} {'here':>7} {'cues only':>10}")
    here, peer = (_stance(stance, reader) for reader in (_here, _by_cues))
    here |= _unknowns(unknowns, _here)
    peer |= _unknowns(unknowns, _by_cues)
    for name, figure in here.items():
        print(f"{name:<24} {figure:>7.3f} {peer.get(name, 0):>10.3f}")
    if options.misses:
        _misses(stance, unknowns)


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


# Reading ------------------------------------------------------------------------------------------


def _reports(rows: Sequence[Row]) -> list[tuple[Report, str]]:
    return [
        (
            report(
                "bench",
                "-" if _headline(row["text"]) else row["text"],  # a report has a text
                title=row["text"] if _headline(row["text"]) else "",
                published=NOON,
                fetched=NOON,
                language=row["language"],
            ),
            row["language"],
        )
        for row in rows
    ]


def _headline(text: str) -> bool:
    """The labelled sentences without a mark at their end are headlines."""
    return text[-1] not in '.!?”"»'


def _here(rows: Sequence[Row]) -> list[list[Told]]:
    """What Tocsin reads in each sentence, as the one sentence of a report."""
    reports = _reports(rows)
    read = passages(reports)
    return [
        [
            _told(s)
            for passage in read[one.id]
            if passage.start < len(one.whole) - 1
            for s in statements(one.whole, headed(one.whole, passage, len(one.title), speaks), language)
        ]
        for one, language in reports
    ]


def _told(one: Statement) -> Told:
    return Told((one.start, one.end), one.speaker, one.stance, one.hedged, one.negated)


_END = {"en": r"(?:s|es|ed|d|ing|ned|ied)?", "es": "", "fr": "", "pt": ""}
_UNKNOWN = re.compile(
    r"\b(?:unknown|unclear|not known|not clear|no word|desconoce|no esta claro|ignore|inconnu|nao se sabe)\b"
)
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|alleged|may|might|could|believed|unconfirmed|presunt\w+|habria|aurait|teria)\b"
)
_NOT = re.compile(r"\b(?:no|not|never|nobody|ne|nao)\b|n't\b")


def _by_cues(rows: Sequence[Row]) -> list[list[Told]]:
    """The peer: the first word of saying in the sentence, who stands before it and what after."""
    return [[_first_cue(row["text"], fold(row["text"]), row["language"])] for row in rows]


def _first_cue(text: str, folded: str, language: str) -> Told:
    hedged, negated = bool(_HEDGE.search(folded)), bool(_NOT.search(folded))
    whole = (0, len(text.rstrip(".")))
    if match := _UNKNOWN.search(folded):
        after = (match.end() + 1, whole[1])
        return Told(
            after if after[1] - after[0] > match.start() else (0, match.start()),
            None,
            "does_not_know",
            hedged,
            False,
        )
    table = tables()["cues"][language]
    table = table.get("verbs", table)
    cues = [
        (match, stance)
        for stance in (
            "denies",
            "calls_for",
            "orders",
            "threatens",
            "promises",
            "predicts",
            "asks",
            "asserts",
        )
        for word in table.get(stance, ())
        for match in re.finditer(rf"\b{re.escape(fold(word)).removesuffix('e')}e?{_END[language]}\b", folded)
    ]
    if not cues:
        return Told(whole, None, "asks" if folded.rstrip().endswith("?") else "asserts", hedged, negated)
    match, stance = min(cues, key=lambda cue: cue[0].start())
    before, after = (0, match.start()), (match.end(), whole[1])
    if after[1] - after[0] < 12:
        cut = text.rfind(",", 0, match.start())
        return Told((0, max(cut, 1)), (cut + 1, match.start()), stance, hedged, negated)
    return Told(after, before, stance, hedged, negated)


# Scoring ------------------------------------------------------------------------------------------


def _labelled(row: Row) -> list[Told]:
    text: str = row["text"]

    def place(words: str) -> Span:
        return text.index(words), text.index(words) + len(words)

    return [
        Told(
            place(s["span"]),
            place(s["speaker"]) if s["speaker"] else None,
            s["stance"],
            s["hedged"],
            s["negated"],
        )
        for s in row.get("statements", ())
    ] + [Told(place(words), None, "does_not_know", False, False) for words in row.get("unknowns", ())]


def _half(one: Span, other: Span) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common * 2 >= max(one[1] - one[0], other[1] - other[0])


def _pairs(gold: list[Told], found: list[Told]) -> list[tuple[Told | None, Told | None]]:
    """Labelled and found statements, those that are the same beside each other."""
    left, pairs = list(found), []
    for one in gold:
        same = [f for f in left if _half(one.span, f.span)]
        best = min(same, key=lambda f: (f.stance != one.stance, abs(f.span[0] - one.span[0])), default=None)
        if best:
            left.remove(best)
        pairs.append((one, best))
    return [*pairs, *((None, extra) for extra in left)]


def _count(counts: list[int], gold: Any, found: Any, *, right: bool) -> None:
    counts[0] += bool(gold and found and right)
    counts[1] += bool(gold)
    counts[2] += bool(found)


def _f1(counts: Sequence[int]) -> float:
    return 2 * counts[0] / (counts[1] + counts[2]) if counts[1] + counts[2] else 0.0


def _stance(rows: list[Row], reader: Callable[[Sequence[Row]], list[list[Told]]]) -> dict[str, float]:
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for row, found in zip(rows, reader(rows), strict=True):
        for gold, told in _pairs(_labelled(row), found):
            for label in {one.stance for one in (gold, told) if one}:
                both = [one is not None and one.stance == label for one in (gold, told)]
                for name in (f"  {label}", "stance", f"stance, {row['language']}"):
                    _count(counts[name], *both, right=True)
            _count(counts["statements found"], gold, told, right=True)
            for name in ("hedged", "negated"):
                _count(counts[name], gold and getattr(gold, name), told and getattr(told, name), right=True)
            speakers = [one.speaker if one else None for one in (gold, told)]
            same = all(speakers) and _half(*speakers)  # type: ignore[arg-type]
            _count(counts["speaker"], *speakers, right=same)
    figures = {name: _f1(counts[name]) for name in ("statements found", "stance")}
    labels = sorted(name for name in counts if name.startswith("  "))
    figures["stance, macro"] = sum(_f1(counts[name]) for name in labels) / len(labels)
    order = (
        "hedged",
        "negated",
        "speaker",
        *(f"stance, {code}" for code in ("en", "es", "fr", "pt")),
        *labels,
    )
    return figures | {name: _f1(counts[name]) for name in order}


def _unknowns(rows: list[Row], reader: Callable[[Sequence[Row]], list[list[Told]]]) -> dict[str, float]:
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for row, found in zip(rows, reader(rows), strict=True):
        for gold, told in _pairs(_labelled(row), _open(found)):
            for name in ("unknowns", f"unknowns, {row['language']}"):
                _count(counts[name], gold, told, right=True)
    return {name: _f1(counts[name]) for name in sorted(counts)}


def _open(found: Iterable[Told]) -> list[Told]:
    return [one for one in found if one.stance in {"does_not_know", "asks"}]


def _misses(stance: list[Row], unknowns: list[Row]) -> None:
    for rows, only in ((stance, list), (unknowns, _open)):
        for row, found in zip(rows, _here(rows), strict=True):
            wrong = [
                (gold, told)
                for gold, told in _pairs(_labelled(row), only(found))
                if gold is None
                or told is None
                or (rows is stance and (gold[2:] != told[2:] or not _same_speaker(gold, told)))
            ]
            if wrong:
                print(f"\n{row['id']} {row['text']}")
            for pair in wrong:
                for name, told in zip(("labelled", "found"), pair, strict=True):
                    if told:
                        print(f"  {name:<8} {_line(told, row['text'])}")


def _same_speaker(one: Told, other: Told) -> bool:
    if one.speaker is None or other.speaker is None:
        return one.speaker == other.speaker
    return _half(one.speaker, other.speaker)


def _line(told: Told, text: str) -> str:
    firm = f"{' hedged' * told.hedged}{' negated' * told.negated}"
    who = text[slice(*told.speaker)] if told.speaker else "-"
    return f"{told.stance}{firm} [{who}] {text[slice(*told.span)]}"


if __name__ == "__main__":
    main()
