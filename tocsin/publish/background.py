"""How it came to this: what reports tell of earlier times, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from tocsin.model import Claim, Report
from tocsin.read.fold import fold
from tocsin.read.timex import interval
from tocsin.read.timexes import timexes

#: From how long before its report a dated happening is background and no news.
BEFORE = timedelta(hours=36)
MOST = 40  # happenings told: the page has the first, the export all claims
DAY, MONTH, YEAR = timedelta(days=2), timedelta(days=32), timedelta(days=367)
Precision = Literal["day", "month", "year"]


class Past(msgspec.Struct, frozen=True):
    """Something told of earlier times: when it was, as precisely as the words say, and who tells it."""

    at: datetime | None
    """The beginning of its day, month or year; None where the words do not date it."""
    precision: Precision
    claims: tuple[str, ...]
    """Ids of the claims that tell it in the same words, the first first."""


def told_of(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that tell of earlier times: marked as history, or dated well before their report."""
    return [
        claim
        for claim in claims
        if claim.stance == "asserts"
        and (claim.background or (claim.when and claim.at - claim.when[1] > BEFORE))
    ]


def past(claims: Iterable[Claim], reports: Mapping[str, Report], zone: ZoneInfo) -> list[Past]:
    """What `claims` (of `told_of`) tell, the earliest first and what has no date last; the same words once."""
    alike: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.report in reports:
            alike.setdefault(" ".join(fold(claim.text).split()), []).append(claim)
    found = []
    for group in alike.values():
        first = min(group, key=lambda claim: (claim.at, claim.id))
        at, precision = _dated(first, reports[first.report].whole, zone)
        names = [first.id, *sorted(claim.id for claim in group if claim is not first)]
        found.append(Past(at=at, precision=precision, claims=tuple(names)))
    found.sort(key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0.0, one.claims))
    return found[:MOST]


def _dated(claim: Claim, whole: str, zone: ZoneInfo) -> tuple[datetime | None, Precision]:
    """When it was: the claim's own time, else the time that its sentence names nearest to its words."""
    if claim.when:
        return claim.when[0], "day"
    begin = min(claim.sentence_start, claim.start)
    sentence = whole[begin : max(claim.sentence_end, claim.end)]
    inside = range(claim.start - begin, claim.end - begin)
    dated: list[tuple[int, datetime, timedelta]] = []
    for timex in timexes(sentence, said=claim.at, zone=zone, language=claim.language):
        span = interval(timex, zone)
        if span and claim.at - span[1] > BEFORE and span[1] - span[0] <= YEAR:
            away = (
                0
                if timex.start in inside
                else min(abs(timex.start - inside.start), abs(timex.start - inside.stop))
            )
            dated.append((away, span[0], span[1] - span[0]))
    if not dated:
        return None, "day"
    _, at, length = min(dated)
    return at, "day" if length <= DAY else "month" if length <= MONTH else "year"
