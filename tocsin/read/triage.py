"""Triage: a check so cheap that a firehose passes it; what cannot matter is stored, counted and not read."""

from __future__ import annotations

from tocsin.model import Report, Source
from tocsin.read.lexicon import Lexicon


def matters(report: Report, source: Source, lexicon: Lexicon) -> bool:
    """Whether a report can matter to the watch: it names one of its places, people or signs, or it has a word of
    alarm and is not known to come from another country."""
    local = (
        source.country in {None, lexicon.watch.place.country}  # of an unknown source nothing is to be lost
        or source.side is not None
        or source.kind in {"reporter", "observer"}
    )
    return (lexicon.terms_or_alarm if local else lexicon.terms)(report.whole)
