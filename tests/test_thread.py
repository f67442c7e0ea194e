"""The main flow: what is new moves the thread once, and nothing that was concluded is changed afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
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
