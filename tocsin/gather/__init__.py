"""Gather: whatever publishes, as reports. See docs/how-to/sources.md for what a source can be.

Every reader yields facts in the order in which things were said, a new source before its first report.
What cannot be taken in becomes a Quarantine with its reason; nothing stops the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from tocsin.gather.border import bordered
from tocsin.gather.drafts import Intake, Item, Roster
from tocsin.gather.files.folders import read_path
from tocsin.gather.records import records as _records
from tocsin.gather.sources import Pass, as_source, read_source
from tocsin.gather.web.fetch import Fetcher
from tocsin.model import Source
from tocsin.settings import Settings
from tocsin.watch import Watch

__all__ = ["Fetcher", "as_source", "from_path", "from_records", "gather"]


def gather(watch: Watch, *, now: datetime, settings: Settings, fetcher: Fetcher) -> Iterator[Item]:
    """One pass over all sources of a watch; one that fails is put aside, and the rest goes on.

    A source's answer counts as read once all of its facts were taken from here; where the store then
    fails to keep them, call `fetcher.forget()`, and the next pass reads everything in full.
    """
    intake = Intake(now=now, settings=settings, zone=watch.zone)
    at = Pass(intake, Roster(as_source(source) for source in watch.sources), fetcher)
    for source in watch.sources:
        yield as_source(source)
        yield from bordered(read_source(source, at))


def from_path(
    path: Path | str, *, now: datetime, settings: Settings, zone: tzinfo = UTC, known: Iterable[Source] = ()
) -> Iterator[Item]:
    """The reports of a crisis folder, a folder, a file, or ('-') standard input.

    Times without an offset are read in `zone`. `known` are sources that stay as they are: a record that
    names one of them by its id adds nothing to it.
    """
    intake = Intake(now=now, settings=settings, zone=zone)
    yield from bordered(read_path(path, intake, Roster(known)))


def from_records(
    records: Iterable[object],
    *,
    where: str,
    now: datetime,
    settings: Settings,
    zone: tzinfo = UTC,
    known: Iterable[Source] = (),
) -> Iterator[Item]:
    """The reports of records that were just sent (POST /api/reports), each had `now`.

    `where` names the place in messages; `zone` and `known` as in from_path.
    """
    intake = Intake(now=now, settings=settings, zone=zone)
    yield from bordered(_records(records, where, intake, Roster(known), None, live=True))
