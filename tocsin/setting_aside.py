"""A report on which a stage fails is set aside with its reason, and the thread goes on without it.

What was set aside is a fact of the journal, so a pass that is drawn again leaves out the same reports.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

import msgspec
import structlog

from tocsin.model import Quarantine, Report
from tocsin.read.bounds import read_to
from tocsin.store.contract import Store

log = structlog.get_logger()
_HERE = Path(__file__).parent
_STAGES = {"read": "reading", "link": "linking", "assess": "assessing", "publish": "publishing"}
Fails = Callable[[Sequence[Report]], bool]


def unread(store: Store) -> frozenset[str]:
    """The ids of the reports that were set aside because a stage failed on them."""
    rows = (msgspec.json.decode(e.body, type=Quarantine) for e in store.journal(kind="quarantine"))
    return frozenset(row.where for row in rows if row.reason == "unread")


def too_long(reports: Sequence[Report]) -> list[Quarantine]:
    """What tells of the reports that are so long that only their beginning is read."""
    return [
        Quarantine(
            where=report.id,
            reason="read-in-part",
            detail=f"of its {len(report.whole)} characters the first {end} are read; all of it is kept",
            sample=report.whole[:120],
        )
        for report in reports
        if (end := read_to(report)) < len(report.whole)
    ]


def set_aside(report: Report, error: Exception) -> Quarantine:
    """The entry for a report on which a stage failed: which stage, and with what error."""
    log.warning("a report was set aside", report=report.id, exc_info=error)
    return Quarantine(
        where=report.id,
        reason="unread",
        detail=f"{_stage(error)} failed: {type(error).__name__}: {str(error)[:200]}",
        sample=report.whole[:120],
    )


def _stage(error: Exception) -> str:
    """The stage in whose code an error came up; a pass where it was in none's."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = PurePath(frame.filename)
        if path.is_relative_to(_HERE) and (name := path.relative_to(_HERE).parts[0]) in _STAGES:
            return _STAGES[name]
    return "a pass"


def each_alone(reports: Sequence[Report], fails: Callable[[Report], Exception | None]) -> list[Quarantine]:
    """Those of the reports on which a stage fails that looks at one at a time."""
    return [set_aside(report, error) for report in reports if (error := fails(report))]


def first_culprit(reports: Sequence[Report], fails: Fails) -> Report | None:
    """The first report with which a stage fails that compares reports; None where it fails without any, or not again.

    `fails` tells whether the stage fails on the first so many of the reports.
    """
    if not reports or fails(()) or not fails(reports):
        return None
    least, most = 0, len(reports)  # fails not on the first `least`, fails on the first `most`
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if fails(reports[:middle]) else (middle, most)
    return reports[most - 1]
