"""What is taken out again: evidence and signs whose claims were corrected, or whose report turned out to be a copy.

No row is changed: a later row takes back what an earlier one did, so that the ledger still adds up and no past
assessment is rewritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from tocsin.assess.evidence import origin_of, unverified
from tocsin.model import Claim, Evidence, SignState, Source


def undone(ledger: Iterable[Evidence], corrected: Collection[str], moved: Collection[str]) -> dict[str, str]:
    """The evidence to take back, by its id, with the reason.

    `corrected` are claims that were taken back; `moved` are reports that have another origin now. A named speaker
    stays his own witness wherever the report goes.
    """
    rows = list(ledger)
    gone = taken_back(rows)
    found: dict[str, str] = {}
    for row in rows:
        if row.id in gone or row.sign is None or row.undoes is not None:
            continue
        if row.claims and set(row.claims) <= set(corrected):
            found[row.id] = "corrected by who had said it"
        elif row.report in moved and row.origin is not None and not row.origin.startswith("voice:"):
            found[row.id] = "an editor has changed what the report goes back to"
    return found


def taken_back(ledger: Iterable[Evidence]) -> set[str]:
    """The ids of the evidence that was taken back."""
    return {row.undoes for row in ledger if row.undoes is not None}


def without(
    states: Mapping[str, SignState],
    corrected: Collection[str],
    moved: Collection[str],
    claims: Mapping[str, Claim],
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
) -> dict[str, SignState]:
    """The signs as they stand without the corrected claims, and with the moved reports' claims where they belong.

    `claims` holds all claims that the states name.
    """
    found: dict[str, SignState] = {}
    for name, state in states.items():
        cited = [claims[c] for c in (*state.claims, *state.against) if c in claims]
        if any(c.id in corrected or c.report in moved for c in cited):
            found[name] = _again(state, set(corrected), claims, origins, sources)
        else:
            found[name] = state
    return found


def _again(
    state: SignState,
    corrected: set[str],
    claims: Mapping[str, Claim],
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
) -> SignState:
    kept = [claims[name] for name in state.claims if name not in corrected and name in claims]
    seen = tuple(dict.fromkeys(origin_of(claim, origins) for claim in kept))
    firm = {origin_of(claim, origins) for claim in kept if not unverified(claim, sources)}
    first = min(kept, key=lambda claim: (claim.at, claim.id), default=None)
    return replace(
        state,
        claims=tuple(claim.id for claim in kept),
        against=tuple(name for name in state.against if name not in corrected),
        origins=seen,
        unverified=tuple(origin for origin in seen if origin not in firm),
        first_at=first.at if first else None,
        first_report=first.report if first else None,
        last_at=max((claim.at for claim in kept), default=None),
        state=state.state if kept else "not-seen",
    )
