"""What a sentence attributes to whom: the common shape of all readers of attributions."""

from __future__ import annotations

import re

import msgspec

from tocsin.model import Stance

Span = tuple[int, int]
MOST = 12  # attributions read in one sentence: no newsroom's has so many, a list or hostile text may
LONGEST = 6_000  # characters read at once: the parser's memory grows with the length of a paragraph


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Someone (source) says (cue) something (content); offsets count in the text that was read."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: Stance
    rule: str

    @property
    def start(self) -> int:
        """Where the content begins."""
        return min(start for start, _ in self.content)

    @property
    def end(self) -> int:
        """Where the content ends."""
        return max(end for _, end in self.content)


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """A word for something done, with who did it and to whom it was done, where the text says so."""

    start: int
    end: int
    agent: Span | None = None
    patient: Span | None = None


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text that was read: its sentences and attributions, in offsets of the whole report."""

    start: int
    end: int
    sentences: tuple[Span, ...]
    attributions: tuple[Attribution, ...]
    pronouns: frozenset[Span] = frozenset()
    """Sources that are pronouns, to be resolved by the report."""
    people: tuple[Span, ...] = ()
    """People who are named."""
    deeds: tuple[Deed, ...] = ()
    """What is done, by whom and to whom, in the order of the words."""


_OPEN = {"“": "”", '"': '"', "«": "»", "„": "“", "‟": "”"}


def quotations(text: str, offset: int = 0) -> list[Span]:
    """The quoted stretches of one paragraph, marks included; an unclosed one ends with the paragraph."""
    found: list[Span] = []
    start, closing = -1, ""
    for position, character in enumerate(text):
        if start >= 0 and character == closing:
            found.append((offset + start, offset + position + 1))
            start = -1
        elif start < 0 and character in _OPEN:
            start, closing = position, _OPEN[character]
    if start >= 0 and len(text) - start > 3:
        found.append((offset + start, offset + len(text.rstrip())))
    return found


_WORD = re.compile(r"[^\W_]")


def paragraphs(text: str) -> list[Span]:
    """The lines of a text that hold words, as spans without outer white space; a very long one in pieces."""
    lines = [
        (match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip()))
        for match in re.finditer(r"[^\n]+", text)
        if (line := match[0]).strip() and _WORD.search(line)
    ]
    return [piece for line in lines for piece in _pieces(text, line)]


def _pieces(text: str, line: Span) -> list[Span]:
    """A line cut into pieces that a parser can hold: at the end of a sentence, else of a word, else anywhere."""
    found, (start, end) = [], line
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind(mark) for mark in (". ", "! ", "? ", "。")) + 2
        cut = cut if cut > LONGEST // 2 else window.rfind(" ") + 1
        cut = cut if cut > LONGEST // 2 else LONGEST
        found.append((start, start + cut))
        start += cut
    return [*found, (start, end)]


_DATELINE = re.compile(
    r"(?:(?:UPDATE|UPDATED|ACTUALIZACIÓN|LIVE|EN VIVO)\s*)?(?:[01]?\d|2[0-3])[:.h][0-5]\d\s?(?:[ap]\.?\s?m\.?|GMT|UTC|hrs?\.?|h\.?)?\s*[-–—:|]\s+|"
    r"(?:ALERT|URGENT|URGENTE|BREAKING|FLASH|VIDEO|ÚLTIMA HORA|LIVE|EN VIVO|UPDATE \d*)\s*[-–—:|]\s*|"
    r"(?:[A-ZÁÉÍÓÚÑÜÇ][\w .'’/-]{2,38}(?:,\s*[\w. ]{2,16})?\s*)?\([A-ZÁÉÍÓÚÑ][^()\n]{1,40}\)\s*[-–—:]+\s+|"
    r"[A-ZÁÉÍÓÚÑÜÇ][A-ZÁÉÍÓÚÑÜÇ .'’/-]{3,38}(?:,\s*[\w. ]{2,16})?\s+[-–—]+\s+"
)


def after_dateline(text: str, span: Span) -> Span:
    """A paragraph without the place, date and agency that it opens with: they are no part of its first sentence."""
    match = _DATELINE.match(text, *span)
    return (match.end(), span[1]) if match and match.end() < span[1] else span


def trimmed(text: str, span: Span, characters: str = " \t\n\r,;:-–—") -> Span:
    """A span without white space and joining marks at its ends."""
    start, end = span
    while start < end and text[start] in characters:
        start += 1
    while end > start and text[end - 1] in characters:
        end -= 1
    return start, end


def without(span: Span, holes: list[Span]) -> list[Span]:
    """What is left of a span when the holes are taken out."""
    left, at = [], span[0]
    for start, end in sorted(holes):
        if start > at:
            left.append((at, min(start, span[1])))
        at = max(at, end)
        if at >= span[1]:
            break
    if at < span[1]:
        left.append((at, span[1]))
    return [(start, end) for start, end in left if end > start]
