"""Credit lines: '(Associated Press)', 'CARACAS (Meridian) -', 'with reporting by X', 'según X', 'RT @x'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

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


#: Credit lines read of one text: no printed one has so many, and each looks at its whole paragraph.
MOST = 60
#: Words that may stand before 'reporting by', and marks before those, where a line or sentence begins with them.
_LEADS = ("with", "additional", "further", "source", "fuente", "con", "avec")
_MARKS = frozenset("*_—–-")
_STOPS = frozenset('.!?”"')


class _Patterns(msgspec.Struct, frozen=True):
    """What finds the names by which somebody can be credited. No run of blanks is tried twice: hostile text is long."""

    names: tuple[str, ...]
    bracketed: re.Pattern[str]
    ending: re.Pattern[str]
    """Without what stands before it, which is looked at by hand (see _opens)."""


_RESHARED = re.compile(r"(?:(rt|reposted from)|\bvia)\s++@([\w.]{2,40})")


def credits(text: str, known: Iterable[str]) -> list[Credit]:
    """The credit lines of a text that name a known source or agency, in order; of a text with very many the first."""
    patterns = _patterns(frozenset(known))
    folded = fold(text)
    found = [
        _credit(text, match.span(), match.span(1))
        for match in islice(patterns.bracketed.finditer(folded), MOST)
    ]
    spans = [m.span(1) for m in patterns.ending.finditer(folded) if _opens(folded, _led(folded, m.start()))]
    spans += _contributed(folded, patterns.names)
    found += [Credit(text[a:b], a, b, (0, len(text)), True) for a, b in spans[:MOST]]
    posts = [m.span(2) for m in _RESHARED.finditer(folded) if not m[1] or _opens_line(folded, m.start())]
    found += [Credit(text[a:b], a, b, (0, len(text)), True, reshared=True) for a, b in posts[:MOST]]
    return sorted(found, key=lambda credit: (credit.start, -credit.end))


@lru_cache(maxsize=8)
def _patterns(known: frozenset[str]) -> _Patterns:
    names = {fold(name) for given in (*AGENCIES, *known) for name in (given, short(given)) if len(name) > 1}
    longest_first = tuple(sorted(names, key=lambda name: (-len(name), name)))
    options = "|".join(re.escape(name) for name in longest_first)
    return _Patterns(
        names=longest_first,
        bracketed=re.compile(
            rf"\(\s*+(?:via\s++|source:\s++|con informacion de\s++|avec\s++)?({options})\s*+\)"
        ),
        ending=re.compile(
            r"(?:reporting by|reporting from|material from|files from|informacion de|informations de|copyright|source|fuente|via|by)"
            rf"(?:\s++(?!:)|\s*+:\s++)(?:the\s++)?({options})\b"
        ),
    )


def _led(folded: str, start: int) -> int:
    """Where the words before a credit begin: 'with' of 'with reporting by', else the credit itself."""
    at = _back(folded, start)
    lead = next((word for word in _LEADS if folded.endswith(word, max(0, at - len(word)), at)), "")
    return at - len(lead) if lead else start


def _opens(folded: str, start: int) -> bool:
    """Whether a line or sentence begins here, marks and blanks apart: '* Reporting by', 'left. With reporting by'."""
    at = start
    while at and (folded[at - 1].isspace() or folded[at - 1] in _MARKS):
        at -= 1
    if at == 0 or "\n" in folded[at:start]:
        return True
    return at < start and folded[at].isspace() and folded[at - 1] in _STOPS


def _opens_line(folded: str, start: int) -> bool:
    at = _back(folded, start)
    return at == 0 or "\n" in folded[at:start]


def _back(folded: str, at: int) -> int:
    """The end of what stands before the blanks before this place."""
    while at and folded[at - 1].isspace():
        at -= 1
    return at


def _contributed(folded: str, names: Sequence[str]) -> list[Span]:
    """'The Associated Press contributed to this report'."""
    found: list[Span] = []
    for match in islice(re.finditer(r"\bcontributed\s++to\s++this", folded), MOST):
        end = _back(folded, match.start())
        name = next((name for name in names if folded.endswith(name, max(0, end - len(name)), end)), "")
        begin = end - len(name)
        if name and not (begin and folded[begin - 1].isalnum()):
            found.append((begin, end))
    return found


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
