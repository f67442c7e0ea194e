"""A watch that publishes by an editor shows readers what an editor has let out, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from tocsin import Decision, SQLiteStore, Update, report
from tocsin.cli import app
from tocsin.publish.editorial import released, waiting
from tocsin.publish.exports import export
from tocsin.thread import advance, decide, rebuild
from tocsin.watch import from_question

NOW = datetime(2019, 4, 30, 12, tzinfo=UTC)
WORDS = (
    "Soldiers have seized the state television building in Caracas. Juan Guaidó called on the armed forces to rise "
    "up against President Nicolás Maduro. It is not clear how many soldiers are with him."
)


@pytest.fixture
def thread(tmp_path: Path) -> Path:
    """A thread with a few updates of which no editor has seen any."""
    watch = from_question("Has a coup begun in Venezuela?", "VE", {"government": ["Nicolás Maduro"]})
    store = SQLiteStore(tmp_path / "thread.db")
    advance(
        msgspec.structs.replace(watch, publish="editor"),
        store,
        [report("wire", WORDS, published=NOW - timedelta(minutes=5), language="en")],
        now=NOW,
    )
    store.close()
    return tmp_path / "thread.db"


def test_readers_see_nothing_before_an_editor_has_spoken(thread: Path) -> None:
    store = SQLiteStore(thread)
    drawn = store.rows(Update)
    assert drawn
    assert released(store, store.ticks(last=1)[0]) == []
    assert waiting(store) == drawn
    assert list(export(store, "updates")) == []


def test_an_approved_update_is_out_and_a_rejected_one_is_not(thread: Path) -> None:
    store = SQLiteStore(thread)
    first, second = store.rows(Update)[:2]
    for number, (update, kind) in enumerate(((first, "approve"), (second, "reject"))):
        decision = msgspec.convert(
            {"kind": kind, "target": f"u-{update.seq}", "by": "desk", "at": NOW}, Decision
        )
        decide(store, decision, now=NOW + timedelta(minutes=number + 1))
    assert [row["seq"] for row in export(store, "updates")] == [first.seq]
    assert first not in waiting(store)
    assert second not in waiting(store)


def test_decisions_survive_a_rebuild(thread: Path) -> None:
    store = SQLiteStore(thread)
    decide(store, Decision(kind="approve", target="u-1", by="desk", at=NOW), now=NOW + timedelta(minutes=1))
    before = store.digest()
    assert rebuild(store) == before
    assert [row["seq"] for row in export(store, "updates")] == [1]


def test_the_command_line_lists_what_waits_and_lets_it_out(thread: Path) -> None:
    run = CliRunner()
    listed = run.invoke(app, ["approve", "--db", str(thread)])
    assert listed.exit_code == 0
    assert "   1  " in listed.output
    assert run.invoke(app, ["approve", str(thread), "1", "--by", "desk"]).exit_code == 0
    store = SQLiteStore(thread)
    assert [update.seq for update in released(store, store.ticks(last=1)[0])] == [1]


def test_an_update_that_is_not_there_cannot_be_approved(thread: Path) -> None:
    result = CliRunner().invoke(app, ["approve", str(thread), "999"])
    assert result.exit_code == 1
    assert "there is no update 999" in str(result.exception)
