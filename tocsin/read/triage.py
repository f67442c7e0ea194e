"""Triage: a check so cheap that a firehose passes it; what cannot matter is stored, counted and not read."""

from __future__ import annotations

from tocsin.model import Report, Source
from tocsin.read.aims import STAYS, aims, mentioned
from tocsin.read.language import language_of
from tocsin.read.lexicon import Lexicon
from tocsin.read.where import named


def matters(report: Report, source: Source, lexicon: Lexicon) -> bool:
    """Whether a report can matter to the watch: it tells of its country, its people or its signs, or it has a word of
    alarm, is not known to come from another country, and does not tell of another one."""
    local = (
        source.country in {None, lexicon.watch.place.country}  # of an unknown source nothing is to be lost
        or source.side is not None
        or source.kind in {"reporter", "observer"}
    )
    text = report.whole
    if lexicon.certain(text):
        return True
    here, alarm = lexicon.terms(text), local and lexicon.alarm(text)
    if not (here or alarm or lexicon.around(text)):
        return False
    known = source.country == lexicon.watch.place.country or source.side is not None
    tells = told(
        text, lexicon, language_of(report, lexicon.expects(source.country)), least=STAYS if known else NAMED
    )
    return (here or alarm) if tells is None else tells


#: From here on a stranger's text that names only another country tells of that one.
NAMED = 0.5


def told(text: str, lexicon: Lexicon, language: str | None = None, *, least: float = NAMED) -> bool | None:
    """Whether a text tells of the watch's country (True) or of another (False); None where it does not say.

    `least` is how plainly a sentence must tell of the other country (read/aims.py).
    """
    home = lexicon.watch.place.country
    found = named(text, lexicon, language)
    if any(place.country == home for place in found):
        return True
    return False if any(aims(text, mentioned(text, found), least)) else None
