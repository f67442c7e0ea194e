"""Names of armed units and forces are found whole; generic words and other senses are none."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.units import LANGUAGES, units

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))
from labelled import measured, rows  # noqa: E402 - the bench measures, the test only compares

NAMED = [
    ("en", "Ukraine's 3rd Assault Brigade held the bridge.", ["3rd Assault Brigade"]),
    ("en", "The U.S. Army sent the 82nd Airborne Division.", ["U.S. Army", "82nd Airborne Division"]),
    ("en", "The Presidential Guard Battalion (BGP) left; BGP men said so.", ["Presidential Guard Battalion", "BGP", "BGP"]),
    ("en", "Fighters of the People's Liberation Army fled.", ["People's Liberation Army"]),
    ("en", "The Tigers, an elite commando brigade, took the port.", ["Tigers"]),
    ("en", "A police unit known as the Black Panthers was seen.", ["Black Panthers"]),
    ("en", "Agents of the DGSX arrested him.", ["DGSX"]),
    ("en", "National Guard Soldiers Seize Airport In Capital As Leader Flees", ["National Guard"]),
    ("es", "Efectivos de la Fuerza de Acciones Especiales (FAES) entraron.", ["Fuerza de Acciones Especiales", "FAES"]),
    ("es", "El 2º Batallón de Infantería se sublevó.", ["2º Batallón de Infantería"]),
    ("es", "La Guardia Civil y la Policía Nacional salieron.", ["Guardia Civil", "Policía Nacional"]),
    ("es", "Hombres de la Guardia Republicana con equipo antidisturbios.", ["Guardia Republicana"]),
    ("fr", "Le Bataillon d'intervention rapide (BIR) et la Garde républicaine.", ["Bataillon d'intervention rapide", "BIR", "Garde républicaine"]),
    ("fr", "Les Forces armées maliennes ont tiré.", ["Forces armées maliennes"]),
    ("pt", "Homens da Polícia Federal e do 3º Batalhão de Infantaria.", ["Polícia Federal", "3º Batalhão de Infantaria"]),
]  # fmt: skip
NONE = [
    ("en", "The army and the police kept away."),
    ("en", "The Salvation Army fed 300 people."),
    ("en", "The Armed Forces Day parade was cancelled."),
    ("en", "The Workers' Brigade football club lost."),
    ("en", "Market forces and a task force of cooks did it."),
    ("en", "The security forces called Venezuelans back."),
    ("en", "Issa Sanogo, a brigade commander, and UN troops left."),
    ("en", "The Police Commissioner lives on Brigade Road."),
    ("es", "El Ministerio de las Fuerzas Armadas y la Unidad de Terapia Intensiva."),
    ("es", "La policía y el ejército salieron."),
    ("fr", "La force de la nature et la garde du corps."),
    ("pt", "A força da chuva e a polícia."),
]


@pytest.mark.parametrize(("language", "text", "names"), NAMED, ids=[row[1][:40] for row in NAMED])
def test_the_name_of_a_unit_is_found_whole(language, text, names):
    assert [text[a:b] for a, b in units(text, language)] == names


@pytest.mark.parametrize(("language", "text"), NONE, ids=[row[1][:40] for row in NONE])
def test_generic_words_and_other_senses_are_no_units(language, text):
    assert [text[a:b] for a, b in units(text, language)] == []


def test_without_a_language_names_of_all_four_are_found():
    text = "The National Guard met the Guardia Civil.\nLe Bataillon d'intervention rapide partit."
    assert [text[a:b] for a, b in units(text)] == [
        "National Guard",
        "Guardia Civil",
        "Bataillon d'intervention rapide",
    ]


BITS = [
    *("The", "National", "Guard", "Guardia", "Civil", "de la", "of the", "Forces", "3rd", "2º", "Battalion", "régiment", "d'"),
    *("(", ")", "GNB", ",", ".", "\n", "’s", "'", "and", "y", "known as", "a police unit", "commandos from", "İstanbul", "-"),
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(st.sampled_from(BITS), max_size=14),
    glue=st.sampled_from([" ", "", "\xa0", "\n"]),
    language=st.sampled_from([None, *LANGUAGES]),
)
def test_names_lie_in_their_text_and_not_in_each_other(words, glue, language):
    text, last = glue.join(words), 0
    for start, end in units(text, language):
        assert last <= start < end <= len(text)
        assert not text[start].isspace() and not text[end - 1].isspace()
        last = end


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80), language=st.sampled_from([None, *LANGUAGES]))
def test_no_text_whatever_breaks_the_reading_of_units(text, language):
    whole = f"The {text} National Guard {text} (GN)"
    assert all(0 <= a < b <= len(whole) for a, b in units(whole, language))


@pytest.mark.parametrize("piece", ["The National Guard of the ", "Guardia de la ", "XYZ (", "Guard "])
def test_a_text_without_end_is_read_in_pieces_of_the_same_cost(piece):
    def steps(times):
        calls = 0

        def count(frame, event, argument):
            nonlocal calls
            calls += event.endswith("call")

        text = piece * times
        sys.setprofile(count)
        try:
            units(text, "es" if piece.startswith("Guardia") else "en")
        finally:
            sys.setprofile(None)
        return calls

    assert steps(1_600) < 3 * steps(800)


def test_counts_and_units_reach_their_aim_on_the_tuned_sentences():
    found = measured("dev")
    assert found["quantities", "span, range and unit", "tocsin", "all"].f1 >= 0.95
    assert found["units", "span", "tocsin", "all"].f1 >= 0.95


@pytest.mark.parametrize(("task", "key"), [("quantities", "quantities"), ("units", "units")])
@pytest.mark.parametrize("part", ["dev", "test"])
def test_every_label_stands_once_in_its_sentence(task, key, part):
    for row in rows(task, part):
        spans = [one if task == "units" else one["span"] for one in row[key]]
        assert all(row["text"].count(span) == 1 for span in spans), row["id"]
        assert json.dumps(row)
