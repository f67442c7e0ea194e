"""What a negation reaches: the happening itself, and no second verb that is said to be so."""

from __future__ import annotations

import pytest

from tocsin.read.firmness import negated

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
