"""How a thread compares with what a careful editor would have had: the score against a crisis' expected.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from tocsin.errors import InputError
from tocsin.link.edited import in_force
from tocsin.model import Assessment, Claim, Link, Membership, Report, SignState
from tocsin.read.fold import fold
from tocsin.store.contract import Store


class Tally(msgspec.Struct):
    """What was right of what was expected, with each miss in words."""

    right: int = 0
    of: int = 0
    misses: list[str] = msgspec.field(default_factory=list)

    def count(self, right: bool, miss: str) -> None:
        """Count one expectation."""
        self.of += 1
        self.right += right
        if not right:
            self.misses.append(miss)

    def __str__(self) -> str:
        return f"{self.right} of {self.of}" + (f" ({self.right / self.of:.0%})" if self.of else "")


class Score(msgspec.Struct):
    """The tallies of one crisis, by what they are about."""

    outcome: bool
    tallies: dict[str, Tally]
    highest: float = 0.0
    """The highest probability of any step, 0..1."""

    def text(self, *, misses: bool = False) -> str:
        """The score in lines, with the misses if wanted."""
        lines = [f"Against expected.toml: outcome {'right' if self.outcome else 'WRONG'}"]
        lines.append(f"  highest probability          {self.highest:.1%}")
        for name, tally in self.tallies.items():
            lines.append(f"  {name:<28} {tally}")
            lines += [f"      {miss}" for miss in tally.misses] if misses else []
        return "\n".join(lines)


class _Thread:
    """The thread's rows, by what the input called its reports."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reports = {report.external_id or report.id: report for report in store.reports()}
        self.claims = store.rows(Claim)
        self.links = in_force(store.rows(Link))
        self.assessments = store.rows(Assessment)
        self.by_report: dict[str, list[Claim]] = {}
        for claim in self.claims:
            self.by_report.setdefault(claim.report, []).append(claim)

    def at(self, time: datetime) -> Assessment | None:
        return next((row for row in reversed(self.assessments) if row.at <= time), None)

    def covering(self, where: Mapping[str, Any]) -> list[Claim]:
        """The claims of a report that share most of the expected words' characters."""
        report: Report | None = self.reports.get(where["report"])
        start = report.whole.find(where["words"]) if report else -1
        if report is None or start < 0:
            return []
        end = start + len(where["words"])
        half = (end - start) / 2
        return [c for c in self.by_report.get(report.id, ()) if min(end, c.end) - max(start, c.start) >= half]


def score(path: Path, store: Store) -> Score:
    """Compare a thread with an expected.toml. Raises InputError where that cannot be read."""
    try:
        expected = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    rows = _Thread(store)
    last = rows.assessments[-1] if rows.assessments else None
    parts: list[tuple[str, Callable[[dict[str, Any], _Thread], Iterable[tuple[str, bool, str]]]]] = [
        ("hours", _hours), ("claims", _claims), ("unknowns", _unknowns), ("disputed", _disputed), ("origins", _origins),
    ]  # fmt: skip
    tallies: dict[str, Tally] = {}
    for key, part in parts:
        for name, right, miss in part(expected, rows):
            tallies.setdefault(name, Tally()).count(right, f"{key}: {miss}")
    return Score(
        outcome=last is not None and last.leading == expected.get("outcome"),
        tallies=tallies,
        highest=max((row.begun for row in rows.assessments), default=0.0),
    )


def _hours(expected: dict[str, Any], rows: _Thread) -> Iterable[tuple[str, bool, str]]:
    unknowns = {row["id"]: rows.covering(row) for row in expected.get("unknowns", [])}
    for hour in expected.get("hours", []):
        now = rows.at(hour["at"])
        leading = now.leading if now else "calm"
        yield (
            "leading state at each hour",
            leading in hour["leading"],
            f"{hour['at']}: {leading}, expected {' or '.join(hour['leading'])}",
        )
        tick = now.tick if now else 0
        board = {state.sign: state.state for state in rows.store.rows(SignState, tick=tick)}
        for sign, states in hour.get("signs", {}).items():
            state = board.get(sign, "not-seen")
            yield (
                "signs at each hour",
                state in states,
                f"{hour['at']}: {sign} is {state}, expected {' or '.join(states)}",
            )
        answered = {link.right for link in rows.store.rows(Link, tick=tick, relation="answers")}
        for name, wanted in (
            *((n, False) for n in hour.get("open", [])),
            *((n, True) for n in hour.get("answered", [])),
        ):
            claims = [c for c in unknowns.get(name, []) if c.stance == "does_not_know"]
            right = bool(claims) and any(_settled(c, answered, rows.links) for c in claims) == wanted
            yield (
                "unknowns at each hour",
                right,
                f"{hour['at']}: {name} should be {'answered' if wanted else 'open'}",
            )


