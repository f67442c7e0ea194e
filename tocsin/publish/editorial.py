"""What readers see: at once, or what an editor has approved; never what an editor has held back."""

from __future__ import annotations

import msgspec

from tocsin.model import Decision, Tick, Update
from tocsin.store.contract import Store


def verdicts(store: Store, tick: Tick | None) -> dict[int, str]:
    """The last decision on each update, by its number: 'approve' or 'reject'.

    On the newest pass every decision counts at once; on an earlier one those that had been taken by then.
    """
    last = store.ticks(last=1)
    limit = tick.at if tick and last and tick.number < last[0].number else None
    found: dict[int, str] = {}
    for entry in store.journal(kind="decision"):
        decision = msgspec.json.decode(entry.body, type=Decision)
        if decision.target.startswith("u-") and (limit is None or decision.at <= limit):
            found[int(decision.target[2:])] = decision.kind
    return found


def released(store: Store, tick: Tick | None) -> list[Update]:
    """The updates of a thread that readers see at a tick."""
    if tick is None:
        return []
    decided = verdicts(store, tick)
    by_editor = store.watch(upto=tick.upto).publish == "editor"
    return [
        update
        for update in store.rows(Update, tick=tick.number)
        if decided.get(update.seq, "" if by_editor else "approve") == "approve"
    ]


def waiting(store: Store) -> list[Update]:
    """The updates on which no editor has decided yet, in a watch that publishes by an editor."""
    last = store.ticks(last=1)
    if not last or store.watch().publish != "editor":
        return []
    decided = verdicts(store, last[0])
    return [update for update in store.rows(Update) if update.seq not in decided]
