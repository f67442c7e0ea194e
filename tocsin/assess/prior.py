"""The structural prior: how likely an attempt is in a country, before anything is reported.

A small table (prior.json, made by train/prior.py and dated) holds for each country the part of the forecast that changes
slowly (regime, leader's tenure and past, attempts of ten years) and the month of its last attempt; how much the time
since then adds is computed for the day that is asked: p = scale / (1 + exp(-(rest + sum_k w_k exp(-months / fade_k)))).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import resources
from math import exp
from statistics import median

import msgspec

#: Months in which the effect of an attempt fades to a third, for three curves together.
FADES = (12, 60, 240)
DAYS_A_MONTH = 30.44


class Country(msgspec.Struct, frozen=True):
    """What the table holds of a country."""

    rest: float
    last: str | None = None


class Table(msgspec.Struct, frozen=True):
    """The bundled table."""

    date: date
    source: str
    scale: float
    since: tuple[float, float, float]
    countries: dict[str, Country]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table that comes with Tocsin."""
    return msgspec.json.decode(
        resources.files("tocsin.assess").joinpath("prior.json").read_bytes(), type=Table
    )


def monthly(country: str, day: date) -> float | None:
    """The probability of an attempt within the month that begins on a day; None for a country that is not in the table.

    Attempts after the table's date are not known to it. For a day before the table's date it is no forecast: the table
    knows what came later.
    """
    known = table().countries.get(country)
    if known is None:
        return None
    value = known.rest
    if known.last:
        year, month = map(int, known.last.split("-"))
        months = max(0, (day.year - year) * 12 + day.month - month)
        value += sum(w * exp(-months / fade) for w, fade in zip(table().since, FADES, strict=True))
    return min(table().scale / (1 + exp(-value)), 0.5)


def daily(country: str, day: date) -> float | None:
    """The probability of an attempt on a day."""
    p = monthly(country, day)
    return None if p is None else 1 - (1 - p) ** (1 / DAYS_A_MONTH)


def relative(country: str, day: date) -> float:
    """How many times the risk of the middle country a country's is, between a quarter and four times.

    1 for a country that the table does not have, and for a day before the table's date: it would know what came later.
    """
    mine = monthly(country, day) if day >= table().date else None
    if mine is None:
        return 1.0
    middle = median(risk for name in table().countries if (risk := monthly(name, day)) is not None)
    return min(max(mine / middle, 1 / MOST), MOST)


#: A watch is opened where something is happening: that says more than a country's record, which so may move it only so far.
MOST = 4.0
