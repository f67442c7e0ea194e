"""The ledger as an argument: what moved the number, by how much, on whose word, and what would move it next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

import msgspec

from tocsin.assess import filter as hmm
from tocsin.assess.playbook import Playbook
from tocsin.model import STATES, Assessment, Evidence, SignState


class Move(msgspec.Struct, frozen=True):
    """What one sign, or time alone, has done so far: the sum of its rows in the ledger."""

    sign: str | None
    change: float
    """Change of the probability that an attempt has begun; all moves and the prior add up to it exactly."""
    log_odds: float
    rows: tuple[Evidence, ...]


class Outlook(msgspec.Struct, frozen=True):
    """What one more sign, from one good witness, would make of the number."""

    sign: str
    begun: float
    leading: str


def begun(states: Sequence[float]) -> float:
    """Probability that an attempt has begun, whether or not it is over."""
    return sum(states[2:])


def moves(ledger: Sequence[Evidence]) -> list[Move]:
    """The ledger summed by sign, the strongest first; time alone is the sign None."""
    found: dict[str | None, list[Evidence]] = {}
    for row in ledger:
        found.setdefault(row.sign, []).append(row)
    summed = [
        Move(
            sign,
            math.fsum(begun(row.after) - begun(row.before) for row in rows),
            math.fsum(_odds(row.after) - _odds(row.before) for row in rows),
            tuple(rows),
        )
        for sign, rows in found.items()
    ]
    return sorted(summed, key=lambda move: (-abs(move.log_odds), move.sign or ""))


def _odds(states: Sequence[float]) -> float:
    yes = begun(states)
    return math.log(yes / (1 - yes)) if 0 < yes < 1 else 0.0


def outlook(playbook: Playbook, assessment: Assessment, board: dict[str, SignState]) -> list[Outlook]:
    """The signs not seen so far, by how far one good witness of each would move the number; strongest first."""
    unseen = [s for s in playbook.signs if s.id not in board or board[s.id].state in {"not-seen", "refuted"}]
    found: list[Outlook] = []
    for sign in unseen:
        after = hmm.update(assessment.states, sign.log_rates)
        leading = STATES[max(range(len(STATES)), key=lambda index: after[index])]
        found.append(Outlook(sign.id, begun(after), leading))
    return sorted(found, key=lambda o: (-abs(o.begun - assessment.begun), o.sign))


def course(playbook: Playbook, assessment: Assessment, hours: float) -> dict[str, float]:
    """The probabilities that many hours on if nothing more were heard: the playbook's record of how such things go."""
    later = datetime.fromtimestamp(assessment.at.timestamp() + hours * 3600, assessment.at.tzinfo)
    return dict(zip(STATES, hmm.drift(assessment.states, playbook, assessment.at, later), strict=True))
