"""The border: what no later stage can carry is set aside where it comes in, whichever reader has made it.

A date alone loses no report: one that cannot be right is set aside, and the report counts from when it was had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, Intake, Item
from tocsin.gather.times import AHEAD, EARLIEST, Read, tell_time
from tocsin.model import Report, Source


def read_date(
    value: object, source: Source, intake: Intake, *, offsetless: Literal["zone", "day"] = "zone"
) -> tuple[Read | None, str | None]:
    """The time that a source has written, or the words of it that are none (for Draft.misdated).

    What can be read in two ways is read as in the source's country and language; offsetless as in read_time.
    """
    when = tell_time(
        value,
        intake.zone,
        offsetless=offsetless,
        now=intake.now,
        country=source.country,
        language=source.language,
    )
    return when, None if when or value is None or value == "" else f"{value!r:.60}"


def dated(draft: Draft, intake: Intake) -> tuple[Draft, Unfit | None]:
    """The draft with times that can be right, and what tells of a date that was set aside.

    A report is never known before now for a date that lies ahead: it is had now.
    """
    published, wrong = _within(draft.published, intake.now)
    fetched, _ = _within(draft.fetched, intake.now)
    if published is None or published > intake.now:
        fetched = fetched or intake.now
    told = _told(wrong.isoformat() if wrong else draft.misdated)
    if told is None and fetched == draft.fetched:
        return draft, None
    day = published and draft.precision == "day"
    kept = msgspec.structs.replace(
        draft, published=published, precision="day" if day else "second", fetched=fetched
    )
    return kept, Unfit("date-set-aside", told, draft.title or draft.text) if told else None


def _within(time: datetime | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    """A time where it can be right, and one that cannot."""
    if time is None:
        return None, None
    try:
        right = EARLIEST <= time <= now + AHEAD
    except OverflowError:  # the first and last hours that there are, in another zone
        right = False
    return (time, None) if right else (None, time)


def _told(written: str | None) -> str | None:
    return written and (
        f"the date {written} is none between 1990 and two days ahead; the report is kept without it "
        "and counts from when it was fetched"
    )


def bordered(items: Iterable[Item]) -> Iterator[Item]:
    """The items that can be stored; what cannot is put aside with its reason, and the rest goes on."""
    for item in items:
        try:
            msgspec.json.encode(item)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            where = item.source if isinstance(item, Report) else item.id
            yield Unfit("bad-record", f"cannot be stored: {error}").at(where)
        else:
            yield item
