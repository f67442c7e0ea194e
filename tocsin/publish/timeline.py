"""How it came to this: the days that mattered, and the sentences that tell of each, out of dated texts.

Days first, then sentences, as in DATEWISE (Gholipour Ghalandari and Ifrim, ACL 2020): a day matters when many texts
name it, and more when they still do a week later. Two counts do better than nine with learned weights (docs/updates.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

DAY = timedelta(days=1)
#: So many of a text's first sentences tell of the day on which it came out.
LEADING = 10
#: A sentence of fewer words is a scrap, of more a list.
SHORTEST, LONGEST = 6, 60
#: More alike than this, two sentences say the same.
SAME = 0.5
#: What a sentence gains by naming the day, by its place in the text, and by words of the whole crisis.
NAMES_DAY, PLACE, COMMON = 0.25, 0.25, 0.7
#: What the texts that name a day more than a week after it count beside all that name it.
LATER = 0.6
WEEK = 7
_WORD = re.compile(r"[^\W_]+")


class Dated(msgspec.Struct, frozen=True):
    """A sentence of a text that came out on a day, with the days that it names."""

    text: str
    published: date
    place: int
    """Its number within its text, the first being 0."""
    report: str
    days: tuple[date, ...] = ()


class Day(msgspec.Struct, frozen=True):
    """A day of a timeline with its sentences."""

    day: date
    sentences: tuple[Dated, ...]
    score: float


def timeline(
    told: Sequence[Dated], *, days: int, sentences: int, first: date | None = None, last: date | None = None
) -> list[Day]:
    """At most `days` days from `first` to `last` in order, each with at most `sentences` sentences.

    A day on which no sentence can be quoted is left out. The same texts give the same timeline.
    """
    scored = scores(told, first=first, last=last)
    vectors = _Vectors(told)
    by_day: dict[date, list[int]] = {}
    for number, one in enumerate(told):
        for day in one.days or _out(one):
            by_day.setdefault(day, []).append(number)
    chosen: list[Day] = []
    taken: list[int] = []
    for day in sorted(scored, key=lambda day: (-scored[day], day)):
        if len(chosen) == days:
            break
        quoted = _sentences(day, by_day.get(day, ()), told, vectors, sentences, taken)
        if quoted:
            taken += quoted
            chosen.append(Day(day, tuple(told[number] for number in quoted), scored[day]))
    return sorted(chosen, key=lambda one: one.day)


def _out(one: Dated) -> tuple[date, ...]:
    """The days that an undated sentence at the head of a text may tell of: its own, and the one before."""
    return (one.published, one.published - DAY) if one.place < LEADING else ()


def scores(
    told: Iterable[Dated], *, first: date | None = None, last: date | None = None
) -> dict[date, float]:
    """How much each named day from `first` to `last` matters, in no unit: how many texts name it, and how many later."""
    named: dict[date, set[str]] = {}
    later: dict[date, set[str]] = {}
    for one in told:
        for day in one.days:
            if (first is None or day >= first) and (last is None or day <= last):
                named.setdefault(day, set()).add(one.report)
                if (one.published - day).days > WEEK:
                    later.setdefault(day, set()).add(one.report)
    most, most_later = _most(named), _most(later)
    return {
        day: math.log1p(len(texts)) / most + LATER * math.log1p(len(later.get(day, ()))) / most_later
        for day, texts in named.items()
    }


def _most(counted: Mapping[date, set[str]]) -> float:
    return math.log1p(max(map(len, counted.values()), default=0)) or 1.0


def _sentences(
    day: date,
    numbers: Sequence[int],
    told: Sequence[Dated],
    vectors: _Vectors,
    most: int,
    taken: Sequence[int],
) -> list[int]:
    """The sentences that tell most of a day, none alike, and none that an earlier day has."""
    fit = [n for n in numbers if SHORTEST <= len(told[n].text.split()) <= LONGEST]
    middle: dict[str, float] = {}
    for n in fit:
        for word, weight in vectors.of(n).items():
            middle[word] = middle.get(word, 0.0) + weight
    length = math.sqrt(sum(weight * weight for weight in middle.values())) or 1.0

    def worth(n: int) -> float:
        near = sum(middle.get(word, 0.0) * weight for word, weight in vectors.of(n).items()) / length
        return (
            near
            + NAMES_DAY * (day in told[n].days)
            + PLACE / (1 + told[n].place)
            + COMMON * vectors.common(n)
        )

    found: list[int] = []
    for n in sorted(fit, key=lambda n: (-worth(n), n)):
        if len(found) == most:
            break
        if all(vectors.alike(n, other) < SAME for other in (*found, *taken)):
            found.append(n)
    return found


class _Vectors:
    """The sentences' words, weighed by how few sentences have them; each of length one."""

    def __init__(self, told: Sequence[Dated]) -> None:
        self._words = [Counter(_WORD.findall(one.text.casefold())) for one in told]
        self._in = Counter(word for words in self._words for word in words)
        self._made: dict[int, Mapping[str, float]] = {}
        whole: Counter[str] = Counter()
        for words in self._words:
            whole.update({word: self._rare(word) for word in words if len(word) > 2})
        length = math.sqrt(sum(weight * weight for weight in whole.values())) or 1.0
        self._whole = {word: weight / length for word, weight in whole.items()}

    def _rare(self, word: str) -> float:
        return math.log((1 + len(self._words)) / (1 + self._in[word]))

    def of(self, number: int) -> Mapping[str, float]:
        if number not in self._made:
            row = {word: self._rare(word) * (1 + math.log(n)) for word, n in self._words[number].items()}
            length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
            self._made[number] = {word: weight / length for word, weight in row.items()}
        return self._made[number]

    def common(self, number: int) -> float:
        """How much of what all the sentences are about is in one of them, in 0..1."""
        return sum(self._whole.get(word, 0.0) * weight for word, weight in self.of(number).items())

    def alike(self, one: int, other: int) -> float:
        """The cosine of two sentences."""
        mine, theirs = self.of(one), self.of(other)
        if len(theirs) < len(mine):
            mine, theirs = theirs, mine
        return sum(weight * theirs.get(word, 0.0) for word, weight in mine.items())
