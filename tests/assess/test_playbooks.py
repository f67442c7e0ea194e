"""Each playbook answers its own question from words, and every mistake in one is named with its line and its mend."""

from __future__ import annotations

from datetime import timedelta
from importlib import resources

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.assess.evidence import witnessed
from tocsin.assess.playbook import load, names, parse
from tocsin.check import check
from tocsin.errors import PlaybookError
from tocsin.model import Evidence, SignState, Update
from tocsin.read import read
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import WatchSign

HOUR = timedelta(hours=1)
BY_ID = {s.id: s for s in SOURCES}
COUP = resources.files("tocsin.playbooks").joinpath("coup.toml").read_text("utf-8")

#: One sentence of a report that shows each sign of the playbooks beside "coup".
SHOWN = {
    ("unrest", "call-to-protest"): "The unions called on Malians to take to the streets of Bamako.",
    ("unrest", "crowds-out"): "Thousands of people took to the streets of Bamako.",
    ("unrest", "looting"): "Rioters looted shops in Bamako overnight.",
    ("unrest", "roads-blocked"): "Protesters blocked the main roads into Bamako with burning tyres.",
    ("unrest", "strike"): "Unions began a general strike across Mali.",
    ("unrest", "tear-gas"): "Police fired tear gas at protesters in Bamako.",
    ("unrest", "deaths"): "Three protesters were killed in Bamako, a hospital said.",
    ("unrest", "mass-arrests"): "Police arrested dozens of protesters in Bamako.",
    ("unrest", "army-called"): "Tanks have been deployed on the streets of Bamako.",
    ("unrest", "curfew"): "The government imposed a curfew in Bamako.",
    ("unrest", "networks-cut"): "Internet access has been cut across Mali.",
    (
        "unrest",
        "government-yields",
    ): "The government has withdrawn the fuel tax after days of protest in Mali.",
    ("unrest", "unrest-over"): "Calm has returned to Bamako after days of rioting.",
    ("unrest", "no-sign"): "There is no sign of unrest in Bamako.",
    ("contested-election", "fraud-alleged"): "The opposition alleged massive fraud in the election in Mali.",
    (
        "contested-election",
        "result-rejected",
    ): "The opposition has rejected the result of the election in Mali.",
    (
        "contested-election",
        "victory-claimed",
    ): "The opposition candidate declared himself president in Bamako.",
    ("contested-election", "conceded"): "The opposition candidate conceded defeat in Mali.",
    ("contested-election", "court-asked"): "The constitutional court of Mali ruled on the election.",
    ("contested-election", "count-stopped"): "The counting of votes was halted in Bamako.",
    ("contested-election", "crowds-out"): "Thousands of protesters marched in Bamako.",
    ("contested-election", "force-used"): "Police fired tear gas at protesters in Bamako.",
    ("contested-election", "opponents-held"): "Police arrested aides of the opposition candidate in Bamako.",
    ("contested-election", "networks-cut"): "Internet access has been cut across Mali.",
    ("contested-election", "sworn-in"): "The winner of the election was sworn in as president in Bamako.",
    ("contested-election", "observers-satisfied"): "Observers called the election in Mali free and fair.",
    ("contested-election", "power-kept"): "Soldiers announced that they had seized power in Mali.",
    ("contested-election", "condemned-abroad"): "The African Union condemned the coup in Mali.",
    ("blackout", "service-blocked"): "Access to Facebook has been restricted in Mali.",
    ("blackout", "networks-cut"): "Internet access has been cut in Bamako and Kati.",
    ("blackout", "whole-country-dark"): "A total internet blackout is in place in Mali.",
    ("blackout", "networks-back"): "Internet access has been restored in Mali.",
    ("blackout", "traffic-normal"): "The internet is working normally in Mali.",
    ("blackout", "technical-fault"): "A submarine cable was damaged off the coast, slowing Mali.",
    ("blackout", "crowds-out"): "Thousands of people took to the streets of Bamako.",
    ("blackout", "takeover"): "Soldiers have seized the airport in Bamako.",
    ("blackout", "borders-closed"): "The government imposed a curfew in Bamako.",
}


