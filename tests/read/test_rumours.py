"""What is told only to be called false never counts as told: the words by which reports take a rumour back."""

from __future__ import annotations

import pytest
from samples import SOURCES, said

from tocsin.read import read

KNOWN = {source.id: source for source in SOURCES}

TAKEN_BACK = [
    ("en", "Rumours that President Keita has been overthrown proved false on Tuesday."),
    ("en", "Keita walked through Bamako, putting an end to a week of baseless talk online that he had been overthrown."),
    ("en", "The supposed ouster of President Keita turned out to be an invention of a few accounts."),
    ("en", "Far from being under house arrest, President Keita was seen at the airport in Bamako."),
    ("en", "Keita laughs off reports of his arrest."),
    ("en", "There had been whispers of a putsch in Bamako; there was none."),
    ("en", "It was widely but wrongly reported that Keita had been arrested."),
    ("en", "Nothing suggests that Keita has been deposed."),
    ("en", "Viral posts claiming that the army had taken power in Mali are fake."),
    ("en", "An old video of tanks was shared as proof of a coup in Bamako."),
    ("es", "Los rumores de que el presidente Keita fue derrocado resultaron falsos."),
    ("es", "La supuesta detención de Keita no ocurrió."),
    ("fr", "Contrairement aux rumeurs, le président Keita n'a pas été arrêté à Bamako."),
]  # fmt: skip
TOLD = [
    (
        "en",
        "President Keita has been overthrown, the army said, and false reports of his flight were spread.",
    ),
    ("en", "President Keita was arrested in Bamako and the claim that he fled is false."),
    ("en", "Soldiers who denied the rumours have seized the palace in Bamako."),
    ("en", "President Keita was arrested in Bamako; the arrest of his son proved harder."),
    ("fr", "Le président Keita a été arrêté à Bamako."),
]


@pytest.mark.parametrize(("language", "text"), TAKEN_BACK, ids=[text[:40] for _, text in TAKEN_BACK])
def test_a_rumour_that_is_taken_back_is_denied(mali, language, text):
    firm = [
        c
        for c in read([said(text, language=language)], mali, KNOWN)
        if c.stance == "asserts" and not c.hedged
    ]
    assert not any(set(c.kinds) - {"leader-seen", "no-sign"} for c in firm), firm


@pytest.mark.parametrize(("language", "text"), TOLD, ids=[text[:40] for _, text in TOLD])
def test_what_is_told_beside_a_falsehood_is_still_told(mali, language, text):
    claims = read([said(text, language=language)], mali, KNOWN)
    assert any(c.stance == "asserts" and c.kinds for c in claims), claims
