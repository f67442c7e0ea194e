"""From drafts to facts: posts taken apart, each part checked, new sources told before their first report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.gather.aside import Unfit
from tocsin.gather.border import dated
from tocsin.gather.drafts import Draft, Intake, Item, Roster, finish
from tocsin.gather.pages.updates import sections


def settle(drafts: Iterable[Draft | Unfit], where: str, intake: Intake, roster: Roster) -> Iterator[Item]:
    """The reports of some drafts; what is unfit is put aside and the rest goes on."""
    for draft in drafts:
        if isinstance(draft, Unfit):
            yield draft.at(where)
            continue
        kept, wrong = dated(draft, intake)
        for part in [kept] if kept.part_of else sections(kept, zone=intake.zone, now=intake.now):
            yield from _one(part, where, intake, roster)
        if wrong:
            yield wrong.at(_place(draft, where))


def _one(draft: Draft, where: str, intake: Intake, roster: Roster) -> Iterator[Item]:
    try:
        report = finish(draft, intake)
    except Unfit as unfit:
        yield unfit.at(_place(draft, where))
        return
    yield from roster.meet(draft.source)
    yield report


def _place(draft: Draft, where: str) -> str:
    return f"{where} ({draft.name})" if draft.name and draft.name not in where else where
