"""Times as publishers write them, read without guessing: a stated offset, or the watch's zone, or none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal

from tocsin.gather.aside import Unfit

Precision = Literal["second", "day"]
Read = tuple[datetime, Precision]

_LONGEST = 80  # characters; no way to write a time is longer
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{8})[T ]\d{2}")
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}\b.*")


def read_time(value: object, zone: tzinfo, *, offsetless: Literal["zone", "day"] = "zone") -> Read:
    """A time in UTC, and whether it is known to the second or only to the day.

    Reads ISO 8601, RFC 2822 ('Tue, 30 Apr 2019 12:00:00 GMT') and Unix time (seconds, or milliseconds
    from 13 digits on). A time without offset is read in `zone`, or counts as the day only (for the open
    web, where nobody knows the zone of the clock). Raises Unfit 'bad-date'.
    """
    try:
        time, precision = _read(value)
        if time.tzinfo is None:
            if offsetless == "day" and precision == "second":
                time, precision = time.replace(hour=0, minute=0, second=0, microsecond=0), "day"
            time = time.replace(tzinfo=zone)
        return time.astimezone(UTC), precision
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        raise Unfit(
            "bad-date", f"{value!r:.60} is no time; write e.g. '2019-04-30T09:15:00-04:00' or '2019-04-30'"
        ) from None


def _read(value: object) -> Read:
    if isinstance(value, datetime):
        return value, "second"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _unix(float(value)), "second"
    if not isinstance(value, str):
        raise TypeError(value)
    text = value.strip()
    if len(text) > _LONGEST:
        raise ValueError(text[:_LONGEST])
    if _DAY.fullmatch(text):
        return datetime.fromisoformat(text), "day"
    if _ISO.match(text):
        return datetime.fromisoformat(_with_offset(text)), "second"
    if _MAIL.fullmatch(text):
        precision: Precision = "second" if re.search(r"\d:\d\d", text) else "day"
        return parsedate_to_datetime(text), precision
    if re.fullmatch(r"\d{10}(\.\d+)?|\d{13}", text):
        return _unix(float(text)), "second"
    raise ValueError(text)


def _unix(number: float) -> datetime:
    """Unix time. Below 10^8 (1973) it is rather a year or a row number than a time."""
    if not 1e8 <= number < 1e14:
        raise ValueError(number)
    return datetime.fromtimestamp(number / 1000 if number >= 1e11 else number, UTC)


def _with_offset(text: str) -> str:
    """'2019-04-30 12:00:00 +0000' and '... UTC' as Python reads them."""
    text = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text)
    return re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", text)
