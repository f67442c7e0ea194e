"""Which language a report is in: as its source says, else by its letters and words."""

from __future__ import annotations

from functools import lru_cache

import py3langid

from tocsin.model import Report


def language_of(report: Report) -> str:
    """The primary subtag of the report's language; 'und' where the text is too short to tell."""
    if report.language:
        return report.language.split("-")[0].split("_")[0].lower()
    return guess(report.whole)


@lru_cache(maxsize=256)
def guess(text: str) -> str:
    """The language of a text by its words, or 'und' where it has too few to tell."""
    if sum(character.isalpha() for character in text) < 20:
        return "und"
    language: str = py3langid.classify(text[:2000])[0]
    return language
