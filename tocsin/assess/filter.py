"""The filter: probabilities of the states over continuous time, moved by transitions and by evidence.

Between two pieces of evidence the probabilities p follow the Markov chain of the playbook, p(t + h) = p(t) exp(Q h);
a piece of evidence with log-likelihoods l multiplies them, p_i ~ p_i exp(l_i), and they are scaled to sum to one
(the forward filter of a hidden Markov model; Rabiner 1989, Norris 1997 ch. 2). Plain functions over tuples.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.assess.playbook import Playbook
from tocsin.model import STATES

States = tuple[float, ...]
#: No state ever becomes impossible: a floor that a thousand witnesses can still lift.
FLOOR = 1e-9


def prior(playbook: Playbook, relative: float = 1.0) -> States:
    """The probabilities before anything was reported; all but calm are as many times as likely as `relative` says."""
    values = [playbook.prior[state] for state in STATES]  # type: ignore[index] # STATES are its keys
    return _bounded([values[0], *(value * relative for value in values[1:])])


@lru_cache(maxsize=16)
def _generator(rates: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]) -> npt.NDArray[np.float64]:
    matrix = np.zeros((len(STATES), len(STATES)))
    for state, goes in rates:
        for other, rate in goes:
            matrix[STATES.index(state), STATES.index(other)] = rate
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


@lru_cache(maxsize=4096)
def _step(
    rates: tuple[tuple[str, tuple[tuple[str, float], ...]], ...], seconds: float
) -> npt.NDArray[np.float64]:
    """exp(Q h) by scaling and squaring of its Taylor series; exact to rounding for these small rates."""
    scaled = _generator(rates) * (seconds / 3600)
    squarings = max(0, math.ceil(math.log2(max(float(np.abs(scaled).max()), 1e-12))) + 4)
    scaled = scaled / 2**squarings
    result = term = np.eye(len(STATES))
    for order in range(1, 13):
        term = term @ scaled / order
        result = result + term
    for _ in range(squarings):
        result = result @ result
    return result


def drift(states: States, playbook: Playbook, since: datetime, until: datetime) -> States:
    """The probabilities after time alone has passed."""
    seconds = (until - since).total_seconds()
    if seconds <= 0:
        return states
    return _bounded((np.asarray(states) @ passage(playbook, seconds)).tolist())


def passage(playbook: Playbook, seconds: float) -> npt.NDArray[np.float64]:
    """exp(Q h): from each state (row), the probabilities of all states so many seconds later."""
    return _step(playbook.rates_of_change, seconds)


def update(states: States, log_likelihood: Sequence[float]) -> States:
    """The probabilities after one piece of evidence (Bayes), kept inside (0, 1)."""
    top = max(log_likelihood)
    return _bounded([p * math.exp(value - top) for p, value in zip(states, log_likelihood, strict=True)])


def run(
    playbook: Playbook,
    evidence: Iterable[tuple[datetime, Sequence[float]]],
    *,
    start: datetime,
    now: datetime,
    scale: float = 1.0,
    first: States | None = None,
) -> States:
    """The probabilities at `now` from all evidence in its order; `scale` tempers every log-likelihood alike.

    `first` is where it starts, if not from the playbook's prior.
    """
    states, at = first or prior(playbook), start
    for time, log_likelihood in evidence:
        if time > now:
            break
        states = update(drift(states, playbook, at, time), [value * scale for value in log_likelihood])
        at = max(at, time)
    return drift(states, playbook, at, now)


def _bounded(values: Sequence[float]) -> States:
    """Scaled to sum to one, none below the floor. Plain floats: for five of them arrays are the slower."""
    least = FLOOR * math.fsum(values)
    safe = [max(value, least) for value in values]
    total = math.fsum(safe)
    return tuple(value / total for value in safe)
