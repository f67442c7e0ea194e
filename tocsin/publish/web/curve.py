"""The curve of the probability over time as coordinates of an SVG; labels are text of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tocsin.publish.shown import Entry, Moment

WIDTH, HEIGHT = 1000, 100
MARKED = 12  # turns marked on the curve: as many as a finger can tell apart


class Turn(msgspec.Struct, frozen=True):
    """A moment at which the answer turned, at its place on the curve, and what is known to have come with it."""

    x: str
    y: str
    at: datetime
    begun: float
    words: str
    because: str
    """The text of the weightiest update of that pass; empty where there was none."""


class Curve(msgspec.Struct, frozen=True):
    """Points for <polyline> and <polygon>, 0..1000 from left to right and 0..100 from top to bottom."""

    line: str
    band: str
    last: str
    start: datetime
    end: datetime


def drawn(moments: Sequence[Moment]) -> Curve | None:
    """The curve; None for fewer than two assessments. Steps: a value holds until the next pass."""
    if len(moments) < 2 or moments[0].at == moments[-1].at:
        return None
    start, end = moments[0].at, moments[-1].at
    span = (end - start).total_seconds()
    across = [(moment.at - start).total_seconds() / span * WIDTH for moment in moments]
    high = _steps(across, [moment.high for moment in moments])
    low = _steps(across, [moment.low for moment in moments])
    line = _steps(across, [moment.begun for moment in moments])
    return Curve(" ".join(line), " ".join([*high, *reversed(low)]), line[-1], start, end)


def turned(
    moments: Sequence[Moment], turns: Sequence[tuple[Moment, str]], updates: Sequence[Entry]
) -> list[Turn]:
    """The turns as points of the curve that `drawn` draws, the latest MARKED of them."""
    if len(moments) < 2 or moments[0].at == moments[-1].at:
        return []
    told: dict[datetime, Entry] = {}
    for update in updates:
        held = told.get(update.at)
        if update.why != "probability" and (held is None or update.importance > held.importance):
            told[update.at] = update
    start, span = moments[0].at, (moments[-1].at - moments[0].at).total_seconds()
    found = []
    for moment, words in turns[-MARKED:]:
        x, y = _point((moment.at - start).total_seconds() / span * WIDTH, moment.begun).split(",")
        because = told[moment.at].text if moment.at in told else ""
        found.append(Turn(x, y, moment.at, moment.begun, words, because))
    return found


def _steps(across: Sequence[float], values: Sequence[float]) -> list[str]:
    points: list[str] = []
    for number, (x, value) in enumerate(zip(across, values, strict=True)):
        if number:
            points.append(_point(x, values[number - 1]))
        points.append(_point(x, value))
    return points


def _point(x: float, value: float) -> str:
    return f"{x:.1f},{(1 - value) * HEIGHT:.2f}"
