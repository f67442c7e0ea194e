"""Numbers in figures and words, exact or vague, in four languages: a small grammar over quantities.toml.

Everything works on folded text, looks a bounded number of words ahead and never back over its own start.
"""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

#: Figures and the longest run of them that is still a count of something.
FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
SPACED = re.compile(r"\d{1,3}(?:[ \xa0\u2009\u202f]\d{3}){1,3}(?![\d.,]*\d)")
#: In India the groups after the first three figures have two: 1,20,000.
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d){1,3},\d{3}")
#: '1.234,5', '1,234.5': groups and a decimal mark.
_MIXED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)[.,]\d{1,2}")
LONGEST = 16
WORD = re.compile(r"[^\W\d_]+")
#: What may stand between two words of one phrase: never a blank line, never a mark.
GAP = re.compile(r"[^\S\n]{1,3}(?:\n[^\S\n]{0,3})?|\n[^\S\n]{0,3}")
PARTS = 12  # words of one number
GREATEST = 10**12


class Grammar(NamedTuple):
    """The words of one language, ready to be looked up."""

    language: str
    data: dict[str, Any]
    sets: dict[str, frozenset[str]]
    vague: dict[str, list[tuple[re.Pattern[str], int, int]]]
    """First words to their phrases, longest first, with the range."""
    modifiers: dict[tuple[str, ...], str]
    after: list[tuple[re.Pattern[str], str]]
    signals: frozenset[str]
    """Without one of these words or a figure no sentence has a quantity."""
    starters: frozenset[str]
    """Words with which a number may begin."""


class Count(NamedTuple):
    """A number at folded[start:end], `low` to `high`, and how it was written."""

    low: int
    high: int
    start: int
    end: int
    form: str
    """figures, words, vague or none."""
    scale: int = 1
    """What it was multiplied by, where that was the last word: thousand in 'three thousand'."""
    linked: bool = False
    """Whether 'of' leads to its noun: 'dozens of', 'un millón de'."""
    exact: int | None = None
    """What a rounded number rounds: 100 for 'un centenar'."""


@cache
def grammar(language: str) -> Grammar:
    """The grammar of en, es, fr or pt, read once."""
    data = tomllib.loads(files("tocsin.read").joinpath("quantities.toml").read_text("utf-8"))[language]
    sets = {key: frozenset(value.split()) for key, value in data.items() if isinstance(value, str)}
    vague: dict[str, list[tuple[re.Pattern[str], int, int]]] = {}
    for phrase in sorted(data["vague"], key=len, reverse=True):
        pattern = re.compile(r"\s{1,3}".join(map(re.escape, phrase.split())) + r"(?![\w-])")
        first = WORD.match(phrase)
        assert first is not None  # noqa: S101 - the data is our own
        vague.setdefault(first[0], []).append((pattern, *data["vague"][phrase]))
    telling = {word for phrase in data["vague"] for word in WORD.findall(phrase)}
    signals = telling | set(data["numbers"]) | set(data["scales"]) | sets["none"]
    signals -= sets["articles"] | sets["link"]
    return Grammar(
        language=language,
        data=data,
        sets=sets,
        vague=vague,
        modifiers={tuple(p.split()): kind for kind, ps in data["modifiers"].items() for p in ps},
        after=[
            (re.compile(r"\s{1,3}".join(map(re.escape, p.split())) + r"(?!\w)"), kind)
            for kind, ps in data["after"].items()
            for p in ps
        ],
        signals=frozenset(signals),
        starters=frozenset(signals | sets["articles"] | vague.keys()),
    )


def count_at(folded: str, at: int, g: Grammar) -> Count | None:
    """The longest number that starts at `at`, or None."""
    if folded[at].isdigit():
        return _figures(folded, at, g)
    word = WORD.match(folded, at)
    if word is None:
        return None
    if word[0] in g.vague and (found := _vague(folded, at, word[0], g)):
        return found
    if word[0] in g.sets["none"] and folded[word.end() : word.end() + 1].isspace():
        return Count(0, 0, at, word.end(), "none")
    return _spelled(folded, at, g)


def _figures(folded: str, at: int, g: Grammar) -> Count | None:
    match = (None if _labelled(folded, at, g) else SPACED.match(folded, at)) or FIGURES.match(folded, at)
    if match is None or match.end() - at > LONGEST:
        return None
    value = figures(match[0], g.sets["decimal"])
    if value is None:
        return None
    end, scale = match.end(), 1
    while (after := _next(folded, end)) and (by := g.data["scales"].get(after[0])):
        if 1 < scale <= by and scale != 1000:  # "3 mil millones", but no "3 million thousand"
            break
        value, end, scale = value * by, after.end(), scale * by
    if value.denominator != 1 or value > GREATEST:
        return None
    return Count(int(value), int(value), at, end, "figures", scale, linked=scale > 1)


def _labelled(folded: str, at: int, g: Grammar) -> bool:
    """Whether a number is part of a name, so that the next figures are a number of their own: 'Flight 93 200 people'."""
    before = folded[max(0, at - 16) : at].split()
    return bool(before) and (before[-1] in g.sets["labels"] or before[-1] in g.sets["months"])


