"""Assess: from the signs that witnesses report to probabilities, with everything that moved them in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from tocsin.assess import evidence as weigh
from tocsin.assess import filter as hmm
from tocsin.assess import silence
from tocsin.assess.interval import interval
from tocsin.assess.playbook import Playbook
from tocsin.assess.playbook import of as playbook_of
from tocsin.assess.prior import relative
from tocsin.assess.undone import taken_back
from tocsin.assess.words import expression
from tocsin.model import STATES, Assessment, Claim, Evidence, Report, Source, digest
from tocsin.watch import Watch

__all__ = ["Outcome", "assess", "without"]
SMALL = 1e-4  # evidence that weighs less than this is a repeat and leaves no row


class Outcome(msgspec.Struct, frozen=True):
    """What one assessment adds: the ledger's new rows and the probabilities."""

    evidence: tuple[Evidence, ...]
    assessment: Assessment


def assess(
    watch: Watch,
    claims: Sequence[Claim],
    *,
    ledger: Sequence[Evidence],
    last: Assessment | None,
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
    now: datetime,
    tick: int,
    counts: tuple[int, int],
    blackout: bool = False,
    undone: Mapping[str, str] | None = None,
    heard: Sequence[Report] = (),
) -> Outcome:
    """Move the probabilities by the new claims and by the time since the last assessment.

    `undone` names evidence that no longer holds, with why: a row of its own takes each back.
    `ledger` has all earlier evidence, `origins` the origin of each report, `counts` the reports and origins so far.
    `heard` are the reports of the last days: they tell each source's rhythm; without them silence is no evidence.
    A late claim counts from the last assessment on: no past assessment is rewritten.
    """
    playbook = playbook_of(watch)
    start = last.at if last else min([claim.at for claim in claims], default=now)
    states, at = (last.states, last.at) if last else (_first(watch, playbook, start), start)
    rows: list[Evidence] = []
    known = {row.id: row for row in ledger}
    taken = undone or {}
    standing = [row for row in ledger if row.id not in taken]
    told = weigh.witnessed(claims, playbook, origins, sources, watch.place.country)
    for item in _in_order(told, playbook, start, now):
        time = weigh.effective(item.claim, start, now)
        value, reasons = _weighed(item, watch, sources, [*standing, *rows], time)
        if value < SMALL:
            continue
        if time > at:
            rows += _passed(playbook, states, at, time)
            states, at = rows[-1].after, time
        after = hmm.update(states, weigh.log_likelihood(item, value))
        row = _row(item, playbook, time, value, reasons, states, after)
        if row.id in known:  # it was taken back since
            row = msgspec.structs.replace(row, id=f"{row.id}-{tick}")
        side = weigh.side_of(item.claim, sources.get(item.claim.source))
        rows.append(
            msgspec.structs.replace(
                row,
                side=side,
                hearsay=weigh.unverified(item.claim, sources),
            )
        )
        states = after
    if now > at:
        rows += _passed(playbook, states, at, now)
        states = rows[-1].after
    for name, why in sorted(taken.items()):
        rows.append(_back(known[name], why, now, tick, states))
        states = rows[-1].after
    quiet = None
    if not blackout:
        quiet = silence.no_news(playbook, heard, told, [*standing, *rows], sources, now)
    if quiet is not None:
        after = hmm.update(states, quiet.log_likelihood)
        rows.append(silence.row(playbook, quiet, now, states, after))
        states = after
    low, high = interval(playbook, [*ledger, *rows], now, states, blackout=blackout)
    begun = sum(states[2:])
    return Outcome(
        evidence=tuple(rows),
        assessment=Assessment(
            at=now,
            tick=tick,
            states=states,
            low=low,
            high=high,
            leading=STATES[max(range(len(STATES)), key=lambda index: states[index])],
            words=expression(begun),
            reports=counts[0],
            origins=counts[1],
            blackout=blackout,
            rules=f"{playbook.id}@{playbook.version}",
        ),
    )


def _in_order(
    items: list[weigh.Witnessed], playbook: Playbook, start: datetime, now: datetime
) -> list[weigh.Witnessed]:
    """By time, then so that the order of arrival within one instant changes nothing.

    Within an instant a sign comes after those that it depends on.
    """
    depth = playbook.depth
    return sorted(
        items,
        key=lambda i: (
            weigh.effective(i.claim, start, now),
            i.claim.at,
            depth[i.sign.id],
            i.claim.id,
            i.sign.id,
        ),
    )


