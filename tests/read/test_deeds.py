"""Who did it to whom, where, and the codes of it: active, passive and nominal forms give the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import SOURCES, said

from tocsin.publish.coded import ROOTS, cameo, coded, plover
from tocsin.read import read
from tocsin.read.codes import QUADS
from tocsin.read.deeds import deeds
from tocsin.read.english import parser
from tocsin.read.lexicon import tables
from tocsin.watch import Member, Place, Side, Watch

WATCH = Watch(
    question="Has a coup begun in Mali?",
    place=Place(country="ML", names=("Bamako", "Kati")),
    timezone="Africa/Bamako",
    sides={
        "government": Side(
            incumbent=True,
            members=(Member(name="Ibrahim Boubacar Keita", aliases=("Keita",), role="president"),),
        ),
        "rebels": Side(members=(Member(name="Assimi Goita", aliases=("Goita",)),)),
    },
)

#: sentence, the deed, who, to whom
FORMS = [
    ("Soldiers arrested the minister on Monday.", "arrested", "Soldiers", "minister"),
    ("The minister was arrested by soldiers.", "arrested", "soldiers", "minister"),
    ("The arrest of the minister by soldiers angered the party.", "arrest", "soldiers", "minister"),
    ("Keita's arrest was confirmed.", "arrest", None, "Keita"),
    ("Clashes between police and protesters left ten dead.", "Clashes", "police", "protesters"),
    ("Soldiers who blocked the bridge went home.", "blocked", "Soldiers", "bridge"),
    ("Troops tried to storm the palace.", "storm", "Troops", "palace"),
    ("The president fled and was joined by his wife.", "joined", "his wife", "president"),
    ("The defection of General Traore surprised Washington.", "defection", "General Traore", None),
    ("Police fired on demonstrators.", "fired", "Police", "demonstrators"),
]


@pytest.mark.parametrize(("text", "word", "agent", "patient"), FORMS, ids=[row[0] for row in FORMS])
def test_every_form_gives_doer_and_done_to(text, word, agent, patient):
    found = {text[deed.start : deed.end]: deed for deed in deeds(parser()(text))}
    deed = found[word]
    assert (deed.agent and text[slice(*deed.agent)]) == agent
    assert (deed.patient and text[slice(*deed.patient)]) == patient


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_every_span_of_a_deed_lies_in_the_text(text):
    for deed in deeds(parser()(text)):
        for start, end in filter(None, ((deed.start, deed.end), deed.agent, deed.patient)):
            assert 0 <= start < end <= len(text)


def claims(text: str, **fields: object):
    return read([said(text, **fields)], WATCH, {source.id: source for source in SOURCES})


def test_a_claim_names_its_parties_and_a_pronoun_means_the_speaker():
    (claim,) = claims("Assimi Goita said that he had arrested Keita in Bamako.")
    assert (claim.actor.who, claim.actor.side) == ("Assimi Goita", "rebels")
    assert (claim.recipient.name, claim.recipient.who) == ("Keita", "Ibrahim Boubacar Keita")


def test_a_claim_lies_where_its_words_say_and_as_precisely():
    (city, country) = (
        claims("Gunfire was heard in Gao on Tuesday.")[0].location,
        claims("Gunfire was heard across Mali on Tuesday.")[0].location,
    )
    assert (city.name, city.precision, city.country) == ("Gao", "city", "ML")
    assert city.geonames
    assert (country.name, country.precision) == ("Mali", "country")


def test_a_district_of_the_watch_is_no_town_abroad_and_a_surname_no_place():
    (claim,) = claims("Keita was seen in Kati, where gunfire was heard.")[:1]
    assert claim.location is None or claim.location.country == "ML"
    assert claim.location is None or claim.location.name != "Keita"


def test_what_is_told_is_coded_with_its_stance_and_what_is_denied_stays_denied():
    told = claims(
        "Soldiers arrested President Keita in Bamako. The army denied that soldiers arrested Keita."
    )
    rows = [plover(claim, code, WATCH, "r", "Sahel Press", None) for claim, code in coded(told, WATCH)]
    assert {row["event"] for row in rows} == {"COERCE"}
    assert {row["stance"] for row in rows} == {"asserts", "denies"}
    asserted = next(row for row in rows if row["stance"] == "asserts")
    assert asserted["source"][0]["sector"] == "MIL"
    assert asserted["target"][0]["code"] == "MLGOV"
    assert asserted["location"]["name"] == "Bamako"
    flat = cameo(asserted)
    assert (flat["code"], flat["root"], flat["target"]) == ("173", "17", "MLGOV")


def test_every_kind_has_a_code_that_programs_know():
    for name, kind in tables()["kinds"]["kinds"].items():
        assert kind["plover"] in QUADS, name
        assert kind["cameo"][:2].isdigit(), name
        assert kind["mode"], name
    assert set(ROOTS) == set(QUADS)


def test_the_day_of_an_event_is_the_day_in_its_own_country():
    watch = Watch(question="?", place=Place(country="JP", names=("Tokyo",)), timezone="Asia/Tokyo")
    report = said("Soldiers arrested the minister in Tokyo.", minutes=240)
    (claim,) = read([report], watch, {})
    (pair,) = coded([claim], watch)
    assert report.known.date() == datetime(2024, 5, 1, tzinfo=UTC).date()
    assert plover(*pair, watch, "r", "p", None)["date"] == "2024-05-02"
