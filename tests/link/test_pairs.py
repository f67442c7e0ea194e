"""Support, contradiction and answers across wording and language, and what only looks like them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.link.meanings import words, words_of
from tocsin.model import Claim, Link
from tocsin.read.fold import fold
from tocsin.store.sqlite import SQLiteStore


def relations(mali, *reports):
    """The relations between claims of different reports."""
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, *reports], now=NOON + timedelta(hours=60))
    claims = {claim.id: claim for claim in store.rows(Claim)}
    return {
        link.relation
        for link in store.rows(Link)
        if link.relation not in {"copy_of", "passage_of"}
        and claims[link.left].report != claims[link.right].report
    }


@pytest.mark.parametrize(("one", "two"), [
    ("Shots were heard near the palace in Bamako.", "Des tirs ont été entendus près du palais à Bamako."),
    ("President Moussa Keita has been arrested by soldiers.", "Mali's president is being held by mutinous troops, a diplomat said."),
    ("At least 12 people were killed in Bamako, a doctor said.", "Fifteen people were killed in Bamako, the Red Cross said."),
    ("The army has closed the border with Niger.", "El ejército cerró la frontera con Níger."),
])  # fmt: skip
def test_one_happening_in_other_words_or_another_language_is_support(mali, one, two):
    assert relations(mali, said(one), said(two, 30, source="radio")) & {"supports", "same"}


@pytest.mark.parametrize(("one", "two"), [
    ("President Moussa Keita is in custody.", "President Moussa Keita has fled to Niger, a pilot said."),
    ("The garrison in Sikasso has defected.", "The garrison in Sikasso remains loyal to the president, its commander said."),
    ("Rebels hold the airport in Bamako.", "The airport in Bamako is under army control, the governor said."),
    ("President Moussa Keita is dead, an officer said.", "President Moussa Keita is alive, his doctor said."),
    ("State television in Bamako is off the air.", "State television in Bamako is broadcasting normally, the ministry said."),
    ("Le président Moussa Keita a été arrêté.", "President Moussa Keita has not been arrested, his office said."),
])  # fmt: skip
def test_states_that_exclude_each_other_contradict(mali, one, two):
    assert "contradicts" in relations(mali, said(one), said(two, 30, source="radio"))


@pytest.mark.parametrize(("one", "two", "minutes"), [
    ("President Moussa Keita was arrested at dawn.", "President Moussa Keita has been released, the army said.", 300),
    ("State television is off the air.", "State television is back on the air.", 90),
    ("Three people were killed in Bamako, police said.", "Eleven people have now been killed in Bamako, a doctor said.", 200),
    ("Rebels took the airport in Bamako.", "The army retook the airport in Bamako, the governor said.", 600),
])  # fmt: skip
def test_a_change_of_state_is_no_contradiction(mali, one, two, minutes):
    assert "contradicts" not in relations(mali, said(one), said(two, minutes, source="radio"))


@pytest.mark.parametrize(("one", "two"), [
    ("The governor of Sikasso was arrested.", "The governor of Mopti has not been arrested, his office said."),
    ("President Moussa Keita was arrested.", "Ali Traore has not been arrested, his office said."),
    ("The airport in Bamako is closed.", "The airport in Sikasso is open, its director said."),
    ("12 people were killed in Bamako, a doctor said.", "40 people were wounded in Bamako, a nurse said."),
    ("Rumours of a coup in Bamako spread on Monday.", "There was no coup in Bamako, the army said."),
])  # fmt: skip
def test_another_place_person_or_thing_is_neither_support_nor_contradiction(mali, one, two):
    assert not relations(mali, said(one), said(two, 30, source="radio")) & {"contradicts", "supports"}


@pytest.mark.parametrize(("question", "answer"), [
    ("It is unclear whether President Moussa Keita has been arrested.", "President Moussa Keita has been arrested, Ali Traore said."),
    ("On ignore où se trouve le président Moussa Keita.", "President Moussa Keita is under house arrest in Kati, Ali Traore said."),
    ("No se sabe cuántas personas murieron en Bamako.", "Twelve people were killed in Bamako, Governor Adama Ba said."),
])  # fmt: skip
def test_an_unknown_is_answered_in_its_own_words_and_from_another_language(mali, question, answer):
    assert "answers" in relations(mali, said(question), said(answer, 60, source="radio"))


def test_an_account_without_a_name_answers_nothing(mali):
    asked = said("It is unclear whether President Moussa Keita has been arrested.")
    told = said("Soldiers have arrested President Moussa Keita in Bamako!", 60, source="alert")
    assert "answers" not in relations(mali, asked, told)


def test_a_hundred_reports_of_other_cities_do_not_hide_the_one_that_is_denied(mali):
    crowd = [said(f"Shots were fired in Sikasso at house {n}.", n / 10, source="paper") for n in range(100)]
    one = said("Shots were fired in Bamako.", 1)
    other = said("No shots were fired in Bamako, Governor Adama Ba said.", 40, source="radio")
    assert "contradicts" in relations(mali, one, *crowd, other)


@pytest.mark.parametrize(("deed", "texts"), [
    ("cut", ["The north has been without power since noon.", "El norte sigue sin luz.", "Le nord est sans électricité."]),
    ("restore", ["Power came back on at nine.", "A las nueve volvió la luz."]),
    ("protest", ["Drivers built barricades.", "Los sindicatos están en huelga.", "Le port est en grève."]),
    ("annul", ["Ballots of the south were thrown out.", "El tribunal invalidó las actas del sur."]),
    ("publish_result", ["El recuento sigue en la capital.", "Le dépouillement continue."]),
])  # fmt: skip
def test_happenings_of_blackouts_strikes_and_counts_mean_the_same_in_other_words(deed, texts):
    for text in texts:
        assert deed in {meant.meaning for meant in words("deeds").find(words_of(fold(text)))}, text
