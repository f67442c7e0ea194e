"""A table of words: looked up by key, filled in, counted and dated as its language does."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from functools import cache, cached_property
from importlib import resources
from string import Formatter
from typing import Literal

import msgspec
from markupsafe import Markup

from tocsin.publish.plain import visible

Piece = tuple[Markup, str | None]


class Plural(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What counts something, for one and for any other number."""

    one: str
    other: str


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How times are written: two patterns and the names that they take; weeks begin on Monday."""

    clock: str
    day: str
    date: str
    month: str
    months: tuple[str, ...]
    months_long: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_long: tuple[str, ...]


class Interface(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The words of one language; `words` are by group and name, and asked for as 'group.name'."""

    language: str
    """Its tag, as in lang=''."""
    name: str
    """What its readers call it."""
    direction: Literal["ltr", "rtl"]
    thousands: str
    percent: str
    dates: Dates
    words: dict[str, dict[str, str | Plural]]

    def __call__(self, key: str, **values: object) -> Markup:
        """The words of a key as markup, with values in their places: text is escaped, markup stays.

        Raises KeyError for a key or a place that is not there.
        """
        pieces = self._pieces(key, values.get("number"))
        return Markup("").join(
            words if place is None else self._value(values[place]) for words, place in pieces
        )

    def plain(self, key: str, **values: object) -> str:
        """The same as plain text."""
        pieces = self._pieces(key, values.get("number"))
        return "".join(words if place is None else str(self._value(values[place])) for words, place in pieces)

    def named(self, group: str, name: str, **values: object) -> str:
        """The word for a value of an open list; one that the table does not know stands for itself."""
        if name in self.words[group]:
            return self.plain(f"{group}.{name}", **values)
        return " ".join([*map(str, values.values()), name.replace("-", " ")])

    def count(self, what: str, number: int) -> str:
        """'1 report', '3 reports': a number of what has its forms in the group 'count'."""
        return self.plain(f"count.{what}", number=number)

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        return f"{value:,}".replace(",", self.thousands)

    def share(self, probability: float) -> str:
        """A probability for readers; never the certainty of 0% or 100%."""
        if probability < 0.005:
            return self.plain("answer.under", percent=self.percent.format(number=1))
        if probability > 0.995:
            return self.plain("answer.over", percent=self.percent.format(number=99))
        return self.percent.format(number=round(probability * 100))

    def clock(self, time: datetime, zone: tzinfo) -> str:
        """A time, short: 'Tue 30 Apr 17:00'; the year stands at the top of the page."""
        return self._dated(self.dates.clock, time.astimezone(zone))

    def day(self, time: datetime, zone: tzinfo) -> str:
        """A time, whole: 'Tuesday 30 April 2019, 17:00'."""
        return self._dated(self.dates.day, time.astimezone(zone))

    def date(self, time: datetime, precision: str, zone: tzinfo) -> str:
        """A day, a month or a year: '30 Apr 2019', 'January 2019', '2019'."""
        if precision == "year":
            return str(time.astimezone(zone).year)
        return self._dated(
            self.dates.month if precision == "month" else self.dates.date, time.astimezone(zone)
        )

    def age(self, span: timedelta) -> str:
        """How long something has lasted, in its largest whole unit: '25 minutes', '3 hours', '2 days'."""
        minutes = max(0, int(span.total_seconds() // 60))
        if minutes < 1:
            return self.plain("unknown.moment")
        if minutes < 60:
            return self.count("minutes", minutes)
        if minutes < 48 * 60:
            return self.count("hours", minutes // 60)
        return self.count("days", minutes // (24 * 60))

    @cached_property
    def scripts(self) -> str:
        """What the page's scripts say, as JSON: the group 'live' and how times are written."""
        dates = {"clock": self.dates.clock, "months": self.dates.months, "weekdays": self.dates.weekdays}
        return json.dumps({**msgspec.to_builtins(self.words["live"]), "dates": dates}, ensure_ascii=False)

    def _pieces(self, key: str, number: object) -> tuple[Piece, ...]:
        """The words of a key, cut where values stand; kept, as a page asks for the same ones a thousand times."""
        name = (key, number == 1)
        if (found := self._cut.get(name)) is None:
            group, _, rest = key.partition(".")
            words = self.words[group][rest]
            if not isinstance(words, str):
                words = words.one if number == 1 else words.other
            found = self._cut[name] = tuple(_cut(words))
        return found

    @cached_property
    def _cut(self) -> dict[tuple[str, bool], tuple[Piece, ...]]:
        return {}

    def _value(self, value: object) -> str:
        if isinstance(value, Markup):
            return value
        return self.number(value) if isinstance(value, int) else visible(str(value))

    def _dated(self, pattern: str, time: datetime) -> str:
        names = self.dates
        return pattern.format(
            d=time.day,
            dd=f"{time.day:02d}",
            month=names.months[time.month - 1],
            month_long=names.months_long[time.month - 1],
            year=time.year,
            time=f"{time:%H:%M}",
            weekday=names.weekdays[time.weekday()],
            weekday_long=names.weekdays_long[time.weekday()],
        )


def _cut(words: str) -> Iterator[Piece]:
    """The words before each place and the place, in turn."""
    for literal, place, _, _ in Formatter().parse(words):
        if literal:
            yield Markup(literal), None  # noqa: S704 - our own table, which holds no markup
        if place is not None:
            yield Markup(""), place


def parse(text: str) -> Interface:
    """The table that a text in TOML says."""
    return msgspec.convert(tomllib.loads(text), Interface)


@cache
def tables() -> dict[str, Interface]:
    """All tables by language, English first."""
    files = [f for f in resources.files(__package__).iterdir() if f.name.endswith(".toml")]
    found = [parse(file.read_text("utf-8")) for file in files]
    return {one.language: one for one in sorted(found, key=lambda one: (one.language != "en", one.language))}


def english() -> Interface:
    """The table in which nothing is missing: what the command line and the JSON interface say."""
    return tables()["en"]


def chosen(asked: str, accepted: str, languages: Iterable[str]) -> Interface:
    """The table for a reader: the language that the address asks for, else the first that the browser accepts
    (an Accept-Language header), else the first of the watch's languages that there is, else English.
    """
    wanted = [asked, *_preferred(accepted), *languages]
    return next((tables()[name] for name in map(_base, wanted) if name in tables()), english())


def _base(tag: str) -> str:
    return tag.split("-", 1)[0].strip().lower()


def _preferred(accepted: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first; what cannot be read is passed over."""
    found: list[tuple[float, str]] = []
    for part in accepted[:400].split(","):
        tag, _, weight = part.partition(";")
        try:
            share = float(weight.partition("=")[2]) if weight.strip() else 1.0
        except ValueError:
            continue
        if share > 0:
            found.append((share, tag))
    return [tag for _, tag in sorted(found, key=lambda each: -each[0])]


def offered(asked: str) -> str:
    """The language that an address asks for, where there is a table; else an empty text."""
    return asked if asked in tables() else ""


def values_of(words: str | Plural) -> Iterable[str]:
    """All forms of an entry, for those who check tables."""
    return (words,) if isinstance(words, str) else (words.one, words.other)


__all__ = ["Interface", "Plural", "chosen", "english", "offered", "parse", "tables", "values_of"]