def following(mali, playbook):
    return msgspec.structs.replace(mali, playbook=playbook)


@pytest.mark.parametrize(("playbook", "sign"), sorted(SHOWN), ids="-".join)
def test_a_plain_sentence_shows_its_sign(playbook, sign, mali):
    claims = read([said(SHOWN[playbook, sign])], following(mali, playbook), BY_ID)
    found = witnessed(claims, load(playbook), {}, BY_ID)
    assert sign in {w.sign.id for w in found if not w.against}, [(c.text, c.kinds, c.stance) for c in claims]


def test_every_sign_of_every_playbook_has_its_sentence():
    there = {(name, sign.id) for name in names() if name != "coup" for sign in load(name).signs}
    assert there == set(SHOWN)


#: A day of reports for each playbook, three outlets a day, and the state that leads after each day.
DAYS = {
    "unrest": [
        (
            "calm",
            "Shops opened as usual in Bamako.",
            "Streets in Bamako were quiet.",
            "There was no sign of unrest in Mali.",
        ),
        (
            "attempt",
            "Rioters looted shops in Bamako and police fired tear gas.",
            "Barricades blocked the main roads into Bamako; buses were set on fire.",
            "Our reporter in Bamako saw supermarkets ransacked and heard explosions.",
        ),
        (
            "failed",
            "Calm has returned to Bamako.",
            "Order has been restored in Mali and the protests have ended.",
            "The unrest in Mali has subsided; shops reopened.",
        ),
    ],
    "contested-election": [
        (
            "calm",
            "Observers called the election in Mali free and fair.",
            "Voting in Mali was orderly; the election was peaceful.",
            "The candidate of the Union conceded defeat in Mali.",
        ),
        (
            "tension",
            "A second candidate in Mali rejected the result of the election.",
            "The opposition in Bamako took the election result to court, and the judges will rule; the vote was rigged, it said.",
            "Irregularities marred the election in Mali.",
        ),
        (
            "attempt",
            "Police opened fire in Bamako and the counting of votes was halted.",
            "Tear gas drifted over Bamako; soldiers were deployed around parliament.",
            "The internet in Mali was cut and aides of the candidate were arrested.",
        ),
    ],
    "blackout": [
        (
            "calm",
            "The internet is working normally in Mali.",
            "Mobile data in Bamako are stable.",
            "There is no disruption of the internet in Mali.",
        ),
        (
            "attempt",
            "Internet access has been cut in Bamako and Kati.",
            "Mobile data were shut down in Mali at noon.",
            "Connectivity in Mali dropped and phone lines are down.",
        ),
        (
            "failed",
            "Internet access has been restored in Mali.",
            "Mobile data are back online in Bamako.",
            "Connectivity in Mali has returned after the cut.",
        ),
    ],
}


@pytest.mark.parametrize("playbook", sorted(DAYS))
def test_a_day_of_reports_leads_from_state_to_state(playbook, mali):
    watch, store, leading = following(mali, playbook), SQLiteStore(":memory:"), []
    for day, (_, *texts) in enumerate(DAYS[playbook]):
        told = [
            said(words, 1440 * day + number, source=source.id)
            for number, (words, source) in enumerate(zip(texts, SOURCES[:3], strict=True))
        ]
        drawn = thread.advance(watch, store, [*SOURCES, *told], now=NOON + day * 24 * HOUR + HOUR / 2)
        leading.append(drawn.leading)
    assert leading == [row[0] for row in DAYS[playbook]]
    spoken = " ".join(u.text for u in store.rows(Update) if u.why == "probability")
    assert load(playbook).asked in spoken
    assert "attempt has begun" not in spoken


