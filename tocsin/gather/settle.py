"""From drafts to facts: posts taken apart, each part checked, new sources told before their first report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, Intake, Item, Roster, finish
from tocsin.gather.pages.updates import sections


def settle(drafts: Iterable[Draft | Unfit], where: str, intake: Intake, roster: Roster) -> Iterator[Item]:
    """The reports of some drafts; what is unfit is put aside and the rest goes on."""
    for draft in drafts:
        if isinstance(draft, Unfit):
            yield draft.at(where)
        else:
            for part in [draft] if draft.part_of else sections(draft, zone=intake.zone, now=intake.now):
                yield from _one(part, where, intake, roster)


def _one(draft: Draft, where: str, intake: Intake, roster: Roster) -> Iterator[Item]:
    try:
        report = finish(draft, intake)
    except Unfit as unfit:
        yield unfit.at(f"{where} ({draft.name})" if draft.name and draft.name not in where else where)
        return
    yield from roster.meet(draft.source)
    yield report