def figures(written: str, decimal: frozenset[str]) -> Fraction | None:
    """The value of figures with their marks: '1,200', '1.200' in Spanish, '3.5', '10 000'; None for '1.2.3'."""
    if _INDIAN.fullmatch(written):
        return Fraction(int(written.replace(",", "")))
    if _MIXED.fullmatch(written):
        return Fraction(re.sub(r"[.,](?=\d{3})", "", written).replace(",", "."))
    marks = re.sub(r"\d", "", written)
    if not marks:
        return None if len(written) > 1 and written[0] == "0" else Fraction(int(written))
    first, *rest = re.split(r"[^\d]", written)
    grouped = len(set(marks)) == 1 and all(len(part) == 3 for part in rest) and 0 < len(first) <= 3
    if grouped and not first.startswith("0") and not (marks == "." and "." in decimal):
        return Fraction(int(first + "".join(rest)))
    if len(rest) == 1 and len(rest[0]) <= 2:  # newsrooms mix "3.5" and "3,5"; no group has fewer than three
        return Fraction(int(first)) + Fraction(int(rest[0]), 10 ** len(rest[0]))
    return None


def _vague(folded: str, at: int, first: str, g: Grammar) -> Count | None:
    for pattern, low, high in g.vague[first]:
        if match := pattern.match(folded, at):
            end, scale = match.end(), 1
            after = _next(folded, end)
            if after and after[0] in g.sets["link"] and low == high == 2:  # "a couple of hundred"
                after = _next(folded, after.end())
            if after and low < 20 and (by := g.data["scales"].get(after[0])):
                end, scale = after.end(), by
            return Count(low * scale, high * scale, at, end, "vague", scale, linked=True)
    return None


class _Sum:
    """A number while its words are read: "two hundred" "and" "five" "thousand" "six"."""

    def __init__(self, g: Grammar) -> None:
        self.g = g
        self.total = self.current = 0
        self.last, self.used = 1, GREATEST * 10
        self.words: list[str] = []

    def takes(self, word: str, next_word: str | None) -> bool:
        """Whether the word continues the number; if so it is counted in."""
        scales = self.g.data["scales"]
        if word in scales:
            taken = self._scale(word, scales[word])
        elif word in self.g.data["numbers"]:
            taken = self._add(self.g.data["numbers"][word])
        else:  # "a hundred", "a dozen"
            taken = word in self.g.sets["articles"] and not self.words and next_word in scales
            self.current += taken
        if taken:
            self.words.append(word)
        return taken and self.value <= GREATEST

    @property
    def value(self) -> int:
        return self.total + self.current

    def _scale(self, word: str, by: int) -> bool:
        if not self.words and word not in self.g.sets["alone"]:
            return False
        if by == 100 and word not in self.g.sets["rounded"]:
            if self.current >= 100 or (self.current % 10 == 0 and self.current and self.g.language != "en"):
                return False
            self.current = max(self.current, 1) * 100
        elif by >= self.used or (by < 100 and (self.total or len(self.words) > 2)):
            return False
        else:
            self.total, self.current, self.used = self.total + max(self.current, 1) * by, 0, by
        self.last = by
        return True

    def _add(self, value: int) -> bool:
        french = self.g.language == "fr"
        if french and value == 20 and self.current % 100 == 4:
            self.current += 76  # quatre-vingts
        elif (self.words and self.words[-1] in self.g.sets["articles"]) or not _fits(
            self.current, value, fr=french
        ):
            return False
        else:
            self.current += value
        self.last = 1
        return True


def _spelled(folded: str, at: int, g: Grammar) -> Count | None:
    number, end = _Sum(g), at
    pos: int | None = at
    for _ in range(PARTS):
        match = WORD.match(folded, pos) if pos is not None else None
        after = _next(folded, match.end()) if match and not number.words else None
        if match is None or not number.takes(match[0], after[0] if after else None):
            break
        end = match.end()
        pos = _step(folded, end, g)
    words, value = number.words, number.value
    if not words or value > GREATEST or (value == 1 and words[-1] not in g.sets["single"]):
        return None
    rounded = words[0] in g.sets["articles"] and words[-1] in g.sets["rounded"]
    low, high = (value * 9 // 10, -(-value * 11 // 10)) if rounded else (value, value)
    return Count(low, high, at, end, "words", number.last, number.last >= 10, value if rounded else None)


def _fits(current: int, value: int, *, fr: bool) -> bool:
    """Whether a number word continues the one before it: 'twenty' 'five', but not 'five' 'six'."""
    if not current:
        return True
    if value >= 100:
        return False
    rest = current % 100
    if rest == 0:
        return True
    if fr and (rest in {60, 80} or (rest == 10 and value >= 7)):  # soixante-dix, quatre-vingt-onze, dix-sept
        return value < 20 and rest + value < 100
    return rest % 10 == 0 and rest >= 20 and value < 10


def _step(folded: str, end: int, g: Grammar) -> int | None:
    """Where the next word of a number could start: over a space, a hyphen, or a joining word."""
    if folded[end : end + 1] == "-":
        return end + 1
    gap = GAP.match(folded, end)
    if gap is None:
        return None
    word = WORD.match(folded, gap.end())
    if word and word[0] in g.sets["joins"] and (over := GAP.match(folded, word.end())):
        after = WORD.match(folded, over.end())
        # "two hundred and five" is one number, "two officers and five men" is not, nor "five and six"
        if after and after[0] in g.data["numbers"]:
            return over.end() if _joinable(folded[max(0, end - 14) : end], g) else None
        return None
    return gap.end()


def _joinable(before: str, g: Grammar) -> bool:
    word = re.split(r"[\s-]", before)[-1]
    if g.language == "en":
        return word in g.data["scales"] and word != "dozen"
    return word in g.data["scales"] or g.data["numbers"].get(word, 0) >= 20


def _next(folded: str, end: int) -> re.Match[str] | None:
    """The word after a gap."""
    gap = GAP.match(folded, end)
    return WORD.match(folded, gap.end()) if gap else None
