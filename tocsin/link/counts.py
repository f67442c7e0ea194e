"""Counts of the same thing: whether they agree, cannot agree, or have only grown."""

from __future__ import annotations

from datetime import timedelta

from tocsin.link.gist import Gist
from tocsin.link.meanings import apart
from tocsin.model import Quantity

AT_ONCE = timedelta(hours=1)  # within which a higher count is another count and not the next one
NEAR = timedelta(hours=2)
#: Two counts nearer to each other than this factor are the same count, taken a little later.
GROWN = 1.4
_COUNTED = frozenset({"die", "wound", "arrest", "defect"})


def number_the_same(one: Gist, other: Gist) -> bool:
    """Whether both count the same deed, of whomever."""
    return bool(one.counts and other.counts and one.about & other.about & _COUNTED)


def counted(one: Gist, other: Gist) -> bool:
    """Whether both count the same: the dead of one place, the arrested, the soldiers who joined."""
    deeds = one.about & other.about & _COUNTED
    return bool(
        one.counts
        and other.counts
        and deeds
        and (one.about & _COUNTED) == (other.about & _COUNTED)
        and not apart(one.people, other.people, ("hurt",))
        and _whose(one) == _whose(other)
    )


def _whose(one: Gist) -> frozenset[str]:
    """Of whom the count is, where it is not of people as such."""
    return one.people & {"soldiers", "police", "journalists"}


def agree(one: Gist, other: Gist) -> bool:
    """Whether some count of the one is compatible with one of the other."""
    return not _apart(_most(one), _most(other))


def _most(one: Gist) -> Quantity:
    """The count that the others in a claim are parts of."""
    return max(one.counts, key=lambda q: (q.low, q.high or 0))


def cannot_agree(later: Gist, earlier: Gist) -> bool:
    """Whether two counts of the same at the same time cannot both be right; a toll that has grown since can."""
    if not counted(later, earlier) or later.changed or agree(later, earlier):
        return False
    if {later.claim.stance, earlier.claim.stance} != {"asserts"} and not (
        _at_most(later) or _at_most(earlier)
    ):
        return False
    gap = abs(later.claim.at - earlier.claim.at)
    new, old = _most(later).low, _most(earlier).low
    high, low = max(new, old), max(1, min(new, old))
    if high / low < GROWN:
        return False
    return gap <= (AT_ONCE if new > old else NEAR)


def _at_most(one: Gist) -> bool:
    """Whether a count has no lower end, as "no more than 20", which reads like a denial."""
    return _most(one).low == 0


def _apart(one: Quantity, other: Quantity) -> bool:
    return (one.high is not None and one.high < other.low) or (
        other.high is not None and other.high < one.low
    )
