"""The curve of the probability over time as coordinates of an SVG; labels are text of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tocsin.publish.shown import Moment

WIDTH, HEIGHT = 1000, 100


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


def _steps(across: Sequence[float], values: Sequence[float]) -> list[str]:
    points: list[str] = []
    for number, (x, value) in enumerate(zip(across, values, strict=True)):
        if number:
            points.append(_point(x, values[number - 1]))
        points.append(_point(x, value))
    return points


def _point(x: float, value: float) -> str:
    return f"{x:.1f},{(1 - value) * HEIGHT:.2f}"
