"""Names of armed units and forces: brigades, guards, police forces, militias, with their acronyms.

    units("Men of the Presidential Guard sealed the road.", "en")  ->  [(11, 29)]

A name is a head (battalion, guard, force) with what belongs to it: in English before the head, in Spanish, French and
Portuguese after it. Generic words (the army, security forces) and other senses (market forces, Army Day) are no names.
The words are data (units.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.read.unitheads import english, romance
from tocsin.read.unitsigns import beside, called, explained, known, other
from tocsin.read.unitwords import ACRONYM, LANGUAGES, Stretch, words

_PIECE = 1500  # characters that are looked at together
_CAPITALS = re.compile(r"(?<![\w-])[A-Z][A-Za-z0-9-]{1,11}(?![\w-])")
_BREAK = re.compile(r"[.!?]\s")


def units(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """The (start, end) of each name of a unit or force in the text, in order, none within another.

    `language` is one of LANGUAGES; where it is not known, names in each of them are looked for.
    """
    found: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        piece = text[start:end]
        for one in [language] if language in LANGUAGES else LANGUAGES:
            assert one is not None  # noqa: S101 - for the type checker
            found += [(start + a, start + b) for a, b in _names(Stretch(piece, words(one)))]
    named = {text[a:b] for a, b in found if ACRONYM.match(text[a:b])}
    if named:  # an acronym that was explained once is meant everywhere
        found += [match.span() for match in _CAPITALS.finditer(text) if match[0] in named]
    return _apart(found)


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longer of spans that overlap, in order."""
    kept: list[tuple[int, int]] = []
    for span in sorted(set(found), key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences or so, none longer than a bound, cut at white space where that can be."""
    start = 0
    while start < len(text):
        line = text.find("\n", start, start + _PIECE)
        end = line + 1 if line >= 0 else min(len(text), start + _PIECE)
        if line < 0 and end < len(text):
            cut = max((m.end() for m in _BREAK.finditer(text, start, end)), default=0)
            space = text.rfind(" ", start, end)
            end = cut if cut > start else space + 1 if space > start else end
        yield start, end
        start = end


def _names(s: Stretch) -> Iterator[tuple[int, int]]:
    """The names of this piece, in no order, possibly overlapping."""
    heads = s.sets["strong"] | s.sets["weak"]
    for index, token in enumerate(s.tokens):
        if token.folded in heads or token.folded.rstrip("'’") in heads:
            numbered = index > 0 and s.number(index - 1) and s.joined(index - 1)
            if token.capital or (numbered and s.w.language in {"fr", "es", "pt"}):
                span = english(s, index) if s.w.language == "en" else romance(s, index)
                if span and not other(s, span):
                    yield s.chars(span)
                    yield from explained(s, span)
                elif not span:
                    yield from known(s, index)
            elif span := called(s, index):
                yield s.chars(span)
        elif token.folded in s.sets["kinds"] and (span := called(s, index)):
            yield s.chars(span)
        elif token.capital:
            yield from known(s, index)
            yield from beside(s, index)