#: what is changed in coup.toml, the line of the mistake as a line of the changed text, and words of the mend
MISTAKES = [
    (('source = "CSP', 'sauce = "CSP'), "sauce =", "did you mean 'source'"),
    (('source = "CSP/M', 'source = " " # CSP/M'), 'source = " "', "write where its rates are from"),
    (("calm = 0.02, tension = 0.15", "calm = -0.02, tension = 0.15"), "calm = -0.02", "over 0 and up to 1"),
    (("calm = 0.02, tension = 0.15", "calm = 1.2, tension = 0.15"), "calm = 1.2", "over 0 and up to 1"),
    (("calm = 0.02, tension = 0.15", "clam = 0.02, tension = 0.15"), "clam = 0.02", "did you mean 'calm'"),
    (("calm = 0.02, tension = 0.15, attempt = 1.0, seized = 0.4, failed = 0.4",
      "calm = 0.5, tension = 0.5, attempt = 0.5, seized = 0.5, failed = 0.5"), "calm = 0.5, tension = 0.5,", "says nothing"),
    (("tension = { calm = 0.007", "tension = { calm = -0.007"), "calm = -0.007", "not negative"),
    (("tension = { calm = 0.007", "tension = { clam = 0.007"), "clam = 0.007", "did you mean 'calm'"),
    (("tension = { calm = 0.007", "tension = { tension = 0.007"), "tension = { tension", "leads to itself"),
    (('kinds = ["gunfire"]', 'kinds = ["gunfires"]'), '"gunfires"', "can never match"),
    (('kinds = ["gunfire"]', "kinds = []"), "kinds = []", "can never match"),
    (('kinds = ["gunfire"]', 'kinds = ["gunfire"]\nstances = ["denies"]'), '"gunfire"', "can never match"),
    (('kinds = ["gunfire"]', 'kinds = ["troops"]\nimplied_by = ["troops-deployed"]'), '["troops"]\nimplied', "can never match"),
    (('kinds = ["gunfire"]', 'kinds = ["gunfire"]\nimplied_by = ["gunfir"]'), 'implied_by = ["gunfir"]', "did you mean 'gunfire'"),
    (('kinds = ["gunfire"]', 'kinds = ["gunfire"]\nsupported_by = ["coup-alleged"]\n# circle', ), None, None),
    (('id = "gunfire"', 'id = "call-to-rise"'), 'id = "call-to-rise"', "there twice"),
    (("seized = 0.00025", "seized = 0.3"), "[prior]", "sum to 1"),
    (('calm = "There is no attempt."', ""), "[answers]", "says nothing of calm"),
    (("alone = 0.5", "alone = 5"), "alone = 5", "between 0 and 1"),
]  # fmt: skip
MISTAKES = [row for row in MISTAKES if row[1] is not None]


@pytest.mark.parametrize(
    ("change", "where", "mend"), MISTAKES, ids=[f"{n}-{row[2]}" for n, row in enumerate(MISTAKES)]
)
def test_a_mistake_is_named_with_its_line_and_its_mend(change, where, mend, tmp_path):
    assert change[0] in COUP
    text = COUP.replace(*change, 1)
    line = text[: text.rindex(where)].count("\n") + 1
    with pytest.raises(PlaybookError) as told:
        parse(text, "mine")
    rows = str(told.value).splitlines()
    assert any(mend in row for row in rows)
    sign = text[: text.rindex(where)].rfind("[[signs]]")
    lines = {line, text[:sign].count("\n") + 1}  # the key itself, or the sign that it belongs to
    assert {int(row.split(":")[1]) for row in rows if mend in row} & lines, (rows, lines)
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    assert any(mend in f.message and f.severity == "error" for f in check(path))


def test_signs_that_depend_on_each_other_in_a_circle_are_named():
    text = COUP.replace('kinds = ["troops"]', 'kinds = ["troops"]\nsupported_by = ["coup-alleged"]')
    with pytest.raises(
        PlaybookError,
        match=r"coup-alleged -> troops-deployed -> coup-alleged|troops-deployed -> coup-alleged -> troops-deployed",
    ):
        parse(text, "mine")


