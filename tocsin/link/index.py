"""Under what a report is found again: a sparse, fixed sample of its runs of words, and its names and numbers in pairs.

The same words give the same keys wherever they stand, so that a new report meets only those that it shares rare words
or a rare pair of names with, however many there are (Broder 1997 for the runs). What a copy shares with its origin is
not entered again: a flood of copies leaves the index as it was, and a key under many reports is a formula.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from tocsin.link.passages import STEM, Body, Sentence, body
from tocsin.read.fold import fold
from tocsin.watch import Watch

SAMPLE = 4  # one run in four of a long text is entered
MOST = 300  # keys entered of one report's runs
FEW = 60  # a text with fewer runs is entered whole
MOST_PAIRS = 40
COMMON = 64  # a key under more reports than this tells nothing
FRAME = 8  # reports with a run from which a sentence of such runs is the frame of a page


@lru_cache(maxsize=65536)
def key(words: str) -> int:
    """The 47-bit key of a run of words: so many SQLite keeps in six bytes, its integers being signed."""
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest()) >> 1 & 0x7FFFFFFFFFFF


def runs(text: str) -> set[int]:
    """The keys of all runs of three folded words of a text, without the frame of its page."""
    return {key(run) for run in body(text).runs}


def sampled(keys: Iterable[int]) -> list[int]:
    """The part of a text's keys that is entered: the same ones for the same words, wherever they stand."""
    keys = set(keys)
    chosen = keys if len(keys) <= FEW else {value for value in keys if value % SAMPLE == 0}
    return sorted(chosen)[:MOST]


def pairs(text: Body) -> list[int]:
    """The keys of neighbouring names and numbers, in either order: what survives rewriting and translation."""
    marks = text.marks
    found = [
        key("\x00".join(sorted(pair))) for gap in (1, 2) for pair in zip(marks, marks[gap:], strict=False)
    ]
    return sorted({*found, *(key(f"\x00{m}") for m in marks if m.isdigit() and len(m) > 2)})[:MOST_PAIRS]


def names(text: Body) -> dict[int, str]:
    """The keys of single names and numbers, by which it is told how common each is; entered only while it is rare."""
    return {key(f"\x01{mark}"): mark for mark in text.marks}


def about(watch: Watch) -> frozenset[int]:
    """The keys of the names that a watch is about: its place, and who leads each side (the first that is named)."""
    members = [member for side in watch.sides.values() for member in side.members[:1]]
    spoken = [*watch.place.names[:1], *(name for m in members for name in (m.name, *m.aliases))]
    stems = {word.casefold() for name in spoken for word in re.findall(r"[^\W_]{3,}", fold(name))}
    return frozenset(key(f"\x01{word[:STEM]}") for word in stems)


def usual(sentence: Sentence, common: set[int]) -> bool:
    """Whether all the entered runs of a sentence are common: then it is no news of this report."""
    keys = [value for run in sentence.runs if (value := key(run)) in common or value % SAMPLE == 0]
    return len(keys) > 1 and all(value in common for value in keys)
