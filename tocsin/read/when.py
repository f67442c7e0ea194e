"""When it is said to happen: the time words of a claim as an interval, seen from the report's own time and zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.read.fold import fold
from tocsin.read.timexes import LANGUAGES, Timex, interval, timexes

_LONGEST = timedelta(
    hours=30
)  # "on Monday", "overnight"; what is looser ("last week", "in 1992") does not tell when it happened
#: The dateline and the label of an update: when it was written, not when it happened.
_WRITTEN = re.compile(
    r"[^()\n]{0,60}\([^()\n]{2,40}\)\s*[-–—:]|[A-ZÁÉÍÓÚÀÂÊÇ ]{4,20}\d{1,2}[:.h]\d\d ?(?:[ap]\.?m\.?)?:"
)
#: Before these, a time bounds what happened and does not tell it.
_BOUND = re.compile(
    r"\b(?:after|before|until|till|since|as of|hasta|desde|antes|despues|tras|jusqu'au?|depuis|apres|avant|ate|depois|apos)"
    r"(?: (?:de|da|do|del|du|el|la|le|las|les|as|a|the|que))*\W*$"
)
_MINUTES = re.compile(r"\d[:.h]?\d\d")
#: Small words by which a sentence shows its language; articles and prepositions that the others do not have.
_SMALL = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in on at was were is said by for with that this",
        "es": "el los las del y en que por una con su fue al hace ayer hoy este esta",
        "fr": "le les des du et dans qui est une ont sur au il ce cette hier",
        "pt": "o os as do da dos e em na no que por uma com foi ao ontem hoje",
    }.items()
}


#: Before these, a time is that of the figure that another one is compared with: "down from more than 300 on Monday".
_COMPARED = re.compile(
    r"\b(?:(?:up|down|rise|drop|increase|decrease|fall|rose|fell) from|compared (?:with|to)|as against|versus|against|from (?:[a-z]+ ){0,3}\d[\d.,]*"
    r"|frente a|en comparacion con|comparado con|por encima de los|contre|compare a|par rapport a|contra|em comparacao com)\b"
    r"[^.;:!?]{0,40}$"
)


def when(
    text: str, said: datetime, zone: ZoneInfo, country: str | None = None
) -> tuple[datetime, datetime] | None:
    """The interval that a sentence names, or None: publication time is not event time.

    `country` (ISO 3166) is where the sentence was written: there it is known whether the day or the month is first.
    """
    for language in _languages(text):
        named = [
            (span[1] - span[0], timex.start, span)
            for timex in timexes(text, said=said, zone=zone, language=language, country=country)
            if (span := _told(timex, zone))
            and span[1] - span[0] <= _LONGEST
            and not _beside_the_point(text, timex)
        ]
        if named:
            return min(named)[2]
    return None


def _beside_the_point(text: str, timex: Timex) -> bool:
    """Whether a time is the report's own, or that of another figure, or bounds an event from one side; "before dawn" is
    a time of its own."""
    written = _WRITTEN.match(text)
    if _COMPARED.search(fold(text[max(0, timex.start - 60) : timex.start])):
        return True
    bound = _BOUND.search(fold(text[max(0, timex.start - 30) : timex.start]))
    return bool(written and timex.end <= written.end()) or bool(bound and not timex.value.endswith("TMO"))


def _told(timex: Timex, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The interval of one expression; "at 9 p.m." is the half hour that people mean by it, "at 9:05" the minute."""
    span = interval(timex, zone)
    if span and timex.value.endswith(":00") and not timex.mod and not _MINUTES.search(timex.text):
        return span[0], span[0] + timedelta(minutes=30)
    return span


def _languages(text: str) -> tuple[str, ...]:
    """The language that a sentence's small words are of; each in turn where it has none of them."""
    words = re.findall(r"[a-z]+", fold(text[:2000]))
    counts = {language: sum(word in small for word in words) for language, small in _SMALL.items()}
    best = max(counts, key=lambda language: counts[language])
    return (best,) if counts[best] else LANGUAGES
