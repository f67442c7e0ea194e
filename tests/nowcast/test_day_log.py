"""The nowcast of a day log: what an item tells of which country, and what follows from it day by day."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.errors import InputError, PlaybookError
from tocsin.nowcast import nowcast
from tocsin.nowcast.coder import ORDER, book, coded
from tocsin.nowcast.daily import rates
from tocsin.nowcast.items import Item, items
from tocsin.nowcast.nations import Leaders

DAY = date(2016, 5, 5)


def item(text, days=0, topic=None):
    return Item(date=DAY + timedelta(days=days), text=text, topic=topic)


def kinds(text, topic=None, leaders=None):
    return coded(item(text, topic=topic), leaders or Leaders())


def by_day(rows, country):
    return {(row.date - DAY).days: row.p for row in rows if row.country == country}


NOW = "Soldiers in Kenya seize power and place President Odero under house arrest."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A military coup d'état takes place in Laos.", {"LA": "coup-told"}),
        ("The army of Laos announces a coup, saying that it acts for the people.", {"LA": "coup-made"}),
        (
            "Military officers in Laos say they have seized power and closed the borders.",
            {"LA": "power-taken"},
        ),
        ("A coup attempt in Laos fails.", {"LA": "coup-failed"}),
        ("The government of Kenya says it has thwarted a coup attempt overnight.", {"KE": "coup-foiled"}),
        ("The Prime Minister of Laos is arrested by soldiers in Vientiane.", {"LA": "head-held"}),
        ("A court in Laos sentences five officers for their role in a coup attempt.", {"LA": "coup-past"}),
        ("Thousands mark the anniversary of the 1973 coup in Chile.", {"CL": "coup-past"}),
        ("An inquiry into the 1973 Chilean coup d'état opens in Santiago.", {"CL": "coup-old"}),
        ("The President of Laos warns of a coup.", {"LA": "coup-feared"}),
        ("Police in Laos arrest ten officers who were plotting a coup.", {"LA": "coup-plot"}),
        ("The Prime Minister of Laos dissolves parliament and calls an election.", {}),
        ("Villagers in Laos protest against a dam.", {}),
    ],
)
def test_an_attempt_now_is_told_from_a_trial_an_anniversary_a_plot_and_a_fear(text, told):
    found = kinds(text)
    if told and next(iter(told.values())) in {"coup-past", "coup-old"}:  # either says that it is long ago
        assert set(found) == set(told) and set(found.values()) <= {"coup-past", "coup-old"}
    else:
        assert found == told


def test_the_country_that_condemns_is_not_the_one_where_it_happens():
    assert kinds("France condemns the military coup in Laos.") == {"LA": "coup-after"}
    assert set(kinds("The Prime Minister of Lesotho flees to South Africa as the army stages a coup.")) == {
        "LS"
    }


def test_a_leader_is_known_by_name_once_the_log_has_named_his_country():
    text = "President Odero is removed from office by the army."
    leaders = Leaders()
    assert kinds(text) == {}
    leaders.learn("President Odero of Kenya opens a bridge.", DAY - timedelta(days=9))
    assert kinds(text, leaders=leaders) == {"KE": "power-taken"}
    assert not leaders.mentions(text, DAY + timedelta(days=5 * 365))


def test_an_onset_is_high_on_its_day_and_its_aftermath_raises_nothing():
    log = [item(NOW)]
    log += [item("The United Nations condemns the coup in Kenya.", days) for days in range(6, 40, 3)]
    p = by_day(nowcast(log), "KE")
    assert p[0] > 0.7
    assert all(value < 0.5 for days, value in p.items() if days > 3)


def test_news_of_the_days_after_raises_a_country_of_which_nothing_was_known():
    p = by_day(nowcast([item("The African Union suspends Kenya after yesterday's coup.")]), "KE")
    assert 0.05 < p[0] < 0.95


def test_no_later_item_changes_an_earlier_day():
    before = [item(NOW), item("Gunfire is heard near the presidential palace in Nairobi, Kenya.", 1)]
    later = [*before, item("The coup in Kenya has failed, loyal troops say.", 2), item(NOW, 30)]
    first, second = by_day(nowcast(before), "KE"), by_day(nowcast(later), "KE")
    assert {day: first[day] for day in (0, 1)} == {day: second[day] for day in (0, 1)}


def test_the_order_of_the_items_of_a_day_changes_nothing():
    log = [
        item(NOW),
        item("Heavy gunfire is heard near the presidential palace in Nairobi, Kenya."),
        item(NOW, 2),
    ]
    assert list(nowcast(log)) == list(nowcast(log[::-1]))


def test_a_silent_log_says_nothing():
    assert list(nowcast([])) == []
    assert list(nowcast([item("A football match is played in Kenya.")])) == []


def test_probabilities_stay_inside_zero_and_one_after_a_thousand_days_of_coups():
    assert all(0 < row.p < 1 for row in nowcast([item(NOW, days) for days in range(1000)]))


def test_every_kind_has_a_place_in_the_order_and_learnt_rates():
    assert {kind.id for kind in book().kinds} == set(ORDER) == set(rates().kinds)
    assert all(rate.new > 0 and rate.old > 0 and rate.quiet > 0 for rate in rates().kinds.values())
    known = {"coup-old-year", "old-year", *book().cues}
    for kind in book().kinds:
        for name in (*kind.all, *kind.any, *kind.none):
            assert {part.removeprefix("topic:") for part in name.split("&")} <= known, (kind.id, name)


def test_a_broken_line_is_put_aside_and_the_rest_is_read(tmp_path):
    path, told = tmp_path / "log.jsonl", []
    good = json.dumps({"date": "2016-05-05", "category": "x", "topic": None, "text": NOW, "outlets": []})
    path.write_text(
        f'{good}\n{{"date": "soon", "text": 3}}\n\n{{"date": "9999-12-31", "text": ""}}\n{good}\n', "utf-8"
    )
    assert len(list(items(path, told.append))) == 2
    assert [line.split(": put aside")[0][-2:] for line in told] == [":2", ":4"]


def test_a_truncated_archive_is_said_and_not_a_crash(tmp_path):
    path = tmp_path / "log.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"date": "2016-05-05", "text": "x"}\n' * 99)[:-12])
    with pytest.raises(InputError, match="cannot be read"):
        list(items(path, print))
    with pytest.raises(InputError, match="cannot be read"):
        list(items(tmp_path / "none.jsonl", print))


def test_another_playbook_is_refused():
    with pytest.raises(PlaybookError, match="'coup' only"):
        list(nowcast([], playbook="unrest"))


def test_the_command_writes_what_the_scorer_reads(tmp_path):
    log, out = tmp_path / "log.jsonl", tmp_path / "out.jsonl"
    log.write_text(json.dumps({"date": "2016-05-05", "text": NOW}) + "\n", "utf-8")
    result = CliRunner().invoke(app, ["nowcast", str(log), "--playbook", "coup", "--out", str(out)])
    assert result.exit_code == 0, result.output
    row = json.loads(out.read_text("utf-8").splitlines()[0])
    assert (row["date"], row["country"]) == ("2016-05-05", "KE") and row["p"] > 0.7