def _weighed(
    item: weigh.Witnessed,
    watch: Watch,
    sources: Mapping[str, Source],
    before: Sequence[Evidence],
    time: datetime,
) -> tuple[float, tuple[str, ...]]:
    """The weight of a witness's word, given all that was said before; nothing for his own repeat."""
    gone = taken_back(before)
    fresh = [
        row
        for row in before
        if row.sign is not None
        and row.undoes is None
        and row.id not in gone
        and time - row.at <= timedelta(hours=item.sign.fresh_h)
        and row.origin is not None
    ]
    same = [row for row in fresh if row.sign == item.sign.id and row.against == item.against]
    implying = [row for row in fresh if row.sign in item.sign.implied_by and row.against == item.against]
    if any(row.origin == item.origin for row in (*same, *implying)):
        return 0.0, ()
    told = {row.sign for row in fresh if not row.against and not row.hearsay}
    side = weigh.side_of(item.claim, sources.get(item.claim.source))
    hearsay = weigh.unverified(item.claim, sources)
    heard = weigh.Heard(
        others=len({row.origin for row in same}),
        implied=bool(implying),
        supported=bool(told & set(item.sign.supported_by)),
        clouded=bool(told & set(item.sign.clouded_by)),
        told=len(
            {row.sign for row in fresh if row.origin == item.origin or (hearsay and row.hearsay)}
            - {item.sign.id}
        ),
        hearsay=hearsay,
        sided=side is not None and any(row.side == side for row in same),
        carried=sum(row.report == item.claim.report and row.origin != item.origin for row in fresh),
    )
    return weigh.weight(item, watch, sources, heard)


def _row(
    item: weigh.Witnessed,
    playbook: Playbook,
    time: datetime,
    value: float,
    reasons: tuple[str, ...],
    before: hmm.States,
    after: hmm.States,
) -> Evidence:
    return Evidence(
        id=f"e-{digest(item.sign.id, item.origin, item.claim.id, str(item.against))}",
        at=time,
        rule=playbook.rule(item.sign.id),
        sign=item.sign.id,
        origin=item.origin,
        source=item.claim.source,
        report=item.claim.report,
        claims=(item.claim.id,),
        against=item.against,
        weight=value,
        reasons=reasons,
        log_likelihood=weigh.log_likelihood(item, value),
        before=before,
        after=after,
    )


def _back(old: Evidence, why: str, now: datetime, tick: int, before: hmm.States) -> Evidence:
    """The row that takes an earlier one back."""
    minus = tuple(-value for value in old.log_likelihood)
    return msgspec.structs.replace(
        old,
        id=f"e-{digest('taken-back', old.id, str(tick))}",
        at=now,
        undoes=old.id,
        weight=-old.weight,
        reasons=(f"taken back: {why}",),
        log_likelihood=minus,
        before=before,
        after=hmm.update(before, minus),
    )


def _passed(playbook: Playbook, states: hmm.States, since: datetime, until: datetime) -> list[Evidence]:
    """The row for time that passed: the ledger adds up only with it."""
    after = hmm.drift(states, playbook, since, until)
    name = f"e-{digest('passage-of-time', since.isoformat(), until.isoformat())}"
    return [Evidence(id=name, at=until, rule="passage-of-time", before=states, after=after)]


def _first(watch: Watch, playbook: Playbook, start: datetime) -> hmm.States:
    """Where a thread starts: the playbook's prior, and for attempts at power the country's record."""
    country = watch.place.country
    structural = playbook.id == "coup" and country
    return hmm.prior(playbook, relative(country, start.date()) if structural else 1.0)


def without(
    watch: Watch,
    ledger: Sequence[Evidence],
    now: datetime,
    *,
    source: str | None = None,
    origin: str | None = None,
    sign: str | None = None,
) -> hmm.States:
    """What the probabilities would be had a source, an origin or a sign never been heard."""
    kept = [
        (row.at, row.log_likelihood)
        for row in ledger
        if row.log_likelihood
        and not (source is not None and row.source == source)
        and not (origin is not None and row.origin == origin)
        and not (sign is not None and row.sign == sign)
    ]
    start = min((row.at for row in ledger), default=now)
    playbook = playbook_of(watch)
    return hmm.run(playbook, kept, start=start, now=now, first=_first(watch, playbook, start))
