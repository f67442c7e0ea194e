"""The watch file: what it says is understood, and what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin import watch
from tocsin.cli import app
from tocsin.errors import WatchError
from tocsin.model import Source
from tocsin.read.lexicon import lexicon
from tocsin.read.names import Names

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


#: a watch file, line by line; the line (from 1) that a message must name, and words of the mend
WRONG = [
    (['question = ""', "[place]", 'country = "ML"'], 1, "ask what readers ask"),
    (['question = "?"', "[place]", 'country = "Mali"'], 3, "two capitals"),
    (['question = "?"', "[place]", 'country = "QQ"'], 3, "no country has"),
    (['question = "?"', "", 'timezone = "Bamako"', "[place]", 'country = "ML"'], 3, "America/Caracas"),
    (['question = "?"', "[place]", 'country = "ML"', "[[signs]]", 'id = "a"', 'definition = "d"', "words = []"], 7, "never be seen"),
    (['question = "?"', "[place]", 'country = "ML"', 'nmaes = ["x"]'], 4, "'nmaes' is not known"),
    (['question = "?"', "[place]", 'country = "ML"', "[[sources]]", 'id = "s"', 'type = "feed"', 'url = "u"', 'side = "army"'], 8, "not among"),
    (
        ['question = "?"', "[place]", 'country = "ML"', *['[[sources]]', 'id = "s"', 'type = "feed"', 'url = "u"'] * 2],
        9,
        "used twice",
    ),
    (['question = "?"', "[place]", 'country = "ML"', "[[sources]]", 'id = "s"', 'type = "fax"', 'url = "u"'], 6, "type"),
    (['question = "?"', "[place]", "country = 7"], 3, "country"),
    (['question = "?"', 'place = { country = "ml" }'], 2, "two capitals"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "line", "mend"), WRONG, ids=[row[2] for row in WRONG])
def test_a_mistake_is_named_with_its_line_and_its_mend(lines, line, mend):
    with pytest.raises(WatchError) as told:
        watch.parse("\n".join(lines), "mali.toml")
    assert str(told.value).startswith(f"mali.toml:{line}: ")
    assert mend in str(told.value)


def test_a_mistake_in_a_side_is_named_with_its_line():
    with pytest.raises(WatchError) as told:
        watch.parse(HEAD + '[sides.army]\nincumbent = "yes"\n')
    assert str(told.value).startswith("watch.toml:5: sides.army.incumbent")


def test_a_mistake_in_a_member_of_the_second_side_is_named_with_its_line():
    with pytest.raises(WatchError) as told:
        watch.parse(
            HEAD + '[sides.state]\nincumbent = true\n[sides.army]\nname = "x"\nmembers = [{ nam = "y" }]\n'
        )
    assert str(told.value).startswith("watch.toml:8: the key 'nam'")


def test_a_sign_of_which_only_the_words_are_given_is_named_after_them():
    (sign,) = watch.parse(HEAD + '[[signs]]\nwords = ["Blue armband*"]\ntell_at = 3\n').signs
    assert (sign.id, sign.definition, sign.tell_at) == ("blue-armband", "Reports speak of “Blue armband”", 3)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(WatchError) as told:
        watch.parse('question = " "\ntimezone = "Nowhere"\n[place]\ncountry = "QQ"\n')
    assert [row.split(": ")[0] for row in str(told.value).splitlines()] == [
        "watch.toml:1",
        "watch.toml:4",
        "watch.toml:2",
    ]


def test_a_folder_and_its_watch_file_are_the_same_watch(tmp_path):
    (tmp_path / "watch.toml").write_text("\ufeff" + HEAD, "utf-8")
    assert watch.load(tmp_path) == watch.load(tmp_path / "watch.toml") == watch.parse(HEAD)


def test_a_file_that_is_no_text_is_a_mistake_and_no_crash(tmp_path):
    path = tmp_path / "watch.toml"
    path.write_bytes(b'question = "\xff"')
    with pytest.raises(WatchError, match="UTF-8"):
        watch.load(path)


def test_what_init_writes_is_read_back_as_it_was_asked(tmp_path):
    path = tmp_path / "mali.toml"
    question = 'Has "a coup" begun in Mali \\ Bamako?'
    done = CliRunner().invoke(app, ["init", question, "--country", "ml", "--out", str(path)])
    assert done.exit_code == 0, done.output
    one = watch.load(path)
    assert (one.question, one.place.country, one.playbook, one.timezone) == (
        question,
        "ML",
        "coup",
        "Africa/Bamako",
    )
    assert one.sides["government"].incumbent
    again = CliRunner().invoke(app, ["init", question, "--country", "ML", "--out", str(path)])
    assert again.exit_code != 0, "a file that is there is not written over"


@pytest.mark.parametrize(
    ("country", "zone"),
    [("VE", "America/Caracas"), ("ML", "Africa/Bamako"), ("CN", "Asia/Shanghai"), ("RU", "Europe/Moscow")],
)
def test_the_clock_is_that_of_the_capital(country, zone):
    assert watch.from_question("?", country).timezone == zone


def test_a_side_called_government_is_in_power_wherever_it_stands_and_else_the_first():
    named = watch.from_question("?", "GA", {"rebels": ["X"], "government": ["Y"]})
    assert [name for name, side in named.sides.items() if side.incumbent] == ["government"]
    first = watch.from_question("?", "GA", {"north": ["X"], "south": ["Y"]})
    assert [name for name, side in first.sides.items() if side.incumbent] == ["north"]


def test_a_question_that_asks_nothing_is_refused():
    with pytest.raises(WatchError, match="empty"):
        watch.from_question("  ", "GA")


def test_the_same_words_have_the_same_id_and_other_words_another():
    assert watch.parse(HEAD).id == watch.parse("# a comment\n" + HEAD).id
    assert watch.parse(HEAD).id != watch.parse(HEAD.replace("Mali", "Niger")).id


@pytest.mark.parametrize(("name", "who", "side"), [
    ("President Moussa Keita", "Moussa Keita", "government"),
    ("Keita", "Moussa Keita", "government"),
    ("Sanogo", "Issa Sanogo", "soldiers"),
    ("Keitan", None, None),
    ("Keita's spokesman", "keita's spokesman", "government"),
])  # fmt: skip
def test_an_alias_is_the_member_and_a_longer_word_is_not(mali, name, who, side):
    own = Source(id="wire", name="Sahel Press")
    voice = Names(lexicon(mali), {}, own).voice(name, (0, len(name)))
    assert voice.side == side
    assert voice.who == (who or name)
