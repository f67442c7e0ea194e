"""A report on which a stage fails is set aside with its reason; the thread goes on, and rebuild does the same."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from samples import NOON, SOURCES, said

import tocsin.read
from tocsin import thread
from tocsin.model import Claim, Quarantine
from tocsin.publish.view import view
from tocsin.read.bounds import MOST
from tocsin.store.sqlite import SQLiteStore

GOOD = [
    said(f"Soldiers closed bridge number {n} in Bamako, residents said.", n, url=f"https://a.example/{n}")
    for n in range(5)
]
BAD = said("Soldiers closed the cursed bridge in Bamako, residents said.", 2.5)


def aside(store):
    """What was put aside, as reason and place."""
    rows = [msgspec.json.decode(e.body, type=Quarantine) for e in store.journal(kind="quarantine")]
    return [(row.reason, row.where, row.detail) for row in rows]


@pytest.fixture
def cursed_reading(monkeypatch):
    """A reader that fails on one text, as a mistake in a program would."""
    real = tocsin.read.Reader.claims

    def claims(self, passages):
        if "cursed" in self.text:
            raise KeyError("cursed")
        return real(self, passages)

    monkeypatch.setattr(tocsin.read.Reader, "claims", claims)


@pytest.fixture
def cursed_linking(monkeypatch):
    """A search for copies that fails where two bad texts meet others."""
    real = thread.copies

    def copies(reports, *rest):
        if any("cursed" in report.text for report in reports):
            raise OverflowError("date value out of range")
        return real(reports, *rest)

    monkeypatch.setattr(thread, "copies", copies)


@pytest.mark.parametrize("stage", ["reading", "linking"])
def test_a_report_on_which_a_stage_fails_is_set_aside_and_the_others_count(mali, stage, request):
    request.getfixturevalue(f"cursed_{stage}")
    store = SQLiteStore(":memory:")
    found = thread.advance(mali, store, [*SOURCES, *GOOD[:3], BAD, *GOOD[3:]], now=NOON + timedelta(hours=1))
    assert found.reports == len(GOOD)
    assert len({claim.report for claim in store.rows(Claim)}) == len(GOOD)
    ((reason, where, detail),) = aside(store)
    assert (reason, where) == ("unread", BAD.id)
    assert ("KeyError" if stage == "reading" else "OverflowError") in detail
    assert store.reports([BAD.id]) == [BAD], "a report that was set aside is kept"
    assert view(store, now=NOON + timedelta(hours=1)).put_aside == {"unread": 1}


def test_a_pass_drawn_again_leaves_out_the_same_reports(mali, cursed_linking):
    store = SQLiteStore(":memory:")
    for _ in thread.replay(mali, store, [*SOURCES, *GOOD, BAD], every=timedelta(minutes=15)):
        pass
    before = store.digest()
    assert thread.rebuild(store) == before
    assert len(aside(store)) == 1


def test_two_bad_reports_of_one_pass_are_both_found(mali, cursed_linking):
    other = said("Another cursed bridge is closed in Bamako, residents said.", 4)
    store = SQLiteStore(":memory:")
    thread.advance(mali, store, [*SOURCES, BAD, *GOOD, other], now=NOON + timedelta(hours=1))
    assert {where for _, where, _ in aside(store)} == {BAD.id, other.id}


def test_a_stage_that_fails_without_any_report_fails_the_pass_and_writes_nothing(mali, monkeypatch):
    def assess(*args, **options):
        raise ZeroDivisionError("broken")

    monkeypatch.setattr(thread, "assess", assess)
    store = SQLiteStore(":memory:")
    with pytest.raises(ZeroDivisionError):
        thread.advance(mali, store, [*SOURCES, *GOOD], now=NOON + timedelta(hours=1))
    assert store.ticks() == [] and aside(store) == []


def test_of_a_very_long_report_the_beginning_is_read_and_that_is_said(mali):
    store = SQLiteStore(":memory:")
    long = said("Soldiers closed the bridge in Bamako, residents said. " + "And so on. " * (MOST // 10))
    thread.advance(mali, store, [*SOURCES, long], now=NOON + timedelta(hours=1))
    assert [(reason, where) for reason, where, _ in aside(store)] == [("read-in-part", long.id)]
    assert store.reports([long.id]) == [long]
    assert {claim.report for claim in store.rows(Claim)} == {long.id}
    assert max(claim.end for claim in store.rows(Claim)) <= MOST


def test_a_transaction_within_another_is_undone_alone():
    store = SQLiteStore(":memory:")
    with store.transaction():
        store.append([SOURCES[0]], at=NOON)
        with pytest.raises(ValueError), store.transaction():
            store.append([SOURCES[1]], at=NOON)
            raise ValueError
    assert set(store.sources()) == {SOURCES[0].id}
