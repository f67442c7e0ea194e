"""Contradiction, agreement and answers, and what only looks like them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.link.meanings import table
from tocsin.link.sayings import overlap
from tocsin.link.states import dimensions
from tocsin.model import Claim, Link
from tocsin.read.lexicon import tables
from tocsin.store.sqlite import SQLiteStore


def linked(mali, *reports):
    """(relation, rule, words of the later claim, words of the earlier one) of all links between claims."""
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, *reports], now=NOON + timedelta(hours=60))
    claims = {c.id: c for c in store.rows(Claim)}
    return [
        (k.relation, k.rule, claims[k.left].text, claims[k.right].text)
        for k in store.rows(Link)
        if k.relation != "copy_of"
    ]


def how(found):
    return {(relation, rule) for relation, rule, *_ in found}


@pytest.mark.parametrize(("one", "two", "rule"), [
    ("Soldiers have seized the airport in Bamako.", "The governor of Bamako said that soldiers had not seized the airport.", "denial"),
    ("President Moussa Keita was arrested in Bamako.", "Ali Traore denied that President Moussa Keita had been arrested.", "denial"),
    ("A coup is under way in Bamako, two diplomats said.", "There is no evidence of a coup in Bamako, the mayor said.", "denial"),
    ("12 people were killed in Bamako, a doctor said.", "Police said 40 people were killed in Bamako.", "counts-apart"),
])  # fmt: skip
def test_two_who_cannot_both_be_right_are_in_dispute(mali, one, two, rule):
    found = linked(mali, said(one), said(two, 30, source="radio"))
    assert ("contradicts", rule) in how(found), found


@pytest.mark.parametrize(("one", "two", "minutes"), [
    ("12 people were killed in Bamako, a doctor said.", "Police said 40 people were killed in Bamako.", 300),
    ("At least 12 people were killed in Bamako, a doctor said.", "Police said 40 people were killed in Bamako.", 30),
    ("President Moussa Keita had not appeared in public in Bamako.", "President Moussa Keita appeared in public in Bamako.", 90),
    ("In 2012, soldiers overthrew the president of Mali.", "Ali Traore said there was no coup in Bamako.", 30),
    ("A coup would be a disaster for Mali, a trader said.", "Ali Traore said there was no coup in Bamako.", 30),
])  # fmt: skip
def test_no_dispute_where_both_may_be_right(mali, one, two, minutes):
    found = linked(mali, said(one), said(two, minutes, source="radio"))
    assert "contradicts" not in {relation for relation, *_ in found}, found


def test_calm_in_one_city_is_no_denial_of_shots_in_another(mali):
    found = linked(
        mali,
        said("Shots were fired in Bamako."),
        said("No shots were fired in Sikasso, Governor Adama Ba said.", 30, source="radio"),
    )
    assert "contradicts" not in {relation for relation, *_ in found}, found


def test_a_correction_contradicts_what_the_outlet_said_before(mali):
    found = linked(
        mali,
        said("Soldiers have seized the airport in Bamako.", source="paper"),
        said(
            "Correction: An earlier version of this article said that soldiers had seized the airport in Bamako. They had not.",
            90,
            source="paper",
        ),
    )
    assert ("contradicts", "correction") in how(found), found


def test_the_earlier_is_never_linked_to_the_later(mali):
    later = "The army in Bamako denied that there was a coup."
    earlier = "Colonel Issa Sanogo said there was a coup in Bamako."
    for _, _, left, right in linked(mali, said(later, 60, source="radio"), said(earlier)):
        assert (left in later, right in earlier) == (True, True)


def test_one_speakers_word_in_two_reports_is_one_saying(mali):
    found = linked(
        mali,
        said("Colonel Issa Sanogo said that the barracks in Kati had fallen to his soldiers."),
        said(
            "In Kati, the barracks had fallen to his soldiers, Colonel Issa Sanogo said.", 20, source="radio"
        ),
    )
    assert ("same", "same-words") in how(found), found
    assert ("supports", "same-kind-and-words") not in how(found)


def test_a_reprint_supports_nothing(mali):
    text = "Soldiers seized the airport in Bamako at dawn and closed the road to Kati, three pilots and a guard told us on Wednesday."
    assert {relation for relation, *_ in linked(mali, said(text), said(text, 20, source="paper"))} <= {"same"}


def test_what_is_denied_supports_nothing(mali):
    found = linked(
        mali,
        said("The army said soldiers had not seized the airport in Bamako."),
        said("Soldiers have seized the airport in Bamako, a pilot said.", 20, source="radio"),
    )
    assert "supports" not in {relation for relation, *_ in found}, found


@pytest.mark.parametrize(("question", "word", "answers"), [
    ("It is unclear how many soldiers seized the palace in Bamako.", "40 soldiers seized the palace in Bamako, Governor Adama Ba said.", True),
    ("It is unclear how many soldiers seized the palace in Bamako.", "Soldiers seized the palace in Bamako, Governor Adama Ba said.", False),
    ("It is unclear how many soldiers seized the palace in Bamako.", "40 soldiers seized the palace in Bamako, a resident said.", False),
    ("It is unclear whether President Moussa Keita has been arrested.", "President Moussa Keita was arrested and taken to Kati, Ali Traore said.", True),
    ("It is unclear whether President Moussa Keita has been arrested.", "It is still unclear whether President Moussa Keita has been arrested.", False),
    ("It is unclear whether President Moussa Keita has been arrested.", "Mopti's millet harvest failed, Governor Adama Ba said.", False),
])  # fmt: skip
def test_a_question_is_closed_by_who_can_be_asked_again_and_answers_it(mali, question, word, answers):
    found = linked(mali, said(question), said(word, 90, source="radio"))
    assert ("answers" in {relation for relation, *_ in found}) is answers, found


def test_what_was_known_before_the_question_does_not_answer_it(mali):
    found = linked(
        mali,
        said("40 soldiers seized the palace in Bamako, Governor Adama Ba said."),
        said("It is unclear how many soldiers seized the palace in Bamako.", 90, source="radio"),
    )
    assert "answers" not in {relation for relation, *_ in found}


def test_a_question_asked_twice_is_one_question(mali):
    found = linked(
        mali,
        said("It is unclear how many soldiers seized the palace in Bamako."),
        said("It is not known how many soldiers seized the palace in Bamako.", 20, source="radio"),
    )
    assert how(found) == {("same", "same-words")}


def test_the_order_of_delivery_within_a_tick_changes_no_link(mali):
    reports = [
        said("Soldiers have seized the airport in Bamako."),
        said("Mutinous soldiers seized the airport of Bamako, a pilot said.", 10, source="radio"),
        said("Ali Traore denied that soldiers had seized the airport in Bamako.", 20, source="paper"),
        said("It is unclear how many soldiers hold the airport in Bamako.", 30, source="radio"),
        said("Sixty soldiers hold the airport in Bamako, the governor said.", 40),
    ]
    forwards, backwards = linked(mali, *reports), linked(mali, *reversed(reports))
    assert len(forwards) >= 3
    assert sorted(forwards) == sorted(backwards)


def test_states_are_made_of_known_kinds_and_meanings_and_exclude_known_states():
    known = {name for part in ("deeds", "things", "people") for name in table()[part]}
    for dimension in dimensions().values():
        assert {state for pair in dimension.excludes for state in pair} <= dimension.states.keys()
        for ways in dimension.states.values():
            for way in ways:
                assert way.needs | way.bars <= known
                assert way.kind is None or way.kind in tables()["kinds"]["kinds"]


def test_what_is_said_of_deeds_is_said_of_known_deeds():
    listed = {deed for name, deeds in table()["about"].items() for deed in deeds if name != "kinds"}
    assert set(table()["about"]["kinds"]) <= tables()["kinds"]["kinds"].keys()
    grouped = {name for members in table()["groups"].values() for name in members}
    assert listed <= table()["deeds"].keys()
    assert grouped <= {*table()["things"], *table()["people"]}


def test_overlap_is_a_share_of_the_shorter_claim(mali):
    store = SQLiteStore(":memory:")
    thread.advance(
        mali,
        store,
        [
            *SOURCES,
            said(
                "Tanks reached the palace in Bamako. Six tanks reached the great palace in Bamako on Monday."
            ),
        ],
        now=NOON + timedelta(hours=1),
    )
    one, two = sorted(store.rows(Claim), key=lambda c: c.start)
    assert overlap(one, two) == overlap(two, one) == 1.0
