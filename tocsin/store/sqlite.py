"""The store on SQLite: one file, write-ahead log, safe against a kill at any moment."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from tocsin.errors import StoreError
from tocsin.model import (
    Assessment,
    Decision,
    Evidence,
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
from tocsin.store.contract import COLUMNS, C, Conclusion, Entry, Fact
from tocsin.store.redating import redate
from tocsin.store.revisions import revised
from tocsin.watch import Watch

KINDS: dict[type, str] = {
    Watch: "watch",
    Source: "source",
    Report: "report",
    Quarantine: "quarantine",
    Decision: "decision",
    Reading: "reading",
}
MIGRATIONS = (
    "0001_journal_and_conclusions.sql",
    "0002_stories_and_smaller_index.sql",
    "0003_times_that_cannot_be.sql",
)
EARLIER = 30  # reports at one address among which that is looked for which a new one revises
MANY = 500  # most values bound in one IN (...): SQLite's oldest limit is 999


def stamp(time: datetime) -> str:
    """A time as text that sorts as the time does: UTC, a year of four digits, always with microseconds."""
    # strftime's %Y writes the year 26 as '26': no such text sorts, or is read as a time again
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


RECKONED = datetime(1000, 1, 1, tzinfo=UTC)
_LATE = datetime.max.replace(tzinfo=UTC)
_STAMP = len("2019-04-30T09:15:00.000000Z")
#: How a transaction, and one within it, begins, is undone and is kept.
_TRANSACTION = "BEGIN IMMEDIATE", ("ROLLBACK",), "COMMIT"
_SAVEPOINT = "SAVEPOINT inner", ("ROLLBACK TO inner", "RELEASE inner"), "RELEASE inner"
#: Seconds that one process waits for another to finish writing.
PATIENCE = 30.0


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: executescript would end our transaction."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""


def _same(one: Report, other: Report) -> bool:
    """Whether two reports of a source say the same at the same address and time, whatever their numbers."""
    keys = ("url", "published", "author", "title", "text", "part_of")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(
        text.zfill(_STAMP)
    )  # '1-01-01T...' was written before years had four digits


class SQLiteStore:
    """One thread in one SQLite file (or ':memory:'). For one thread of execution; open one for each."""

    def __init__(self, path: Path | str, *, create: bool = True) -> None:
        if not create and not Path(path).exists():
            raise StoreError(f'{path}: no such database. "tocsin run WATCH --db {path}" makes it.')
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
            self._write_ahead()
            self._db.execute("PRAGMA synchronous = FULL")  # an acknowledged report survives a power cut
            self._db.execute("PRAGMA foreign_keys = ON")
            self._migrate()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path}: not a Tocsin database, or not writable: {error}") from None
        self.path = path

    def _write_ahead(self) -> None:
        """Turn the write-ahead log on. The change does not wait for other processes by itself, so we do."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _migrate(self) -> None:
        if self._version() < len(MIGRATIONS):
            # Another process may be making the same database: who comes second finds it made.
            with self.transaction():
                for number in range(self._version(), len(MIGRATIONS)):
                    script = resources.files("tocsin.store").joinpath(MIGRATIONS[number]).read_text("utf-8")
                    for statement in _statements(script):
                        self._db.execute(statement)
                    if MIGRATIONS[number].startswith("0003"):
                        redate(self._db)
                    self._db.execute(f"PRAGMA user_version = {number + 1}")

    def _version(self) -> int:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise StoreError(
                f"the database has schema {version}, newer than this Tocsin ({len(MIGRATIONS)}): upgrade Tocsin"
            )
        return int(version)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside happens together or not at all; a nested one can be undone alone."""
        nested = self._db.in_transaction
        begin, undo, keep = _SAVEPOINT if nested else _TRANSACTION
        self._db.execute(begin)
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # SQLite itself ends one where the disk is full
                for statement in undo:
                    self._db.execute(statement)
            raise
        self._db.execute(keep)

    # The journal --------------------------------------------------------------------------------

    def append(self, facts: Iterable[Fact], *, at: datetime) -> list[str]:
        """Add facts that are not there yet, in one transaction; the ids of those added, in order."""
        with self.transaction():
            versions = _Versions(self)
            return [name for fact in facts if (name := self._append(fact, at, versions))]

    def _append(self, fact: Fact, at: datetime, versions: _Versions) -> str | None:
        name: str | None = fact.id
        if isinstance(fact, Watch | Source):
            name = versions.name(fact)
            if name is None:
                return None
        if isinstance(fact, Report):
            if self._told(fact):
                return None
            fact = msgspec.structs.replace(fact, revises=self._revised(fact))
        found = self._db.execute(
            "INSERT INTO journal (kind, id, at, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING seq",
            (KINDS[type(fact)], name, stamp(at), msgspec.json.encode(fact)),
        ).fetchone()
        if found is None:
            return None
        if isinstance(fact, Report):
            self._index(found[0], fact)
        return name

    def latest_watch(self) -> Watch | None:
        """The last watch of the journal, None where there is none yet."""
        row = self._db.execute(
            "SELECT body FROM journal WHERE kind = 'watch' ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        return msgspec.json.decode(row[0], type=Watch) if row else None

    def _revised(self, report: Report) -> str | None:
        """The latest report at the same address whose text is near this one's."""
        if report.address is None:
            return None
        rows = self._db.execute(
            "SELECT journal.body FROM reports JOIN journal ON journal.seq = reports.seq "
            "WHERE address = ? ORDER BY reports.seq DESC LIMIT ?",
            (report.address, EARLIER),
        )
        return revised(report, (msgspec.json.decode(body, type=Report) for (body,) in rows))

    def _told(self, report: Report) -> bool:
        """Whether the journal has this report already, be it under another number of its publisher's.

        Some feeds number their entries anew with each pass: the same words at the same web address and time are the
        same report.
        """
        if self._db.execute("SELECT 1 FROM reports WHERE id = ?", (report.id,)).fetchone():
            return True
        if report.url is None or report.external_id is None or report.published is None:
            return False
        rows = self._db.execute(
            "SELECT journal.body FROM reports JOIN journal ON journal.seq = reports.seq "
            "WHERE reports.source = ? AND reports.known = ? LIMIT ?",
            (report.source, stamp(report.known), MANY),
        )
        return any(_same(report, msgspec.json.decode(body, type=Report)) for (body,) in rows)

    def _index(self, seq: int, report: Report) -> None:
        self._db.execute(
            "INSERT INTO reports (seq, id, address, external_id, source, known) VALUES (?, ?, ?, ?, ?, ?)",
            (seq, report.id, report.address, report.external_id, report.source, stamp(report.known)),
        )
        self._db.execute(
            "INSERT INTO report_words (rowid, title, text) VALUES (?, ?, ?)", (seq, report.title, report.text)
        )

    def journal(self, *, after: int = 0, upto: int | None = None, kind: str | None = None) -> Iterator[Entry]:
        """The journal's entries with after < seq <= upto, oldest first."""
        rows = self._db.execute(
            "SELECT seq, kind, id, at, body FROM journal WHERE seq > ? AND seq <= ? AND (? IS NULL OR kind = ?) ORDER BY seq",
            (after, _bound(upto), kind, kind),
        )
        for seq, name, key, at, body in rows:
            yield Entry(seq, name, key, _time(at), body)

    def watch(self, *, upto: int | None = None) -> Watch:
        """The watch in force (at journal entry `upto`). Raises StoreError where there is none."""
        row = self._db.execute(
            "SELECT body FROM journal WHERE kind = 'watch' AND seq <= ? ORDER BY seq DESC LIMIT 1",
            (_bound(upto),),
        ).fetchone()
        if row is None:
            raise StoreError(f"{self.path}: no watch has been run into this database yet")
        return msgspec.json.decode(row[0], type=Watch)

    def sources(self, *, upto: int | None = None) -> dict[str, Source]:
        """The sources known, by id, each in its latest version."""
        found = (
            msgspec.json.decode(entry.body, type=Source) for entry in self.journal(upto=upto, kind="source")
        )
        return {source.id: source for source in found}

    def reports(
        self, ids: Sequence[str] | None = None, *, after: int = 0, upto: int | None = None
    ) -> list[Report]:
        """Reports by id, or all within a stretch of the journal, in the order of the journal."""
        if ids is None:
            return [
                report_of(e.body, stamp(e.at)) for e in self.journal(after=after, upto=upto, kind="report")
            ]
        # the plus keeps SQLite from walking all reports by their kind: the few ids are looked up
        bodies = self._many("SELECT seq, body, at FROM journal WHERE id IN ({}) AND +kind = 'report'", ids)
        return [report_of(body, at) for _, body, at in sorted(bodies)]

    def readings(self, reports: Sequence[str]) -> dict[str, Reading]:
        """What a language model made of these reports, as far as one was asked, by report."""
        wanted = [Reading(report=name, model="").id for name in reports]
        bodies = self._many("SELECT seq, body FROM journal WHERE kind = 'reading' AND id IN ({})", wanted)
        found = [msgspec.json.decode(body, type=Reading) for _, body in sorted(bodies)]
        return {reading.report: reading for reading in found}

    def report_ids(self, external_id: str) -> list[str]:
        """The ids of the reports that the input called `external_id`."""
        rows = self._db.execute("SELECT id FROM reports WHERE external_id = ? ORDER BY seq", (external_id,))
        return [row[0] for row in rows]

    def known(self, *, after: int = 0) -> list[tuple[int, datetime]]:
        """The journal rows of the reports after a row, each with when the report could be known."""
        rows = self._db.execute("SELECT seq, known FROM reports WHERE seq > ? ORDER BY seq", (after,))
        return [(seq, _time(known)) for seq, known in rows]

    def published_by(
        self, source: str, *, since: datetime, until: datetime, upto: int, limit: int = 50
    ) -> list[Report]:
        """A source's reports of a stretch of time as far as journal entry `upto`, the latest `limit`, oldest first."""
        rows = self._db.execute(
            "SELECT journal.body, journal.at FROM reports JOIN journal ON journal.seq = reports.seq "
            "WHERE source = ? AND known >= ? AND known <= ? AND reports.seq <= ? ORDER BY known DESC, reports.seq DESC LIMIT ?",
            (source, stamp(since), stamp(until), upto, limit),
        ).fetchall()
        return [report_of(body, at) for body, at in reversed(rows)]

    def search(self, words: str, *, limit: int = 50) -> list[Report]:
        """Reports whose title or text has all the words, best first; the words are never query syntax."""
        terms = " ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        if not terms:
            return []
        rows = self._db.execute(
            "SELECT journal.body, journal.at FROM report_words JOIN journal ON journal.seq = report_words.rowid "
            "WHERE report_words MATCH ? ORDER BY rank, journal.seq LIMIT ?",
            (terms, limit),
        )
        return [report_of(body, at) for body, at in rows]

    def count(self, kind: str, *, upto: int | None = None) -> int:
        """How many journal entries there are of a kind."""
        query = "SELECT count(*) FROM journal WHERE kind = ? AND seq <= ?"
        found: int = self._db.execute(query, (kind, _bound(upto))).fetchone()[0]
        return found

    def end(self) -> int:
        """The last row of the journal; 0 where it is empty."""
        found: int = self._db.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
        return found

    # Ticks --------------------------------------------------------------------------------------

    def ticks(self, *, upto: datetime | None = None, last: int | None = None) -> list[Tick]:
        """The advances so far (at most `upto` in time, the `last` n of them), oldest first."""
        rows = self._db.execute(
            "SELECT number, at, upto FROM ticks WHERE (? IS NULL OR at <= ?) ORDER BY number DESC LIMIT ?",
            (upto and stamp(upto), upto and stamp(upto), -1 if last is None else last),
        ).fetchall()
        return [Tick(number=number, at=_time(at), upto=seq) for number, at, seq in reversed(rows)]

    def tick(self, at: datetime, *, upto: int | None = None) -> Tick:
        """Open the next tick: all entries so far (or up to `upto`) are known at `at`."""
        last = self.ticks(last=1)
        if last and at < last[0].at:
            raise StoreError(
                f"{at.isoformat()} lies before the last pass of this thread ({last[0].at.isoformat()}): "
                "time runs forward; use another database, or --as-of to look back"
            )
        if upto is None:
            upto = self.end()
        tick = Tick(number=last[0].number + 1 if last else 1, at=at.astimezone(UTC), upto=upto or 0)
        self._db.execute("INSERT INTO ticks VALUES (?, ?, ?)", (tick.number, stamp(tick.at), tick.upto))
        return tick

    # Conclusions --------------------------------------------------------------------------------

    def add(self, tick: Tick, rows: Iterable[Conclusion]) -> None:
        """Write conclusions, stamped with their tick."""
        with self.transaction():
            for row in rows:
                table, columns = COLUMNS[type(row)]
                names = "".join(f', "{column}"' for column in columns)
                marks = ", ?" * len(columns)
                self._db.execute(
                    f"INSERT INTO {table} (tick, id, body{names}) VALUES (?, ?, ?{marks})",
                    (
                        tick.number,
                        _key(row, tick),
                        msgspec.json.encode(row),
                        *(getattr(row, c) for c in columns),
                    ),
                )

    def rows(self, noun: type[C], *, tick: int | None = None, **where: str | Sequence[str] | None) -> list[C]:
        """Conclusions of a noun drawn up to a tick, in the order in which they were drawn."""
        table, columns = COLUMNS[noun]
        clauses = ["tick <= ?"]
        values: list[int | str | None] = [_bound(tick)]
        within, several = "", None  # bound last, where _many puts its marks
        for column, value in where.items():
            if column not in columns:
                raise KeyError(f"{table} has no column {column}")
            if isinstance(value, str) or value is None:
                clauses.append(f'"{column}" IS ?')
                values.append(value)
            else:
                within, several = f' AND "{column}" IN ({{}})', list(value)
        query = f"SELECT row, body FROM {table} WHERE {' AND '.join(clauses)}{within}"
        found = self._db.execute(query, values) if several is None else self._many(query, several, values)
        return [msgspec.json.decode(body, type=noun) for _, body in sorted(found)]

    def latest(self, noun: type[C], *, tick: int | None = None, last: int = 1) -> list[C]:
        """The last n conclusions of a noun up to a tick, oldest first."""
        rows = self._db.execute(
            f"SELECT body FROM {COLUMNS[noun][0]} WHERE tick <= ? ORDER BY row DESC LIMIT ?",
            (_bound(tick), last),
        ).fetchall()
        return [msgspec.json.decode(body, type=noun) for (body,) in reversed(rows)]

    def by_id(self, noun: type[C], ids: Sequence[str]) -> dict[str, C]:
        """Conclusions by their id."""
        rows = self._many(f"SELECT id, body FROM {COLUMNS[noun][0]} WHERE id IN ({{}})", ids)
        return {key: msgspec.json.decode(body, type=noun) for key, body in rows}

    def fingerprint(self, report: str, hashes: Iterable[int]) -> None:
        """Remember the fingerprint hashes (47 bits) of a report. Raises StoreError where there is no such report."""
        row = self._db.execute("SELECT seq FROM reports WHERE id = ?", (report,)).fetchone()
        if row is None:
            raise StoreError(f"{self.path}: the journal has no report {report}")
        with self.transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO fingerprints VALUES (?, ?)", [(h, row[0]) for h in sorted(hashes)]
            )

    def alike(
        self, hashes: Iterable[int], *, limit: int, common: int, least: int = 1
    ) -> list[tuple[str, int]]:
        """Reports that share `least` hashes, with how many, most first; those in over `common` reports do not count."""
        shared: dict[int, int] = {}
        for value in hashes:
            rows = self._db.execute(
                "SELECT report FROM fingerprints WHERE hash = ? LIMIT ?", (value, common + 1)
            ).fetchall()
            if len(rows) <= common:
                for (report,) in rows:
                    shared[report] = shared.get(report, 0) + 1
        enough = sorted((count for count in shared.values() if count >= least), reverse=True)
        cut = enough[min(limit, len(enough)) - 1] if enough else 0
        near = [str(row) for row, count in shared.items() if count >= max(cut, least)]
        named = self._many("SELECT seq, id FROM reports WHERE seq IN ({})", near)
        return sorted(
            ((str(name), shared[row]) for row, name in named), key=lambda pair: (-pair[1], pair[0])
        )[:limit]

    def common(self, hashes: Iterable[int], *, over: int) -> set[int]:
        """Those of the hashes that are under `over` reports or more."""
        query = "SELECT count(*) FROM (SELECT 1 FROM fingerprints WHERE hash = ? LIMIT ?)"
        return {value for value in hashes if self._db.execute(query, (value, over)).fetchone()[0] >= over}

    def drop_conclusions(self) -> list[Tick]:
        """Forget all conclusions; the ticks that had drawn them, so that they can be drawn again."""
        ticks = self.ticks()
        with self.transaction():
            for table in ("fingerprints", *(table for table, _ in COLUMNS.values()), "ticks"):
                self._db.execute(f"DELETE FROM {table}")
        return ticks

    def digest(self) -> str:
        """SHA-256 of all conclusions in order: equal digests mean equal threads."""
        whole = hashlib.sha256()
        for table in ("ticks", *(table for table, _ in COLUMNS.values())):
            columns = "number, at, upto" if table == "ticks" else "tick, id, body"
            whole.update(table.encode())
            for row in self._db.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2"):
                whole.update(repr(row).encode())
        return whole.hexdigest()

    def close(self) -> None:
        """Give back the connection."""
        self._db.close()

    def _many(self, query: str, values: Sequence[str], first: Sequence[Any] = ()) -> list[Any]:
        """Run a query with one IN ({}) over any number of values."""
        found: list[Any] = []
        for begin in range(0, len(values), MANY):
            part = values[begin : begin + MANY]
            found += self._db.execute(query.format(", ".join("?" * len(part))), (*first, *part)).fetchall()
        return found


