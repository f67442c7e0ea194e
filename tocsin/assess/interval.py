"""The range of an answer: the same evidence run with many draws of what the rates may be.

Each member of a fixed ensemble has its own factor for every sign (how far that sign's log-likelihood ratios may be
off), one factor for all of them (how far the weights of witnesses may be off as a whole), and its own pace of the
transitions. The range is where nine tenths of the members lie (a Monte Carlo sensitivity analysis; Saltelli et al. 2008).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from tocsin.assess import filter as hmm
from tocsin.assess.playbook import Playbook
from tocsin.model import Evidence

Array = npt.NDArray[np.float64]
MEMBERS = 66
#: Standard deviation of the factor that all log-likelihood ratios share: weights of witnesses are elicited.
COMMON = 0.25
#: ... and of the ratios of a rule that is no sign of the playbook (reports that tell of nothing).
OTHER = 0.5
#: Transitions slower, as written, and faster: attempts last from hours to days.
PACES = (0.6, 1.0, 1.6)
#: In a blackout what would have been reported cannot be: all is less certain by this factor.
BLACKOUT = 1.4
SHARE = 90  # per cent of the members that lie within the range


def interval(
    playbook: Playbook,
    rows: Sequence[Evidence],
    now: datetime,
    states: hmm.States,
    *,
    blackout: bool = False,
) -> tuple[float, float]:
    """The range of the probability that it has begun, which always holds the answer itself."""
    pieces = [row for row in rows if row.log_likelihood]
    members = np.tile(np.asarray((rows[0].before if rows else states) or hmm.prior(playbook)), (MEMBERS, 1))
    wider = BLACKOUT if blackout else 1.0
    at = pieces[0].at if pieces else now
    for time, group in groupby(pieces, key=lambda row: row.at):
        if time > now:
            break
        members = _drifted(members, playbook, at, time)
        at = max(at, time)
        moved = sum(
            _factors(playbook, row.sign, wider)[:, None] * np.asarray(row.log_likelihood) for row in group
        )
        members = members * np.exp(moved - np.max(moved, axis=1, keepdims=True))
        members = np.maximum(members / members.sum(axis=1, keepdims=True), hmm.FLOOR)
    members = _drifted(members, playbook, at, now)
    begun = members[:, 2:].sum(axis=1) / members.sum(axis=1)
    low, high = np.percentile(begun, [(100 - SHARE) / 2, (100 + SHARE) / 2])
    answer = sum(states[2:])
    return min(float(low), answer), max(float(high), answer)


def _drifted(members: Array, playbook: Playbook, since: datetime, until: datetime) -> Array:
    seconds = (until - since).total_seconds()
    if seconds <= 0:
        return members
    moved = np.empty_like(members)
    for number, pace in enumerate(PACES):
        moved[number :: len(PACES)] = members[number :: len(PACES)] @ hmm.passage(playbook, seconds * pace)
    return moved


def _factors(playbook: Playbook, sign: str | None, wider: float) -> Array:
    """What each member multiplies a sign's log-likelihoods by: log-normal about 1."""
    known = playbook.sign(sign) if sign else None
    doubt = known.uncertainty if known else OTHER
    return _draw(sign or "", doubt * wider, COMMON * wider)


@lru_cache(maxsize=512)
def _draw(name: str, doubt: float, common: float) -> Array:
    """The same draws in every run: seeded by the name alone, half of them the mirror of the other half."""
    return np.asarray(np.exp(doubt * _normal(name) + common * _normal("all signs")))


def _normal(name: str) -> Array:
    half = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(MEMBERS // 2)
    both = np.concatenate([half, -half])
    return both[np.random.default_rng(zlib.crc32(name.encode()) + 1).permutation(MEMBERS)]
