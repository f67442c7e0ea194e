"""Kill -9 at any moment, start again: no report is lost, no update is said twice."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest

from tocsin.model import Update
from tocsin.publish.exports import export, write
from tocsin.store.sqlite import SQLiteStore

FOLDER = Path(__file__).parents[1] / "crises" / "caracas-2019-04-30"
KILLS = 20
EVERY = "30m"


def start(database: Path) -> subprocess.Popen[bytes]:
    """A replay of Caracas into a database, as its user would start it."""
    command = [sys.executable, "-m", "tocsin", "replay", str(FOLDER), "--every", EVERY, "--db", str(database)]
    quiet = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=quiet)


def ticks(database: Path) -> int:
    """How many steps the database holds, while another process makes and writes it."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database, timeout=30)) as look:
        try:
            return look.execute("SELECT count(*) FROM ticks").fetchone()[0]
        except sqlite3.OperationalError:  # its tables are not there yet
            return 0


def ended(running: subprocess.Popen[bytes], within: float) -> bool:
    """Whether it has come to its end, or does within so many seconds; leaves the processor to it meanwhile."""
    try:
        running.wait(timeout=max(within, 0))
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The thread of a replay that nothing disturbed."""
    database = tmp_path_factory.mktemp("whole") / "thread.db"
    running = start(database)
    assert running.wait(timeout=300) == 0, running.stderr.read()
    return SQLiteStore(database, create=False)


def killed_after(database: Path, steps: int, pause: float) -> bool:
    """Start, let it get `steps` steps further and a moment into the next, then SIGKILL; whether it still ran."""
    before, running = ticks(database), start(database)
    deadline = time.monotonic() + 120
    while ticks(database) < before + steps and time.monotonic() < deadline:
        if ended(running, within=0.01):
            break
    ended(running, within=pause)
    alive = running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.wait(timeout=60)
    running.stderr.close()
    return alive


def exported(store: SQLiteStore) -> list[str]:
    """The updates as their reader takes them away."""
    lines = StringIO()
    write(export(store, "updates"), lines, "jsonl")
    return lines.getvalue().splitlines()


def same(database: Path, undisturbed: SQLiteStore) -> None:
    """The thread of a database, gone on with to its end, is the undisturbed one."""
    last = start(database)
    assert last.wait(timeout=300) == 0, last.stderr.read()
    last.stderr.close()
    again = SQLiteStore(database, create=False)
    assert [r.id for r in again.reports()] == [r.id for r in undisturbed.reports()]
    assert len(again.reports()) > 100
    assert again.rows(Update) == undisturbed.rows(Update)
    updates = exported(again)
    assert updates == exported(undisturbed)
    assert len(updates) == len(set(updates)) > 20
    assert again.digest() == undisturbed.digest()
    again.close()


def test_twenty_kills_leave_the_same_thread_as_none(undisturbed, tmp_path):
    chance = random.Random(20190430)  # noqa: S311 - a seed, so that a failure can be met again
    kills, round_ = 0, 1
    while kills < KILLS:
        database = tmp_path / f"{round_}.db"
        # Every other kill comes within a step; the others anywhere from the start of the process on.
        steps, pause = (0, chance.uniform(0, 1.2)) if kills % 2 else (1, chance.uniform(0, 0.1))
        if killed_after(database, steps, pause):
            kills += 1
        else:  # this replay came to its end before the kill: another one
            same(database, undisturbed)
            round_ += 1
    same(database, undisturbed)
