"""The contradiction ledger and an editor's word on a link, by command and over HTTP."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from samples import NOON, SOURCES, said
from typer.testing import CliRunner

from tocsin import thread
from tocsin.cli import app
from tocsin.commands.serving import decider
from tocsin.errors import TocsinError
from tocsin.model import Link
from tocsin.store.sqlite import SQLiteStore


@pytest.fixture
def database(mali, tmp_path):
    """A thread of one dispute."""
    path = tmp_path / "thread.db"
    store = SQLiteStore(path)
    reports = [
        said("Soldiers have seized the airport in Bamako."),
        said("The army denied that soldiers had seized the airport in Bamako.", 30, source="radio"),
    ]
    thread.advance(mali, store, [*SOURCES, *reports], now=NOON + timedelta(hours=1))
    store.close()
    return path


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, TocsinError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


def contradiction(path):
    return next(link for link in SQLiteStore(path).rows(Link) if link.relation == "contradicts")


def test_the_ledger_is_printed_with_both_positions_and_their_holders(database):
    told = run("disputes", "--db", database).stdout
    assert "A  “Soldiers have seized the airport in Bamako.” (1 report, 1 origin)" in told
    assert "Sahel Press" in told
    assert "1 May" in told.replace("01 May", "1 May")
    (point,) = json.loads(run("disputes", "--db", database, "--json").stdout)
    assert [holder["name"] for holder in point["positions"][0]["holders"]] == ["Sahel Press"]


def test_the_ledger_of_a_time_before_the_dispute_is_empty(database):
    assert (
        json.loads(run("disputes", "--db", database, "--as-of", "2024-05-01T09:00:00Z", "--json").stdout)
        == []
    )


def test_a_link_is_listed_with_its_words_withdrawn_and_stated_again(database):
    link = contradiction(database)
    assert link.id in run("link", "--db", database).stdout
    run("link", "--db", database, "--withdraw", link.id, "--by", "desk", "--reason", "another airport")
    assert "contradicts" not in run("link", "--db", database).stdout
    assert json.loads(run("disputes", "--db", database, "--json").stdout) == []
    run("link", "--db", database, "--state", f"{link.left} contradicts {link.right}")
    assert len(json.loads(run("disputes", "--db", database, "--json").stdout)) == 1
    run("rebuild", "--db", database)


def test_a_link_that_is_not_there_is_named(database):
    with pytest.raises(TocsinError, match="no link l-1"):
        run("link", "--db", database, "--withdraw", "l-1")


def test_what_is_posted_is_decided(database):
    link = contradiction(database)
    decide = decider(database)
    assert decide({"withdraw": link.id, "by": "desk"}) == {"decided": f"withdraw {link.id}"}
    with pytest.raises(TocsinError):
        decide({"withdraw": link.id})
    for wrong in ({}, {"withdraw": 7}, {"withdraw": "l-1", "state": "x"}, {"state": "a same b", "by": 3}):
        with pytest.raises(TocsinError):
            decide(wrong)