def _settled(claim: Claim, answered: set[str], links: Sequence[Link]) -> bool:
    """Whether an unknown is answered, or the earlier one that it repeats."""
    earlier = {link.right for link in links if link.relation == "same" and link.left == claim.id}
    return bool({claim.id, *earlier} & answered)


def _claims(expected: dict[str, Any], rows: _Thread) -> Iterable[tuple[str, bool, str]]:
    for row in expected.get("claims", []):
        found = rows.covering(row)
        yield "claims found", bool(found), f"{row['report']}: {row['words']!r}"
        voiced = [c for c in found if _voices_fit(c, row["voices"])]
        yield (
            "claims with their voices",
            bool(voiced),
            f"{row['report']}: {row['words']!r} by {row['voices']}, got {[[v.name for v in c.voices] for c in found]}",
        )
        right = any(c.stance == row["stance"] for c in voiced)
        yield (
            "claims with voices and stance",
            right,
            f"{row['report']}: {row['words']!r} {row['stance']}, got {[c.stance for c in found]}",
        )


def _voices_fit(claim: Claim, names: Sequence[str]) -> bool:
    """Whether the innermost voice is the expected one (an outlet's own voice where none is expected)."""
    speaker = claim.speaker
    if not names:
        return speaker.start is None
    mine, wanted = {fold(speaker.name), fold(speaker.who or "")}, fold(names[-1])
    return any(name and (name in wanted or wanted in name) for name in mine)


def _unknowns(expected: dict[str, Any], rows: _Thread) -> Iterable[tuple[str, bool, str]]:
    for row in expected.get("unknowns", []):
        found = [c for c in rows.covering(row) if c.stance == "does_not_know"]
        yield "unknowns found", bool(found), f"{row['report']}: {row['words']!r}"


def _disputed(expected: dict[str, Any], rows: _Thread) -> Iterable[tuple[str, bool, str]]:
    """A point is found where the two claims, or what says the same or supports them directly, contradict each other."""
    pairs = {frozenset((link.left, link.right)) for link in rows.links if link.relation == "contradicts"}
    same: dict[str, set[str]] = {}
    for link in rows.links:
        if link.relation in {"same", "supports"}:
            same.setdefault(link.left, set()).add(link.right)
            same.setdefault(link.right, set()).add(link.left)
    for row in expected.get("disputed", []):
        left, right = (
            {n for c in rows.covering(row[s]) for n in (c.id, *same.get(c.id, ()))} for s in ("left", "right")
        )
        yield (
            "disputed points found",
            any(frozenset((a, b)) in pairs for a in left for b in right),
            row["point"],
        )


def _origins(expected: dict[str, Any], rows: _Thread) -> Iterable[tuple[str, bool, str]]:
    """Pairs of reports: those of one origin found as such (recall), those found rightly so (precision)."""
    origin = {member.report: member.origin for member in rows.store.rows(Membership)}
    ids = {name: report.id for name, report in rows.reports.items()}
    wanted = {
        frozenset(pair) for group in expected.get("origins", []) for pair in combinations(group["reports"], 2)
    }
    found = {
        frozenset((a, b))
        for a, b in combinations(ids, 2)
        if origin.get(ids[a], ids[a]) == origin.get(ids[b], ids[b])
    }
    for pair in sorted(wanted, key=sorted):
        yield "copies found (recall)", pair in found, f"{' and '.join(sorted(pair))} go back to one witness"
    for pair in sorted(found, key=sorted):
        yield "copies right (precision)", pair in wanted, f"{' and '.join(sorted(pair))} do not"
