"""Which earlier claims a new one is compared with: those that share a deed, a kind or a question, and a subject.

Every claim lies in a few shelves of bounded length, so that a new one meets some hundreds at most, however many
there are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from tocsin.link.gist import Gist

#: So many of the latest claims on one shelf are met.
SHELF = 60


class Nearby:
    """Claims by what they say and of whom or what."""

    def __init__(self) -> None:
        self._shelves: dict[tuple[str, str], deque[Gist]] = {}

    def add(self, one: Gist) -> None:
        """Put a claim where those that may have to do with it will look."""
        for key in _keys(one):
            self._shelves.setdefault(key, deque(maxlen=SHELF)).append(one)

    def of(self, one: Gist) -> list[Gist]:
        """The claims that may have to do with one, each once, oldest first."""
        found = {g.claim.id: g for key in _keys(one) for g in self._shelves.get(key, ())}
        return sorted(found.values(), key=lambda g: (g.claim.at, g.claim.id))


def _keys(one: Gist) -> Iterator[tuple[str, str]]:
    """What it says (a deed, a kind, a dimension of its states) with each of its subjects, and without any."""
    says = {
        *one.about,
        *(f"kind:{kind}" for kind in one.claim.kinds[:3]),
        *(f"is:{name}" for name, _ in one.states),
    }
    subjects = (*one.persons, *sorted(one.places), *sorted(one.things), "")
    for saying in sorted(says) or [""]:
        for subject in subjects:
            yield saying, subject


class Questions:
    """The open unknowns, by what would answer them."""

    def __init__(self) -> None:
        self._open: dict[str, Gist] = {}
        self._by_key: dict[tuple[str, str], dict[str, None]] = {}

    def add(self, unknown: Gist) -> None:
        """Open a question."""
        self._open[unknown.claim.id] = unknown
        for key in _wanted(unknown):
            shelf = self._by_key.setdefault(key, {})
            shelf[unknown.claim.id] = None
            if len(shelf) > SHELF:
                del shelf[next(iter(shelf))]

    def close(self, name: str) -> None:
        """Close a question; one that is not open stays closed."""
        self._open.pop(name, None)

    def that(self, one: Gist) -> list[Gist]:
        """The open questions that a claim may answer, oldest first."""
        names = {name for key in _keys(one) for name in self._by_key.get(key, ())}
        found = [self._open[name] for name in names if name in self._open]
        return sorted(found, key=lambda g: (g.claim.at, g.claim.id))


def _wanted(unknown: Gist) -> Iterator[tuple[str, str]]:
    """Where an unknown waits: at what it asks about, and at where a person is."""
    yield from _keys(unknown)
    if "where" in unknown.asks:
        for person in unknown.persons:
            yield "is:person", person
