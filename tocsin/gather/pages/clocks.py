"""Live pages without schema.org: paragraphs that begin with their clock ('09:15 Soldiers ...'), taken apart."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from tocsin.gather.times.zones import spoken


class Stamped(NamedTuple):
    """A part of a page from one clock to the next, and what the clock says."""

    marker: str
    text: str
    hour: int
    minute: int
    zone: str | None


_CLOCK = re.compile(
    r"^[ \t]{0,4}[\[(*_]{0,3}(\d{1,2})[:.h](\d{2})(?![:.]?\d)(?:[ \t]?((?i:[ap])\.?[ \t]?(?i:m)\b\.?))?"
    r"(?:[ \t]?(?i:hrs?|Uhr|uur|hs?)\b\.?)?(?:[ \t]?\(?([A-Z]{2,5})\b\)?)?[\])*_]{0,3}(?P<end>[ \t]{0,3}(?:[-–—:|•·][ \t]{0,3}|\n{1,2}|(?=\S)))",
    re.MULTILINE,
)
_FEWEST = 2
_DAY = timedelta(days=1)
_COVERED = 0.5  # of the text stands below a clock: a single time among paragraphs makes no live page


def stamped(text: str) -> tuple[str, list[Stamped]]:
    """What stands above the first clock, and each part below one; no part where it is no page of updates.

    The clocks go one way, down or up, as on a live page: a list of trains or of sessions has some words each.
    """
    found = [(match, told) for match in _CLOCK.finditer(text) if (told := _told(match))]
    if len(found) < _FEWEST:
        return text, []
    ends = [match.start() for match, _ in found[1:]] + [len(text)]
    parts = []
    for (match, told), end in zip(found, ends, strict=True):
        # '09:15 US troops': what looks like a zone and is none belongs to the words
        begin = match.start(4) if match[4] and told[2] is None else match.end()
        parts.append(Stamped(text[match.start() : begin], text[begin:end], *told))
    return (text[: found[0][0].start()], parts) if _is_live(parts, text) else (text, [])


def _told(found: re.Match[str]) -> tuple[int, int, str | None] | None:
    hour, minute, half, zone = int(found[1]), int(found[2]), found[3], found[4]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    zone = zone if zone and spoken(zone) else None
    return (hour, minute, zone) if hour < 24 and minute < 60 else None


def _is_live(parts: list[Stamped], text: str) -> bool:
    times = [part.hour * 60 + part.minute for part in parts if not part.zone] or [0]
    down = sum(one >= other for one, other in pairwise(times))
    up = sum(one <= other for one, other in pairwise(times))
    steady = max(down, up) >= len(times) - 2  # midnight turns the row once
    sentences = sum(len(part.text.split()) >= 6 for part in parts)
    covered = sum(len(part.text) for part in parts) >= _COVERED * len(text)
    return steady and covered and sentences * 3 >= len(parts) * 2


def onward(times: list[datetime | None], had: datetime) -> list[datetime | None]:
    """The times of one day as those of a page that runs past midnight; none is later than `had`."""
    known = [time for time in times if time]
    # On the face of a clock: from 23:50 down to 00:20 would be most of a day, so it is half an hour up.
    falls = sum((other - one) % _DAY > _DAY / 2 for one, other in pairwise(known))
    down = falls * 2 >= len(known) - 1
    found: list[datetime | None] = []
    last: datetime | None = None
    for time in reversed(times) if down else times:
        moved = time
        while moved and last and last - moved > timedelta(hours=6):
            moved += timedelta(days=1)
        last = moved or last
        found.append(moved if moved and moved <= had else None)
    return found[::-1] if down else found
