"""What agrees, what cannot both be true, and what settles a question."""

from __future__ import annotations

from datetime import timedelta

from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.model import Claim, Link
from tocsin.store.sqlite import SQLiteStore


def linked(mali, *reports):
    """The relations between the claims of the reports, as (words, relation, words)."""
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, *reports], now=NOON + timedelta(hours=6))
    claims = {c.id: c for c in store.rows(Claim)}
    return [
        (claims[k.left], k.relation, claims[k.right], k.rule)
        for k in store.rows(Link)
        if k.relation != "copy_of"
    ]


def relations(found):
    return {relation for _, relation, _, _ in found}


def test_a_denial_contradicts_what_it_denies(mali):
    found = linked(
        mali,
        said("Colonel Issa Sanogo said that soldiers had seized power in a coup in Bamako."),
        said("President Moussa Keita denied that there was a coup in Bamako.", 30, source="radio"),
    )
    assert any(how == "contradicts" and rule == "denial" for _, how, _, rule in found), found


def test_custody_and_a_public_appearance_exclude_each_other(mali):
    found = linked(
        mali,
        said("Soldiers have detained President Moussa Keita in Bamako."),
        said(
            "President Moussa Keita appeared in public in Bamako and walked freely, our reporter saw.",
            30,
            source="radio",
        ),
    )
    assert any(rule == "exclusive-states" for *_, rule in found), found


def test_what_two_say_independently_supports_each_other(mali):
    found = linked(
        mali,
        said("Soldiers have seized the airport in Bamako."),
        said("Mutinous soldiers seized the airport of Bamako, our reporter saw.", 30, source="radio"),
    )
    assert relations(found) & {"supports", "same"}


def test_what_a_witness_says_again_is_the_same(mali):
    found = linked(
        mali,
        said("Defence Minister Ali Traore said the army in Bamako remained loyal to the president."),
        said(
            "The army in Bamako remained loyal to the president, Defence Minister Ali Traore said.",
            30,
            source="radio",
        ),
    )
    assert "same" in relations(found)


def test_a_count_answers_how_many(mali):
    found = linked(
        mali,
        said("It is not clear how many soldiers joined the mutiny in Bamako."),
        said(
            "About 200 soldiers joined the mutiny in Bamako, Defence Minister Ali Traore said.",
            90,
            source="radio",
        ),
    )
    assert any(how == "answers" and new.text.startswith("About 200") for new, how, _, _ in found), found


def test_a_hedged_word_answers_nothing(mali):
    found = linked(
        mali,
        said("It is not clear how many soldiers joined the mutiny in Bamako."),
        said("About 200 soldiers reportedly joined the mutiny in Bamako.", 90, source="radio"),
    )
    assert "answers" not in relations(found)


def test_nothing_contradicts_itself_within_one_origin(mali):
    text = "Soldiers said there was a coup in Bamako. President Moussa Keita denied that there was a coup in Bamako."
    found = linked(mali, said(text), said(text, 10, source="paper"))
    for new, how, old, _ in found:
        if how == "contradicts":
            assert (new.report, new.start) != (old.report, old.start) and new.speaker != old.speaker
