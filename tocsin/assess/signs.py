"""The signs board: what is known of each warning sign after the new evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from tocsin.assess.evidence import Witnessed, unverified
from tocsin.assess.playbook import Playbook, Sign
from tocsin.model import SignState, SignStateName, Source


def board(
    items: Sequence[Witnessed],
    playbook: Playbook,
    before: Mapping[str, SignState],
    sources: Mapping[str, Source],
    now: datetime,
) -> list[SignState]:
    """The signs that changed: a new state, a new witness, or a denial."""
    states = dict(before)
    for sign in playbook.signs:
        mine = [item for item in items if item.sign.id == sign.id]
        if mine:
            old = states.get(sign.id) or SignState(sign=sign.id, state="not-seen", at=now)
            states[sign.id] = _with(old, mine, sources)
    # What a sign can be refuted by is judged before it.
    for sign in sorted(playbook.signs, key=lambda sign: bool(sign.refuted_by)):
        if sign.id in states:
            fresh = any(item.sign.id == sign.id and not item.against for item in items)
            states[sign.id] = replace(states[sign.id], state=_judged(sign, states, fresh=fresh))
    return [replace(state, at=now) for name, state in states.items() if state != before.get(name)]


def _with(old: SignState, items: Sequence[Witnessed], sources: Mapping[str, Source]) -> SignState:
    """The sign with its new witnesses and denials; its first report never changes."""
    seen = sorted(
        (item for item in items if not item.against), key=lambda item: (item.claim.at, item.claim.id)
    )
    if seen and old.first_report is None:
        old = replace(old, first_at=seen[0].claim.at, first_report=seen[0].claim.report)
    firm = [item.claim.at for item in seen if not unverified(item.claim, sources)]
    verified = {item.origin for item in seen if not unverified(item.claim, sources)} | (
        set(old.origins) - set(old.unverified)
    )
    origins = _added(old.origins, (item.origin for item in seen))
    return replace(
        old,
        last_at=max([*firm, *([old.last_at] if old.last_at else [])], default=old.first_at),
        origins=origins,
        unverified=tuple(origin for origin in origins if origin not in verified),
        claims=_added(old.claims, (item.claim.id for item in seen)),
        against=_added(old.against, (item.claim.id for item in items if item.against)),
    )


def _added(old: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*old, *new]))


def _judged(sign: Sign, states: Mapping[str, SignState], *, fresh: bool) -> SignStateName:
    """The state that a sign's witnesses and denials amount to; once refuted, only a new witness revives it."""
    state = states[sign.id]
    if not state.origins:
        return "not-seen"
    refuters = [states[other] for other in sign.refuted_by if other in states]
    disproved = any(
        r.state == "corroborated" and state.last_at and r.first_at and r.first_at > state.last_at
        for r in refuters
    )
    hearsay = len(state.unverified) == len(state.origins)
    denied = bool(state.against) and (hearsay or (len(state.against) > 1 and state.witnesses < 2))
    if disproved or denied:
        return "refuted"
    if state.state == "refuted" and not fresh:
        return "refuted"
    return "corroborated" if state.witnesses > 1 else "reported"
