"""The command line as its user meets it: words in, words and an exit code out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tocsin.cli import app, main


@pytest.fixture
def tocsin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command in this process; .stdout, .stderr and .exit_code are what its user gets."""

    def run(*words: object, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=stdin)

    assert main is not None
    return run


def reports(place: Path) -> Path:
    """A folder with four reports."""
    place.mkdir()
    rows = [
        (
            "a1",
            "Sahel Press",
            "2024-05-01T06:00:00Z",
            "Soldiers seized the airport in Bamako at dawn, two officials said.",
        ),
        (
            "a2",
            "Le Fleuve",
            "2024-05-01T06:20:00Z",
            "Soldiers seized the airport in Bamako at dawn, two officials said.",
        ),
        (
            "a3",
            "Radio Djoliba",
            "2024-05-01T07:10:00Z",
            "President Moussa Keita denied that there was a coup. It is not clear how many soldiers are involved.",
        ),
        (
            "a4",
            "Sahel Press",
            "2024-05-01T08:40:00Z",
            "Colonel Issa Sanogo called on soldiers to rise up against President Keita.",
        ),
    ]
    lines = [json.dumps({"id": i, "source": s, "published": at, "text": text}) for i, s, at, text in rows]
    (place / "reports.jsonl").write_text("\n".join(lines) + "\n")
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four reports, two of which are a copy of one, without a watch file."""
    return reports(tmp_path / "reports")


QUESTION = ("--question", "Has a coup begun in Mali?", "--country", "ML")


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a thread over the folder; made once, so no test writes it."""
    place = tmp_path_factory.mktemp("drawn")
    words = ["run", "--from", reports(place / "reports"), *QUESTION, "--once", "--db", place / "thread.db"]
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return place / "thread.db"


@pytest.fixture
def thread(drawn: Path, tmp_path: Path) -> Path:
    """A test's own copy of the thread over the folder."""
    database = tmp_path / "thread.db"
    with closing(sqlite3.connect(drawn)) as one, closing(sqlite3.connect(database)) as other:
        one.backup(other)
    return database