def report_of(body: bytes, at: str) -> Report:
    """A report of the journal, which was written `at`. One that an earlier version took in with a date before the year
    1000 is without it, and known from when it was written: no stage can reckon with such a time."""
    found = msgspec.json.decode(body, type=Report)
    if min(found.published or _LATE, found.fetched or _LATE) >= RECKONED:
        return found
    return msgspec.structs.replace(found, published=None, fetched=_time(at))


def _bound(number: int | None) -> int:
    return 2**62 if number is None else number


def _key(row: Conclusion, tick: Tick) -> str:
    """The id of a row: its own, or made of what it is about and its tick."""
    match row:
        case Membership() | Telling():
            return f"{row.report}@{tick.number}"
        case SignState():
            return f"{row.sign}@{tick.number}"
        case Assessment():
            return f"a-{tick.number}"
        case Update():
            return f"u-{row.seq}"
        case Evidence():
            return row.id
        case _:
            return row.id


class _Versions:
    """The versions of watches and sources while facts are added; the journal is looked at once, however many come."""

    def __init__(self, store: SQLiteStore) -> None:
        self._store = store
        self._latest: dict[str, dict[str | None, Watch | Source]] = {}
        self._count: dict[str, int] = {}

    def name(self, fact: Watch | Source) -> str | None:
        """The id of this version; None for what is in force. The same one again after another is news."""
        kind = KINDS[type(fact)]
        key = fact.id if isinstance(fact, Source) else None
        if kind not in self._latest:
            self._latest[kind] = self._read(fact)
            self._count[kind] = self._store.count(kind)
        if self._latest[kind].get(key) == fact:
            return None
        self._latest[kind][key] = fact
        self._count[kind] += 1
        return f"{kind}-{self._count[kind]}"

    def _read(self, like: Watch | Source) -> dict[str | None, Watch | Source]:
        if isinstance(like, Source):
            return {source.id: source for source in self._store.sources().values()}
        watch = self._store.latest_watch()
        return {None: watch} if watch else {}
