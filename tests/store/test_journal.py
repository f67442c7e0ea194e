"""The journal under awkward words, many rows, several processes and any batches; in every store."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model import Decision, Link, Membership, Quarantine, Report, Source, Tick, Update, report
from tocsin.watch import parse

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
WATCH = parse('question = "Has a coup begun?"\n[place]\ncountry = "ML"\n')
SEVERAL = 1201  # more than are asked for in one query


def said(text, minutes=0, source="radio", **fields):
    """A report of a minute after noon."""
    at = NOON + timedelta(minutes=minutes)
    return report(source, text, published=at, fetched=at, **fields)


def update(number):
    """An update of that number."""
    return Update(seq=number, at=NOON, why="sign", text=f"No. {number}", cites=(), key=f"k{number}")


@pytest.mark.parametrize(
    "text",
    ["Shots \U0001f52b\U0001f1f2\U0001f1f1 in Bamako", "before\x00after", "e\u0301tat d'urgence", "\u202eesrever", "a\r\nb", "قال الرئيس"],
    ids=["emoji", "nul", "combining", "bidi", "crlf", "arabic"],
)  # fmt: skip
def test_awkward_words_come_back_to_the_character(store, text):
    told = said(text, title=text)
    store.append([told], at=NOON)
    (back,) = store.reports()
    assert (back.text, back.title, back.whole) == (text, text, told.whole)
    assert store.reports([told.id]) == [back]


def test_half_a_character_is_refused_before_it_reaches_the_journal():
    with pytest.raises(ValueError, match="surrogates not allowed"):
        said("half \ud83d a face")


def test_words_after_a_nul_are_found_too(store):
    store.append([said("before\x00 thereafter")], at=NOON)
    assert len(store.search("thereafter")) == 1


def test_a_search_gives_no_more_than_was_asked_for_and_needs_every_word(store):
    store.append([said(f"Tanks at gate {n}.", n) for n in range(9)], at=NOON)
    assert len(store.search("tanks gate", limit=4)) == 4
    assert store.search("tanks palace") == []
    assert store.search("  ") == []


def test_many_ids_at_once_are_all_answered_in_the_order_of_the_journal(store):
    facts = [said(f"Report {n}.", n) for n in range(SEVERAL)]
    store.append(facts, at=NOON)
    assert [r.id for r in store.reports([f.id for f in reversed(facts)])] == [f.id for f in facts]
    tick = store.tick(NOON)
    links = [
        Link(left=f"c{n}", right="c", relation="same", rule="r", score=1, at=NOON) for n in range(SEVERAL)
    ]
    store.add(tick, links)
    assert store.rows(Link, left=[link.left for link in links]) == links
    assert len(store.by_id(Link, [link.id for link in links])) == SEVERAL


def test_the_times_at_which_reports_could_be_known_go_with_their_rows(store):
    store.append([WATCH, said("Late.", 30), said("Early.", 5)], at=NOON)
    assert store.known() == [(2, NOON + timedelta(minutes=30)), (3, NOON + timedelta(minutes=5))]
    assert store.known(after=2) == [(3, NOON + timedelta(minutes=5))]


def test_a_report_is_known_no_later_than_it_was_had(store):
    ahead = report("radio", "Post-dated.", published=NOON + timedelta(days=2), fetched=NOON)
    store.append([ahead], at=NOON)
    assert store.known() == [(1, NOON)]


def test_a_tick_takes_in_all_that_is_there_or_as_far_as_it_is_told(store):
    store.append([WATCH, said("One."), said("Two.")], at=NOON)
    assert store.tick(NOON, upto=2) == Tick(number=1, at=NOON, upto=2)
    assert store.tick(NOON).upto == 3
    later = store.tick(NOON + timedelta(hours=1))
    assert store.ticks(last=1) == [later]
    assert [t.number for t in store.ticks(upto=NOON)] == [1, 2]


def test_ticks_stay_when_more_comes_into_the_journal(store):
    store.append([WATCH], at=NOON)
    first = store.tick(NOON)
    store.append([said("After.")], at=NOON)
    assert store.ticks() == [first]
    assert store.reports(upto=first.upto) == []


def test_a_count_is_of_one_kind_and_as_far_as_a_row(store):
    store.append(
        [WATCH, said("One."), Quarantine(where="f", reason="no-text", detail="-"), said("Two.")], at=NOON
    )
    assert (store.count("report"), store.count("quarantine"), store.count("decision")) == (2, 1, 0)
    assert store.count("report", upto=2) == 1


def test_a_transaction_within_a_transaction_is_a_part_of_it(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        with store.transaction():
            store.append([said("Inner.")], at=NOON)
        _ = 1 / 0
    assert store.reports() == []
    store.append([said("Afterwards.")], at=NOON)  # the failed one has let go of the database
    assert len(store.reports()) == 1


def test_a_batch_with_a_bad_fact_leaves_none_of_it(store):
    with pytest.raises(AttributeError):
        store.append([said("Good."), object()], at=NOON)
    assert store.reports() == []


def test_the_latest_conclusions_come_oldest_first(store):
    one, two = store.tick(NOON), store.tick(NOON)
    store.add(one, [update(1), update(2)])
    store.add(two, [update(3)])
    assert [u.seq for u in store.latest(Update, last=2)] == [2, 3]
    assert [u.seq for u in store.latest(Update, tick=1)] == [2]


def test_a_column_that_is_not_there_is_refused_not_ignored(store):
    with pytest.raises(KeyError, match="colour"):
        store.rows(Update, colour="red")


def test_the_digest_tells_any_difference_and_only_of_conclusions(open_store):
    store = open_store()
    tick = store.tick(NOON)
    seen = [store.digest()]
    for row in (update(1), Membership(report="r", origin="r", rule="single"), update(2)):
        store.add(tick, [row])
        assert store.digest() not in seen
        seen.append(store.digest())
    store.append([said("A fact.")], at=NOON)
    assert store.digest() == seen[-1] == open_store().digest()


def test_another_process_reads_what_was_committed_while_this_one_still_writes(store, tmp_path):
    if not (tmp_path / "thread.db").exists():
        pytest.skip("this store is no file")
    store.append([said("Committed.")], at=NOON)
    look = (
        "import sys; from tocsin.store.sqlite import SQLiteStore\n"
        "print([r.text for r in SQLiteStore(sys.argv[1]).reports()])"
    )
    with store.transaction():
        store.append([said("Not yet.")], at=NOON)
        found = subprocess.run(
            [sys.executable, "-c", look, str(tmp_path / "thread.db")],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert found.stdout.strip() == "['Committed.']", found.stderr


words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).filter(str.strip)
facts = st.one_of(
    st.builds(said, words, st.integers(0, 9), st.sampled_from(["radio", "tv"]), external_id=st.sampled_from([None, "a", "b"])),
    st.builds(Quarantine, where=words, reason=st.just("no-text"), detail=words),
    st.builds(Source, id=st.sampled_from(["radio", "tv"]), name=words),
    st.builds(Decision, kind=st.just("approve"), target=st.sampled_from(["u-1", "u-2"]), by=words, at=st.just(NOON)),
    st.builds(lambda text: parse(f'question = "{text}"\n[place]\ncountry = "ML"\n'), st.sampled_from(["A?", "B?"])),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(facts, st.booleans()), max_size=12))
def test_any_facts_in_any_batches_are_one_and_the_same_journal(factory, told):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole, parts = factory(Path(one)), factory(Path(other))
        whole.append([fact for fact, _ in told], at=NOON)
        batch: list[object] = []
        for fact, cut in told:
            batch.append(fact)
            if cut:
                parts.append(batch, at=NOON)
                batch = []
        parts.append(batch, at=NOON)
        journals = [list(store.journal()) for store in (whole, parts)]
        assert journals[0] == journals[1]
        assert all(a.seq < b.seq for a, b in pairwise(journals[0]))
        reports = {fact.id for fact, _ in told if isinstance(fact, Report)}
        assert {r.id for r in whole.reports()} == reports == {r.id for r in parts.reports()}
        whole.close()
        parts.close()
