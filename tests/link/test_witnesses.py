"""Who is a witness and who only passes on: reprints, credits, statements, rumours."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread, watch
from tocsin.link.copies import likeness
from tocsin.link.index import FEW, MOST, runs, sampled
from tocsin.model import Link, Membership, Source
from tocsin.store.sqlite import SQLiteStore

ALERT = (
    "Mutinous soldiers took the radio house in Bamako at five on Wednesday morning and played marches, a technician there "
    "said by telephone. Two trucks blocked the avenue. A spokesman for the presidency, Adama Cisse, did not answer calls."
)
PAPERS = tuple(Source(id=f"paper-{n}", name=f"Paper {n}", kind="newspaper", country="ML") for n in range(10))


def origins(mali, *reports, sources=(), hours=6):
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, *PAPERS, *sources, *reports], now=NOON + timedelta(hours=hours))
    members = {m.report: m.origin for m in store.rows(Membership)}
    return members, {link.left: link for link in store.rows(Link, relation="copy_of")}


def test_ten_reprints_of_one_wire_are_one_witness(mali):
    first = said(ALERT)
    prints = [said(ALERT, 5 + n, source=f"paper-{n}", title=f"Headline {n}") for n in range(10)]
    members, links = origins(mali, first, *prints)
    assert set(members.values()) == {first.id}
    assert len(links) == 10


def test_other_spaces_capitals_accents_and_quotes_make_no_other_text(mali):
    first = said(ALERT)
    second = said(ALERT.upper().replace(" ", "  ").replace("ADAMA", "ÁDAMA"), 9, source="paper")
    members, links = origins(mali, first, second)
    assert members[second.id] == first.id
    assert links[second.id].rule == "same-words"


def test_a_copy_of_a_copy_goes_back_to_the_first(mali):
    first = said(ALERT)
    second = said("Dawn broke over the river. " + ALERT, 10, source="paper")
    third = said("Dawn broke over the river. " + ALERT[:150] + " More follows.", 20, source="radio")
    members, _ = origins(mali, first, second, third)
    assert set(members.values()) == {first.id}


def test_a_translation_with_a_credit_is_the_agencys(mali):
    first = said(
        "Colonel Issa Sanogo told troops in Kati and Sikasso to stay put, and 240 of them did, Mayor Fatou Diarra said."
    )
    second = said(
        "Le colonel Issa Sanogo a demandé aux troupes de Kati et Sikasso de rester, et 240 l'ont fait, selon Fatou Diarra. "
        "(Sahel Press)",
        25,
        source="paper",
        language="fr",
    )
    members, links = origins(mali, first, second)
    assert members[second.id] == first.id
    assert links[second.id].rule == "credit-line"


def test_a_credit_for_a_report_that_is_not_at_hand_ties_nothing(mali):
    first = said(
        "The price of millet in Mopti rose by 14 percent, traders Oumar Ba and Ina Sow said.", language="en"
    )
    second = said("Soldiers have closed the bridge in Bamako. (Sahel Press)", 25, source="paper")
    members, links = origins(mali, first, second)
    assert members[second.id] == second.id
    assert links == {}


def test_an_agencys_report_of_a_ministrys_statement_has_the_ministry_as_witness(mali):
    first = said(
        "The Ministry states that the Kati garrison and the 33rd Regiment in Bamako obey General Oumar Diallo.",
        source="ministry",
    )
    second = said(
        "General Oumar Diallo is obeyed by the garrison of Kati and by the 33rd Regiment, it was put about in Bamako.",
        20,
    )
    members, links = origins(mali, first, second)
    assert members[second.id] == first.id
    assert links[second.id].rule == "statement"


def test_a_rumour_told_again_in_other_words_by_accounts_is_one_rumour(mali):
    more = Source(id="@gossip", name="@gossip", kind="account")
    first = said(
        "Hearing president Keita boarded helicopter towards Dakar airport tonight, Bamako", source="alert"
    )
    second = said(
        "Bamako: tonight president Keita boarded some helicopter, towards the airport of Dakar!!",
        15,
        source="@gossip",
    )
    members, links = origins(mali, first, second, sources=[more])
    assert members[second.id] == first.id
    assert links[second.id].rule == "same-rumour"


def test_two_newsrooms_that_tell_the_same_are_no_rumour(mali):
    first = said("President Keita boarded a helicopter towards Dakar airport in Bamako", source="radio")
    second = said(
        "In Bamako president Keita boarded some helicopter, towards the airport of Dakar",
        15,
        source="paper",
    )
    members, _ = origins(mali, first, second)
    assert len(set(members.values())) == 2


def test_a_sentence_that_everybody_quotes_makes_no_copy(mali):
    words = "“The country is calm,” President Moussa Keita said in Bamako."
    one = said(
        words
        + " "
        + "Our reporter walked along the river and met fishermen who mended nets as on any other day of the week."
    )
    two = said(
        words
        + " "
        + "Banks stayed shut while customers queued under umbrellas, and taxis asked for three times the usual fare.",
        9,
        source="radio",
    )
    members, _ = origins(mali, one, two)
    assert len(set(members.values())) == 2


def test_a_text_of_last_week_is_not_what_this_one_was_copied_from(mali):
    old, new = said(ALERT, -7 * 24 * 60), said(ALERT, source="paper")
    members, _ = origins(mali, old, new)
    assert members[new.id] == new.id


def test_a_credited_copy_links_back_and_its_score_is_the_share_of_words(mali):
    first = said(ALERT)
    second = said("One. " + ALERT, 10, source="paper")
    _, links = origins(mali, first, second)
    assert (links[second.id].left, links[second.id].right) == (second.id, first.id)
    assert 0.42 <= links[second.id].score <= 1


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_share_and_the_same_both_ways(one, two):
    assert 0 <= likeness(one, two) <= 1 + 1e-9
    assert likeness(one, two) == pytest.approx(likeness(two, one))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(list("abcdefghij")), max_size=400).map(" ".join))
def test_the_indexed_sample_is_a_bounded_part_of_the_runs(text):
    hashes = runs(text)
    chosen = sampled(hashes)
    assert set(chosen) <= hashes
    assert len(chosen) <= MOST
    assert len(chosen) == len(hashes) or len(hashes) > FEW
    assert all(0 <= value < 2**63 for value in hashes), "SQLite's integers are signed"


LEADS = ["", "It rained. ", "Dawn broke over Bamako. ", "Here is what we know. "]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(LEADS), st.integers(60, len(ALERT)), st.integers(0, 90)),
        min_size=2,
        max_size=6,
    ),
    st.randoms(),
)
def test_the_order_of_delivery_within_a_tick_changes_no_origin(cuts, chance):
    mali = watch.parse('question = "?"\n[place]\ncountry = "ML"\n')
    reports = [
        said(lead + ALERT[:length], minute, source=f"paper-{n}")
        for n, (lead, length, minute) in enumerate(cuts)
    ]
    shuffled = reports[:]
    chance.shuffle(shuffled)
    members, links = origins(mali, *reports)
    again, links_again = origins(mali, *shuffled)
    assert members == again
    assert set(links) == set(links_again)
    assert set(members) == {r.id for r in reports}
    assert all(members[origin] == origin for origin in members.values()), "an origin is its own first report"
