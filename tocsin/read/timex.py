"""A time expression as TIMEX3 writes it, and the stretch of time that its value names."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

import msgspec

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

#: Hours of the day, as agencies use the words; a night runs into the next day.
PARTS = {"MO": (5, 12), "MI": (11, 14), "AF": (12, 18), "EV": (17, 23), "NI": (19, 29), "DT": (6, 18)}
#: Hours of what is said of a day or of its parts: "early on Tuesday", "in the early morning", "late at night".
_EARLY_AND_LATE = {
    ("", "START"): (0, 9), ("", "MID"): (9, 17), ("", "END"): (17, 24), ("MO", "START"): (0, 8), ("MO", "MID"): (8, 11),
    ("NI", "END"): (22, 30), ("EV", "END"): (20, 24), ("AF", "END"): (15, 18), ("AF", "START"): (12, 15), ("NI", "START"): (19, 22),
}  # fmt: skip
#: First month of a season and of a half, in the north as TIMEX3 has them; winter is counted to the year it begins in.
_SEASONS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3), "H1": (1, 6), "H2": (7, 6)}
_SHAPE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<season>SP|SU|FA|WI|H[12])|W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?:(?P<part>MO|MI|AF|EV|NI|DT)|(?P<hour>\d\d)(?::(?P<minute>\d\d))?))?)?))?"
)


class Timex(msgspec.Struct, frozen=True):
    """Words that name a time, at exact characters of their text."""

    start: int
    end: int
    text: str
    type: TimexType
    value: str  #: as TIMEX3 (TimeML 1.2.1) writes it: 1998-03-12, 1998-W10, P3D, PRESENT_REF, 1998-03-12TMO, XXXX-WXX-1
    mod: str = ""  #: START, MID, END, APPROX, LESS_THAN, ... as TIMEX3 has them
    offset: int | None = None  #: minutes east of Greenwich where the words name a clock, as "0630 GMT" does


def interval(timex: Timex, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """The stretch that a DATE or TIME names, in UTC and half-open; None where its value has no place on the calendar.

    `zone` is where the words were said; a clock named in them ("0630 GMT") goes before it.
    """
    if timex.type not in {"DATE", "TIME"}:
        return None
    try:
        start, end = _local(timex)
        at = zone if timex.offset is None else timezone(timedelta(minutes=timex.offset))
        first, last = (moment.replace(tzinfo=at).astimezone(UTC) for moment in (start, end))
    except (ValueError, OverflowError, TypeError):  # "19XX", the year 0, 31 February
        return None
    return (
        (first, last) if first < last else (first, first + timedelta(minutes=1))
    )  # the hour that summer time skips


def _local(timex: Timex) -> tuple[datetime, datetime]:
    """On the clock of the place: the bounds of a value, narrowed by its mod."""
    if timex.value.isdigit() and len(timex.value) in {2, 3}:  # a century, a decade
        years = 100 if len(timex.value) == 2 else 10
        first = int(timex.value) * years
        return _narrow(_midnight(first), _midnight(first + years), timex.mod)
    match = _SHAPE.fullmatch(timex.value)
    if not match:
        raise ValueError(timex.value)
    if match["day"]:
        return _of_a_day(match, timex.mod)
    return _narrow(*_of_a_year(match), timex.mod)


def _midnight(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime.combine(date(year, month, day), time())


def _months(year: int, month: int, count: int) -> tuple[datetime, datetime]:
    after = year * 12 + month - 1 + count
    return _midnight(year, month), _midnight(after // 12, after % 12 + 1)


def _of_a_year(match: re.Match[str]) -> tuple[datetime, datetime]:
    year = int(match["year"])
    if match["week"]:
        monday = datetime.combine(date.fromisocalendar(year, int(match["week"]), 1), time())
        return monday + timedelta(days=5 if match["weekend"] else 0), monday + timedelta(days=7)
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["season"]:
        return _months(year, *_SEASONS[match["season"]])
    return _months(year, int(match["month"]), 1) if match["month"] else _months(year, 1, 12)


def _of_a_day(match: re.Match[str], mod: str) -> tuple[datetime, datetime]:
    day = _midnight(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"]:
        at = day + timedelta(hours=int(match["hour"]), minutes=int(match["minute"] or 0))
        if mod == "APPROX":
            return at - timedelta(minutes=30), at + timedelta(minutes=30)
        return at, at + timedelta(minutes=1 if match["minute"] else 60)
    hours = _EARLY_AND_LATE.get((match["part"] or "", mod)) or PARTS.get(match["part"] or "", (0, 24))
    return day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1])


def _narrow(start: datetime, end: datetime, mod: str) -> tuple[datetime, datetime]:
    """The first, middle or last third: what "early", "mid-" and "late" leave of a week, a month, a year."""
    third = (end - start) / 3
    if mod == "START":
        return start, start + third
    if mod == "MID":
        return start + third, end - third
    return (end - third, end) if mod == "END" else (start, end)
