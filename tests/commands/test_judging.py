"""`tocsin explain`, `tocsin score`, `tocsin picture`: an argument, a score, a drawing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from samples import NOON, SOURCES, said
from typer.testing import CliRunner

from tocsin import thread
from tocsin.assess.track import read
from tocsin.cli import app
from tocsin.store.sqlite import SQLiteStore

HOUR = timedelta(hours=1)


@pytest.fixture
def morning(tmp_path, mali):
    """A thread of three hours in a file."""
    path = tmp_path / "mali.db"
    store = SQLiteStore(path)
    texts = [
        "Soldiers have seized the airport in Bamako.",
        "The Kati garrison has joined the mutineers, a military spokesman said.",
        "The coup attempt has failed and the mutinous soldiers have surrendered, the army said.",
    ]
    thread.advance(mali, store, SOURCES, now=NOON)
    for number, words in enumerate(texts, 1):
        thread.advance(mali, store, [said(words, 60 * number)], now=NOON + number * HOUR + HOUR / 2)
    return path


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_the_argument_says_what_is_asked_what_speaks_for_and_against_and_what_comes_next(morning):
    told = run("explain", "--db", morning)
    for words in ("The question is whether an attempt has begun", "For it speak most:", "would move it up most",
                  "would move it down most", "The likely course from here", "On record"):  # fmt: skip
        assert words in told
    assert told.index("What moved it") < told.index("would move it up most") < told.index("The likely course")


def test_looking_back_the_argument_knows_only_what_was_known(morning):
    then = run("explain", "--db", morning, "--as-of", "2024-05-01T13:45:00+00:00")
    assert "airport" in then and "surrendered" not in then


@pytest.mark.parametrize("name", ["site-seized", "wire", "Sahel Press"])
def test_without_a_sign_or_a_source_the_number_is_another(morning, name):
    told = run("explain", "--db", morning, "--without", name)
    value, now = re.findall(r"(\d+\.\d)%", told)[-2:]
    assert float(value) < float(now)


def test_a_score_writes_the_record_its_page_and_its_diagram(morning, tmp_path):
    record = tmp_path / "record.jsonl"
    told = run(
        "score",
        morning,
        "--outcome",
        "attempt-failed",
        "--began",
        "2024-05-01T13:00:00+00:00",
        "--record",
        record,
    )
    (row,) = read(record)
    assert f"Brier {row.brier:.4f}" in told and row.outcome == "attempt-failed" and row.assessments == 4
    assert "| Has a coup begun in Mali? | attempt-failed |" in record.with_suffix(".md").read_text("utf-8")
    assert record.with_suffix(".svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("what", ["curve", "signs"])
def test_a_picture_goes_to_a_file_or_to_standard_output(morning, tmp_path, what):
    file = tmp_path / "picture.svg"
    run("picture", "--db", morning, "--what", what, "--out", file)
    assert file.read_text("utf-8") == run("picture", "--db", morning, "--what", what)
    assert file.read_text("utf-8").rstrip().endswith("</svg>")
