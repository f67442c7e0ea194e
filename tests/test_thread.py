"""The main flow: what is new moves the thread once, and nothing that was concluded is changed afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.errors import StoreError
from tocsin.model import Assessment, Claim, Evidence, Membership, Report, SignState, Update
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import parse

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def morning(caracas_morning):
    """A replayed morning, shared by the tests that only look."""
    store = SQLiteStore(":memory:")
    for _ in thread.replay(*[caracas_morning[0], store, caracas_morning[1]], every=HOUR):
        pass
    return store


def replayed(watch, facts, every=HOUR):
    store = SQLiteStore(":memory:")
    return store, list(thread.replay(watch, store, facts, every=every))


def test_a_second_advance_with_nothing_new_changes_nothing(mali):
    store = SQLiteStore(":memory:")
    facts = [*SOURCES, said("Soldiers have arrested President Moussa Keita in Bamako, a witness said.")]
    first = thread.advance(mali, store, facts, now=NOON + HOUR)
    digest = store.digest()
    assert thread.advance(mali, store, facts, now=NOON + HOUR) == first
    assert store.digest() == digest


def test_rebuild_draws_every_conclusion_again_to_the_same_digest(morning):
    before, rows = morning.digest(), len(morning.rows(Update))
    assert thread.rebuild(morning) == before
    assert len(morning.rows(Update)) == rows > 5


def test_a_replay_that_was_broken_off_goes_on_where_it_stood(caracas_morning, morning):
    watch, facts = caracas_morning
    store = SQLiteStore(":memory:")
    for number, _ in enumerate(thread.replay(watch, store, facts, every=HOUR)):
        if number == 3:
            break
    again = list(thread.replay(watch, store, facts, every=HOUR))
    assert store.digest() == morning.digest()
    assert again == morning.rows(Assessment)


def test_the_order_in_which_a_folder_lists_its_reports_changes_nothing(caracas_morning, morning):
    watch, facts = caracas_morning
    sources = [f for f in facts if not isinstance(f, Report)]
    reports = [f for f in facts if isinstance(f, Report)]
    store, _ = replayed(watch, [*sources, *reversed(reports)])
    assert store.digest() == morning.digest()


def test_every_update_leads_back_to_exact_characters_of_a_report(morning):
    reports = {r.id: r for r in morning.reports()}
    claims = {c.id: c for c in morning.rows(Claim)}
    updates = morning.rows(Update)
    assert updates
    for update in updates:
        assert update.cites or update.why == "probability", update.text
        for cited in update.cites:
            claim = claims[cited]
            assert reports[claim.report].whole[claim.start : claim.end] == claim.text
            for voice in claim.voices:
                if voice.start is not None:
                    assert reports[claim.report].whole[voice.start : voice.end] == voice.name


def test_updates_are_numbered_without_a_gap_and_none_is_said_twice(morning):
    updates = morning.rows(Update)
    assert [u.seq for u in updates] == list(range(1, len(updates) + 1))
    assert len({u.key for u in updates}) == len(updates)
    assert len({u.text for u in updates}) == len(updates)


def test_no_step_knows_what_was_published_after_it(morning):
    known = {r.id: r.known for r in morning.reports()}
    ticks = {t.number: t.at for t in morning.ticks()}
    for row in morning.rows(Evidence):
        if row.report:
            assert known[row.report] <= row.at
    for number, at in ticks.items():
        assert all(known[c.report] <= at for c in morning.rows(Claim, tick=number))


def test_a_late_report_does_not_rewrite_a_past_assessment(mali):
    store = SQLiteStore(":memory:")
    calm = thread.advance(mali, store, [*SOURCES, said("Traffic was normal in Bamako.")], now=NOON + HOUR)
    late = said(
        "Soldiers have seized the state broadcaster in Bamako, our reporter saw.", -30, source="radio"
    )
    after = thread.advance(mali, store, [late], now=NOON + 2 * HOUR)
    assert store.rows(Assessment, tick=1) == [calm]
    assert after.begun > calm.begun * 2
    moved = [row for row in store.rows(Evidence) if row.report == late.id]
    assert moved and all(row.at > calm.at or row.at == calm.at for row in moved)


def test_ten_reprints_of_one_wire_story_count_once(mali):
    text = (
        "Soldiers seized the state broadcaster in Bamako before dawn on Wednesday and cut its signal, "
        "two employees said. Armoured vehicles stood at the gate and nobody was let in or out of the building."
    )
    reprints = [said(text, n, source=f"outlet-{n}") for n in range(10)]
    one, many = SQLiteStore(":memory:"), SQLiteStore(":memory:")
    alone = thread.advance(mali, one, [*SOURCES, reprints[0]], now=NOON + HOUR)
    tenfold = thread.advance(mali, many, [*SOURCES, *reprints], now=NOON + HOUR)
    assert (tenfold.reports, tenfold.origins) == (10, 1)
    assert len({m.origin for m in many.rows(Membership)}) == 1
    assert tenfold.states == pytest.approx(alone.states, rel=0.02)
    board = {s.sign: s for s in many.rows(SignState)}
    assert board["broadcaster-taken" if "broadcaster-taken" in board else "site-seized"].state == "reported"


def test_time_that_runs_back_is_refused(mali):
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, said("Calm in Bamako.")], now=NOON + HOUR)
    with pytest.raises(StoreError, match="time runs forward"):
        thread.advance(mali, store, [said("More.", 90)], now=NOON)


def test_a_replay_of_nothing_takes_no_step(mali):
    store, steps = replayed(mali, SOURCES)
    assert steps == [] and thread.steps(mali, SOURCES, HOUR) == 0
    assert store.rows(Update) == []


@pytest.mark.parametrize(
    ("zone", "first", "every", "expected"),
    [
        ("Asia/Kathmandu", "2024-05-01T00:20:00+00:00", HOUR, "2024-05-01T01:15:00+00:00"),
        ("Europe/Paris", "2024-03-31T00:30:00+00:00", HOUR, "2024-03-31T01:00:00+00:00"),
        ("UTC", "2024-05-01T06:00:00+00:00", HOUR, "2024-05-01T06:00:00+00:00"),
        ("America/Caracas", "2019-04-30T10:16:00+00:00", 6 * HOUR, "2019-04-30T16:00:00+00:00"),
    ],
)
def test_steps_stand_at_whole_hours_of_the_local_clock(zone, first, every, expected):
    watch = parse(f'question = "?"\ntimezone = "{zone}"\n[place]\ncountry = "NP"\n')
    assert thread.first_step(datetime.fromisoformat(first), every, watch) == datetime.fromisoformat(
        expected
    ).astimezone(UTC)


def test_reports_that_came_while_nobody_looked_are_taken_in_as_they_unfolded(mali):
    store = SQLiteStore(":memory:")
    facts = [
        *SOURCES,
        said("President Moussa Keita left Bamako for a summit.", 0),
        said("Soldiers seized the airport in Bamako, officials said.", 120, source="radio"),
    ]
    drawn = list(thread.catch_up(mali, store, facts, now=NOON + 5 * HOUR))
    assert [a.at for a in drawn] == sorted(a.at for a in drawn)
    assert len(drawn) == 3 and drawn[0].reports == 1 and drawn[-1].reports == 2


def test_a_replay_broken_off_after_every_single_step_is_the_same_replay(mali):
    facts = [
        *SOURCES,
        said("Soldiers seized the airport in Bamako at dawn."),
        said("President Moussa Keita denied that there was a coup.", 130, source="radio"),
        said("It is not clear how many soldiers are involved.", 250, source="paper"),
    ]
    whole, rows = replayed(mali, facts)
    broken = SQLiteStore(":memory:")
    for number in range(1, len(rows) + 1):
        again = thread.replay(mali, broken, facts, every=HOUR)
        for _ in range(number):
            next(again)
        again.close()
        assert len(broken.ticks()) == number
    assert broken.digest() == whole.digest() and len(rows) > 4


def test_a_replay_that_is_done_adds_nothing_when_it_is_run_again(mali):
    facts = [*SOURCES, said("Soldiers seized the airport in Bamako at dawn.")]
    store, rows = replayed(mali, facts)
    digest, journal = store.digest(), list(store.journal())
    assert list(thread.replay(mali, store, facts, every=HOUR)) == rows
    assert store.digest() == digest and list(store.journal()) == journal


@pytest.mark.parametrize("cut", [1, 2, 3, 5])
def test_however_the_facts_of_one_pass_were_handed_in_the_thread_is_the_same(mali, cut):
    reports = [
        said("Soldiers seized the airport in Bamako at dawn."),
        said("Soldiers seized the airport in Bamako at dawn.", 4, source="paper"),
        said("President Moussa Keita denied that there was a coup.", 30, source="radio"),
        said("Heavy gunfire was heard near the Kati barracks.", 40, source="radio"),
        said("It is not clear how many soldiers are involved.", 50, source="paper"),
    ]
    whole, parts = SQLiteStore(":memory:"), SQLiteStore(":memory:")
    thread.advance(mali, whole, [*SOURCES, *reports], now=NOON + HOUR)
    parts.append([mali, *SOURCES], at=NOON)
    for start in range(0, len(reports), cut):
        parts.append(reports[start : start + cut], at=NOON + HOUR)
    thread.advance(mali, parts, now=NOON + HOUR)
    assert parts.digest() == whole.digest()


def test_reports_of_one_instant_move_the_answer_alike_in_whatever_order_they_come(mali):
    reports = [
        said("Soldiers seized the airport in Bamako at dawn."),
        said("Heavy gunfire was heard near the Kati barracks.", source="radio"),
        said("The soldiers have closed the borders.", source="paper"),
    ]
    one, other = SQLiteStore(":memory:"), SQLiteStore(":memory:")
    first = thread.advance(mali, one, [*SOURCES, *reports], now=NOON + HOUR)
    second = thread.advance(mali, other, [*SOURCES, *reversed(reports)], now=NOON + HOUR)
    assert first == second
    assert {s.sign: s.state for s in one.rows(SignState)} == {s.sign: s.state for s in other.rows(SignState)}


def test_a_pass_with_no_report_says_the_prior_and_publishes_nothing(mali):
    store = SQLiteStore(":memory:")
    drawn = thread.advance(mali, store, SOURCES, now=NOON)
    assert (drawn.reports, drawn.origins, drawn.leading) == (0, 0, "calm")
    assert sum(drawn.states) == pytest.approx(1) and drawn.low <= drawn.begun <= drawn.high
    assert store.rows(Update) == [] and store.rows(Claim) == [] and store.rows(SignState) == []


def test_a_late_report_is_news_of_the_pass_that_took_it_in(mali):
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, said("Traffic was normal in Bamako.", 5)], now=NOON + HOUR)
    before = (store.ticks(), store.rows(Assessment), store.rows(Evidence), store.rows(Update))
    thread.advance(mali, store, [said("Soldiers seized the airport in Bamako.", -600)], now=NOON + 2 * HOUR)
    after = (store.ticks(), store.rows(Assessment), store.rows(Evidence), store.rows(Update))
    for old, new in zip(before, after, strict=True):
        assert new[: len(old)] == old
    assert len(after[3]) > len(before[3])
    assert all(update.at == NOON + 2 * HOUR for update in after[3][len(before[3]) :])


def test_a_fact_that_comes_twice_counts_once(mali):
    store = SQLiteStore(":memory:")
    told = said("Soldiers seized the airport in Bamako at dawn.")
    one = thread.advance(mali, store, [*SOURCES, told], now=NOON + HOUR)
    two = thread.advance(mali, store, [told], now=NOON + 2 * HOUR)
    assert (one.reports, two.reports) == (1, 1)
    assert {row.rule for row in store.rows(Evidence) if row.at > one.at} == {"passage-of-time"}
    assert len(store.rows(Claim)) == len({c.id for c in store.rows(Claim)})


def test_a_pass_that_fails_half_way_leaves_the_thread_as_it_was_and_the_reports_safe(mali, monkeypatch):
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, said("Traffic was normal in Bamako.")], now=NOON + HOUR)
    digest = store.digest()
    told = said("Soldiers seized the airport in Bamako.", 90)
    with monkeypatch.context() as broken, pytest.raises(MemoryError):
        broken.setattr(thread, "assess", lambda *_, **__: (_ for _ in ()).throw(MemoryError))
        thread.advance(mali, store, [told], now=NOON + 2 * HOUR)
    assert store.digest() == digest and told.id in {r.id for r in store.reports()}
    drawn = thread.advance(mali, store, now=NOON + 2 * HOUR)
    assert drawn.reports == 2 and any(row.report == told.id for row in store.rows(Evidence))


zones = st.sampled_from(
    ["UTC", "Asia/Kathmandu", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe", "Europe/Paris",
     "America/Havana", "Asia/Beirut", "Pacific/Apia", "Pacific/Chatham"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    zones,
    st.datetimes(datetime(2010, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - its zone is beside it
    st.sampled_from([5, 15, 30, 60, 90, 300, 360, 1440]).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_the_first_step_comes_no_earlier_than_the_report_and_less_than_a_step_after_it(zone, first, every):
    watch = parse(f'question = "?"\ntimezone = "{zone}"\n[place]\ncountry = "NP"\n')
    step = thread.first_step(first, every, watch)
    assert step.utcoffset() == timedelta(0)
    assert first <= step < first + every


@pytest.mark.parametrize(
    ("zone", "first", "last", "every"),
    [
        ("UTC", "2024-05-01T00:10:00+00:00", "2024-05-02T04:30:00+00:00", 5 * HOUR),
        ("UTC", "2024-05-01T00:10:00+00:00", "2024-05-02T00:20:00+00:00", timedelta(minutes=50)),
        ("Europe/Paris", "2024-03-30T12:00:00+00:00", "2024-04-01T02:30:00+00:00", 6 * HOUR),
        ("Europe/Paris", "2024-10-26T12:00:00+00:00", "2024-10-28T04:30:00+00:00", 6 * HOUR),
        ("Asia/Kolkata", "2024-05-01T00:10:00+00:00", "2024-05-02T20:40:00+00:00", 4 * HOUR),
    ],
)
def test_a_replay_takes_in_its_last_report_whatever_the_step_and_the_clock(mali, zone, first, last, every):
    from msgspec.structs import replace

    from tocsin.model import report

    watch = replace(mali, timezone=zone)
    facts = [
        report("wire", text, published=datetime.fromisoformat(at))
        for text, at in (("Traffic was normal in Bamako.", first), ("Soldiers seized the airport.", last))
    ]
    _, drawn = replayed(watch, facts, every=every)
    assert drawn[-1].reports == 2
    assert len(drawn) == thread.steps(watch, facts, every)
    assert all(b.at - a.at == every for a, b in pairwise(drawn))
    assert drawn[-2].reports == 1  # and no step more than it takes
