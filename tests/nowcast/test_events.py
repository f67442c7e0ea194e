"""Coded events: countries of actors, surprises, and files that are not what they should be."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.errors import InputError, PlaybookError
from tocsin.nowcast.events import GROUPS, Event, country_of, counts, group_of, load, nowcast

START = date(2012, 1, 1)


def quiet(days=120):
    return [Event(START + timedelta(days=i), "Make statement", ("ML",)) for i in range(days)]


def burst(day):
    texts = (
        "Occupy territory",
        "Demand",
        "Criticize or denounce",
        "Use conventional military force",
        "Arrest, detain",
    )
    return [Event(START + timedelta(days=day), text, ("ML",)) for text in texts for _ in range(4)]


@pytest.mark.parametrize(
    ("actor", "country"),
    [
        ("Police (Australia)", "AU"),
        ("France", "FR"),
        ("Citizen (Nigeria)", "NG"),
        ("Spanish Armed Forces", "ES"),
        ("Xxyzzy", None),
    ],
)
def test_an_actor_belongs_to_the_country_that_its_name_says(actor, country):
    assert country_of(actor) == country


def test_every_event_has_a_group_and_the_last_takes_the_rest():
    assert list(GROUPS)[group_of("Occupy territory")] == "occupy"
    assert list(GROUPS)[group_of("Play chess")] == "rest"


def test_a_burst_of_force_and_demands_raises_a_country_and_no_count_alone_says_likely():
    p = {row.date: row.p for row in nowcast([*quiet(), *burst(100)])}
    day = START + timedelta(days=100)
    assert p[day] > 20 * p[day - timedelta(days=1)]
    assert all(0 < value < 0.5 for value in p.values())


def test_no_later_event_changes_an_earlier_day():
    first = {row.date: row.p for row in nowcast([*quiet(), *burst(50)])}
    later = {row.date: row.p for row in nowcast([*quiet(), *burst(50), *burst(80)])}
    assert all(first[START + timedelta(days=i)] == later[START + timedelta(days=i)] for i in range(80))


def test_no_events_give_no_rows():
    assert list(nowcast([])) == [] and counts([])[1] == {}


def test_a_date_of_another_age_is_said():
    with pytest.raises(InputError, match="mistake in a date"):
        list(nowcast([*quiet(), Event(date(9999, 12, 31), "Demand", ("ML",))]))


def test_another_playbook_is_refused():
    with pytest.raises(PlaybookError):
        list(nowcast([], playbook="unrest"))


def test_tsv_is_read_and_the_command_writes_rows(tmp_path):
    path, out = tmp_path / "events.tsv.gz", tmp_path / "out.jsonl"
    lines = "".join(f"Police (Mali)\tMake statement\tFrance\t2012-01-{day:02}\n" for day in range(1, 29))
    path.write_bytes(gzip.compress(lines.encode()))
    assert load(path)[0].countries == ("FR", "ML")
    result = CliRunner().invoke(app, ["nowcast", "--icews", str(path), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert {json.loads(line)["country"] for line in out.read_text("utf-8").splitlines()} == {"FR", "ML"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.tsv", b"one\ttwo\n"),
        ("x.tsv", b"a\tb\tc\tsoon\n"),
        ("x.tsv", b"\xff\xfe\t\t\t\n"),
        ("x.tsv.gz", b"none"),
        ("x.parquet", b"none"),
    ],
)
def test_a_file_that_is_something_else_is_said_and_not_a_crash(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match="x\\."):
        load(path)


def test_both_inputs_or_none_are_wrong_use():
    assert isinstance(CliRunner().invoke(app, ["nowcast"]).exception, InputError)
