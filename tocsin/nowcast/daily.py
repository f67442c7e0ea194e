"""The daily filter: the playbook's hidden Markov chain with a clock of two days, for every country at once.

The states are those of the playbook, but attempt, seized and failed are there twice: new (the attempt began within about
two days) and old. The new ones turn old at a rate of one in two days, and p is the sum of the new ones. So news of the
days after an attempt that is known raises nothing, while the same news about a country of which nothing was known does.

Each day p(t + 1) = p(t) exp(Q 24 h), then the kind of item that is nearest to an attempt now multiplies each state by
its rate in that state (train/nowcast.py); a day without an item weighs a little against a new attempt. Rabiner 1989.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib import resources

import msgspec
import numpy as np
import numpy.typing as npt

from tocsin.assess.playbook import load
from tocsin.model import STATES
from tocsin.nowcast.coder import ORDER

#: calm, tension, then attempt, seized, failed as new and as old.
SIZE = 2 + 2 * 3
QUIET, NEW, OLD = slice(0, 2), slice(2, 5), slice(5, 8)
NEW_FOR_H = 48.0
#: The playbook's onsets are those of a country that somebody watches: the average country-day has a fifth of them.
ONSETS = 0.2
#: Each further day of the same kind within so many days adds half of what the one before it did.
FRESH_DAYS = 5
REPEAT = 0.5
#: A silent day makes a new attempt exp(0.5) times less likely: the log tells of four in ten on the next day as well.
SILENCE = 0.5
#: No day is worth more than this many nats.
MOST = 14.0


class Rate(msgspec.Struct, frozen=True):
    """How often a kind is told on a country-day of each sort, and the days on which it was."""

    quiet: float
    new: float
    old: float
    days: tuple[int, int, int] = (0, 0, 0)


class Rates(msgspec.Struct, frozen=True):
    """What train/nowcast.py learnt."""

    made: str
    data: str
    kinds: dict[str, Rate]


@lru_cache(maxsize=1)
def rates() -> Rates:
    """The bundled rates."""
    return msgspec.json.decode(
        resources.files("tocsin.nowcast").joinpath("rates.json").read_bytes(), type=Rates
    )


class Countries:
    """The probabilities of all countries that were ever told of; fed day by day."""

    def __init__(self, learnt: Rates) -> None:
        self._rates = learnt
        self._step, self._start = chain()
        self._states: dict[str, npt.NDArray[np.float64]] = {}
        self._told: dict[tuple[str, str], list[date]] = {}

    def pass_day(self, day: date, told: Mapping[str, set[str]]) -> Iterator[tuple[str, float]]:
        """Let a day pass with what was told on it; gives each country with its probability, in their order."""
        for country in sorted({*self._states, *told}):
            states = self._states.get(country, self._start) @ self._step
            weights = self._weights(country, day, told[country]) if country in told else _silence()
            states = states * np.exp(weights - weights.max())
            self._states[country] = states = states / states.sum()
            yield country, float(states[NEW].sum())

    def _weights(self, country: str, day: date, kinds: set[str]) -> npt.NDArray[np.float64]:
        """The day's log-likelihoods of the states: the kind nearest to an attempt now, less when it was told before."""
        kind = min(kinds, key=ORDER.index)
        before = self._told.get((country, kind), [])
        fresh = sum((day - other).days <= FRESH_DAYS for other in before[-FRESH_DAYS:])
        for other in kinds:
            self._told.setdefault((country, other), []).append(day)
        rate = self._rates.kinds[kind]
        new, old = math.log(rate.new / rate.quiet), math.log(rate.old / rate.quiet)
        scale = REPEAT**fresh
        scale *= min(1.0, MOST / max(abs(new) * scale, abs(old) * scale, 1e-9))
        weights = np.zeros(SIZE)
        weights[NEW], weights[OLD] = new * scale, old * scale
        return weights


def chain() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The transitions of a day, and the states of a country of which nothing was heard for a year."""
    step = _exponential(_generator() * 24)
    return step, np.linalg.matrix_power(step, 365)[0]


def _silence() -> npt.NDArray[np.float64]:
    weights = np.zeros(SIZE)
    weights[NEW] = -SILENCE
    return weights


def _generator() -> npt.NDArray[np.float64]:
    """Rates per hour between the eight states, from the playbook."""
    matrix = np.zeros((SIZE, SIZE))
    for state, goes in load("coup").transitions.items():
        here = STATES.index(state)
        for other, rate in goes.items():
            there = STATES.index(other)
            if here < 2:
                matrix[here, there] += rate * (ONSETS if there >= 2 else 1.0)
            elif there <= 2:  # back to calm or tension, or a new attempt after the first
                matrix[[here, here + 3], there] += rate
            else:
                matrix[here, there] += rate
                matrix[here + 3, there + 3] += rate
    for new in range(2, 5):
        matrix[new, new + 3] += 1 / NEW_FOR_H
    matrix[np.diag_indices(SIZE)] = 0.0
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


def _exponential(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """exp of a generator by its Taylor series, scaled and squared."""
    scaled = matrix / 2**10
    result = term = np.eye(len(matrix))
    for order in range(1, 13):
        term = term @ scaled / order
        result = result + term
    for _ in range(10):
        result = result @ result
    return result
