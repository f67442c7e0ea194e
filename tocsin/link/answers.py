"""Answers: which claim settles what another says is not known."""

from __future__ import annotations

import re

from tocsin.link.cast import Cast
from tocsin.link.gist import Gist
from tocsin.link.meanings import about, apart
from tocsin.link.relate import STALE, alike

_WHERE = frozenset({"arrest", "flee", "appear", "free", "hold"})
_HURT = frozenset({"die", "wound"})
#: "Two channels cut, reporters hurt" counts no wounded.
_NO_PEOPLE = re.compile(
    r"channel|station|radio|newspaper|website|network|building|house|home|shop|car|truck|bus|vehicle|plane|shot|explosion|street|"
    r"road|bridge"
)
_SETTLED = 0.15
_ANYBODY = frozenset({"soldiers", "army", "persons", "government", "family"})


def askable(later: Gist) -> bool:
    """Whether a claim can settle anything: said without a hedge by somebody who can be asked again."""
    claim = later.claim
    return claim.stance in {"asserts", "denies"} and later.firm and claim.speaker.named


def settles(later: Gist, unknown: Gist, cast: Cast) -> float:
    """How well a claim settles what was not known, 0..1; 0 where it does not."""
    gap = later.claim.at - unknown.claim.at
    if not askable(later) or later.claim.background or not (gap.total_seconds() > 0 and gap <= STALE):
        return 0.0
    person = "where" in unknown.asks or set(later.persons) & set(unknown.persons)
    if not person and (
        cast.elsewhere(later.places, unknown.places)
        or apart(later.things, unknown.things, ("site", "service"))
    ):
        return 0.0
    score = max(alike(later, unknown), 0.01)
    return round(score, 4) if _settles(later, unknown, score) else 0.0


def _settles(later: Gist, unknown: Gist, score: float) -> bool:
    mine, asked = set(later.persons), set(unknown.persons)
    if asked and mine and not mine & asked:
        return False
    deeds = later.about & unknown.about
    if "where" in unknown.asks and unknown.about - _WHERE and not deeds:
        return False  # "where he spent the week"
    if "where" in unknown.asks and asked:
        return bool(mine & asked) and any(name == "person" for name, _ in later.states)
    if "number" in unknown.asks:
        return _counted(later, unknown, score)
    if "when" in unknown.asks and not deeds:
        return False
    if unknown.asks & {"why", "how"} and not deeds:
        return False
    if not deeds and not _shared_dimension(later, unknown):
        return False
    tied = bool(mine & asked or later.places & unknown.places or later.things & unknown.things)
    tied = tied or bool(later.people & unknown.people - _ANYBODY)
    if "who" in unknown.asks and not (later.people or (mine and deeds <= about()["personal"])):
        return False  # nobody is said to have done it
    return score >= _SETTLED and (tied or bool(deeds and (deeds - about()["faint"] or score >= 0.4)))


def _counted(later: Gist, unknown: Gist, score: float) -> bool:
    """A question of number needs a number of the same, or the word that there is none."""
    wanted = unknown.about & _HURT
    if wanted:
        none = bool(later.denied & _HURT) and not later.counts
        people = [q for q in later.counts if not _NO_PEOPLE.fullmatch(q.unit) and (q.low > 1 or q.high != 1)]
        return bool(later.about & _HURT) and (bool(people) or none)
    return bool(
        any(q.low > 1 or q.high != 1 for q in later.counts)
        and later.about & unknown.about
        and score >= _SETTLED
    )


def _shared_dimension(later: Gist, unknown: Gist) -> bool:
    return bool({name for name, _ in later.states} & {name for name, _ in unknown.states} - {"unrest"})


def same_question(later: Gist, unknown: Gist, cast: Cast) -> bool:
    """Whether two claims of not knowing ask the same."""
    if cast.elsewhere(later.places, unknown.places) or apart(later.things, unknown.things):
        return False
    mine, theirs = set(later.persons), set(unknown.persons)
    if mine and theirs and not mine & theirs:
        return False
    narrow = {"where", "number", "who", "when", "why"}
    if (later.asks & narrow) != (unknown.asks & narrow):
        return False
    if "where" in later.asks and mine & theirs:
        return True
    return alike(later, unknown) >= 0.5 or (
        bool(later.about & unknown.about) and later.about == unknown.about and alike(later, unknown) >= 0.3
    )
