"""The time of day in a date as people write it, with its half of the day and its zone."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.gather.times.names import LANGUAGES, table, tokens
from tocsin.gather.times.zones import named

_AHEAD = r"(?<![\d:.,/-])"
_CLOCK = re.compile(
    rf"{_AHEAD}(\d{{1,2}})(?:[:hH時时시]|点|點)[ ]?(\d{{1,2}})(?!\d)[分분]?"
    rf"(?:(?:(?<=[分분])[ ]?|[:m])(\d{{1,2}})(?![\d:])(?:[秒초]|s\b)?(?:[.,](\d{{1,9}}))?)?"
)
_DOTTED = re.compile(rf"{_AHEAD}(\d{{1,2}})\.(\d{{2}})(?:\.(\d{{2}}))?(?![\d.])()")
_HOUR = re.compile(rf"{_AHEAD}(\d{{1,2}})(?=[ ]?[ap]\.?[ ]?m\b)()()()", re.IGNORECASE)
HALF = re.compile(r"[ ]?\b([ap])\.?[ ]?m\b\.?|(?<=\d)([ap])\.?m\b\.?", re.IGNORECASE)
_SIGNED = r"([+-])(\d{1,2}):?(\d{2})?(?!\d)\)?(?:[ ][A-Z]{2,4}$)?"
_OFFSET = re.compile(rf"^[ ]?\(?(?:[A-Z]{{1,5}})?[ ]?{_SIGNED}", re.IGNORECASE)
_OFFSET_LAST = re.compile(rf"(?<=\d[ ]){_SIGNED}$")
_NAMED = re.compile(r"^[ ]?\(?\b([^\W\d_]{1,5})\b\)?")
_NAMED_LAST = re.compile(r"(?<=[ ])\(?([A-Z]{2,5}(?=\)?$)|UTC|GMT)\b\)?")
_AT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,6}[ ]$")  # whatever short word stands before a clock is 'at'
_ZONE_AHEAD = re.compile(r"\b(UTC|GMT)[ ]$")
_REGION = re.compile(r"\[?\b([A-Z][A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?)\]?")


class Clock(NamedTuple):
    """A time of day as written; without a zone where none is."""

    hour: int
    minute: int
    second: int
    micro: int
    zone: tzinfo | None
    half: int | None  # 0 before noon, 1 after


def cut(text: str, found: re.Match[str]) -> str:
    """The text without what was found in it."""
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


def clock_of(text: str, country: str | None, *, dotted: bool) -> tuple[Clock | None, str]:
    """The time of day with its zone, and the text without them."""
    for pattern in (_CLOCK, _DOTTED, _HOUR) if dotted else (_CLOCK, _HOUR):
        found = pattern.search(text)
        if found and int(found[1]) < 24 and int(found[2] or 0) < 60 and int(found[3] or 0) <= 60:
            break
    else:
        return None, text
    before, after = _without_at(text[: found.start()]), text[found.end() :]
    half, after = _half(after)
    zone, after = _zone(after, country)
    if zone is None and (ahead := _ZONE_AHEAD.search(before)) and (zone := named(ahead[1], country)):
        before = before[: ahead.start()]
    micro = int((found[4] or "0").ljust(6, "0")[:6])
    clock = Clock(int(found[1]), int(found[2] or 0), int(found[3] or 0), micro, zone, half)
    return clock, f"{before} {after}".strip()


def _without_at(text: str) -> str:
    """The text less a short word at its end, save one that says morning or afternoon ('PM 3:15')."""
    found = _AT.search(text)
    if not found or any(
        meaning.kind in {"half", "month"}
        for tag in LANGUAGES
        for meaning in table(tag).get(tokens(found[0]), ())
    ):
        return text
    return text[: found.start()]


def _half(text: str) -> tuple[int | None, str]:
    found = HALF.match(text)
    if not found:
        return None, text
    return int((found[1] or found[2]).lower() == "p"), text[found.end() :]


def _zone(text: str, country: str | None) -> tuple[tzinfo | None, str]:
    """The zone that follows a clock, or that stands at the end, and the text without it.

    An offset says more than the name beside it: '09:15 MST -0700', '+0000 UTC'.
    """
    for pattern in (_OFFSET, _OFFSET_LAST):
        if (found := pattern.search(text)) and (zone := _offset(found)):
            return zone, cut(text, found)
    for pattern in (_NAMED, _NAMED_LAST):
        if (found := pattern.search(text)) and (zone := named(found[1], country)):
            return zone, cut(text, found)
    if found := _REGION.search(text):
        try:
            return ZoneInfo(found[1]), cut(text, found)
        except (ZoneInfoNotFoundError, ValueError):
            pass
    return None, text


def _offset(found: re.Match[str]) -> tzinfo | None:
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(found[0])
    told = timedelta(hours=hours, minutes=minutes)
    return timezone(-told if found[1] == "-" else told)
