"""Passages: which part of one text stands in another, though words were changed, left out or put in, or translated.

A text is taken apart into sentences without the frame of its page (cookie walls, calls to subscribe). Words are
compared by their first five letters, numbers as digits, so that endings do not matter and names and words of Latin
origin meet across languages (a cheap relative of the character n-grams of Potthast et al. 2011). A sentence counts as
taken where most of its content words stand together in the other text.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import msgspec

from tocsin.read.fold import fold
from tocsin.read.lexicon import word_list

STEM = 5  # letters of a word that are compared
RUN = 3
FOUND = 0.6  # share of a sentence's content words that must stand together in the other text
FOUND_ABROAD = 0.34  # the same between two languages, where only names, numbers and cognates can meet
LEAST = 4  # content words below which a sentence proves nothing
QUOTED = 0.3  # what a word in quotation marks weighs: two who heard a speaker both have it
MOST_MARKS = 60
MOST_SENTENCES = 60  # compared of one text; a longer one is compared by its beginning
LONGEST = (
    6_000  # characters of one sentence that are compared: text without stops or capitals has no other end
)
#: Where a sentence ends. A run of marks is passed once, whatever follows: 40 kB of dots are no reason to wait.
_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"”»')\]]*+(?=\s++[\"“«¿¡(\[#@]*+[A-ZÀ-ÞΑ-ΩА-Я\d])|\n")
DATELINE = re.compile(r"^[A-ZÀ-Þ][^\n(.!?]{0,60}\([^)\n]{2,40}\)\s*[-–—:.]\s*")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)?")
_WORD = re.compile(r"\d{1,2}h\d\d(?!\d)|\d[\d.,:]*|[^\W\d_]+(?:['-][^\W\d_]+)*")
_OPEN, _CLOSE = re.compile(r"[\"“„«]"), re.compile(r"[\"”»“]")
SHORTEST = 12  # characters from which quoted words are no mere name


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """The data file of the search for copies."""
    return tomllib.loads(resources.files("tocsin.link").joinpath("copies.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def pattern(name: str) -> re.Pattern[str]:
    """One of the lists of expressions of the data file, as one."""
    return re.compile("|".join(f"(?:{line})" for line in tables()[name].splitlines() if line))


@lru_cache(maxsize=1)
def _digits() -> dict[str, str]:
    return {word: digits for digits, words in tables()["numbers"].items() for word in words.split()}


class Word(msgspec.Struct, frozen=True):
    """One content word as it is compared."""

    stem: str
    name: bool
    """Whether it is a name or a number: what a translation keeps."""
    weight: float


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a text, with its characters and its content words in order."""

    start: int
    end: int
    words: tuple[Word, ...]
    runs: tuple[str, ...]
    """All its runs of three words, content or not."""
    stems: frozenset[str]
    """Its content words as they are compared."""


class Body(msgspec.Struct, frozen=True):
    """A text ready to be compared: its sentences without the frame of its page."""

    sentences: tuple[Sentence, ...]
    runs: frozenset[str]
    stems: frozenset[str]
    """The content words as they are compared."""
    marks: tuple[str, ...]
    """Names and numbers in order, without the repeats."""
    numbers: frozenset[str]


def _body(sentences: tuple[Sentence, ...]) -> Body:
    words = [word for sentence in sentences for word in sentence.words]
    stems = frozenset().union(*(sentence.stems for sentence in sentences))
    return Body(
        sentences=sentences,
        runs=frozenset(run for sentence in sentences for run in sentence.runs),
        stems=stems,
        marks=tuple(dict.fromkeys(word.stem for word in words if word.name)),
        numbers=frozenset(stem for stem in stems if stem.isdigit()),
    )


class Passage(msgspec.Struct, frozen=True):
    """A stretch of one text that stands in another, as characters of both, with the share of its words found there."""

    start: int
    end: int
    other_start: int
    other_end: int
    share: float


@lru_cache(maxsize=2048)
def body(text: str) -> Body:
    """Take a text apart for comparison. A page that is all frame has no sentences."""
    sentences: list[Sentence] = []
    for start, end in _cut(text):
        if len(sentences) == MOST_SENTENCES:
            break
        folded = fold(text[start:end])
        if pattern("frames").search(folded):
            continue
        plain = re.findall(r"[^\W_]+", folded)
        runs = (
            tuple(" ".join(plain[i : i + RUN]) for i in range(max(1, len(plain) - RUN + 1))) if plain else ()
        )
        if runs:
            words = _words(text, start, end, folded)
            stems = frozenset(word.stem for word in words)
            sentences.append(Sentence(start, end, words, runs, stems))
    return _body(tuple(sentences))


