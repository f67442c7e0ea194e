"""The filter's mathematics: probabilities stay probabilities, and each move is what the rates say."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON

from tocsin.assess import filter as hmm
from tocsin.assess.playbook import load
from tocsin.model import STATES

COUP = load("coup")
HOUR = timedelta(hours=1)
simplex = st.lists(st.floats(1e-6, 1), min_size=5, max_size=5).map(lambda v: tuple(x / sum(v) for x in v))
likelihoods = st.lists(st.floats(-8, 0), min_size=5, max_size=5).map(tuple)


@settings(max_examples=80, deadline=None)
@given(simplex, st.lists(st.tuples(likelihoods, st.floats(0, 500)), max_size=12))
def test_whatever_is_heard_the_states_stay_probabilities(states, course):
    at = NOON
    for log_likelihood, hours in course:
        states = hmm.update(hmm.drift(states, COUP, at, at + timedelta(hours=hours)), log_likelihood)
        at += timedelta(hours=hours)
        assert sum(states) == pytest.approx(1)
        assert all(0 < p < 1 for p in states)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0.05, 1), min_size=5, max_size=5).map(lambda v: tuple(x / sum(v) for x in v)),
    st.lists(st.lists(st.floats(-2, 0), min_size=5, max_size=5), min_size=2, max_size=6),
)
def test_evidence_of_one_instant_gives_the_same_in_any_order(states, pieces):
    # Away from the floor that keeps every state possible; at the floor the order shows in the ninth digit.
    one = other = states
    for piece in pieces:
        one = hmm.update(one, piece)
    for piece in reversed(pieces):
        other = hmm.update(other, piece)
    assert one == pytest.approx(other, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(simplex, st.floats(0, 200), st.floats(0, 200))
def test_two_waits_are_one_long_wait(states, first, second):
    middle, end = NOON + timedelta(hours=first), NOON + timedelta(hours=first + second)
    stepwise = hmm.drift(hmm.drift(states, COUP, NOON, middle), COUP, middle, end)
    assert stepwise == pytest.approx(hmm.drift(states, COUP, NOON, end), abs=1e-7)


def test_no_time_changes_nothing_and_time_backwards_neither():
    states = hmm.prior(COUP)
    assert hmm.drift(states, COUP, NOON, NOON) == states
    assert hmm.drift(states, COUP, NOON, NOON - HOUR) == states


def test_a_country_with_a_record_starts_with_more_of_all_but_calm():
    usual, twice = hmm.prior(COUP), hmm.prior(COUP, 2.0)
    odds = [after / before for before, after in zip(usual, twice, strict=True)]
    assert odds[0] < 1 < min(odds[1:]) and max(odds[1:]) / odds[0] == pytest.approx(2.0)
    assert sum(twice) == pytest.approx(1.0)


def test_an_hour_moves_what_the_rates_say():
    attempt = tuple(1.0 if s == "attempt" else 0.0 for s in STATES)
    after = dict(zip(STATES, hmm.drift(attempt, COUP, NOON, NOON + timedelta(minutes=1)), strict=True))
    rates = COUP.transitions["attempt"]
    assert after["seized"] == pytest.approx(rates["seized"] / 60, rel=0.01)
    assert after["failed"] == pytest.approx(rates["failed"] / 60, rel=0.01)


def test_an_attempt_does_not_stay_one_for_a_week():
    attempt = tuple(1.0 if s == "attempt" else 0.0 for s in STATES)
    after = dict(zip(STATES, hmm.drift(attempt, COUP, NOON, NOON + timedelta(days=7)), strict=True))
    assert after["attempt"] < 0.1


def test_a_thousand_witnesses_can_lift_what_a_million_had_buried():
    against = tuple(-5.0 if s == "attempt" else 0.0 for s in STATES)
    favour = tuple(0.0 if s == "attempt" else -1.0 for s in STATES)
    states = hmm.prior(COUP)
    for _ in range(1000):
        states = hmm.update(states, against)
    assert states[STATES.index("attempt")] > 0
    for _ in range(40):
        states = hmm.update(states, favour)
    assert states[STATES.index("attempt")] > 0.5


def test_bayes_rule_is_what_moves_the_odds():
    log_likelihood = tuple(math.log(x) for x in (0.1, 0.1, 1.0, 0.1, 0.1))
    before = hmm.prior(COUP)
    after = hmm.update(before, log_likelihood)
    odds = [p[2] / (1 - p[2]) for p in (before, after)]
    assert odds[1] / odds[0] == pytest.approx(10, rel=1e-6)


def test_after_a_million_pieces_of_evidence_the_states_are_still_probabilities():
    signs = [sign.log_rates for sign in COUP.signs]
    states = hmm.prior(COUP)
    for number in range(1_000_000):
        states = hmm.update(states, signs[number % len(signs)])
    assert sum(states) == pytest.approx(1)
    assert all(0 < p < 1 for p in states)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([s.id for s in COUP.signs]), st.floats(0.05, 1)), min_size=2, max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_pieces_of_one_instant_run_in_any_order_give_the_same_posterior(pieces, chance):
    rows = [(NOON, [w * v for v in COUP.sign(name).log_rates]) for name, w in pieces]
    other = list(rows)
    chance.shuffle(other)
    one, two = (hmm.run(COUP, order, start=NOON, now=NOON + HOUR) for order in (rows, other))
    assert one == pytest.approx(two, rel=1e-6, abs=1e-8)
