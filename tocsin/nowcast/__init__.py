"""Nowcast: every country, day by day: how likely is it that an attempt is under way or took place in the last two days?

Two ways in: a day log of text (`coded` by cues, rules as data in cues.toml) and coded events (`events`).
Both end in the same daily filter over the states of the playbook. Nothing of a later day is used for an earlier one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from tocsin.errors import PlaybookError
from tocsin.nowcast.coder import coded, triaged
from tocsin.nowcast.daily import Countries, Rates, rates
from tocsin.nowcast.items import Item
from tocsin.nowcast.nations import Leaders

__all__ = ["LEAST", "Row", "nowcast", "told"]
#: Probabilities below this are not written: a country-day without a line is one of no concern.
LEAST = 0.001


class Row(msgspec.Struct, frozen=True):
    """The probability of one country on one day, and what was told of it on that day."""

    date: date
    country: str
    p: float
    told: tuple[str, ...] = ()


def told(items: Iterable[Item]) -> Iterator[tuple[date, str, str]]:
    """Day, country and kind of all that the items tell; in the order of days, each read with what came before only."""
    leaders = Leaders()
    for item in sorted(items, key=lambda item: item.date):
        if triaged(item):
            for country, kind in coded(item, leaders).items():
                yield item.date, country, kind
        leaders.learn(item.text, item.date)


def nowcast(items: Iterable[Item], *, playbook: str = "coup", learnt: Rates | None = None) -> Iterator[Row]:
    """The daily probabilities of all countries from a day log, in the order of days and countries.

    `learnt` are rates of kinds other than the bundled ones (for leaving years out). Raises PlaybookError for a
    playbook whose kinds nobody has learnt.
    """
    if playbook != "coup":
        raise PlaybookError(f"a day log can be read for the playbook 'coup' only, not for {playbook!r}")
    days: dict[date, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for day, country, kind in told(items):
        days[day][country].add(kind)
    yield from filtered(days, Countries(learnt or rates()))


def filtered(days: dict[date, dict[str, set[str]]], countries: Countries) -> Iterator[Row]:
    """The filter run over all days from the first to the last, and as long after as something is remembered."""
    if not days:
        return
    day, last = min(days), max(days) + timedelta(days=2)
    while day <= last:
        now = days.get(day, {})
        for country, p in countries.pass_day(day, now):
            if p >= LEAST:
                yield Row(day, country, p, tuple(sorted(now.get(country, ()))))
        day += timedelta(days=1)
