"""How much two texts have in common, in the five measures that the rules for copies go by."""

from __future__ import annotations

import msgspec

from tocsin.link.passages import Body, Passage, covered, in_order, passages

CHEAP = 0.15  # share of words and
CHEAP_MARKS = 0.5  # of names under both of which passages are not even looked for


class Alike(msgspec.Struct, frozen=True):
    """Shares are of the shorter text, 0..1; counts are of what both have."""

    runs: float = 0.0
    """Runs of three words."""
    common_runs: int = 0
    fewest_runs: int = 0
    words: float = 0.0
    """Content words."""
    common_words: int = 0
    marks: float = 0.0
    """Names and numbers."""
    common_marks: int = 0
    order: float = 0.0
    """Names and numbers in the same order."""
    covered: float = 0.0
    """Content words in sentences that were taken, of the text where that is more."""
    passages: tuple[Passage, ...] = ()
    """The newer text's sentences that stand in the older."""
    taken: int = 0
    """How many sentences were taken, seen from the text where that covers more."""
    background: bool = False
    """Whether all that both have stands at the end of both, under news of their own."""


def alike(newer: Body, older: Body, *, abroad: bool = False) -> Alike:
    """Measure two texts; `abroad` where they are in different languages."""
    runs = len(newer.runs & older.runs)
    fewest = min(len(newer.runs), len(older.runs))
    words, marks = newer.stems & older.stems, frozenset(newer.marks) & frozenset(older.marks)
    share = _share(len(words), len(newer.stems), len(older.stems))
    named = _share(len(marks), len(newer.marks), len(older.marks))
    if share < CHEAP and named < CHEAP_MARKS:
        return Alike(fewest_runs=fewest, words=share, common_words=len(words))
    there, back = passages(newer, older, abroad=abroad), passages(older, newer, abroad=abroad)
    mine, theirs = covered(newer, there), covered(older, back)
    return Alike(
        runs=runs / fewest if fewest else 0.0,
        common_runs=runs,
        fewest_runs=fewest,
        words=share,
        common_words=len(words),
        marks=named,
        common_marks=len(marks),
        order=in_order(newer.marks, older.marks),
        covered=max(mine, theirs),
        passages=tuple(there),
        taken=len(there) if mine >= theirs else len(back),
        background=_background(newer, there) and _background(older, back),
    )


def _share(common: int, one: int, other: int) -> float:
    fewest = min(one, other)
    return common / fewest if fewest else 0.0


def _background(whole: Body, found: list[Passage]) -> bool:
    """Whether the passages begin in the second half of a text that has news of its own before them."""
    if not found or len(whole.sentences) < 4:
        return False
    first = min(passage.start for passage in found)
    before = sum(len(s.words) for s in whole.sentences if s.start < first)
    return before / (sum(len(s.words) for s in whole.sentences) or 1) >= 0.45
