"""Gather: whatever publishes, as reports. See docs/how-to/sources.md for what a source can be.

Every reader yields facts in the order in which things were said, a new source before its first report.
What cannot be taken in becomes a Quarantine with its reason; nothing stops the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from tocsin.gather.aside import in_few_words
from tocsin.gather.border import bordered
from tocsin.gather.claimed import pushed
from tocsin.gather.drafts import Intake, Item, Roster
from tocsin.gather.files.folders import read_path
from tocsin.gather.records import records as _records
from tocsin.gather.rounds import Read
from tocsin.gather.sources import Pass, as_source, read_source
from tocsin.gather.web.fetch import Fetcher
from tocsin.model import Source
from tocsin.settings import Settings
from tocsin.watch import Watch, WatchSource

__all__ = ["Fetcher", "as_source", "batches", "from_path", "from_records", "gather"]


def gather(watch: Watch, *, now: datetime, settings: Settings, fetcher: Fetcher) -> Iterator[Item]:
    """One pass over all sources of a watch, side by side; one that fails is put aside, and the rest goes on.

    A source's answer counts as read once all facts were taken from here; where the store then
    fails to keep them, call `fetcher.forget()`, and the next pass reads everything in full.
    """
    for batch in batches(watch, now=now, settings=settings, fetcher=fetcher):
        yield from batch


def batches(
    watch: Watch,
    *,
    now: datetime,
    settings: Settings,
    fetcher: Fetcher,
    patience_s: float | None = None,
    longest_s: float | None = None,
) -> Iterator[list[Item]]:
    """As gather, in batches: what is there after `patience_s`, then what is late, as it comes.

    After `longest_s` the pass ends; a source that is still being read then joins the next one. A batch counts
    as read when the next is asked for. No source is read for longer than TOCSIN_SOURCE_S.
    """
    intake = Intake(now=now, settings=settings, zone=watch.zone)
    own = [as_source(source) for source in watch.sources]
    roster = Roster()

    def reader(source: WatchSource) -> Read:
        visit = fetcher.visit()
        return list(bordered(read_source(source, Pass(intake, Roster(own), visit)))), visit

    facts: list[Item] = [*own]
    for batch in fetcher.rounds.round(watch.sources, reader, patience_s=patience_s, longest_s=longest_s):
        facts += [fact for found, _ in batch for fact in found]
        yield [fact for fact in facts if not isinstance(fact, Source) or any(roster.meet(fact))]
        facts = []


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
    vouched: Iterable[str] = (),
) -> Iterator[Item]:
    """The reports of records that were just sent (POST /api/reports), each had `now`.

    `where` names the place in messages; `zone` and `known` as in from_path. Only the sources `vouched` for (by
    their tokens) speak as themselves. Of rows that are put aside the first few of each reason are told, then
    their number.
    """
    intake = Intake(now=now, settings=settings, zone=zone)
    found = _records(records, where, intake, Roster(known), None, live=True, speaker=pushed(vouched))
    yield from in_few_words(bordered(found), where)
