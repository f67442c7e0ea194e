"""How much two texts have in common, in the five measures that the rules for copies go by."""

from __future__ import annotations

from collections.abc import Iterable, Set

import msgspec

from tocsin.link.passages import Body, Passage, covered, in_order, passages

LITTLE = 0.25  # what a name weighs that many reports have
PHRASE = 0.4  # of the shorter first sentence is in the other
HALF = 0.45  # of a text lies before what may be background, and
OWN = 0.7  # of that is in no part of the other text
CHEAP = 0.15  # share of words and
CHEAP_MARKS = 0.5  # of names under both of which passages are not even looked for, but where
PRINTED = 8  # runs of three words stand in both


class Alike(msgspec.Struct, frozen=True):
    """Shares are of the shorter text, 0..1; counts are of what both have, common names counting a quarter."""

    runs: float = 0.0
    """Runs of three words."""
    common_runs: int = 0
    fewest_runs: int = 0
    words: float = 0.0
    """Content words."""
    common_words: float = 0.0
    common_stems: frozenset[str] = frozenset()
    marks: float = 0.0
    """Names and numbers."""
    common_marks: float = 0.0
    figures: int = 0
    """Large exact numbers, which nobody arrives at twice."""
    common_numbers: int = 0
    numbers: float = 0.0
    """Numbers, written as digits or as words."""
    order: float = 0.0
    """Names and numbers in the same order."""
    covered: float = 0.0
    """Content words in sentences that were taken, of the text where that is more."""
    passages: tuple[Passage, ...] = ()
    """The newer text's sentences that stand in the older."""
    taken: int = 0
    """How many sentences were taken, seen from the text where that covers more."""
    apart: bool = False
    """Whether both begin in the same phrases with other names and other numbers: two happenings of one kind."""
    background: bool = False
    """Whether all that both have stands at the end of both, under news of their own."""


def alike(newer: Body, older: Body, *, abroad: bool = False, common: Set[str] = frozenset()) -> Alike:
    """Measure two texts; `abroad` where they are in different languages.

    The names in `common` are in many reports of the thread (the president, the capital): they weigh little.
    """
    runs = len(newer.runs & older.runs)
    fewest = min(len(newer.runs), len(older.runs))
    words, marks = newer.stems & older.stems, frozenset(newer.marks) & frozenset(older.marks)
    counted, named_alike = _weight(words, common), _weight(marks, common)
    share = _share(counted, _weight(newer.stems, common), _weight(older.stems, common))
    named = _share(named_alike, _weight(newer.marks, common), _weight(older.marks, common))
    if share < CHEAP and named < CHEAP_MARKS and runs < PRINTED:
        return Alike(fewest_runs=fewest, words=share, common_words=counted, common_marks=named_alike)
    there, back = passages(newer, older, abroad=abroad), passages(older, newer, abroad=abroad)
    mine, theirs = covered(newer, there), covered(older, back)
    return Alike(
        runs=runs / fewest if fewest else 0.0,
        common_runs=runs,
        fewest_runs=fewest,
        words=share,
        common_words=counted,
        marks=named,
        common_marks=named_alike,
        common_stems=words,
        common_numbers=len(newer.numbers & older.numbers),
        numbers=_share(len(newer.numbers & older.numbers), len(newer.numbers), len(older.numbers)),
        figures=sum(_figure(mark) for mark in marks),
        order=in_order(newer.marks, older.marks),
        covered=max(mine, theirs),
        passages=tuple(there),
        taken=len(there) if mine >= theirs else len(back),
        apart=_apart(newer, older),
        background=_background(newer, there, older) and _background(older, back, newer),
    )


def _figure(mark: str) -> bool:
    """Whether a number is large and exact: no year, and not rounded to hundreds."""
    return mark.isdigit() and len(mark) > 3 and not mark.endswith("00") and not 1800 <= int(mark) <= 2100


def _weight(stems: Iterable[str], common: Set[str]) -> float:
    return sum(LITTLE if stem in common else 1.0 for stem in stems)


def _share(common: float, one: float, other: float) -> float:
    fewest = min(one, other)
    return common / fewest if fewest else 0.0


def _apart(one: Body, other: Body) -> bool:
    """Whether the first sentences match but for a name and a number that the whole other text lacks, on both sides."""
    if not one.sentences or not other.sentences:
        return False
    leads = [text.sentences[0].words for text in (one, other)]
    mine, theirs = ({word.stem for word in lead} for lead in leads)
    if len(mine & theirs) < PHRASE * min(len(mine), len(theirs)):
        return False
    for words, whole in ((leads[0], other), (leads[1], one)):
        strange = [word for word in words if word.stem not in whole.stems]
        counted = any(word.stem.isdigit() for word in strange)
        named = any(word.name and not word.stem.isdigit() for word in strange)
        if not (counted and named):
            return False
    return True


def _background(whole: Body, found: list[Passage], other: Body) -> bool:
    """Whether the passages begin in the second half of a text that has news of its own before them."""
    if not found or len(whole.sentences) < 4:
        return False
    first = min(passage.start for passage in found)
    before = [word.stem for s in whole.sentences if s.start < first for word in s.words]
    own = sum(stem not in other.stems for stem in before)
    return len(before) >= HALF * len(whole.stems) and own >= OWN * len(before)
