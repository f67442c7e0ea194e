"""An editor's correction of a name is remembered: in the watch file, and in the thread."""

from __future__ import annotations

from datetime import timedelta

import pytest
from samples import NOON, SOURCES, said

from tocsin import SQLiteStore, advance, load_watch
from tocsin.model import Claim

WATCH = """question = "Has a coup begun in Mali?"  # the question
[place]
country = "ML"
names = ["Bamako"]

[sides.government]  # in power
incumbent = true
members = [
  { name = "Moussa Keita", aliases = ["Keita"], role = "president" },  # since 2018
  { name = "Awa Diarra" },
]

[sides.army]
members = []
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "watch.toml").write_text(WATCH, "utf-8")
    return tmp_path / "watch.toml"


def test_a_title_leads_to_its_man_from_the_next_pass_on(tocsin, place):
    path = place.with_suffix(".db")
    store = SQLiteStore(path)
    first = said("The Old Lion said that soldiers had fired shots in Bamako.")
    advance(load_watch(place), store, [*SOURCES, first], now=NOON)
    store.close()
    result = tocsin("name", place, "the Old Lion", "Moussa Keita", "--db", path)
    assert result.exit_code == 0, result.stderr
    store = SQLiteStore(path)
    second = said("The Old Lion said that more soldiers had fired shots in Bamako.", minutes=30)
    advance(store.watch(), store, [second], now=NOON + timedelta(hours=1))
    by_report = {claim.report: claim.speaker.who for claim in store.rows(Claim)}
    assert by_report[second.id] == "Moussa Keita"
    assert by_report[first.id] != "Moussa Keita"
    store.close()


def test_comments_and_the_rest_of_the_file_stay(tocsin, place):
    tocsin("name", place, "the iron lady", "Awa Diarra")
    text = place.read_text("utf-8")
    assert all(line.split("#")[1] in text for line in WATCH.splitlines() if "#" in line)
    assert [m.aliases for m in load_watch(place).sides["government"].members] == [
        ("Keita",),
        ("the iron lady",),
    ]


def test_somebody_new_is_added_to_a_side(tocsin, place):
    assert tocsin("name", place, "Colonel Goita", "Assimi Goita", "--side", "army").exit_code == 0
    assert tocsin("name", place, "Assimi", "Assimi Goita").exit_code == 0
    (member,) = load_watch(place).sides["army"].members
    assert (member.name, member.aliases) == ("Assimi Goita", ("Colonel Goita", "Assimi"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("the general", "Nobody"), "names nobody called 'Nobody'"),
        (("the general", "Nobody", "--side", "navy"), "has no side 'navy'"),
        (("Keita", "Awa Diarra"), "means Moussa Keita already"),
        (("  ", "Awa Diarra"), "no words"),
    ],
    ids=["nobody", "no side", "taken", "nothing"],
)
def test_a_correction_that_makes_no_sense_changes_nothing(tocsin, place, words, says):
    result = tocsin("name", place, *words)
    assert result.exit_code == 1
    assert says in (result.stderr + str(result.exception))
    assert place.read_text("utf-8") == WATCH


def test_what_is_known_already_is_said_and_nothing_is_written(tocsin, place):
    result = tocsin("name", place, "keita", "Moussa Keita")
    assert result.exit_code == 0
    assert "already" in result.stderr
    assert place.read_text("utf-8") == WATCH
