"""Who took it from whom: copies are one witness, independent reports are two."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.model import Link, Membership, Source
from tocsin.store.sqlite import SQLiteStore

WIRE = (
    "Soldiers seized the state broadcaster in Bamako before dawn on Wednesday and cut its signal, two employees said. "
    "Armoured vehicles stood at the gate and nobody was let in or out of the building. The presidency did not comment. "
    "Residents of the riverside districts spoke of sporadic shooting that lasted about forty minutes."
)
OTHER = (
    "Our correspondent reached the television compound shortly after six. Men in camouflage had parked two pickup trucks "
    "across the avenue, the news bulletin was off the air, and a shopkeeper counted about thirty troops on the lawn."
)


def origins(mali, *reports):
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, *reports], now=NOON + timedelta(hours=6))
    return {m.report: m.origin for m in store.rows(Membership)}, store.rows(Link, relation="copy_of")


def test_a_reprint_goes_back_to_the_first_to_publish(mali):
    first, second = said(WIRE), said(WIRE, 20, source="paper")
    members, links = origins(mali, second, first)
    assert members == {first.id: first.id, second.id: first.id}
    assert [(link.left, link.right, link.rule) for link in links] == [(second.id, first.id, "same-words")]


def test_a_cut_down_with_a_lead_of_its_own_is_still_the_wires(mali):
    first = said(WIRE)
    cut = said(
        "The capital woke to soldiers on the air on Wednesday. " + WIRE.partition(". ")[2], 30, source="paper"
    )
    members, links = origins(mali, first, cut)
    assert members[cut.id] == first.id
    assert links[0].score < 1


def test_two_who_saw_the_same_are_two_witnesses(mali):
    one, two = said(WIRE), said(OTHER, 10, source="radio")
    members, links = origins(mali, one, two)
    assert len(set(members.values())) == 2 and links == []


def test_a_page_that_was_changed_is_one_witness(mali):
    first = said("Soldiers in Bamako hold the bridge.", source="radio", url="https://radio.example/live")
    second = said(
        "Gunmen in Bamako hold the bridge, which is closed.",
        40,
        source="radio",
        url="https://radio.example/live",
    )
    members, links = origins(mali, first, second)
    assert members[second.id] == first.id and links[0].rule == "revision"


def test_two_entries_of_one_live_page_are_no_revisions_of_each_other(mali):
    texts = (
        "Soldiers in Bamako hold the bridge.",
        "The airport of Kati takes off no flights, travellers say.",
    )
    entries = [
        said(text, 40 * n, source="radio", url="https://radio.example/live") for n, text in enumerate(texts)
    ]
    members, links = origins(mali, *entries)
    assert [members[entry.id] for entry in entries] == [entry.id for entry in entries] and links == []


def test_a_re_shared_post_is_the_first_ones(mali):
    post = said("Soldiers are at the gates of the palace in Bamako, I can see them", source="alert")
    shared = said(
        "RT @alert Soldiers are at the gates of the palace in Bamako, I can see them", 5, source="@other"
    )
    store = SQLiteStore(":memory:")
    more = Source(id="@other", name="@other", kind="account")
    thread.advance(mali, store, [*SOURCES, more, post, shared], now=NOON + timedelta(hours=1))
    assert {m.origin for m in store.rows(Membership)} == {post.id}


def test_a_copy_that_comes_first_by_the_clock_of_arrival_is_still_the_copy(mali):
    first, second = said(WIRE, 0), said(WIRE, 45, source="paper")
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, second], now=NOON + timedelta(hours=1))
    thread.advance(mali, store, [first], now=NOON + timedelta(hours=2))
    last = {m.report: m.origin for m in store.rows(Membership)}
    assert set(last.values()) == {first.id}


PIECES = [WIRE, OTHER, WIRE[:120], OTHER[60:], "Calm in Bamako.", "Shots in Kati, Mali.", WIRE + " " + OTHER]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(range(len(PIECES))), min_size=1, max_size=7), st.randoms())
def test_origins_part_the_reports_and_arrival_changes_nothing(chosen, chance):
    from tocsin import watch

    mali = watch.parse('question = "?"\n[place]\ncountry = "ML"\n')
    reports = [said(PIECES[n], minute, source=f"s{minute}") for minute, n in enumerate(chosen)]
    shuffled = reports[:]
    chance.shuffle(shuffled)
    members, _ = origins(mali, *reports)
    assert set(members) == {r.id for r in reports}
    assert all(members[origin] == origin for origin in members.values())
    assert origins(mali, *shuffled)[0] == members
