"""When it is said to happen: time words as intervals in the watch's zone, seen from the report's own time."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tocsin.read.fold import fold

_PARTS: dict[str, tuple[int, int]] = {  # hours of the day, as agencies use the words
    "dawn": (4, 7), "early morning": (3, 8), "morning": (5, 12), "midday": (11, 14), "noon": (11, 13), "afternoon": (12, 18),
    "evening": (17, 23), "night": (19, 29), "madrugada": (0, 6), "manana": (5, 12), "mediodia": (11, 14), "tarde": (12, 20),
    "noche": (19, 29), "amanecer": (4, 7), "matin": (5, 12), "apres-midi": (12, 18), "soir": (17, 23), "nuit": (19, 29),
}  # fmt: skip
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday lunes lundi",
            "tuesday martes mardi",
            "wednesday miercoles mercredi",
            "thursday jueves jeudi",
            "friday viernes vendredi",
            "saturday sabado samedi",
            "sunday domingo dimanche",
        )
    )
    for name in names.split()
}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_CLOCK = re.compile(
    r"\b(?:at|about|around|by|a las|hacia las|vers|a)\s+(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?(?!\w|[%,]\d)"
)
_AGO = re.compile(
    r"\b(\d{1,2}|an|one|two|three|four|una|dos|tres)\s+(hour|minute)s?\s+ago|hace\s+(\d{1,2}|una|dos|tres)\s+(hora|minuto)s?"
)
_TODAY = re.compile(
    rf"\b(?:this|esta|este|ce|cet|cette|la)\s+({_PART})\b|\b(today|tonight|hoy|esta noche|aujourd'hui)\b"
)
_LAST = re.compile(r"\b(overnight|last night|anoche|durante la noche|cette nuit)\b|\b(yesterday|ayer|hier)\b")
_WEEKDAY = re.compile(
    rf"\b(?:(early|late)\s+(?:on\s+)?)?(?:on\s+|el\s+|este\s+)?({'|'.join(_DAYS)})(?:\s+(?:en la\s+|por la\s+)?({_PART}))?\b"
)
_NUMBERS = {"an": 1, "one": 1, "una": 1, "two": 2, "dos": 2, "three": 3, "tres": 3, "four": 4}


def when(text: str, said: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The interval that a sentence names, or None: publication time is not event time."""
    folded, local = fold(text), said.astimezone(zone)
    day = datetime.combine(local.date(), time(), zone)
    if match := _AGO.search(folded):
        count = match[1] or match[3]
        unit = timedelta(hours=1) if (match[2] or match[4]) in {"hour", "hora"} else timedelta(minutes=1)
        middle = local - _NUMBERS.get(count, int(count) if count.isdigit() else 1) * unit
        return middle - unit / 2, middle + unit / 2
    if (match := _CLOCK.search(folded)) and (match[2] or match[3]):
        return _clock(match, day, local)
    if match := _LAST.search(folded):
        return (
            (day - timedelta(hours=5), day + timedelta(hours=6))
            if match[1]
            else (day - timedelta(days=1), day)
        )
    if match := _WEEKDAY.search(folded):
        return _weekday(match, day)
    if match := _TODAY.search(folded):
        if match[1]:
            first, last = _PARTS[match[1]]
            return day + timedelta(hours=first), day + timedelta(hours=last)
        return (
            (day + timedelta(hours=17), day + timedelta(hours=29))
            if match[2] in {"tonight", "esta noche"}
            else (day, day + timedelta(days=1))
        )
    return None


def _clock(match: re.Match[str], day: datetime, local: datetime) -> tuple[datetime, datetime] | None:
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and match[3].startswith("p") and hour < 12:
        hour += 12
    if match[3] and match[3].startswith("a") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    at = day + timedelta(hours=hour, minutes=minute)
    if at - local > timedelta(hours=12):  # "at 11 p.m." in a text of the small hours is yesterday's
        at -= timedelta(days=1)
    width = timedelta(minutes=1 if match[2] else 30)
    return at, at + width


def _weekday(match: re.Match[str], day: datetime) -> tuple[datetime, datetime]:
    start = day - timedelta(days=(day.weekday() - _DAYS[match[2]]) % 7)
    if match[3]:
        first, last = _PARTS[match[3]]
    else:
        first, last = {"early": (0, 9), "late": (17, 24)}.get(match[1] or "", (0, 24))
    return start + timedelta(hours=first), start + timedelta(hours=last)
