"""What a tick takes back: corrections, an editor's word on links, and all that stood on what they undo.

Nothing is deleted. A correction or a withdrawn link is a row of its own, and what follows from it (other origins, signs
that lose a claim, evidence taken back) are rows of the tick in which it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from tocsin.assess.undone import without
from tocsin.link.borrowed import borrowed
from tocsin.link.corrections import RULES, corrected, reached
from tocsin.link.edited import WITHDRAWN, edits, in_force, regrouped
from tocsin.model import Claim, Decision, Link, Membership, SignState, Source, Tick
from tocsin.store.contract import Store


class Change(msgspec.Struct, frozen=True):
    """What this tick takes back of what earlier ones had concluded."""

    corrected: frozenset[str] = frozenset()
    """Claims that no longer stand."""
    moved: frozenset[str] = frozenset()
    """Reports that have another origin now."""
    again: tuple[Claim, ...] = ()
    """Claims to be weighed anew."""


def fresh_edits(store: Store, tick: Tick) -> list[Link]:
    """The links that editors have withdrawn or stated since the tick before."""
    before = store.ticks(last=2)
    since = before[0].at if len(before) == 2 else datetime.min.replace(tzinfo=UTC)
    rows = [msgspec.json.decode(entry.body, type=Decision) for entry in store.journal(kind="decision")]
    fresh = [row for row in rows if row.kind in {"withdraw", "state"} and since < row.at <= tick.at]
    return edits(fresh, store.by_id(Link, [row.target for row in fresh]), tick.at) if fresh else []


def new_origins(edited: list[Link], new: Iterable[Membership], store: Store, tick: Tick) -> list[Membership]:
    """The reports that an editor's word gives another origin."""
    if not any(link.relation == "copy_of" for link in edited):
        return []
    origins = origins_of(store) | {member.report: member.origin for member in new}
    order = sorted(store.reports(upto=tick.upto), key=lambda report: (report.known, report.id))
    links = in_force(store.rows(Link, relation="copy_of"))
    return regrouped(edited, links, origins, [report.id for report in order])


def corrected_copies(links: list[Link], store: Store) -> list[Link]:
    """The links from new corrections to what was copied from the corrected report."""
    if not any(link.rule == "correction" for link in links):
        return []
    by_report: dict[str, list[Claim]] = {}
    for claim in store.rows(Claim):
        by_report.setdefault(claim.report, []).append(claim)
    known = store.by_id(Claim, [link.right for link in links])
    return reached(links, in_force(store.rows(Link, relation="copy_of")), known, by_report)


def change_of(
    store: Store, links: list[Link], edited: list[Link], moved: set[str], origins: Mapping[str, str]
) -> Change:
    """What new corrections and an editor's word take back, and what is to be weighed again for it."""
    gone = set(corrected(links))
    restored = _restored(edited, store)
    if not gone and not moved and not restored:
        return Change()
    lost = store.by_id(Claim, sorted(gone))
    family = {origins.get(claim.report, claim.report) for claim in lost.values()}
    taken = corrected(in_force(store.rows(Link, relation="contradicts")))
    again = [
        claim
        for claim in store.rows(Claim)
        if claim.id not in taken
        and claim.id not in gone
        and (
            claim.report in moved or claim.id in restored or origins.get(claim.report, claim.report) in family
        )
    ]
    return Change(frozenset(gone), frozenset(moved), tuple(again))


def _restored(edited: list[Link], store: Store) -> set[str]:
    """The claims that a correction had taken back, which an editor has found to be none."""
    pairs = {(link.left, link.right) for link in edited if link.rule.startswith(WITHDRAWN)}
    rows = store.rows(Link, relation="contradicts") if pairs else []
    return {link.right for link in rows if link.rule in RULES and (link.left, link.right) in pairs}


def standing_signs(
    before: Mapping[str, SignState],
    change: Change,
    store: Store,
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
) -> dict[str, SignState]:
    """The signs before this tick, without what it takes back."""
    if not change.corrected and not change.moved:
        return dict(before)
    named = [name for state in before.values() for name in (*state.claims, *state.against)]
    known = store.by_id(Claim, list(dict.fromkeys(named)))
    return without(before, change.corrected, change.moved, known, origins, sources)


def changed_signs(
    before: Mapping[str, SignState], standing: Mapping[str, SignState], changed: list[SignState], tick: Tick
) -> list[SignState]:
    """The signs that are not what they were before the tick."""
    now = {**standing, **{state.sign: state for state in changed}}
    return [
        msgspec.structs.replace(state, at=tick.at) for name, state in now.items() if state != before.get(name)
    ]


def origins_of(store: Store) -> dict[str, str]:
    """The origin of each report as of now; later memberships stand in for earlier ones."""
    return {member.report: member.origin for member in store.rows(Membership)}


def origins_with_passages(store: Store) -> dict[str, str]:
    """The origin of each report as of now, and of each claim that stands in a passage of another's."""
    origins = origins_of(store)
    links = in_force(store.rows(Link, relation="passage_of"))
    claims = store.rows(Claim, report=sorted({link.left for link in links}))
    return origins | borrowed(claims, links, origins)
