"""What every store holds to, whatever it is made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.errors import StoreError
from tocsin.model import Decision, Link, Membership, Quarantine, Source, Update, report
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import parse

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
WATCH = parse('question = "Has a coup begun?"\n[place]\ncountry = "ML"\n')


def said(text: str, minutes: int = 0, **fields: object):
    """A report of a minute after noon."""
    at = NOON + timedelta(minutes=minutes)
    return report(fields.pop("source", "radio"), text, published=at, fetched=at, **fields)


def test_a_fact_that_is_there_is_not_added_again(store):
    facts = [
        WATCH,
        Source(id="radio", name="Radio"),
        said("Shots were heard."),
        Quarantine(where="f:1", reason="no-text", detail="-"),
    ]
    assert len(store.append(facts, at=NOON)) == 4
    assert store.append(facts, at=NOON + timedelta(hours=1)) == []
    assert [entry.kind for entry in store.journal()] == ["watch", "source", "report", "quarantine"]


def test_the_journal_keeps_the_order_in_which_facts_came(store):
    late, early = said("Second.", 5), said("First.", 0)
    store.append([late], at=NOON)
    store.append([early], at=NOON)
    assert [r.id for r in store.reports()] == [late.id, early.id]
    first = next(store.journal(kind="report"))
    assert [r.id for r in store.reports(after=first.seq)] == [early.id]
    assert [r.id for r in store.reports(upto=first.seq)] == [late.id]


def test_a_source_that_changes_is_a_new_version_and_the_old_one_can_be_asked_for(store):
    store.append([Source(id="radio", name="Radio")], at=NOON)
    before = store.count("source")
    store.append([Source(id="radio", name="Radio", side="government")], at=NOON)
    assert store.sources()["radio"].side == "government"
    assert store.sources(upto=before)["radio"].side is None


def test_a_watch_set_back_to_what_it_was_is_a_change_too(store):
    other = parse('question = "Is it over?"\n[place]\ncountry = "ML"\n')
    for watch in (WATCH, other, WATCH):
        assert store.append([watch], at=NOON)
    assert store.watch() == WATCH


def test_a_changed_page_is_a_new_revision_of_the_report(store):
    first = said("Five people died in the fire.", external_id="a")
    second = said("Seven people died in the fire.", 10, external_id="a")
    store.append([first, second], at=NOON)
    assert [r.revises for r in store.reports()] == [None, first.id]
    assert store.report_ids("a") == [first.id, second.id]


def test_an_id_used_again_for_other_words_makes_no_revision(store):
    first = said("Five people died in the fire.", external_id="a")
    other = said("The ferry to the islands runs again.", 10, external_id="a")
    later = said("Seven people died in the fire.", 20, external_id="a")
    store.append([first, other, later], at=NOON)
    assert [r.revises for r in store.reports()] == [None, None, first.id]


def test_a_report_under_a_new_number_is_the_same_report(store):
    numbered = [said("The ferry runs.", external_id=n, url="https://n.example/ferry") for n in "123"]
    store.append(numbered, at=NOON)
    elsewhere = said("The ferry runs.", external_id="4", url="https://n.example/again")
    store.append([elsewhere], at=NOON)
    assert [r.external_id for r in store.reports()] == ["1", "4"]


def test_a_watch_that_is_not_there_is_an_error_with_words(store):
    with pytest.raises(StoreError, match="watch"):
        store.watch()


def test_what_fails_half_way_leaves_nothing_behind(store):
    with pytest.raises(RuntimeError), store.transaction():
        store.append([said("Lost.")], at=NOON)
        tick = store.tick(NOON)
        store.add(tick, [Membership(report="r-1", origin="r-1", rule="single")])
        raise RuntimeError
    assert store.reports() == [] and store.ticks() == [] and store.rows(Membership) == []


def test_time_runs_forward(store):
    store.tick(NOON)
    with pytest.raises(StoreError, match="time runs forward"):
        store.tick(NOON - timedelta(seconds=1))
    assert store.tick(NOON).number == 2


def test_conclusions_come_back_by_tick_and_by_column(store):
    one, two = store.tick(NOON), store.tick(NOON + timedelta(hours=1))
    links = [
        Link(left=a, right=b, relation=how, rule="r", score=1, at=NOON)
        for a, b, how in (("a", "b", "same"), ("c", "b", "answers"))
    ]
    store.add(one, links[:1])
    store.add(two, links[1:])
    assert store.rows(Link) == links
    assert store.rows(Link, tick=1) == links[:1]
    assert store.rows(Link, relation="answers") == links[1:]
    assert store.rows(Link, left=["a", "c"], right="b") == links
    assert store.rows(Link, left=[]) == []
    assert store.latest(Link) == links[1:]
    assert store.by_id(Link, [links[0].id]) == {links[0].id: links[0]}


def test_dropping_conclusions_keeps_every_fact(store):
    one = said("Shots were heard.")
    store.append([WATCH, one], at=NOON)
    journal = list(store.journal())
    empty = store.digest()
    tick = store.tick(NOON)
    store.add(tick, [Update(seq=1, at=NOON, why="sign", text="x", cites=(), key="k")])
    store.fingerprint(one.id, [1, 2, 3])
    assert store.digest() != empty
    assert store.drop_conclusions() == [tick]
    assert list(store.journal()) == journal
    assert store.digest() == empty
    assert store.alike([1, 2, 3], limit=5, common=5) == []


def test_reports_that_share_more_come_first_and_boilerplate_counts_for_nothing(store):
    near, far, *others = [said(f"Text {number}.") for number in range(6)]
    store.append([near, far, *others], at=NOON)
    store.fingerprint(near.id, [1, 2, 3])
    store.fingerprint(far.id, [3])
    for other in others:
        store.fingerprint(other.id, [9])
    assert store.alike([1, 2, 3], limit=5, common=3) == [(near.id, 3), (far.id, 1)]
    assert store.alike([1, 2, 3], limit=5, common=3, least=2) == [(near.id, 3)]
    assert store.alike([9], limit=5, common=3) == []
    assert store.alike([9], limit=2, common=4) == [(name, 1) for name in sorted(o.id for o in others)[:2]]


def test_a_report_that_is_not_in_the_journal_has_no_place_in_the_index(store):
    with pytest.raises(StoreError, match="no report r-1"):
        store.fingerprint("r-1", [1])


def test_hashes_of_many_reports_are_told_from_those_of_few(store):
    reports = [said(f"Text {number}.") for number in range(4)]
    store.append(reports, at=NOON)
    for number, one in enumerate(reports):
        store.fingerprint(one.id, [9, number])
    assert store.common([9, 1, 77], over=4) == {9}
    assert store.common([9, 1, 77], over=1) == {9, 1}
    assert store.common([9], over=5) == set()


def test_reports_are_found_by_their_words_whatever_the_accents(store):
    store.append([said("El General Pérez habló en Tombuctú."), said("Nothing here.")], at=NOON)
    assert [r.text[:2] for r in store.search("perez")] == ["El"]
    assert store.search('"unbalanced OR *') == []


def test_a_second_reader_sees_what_was_committed_and_nothing_else(open_store):
    writer, reader = open_store(), open_store()
    with writer.transaction():
        writer.append([said("Seen later.")], at=NOON)
        assert reader.reports() == []
    assert len(reader.reports()) == 1


def test_what_was_written_is_there_after_the_store_is_opened_again(open_store):
    first = open_store()
    first.append([WATCH, Decision(kind="approve", target="u-1", by="desk", at=NOON)], at=NOON)
    tick = first.tick(NOON)
    digest = first.digest()
    first.close()
    again = open_store()
    assert again.watch() == WATCH and again.ticks() == [tick] and again.digest() == digest


def test_the_last_reports_of_a_source_come_oldest_first(store):
    rows = [said(f"Number {n}.", n) for n in range(5)] + [said("Other.", 2, source="tv")]
    store.append(rows, at=NOON)
    found = store.published_by(
        "radio", since=NOON + timedelta(minutes=1), until=NOON + timedelta(minutes=3), upto=99, limit=2
    )
    assert [r.text for r in found] == ["Number 2.", "Number 3."]


texts = st.text(min_size=1, max_size=40).filter(
    lambda t: (t.strip() and t.isprintable()) or ("\x00" in t and t.strip("\x00 \n"))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts, st.integers(0, 9)), max_size=8), st.data())
def test_however_facts_are_batched_the_journal_is_the_same(words, data):
    facts = []
    for text, minute in words:
        try:
            facts.append(said(text, minute))
        except ValueError:  # a lone surrogate or no word at all is no text, and says so
            continue
    whole, parts = SQLiteStore(":memory:"), SQLiteStore(":memory:")
    whole.append(facts, at=NOON)
    cut = data.draw(st.integers(0, len(facts)))
    for batch in (facts[:cut], facts[max(0, cut - 2) :], facts):
        parts.append(batch, at=NOON)
    assert [(e.id, e.body) for e in whole.journal()] == [(e.id, e.body) for e in parts.journal()]
    assert [r.whole for r in whole.reports()] == [f.whole for f in dict.fromkeys(facts)]
