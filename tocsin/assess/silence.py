"""Silence: what it says that nothing is reported, and when it says nothing.

Each source has a rhythm: how often it has been publishing on this watch. Where sources that are due publish and none
of them tells of a sign, that speaks for calm, as far as an attempt would have been told of (the Poisson likelihood of
no such report). Where nobody publishes at all, the lines or Tocsin itself may be down: that is never calm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from tocsin.assess.evidence import Witnessed
from tocsin.assess.playbook import Playbook
from tocsin.model import STATES, Claim, Evidence, Report, SignState, Source, digest

#: Reports of one hour on one country are not independent of each other: a report counts as this much of one.
TEMPER = 0.15
MOST = 4.0  # reports that an hour of no news counts for, however many came
QUIET = timedelta(hours=1)  # no sign for this long, or it is a pause between two reports of a crisis
#: A source is due when its rhythm makes at least this many reports likely since it was last heard.
DUE = 1.0
#: It is missing when so many were likely and none came: a chance of 2%.
MISSING = 4.0
DARK = 3  # so many sources of the country missing at once, and most of those that have a rhythm: the lines are cut
RESTORED = 2  # origins that say the networks are back
FORGOTTEN = timedelta(hours=48)
PRIOR_HOURS = 12.0  # a source that was heard once is taken to publish about once in this many hours
CUTS = frozenset({"networks-cut", "whole-country-dark"})


class Rhythm(msgspec.Struct, frozen=True):
    """How a source has been publishing: reports an hour, and when it was last heard."""

    source: str
    hourly: float
    last: datetime

    def expected(self, now: datetime) -> float:
        """How many reports were to be expected from it since it was last heard."""
        return self.hourly * max(0.0, (now - self.last).total_seconds() / 3600)


class Quiet(msgspec.Struct, frozen=True):
    """What an hour without a sign says: log-likelihoods of the states, one of the reports heard, and why."""

    log_likelihood: tuple[float, ...]
    report: str
    reasons: tuple[str, ...]


def rhythms(reports: Iterable[Report], now: datetime) -> dict[str, Rhythm]:
    """The rhythm of every source that was heard before, shrunk towards one report in half a day."""
    times: dict[str, list[datetime]] = {}
    for report in reports:
        if report.known <= now:
            times.setdefault(report.source, []).append(report.known)
    return {
        source: Rhythm(source, len(at) / ((max(at) - min(at)).total_seconds() / 3600 + PRIOR_HOURS), max(at))
        for source, at in times.items()
    }


def missing(found: Mapping[str, Rhythm], now: datetime) -> set[str]:
    """Sources of which at least four reports were due, and none came."""
    return {name for name, rhythm in found.items() if rhythm.expected(now) >= MISSING}


def blackout(
    signs: Iterable[SignState],
    claims: Sequence[Claim],
    reports: Sequence[Report],
    sources: Mapping[str, Source],
    country: str,
    now: datetime,
) -> bool:
    """Whether the lines are cut: two witnesses say so and not two that they are back, or the country has gone quiet.

    `claims` and `reports` are those of the last days. That all sources are silent is no blackout: then it may be Tocsin that hears
    nothing, and somebody abroad has to be heard for the country's silence to mean anything.
    """
    for sign in signs:
        if sign.sign in CUTS and sign.state == "corroborated" and sign.last_at is not None:
            back = {
                claim.source
                for claim in claims
                if "networks-back" in claim.kinds and claim.stance == "asserts" and claim.at > sign.last_at
            }
            if len(back) < RESTORED and now - sign.last_at <= FORGOTTEN:
                return True
    found = rhythms(reports, now)
    local = {name for name in found if name in sources and sources[name].country == country}
    gone = missing(found, now) & local
    heard = any(now - rhythm.last <= QUIET for name, rhythm in found.items() if name not in local)
    return heard and len(gone) >= DARK and 2 * len(gone) > len(local)


def no_news(
    playbook: Playbook,
    reports: Sequence[Report],
    told: Sequence[Witnessed],
    ledger: Sequence[Evidence],
    sources: Mapping[str, Source],
    now: datetime,
) -> Quiet | None:
    """What it says that the reports of the last hour tell of no sign; None where it says nothing.

    Nothing is said where no source was heard (the system's own silence), where a sign was told within the hour, or by
    accounts and hearsay, of which nobody expects to tell.
    """
    if (
        playbook.told is None or told or any(row.sign and now - row.at < QUIET for row in ledger)
    ):  # once an hour
        return None
    fresh = [
        report
        for report in reports
        if report.known > now - QUIET and report.known <= now and _answers(report.source, sources)
    ]
    known = rhythms((report for report in reports if report.known <= now - QUIET), now)
    speaking = {report.source: report.id for report in reversed(fresh) if report.source in known}
    if not speaking:
        return None
    due = [name for name, rhythm in known.items() if rhythm.expected(now) >= DUE or name in speaking]
    share = len(speaking) / len(due)  # where many that were due are not heard, silence is the less telling
    count = TEMPER * share * min(float(len(speaking)), MOST)
    likelihoods = tuple(-count * playbook.told[state] for state in STATES)  # type: ignore[index] # STATES are its keys
    reasons = (
        f"{len(speaking)} of {len(due)} sources that were due were heard, and none tells of a sign",
        f"each counts {TEMPER:g}: they watch the same things",
    )
    return Quiet(likelihoods, next(iter(speaking.values())), reasons)


def _answers(source: str, sources: Mapping[str, Source]) -> bool:
    """Whether of this source one may expect that it tells: not of an account nobody knows."""
    return source in sources and not sources[source].unvouched


def row(
    playbook: Playbook,
    found: Quiet,
    now: datetime,
    before: tuple[float, ...],
    after: tuple[float, ...],
) -> Evidence:
    """The ledger's row for reports that tell of no sign."""
    return Evidence(
        id=f"e-{digest('no-news', now.isoformat(), found.report)}",
        at=now,
        rule=playbook.rule("no-news"),
        sign="no-news",
        origin="several",
        report=found.report,
        weight=math.fsum(-value for value in found.log_likelihood) / len(found.log_likelihood),
        reasons=found.reasons,
        log_likelihood=found.log_likelihood,
        before=before,
        after=after,
    )
