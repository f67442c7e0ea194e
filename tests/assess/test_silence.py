"""Silence speaks for calm only as far as a report would have come; never in a blackout, never when Tocsin is deaf."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.assess import filter as hmm
from tocsin.assess.interval import interval
from tocsin.assess.playbook import load
from tocsin.assess.silence import blackout, rhythms
from tocsin.model import Assessment, Evidence, Source
from tocsin.store.sqlite import SQLiteStore

COUP = load("coup")
HOUR = timedelta(hours=1)
FAR = Source(id="far", name="Distant Press", kind="agency", country="FR")
ALARM = "Tanks have been deployed around the presidential palace in Bamako."
#: What outlets write on a day on which nothing happens: of Mali, and of none of the signs.
DULL = [
    "The minister of fisheries of Mali opened a market in Bamako.",
    "Mali's millet harvest was good, the farmers' union said.",
    "Bamako hosted a book fair.",
]


def day(mali, hours, *, telling=True, first=ALARM, speakers=("wire", "radio", "paper")):
    """An alarm, then hours in which outlets write of other things, or in which nobody writes."""
    store = SQLiteStore(":memory:")
    thread.advance(
        mali,
        store,
        [*SOURCES, FAR, *(said(DULL[0], n - 300, source=s) for n, s in enumerate(speakers))],
        now=NOON,
    )
    thread.advance(mali, store, [said(first, 1)], now=NOON + HOUR / 2)
    for hour in range(2, hours + 2):
        told = [said(f"{DULL[n]} Part {hour}.", 60 * hour - 5 + n, source=s) for n, s in enumerate(speakers)]
        thread.advance(mali, store, told if telling else [], now=NOON + hour * HOUR)
    return store


def last(store):
    return store.latest(Assessment)[0]


def quiet_rows(store):
    return [row for row in store.rows(Evidence) if row.sign == "no-news"]


def test_sources_that_publish_and_tell_of_no_sign_speak_for_calm(mali):
    spoken, deaf = day(mali, 8), day(mali, 8, telling=False)
    assert quiet_rows(spoken)
    assert last(spoken).begun < last(deaf).begun
    assert all(row.report and row.reasons for row in quiet_rows(spoken))


def test_when_nothing_at_all_comes_in_that_is_no_sign_of_calm(mali):
    store = day(mali, 8, telling=False)
    assert quiet_rows(store) == []
    assert {row.rule for row in store.rows(Evidence) if row.at > NOON + HOUR} == {"passage-of-time"}


def test_the_more_sources_are_heard_the_more_their_silence_on_signs_says(mali):
    few, many = (quiet_rows(day(mali, 3, speakers=s))[-1] for s in (("wire",), ("wire", "radio", "paper")))
    assert min(many.log_likelihood) < min(few.log_likelihood) < 0


def test_in_a_blackout_silence_weighs_nothing_and_the_range_is_wider(mali):
    store = day(mali, 0, first="Internet access has been cut across Mali.")
    cut = said("The government shut down the internet in Bamako on Wednesday morning.", 40, source="radio")
    thread.advance(mali, store, [cut], now=NOON + HOUR)
    rows = [said(f"{DULL[n]} Part.", 170 + n, source=s) for n, s in enumerate(("wire", "radio", "paper"))]
    dark = thread.advance(mali, store, rows, now=NOON + 3 * HOUR)
    assert dark.blackout and quiet_rows(store) == []
    ledger = store.rows(Evidence)
    low, high = interval(COUP, ledger, dark.at, dark.states)
    assert dark.low < low and dark.high > high


def test_a_blackout_ends_when_two_sources_say_that_the_networks_are_back(mali):
    store = SQLiteStore(":memory:")
    first = [
        said("Internet access has been cut across Mali."),
        said("The government shut down the internet in Bamako on Wednesday morning.", 10, source="radio"),
    ]
    back = [
        said("Internet access has been restored in Mali.", 100),
        said("Mobile data are back online in Bamako.", 110, source="paper"),
    ]
    one = thread.advance(mali, store, [*SOURCES, *first], now=NOON + HOUR)
    two = thread.advance(mali, store, back[:1], now=NOON + HOUR * 1.7)
    three = thread.advance(mali, store, back[1:], now=NOON + 2 * HOUR)
    assert [one.blackout, two.blackout, three.blackout] == [True, True, False]


@pytest.mark.parametrize(("abroad", "dark"), [(True, True), (False, False)])
def test_a_country_that_goes_quiet_while_others_are_heard_is_dark(abroad, dark):
    sources = {s.id: s for s in (*SOURCES, FAR)}
    reports = [
        said(f"{DULL[0]} Part {n}.", 10 * n, source=("wire", "radio", "paper")[n % 3]) for n in range(90)
    ]
    heard = [*reports, *([said(DULL[1], 60 * 48, source="far")] if abroad else [])]
    now = NOON + 48 * HOUR + HOUR / 4
    assert blackout([], [], heard, sources, "ML", now) is dark
    assert not blackout([], [], heard, sources, "ML", NOON + 15 * HOUR)


def test_the_rhythm_of_a_source_is_how_often_it_published():
    heard = [said(f"{DULL[0]} Part {n}.", 60 * n) for n in range(24)]
    found = rhythms(heard, NOON + 30 * HOUR)["wire"]
    assert 0.5 < found.hourly < 1
    assert found.expected(NOON + 33 * HOUR) == pytest.approx(10 * found.hourly)


likelihoods = st.tuples(*[st.floats(-5, 0)] * 5)


def evidence(number, hours, values, sign="gunfire"):
    at = NOON + timedelta(hours=hours)
    return Evidence(id=f"e-{number}", at=at, rule="r", sign=sign, log_likelihood=values, before=(), after=())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 90), likelihoods), max_size=8), st.booleans())
def test_the_range_always_holds_the_answer_and_stays_a_range_of_probabilities(course, dark):
    rows = [evidence(n, h, v) for n, (h, v) in enumerate(sorted(course))]
    now = NOON + 100 * HOUR
    states = hmm.run(
        COUP, [(r.at, r.log_likelihood) for r in rows], start=rows[0].at if rows else now, now=now
    )
    low, high = interval(COUP, rows, now, states, blackout=dark)
    assert 0 < low <= sum(states[2:]) <= high < 1


def test_rates_that_were_counted_leave_less_doubt_than_rates_that_were_judged():
    signs = [s for s in COUP.signs if s.id in {"site-seized", "gunfire"}]
    assert [s.uncertainty for s in signs] == [0.35, 0.25] or [s.uncertainty for s in signs] == [0.25, 0.35]
    values = tuple(2 * v for v in signs[0].log_rates)
    now = NOON + HOUR
    wide = {}
    for doubt in (0.1, 0.6):
        changed = [msgspec.structs.replace(s, doubt=doubt) for s in COUP.signs]
        playbook = msgspec.structs.replace(COUP, signs=tuple(changed))
        rows = [evidence(0, 0, values)]
        states = hmm.run(playbook, [(rows[0].at, values)], start=NOON, now=now)
        low, high = interval(playbook, rows, now, states)
        wide[doubt] = high - low
    assert wide[0.6] > wide[0.1]
