"""Days and months that are part of a name tell no time; the same words beside other words with capitals do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tocsin.read.timexes import timexes

NOW = datetime(2024, 5, 16, 9, tzinfo=UTC)  # a Thursday

NAMES = [
    ("en", "An editor of the Sunday Monitor was held.", []),
    ("en", "The Thursday Herald printed the list on Tuesday.", ["Tuesday"]),
    ("en", "Nigeria's Saturday Punch has named the officer.", []),
    ("en", "Crowds gathered for Black Friday near the port.", []),
    ("en", "The inquiry into Bloody Sunday was closed on Monday.", ["Monday"]),
    ("en", "Gunmen of Black September took the hostages.", []),
    ("en", "Guards arrested June Okafor at the gate.", []),
    ("en", "Leaders of the 5 June Movement were freed.", []),
    ("en", "The March for Peace was broken up.", []),
    ("es", "La empresa quebró en el Viernes Negro.", []),
    ("es", "Hubo disparos en Santo Domingo el jueves.", ["el jueves"]),
    ("es", "Domingo Herrera fue detenido.", []),
    ("fr", "Septembre Noir a revendiqué la prise d'otages.", []),
    ("fr", "Le journal Dimanche Ouest a été fermé mardi.", ["mardi"]),
    ("pt", "Um repórter do Correio de Domingo foi preso.", []),
]


@pytest.mark.parametrize(("language", "text", "times"), NAMES)
def test_a_day_or_month_in_a_name_is_no_time(language, text, times):
    found = timexes(text, said=NOW, zone=UTC, language=language)
    assert [timex.text for timex in found] == times


TIMES = [
    ("en", "On Friday President Adeyemi left the city.", "Friday"),
    ("en", "Shells fell on Geneva Tuesday, the mayor said.", "Tuesday"),
    ("en", "The ministry told Reuters Wednesday that it had no news.", "Wednesday"),
    ("en", "Gunmen fired at Friday prayers.", "Friday"),
    ("en", "In April President Adeyemi left the city.", "April"),
    ("en", "Late Monday Night Shots Fired Near Palace", "Late Monday Night"),
    ("es", "El domingo hubo disparos en Quito.", "El domingo"),
    ("pt", "A Marinha saiu do porto na Sexta-feira.", "Sexta-feira"),
]


@pytest.mark.parametrize(("language", "text", "time"), TIMES)
def test_a_day_beside_a_name_stays_a_time(language, text, time):
    assert [timex.text for timex in timexes(text, said=NOW, zone=UTC, language=language)] == [time]
