"""Read: from reports to claims, each at exact characters and in somebody's voice."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.model import Claim, Report, Source
from tocsin.read import cued, english, pointers
from tocsin.read.attribution import Passage, after_dateline, paragraphs
from tocsin.read.claims import Reader
from tocsin.read.language import language_of
from tocsin.read.lexicon import lexicon
from tocsin.read.triage import matters
from tocsin.watch import Watch

__all__ = ["read"]


def read(
    reports: Iterable[Report], watch: Watch, sources: dict[str, Source], *, everything: bool = False
) -> list[Claim]:
    """The claims of the reports that can matter to the watch (or of all), in the order of the reports."""
    words = lexicon(watch)
    known = [
        (report, sources.get(report.source) or Source(id=report.source, name=report.source))
        for report in reports
    ]
    chosen = [
        (report, source, language_of(report))
        for report, source in known
        if everything or matters(report, source, words)
    ]
    passages = _passages([(report, language) for report, _, language in chosen])
    found: dict[str, Claim] = {}
    for report, source, language in chosen:
        for claim in Reader(report, source, words, sources, language).claims(passages[report.id]):
            found.setdefault(claim.id, claim)
    return list(found.values())


def _passages(reports: list[tuple[Report, str]]) -> dict[str, list[Passage]]:
    """All paragraphs read, those in English in one stream so that the model and the parser work in batches."""
    in_english = [report for report, language in reports if not cued.known(language)]
    said = dict(zip((r.id for r in in_english), pointers.said([r.whole for r in in_english]), strict=True))
    pieces = [
        (report.id, language, report.whole[start:end], start)
        for report, language in reports
        for start, end in (after_dateline(report.whole, span) for span in paragraphs(report.whole))
    ]
    parsed = english.read((text, start, said[name]) for name, _, text, start in pieces if name in said)
    found: dict[str, list[Passage]] = {report.id: [] for report, _ in reports}
    for name, language, text, start in pieces:
        found[name].append(next(parsed) if name in said else next(cued.read([(text, start)], language)))
    return found
