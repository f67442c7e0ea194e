"""A date in words or digits, as people write it: every mark of the text must have its place in the date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clocktime
from typing import NamedTuple

from tocsin.gather.times.clock import HALF, Clock, clock_of, cut
from tocsin.gather.times.names import LANGUAGES, Meaning, Table, month_first, table, tokens


class Hints(NamedTuple):
    """What is known of who wrote it: country (ISO 3166) and language (BCP 47), or None.

    `local`: the country of the watch. It settles the order of day and month where nothing nearer does.
    """

    country: str | None = None
    language: str | None = None
    local: str | None = None


class Date(NamedTuple):
    """A time as written, with its zone where one is written; `clock`: whether a time of day is."""

    time: datetime
    clock: bool


_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})[ ]?[-/.年년][ ]?(\d{1,2})[ ]?[-/.月월][ ]?(\d{1,2})(?!\d)\.?(?:日|일)?"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[ ]?([-/.])[ ]?(\d{1,2})[ ]?\2[ ]?(\d{4})(?!\d)")
_NUMBERED = re.compile(
    r"(?<!\d)(\d{1,2})[ ](?:tháng|thg)[ ](\d{1,2}),?[ ](?:năm[ ])?(\d{4})(?!\d)", re.IGNORECASE
)


def normal(text: str) -> str:
    """The text with plain digits, signs and blanks, and without marks that cannot be seen."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-")
    shown = (c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\t\n\r")
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in shown)
    return " ".join("".join(digits).split())


def written(text: str, hints: Hints) -> Date | None:
    """The date and clock of a text that holds nothing else; None where a part is missing or left over.

    Raises ValueError where the day does not exist.
    """
    text = re.sub(r"(?<=\d)[Tt](?=\d)", " ", normal(text))
    text = re.sub(r"(?<=[+-]\d{4}) \([^()]*\)$", "", text)  # a comment on the offset, as in JavaScript
    day, rest = _numeric(text, hints)
    clock, rest = clock_of(
        rest, hints.country, dotted=day is not None or bool(re.search(r"[^\W\d_]{3}", text))
    )
    found = _named_date(rest, hints) if day is None else _beside(rest, hints, day)
    if found is None:
        return None
    day, half = found
    if clock is None:
        return Date(datetime.combine(day, clocktime()), False)
    return Date(_joined(day, clock, half), True)


def _joined(day: date, clock: Clock, half: int | None) -> datetime:
    half, hour = clock.half if clock.half is not None else half, clock.hour
    if half is not None and hour <= 12:
        hour = hour % 12 + 12 * half
    second = min(clock.second, 59)  # a leap second
    return datetime(day.year, day.month, day.day, hour, clock.minute, second, clock.micro, tzinfo=clock.zone)


def _numeric(text: str, hints: Hints) -> tuple[date | None, str]:
    """The date in digits, and the text without it."""
    if found := _YEAR_FIRST.search(text):
        return date(int(found[1]), int(found[2]), int(found[3])), cut(text, found)
    if found := _NUMBERED.search(text):
        return date(int(found[3]), int(found[2]), int(found[1])), cut(text, found)
    if found := _YEAR_LAST.search(text):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        rest = cut(text, found)
        return _ordered(year, one, other, found[2], rest, hints), rest
    return None, text


def _ordered(year: int, one: int, other: int, sign: str, rest: str, hints: Hints) -> date:
    """Day and month in the order that is possible, that the weekday bears out, or that is written there.

    Raises ValueError where nothing tells: a time eight months off is worse than none.
    """
    pairs = {(one, other), (other, one)}
    possible = [day for month, of in pairs if (day := _exists(year, month, of))]
    if len(possible) == 1:
        return possible[0]
    days = _weekdays(rest)
    borne = [day for day in possible if day.weekday() in days]
    if len(borne) == 1:
        return borne[0]
    first = False if sign == "." else month_first(hints.country, hints.language)  # dots are never American
    if first is None and not HALF.search(rest):
        first = month_first(hints.local, None)
    if first is None or not possible:
        raise ValueError(rest)
    return date(year, one, other) if first else date(year, other, one)


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekdays(text: str) -> set[int]:
    words = tokens(text)
    return {
        meaning.value
        for language in LANGUAGES[:12]
        for word in words
        for meaning in table(language).get((word,), ())
        if meaning.kind == "day" and len(word) > 1
    }


def _beside(text: str, hints: Hints, day: date) -> tuple[date, int | None] | None:
    """The date where all that stands beside it is known: a weekday, 'at', 'pm'."""
    if re.search(r"\d", text):
        return None
    for group in _readings(tokens(text), hints):
        halves = {_one(words, "half") for words in group}
        if halves:
            return (day, halves.pop()) if len(halves) == 1 else None
    return None


def _named_date(text: str, hints: Hints) -> tuple[date, int | None] | None:
    """The date with its month in words, where every language that knows all of its words reads the same."""
    text = _before_comma(text)
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    mail = (
        len(numbers) == 2 and len(days) == 2 and re.search(r"\d{1,2}[ -][^\W\d_]{3,9}\.?[ -](\d{2})$", text)
    )
    if mail:  # RFC 822 had years of two digits
        years, days = [str((2000 if int(days[1]) < 69 else 1900) + int(days[1]))], days[:1]
    if len(numbers) != 2 or len(years) != 1 or len(days) != 1:
        return None
    for group in _readings(tokens(text), hints):
        found = {
            (day, _one(words, "half"))
            for words in group
            if (month := _month(words)) and (day := date(int(years[0]), month, int(days[0])))
        }
        if len(found) > 1 or mail:
            told = _weekdays(text)
            found = {pair for pair in found if pair[0].weekday() in told or (len(found) == 1 and not told)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


Words = list[frozenset[Meaning]]


def _before_comma(text: str) -> str:
    """The text less a first word that no language knows: weekdays are shortened in many ways ('чтв, 1 ...')."""
    found = re.match(r"([^\W\d_]{2,6})\.?,[ ]?(?=\d)", text)
    known = found is None or any(tokens(found[1]) in table(tag) for tag in LANGUAGES)
    return text if found is None or known else text[found.end() :]


def _readings(words: tuple[str, ...], hints: Hints) -> Iterator[list[Words]]:
    """What the words mean in the source's language, else in English, else in every one that knows them all."""
    own = (hints.language or "en").split("-")[0]
    for group in ([tag for tag in LANGUAGES if tag.split("_")[0] == own], LANGUAGES[:1], LANGUAGES[1:]):
        yield [read for tag in group if (read := _meanings(words, table(tag))) is not None]


def _meanings(words: tuple[str, ...], known: Table) -> Words | None:
    """The meaning of each word or run of two or three words; None where one is not known."""
    found: Words = []
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            meaning = known.get(words[at : at + length]) if at + length <= len(words) else None
            if meaning:
                found.append(meaning)
                at += length
                break
        else:
            return None
    return found


def _month(words: Words) -> int | None:
    """The one month among the words; 'mar' beside 'nov' is a Tuesday."""
    sets = [{m.value for m in word if m.kind == "month"} for word in words]
    sure = [
        months
        for months, word in zip(sets, words, strict=True)
        if months and all(m.kind == "month" for m in word)
    ]
    told = sure or [months for months in sets if months]
    return next(iter(told[0])) if len(told) == 1 and len(told[0]) == 1 else None


def _one(words: Words, kind: str) -> int | None:
    return next((m.value for word in words for m in word if m.kind == kind and len(word) == 1), None)
