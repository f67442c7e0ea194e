"""No date stops a thread or loses a report, and what cannot be stored is put aside before it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.gather import from_records
from tocsin.gather.border import bordered
from tocsin.model import Quarantine, Report, Source
from tocsin.settings import Settings

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


def taken(**fields):
    """The one report of a record that is sent, and what is told of it."""
    record = {"source": "wire", "text": "Tanks are on the bridge.", **fields}
    facts = list(from_records([record], where="post", now=NOW, settings=Settings()))
    (report,) = (fact for fact in facts if isinstance(fact, Report))
    return report, [fact for fact in facts if isinstance(fact, Quarantine)]


@pytest.mark.parametrize(
    "date",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "0024-05-01T09:00:00Z",
        "1970-01-01T00:00:00Z",
        "1989-12-31T23:59:59Z",
        "2024-05-03T12:00:01Z",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_a_date_that_cannot_be_is_set_aside_and_its_report_counts_from_now(date):
    report, (aside,) = taken(published=date)
    assert (report.published, report.known, report.published_precision) == (None, NOW, "second")
    assert aside.reason == "date-set-aside" and aside.where == "post:1"


def test_the_first_and_the_last_date_that_can_be_are_kept():
    for date in (datetime(1990, 1, 1, tzinfo=UTC), NOW, NOW + timedelta(days=2)):
        report, aside = taken(published=date.isoformat())
        assert (report.published, aside) == (date, [])


def test_a_clock_that_goes_ahead_makes_no_report_known_before_it_was_had():
    report, aside = taken(published="2024-05-02T09:00:00Z", fetched="2031-01-01T00:00:00Z")
    assert report.known == NOW and aside == []


def test_the_same_bad_date_is_the_same_note_on_every_pass():
    first, again = taken(published="0001-01-01")[1], taken(published="0001-01-01")[1]
    assert [note.id for note in first] == [note.id for note in again]


def test_what_cannot_be_stored_is_put_aside_and_the_rest_goes_on():
    half = Source(id="half", name="half a sign: \ud800")
    good = Source(id="good", name="Good")
    aside, kept = bordered([half, good])
    assert kept == good and aside.reason == "bad-record" and "half" in aside.where
