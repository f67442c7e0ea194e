"""What a negation reaches: the happening itself, and no second verb that is said to be so."""

from __future__ import annotations

import pytest

from tocsin.read.firmness import history, negated

TOLD = [
    ("Keita had neither the support nor the respect of the army and called people out", "called people out", False),
    ("the army is with the people and not with the president", "army is with the people and not with the president", False),
    ("The guards did not surrender and attacked the palace", "attacked the palace", False),
    ("Los soldados no huyeron y tomaron la base", "tomaron la base", False),
    ("He has resigned and not fled", "fled", True),
    ("He was not arrested and deported", "deported", True),
    ("No shots were fired and nobody was arrested", "arrested", True),
    ("He was neither seen nor arrested", "arrested", True),
    ("an end to a week of baseless talk on social media that he had been overthrown", "overthrown", True),
    ("He said a false report had appeared and that soldiers seized the base", "seized the base", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "event", "said"), TOLD, ids=[row[0][:40] for row in TOLD])
def test_a_negation_reaches_what_it_governs_and_no_further(text, event, said):
    start = text.index(event)
    assert negated(text, (start, start + len(event))) is said


@pytest.mark.parametrize("text", [
    "A bomb went off at the Hotel 2000.", "It was dissolved on 7 Tahsas 2019.", "The vote of 2018 in the Ethiopian calendar.",
    "They will leave by 2030.",
])  # fmt: skip
def test_a_name_another_calendar_and_the_future_are_no_history(text):
    assert not history(text, 2026)


@pytest.mark.parametrize(
    "text", ["In 2012 he fell.", "The 2013 coup failed.", "He left in August 2020.", "En marzo de 2012 cayó."]
)
def test_an_earlier_year_is_history(text):
    assert history(text, 2026)
