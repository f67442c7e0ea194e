"""What was said, scored against what came of it, in a file that grows: the track record.

Brier (1950) score: the mean of (p - outcome)^2, 0 best, 0.25 for always saying one half. Logarithmic score (Good
1952): the mean of -ln(probability given to what came true), 0 best, 0.69 for one half. Both are means over the time
from the first assessment to the last, so that many passes in one hour count as one hour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from tocsin.errors import InputError
from tocsin.model import Assessment

Outcome = Literal["none", "tension-only", "attempt-failed", "attempt-succeeded"]
#: The state in which each outcome leaves the question, and whether it has begun at all.
OUTCOMES: dict[str, tuple[str, bool]] = {
    "none": ("calm", False),
    "tension-only": ("tension", False),
    "attempt-failed": ("failed", True),
    "attempt-succeeded": ("seized", True),
}


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """One watch, scored: a line of the track record."""

    watch: str
    question: str
    playbook: str
    outcome: Outcome
    begun_at: datetime | None
    """When it began, as the editor says; from the first assessment on where he does not."""
    since: datetime
    until: datetime
    assessments: int
    brier: float
    log_score: float
    highest: float
    lowest: float
    last: float
    last_state: str
    last_right: bool
    course: tuple[tuple[datetime, float], ...]
    """The hours of the course: (time, probability that it had begun), for the reliability diagram."""


def scored(
    course: Sequence[Assessment],
    *,
    watch: str,
    question: str,
    playbook: str,
    outcome: str,
    begun_at: datetime | None = None,
) -> Scored:
    """The whole course of a watch against its outcome. Raises InputError for an unknown outcome or no assessment."""
    if outcome not in OUTCOMES:
        raise InputError(f"--outcome {outcome!r}: choose one of {', '.join(OUTCOMES)}")
    if not course:
        raise InputError("nothing has been assessed, so there is nothing to score")
    state, happened = OUTCOMES[outcome]
    if begun_at is not None and not happened:
        raise InputError(f"--began says that it began, --outcome {outcome} that it did not; give one of them")
    spans = _spans(course)
    total = math.fsum(seconds for _, seconds in spans)
    right = [(a.begun, happened and (begun_at is None or a.at >= begun_at), seconds) for a, seconds in spans]
    return Scored(
        watch=watch,
        question=question,
        playbook=playbook,
        outcome=outcome,  # type: ignore[arg-type] # it is among OUTCOMES
        begun_at=begun_at,
        since=course[0].at,
        until=course[-1].at,
        assessments=len(course),
        brier=math.fsum((p - yes) ** 2 * seconds for p, yes, seconds in right) / total,
        log_score=math.fsum(-math.log(p if yes else 1 - p) * seconds for p, yes, seconds in right) / total,
        highest=max(a.begun for a in course),
        lowest=min(a.begun for a in course),
        last=course[-1].begun,
        last_state=course[-1].leading,
        last_right=course[-1].leading == state,
        course=_hourly(course),
    )


def _spans(course: Sequence[Assessment]) -> list[tuple[Assessment, float]]:
    """Each assessment with the seconds for which it stood; the last one for as long as one did on average."""
    if len(course) == 1 or course[0].at == course[-1].at:
        return [(course[-1], 1.0)]
    spans = [(a, (b.at - a.at).total_seconds()) for a, b in pairwise(course)]
    mean = math.fsum(seconds for _, seconds in spans) / len(spans)
    return [(a, seconds) for a, seconds in (*spans, (course[-1], mean)) if seconds > 0]


def _hourly(course: Sequence[Assessment]) -> tuple[tuple[datetime, float], ...]:
    """What was said last in each hour."""
    hours = {a.at.replace(minute=0, second=0, microsecond=0): a.begun for a in course}
    return tuple((hour, round(value, 6)) for hour, value in hours.items())


def append(path: Path, row: Scored) -> list[Scored]:
    """Add a line to the track record; scoring a watch again puts the new line in place of the old. All lines."""
    rows = [other for other in read(path) if other.watch != row.watch] + [row]
    text = b"".join(msgspec.json.encode(each) + b"\n" for each in rows)
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_bytes(text)
        fresh.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    return rows


def read(path: Path) -> list[Scored]:
    """The lines of a track record; none where there is no file. Raises InputError that names a line that is none."""
    if not path.exists():
        return []
    found: list[Scored] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(msgspec.json.decode(line, type=Scored))
        except msgspec.DecodeError as error:
            raise InputError(f"{path}:{number}: no line of a track record: {error}") from None
    return found


def pairs(rows: Sequence[Scored]) -> list[tuple[float, bool]]:
    """Every hour of every watch as (what was said, whether it had begun), for the reliability diagram."""
    return [
        (value, OUTCOMES[row.outcome][1] and (row.begun_at is None or at >= row.begun_at))
        for row in rows
        for at, value in row.course
    ]


def page(rows: Sequence[Scored], picture: str | None = None) -> str:
    """The track record as a page in Markdown."""
    mean = math.fsum(row.brier for row in rows) / len(rows) if rows else 0.0
    lines = [
        "# Track record",
        "",
        f"{len(rows)} watch{'es' * (len(rows) != 1)} scored, mean Brier score {mean:.3f} (0 is best; always saying one half gives 0.250).",
        "",
        "| watch | outcome | from | to | Brier | log score | highest | last said | last state |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.question.replace('|', '/')} | {row.outcome} | {row.since:%Y-%m-%d %H:%M} | {row.until:%Y-%m-%d %H:%M} | {row.brier:.3f} "
        f"| {row.log_score:.3f} | {row.highest:.0%} | {row.last:.0%} | {row.last_state} ({'right' if row.last_right else 'wrong'}) |"
        for row in sorted(rows, key=lambda row: row.since)
    ]
    return "\n".join([*lines, *(["", f"![Reliability diagram]({picture})"] if picture else []), ""])
