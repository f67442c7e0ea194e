"""Which story each report of a thread is in: rows, drawn anew from the latest of them at each tick.

What stories.py holds in memory is made again from the thread's latest rows whenever reports come, so that a tick draws
the same whether the program has run on or was started anew, and neither time nor memory grows with the thread.
"""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.link.stories import Placed, Stories
from tocsin.model import Link, Report, Telling, Tick
from tocsin.store.contract import Store

LATEST = 600  # reports by which the open stories are known: about 30 ms to take up again


def tellings(reports: Iterable[Report], links: Iterable[Link], store: Store, tick: Tick) -> list[Telling]:
    """Place each new report in a story, and move those whose story has merged or split.

    Reports are taken in the order of their publication; of a copy (`links`) the story is that of what it was taken from.
    """
    new = sorted(reports, key=lambda report: (report.known, report.id))
    if not new:
        return []
    taken = {link.left: link.right for link in links if link.relation == "copy_of"}
    stories = _resumed(store, before=tick.number)
    found: dict[str, Telling] = {}
    for report in new:
        placed = stories.add(report, taken.get(report.id))
        found[report.id] = Telling(report=report.id, story=placed.story, rule=placed.rule, score=placed.score)
        for moved in _moved(placed, stories, found, store):
            found[moved.report] = moved
    return list(found.values())


def _resumed(store: Store, *, before: int) -> Stories:
    """The open stories as the latest rows tell them, each report where it is now."""
    latest: dict[str, Telling] = {}
    for row in store.latest(Telling, tick=before - 1, last=LATEST):
        latest.pop(row.report, None)
        latest[row.report] = row
    known = {report.id: report for report in store.reports(list(latest))}
    return Stories.of((known[name], row.story) for name, row in latest.items())


def _moved(placed: Placed, stories: Stories, new: dict[str, Telling], store: Store) -> list[Telling]:
    """The reports that a merge or a split has given another story, those of long ago too."""
    moved: list[Telling] = []
    for gone in placed.merged:
        rows = store.rows(Telling, report=[row.report for row in store.rows(Telling, story=gone)])
        now = {row.report: row.story for row in rows} | {row.report: row.story for row in new.values()}
        members = sorted(name for name, story in now.items() if story == gone)
        moved += [Telling(report=name, story=placed.story, rule="merged") for name in members]
    if placed.split:
        goes = sorted(name for name, story in stories.placed().items() if story == placed.split)
        moved += [Telling(report=name, story=placed.split, rule="split") for name in goes]
    return moved
