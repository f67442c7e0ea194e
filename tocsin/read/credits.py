"""Credit lines: '(Associated Press)', 'CARACAS (Meridian) -', 'with reporting by X', 'según X', 'RT @x'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from tocsin.model import Source
from tocsin.read.attribution import Span
from tocsin.read.fold import fold

#: Agencies whose copy others print, with the short names by which they are credited.
AGENCIES = (
    "Associated Press", "AP", "Reuters", "Agence France-Presse", "AFP", "EFE", "Agencia EFE", "Xinhua", "TASS", "RIA Novosti",
    "Interfax", "dpa", "ANSA", "Anadolu", "Bloomberg", "Kyodo", "Yonhap", "PTI", "ANI", "IANS", "UPI", "Europa Press",
    "PA Media", "MENA", "WAM", "SPA", "IRNA", "CNN", "BBC", "Al Jazeera", "New York Times", "Washington Post",
)  # fmt: skip


class Credit(msgspec.Struct, frozen=True):
    """That a stretch of a report is another's copy: whose, where it says so, and what it covers."""

    name: str
    start: int
    end: int
    covers: Span
    whole: bool
    """Whether the whole report is credited, not just the sentence."""
    reshared: bool = False
    """Whether a post is passed on ('RT @x', 'via @x') rather than agency copy printed."""


def credits(text: str, known: Iterable[str]) -> list[Credit]:
    """The credit lines of a text that name a known source or agency, in order."""
    options = _options(frozenset(known))
    folded = fold(text)
    found: list[Credit] = []
    for match in re.finditer(
        rf"\(\s*(?:via\s+|source:\s+|con informacion de\s+|avec\s+)?({options})\s*\)", folded
    ):
        found.append(_credit(text, match.span(), match.span(1)))
    ends = rf"(?:^|\n|(?<=[.!?”\"])\s)[\s*_—–-]*(?:with|additional|further|source|fuente|con|avec)?\s*(?:reporting by|reporting from|material from|files from|informacion de|informations de|copyright|source|fuente|via|by)\s*:?\s+(?:the\s+)?({options})\b"  # noqa: E501 - one expression
    for match in re.finditer(ends, folded):
        found.append(Credit(text[slice(*match.span(1))], *match.span(1), (0, len(text)), True))
    contributed = rf"(?:the\s+)?({options})\s+contributed\s+to\s+this"
    for match in re.finditer(contributed, folded) if "contributed" in folded else ():
        found.append(Credit(text[slice(*match.span(1))], *match.span(1), (0, len(text)), True))
    for match in re.finditer(r"(?:(?:^|\n)\s*(?:rt|reposted from)|\(?\bvia)\s+@([\w.]{2,40})", folded):
        found.append(Credit(text[slice(*match.span(1))], *match.span(1), (0, len(text)), True, reshared=True))
    return sorted(found, key=lambda credit: (credit.start, -credit.end))


@lru_cache(maxsize=8)
def _options(known: frozenset[str]) -> str:
    """All names by which somebody can be credited, as one expression."""
    names = {fold(name) for given in (*AGENCIES, *known) for name in (given, short(given)) if len(name) > 1}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=8192)
def short(name: str) -> str:
    """An agency's name as it is credited: 'Meridian Press Agency' as 'Meridian Press'."""
    words = name.split()
    while len(words) > 1 and words[-1].casefold() in {
        "agency",
        "newswire",
        "news",
        "service",
        "wire",
        "media",
    }:
        words.pop()
    return " ".join(
        words[1:] if len(words) > 1 and words[0].casefold() in {"agencia", "agence", "agenzia"} else words
    )


def _credit(text: str, brackets: Span, name: Span) -> Credit:
    """A bracketed credit: of the whole text in a dateline or at its end, else of the sentence that it ends."""
    start = text.rfind("\n", 0, brackets[0]) + 1
    stop = text.find("\n", brackets[1])
    line_end = len(text) if stop < 0 else stop
    before, after = text[start : brackets[0]], text[brackets[1] : line_end].strip()
    # "They left (Sahel Press). Then ...": a full stop ends a sentence, but for a place alone before the bracket.
    stopped = text[brackets[1] :].lstrip().startswith(".") and any(
        word[:1].islower() for word in before.split()
    )
    dateline = (
        len(before) < 60
        and not stopped
        and re.match(r"\s*[-–—.:]", text[brackets[1] :])
        and not re.search(r"[.!?]", before)
    )
    alone = not before.strip() and not after
    last = not text[brackets[1] :].strip(" \n.")
    if dateline or alone or last:
        return Credit(text[slice(*name)], *name, (0, len(text)), True)
    sentence = max((m.end() for m in re.finditer(r"[.!?][”\"']?\s+(?=[A-ZÀ-Ý“\"¿¡])", before)), default=0)
    ends = re.compile(r"\s?[.!?]?[”\"']?").match(text, brackets[1])
    return Credit(text[slice(*name)], *name, (start + sentence, ends.end() if ends else brackets[1]), False)


def outlet_names(sources: Iterable[Source]) -> frozenset[str]:
    """The folded names, whole and as credited, of all outlets: the agencies and the sources that are no party."""
    outlets = [
        source.name
        for source in sources
        if source.kind not in {"ministry", "party", "military", "claimed"} and source.side is None
    ]
    return frozenset(fold(name) for given in (*AGENCIES, *outlets) for name in (given, short(given)))
