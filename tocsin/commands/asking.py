"""What a language model makes of new reports, where the installation has one (see docs/how-to/language-model.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tocsin.commands.common import say
from tocsin.model import Report, Source
from tocsin.settings import Settings
from tocsin.store.contract import Fact, Store
from tocsin.watch import Watch


def with_readings(facts: Sequence[Fact], watch: Watch, store: Store, settings: Settings) -> list[Fact]:
    """The facts, and before them the model's readings of the new reports that matter to the watch.

    Where the model does not answer, or the day's budget is used up, the reports go on without: that is said.
    """
    given = list(facts)
    if not settings.reader_url:
        return given
    from tocsin.read.asking import Unanswered, readings  # noqa: PLC0415
    from tocsin.read.lexicon import lexicon  # noqa: PLC0415
    from tocsin.read.triage import matters  # noqa: PLC0415

    reports = {fact.id: fact for fact in given if isinstance(fact, Report)}
    known = {report.id for report in store.reports(list(reports))}
    sources = {**store.sources(), **{fact.id: fact for fact in given if isinstance(fact, Source)}}
    words = lexicon(watch)
    new = [
        report
        for name, report in reports.items()
        if name not in known
        and matters(report, sources.get(report.source) or Source(id=report.source, name=report.source), words)
    ]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    budget = settings.reader_per_day - sum(entry.at > yesterday for entry in store.journal(kind="reading"))
    found: list[Fact] = []
    thrown = 0
    try:
        for reading in readings(new, settings, budget=max(0, budget)):
            found.append(reading)
            thrown += reading.discarded
    except Unanswered as error:
        say(f"the language model did not answer: {error}; these reports are read without it")
    if len(new) > max(0, budget):
        say(f"the day's budget of {settings.reader_per_day} reports for the language model is used up")
    if thrown:
        say(f"{thrown} statements of the language model were thrown away: their words are not in the report")
    return [*found, *given]
