"""How like two timelines are: date F1, and ROUGE of aligned days, as tilse defines them.

Martschat and Markert, "Improving ROUGE for Timeline Summarization" (EACL 2017); the variant with costs of date and
content and many-to-one alignment ("align+ m:1"), which later work calls AR1 and AR2. Every day of one timeline is
aligned with that day of the other for which (1 - 1/(1 + days between)) * (1 - ROUGE-1 F1) is least; what the two have
in common counts 1/(1 + days between). Recall aligns the days of the reference, precision those of the prediction.
Words are lower-cased and not stemmed (ROUGE 1.5.5 with -m stems, which gives slightly higher figures).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

Timeline = Mapping[date, Sequence[str]]
_WORD = re.compile(r"[a-z0-9]+")


def date_f1(predicted: Timeline, reference: Timeline) -> float:
    """The harmonic mean of how many predicted days are right and how many of the reference's were found."""
    return harmonic(
        len(predicted.keys() & reference.keys()) / len(predicted) if predicted else 0.0,
        len(predicted.keys() & reference.keys()) / len(reference) if reference else 0.0,
    )


def aligned_rouge(predicted: Timeline, reference: Timeline, size: int) -> float:
    """AR1 (`size` 1) or AR2 (`size` 2): F1 of aligned days."""
    return harmonic(
        _covered(predicted, reference, size),
        _covered(reference, predicted, size),
    )


def _covered(of: Timeline, by: Timeline, size: int) -> float:
    """How many n-grams of one timeline stand in the aligned days of the other, days apart discounted."""
    mine = {day: grams(text, size) for day, text in of.items()}
    theirs = {day: grams(text, size) for day, text in by.items()}
    total = sum(sum(row.values()) for row in mine.values())
    if not total or not by:
        return 0.0
    ones = {day: grams(text, 1) for day, text in of.items()}
    others = {day: grams(text, 1) for day, text in by.items()}
    found = 0.0
    for day, row in mine.items():
        near = min(sorted(by), key=lambda other: _cost(day, other, ones[day], others[other]))
        found += sum((row & theirs[near]).values()) / (1 + abs((day - near).days))
    return found / total


def _cost(one: date, other: date, mine: Counter[tuple[str, ...]], theirs: Counter[tuple[str, ...]]) -> float:
    return (1 - 1 / (1 + abs((one - other).days))) * (1 - _f1(mine, theirs))


def _f1(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
    both = sum((one & other).values())
    return 2 * both / ((sum(one.values()) + sum(other.values())) or 1)


def grams(sentences: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    """The n-grams of a day's sentences taken as one text."""
    words = _WORD.findall(" ".join(sentences).lower())
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def harmonic(one: float, other: float) -> float:
    """The harmonic mean; 0 where both are."""
    return 2 * one * other / (one + other) if one + other else 0.0
