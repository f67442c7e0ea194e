"""One passage of a report is another's: what is claimed in it goes back to that other, and the rest stays its own."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.link.borrowed import borrowed
from tocsin.model import Claim, Link, Membership
from tocsin.publish.exports import export
from tocsin.store.sqlite import SQLiteStore
from tocsin.undoing import origins_with_passages

WIRE = (
    "Soldiers loyal to Colonel Sanogo seized the state broadcaster in Bamako before dawn and cut its signal on Wednesday. "
    "Armoured vehicles stood at the gate of the compound and nobody was let in, two employees said. "
    "The presidency has not commented on the events of the morning."
)
SEIZED = WIRE.partition(". ")[0] + "."
OTHER = (
    "Shops in the market of Kati closed early and buses stayed in their depots, drivers there told our reporter. "
    "Gunfire was heard near the barracks at about four in the morning, three shopkeepers said separately. "
    "A teacher who lives beside the school counted six military lorries on the road to the river. "
    "By nine the road was open again, and children played football where the lorries had stood. "
    "Fuel was sold out at both stations, and the pharmacist said that nobody had come to work. "
)

RIVER = (
    " The ferries across the river ran on time, and pilgrims filled the landing at Djenne from early in the day. "
    "Fishermen mended their nets in the shade while traders argued over the price of onions and dried fish. "
    "A choir of pupils sang for a visiting bishop, whose driver slept through all of it under a mango tree."
)


def drawn(mali, *reports, passes=1):
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, *reports], now=NOON + timedelta(hours=6))
    return store


def origin_by_words(store, report):
    origins = origins_with_passages(store)
    return {
        claim.text: origins.get(claim.id, origins[claim.report])
        for claim in store.rows(Claim, report=report.id)
        if not (claim.speaker.named and claim.speaker.start is not None)
    }


def test_what_is_claimed_in_anothers_passage_goes_back_to_that_other(mali):
    wire, long = said(WIRE), said(OTHER + SEIZED, 40, source="paper")
    store = drawn(mali, wire, long)
    assert {m.report: m.origin for m in store.rows(Membership)} == {wire.id: wire.id, long.id: long.id}
    origin = origin_by_words(store, long)
    assert {o for words, o in origin.items() if "broadcaster" in words} == {wire.id}
    assert {o for words, o in origin.items() if "Gunfire" in words} == {long.id}


def test_a_passage_is_a_link_with_the_characters_of_both(mali):
    wire, long = said(WIRE), said(OTHER + SEIZED, 40, source="paper", title="A quiet market")
    (link,) = drawn(mali, wire, long).rows(Link, relation="passage_of")
    assert (link.left, link.right, link.rule) == (long.id, wire.id, "printed")
    ((start, end, there, upto),) = link.passages
    assert long.whole[start:end].strip() == SEIZED and wire.whole[there:upto].startswith(SEIZED)


def test_a_sign_that_only_a_borrowed_passage_shows_again_is_not_corroborated_by_it(mali):
    wire, long, own = (
        said(WIRE),
        said(OTHER + SEIZED, 40, source="paper"),
        said(
            "Soldiers have seized the state broadcaster; our correspondent counted twenty of them at its door.",
            50,
            source="radio",
        ),
    )
    seized = [row for row in export(drawn(mali, wire, long), "signs") if row["sign"] == "site-seized"]
    both = [row for row in export(drawn(mali, wire, long, own), "signs") if row["sign"] == "site-seized"]
    assert [len(row["origins"]) for row in seized] == [1]
    assert [len(row["origins"]) for row in both] == [2]


def test_words_in_quotation_marks_are_nobodys_passage(mali):
    spoken = "“We have taken the radio and the television and every bridge of this city tonight,” said Colonel Sanogo."
    one, two = said(f"{spoken} {WIRE}"), said(f"{OTHER}{spoken}", 40, source="paper")
    assert drawn(mali, one, two).rows(Link, relation="passage_of") == []


def test_a_passage_of_a_passage_goes_back_to_the_first(mali):
    wire = said(WIRE)
    second = said(OTHER + SEIZED, 40, source="paper")
    third = said(SEIZED + RIVER, 80, source="radio")
    store = drawn(mali, wire, second, third)
    origin = {o for words, o in origin_by_words(store, third).items() if "broadcaster" in words}
    assert origin == {wire.id}


@settings(max_examples=12, deadline=None)
@given(
    order=st.permutations(
        [(WIRE, "wire"), (OTHER + SEIZED, "paper"), (OTHER, "radio"), (SEIZED + " Nobody was hurt.", "alert")]
    )
)
def test_the_order_of_arrival_within_one_instant_changes_no_passage(mali, order):
    every = [said(text, source=source) for text, source in order]
    store = drawn(mali, *every)
    found = {row.id: row.passages for row in store.rows(Link, relation="passage_of")}
    claims = {c.id: origins_with_passages(store).get(c.id) for c in store.rows(Claim)}
    first = drawn(mali, *sorted(every, key=lambda r: r.id))
    assert found == {row.id: row.passages for row in first.rows(Link, relation="passage_of")}
    assert claims == {c.id: origins_with_passages(first).get(c.id) for c in first.rows(Claim)}


def test_passages_that_point_at_each_other_end(mali):
    one, two = said(WIRE), said(SEIZED, 5, source="paper")
    claim = drawn(mali, one).rows(Claim, report=one.id)[0]
    span = ((0, 500, 0, 500),)
    links = [
        Link(left=a.id, right=b.id, relation="passage_of", rule="printed", score=1.0, at=NOON, passages=span)
        for a, b in ((one, two), (two, one))
    ]
    assert borrowed([claim], links, {}) == {claim.id: two.id}
