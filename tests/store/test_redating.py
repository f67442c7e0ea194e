"""A database into which an earlier version has put a date before the year 1000 opens again, and runs."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from importlib import resources

import msgspec
import pytest
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.model import Claim, report
from tocsin.publish.view import view
from tocsin.store.sqlite import MIGRATIONS, SQLiteStore, stamp


def old_stamp(time):
    return f"{time.year}-" + stamp(time)[5:]  # what strftime gives, also where the C library pads years


@pytest.mark.parametrize("date", [datetime(1, 1, 1, tzinfo=UTC), datetime(26, 11, 23, 9, 15, tzinfo=UTC)])
def test_a_row_of_the_year_one_is_known_from_when_it_was_written(tmp_path, mali, date):
    bad = report("wire", "The radio in Bamako is off the air, listeners said.", published=date)
    path = tmp_path / "thread.db"
    with sqlite3.connect(path) as db:
        for name in MIGRATIONS[:2]:
            db.executescript(resources.files("tocsin.store").joinpath(name).read_text("utf-8"))
        for seq, (kind, fact) in enumerate([("watch", mali), ("source", SOURCES[0]), ("report", bad)], 1):
            row = (
                seq,
                kind,
                fact.id if kind == "report" else f"{kind}-1",
                old_stamp(NOON),
                msgspec.json.encode(fact),
            )
            db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO reports VALUES (3, ?, NULL, NULL, 'wire', ?)", (bad.id, old_stamp(date)))
        db.execute("INSERT INTO report_words (rowid, title, text) VALUES (3, '', ?)", (bad.text,))
        db.execute("PRAGMA user_version = 2")
    store = SQLiteStore(path)
    (kept,) = store.reports()
    assert (kept.id, kept.published, kept.known) == (bad.id, None, NOON)
    assert store.known() == [(3, NOON)]
    (found,) = list(
        thread.catch_up(mali, store, [said("Shots are heard in Bamako.")], now=NOON + timedelta(hours=1))
    )[-1:]
    assert found.reports == 2
    assert {claim.at for claim in store.rows(Claim)} == {NOON}
    assert thread.rebuild(store) == store.digest()
    assert view(store, now=NOON + timedelta(hours=2)).reports == 2


def test_what_was_concluded_with_such_a_time_is_told_with_its_pass(tmp_path):
    path = tmp_path / "thread.db"
    with sqlite3.connect(path) as db:
        for name in MIGRATIONS[:2]:
            db.executescript(resources.files("tocsin.store").joinpath(name).read_text("utf-8"))
        db.execute("INSERT INTO ticks VALUES (1, ?, 0)", (stamp(NOON),))
        body = b'{"id":"c-1","text":"in \\"0001\\"","when":["0001-01-01T00:00:00Z","0001-01-02T00:00:00Z"],"language":"en","at":"0001-01-01T00:00:00Z"}'
        db.execute("INSERT INTO claims VALUES (1, 1, 'c-1', 'r-1', NULL, 'asserts', ?)", (body,))
        db.execute("PRAGMA user_version = 2")
    SQLiteStore(path).close()
    with sqlite3.connect(path) as db:
        (body,) = db.execute("SELECT body FROM claims").fetchone()
    assert msgspec.json.decode(body) == {
        "id": "c-1", "text": 'in "0001"', "language": "en", "at": stamp(NOON)
    }  # fmt: skip


def test_times_sort_as_text_whatever_their_year():
    times = [datetime(year, 1, 1, tzinfo=UTC) for year in (1, 26, 999, 1000, 2026)]
    assert sorted(map(stamp, times)) == [stamp(time) for time in times]


def test_a_batch_that_had_nothing_but_such_a_date_came_in_when_the_next_did_or_now(tmp_path, mali):
    """The journal wrote its own rows with the batch's last date: a file of one report of the year 1."""
    year_one = datetime(1, 1, 1, tzinfo=UTC)
    bad = report("wire", "The radio in Bamako is off the air, listeners said.", published=year_one)
    path = tmp_path / "thread.db"
    with sqlite3.connect(path) as db:
        for name in MIGRATIONS[:2]:
            db.executescript(resources.files("tocsin.store").joinpath(name).read_text("utf-8"))
        times = (old_stamp(year_one), old_stamp(year_one), stamp(NOON))
        for seq, (kind, fact) in enumerate([("watch", mali), ("report", bad), ("source", SOURCES[0])], 1):
            name = fact.id if kind == "report" else f"{kind}-1"
            row = (seq, kind, name, times[seq - 1], msgspec.json.encode(fact))
            db.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", row)
        db.execute("INSERT INTO reports VALUES (2, ?, NULL, NULL, 'wire', ?)", (bad.id, times[0]))
        db.execute("INSERT INTO report_words (rowid, title, text) VALUES (2, '', ?)", (bad.text,))
        db.execute("INSERT INTO ticks VALUES (1, ?, 1)", (times[0],))
        db.execute("PRAGMA user_version = 2")
    store = SQLiteStore(path)
    assert [report.known for report in store.reports()] == [NOON] == [tick.at for tick in store.ticks()]
    assert list(thread.catch_up(mali, store, [], now=NOON + timedelta(hours=1)))[-1].reports == 1
    with sqlite3.connect(path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("UPDATE journal SET at = 'x'")
