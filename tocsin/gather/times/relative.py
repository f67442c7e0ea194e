"""Times told from now: '12 minutes ago', 'yesterday 14:05', 'Monday last week'."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

from dateparser.date import DateDataParser

from tocsin.gather.times.names import LANGUAGES, table, tokens

Told = tuple[datetime, Literal["second", "day"]]

_LONGEST = 40  # characters
_SETTINGS = {"PARSERS": ["relative-time"], "STRICT_PARSING": True, "RETURN_AS_TIMEZONE_AWARE": False}
_LOCALES = ["en", "es", "fr", "de", "pt", "it", "ru", "ar", "tr", "zh", "uk", "pl", "nl", "fa", "id"]
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:hH.](\d{2})(?!\d)")
_FINE = re.compile(r"\d[ ]?(?:[^\W\d_]+)")
_LAST_WEEK = re.compile(
    r"last week|la semana pasada|la semaine derni[eè]re|letzte woche|na semana passada|la settimana scorsa"
    r"|на прошлой неделе|geçen hafta|الأسبوع الماضي|上周",
    re.IGNORECASE,
)
_LAST = re.compile(r"\b(?:last|pasado|dernier|letzte[rn]?|passad[ao]|scors[ao]|geçen)\b", re.IGNORECASE)


def relative(text: str, now: datetime, language: str | None = None) -> Told | None:
    """The time that a phrase names from `now`, in the zone of `now`; None where it names none.

    Without a zone (naive) where a clock or a day of the publisher's calendar is told, since nobody knows its
    zone; an interval ('12 minutes ago') is exact. Days, weeks and months ago are known to the day.
    """
    if len(text) > _LONGEST or re.search(r"\d{3}", text):
        return None
    clock = _CLOCK.search(text)
    words = _CLOCK.sub(" ", text).strip(" ,.")
    day = _weekday(words, now) or _told(words, now, language)
    if day is None or day > now:
        return None
    if clock:
        naive = day.replace(tzinfo=None, second=0, microsecond=0)
        return naive.replace(hour=int(clock[1]), minute=int(clock[2])), "second"
    if now - day < timedelta(hours=24) and _counted(words, now, day):
        return day, "second"
    return day.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0), "day"


def _counted(words: str, now: datetime, day: datetime) -> bool:
    """Whether an interval in minutes or hours was told: 'today' and 'yesterday' name a day."""
    return day == now or day.date() != now.date() or bool(re.search(r"\d", words)) or (now - day).seconds > 0


def _told(words: str, now: datetime, language: str | None) -> datetime | None:
    del language
    naive = now.replace(tzinfo=None)
    parser = DateDataParser(languages=_LOCALES, settings={**_SETTINGS, "RELATIVE_BASE": naive})
    found = parser.get_date_data(words).date_obj
    return None if found is None else found.replace(tzinfo=now.tzinfo)


def _weekday(text: str, now: datetime) -> datetime | None:
    """'Monday last week' (of the week before this one) and 'last Monday' (the latest before today)."""
    week = _LAST_WEEK.search(text)
    last = week or _LAST.search(text)
    if last is None:
        return None
    rest = tokens(text[: last.start()] + " " + text[last.end() :])
    days = {
        meaning.value
        for tag in LANGUAGES
        for meaning in table(tag).get(rest, ())
        if meaning.kind == "day" and len(rest) == 1 and len(rest[0]) > 3
    }
    if len(days) != 1:
        return None
    back = (now.weekday() - days.pop()) % 7
    return now - timedelta(days=now.weekday() + 7 - (now.weekday() - back) % 7 if week else back or 7)
