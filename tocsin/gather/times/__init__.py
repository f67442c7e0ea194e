"""Times as publishers write them, read without guessing: what is not written is not filled in.

Three forms, tried in turn: numbers for machines (ISO 8601, Unix time: here), a date in words or digits of any
of forty languages (written.py), and a time told from now ("12 minutes ago": relative.py).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from tocsin.gather.aside import Unfit
from tocsin.gather.times.relative import relative
from tocsin.gather.times.written import Hints, normal, written
from tocsin.gather.times.zones import country_of

__all__ = ["AHEAD", "EARLIEST", "Precision", "Read", "read_time", "tell_time"]

Precision = Literal["second", "day"]
Read = tuple[datetime, Precision]

_LONGEST = 80  # characters; no way to write a time is longer
#: Before this there was no web to publish on: such a date is a placeholder (year 1, 1970) or a year of two digits.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
#: So far ahead a clock may go, or a day be tomorrow's where it is later.
AHEAD = timedelta(days=2)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-?W\d{2}-?\d")
_ISO = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}|\d{8})[Tt ]\d{2}(?::?\d{2}){1,2}(?:[.,]\d{1,9})?(?P<rest>.*)", re.DOTALL
)
_OFFSET = re.compile(r"(?:Z|z|[+-]\d{2}:?\d{2})?(?:\[[\w/+-]+\])?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z?")


class _Told(NamedTuple):
    """A time as written, without a zone where none is written, and how exact it is."""

    time: datetime
    precision: Precision


def read_time(
    value: object,
    zone: tzinfo,
    *,
    offsetless: Literal["zone", "day"] = "zone",
    now: datetime | None = None,
    country: str | None = None,
    language: str | None = None,
) -> Read:
    """A time in UTC, and whether it is known to the second or only to the day.

    A time without offset is read in `zone`, or counts as the day only (for the open web, where nobody knows
    the zone of the clock). `country` (ISO 3166) and `language` (BCP 47) of the source settle what is written
    differently from place to place: 5/11, "IST", "listopad". `now` allows times told from now and bounds
    what is read: a time before 1990 or over two days ahead is none. Raises Unfit 'bad-date', also for a day
    that does not exist (31 November) and a year of fewer than four digits, save in the form of mail.
    """
    try:
        told = _read(value, zone, now, Hints(country, language, country_of(zone)))
        return _bounded(told, zone, offsetless, now)
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        raise Unfit(
            "bad-date", f"{value!r:.60} is no time; write e.g. '2019-04-30T09:15:00-04:00' or '2019-04-30'"
        ) from None


def tell_time(
    value: object,
    zone: tzinfo,
    *,
    offsetless: Literal["zone", "day"] = "zone",
    now: datetime | None = None,
    country: str | None = None,
    language: str | None = None,
) -> Read | None:
    """The time as read_time reads it, None where it is none: a report is never lost for its date."""
    if value is None or value == "":
        return None
    try:
        return read_time(value, zone, offsetless=offsetless, now=now, country=country, language=language)
    except Unfit:
        return None


def _bounded(told: _Told, zone: tzinfo, offsetless: str, now: datetime | None) -> Read:
    time, precision = told
    if time.tzinfo is None:
        if offsetless == "day" and precision == "second":
            time, precision = time.replace(hour=0, minute=0, second=0, microsecond=0), "day"
        time = time.replace(tzinfo=zone)
    time = time.astimezone(UTC)
    if time < EARLIEST or (now is not None and time > now + AHEAD):
        raise ValueError(time)
    return time, precision


def _read(value: object, zone: tzinfo, now: datetime | None, hints: Hints) -> _Told:
    if isinstance(value, datetime):
        return _Told(value, "second")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _Told(_unix(float(value)), "second")
    if not isinstance(value, str):
        raise TypeError(value)
    if len(value) > 4 * _LONGEST:
        raise ValueError(value[:_LONGEST])
    text = normal(value)
    if len(text) > _LONGEST:
        raise ValueError(text[:_LONGEST])
    return _machine(text) or _words(text, zone, now, hints)


def _machine(text: str) -> _Told | None:
    """ISO 8601 and Unix time; None where it is neither."""
    if _DAY.fullmatch(text):
        return _Told(datetime.fromisoformat(text), "day")
    found = _ISO.fullmatch(text)
    if found and _OFFSET.fullmatch(found["rest"]):
        return _Told(datetime.fromisoformat(text.partition("[")[0].upper().replace(",", ".")), "second")
    if re.fullmatch(r"\d{10}(\.\d+)?|\d{13}|\d{16}", text):
        return _Told(_unix(float(text)), "second")
    if found := _DIGITS.fullmatch(text):  # as GDELT and archives write it: always UTC
        return _Told(datetime(*map(int, found.groups()), tzinfo=UTC), "second")  # type: ignore[misc, arg-type]
    return None


def _words(text: str, zone: tzinfo, now: datetime | None, hints: Hints) -> _Told:
    date = written(text, hints)
    if date is not None:
        return _Told(date.time, "second" if date.clock else "day")
    told = relative(text, now.astimezone(zone), hints.language) if now is not None else None
    if told is None:
        raise ValueError(text)
    return _Told(*told)


def _unix(number: float) -> datetime:
    """Unix time in seconds, milliseconds or microseconds; below 10^8 (1973) it is rather a row number."""
    if not 1e8 <= number < 1e17:
        raise ValueError(number)
    scale = 1 if number < 1e11 else 1_000 if number < 1e14 else 1_000_000
    return datetime.fromtimestamp(number / scale, UTC)
