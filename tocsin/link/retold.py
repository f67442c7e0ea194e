"""What is told again in other words: a statement by another's alert, a rumour, and an alert by its own newsroom at length.

Shared runs and names (rules.py) do not join a ministry's statement in French with the one sentence that a wire makes of it
in English. Here two texts are compared by what their words mean (meanings.toml) and by stems; only a short text is, since
a long one has something of everything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import timedelta
from functools import lru_cache

from tocsin.link import index
from tocsin.link.alike import LITTLE, Alike
from tocsin.link.meanings import words, words_of
from tocsin.link.passages import DATELINE, STEM, pattern
from tocsin.link.pieces import Piece, party, piece_of
from tocsin.link.rules import STATED_NEAR, Found, later
from tocsin.model import Report, Source, Tick
from tocsin.read.claims import STOP
from tocsin.read.fold import fold
from tocsin.store.contract import Store

#: All found on bench/copies/dev-*.toml and the bundled crises; below each of them pairs of two origins begin.
LONG = 1200  # characters of a text that no longer tells one thing: it is not even taken apart
ALERT = 35.0  # weight of the words of a text that tells one thing
RETOLD, MEANINGS = (
    0.33,
    3,
)  # share of the shorter text's weight, and meanings in common, of a statement told again
WORDED = 0.45  # the same share where only two meanings are in common
CREDITED = 0.25  # the same share where the report names the other's source
RUMOURED, RUMOURED_NEAR = 0.44, timedelta(hours=24)  # of a rumour told again
AT_LENGTH, AT_LENGTH_MEANINGS = 0.6, 5  # of an alert that its newsroom tells at length
LATEST = 3  # statements of one source that are looked at
MOST_SOURCES = 60
_STEM = "~"  # begins a unit that is a stem and no meaning


def statement(
    piece: Piece, store: Store, tick: Tick, sources: Mapping[str, Source], common: Set[int]
) -> Found | None:
    """The party's statement of the last hours that a short report tells again, if there is one."""
    if piece.party or not pattern("spoken").search(piece.folded) or _own_eyes(piece):
        return None
    if len(piece.folded) > LONG or _weight(_sense(piece.report.whole), common) > ALERT:
        return None
    own = [source.id for source in sources.values() if party(source) or source.kind == "observer"]
    named = [source.id for source in sources.values() if piece.names_source(source)]
    stated = [
        other
        for source in sorted({*own[:MOST_SOURCES], *named[:MOST_SOURCES]} - {piece.report.source})
        for other in _earlier(piece.report, source, STATED_NEAR, store, tick)
        if not pattern("contrary").search(fold(other.whole))
    ]
    return _best(
        piece, stated, common, lambda other, share, both: _retold(share, both, named=other.source in named)
    )


def rumour(
    piece: Piece, near: Iterable[Report], sources: Mapping[str, Source], common: Set[int]
) -> Found | None:
    """The earlier telling of a rumour that a short report tells again, of those near it, if there is one."""
    if not piece.hearsay or _weight(_sense(piece.report.whole), common) > ALERT:
        return None
    told = (
        other
        for other in near
        if later(piece.report, other)
        and other.source != piece.report.source
        and piece.report.known - other.known <= RUMOURED_NEAR
        and _weight(_sense(other.whole), common) <= ALERT
        and piece_of(other, sources).hearsay
    )
    return _best(piece, told, common, lambda _, share, both: _rumoured(share, both))


def _own_eyes(piece: Piece) -> bool:
    """Whether a report has more than the statement: its newsroom's or others' eyes, or a check of it."""
    return piece.present or any(pattern(name).search(piece.folded) for name in ("witnessed", "contrary"))


def at_length(piece: Piece, store: Store, tick: Tick, common: Set[int]) -> Found | None:
    """The earlier alert that its own newsroom tells at length in this report, if there is one."""
    alerts = (
        other
        for other in _earlier(piece.report, piece.report.source, STATED_NEAR, store, tick)
        if len(other.whole) <= LONG and _weight(_sense(other.whole), common) <= ALERT
    )
    return _best(piece, alerts, common, lambda _, share, both: _at_length(share, both))


def _earlier(report: Report, source: str, within: timedelta, store: Store, tick: Tick) -> list[Report]:
    since, until = report.known - within, report.known
    found = store.published_by(source, since=since, until=until, upto=tick.upto, limit=LATEST + 1)
    return [other for other in found if later(report, other)]


def _best(
    piece: Piece,
    others: Iterable[Report],
    common: Set[int],
    rule: Callable[[Report, float, int], str | None],
) -> Found | None:
    """The report that has most in common with a piece, of those by which the rule is met."""
    others = list(others)
    mine = _sense(piece.report.whole) if others else frozenset[str]()
    found: list[tuple[float, str, Found]] = []
    for other in others:
        theirs = _sense(other.whole)
        both = mine & theirs
        share = _weight(both, common) / max(1.0, min(_weight(mine, common), _weight(theirs, common)))
        if name := rule(other, share, sum(unit[0] != _STEM for unit in both)):
            found.append((share, other.id, Found(other, name, share, Alike())))
    return max(found, key=lambda row: row[:2])[2] if found else None


def _retold(share: float, meanings: int, *, named: bool) -> str | None:
    if named and share >= CREDITED and meanings >= MEANINGS - 1:
        return "statement"
    enough = share >= (RETOLD if meanings >= MEANINGS else WORDED) and meanings >= MEANINGS - 1
    return "statement" if enough else None


def _rumoured(share: float, meanings: int) -> str | None:
    return "same-rumour" if share >= RUMOURED and meanings >= MEANINGS else None


def _at_length(share: float, meanings: int) -> str | None:
    return "at-length" if share >= AT_LENGTH and meanings >= AT_LENGTH_MEANINGS else None


@lru_cache(maxsize=4096)
def _sense(whole: str) -> frozenset[str]:
    """What the words of a report mean, whatever the language, and the stems of those that have no meaning there."""
    title, _, text = whole.partition("\n\n")
    folded = fold(f"{title}\n\n{DATELINE.sub('', text)}")
    tokens = words_of(folded)
    found = [m for m in words("deeds", "things", "people", "roles").find(tokens) if m.meaning != "nothing"]
    starts = [start for _, start, _ in tokens]
    told = {
        start for m in found for start in starts[bisect_left(starts, m.start) : bisect_left(starts, m.end)]
    }
    return frozenset(m.meaning for m in found) | {
        _STEM + word[:STEM]
        for word, start, _ in tokens
        if start not in told and len(word) > 2 and word not in STOP
    }


def _weight(units: Iterable[str], common: Set[int]) -> float:
    """One for each unit, less for the names that are in many reports."""
    return sum(
        LITTLE if unit[0] == _STEM and index.key(f"\x01{unit[1:]}") in common else 1.0 for unit in units
    )