def test_a_good_playbook_has_nothing_wrong(tmp_path):
    for name in names():
        path = tmp_path / f"{name}.toml"
        path.write_text(
            resources.files("tocsin.playbooks").joinpath(f"{name}.toml").read_text("utf-8"), "utf-8"
        )
        assert [f for f in check(path) if f.severity != "ok"] == []


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "kinds", "rates", "calm", "signs", "prior", "source", "implied_by"]),
                x,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_data_whatever_crashes_the_check_of_a_playbook(data):
    from tocsin.assess.faults import faults

    for table in (
        {"signs": data},
        {"signs": [data]},
        {"prior": data},
        {"transitions": data},
        {"kinds": data},
        {"told": data},
        data,
    ):
        if isinstance(table, dict):
            assert faults(table)


def test_the_same_fact_under_two_names_counts_once(mali):
    watch, store = mali, SQLiteStore(":memory:")
    words = "The government said it was putting down a coup attempt by a small group of soldiers."
    thread.advance(watch, store, [*SOURCES, said(words)], now=NOON + HOUR)
    told = [row.sign for row in store.rows(Evidence)]
    assert "being-put-down" in told
    assert "coup-alleged" not in told


def test_what_follows_from_what_was_told_adds_little_from_another_origin(mali):
    def last(*reports):
        store = SQLiteStore(":memory:")
        thread.advance(mali, store, [*SOURCES, *reports], now=NOON + 2 * HOUR)
        return next(row for row in store.rows(Evidence) if row.sign == "coup-alleged")

    alleged = said("The African Union said a coup was under way in Bamako.", 60, source="radio")
    before = said("The government said it was putting down a coup attempt by a small group of soldiers.")
    assert any("it follows from" in reason for reason in last(before, alleged).reasons)
    assert not any("it follows from" in reason for reason in last(alleged).reasons)


def test_a_removal_by_vote_that_is_called_a_coup_moves_less_than_one_with_soldiers(mali):
    def begun(first):
        store = SQLiteStore(":memory:")
        alleged = said("The African Union said a coup was under way in Bamako.", 30, source="radio")
        rows = [*SOURCES, said(first), alleged]
        return [
            row.weight
            for row in [thread.advance(mali, store, rows, now=NOON + HOUR)] and store.rows(Evidence)
            if row.sign == "coup-alleged"
        ]

    lawful = begun("Parliament voted to impeach President Moussa Keita.")
    force = begun("Tanks have been deployed around the presidential palace in Bamako.")
    assert lawful and force and lawful[0] < force[0] / 3


def test_a_watchs_own_sign_is_told_when_as_many_witnesses_as_asked_have_spoken(mali):
    watch = msgspec.structs.replace(mali, signs=(WatchSign(words=("blue armband*",), tell_at=3),))
    store, told = SQLiteStore(":memory:"), []
    thread.advance(watch, store, SOURCES, now=NOON)
    texts = [
        "Soldiers with blue armbands stood at the bridge in Bamako.",
        "Our reporter counted ten men wearing blue armbands near Kati.",
        "Residents of Bamako speak of blue armbands on the sleeves of the guards at the gate.",
    ]
    for number, (words, source) in enumerate(zip(texts, ("wire", "radio", "paper"), strict=True), 1):
        thread.advance(
            watch, store, [said(words, 60 * number, source=source)], now=NOON + number * HOUR + HOUR / 2
        )
        told.append([u for u in store.rows(Update) if u.key.startswith("sign:blue-armband")])
    assert [len(rows) for rows in told] == [0, 0, 1]
    assert told[2][0].cites and "blue armband" in told[2][0].text
    assert store.rows(SignState, sign="blue-armband")[-1].witnesses == 3


def test_a_watchs_sign_with_the_name_of_one_of_its_playbook_is_a_mistake(tmp_path):
    path = tmp_path / "watch.toml"
    path.write_text(
        'question = "?"\n[place]\ncountry = "ML"\n[[signs]]\nid = "gunfire"\nwords = ["bang"]\n', "utf-8"
    )
    assert [(f.line, "playbook" in f.message) for f in check(path) if f.severity == "error"] == [(5, True)]
