"""What every store does: an append-only journal of facts, and conclusions stamped with their tick.

One suite (tests/store/test_contract.py) holds every implementation to this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from tocsin.model import (
    Assessment,
    Claim,
    Decision,
    Evidence,
    Link,
    Membership,
    Quarantine,
    Reading,
    Report,
    SignState,
    Source,
    Telling,
    Tick,
    Update,
)
from tocsin.watch import Watch

Fact = Watch | Source | Report | Quarantine | Decision | Reading
Conclusion = Claim | Link | Membership | Telling | SignState | Evidence | Assessment | Update
C = TypeVar("C", bound=Conclusion)

#: Each conclusion's table and the fields by which its rows can be asked for.
COLUMNS: dict[type, tuple[str, tuple[str, ...]]] = {
    Claim: ("claims", ("report", "kind", "stance")),
    Link: ("links", ("left", "right", "relation")),
    Membership: ("memberships", ("report", "origin")),
    Telling: ("stories", ("report", "story")),
    SignState: ("sign_states", ("sign", "state")),
    Evidence: ("evidence", ("sign", "origin")),
    Assessment: ("assessments", ()),
    Update: ("updates", ("why",)),
}


class Entry(msgspec.Struct, frozen=True):
    """One row of the journal."""

    seq: int
    kind: str
    id: str
    at: datetime
    body: bytes


class Store(Protocol):
    """Where one thread's journal and conclusions live."""

    def append(self, facts: Iterable[Fact], *, at: datetime) -> list[str]:
        """Add facts that are not there yet, in one transaction; the ids of those added, in order."""

    def journal(self, *, after: int = 0, upto: int | None = None, kind: str | None = None) -> Iterator[Entry]:
        """The journal's entries with after < seq <= upto, oldest first."""

    def watch(self, *, upto: int | None = None) -> Watch:
        """The watch in force (at journal entry `upto`). Raises StoreError where there is none."""

    def sources(self, *, upto: int | None = None) -> dict[str, Source]:
        """The sources known, by id, each in its latest version."""

    def reports(
        self, ids: Sequence[str] | None = None, *, after: int = 0, upto: int | None = None
    ) -> list[Report]:
        """Reports by id, or all within a stretch of the journal, in the order of the journal."""

    def readings(self, reports: Sequence[str]) -> dict[str, Reading]:
        """What a language model made of these reports, as far as one was asked, by report."""

    def report_ids(self, external_id: str) -> list[str]:
        """The ids of the reports that the input called `external_id`."""

    def known(self, *, after: int = 0) -> list[tuple[int, datetime]]:
        """The journal rows of the reports after a row, each with when the report could be known."""

    def published_by(
        self, source: str, *, since: datetime, until: datetime, upto: int, limit: int = 50
    ) -> list[Report]:
        """A source's reports of a stretch of time as far as journal entry `upto`, the latest `limit`, oldest first."""

    def search(self, words: str, *, limit: int = 50) -> list[Report]:
        """Reports whose title or text has all the words, best first."""

    def count(self, kind: str, *, upto: int | None = None) -> int:
        """How many journal entries there are of a kind."""

    def end(self) -> int:
        """The last row of the journal; 0 where it is empty."""

    def ticks(self, *, upto: datetime | None = None, last: int | None = None) -> list[Tick]:
        """The advances so far (at most `upto` in time, the `last` n of them), oldest first."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside happens together or not at all; a nested one can be undone alone."""

    def tick(self, at: datetime, *, upto: int | None = None) -> Tick:
        """Open the next tick: all entries so far (or up to `upto`) are known at `at`.

        Raises StoreError where `at` lies before the last tick.
        """

    def add(self, tick: Tick, rows: Iterable[Conclusion]) -> None:
        """Write conclusions, stamped with their tick."""

    def rows(self, noun: type[C], *, tick: int | None = None, **where: str | Sequence[str] | None) -> list[C]:
        """Conclusions of a noun drawn up to a tick, in the order in which they were drawn.

        `where` compares columns of COLUMNS; a sequence means any of its values.
        """

    def latest(self, noun: type[C], *, tick: int | None = None, last: int = 1) -> list[C]:
        """The last n conclusions of a noun up to a tick, oldest first."""

    def by_id(self, noun: type[C], ids: Sequence[str]) -> dict[str, C]:
        """Conclusions by their id."""

    def fingerprint(self, report: str, hashes: Iterable[int]) -> None:
        """Remember the fingerprint hashes (47 bits) of a report. Raises StoreError where there is no such report."""

    def alike(
        self, hashes: Iterable[int], *, limit: int, common: int, least: int = 1
    ) -> list[tuple[str, int]]:
        """Reports that share `least` hashes, with how many, most first; those in over `common` reports do not count."""

    def common(self, hashes: Iterable[int], *, over: int) -> set[int]:
        """Those of the hashes that are under `over` reports or more."""

    def drop_conclusions(self) -> list[Tick]:
        """Forget all conclusions; the ticks that had drawn them, so that they can be drawn again."""

    def digest(self) -> str:
        """SHA-256 of all conclusions in order: equal digests mean equal threads."""

    def close(self) -> None:
        """Give back the connection."""