def without(whole: Body, usual: Callable[[Sentence], bool]) -> Body:
    """A text without the sentences that are usual: an unknown frame, or a paragraph that everybody prints."""
    kept = tuple(sentence for sentence in whole.sentences if not usual(sentence))
    return whole if len(kept) == len(whole.sentences) else _body(kept)


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text as characters, without its dateline."""
    begin = match.end() if (match := DATELINE.match(text)) else 0
    for match in _END.finditer(text, begin):
        if match.start() == begin and len(match[1] or "") == 1:
            continue  # a mark alone is no sentence: it opens the next one
        yield from _held(text, begin, match.end())
        begin = match.end()
    yield from _held(text, begin, len(text))


def _held(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch where it holds words, up to the longest that is compared."""
    end = min(end, start + LONGEST)
    if text[start:end].strip():
        yield start, end


def _quotes(text: str, start: int, end: int) -> list[int]:
    """Where quotations begin and end, in turn: as re finds an opening mark, words and a closing one, in one pass."""
    found: list[int] = []
    while opening := _OPEN.search(text, start, end):
        closing = _CLOSE.search(text, opening.end(), end)
        if closing is None:
            break
        if closing.start() - opening.end() >= SHORTEST:
            found += [opening.start(), closing.end()]
            start = closing.end()
        else:
            start = opening.start() + 1
    return found


def _words(text: str, start: int, end: int, plain: str) -> tuple[Word, ...]:
    """The content words of a stretch, `plain` when folded; those in quotation marks weigh less."""
    digits, stop = _digits(), _stop()
    quotes = _quotes(text, start, end)
    found: list[Word] = []
    first = True
    for match in _WORD.finditer(text, start, end):
        raw = match[0]
        folded = plain[match.start() - start : match.end() - start]
        opening, first = first, False
        if raw[0].isdigit():
            stem, name = number(raw), True
        elif folded in digits:
            stem, name = digits[folded], False
        elif folded in stop or (len(folded) < 3 and not raw.isupper()):
            continue
        else:
            stem = folded.replace("'", "").replace("-", "")[:STEM]
            name = raw[0].isupper() and not opening and not raw.isupper()
        quoted = bisect_right(quotes, match.start()) % 2 == 1
        found.append(Word(stem, name, QUOTED if quoted else 1.0))
    return tuple(found)


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return word_list("stop")


def number(raw: str) -> str:
    """A number as digits, whatever its thousands are parted by: 16,062 and 16.062 are one, 16.5 is another."""
    plain = raw.rstrip(".,:")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain):
        return re.sub(r"\D", "", plain)
    if clock := re.fullmatch(r"0?(\d{1,2})[:h](\d\d)|0?(\d{1,2})\.00", plain):
        return clock[1] or clock[3] if (clock[2] or "00") == "00" else f"{clock[1]}:{clock[2]}"
    return plain.replace(",", ".")


def passages(one: Body, other: Body, *, abroad: bool = False) -> list[Passage]:
    """The sentences of `one` that stand in `other`, in order; `abroad` where the two are in different languages.

    A sentence is looked for in two neighbouring sentences of the other text, since a rewrite joins and parts them.
    It is not taken where each side has a number that the whole other text lacks: the same phrases about another event.
    """
    windows = _windows(other)
    least = FOUND_ABROAD if abroad else FOUND
    found: list[Passage] = []
    for sentence in one.sentences:
        mine = sentence.stems
        if len(mine) < LEAST or len(mine & other.stems) < least * len(mine):
            continue
        best, where, theirs = 0.0, (0, 0), _NOTHING
        for stems, start, end in windows:
            share = len(mine & stems) / len(mine)
            if share > best:
                best, where, theirs = share, (start, end), stems
        if best >= least and not (
            mine & one.numbers - other.numbers and theirs & other.numbers - one.numbers
        ):
            found.append(Passage(sentence.start, sentence.end, *where, round(best, 4)))
    return found


_NOTHING: frozenset[str] = frozenset()


def covered(whole: Body, found: Iterable[Passage]) -> float:
    """The share of a text's content words that stand in its passages; words in quotation marks weigh less."""
    starts = {passage.start for passage in found}
    weights = [(s.start in starts, sum(word.weight for word in s.words)) for s in whole.sentences]
    every = sum(weight for _, weight in weights)
    return sum(weight for taken, weight in weights if taken) / every if every else 0.0


def _windows(text: Body) -> list[tuple[frozenset[str], int, int]]:
    """Each sentence alone, then each with the next one."""
    parts = [(sentence.stems, sentence.start, sentence.end) for sentence in text.sentences]
    pairs = [(a[0] | b[0], a[1], b[2]) for a, b in pairwise(parts)]
    return parts + pairs


def in_order(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of the shorter of two sequences that stands in the longer in the same order (0 where they are empty)."""
    shorter, longer = sorted((one[:MOST_MARKS], other[:MOST_MARKS]), key=len)
    if not shorter:
        return 0.0
    row = [0] * (len(shorter) + 1)
    for item in longer:
        before = 0
        for index, mine in enumerate(shorter, 1):
            above = row[index]
            row[index] = before + 1 if mine == item else max(row[index], row[index - 1])
            before = above
    return row[-1] / len(shorter)
