"""What is the SQLite store's own: the file, its schema, and what it says when it is no database."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from importlib import resources

import pytest
from msgspec import json
from samples import NOON, said

from tocsin.errors import StoreError
from tocsin.model import Membership, Telling, Tick
from tocsin.store.sqlite import MIGRATIONS, SQLiteStore, stamp


def test_a_database_of_a_newer_tocsin_is_refused_with_the_mend(tmp_path):
    path = tmp_path / "thread.db"
    SQLiteStore(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="upgrade Tocsin"):
        SQLiteStore(path)


def test_an_older_database_keeps_its_index_of_words(tmp_path):
    path, one = tmp_path / "thread.db", said("Shots were heard.")
    key = 0x3A5F_1234_5678_9ABC
    with sqlite3.connect(path) as db:
        db.executescript(resources.files("tocsin.store").joinpath(MIGRATIONS[0]).read_text("utf-8"))
        db.execute(
            "INSERT INTO journal VALUES (7, 'report', ?, ?, ?)", (one.id, stamp(NOON), json.encode(one))
        )
        db.execute("INSERT INTO reports VALUES (7, ?, NULL, NULL, 'radio', ?)", (one.id, stamp(NOON)))
        db.execute("INSERT INTO ticks VALUES (1, ?, 7)", (stamp(NOON),))
        db.executemany("INSERT INTO fingerprints VALUES (?, ?, 1)", [(key, one.id), (5, one.id)])
        db.execute("PRAGMA user_version = 1")
    store = SQLiteStore(path)
    assert store.alike([key & 0x7FFF_FFFF_FFFF, 5], limit=5, common=5) == [(one.id, 2)]
    assert store.rows(Telling) == []


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, not a database at all" * 50)
    with pytest.raises(StoreError, match=r"notes\.db"):
        SQLiteStore(path)


def test_a_database_that_should_be_there_is_not_made(tmp_path):
    with pytest.raises(StoreError, match="no such database"):
        SQLiteStore(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_writes_survive_a_power_cut_and_keys_are_kept(tmp_path):
    store = SQLiteStore(tmp_path / "thread.db")
    asked = {
        name: store._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_two_who_make_the_same_database_at_once_make_one(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    for attempt in range(10):
        path = tmp_path / f"{attempt}.db"
        with ThreadPoolExecutor(4) as pool:
            stores = list(pool.map(lambda _: SQLiteStore(path), range(4)))  # noqa: B023 - consumed at once
        assert all(store.ticks() == [] for store in stores)


def test_a_conclusion_without_its_tick_is_refused(tmp_path):
    store = SQLiteStore(tmp_path / "thread.db")
    with pytest.raises(sqlite3.IntegrityError):
        store.add(
            Tick(number=99, at=datetime(2024, 5, 1, tzinfo=UTC), upto=0),
            [Membership(report="r-1", origin="r-1", rule="single")],
        )
    assert store.rows(Membership) == []
