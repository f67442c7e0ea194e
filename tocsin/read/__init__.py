"""Read: from reports to claims, each at exact characters and in somebody's voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from tocsin.model import Claim, Reading, Report, Source
from tocsin.read import cued, english, pointers
from tocsin.read.asking import attributions
from tocsin.read.attribution import Passage, after_dateline, paragraphs
from tocsin.read.bounds import beginning, thinned
from tocsin.read.claims import Reader
from tocsin.read.language import language_of
from tocsin.read.lexicon import lexicon
from tocsin.read.pointed import joined
from tocsin.read.triage import matters
from tocsin.watch import Watch

__all__ = ["passages", "read"]


def read(
    reports: Iterable[Report],
    watch: Watch,
    sources: dict[str, Source],
    *,
    everything: bool = False,
    sentences: bool = False,
    readings: Mapping[str, Reading] | None = None,
) -> list[Claim]:
    """The claims of the reports that can matter to the watch (or of all), in the order of the reports.

    With `sentences`, an outlet's own sentences are claims also where they tell no event that Tocsin knows.
    `readings` is what a language model made of some of them, by report. Of a report that is very long only the
    beginning is read (see bounds).
    """
    words = lexicon(watch)
    known = [
        (beginning(report), sources.get(report.source) or Source(id=report.source, name=report.source))
        for report in reports
    ]
    chosen = [
        (report, source, language_of(report, words.expects(source.country)))
        for report, source in known
        if everything or matters(report, source, words)
    ]
    read_in = passages([(report, language) for report, _, language in chosen])
    for name, reading in (readings or {}).items():
        read_in[name] = [_with(reading, passage) for passage in read_in.get(name, ())]
    found: dict[str, Claim] = {}
    for report, source, language in chosen:
        reader = Reader(report, source, words, sources, language, sentences=sentences)
        for claim in reader.claims(read_in[report.id]):
            found.setdefault(claim.id, claim)
    return list(found.values())


def _with(reading: Reading, passage: Passage) -> Passage:
    """A passage with what a language model saw in it and neither parse nor cues did."""
    asked = attributions(reading, passage.start, passage.end)
    return structs.replace(passage, attributions=tuple(joined(asked, passage.attributions)))


#: Reports that are in memory as parses at once.
_TOGETHER = 16


def passages(reports: list[tuple[Report, str]]) -> dict[str, list[Passage]]:
    """All paragraphs of reports, each given with its language; those in English some reports at a time, so that parser
    and model work in batches."""
    found: dict[str, list[Passage]] = {}
    in_english = [report for report, language in reports if not cued.known(language)]
    for first in range(0, len(in_english), _TOGETHER):
        found.update(_in_english(in_english[first : first + _TOGETHER]))
    for report, language in reports:
        if report.id not in found:
            found[report.id] = list(cued.read(_pieces(report), language))
    return found


def _pieces(report: Report) -> list[tuple[str, int]]:
    spans = (after_dateline(report.whole, span) for span in paragraphs(report.whole))
    return [(report.whole[start:end], start) for start, end in spans]


def _in_english(reports: list[Report]) -> dict[str, list[Passage]]:
    """The parse first; the model then reads the paragraphs in which the parse has left something open."""
    pieces = [[(thinned(text), start) for text, start in _pieces(report)] for report in reports]
    drafts = english.parsed(piece for one in pieces for piece in one)
    drawn = [[next(drafts) for _ in one] for one in pieces]
    wanted = [
        # A headline leaves out the words by which a parse finds its way.
        [(draft.offset, draft.end) for draft in one if draft.open or draft.end <= len(report.title)]
        for report, one in zip(reports, drawn, strict=True)
    ]
    model = pointers.said([report.whole for report in reports], wanted)
    return {
        report.id: [english.passage(draft, said) for draft in one]
        for report, one, said in zip(reports, drawn, model, strict=True)
    }
