"""When it is said to happen: the time words of a claim as an interval, seen from the report's own time and zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.read.fold import fold
from tocsin.read.timexes import LANGUAGES, Timex, interval, timexes

_LONGEST = timedelta(days=2)  # "on Monday", "overnight": what is looser ("last week", "in 1992") tells a claim's time to nobody
_CLOCK = re.compile(r".{10}T\d\d:\d\d")
#: Small words by which a sentence shows its language; articles and prepositions that the others do not have.
_SMALL = {
    "en": frozenset("the of and to in on at was were is said by for with that this".split()),
    "es": frozenset("el los las del y en que por una con su fue al hace ayer hoy este esta".split()),
    "fr": frozenset("le les des du et dans qui est une ont sur au il ce cette hier".split()),
    "pt": frozenset("o os as do da dos e em na no que por uma com foi ao ontem hoje".split()),
}


def when(text: str, said: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The interval that a sentence names, or None: publication time is not event time."""
    for language in _languages(text):
        named = [
            (span[1] - span[0], timex.start, span)
            for timex in timexes(text, said=said, zone=zone, language=language)
            if (span := _told(timex, zone)) and span[1] - span[0] <= _LONGEST
        ]
        if named:
            return min(named)[2]
    return None


def _told(timex: Timex, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The interval of one expression; "at 9 p.m." is the half hour that people mean by it, "at 9:05" the minute."""
    span = interval(timex, zone)
    if span and not timex.mod and _CLOCK.fullmatch(timex.value) and not re.search(r"\d[:.h]?\d\d|ago|ace", timex.text):
        return span[0], span[0] + timedelta(minutes=30)
    return span


def _languages(text: str) -> tuple[str, ...]:
    """The language that a sentence's small words are of; each in turn where it has none of them."""
    words = re.findall(r"[a-z]+", fold(text[:2000]))
    counts = {language: sum(word in small for word in words) for language, small in _SMALL.items()}
    best = max(counts, key=lambda language: counts[language])
    return (best,) if counts[best] else LANGUAGES
