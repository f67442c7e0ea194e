"""Which part of one text stands in another: rewrites, translations, frames of pages."""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin.link import copies
from tocsin.link.copies import Keys
from tocsin.link.passages import body, in_order, number, passages
from tocsin.model import Source, report
from tocsin.store.sqlite import SQLiteStore

BENCH = Path(__file__).parents[2] / "bench" / "copies.py"
WIRE = (
    "Soldiers held the bridge at Kati from four in the morning and let only ambulances pass, a baker there said. "
    "Colonel Oumar Dembélé read a list of 9 demands on the radio and gave the cabinet until noon. "
    "Some 240 lorries stood in a line that reached the cement works. The American embassy told its staff to stay at home."
)
FRAME = "We use cookies to improve your visit. Please enable JavaScript to continue. All rights reserved."


def linked(*reports, sources=SOURCES):
    store = SQLiteStore(":memory:")
    papers = [Source(id=f"p{n}", name=f"Paper {n}", kind="newspaper") for n in range(400)]
    store.append([*sources, *papers, *reports], at=NOON)
    tick = store.tick(NOON + timedelta(hours=9))
    found = copies(store.reports(), store, tick, store.sources())
    store.add(tick, (*found.links, *found.memberships))
    return {m.report: m.origin for m in found.memberships}, found, store


def test_a_passage_is_given_in_the_characters_of_both_texts():
    lead = "Mali woke to another day of doubt. "
    first, second = (
        said(WIRE),
        said(
            lead + WIRE.partition("said. ")[2].partition(" The American")[0],
            20,
            source="paper",
            title="Doubt",
        ),
    )
    _, found, _ = linked(first, second)
    (link,) = found.links
    mine = [second.whole[a:b].strip() for a, b, _, _ in link.passages]
    theirs = [first.whole[c:d].strip() for _, _, c, d in link.passages]
    assert mine[0].startswith("Colonel Oumar") and mine[1].startswith("Some 240 lorries")
    assert lead.strip() not in mine
    assert all(own in other for own, other in zip(mine, theirs, strict=True))


def test_a_rewrite_in_other_words_keeps_the_origin():
    first = said(WIRE)
    second = said(
        "Only ambulances were allowed over the bridge at Kati, which soldiers have held since four in the morning, "
        "according to a baker. On the radio, Colonel Oumar Dembélé announced 9 demands and set the cabinet a deadline "
        "of noon. Behind the bridge 240 lorries are queuing as far as the cement works. Staff of the American embassy "
        "were told not to leave home.",
        40,
        source="paper",
    )
    origin, found, _ = linked(first, second)
    assert origin[second.id] == first.id
    assert found.links[0].rule == "rewritten"


def test_a_translation_without_a_credit_is_shown_by_its_names_and_numbers_in_order():
    text = (
        "Soldiers led by Colonel Oumar Dembélé held the bridge at Kati, where 240 lorries stood. His 9 demands were read on "
        "Radio Djoliba at 6:30, and Minister Awa Coulibaly and Mayor Issa Traoré left for Ségou in 14 cars."
    )
    first = said(text, language="en")
    second = said(
        "Des soldats menés par le colonel Oumar Dembélé tenaient le pont de Kati, où attendaient 240 camions. Ses 9 exigences "
        "ont été lues sur Radio Djoliba à 6h30, et la ministre Awa Coulibaly et le maire Issa Traoré sont partis pour Ségou "
        "dans 14 voitures.",
        30,
        source="paper",
        language="fr",
    )
    origin, found, _ = linked(first, second)
    assert origin[second.id] == first.id
    assert found.links[0].rule == "translation"


def test_pages_that_are_all_frame_are_copies_of_nothing():
    pages = [said(FRAME, n, source=f"p{n}") for n in range(30)]
    origin, found, _ = linked(*pages)
    assert len(set(origin.values())) == 30 and found.links == ()


@pytest.mark.parametrize("text", ["Breaking", "Breaking news", "…", "🔴🔴🔴", "12"])
def test_a_word_or_two_that_many_print_are_no_copy(text):
    reports = [said(text, n, source=f"p{n}") for n in range(5)]
    origin, _, _ = linked(*reports)
    assert len(set(origin.values())) == 5


def test_a_flood_of_one_text_is_one_origin_and_leaves_the_index_as_it_was():
    first = said(WIRE)
    flood = [said(WIRE, 1 + n / 10, source=f"p{n}") for n in range(300)]
    origin, _, store = linked(first, *flood)
    assert set(origin.values()) == {first.id}
    keys = Keys.of(body(WIRE))
    assert [name for name, _ in store.alike(keys.every, limit=1000, common=1000)] == [first.id]


def test_a_publication_time_in_the_future_or_none_makes_no_earlier_origin():
    first = said(WIRE)
    ahead = report("paper", WIRE, published=NOON + timedelta(days=400), fetched=NOON + timedelta(minutes=5))
    none = report("radio", WIRE, fetched=NOON + timedelta(minutes=9))
    origin, _, _ = linked(none, ahead, first)
    assert set(origin.values()) == {first.id}


def test_a_credit_whose_report_is_not_at_hand_leaves_the_origin_not_known():
    alone = said("Soldiers have closed the bridge in Bamako, a driver said. (Sahel Press)", source="paper")
    _, found, _ = linked(alone)
    assert [m.rule for m in found.memberships] == ["not-known"]


def test_two_attacks_in_an_agencys_phrases_are_two():
    end = " in the latest violence in a region where armed groups have been active since 2012. No group has claimed responsibility."
    one = said(
        "Gunmen killed at least 12 people in an attack on the village of Tessit, officials said," + end
    )
    two = said(
        "Gunmen killed at least seven people in an attack on a barrier near Amourj, officials said," + end, 90
    )
    origin, _, _ = linked(one, two)
    assert len(set(origin.values())) == 2


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("16,062", "16062"),
        ("16.062", "16062"),
        ("16.5", "16.5"),
        ("4h30", "4:30"),
        ("18:00", "18"),
        ("04:00", "4"),
    ],
)
def test_a_number_is_one_however_it_is_written(raw, plain):
    assert number(raw) == plain


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_passages_lie_within_their_texts(one, other):
    for found in passages(body(one), body(other)):
        assert 0 <= found.start < found.end <= len(one)
        assert 0 <= found.other_start < found.other_end <= len(other)
        assert 0 < found.share <= 1


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.lists(st.sampled_from("abcdef"), max_size=30))
def test_order_is_a_share_and_the_same_both_ways(one, other):
    share = in_order(tuple(one), tuple(other))
    assert 0 <= share <= 1
    assert share == in_order(tuple(other), tuple(one))
    assert in_order(tuple(one), tuple(one)) == (1.0 if one else 0.0)


@pytest.mark.parametrize(
    ("part", "precision", "recall"), [("dev-a", 1, 1), ("dev-b", 1, 1), ("test", 0.96, 1), ("test-b", 1, 1)]
)
def test_the_labelled_texts_are_parted_no_worse_than_when_they_were_last_measured(part, precision, recall):
    spec = importlib.util.spec_from_file_location("bench_copies", BENCH)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    sources, texts, reports = bench.labelled(part)
    found = bench.scored(bench.by_tocsin(sources, reports), texts)
    assert found["precision"] >= precision and found["recall"] >= recall, found["misses"]
