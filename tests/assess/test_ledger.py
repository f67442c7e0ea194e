"""Everything that moved the number is in the ledger, and it adds up."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.assess import filter as hmm
from tocsin.assess import without
from tocsin.assess.explain import begun, course, moves, outlook
from tocsin.assess.playbook import of
from tocsin.model import Assessment, Evidence, SignState
from tocsin.store.sqlite import SQLiteStore

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def morning(caracas_morning):
    store = SQLiteStore(":memory:")
    watch, facts = caracas_morning
    list(thread.replay(watch, store, facts, every=HOUR))
    return watch, store


def advanced(watch, *reports):
    """The thread after all reports, one advance each."""
    store = SQLiteStore(":memory:")
    thread.advance(watch, store, SOURCES, now=NOON)
    for number, one in enumerate(reports, 1):
        thread.advance(watch, store, [one], now=NOON + number * HOUR)
    return store


def weights(store, sign):
    return [row.weight for row in store.rows(Evidence) if row.sign == sign]


def test_each_row_starts_where_the_one_before_it_ended(morning):
    _, store = morning
    rows = store.rows(Evidence)
    assert len(rows) > 20
    for before, after in pairwise(rows):
        assert after.before == before.after
    assert rows[-1].after == store.latest(Assessment)[0].states


def test_each_row_moves_by_exactly_its_own_likelihood_or_by_time(morning):
    watch, store = morning
    at = store.rows(Evidence)[0].at
    for row in store.rows(Evidence):
        if row.rule == "passage-of-time":
            assert row.after == hmm.drift(row.before, of(watch), at, row.at) or at == row.at
        else:
            assert row.after == hmm.update(row.before, row.log_likelihood)
        at = row.at


def test_every_row_names_its_rule_its_witness_and_its_claim(morning):
    _, store = morning
    for row in store.rows(Evidence):
        if row.rule != "passage-of-time":
            assert row.rule.startswith("coup/") and row.origin and row.report and row.reasons
            assert row.claims or row.sign == "no-news"  # reports that tell of nothing have no words to cite


def test_dropping_every_source_leaves_what_time_alone_gives(morning):
    watch, store = morning
    rows, now = store.rows(Evidence), store.latest(Assessment)[0].at
    left = rows
    for source in {row.source for row in rows if row.source}:
        left = [row for row in left if row.source != source]
    alone = hmm.drift(hmm.prior(of(watch)), of(watch), min(r.at for r in rows), now)
    assert without(watch, left, now) == pytest.approx(alone, abs=0.01)
    assert sum(without(watch, rows, now)[2:]) > sum(alone[2:])


def test_dropping_a_sign_that_spoke_for_an_attempt_lowers_it(morning):
    watch, store = morning
    rows, now = store.rows(Evidence), store.latest(Assessment)[0].at
    whole = sum(without(watch, rows, now)[2:])
    assert sum(without(watch, rows, now, sign="call-to-rise")[2:]) < whole


def test_the_same_witness_saying_it_again_weighs_nothing(mali):
    store = advanced(
        mali,
        said("Soldiers seized the airport in Bamako, Radio Djoliba reported."),
        said("Radio Djoliba again reported that soldiers seized the airport in Bamako.", 30),
    )
    assert len(weights(store, "site-seized")) == 1


def test_a_second_witness_weighs_less_than_the_first_and_more_than_nothing(mali):
    store = advanced(
        mali,
        said("Soldiers seized the airport in Bamako at dawn."),
        said("Our reporter saw mutinous troops who had taken over Bamako airport.", 30, source="radio"),
    )
    first, second = weights(store, "site-seized")
    assert 0 < second < first


def test_a_hedged_word_weighs_less(mali):
    plain = advanced(mali, said("Soldiers seized the airport in Bamako."))
    hedged = advanced(mali, said("Soldiers reportedly seized the airport in Bamako."))
    assert weights(hedged, "site-seized")[0] < weights(plain, "site-seized")[0]


def test_a_partys_word_in_its_own_favour_weighs_less_than_against_it(mali):
    favour = advanced(mali, said("The coup attempt has been defeated, Defence Minister Ali Traore said."))
    against = advanced(mali, said("The coup attempt has been defeated, Colonel Issa Sanogo said."))
    sign = next(r.sign for r in favour.rows(Evidence) if r.sign)
    assert sign in {r.sign for r in against.rows(Evidence)}
    assert weights(favour, sign)[0] < weights(against, sign)[0]


def test_a_sign_needs_two_independent_witnesses_to_be_corroborated(mali):
    one = advanced(mali, said("Soldiers seized the airport in Bamako at dawn."))
    two = advanced(
        mali,
        said("Soldiers seized the airport in Bamako at dawn."),
        said("Our reporter saw mutinous troops who had taken over Bamako airport.", 30, source="radio"),
    )
    assert [s.state for s in one.rows(SignState, sign="site-seized")] == ["reported"]
    assert [s.state for s in two.rows(SignState, sign="site-seized")] == ["reported", "corroborated"]
    assert two.rows(SignState, sign="site-seized")[-1].first_at == NOON


def test_a_hundred_unknown_accounts_are_one_witness_at_most(mali):
    posts = [said(f"Soldiers seized the airport in Bamako!! {n}", n, source=f"@user{n}") for n in range(6)]
    store = SQLiteStore(":memory:")
    accounts = [SOURCES[-1].__class__(id=f"@user{n}", name=f"@user{n}", kind="account") for n in range(6)]
    thread.advance(mali, store, [*accounts, *posts], now=NOON + HOUR)
    assert store.rows(SignState, sign="site-seized")[-1].state == "reported"
    assert store.latest(Assessment)[0].begun < 0.2


def test_silence_is_no_row_of_evidence_for_calm(mali):
    store = advanced(mali, said("Soldiers seized the airport in Bamako at dawn."))
    before = store.latest(Assessment)[0]
    thread.advance(mali, store, now=before.at + HOUR)
    assert {row.rule for row in store.rows(Evidence) if row.at > before.at} == {"passage-of-time"}


def test_history_and_questions_move_nothing(mali):
    store = advanced(
        mali,
        said("In 2012 soldiers seized the airport in Bamako and overthrew the president."),
        said("Have soldiers seized the airport in Bamako?", 30, source="radio"),
    )
    assert [row.sign for row in store.rows(Evidence) if row.sign] == []


def test_the_moves_of_all_signs_and_of_time_add_up_to_the_answer(morning):
    watch, store = morning
    found = moves(store.rows(Evidence))
    last = store.latest(Assessment)[0]
    assert begun(hmm.prior(of(watch))) + sum(move.change for move in found) == pytest.approx(
        last.begun, abs=1e-9
    )
    assert {move.sign for move in found} >= {"call-to-rise", None}


def test_the_outlook_names_only_signs_that_nobody_has_seen(morning):
    watch, store = morning
    board = {state.sign: state for state in store.rows(SignState)}
    ahead = outlook(of(watch), store.latest(Assessment)[0], board)
    assert ahead
    assert all(board[o.sign].state in {"not-seen", "refuted"} for o in ahead if o.sign in board)


def test_the_likely_course_of_an_attempt_is_that_it_ends(morning):
    watch, store = morning
    ahead = course(of(watch), store.latest(Assessment)[0], 72)
    assert ahead["seized"] + ahead["failed"] > ahead["attempt"]
