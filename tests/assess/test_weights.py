"""How much a word weighs, in which direction it moves, and how sure the answer is."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.assess import assess, without
from tocsin.assess import filter as hmm
from tocsin.assess.admiralty import BELIEVED, KINDS, reliability
from tocsin.assess.evidence import witness_name
from tocsin.assess.playbook import load
from tocsin.assess.words import expression
from tocsin.model import STATES, Assessment, Claim, Evidence, Source
from tocsin.read import read
from tocsin.store.sqlite import SQLiteStore

COUP = load("coup")
HOUR = timedelta(hours=1)
SEIZED = "Soldiers seized the airport in Bamako at dawn."
states = st.lists(st.floats(1e-4, 1), min_size=5, max_size=5).map(lambda v: tuple(x / sum(v) for x in v))
signs = st.sampled_from(COUP.signs)


def begun(values):
    return sum(values[2:])


def weighed(watch, *reports):
    """The ledger's rows on signs after these reports in one pass."""
    store = SQLiteStore(":memory:")
    thread.advance(watch, store, [*SOURCES, *reports], now=NOON + 5 * HOUR)
    return [row for row in store.rows(Evidence) if row.sign]


@settings(max_examples=80, deadline=None)
@given(states, signs, st.floats(0, 1.5), st.floats(0, 1.5))
def test_the_state_that_a_sign_favours_most_gains_with_every_bit_of_weight(before, sign, one, other):
    less, more = sorted((one, other))
    best = max(range(5), key=lambda i: sign.log_rates[i])
    after = [
        hmm.update(before, [weight * rate for rate in sign.log_rates])[best] for weight in (0.0, less, more)
    ]
    assert after[0] <= after[1] * (1 + 1e-9) and after[1] <= after[2] * (1 + 1e-9)
    assert hmm.update(before, [-more * rate for rate in sign.log_rates])[best] <= before[best] * (1 + 1e-9)


