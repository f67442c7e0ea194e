"""How people write times, and that what is not written is not filled in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.gather.aside import Unfit
from tocsin.gather.times import read_time, tell_time

NOW = datetime(2024, 6, 20, 12, 0, tzinfo=UTC)  # a Thursday


def told(value: object, **more: object) -> str | None:
    read = tell_time(value, UTC, now=NOW, **more)
    return read and f"{read[0]:%Y-%m-%d}" + ("" if read[1] == "day" else f"T{read[0]:%H:%M:%S}")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024/06/18 07:05:09", "2024-06-18T07:05:09"),
        ("Di, 18 Jun 2024 07:05:09 +0200", "2024-06-18T05:05:09"),
        ("Mon,17 Jun 2024 07:05:09 GMT", "2024-06-17T07:05:09"),
        ("12 Sept 2023 07:05 GMT", "2023-09-12T07:05:00"),
        ("Tue, 18 Jun 2024 07:05:09 -0000", "2024-06-18T07:05:09"),
        ("Tue, 18 Jun 2024 07:05:09 CEST", "2024-06-18T05:05:09"),
        ("Tue, 18 Jun 2024 07:05:09 MST -0700", "2024-06-18T14:05:09"),
        ("Tue Jun 18 07:05:09 EDT 2024", "2024-06-18T11:05:09"),
        ("Tue Jun 18 2024 07:05:09 GMT+0300 (East Africa Time)", "2024-06-18T04:05:09"),
        ("2024-06-18T07:05:09+02:00[Europe/Paris]", "2024-06-18T05:05:09"),
        ("20240618T070509Z", "2024-06-18T07:05:09"),
        ("20240618070509", "2024-06-18T07:05:09"),
        ("1718694309", "2024-06-18T07:05:09"),
        (1718694309000, "2024-06-18T07:05:09"),
        ("June 18, 2024 at 7:05 p.m.", "2024-06-18T19:05:00"),
        ("7:05 am, 18th June 2024", "2024-06-18T07:05:00"),
        ("seg, 17 jun 2024 07:05:00 -0300", "2024-06-17T10:05:00"),
        ("martes, 18 de junio de 2024 a las 7:05", "2024-06-18T07:05:00"),
        ("mar. 5 mars 2024 à 07h05", "2024-03-05T07:05:00"),
        ("18. Juni 2024 um 7.05 Uhr", "2024-06-18T07:05:00"),
        ("18 июня 2024 г., 07:05", "2024-06-18T07:05:00"),
        ("18 Haziran 2024 Salı 07:05", "2024-06-18T07:05:00"),
        ("١٨ يونيو ٢٠٢٤ ٠٧:٠٥", "2024-06-18T07:05:00"),
        ("18 كانون الثاني 2024", "2024-01-18"),
        ("2024年6月18日 下午7:05", "2024-06-18T19:05:00"),
        ("2024년 6월 18일 오전 7:05", "2024-06-18T07:05:00"),
        ("18 Jun 24 07:05 GMT", "2024-06-18T07:05:00"),  # as mail was written in 1982
    ],
)
def test_a_date_is_read_as_it_was_meant(written, meant):
    assert told(written) == meant


@pytest.mark.parametrize(
    "none",
    [
        "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000", "1970-01-01", "0", "24-06-18T07:05:09Z",
        "18/06/24", "Mon, 18 Jun 4 07:05:09 GMT", "2024-06-31", "Mon, 31 Jun 2024 07:05:09 GMT", "31 Jun 2024",
        "2031-01-01T00:00:00Z", "June 2024", "18 June", "soon", "", "07:05", "2024-06-18 25:00", "32/13/2024",
        "18 June 2024 17 June 2024", "1 000 000 2024", "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_time_is_none_and_never_shifted(none):
    assert told(none) is None
    with pytest.raises(Unfit):
        read_time(none, UTC, now=NOW)


def test_day_and_month_stand_in_the_order_of_the_country():
    assert told("05/04/2024 07:05", country="KE") == "2024-04-05T07:05:00"
    assert told("05/04/2024 07:05", country="US") == "2024-05-04T07:05:00"
    assert told("05/04/2024", language="es") == "2024-04-05"
    assert told("05.04.2024") == "2024-04-05"  # dots are never American
    assert told("18/06/2024", country="US") == "2024-06-18"  # only one of both is possible
    assert told("Sat, 05/04/2024") == "2024-05-04"  # the weekday says which


def test_an_order_that_nobody_tells_is_not_guessed():
    assert told("05/04/2024 07:05") is None
    assert told("05/04/2024 07:05", language="en") is None
    read = tell_time("05/04/2024 07:05", ZoneInfo("Africa/Nairobi"), now=NOW)  # the watch's own country
    assert read is not None and read[0] == datetime(2024, 4, 5, 4, 5, tzinfo=UTC)


def test_a_name_of_a_zone_means_what_it_means_in_the_country():
    assert told("18 Jun 2024 07:05 IST") == "2024-06-18T01:35:00"
    assert told("18 Jun 2024 07:05 IST", country="IL") == "2024-06-18T05:05:00"
    assert told("18 Jun 2024 07:05 CST") == "2024-06-18T13:05:00"
    assert told("18 Jun 2024 07:05 CST", country="CN") == "2024-06-17T23:05:00"


def test_a_month_that_two_languages_call_alike_needs_the_language_or_the_weekday():
    assert told("5 listopada 2023") is None
    assert told("5 listopada 2023", language="pl") == "2023-11-05"
    assert told("niedziela, 5 listopada 2023") == "2023-11-05"


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("7 minutes ago", "2024-06-20T11:53:00"),
        ("hace 7 minutos", "2024-06-20T11:53:00"),
        ("7 минут назад", "2024-06-20T11:53:00"),
        ("قبل 7 دقائق", "2024-06-20T11:53:00"),
        ("vor 2 Stunden", "2024-06-20T10:00:00"),
        ("yesterday 14:05", "2024-06-19T14:05:00"),
        ("hoje às 08h05", "2024-06-20T08:05:00"),
        ("3 days ago", "2024-06-17"),
        ("Monday last week", "2024-06-10"),
        ("last Monday", "2024-06-17"),
        ("in two days", None),
    ],
)
def test_a_time_told_from_now_is_counted_from_when_the_page_was_had(phrase, meant):
    assert told(phrase) == meant
    with pytest.raises(Unfit):
        read_time(phrase, UTC)  # a phrase in a file says nothing: nobody knows when it was said


def test_a_clock_without_a_zone_is_a_day_on_the_open_web():
    assert told("18 June 2024, 07:05", offsetless="day") == "2024-06-18"
    assert told("18 June 2024, 07:05 GMT", offsetless="day") == "2024-06-18T07:05:00"


@given(st.text(alphabet="0123456789/-.: TZ+,JunMayпт", max_size=60))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_there_is_a_time_within_bounds_or_none(text):
    read = tell_time(text, UTC, now=NOW)
    assert read is None or datetime(1990, 1, 1, tzinfo=UTC) <= read[0] <= NOW.replace(day=22)
