"""States that exclude each other, by states.toml: in custody or fled, loyal or defected, alive or dead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from datetime import timedelta
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

#: (dimension, state)
State = tuple[str, str]
Of = Literal["person", "unit", "thing", "country"]


class _Shown(msgspec.Struct, frozen=True):
    """One way in which a state shows: all of `needs`, none of `bars`, and the words if any."""

    needs: frozenset[str]
    bars: frozenset[str]
    kind: str | None
    words: re.Pattern[str] | None


class Dimension(msgspec.Struct, frozen=True):
    """States of which one holds at a time."""

    of: Of
    near: timedelta
    excludes: frozenset[frozenset[str]]
    states: dict[str, tuple[_Shown, ...]]


@lru_cache(maxsize=1)
def dimensions() -> dict[str, Dimension]:
    """The dimensions of states.toml."""
    raw = tomllib.loads(resources.files("tocsin.link").joinpath("states.toml").read_text("utf-8"))
    return {
        name: Dimension(
            of=row["of"],
            near=timedelta(hours=row["hours"]),
            excludes=frozenset(map(frozenset, row["excludes"])),
            states={state: tuple(map(_parsed, ways)) for state, ways in row["states"].items()},
        )
        for name, row in raw.items()
    }


def _parsed(way: str) -> _Shown:
    before, _, pattern = way.partition("words:")
    pieces = before.split()
    kinds = [piece[5:] for piece in pieces if piece.startswith("kind:")]
    plain = [piece for piece in pieces if not piece.startswith("kind:")]
    return _Shown(
        needs=frozenset(piece for piece in plain if piece[0] != "!"),
        bars=frozenset(piece[1:] for piece in plain if piece[0] == "!"),
        kind=kinds[0] if kinds else None,
        words=re.compile(pattern) if pattern else None,
    )


def shown(
    folded: str, meanings: Collection[str], kinds: Collection[str], denied: Collection[str]
) -> frozenset[State]:
    """The states that a claim shows; `meanings` are those that it does not deny.

    A denial shows the state only of kinds that say so themselves ("no sign of a coup").
    """
    held = set(meanings)
    found: set[State] = set()
    for name, dimension in dimensions().items():
        for state, ways in dimension.states.items():
            if any(_fits(way, folded, held, kinds, bool(denied)) for way in ways):
                found.add((name, state))
    return frozenset(found)


def _fits(way: _Shown, folded: str, held: set[str], kinds: Collection[str], denying: bool) -> bool:
    if not way.needs <= held or way.bars & held:
        return False
    if way.kind is not None and (way.kind not in kinds or (denying and way.kind != "no-sign")):
        return False
    return way.words is None or (bool(way.words.search(folded)) and (not denying or bool(way.needs)))


def excluding(one: frozenset[State], other: frozenset[State]) -> list[tuple[Dimension, str, str]]:
    """The pairs of states of two claims that cannot both be: dimension, the one's state, the other's."""
    return [
        (dimensions()[name], state, others)
        for name, state in sorted(one)
        for dim, others in sorted(other)
        if dim == name and frozenset((state, others)) in dimensions()[name].excludes
    ]