@settings(max_examples=60, deadline=None)
@given(states, signs, st.floats(0.05, 1))
def test_a_word_and_its_denial_of_one_weight_leave_nothing(before, sign, weight):
    there = hmm.update(before, [weight * rate for rate in sign.log_rates])
    assert hmm.update(there, [-weight * rate for rate in sign.log_rates]) == pytest.approx(
        before, rel=1e-6, abs=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(states, states, st.floats(0, 400))
def test_time_alone_only_brings_opinions_together(one, other, hours):
    later = NOON + timedelta(hours=hours)
    apart = sum(abs(a - b) for a, b in zip(one, other, strict=True))
    drifted = [hmm.drift(s, COUP, NOON, later) for s in (one, other)]
    assert sum(abs(a - b) for a, b in zip(*drifted, strict=True)) <= apart + 1e-9


@settings(max_examples=20, deadline=None)
@given(states)
def test_after_years_of_silence_nothing_is_left_of_what_was_believed(before):
    far, farther = NOON + timedelta(days=9000), NOON + timedelta(days=9400)
    rest = hmm.drift(before, COUP, NOON, far)
    assert rest == pytest.approx(hmm.drift(hmm.prior(COUP), COUP, NOON, far), abs=1e-3)
    assert rest == pytest.approx(hmm.drift(before, COUP, NOON, farther), abs=1e-3)


def test_the_whole_ledger_run_from_the_prior_gives_the_last_assessment(caracas_morning):
    watch, facts = caracas_morning
    store = SQLiteStore(":memory:")
    list(thread.replay(watch, store, facts, every=2 * HOUR))
    last = store.latest(Assessment)[0]
    assert without(watch, store.rows(Evidence), last.at) == pytest.approx(last.states, rel=1e-3, abs=1e-6)


def test_a_better_source_weighs_more(mali):
    found = {s.kind: weighed(mali, said(SEIZED, source=s.id))[0].weight for s in SOURCES if s.side is None}
    assert found["agency"] > found["broadcaster"] > found["newspaper"] > found["account"] > 0
    assert max(believed for believed, _ in KINDS.values()) == KINDS["agency"][0]


def test_a_speaker_who_is_not_named_weighs_less(mali):
    plain = weighed(mali, said(SEIZED))[0]
    unnamed = weighed(mali, said("Soldiers seized the airport in Bamako at dawn, a senior official said."))[0]
    assert unnamed.weight < plain.weight


def test_each_further_witness_adds_less_than_the_one_before(mali):
    rows = weighed(
        mali,
        said("Soldiers seized the airport in Bamako at dawn."),
        said("Our reporter saw mutinous troops who had taken over Bamako airport.", 30, source="radio"),
        said(
            "The airport of Bamako was seized by rebel soldiers, this newspaper has seen.", 60, source="paper"
        ),
    )
    weights = [row.weight for row in rows if row.sign == "site-seized"]
    assert len(weights) == 3 and all(a > b > 0 for a, b in pairwise(weights))


def test_every_weight_says_how_it_came_about(mali):
    for row in weighed(
        mali, said("Soldiers reportedly seized the airport in Bamako, a senior official said.")
    ):
        assert 0 < row.weight < KINDS["agency"][0]
        assert re.match(r"[A-F][1-6], (?:agency: 1$|hearsay)", row.reasons[0])
        assert len(row.reasons) > 1 or row.reasons[0].startswith("hearsay")


def test_a_denial_leans_the_other_way_and_less_far(mali):
    claimed = weighed(mali, said(SEIZED))[0]
    (denied,) = [r for r in weighed(mali, said("Soldiers did not seize the airport in Bamako.")) if r.against]
    assert denied.sign == claimed.sign == "site-seized"
    assert begun(denied.after) < begun(denied.before) and begun(claimed.after) > begun(claimed.before)
    assert denied.weight < claimed.weight


def test_the_range_holds_the_answer_and_a_blackout_only_widens_it(mali):
    claims = read([said(SEIZED), said("Gunfire was heard in Bamako.", 20, source="radio")], mali, {})
    drawn = [
        assess(
            mali, claims, ledger=(), last=None, origins={}, sources={s.id: s for s in SOURCES},
            now=NOON + HOUR, tick=1, counts=(2, 2), blackout=dark,
        ).assessment
        for dark in (False, True)
    ]  # fmt: skip
    light, dark = drawn
    assert light.low < light.begun < light.high
    assert dark.low < light.low and dark.high > light.high
    assert dark.states == light.states and dark.blackout and not light.blackout


def test_a_corroborated_cut_of_the_networks_is_a_blackout_from_then_on(mali):
    store = SQLiteStore(":memory:")
    first = said("Internet access has been cut across Mali.")
    second = said("The government shut down the internet in Bamako on Wednesday morning.", 30, source="radio")
    one = thread.advance(mali, store, [*SOURCES, first], now=NOON + HOUR)
    two = thread.advance(mali, store, [second], now=NOON + 2 * HOUR)
    three = thread.advance(mali, store, now=NOON + 3 * HOUR)
    assert [a.blackout for a in (one, two, three)] == [False, True, True]


def test_claims_of_one_instant_count_alike_in_any_order_of_arrival(mali):
    reports = [said(SEIZED), said("Gunfire was heard in Bamako.", source="radio"), said("Soldiers have closed the borders.", source="paper")]  # fmt: skip
    claims = read(reports, mali, {})
    given_ = {
        "ledger": (),
        "last": None,
        "origins": {},
        "sources": {},
        "now": NOON,
        "tick": 1,
        "counts": (3, 3),
    }
    one, other = assess(mali, claims, **given_), assess(mali, claims[::-1], **given_)
    assert one.evidence and one == other


def test_what_adds_up_is_what_a_reader_is_told(mali):
    store = SQLiteStore(":memory:")
    drawn = thread.advance(mali, store, [*SOURCES, said(SEIZED)], now=NOON + HOUR)
    assert drawn.begun == pytest.approx(1 - drawn.states[0] - drawn.states[1])
    assert drawn.words == expression(drawn.begun)
    assert drawn.leading == STATES[drawn.states.index(max(drawn.states))]
    assert all(isinstance(c, Claim) and c.at <= drawn.at for c in store.rows(Claim))


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0, "almost no chance"), (0.049, "almost no chance"), (0.05, "very unlikely"), (0.2, "unlikely"),
     (0.5, "roughly even chance"), (0.55, "likely"), (0.8, "very likely"), (0.95, "almost certain"), (1, "almost certain")],
)  # fmt: skip
def test_the_words_are_those_of_the_standard(probability, words):
    assert expression(probability) == words


def test_one_speaker_is_one_witness_by_his_surname_and_a_body_by_its_whole_name():
    assert witness_name("Colonel Issa Sanogo") == witness_name("Issa Sanogo") == witness_name("SANOGO")
    assert witness_name("Ministry of Defence") != witness_name("Department of Defence")


def test_an_editors_grade_goes_before_what_the_kind_tells():
    agency = Source(id="a", name="A", kind="agency")
    assert reliability(agency) == (1.0, "A") and reliability(None)[1] == "F"
    for letter, believed in BELIEVED.items():
        assert reliability(msgspec.structs.replace(agency, grade=letter)) == (believed, letter)
    order = [BELIEVED[letter] for letter in "ABCDE"]
    assert order == sorted(order, reverse=True)
