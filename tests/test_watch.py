"""The watch file: what it says is understood, and what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin import watch
from tocsin.errors import WatchError

DOCS = Path(__file__).parents[1] / "docs"
HEAD = 'question = "Has a coup begun in Mali?"\n[place]\ncountry = "ML"\n'


def test_the_shortest_watch_has_sensible_defaults():
    one = watch.parse(HEAD)
    assert (one.playbook, one.publish, one.timezone) == ("coup", "auto", "UTC")
    assert one.zone.key == "UTC"


@pytest.mark.parametrize(("text", "named"), [
    ('[place]\ncountry = "ML"\n', "question"),
    ('question = "?"\n', "place"),
    ('question = "?"\nplaybok = "coup"\n[place]\ncountry = "ML"\n', "playbok"),
    ('question = "?"\ntimezone = "Mars/Olympus"\n[place]\ncountry = "ML"\n', "Mars/Olympus"),
    ('question = "?"\npublish = "never"\n[place]\ncountry = "ML"\n', "publish"),
    ('question = "?\n', "line"),
])  # fmt: skip
def test_a_mistake_is_named(text, named, tmp_path):
    path = tmp_path / "watch.toml"
    path.write_text(text)
    with pytest.raises(WatchError, match=named):
        watch.load(path)


def test_a_watch_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(WatchError, match=r"none\.toml"):
        watch.load(tmp_path / "none.toml")


def test_a_question_and_a_country_are_a_watch():
    one = watch.from_question(
        "Has a coup begun in Gabon?", "GA", {"government": ["Ali Bongo"], "rebels": ["CTRI"]}
    )
    assert one.place.country == "GA"
    assert one.sides["government"].incumbent and not one.sides["rebels"].incumbent
    assert [m.name for m in one.sides["rebels"].members] == ["CTRI"]


def test_a_country_that_is_none_is_refused():
    with pytest.raises(WatchError, match="XX"):
        watch.from_question("?", "XX", {})


def test_the_published_schema_is_the_one_that_the_program_checks_by():
    assert (DOCS / "watch.schema.json").read_text("utf-8") == watch.json_schema()


@pytest.mark.parametrize("crisis", sorted(p.name for p in (DOCS.parent / "crises").iterdir() if p.is_dir()))
def test_the_bundled_crises_have_watches_without_a_mistake(crisis):
    one = watch.load(DOCS.parent / "crises" / crisis)
    assert one.sides and any(side.incumbent for side in one.sides.values())
