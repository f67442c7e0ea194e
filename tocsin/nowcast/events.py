"""Coded events: from what ICEWS tells of each country and day to the daily filter.

Events are counted by country in seven groups. The surprise of a group is the logarithm of its count over the mean of the
ninety days before; weighted by how much more often the group is told at an attempt, the surprises move the filter of
daily.py. Counts cannot tell an attempt from other upheavals, so what the filter says only orders the country-days: its
odds are flattened (SLOPE) and lowered (SHIFT) to what such days are worth, and no count alone says "likely".
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import TextIO

import msgspec
import numpy as np
import numpy.typing as npt

from tocsin.errors import InputError, PlaybookError
from tocsin.nowcast import Row
from tocsin.nowcast.daily import NEW, chain
from tocsin.read.aims import mentions


class Event(msgspec.Struct, frozen=True):
    """One coded event; countries are ISO 3166 alpha-2."""

    date: date
    text: str
    countries: tuple[str, ...]


#: Beginnings of ICEWS' event texts in each group and how many times as often they are told on the day of an attempt and
#: the two after it (ICEWS 2011-15, 13 attempts; ../shared/data/coups/BASE_RATES.md gives 28, 11, 9, 7, 6.5, 5.7; they
#: were chosen after the fact, so each is taken at its square root). The rest is taken at 1.5.
GROUPS: dict[str, tuple[float, tuple[str, ...]]] = {
    "occupy": (5.3, ("Occupy territory",)),
    "demand": (3.3, ("Demand", "Reject", "Threaten")),
    "denounce": (3.0, ("Criticize", "Reduce", "Impose", "Expel", "Halt")),
    "force": (
        2.6,
        ("Use conventional", "fight with", "Mobilize", "Employ aerial", "Use tactics", "Use unconventional"),
    ),
    "appeal": (2.5, ("Make an appeal", "Appeal", "Rally support", "Make pessimistic")),
    "arrest": (
        2.4,
        ("Arrest", "Coerce", "Confiscate", "Impose restrictions", "Impose state", "Impose curfew"),
    ),
    "rest": (1.5, ("",)),
}
USUAL_DAYS = 90
#: What a group is taken to be usual with, before anything was seen.
#: Half an event is added to counts and means: nothing is impossible.
HALF = 0.5
LONGEST = timedelta(days=40 * 366)
LEAST_A_DAY, MOST_A_DAY = -1.0, 14.0
SLOPE, SHIFT = 0.4, -6.0


@lru_cache(maxsize=65536)
def country_of(actor: str) -> str | None:
    """The country of an actor: 'Police (Australia)', 'Spanish Armed Forces', 'France'; None for most persons."""
    inside = actor.rpartition("(")[2].rstrip(")") if actor.endswith(")") else actor
    found = {mention.country for mention in mentions(f"the government of {inside} says")} or {
        mention.country for mention in mentions(actor)
    }
    return next(iter(found)) if len(found) == 1 else None


def load(path: Path) -> list[Event]:
    """Events of a file: .parquet, or .tsv and .tsv.gz of subject, relation, object, date. Raises InputError."""
    try:
        rows = _parquet(path) if path.suffix == ".parquet" else _tsv(path)
        return list(rows)
    except (OSError, EOFError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as coded events: {error}") from None


def _event(day: date, text: str, actors: Iterable[str | None]) -> Event:
    return Event(day, text, tuple(sorted({c for actor in actors if actor and (c := country_of(actor))})))


def _parquet(path: Path) -> Iterator[Event]:
    try:
        from pyarrow import parquet  # noqa: PLC0415 # an extra: only this reader needs it
    except ImportError:
        raise InputError(f"{path}: reading Parquet needs pyarrow: pip install 'tocsin[bench]'") from None
    names = parquet.read_schema(path).names
    full = "Event Text" in names
    columns = (
        ["date", "Event Text", "Source Country", "Target Country"]
        if full
        else ["date", "relation", "subject", "object"]
    )
    if not set(columns) <= set(names):
        raise InputError(f"{path}: has no columns {', '.join(columns)}")
    table = parquet.read_table(path, columns=columns).to_pydict()
    for day, text, one, other in zip(*(table[name] for name in columns), strict=True):
        yield _event(day.date() if isinstance(day, datetime) else day, text or "", (one, other))


def _tsv(path: Path) -> Iterator[Event]:
    with _opened(path) as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if len(row) != 4:
                raise InputError(
                    f"{path}:{number}: needs subject, relation, object and date, with tabs between"
                )
            yield _event(date.fromisoformat(row[3][:10]), row[1], (row[0], row[2]))


def _opened(path: Path) -> TextIO:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def group_of(text: str) -> int:
    """The number of the group of an event."""
    return next(i for i, (_, starts) in enumerate(GROUPS.values()) if text.startswith(starts))


def counts(events: Iterable[Event]) -> tuple[date, dict[str, npt.NDArray[np.float64]]]:
    """The first day, and for each country the number of events by day and group. Raises InputError."""
    rows = list(events)
    if not rows:
        return date.min, {}
    first, last = min(e.date for e in rows), max(e.date for e in rows)
    if last - first > LONGEST:
        raise InputError(f"events from {first} to {last}: more than 40 years is a mistake in a date")
    found: dict[str, npt.NDArray[np.float64]] = defaultdict(
        lambda: np.zeros(((last - first).days + 1, len(GROUPS)))
    )
    for event in rows:
        for country in event.countries:
            found[country][(event.date - first).days, group_of(event.text)] += 1
    return first, dict(found)


def usual(told: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The mean of the ninety days before each day."""
    whole = np.vstack([np.zeros((1, told.shape[1])), np.cumsum(told, axis=0)])
    days = np.arange(len(told))
    start = np.maximum(days - USUAL_DAYS, 0)
    seen: npt.NDArray[np.float64] = (whole[days] - whole[start]) / np.maximum(days - start, 1)[:, None]
    return seen


def surprises(told: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The logarithm of each day's counts over what was usual, by group."""
    seen: npt.NDArray[np.float64] = np.log((told + HALF) / (usual(told) + HALF))
    return seen


def weights(told: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What each day weighs for a new attempt, in nats."""
    lifts = np.log([lift for lift, _ in GROUPS.values()])
    return np.clip(surprises(told) @ lifts, LEAST_A_DAY, MOST_A_DAY)


def nowcast(events: Iterable[Event], *, playbook: str = "coup") -> Iterator[Row]:
    """The daily probabilities of all countries from coded events. Raises PlaybookError for a playbook without lifts."""
    if playbook != "coup":
        raise PlaybookError(f"coded events can be read for the playbook 'coup' only, not for {playbook!r}")
    first, told = counts(events)
    rows = [row for country in sorted(told) for row in _country(country, first, told)]
    yield from sorted(rows, key=lambda row: (row.date, row.country))


def _country(country: str, first: date, told: Mapping[str, npt.NDArray[np.float64]]) -> Iterator[Row]:
    step, states = chain()
    for offset, weight in enumerate(weights(told[country])):
        states = states @ step
        states[NEW] *= np.exp(weight)
        states = states / states.sum()
        new = float(states[NEW].sum())
        logit = SLOPE * min(log(new / (1 - new)), -SHIFT / SLOPE - 1) + SHIFT
        yield Row(first + timedelta(days=offset), country, 1 / (1 + exp(-logit)))
