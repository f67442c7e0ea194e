"""Times read out of news in four languages: spans, values, and the stretch of time that they name."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.timex import Timex
from tocsin.read.timex_rules import LANGUAGES, load
from tocsin.read.timexes import interval, timexes
from tocsin.read.when import when

CARACAS = ZoneInfo("America/Caracas")
NOW = datetime(2019, 4, 30, 16, 0, tzinfo=UTC)  # a Tuesday, noon in Caracas

ENGLISH = [
    ("Soldiers moved early on Tuesday.", "early on Tuesday", "DATE", "2019-04-30"),
    ("The president will speak on Friday.", "Friday", "DATE", "2019-05-03"),
    ("The president spoke on Friday.", "Friday", "DATE", "2019-04-26"),
    ("It began two hours ago.", "two hours ago", "TIME", "2019-04-30T10:00"),
    ("It began overnight.", "overnight", "TIME", "2019-04-29TNI"),
    ("He was seen this morning.", "this morning", "TIME", "2019-04-30TMO"),
    ("He was seen last night.", "last night", "TIME", "2019-04-29TNI"),
    ("It failed last week.", "last week", "DATE", "2019-W17"),
    ("Talks resume next month.", "next month", "DATE", "2019-05"),
    ("on 30 April", "30 April", "DATE", "2019-04-30"),
    ("on April 30, 2002,", "April 30, 2002", "DATE", "2002-04-30"),
    ("for the past three days", "the past three days", "DURATION", "P3D"),
    ("at 5:30 a.m. local time", "5:30 a.m. local time", "TIME", "2019-04-30T05:30"),
    ("at 0630 GMT", "0630 GMT", "TIME", "2019-04-30T06:30"),
    ("in the 1990s", "the 1990s", "DATE", "199"),
    ("in fiscal 1989", "fiscal 1989", "DATE", "1989"),
    ("more than a year earlier", "a year earlier", "DATE", "2018"),
    ("It was recently moved.", "recently", "DATE", "PAST_REF"),
    ("He is currently abroad.", "currently", "DATE", "PRESENT_REF"),
    ("He is now abroad.", "now", "DATE", "PRESENT_REF"),
    ("It will come soon.", "soon", "DATE", "FUTURE_REF"),
    ("last summer", "last summer", "DATE", "2018-SU"),
    ("in the third quarter of 1997", "the third quarter of 1997", "DATE", "1997-Q3"),
    ("an eight-year war", "eight-year", "DURATION", "P8Y"),
    ("for 2 1/2 years", "2 1/2 years", "DURATION", "P2Y6M"),
    ("for several days", "several days", "DURATION", "PXD"),
    ("every Monday", "every Monday", "SET", "XXXX-WXX-1"),
    ("in mid-November 2018", "mid-November 2018", "DATE", "2018-11"),
    ("noon on Sunday", "noon on Sunday", "TIME", "2019-04-28T12:00"),
    ("between 1985 and", "1985", "DATE", "1985"),
    ("on the night of the 16th, he", "the night of the 16th", "TIME", "2019-04-16TNI"),
]
SPANISH = [
    ("Comenzó hace dos horas.", "hace dos horas", "TIME", "2019-04-30T10:00"),
    ("Ocurrió el lunes por la noche.", "el lunes por la noche", "TIME", "2019-04-29TNI"),
    ("esta mañana", "esta mañana", "TIME", "2019-04-30TMO"),
    ("Mañana habrá una marcha.", "Mañana", "DATE", "2019-05-01"),
    ("el 30 de abril de 2019", "el 30 de abril de 2019", "DATE", "2019-04-30"),
    ("a las 9 de la noche del lunes", "9 de la noche del lunes", "TIME", "2019-04-29T21:00"),
    ("la semana pasada", "la semana pasada", "DATE", "2019-W17"),
    ("durante los últimos tres días", "los últimos tres días", "DURATION", "P3D"),
    ("anoche", "anoche", "TIME", "2019-04-29TNI"),
    ("La marcha será el viernes.", "el viernes", "DATE", "2019-05-03"),
]
FRENCH = [
    ("Des tirs hier soir.", "hier soir", "TIME", "2019-04-29TEV"),
    ("Des soldats ont pris la base mardi.", "mardi", "DATE", "2019-04-30"),
    ("Le président parlera vendredi.", "vendredi", "DATE", "2019-05-03"),
    ("il y a deux heures", "il y a deux heures", "TIME", "2019-04-30T10:00"),
    ("dans la nuit de lundi à mardi", "dans la nuit de lundi à mardi", "TIME", "2019-04-29TNI"),
    ("à 9h30", "9h30", "TIME", "2019-04-30T09:30"),
    ("le 30 avril 2019", "le 30 avril 2019", "DATE", "2019-04-30"),
    ("la semaine dernière", "la semaine dernière", "DATE", "2019-W17"),
    ("ces trois derniers jours", "ces trois derniers jours", "DURATION", "P3D"),
    ("aujourd'hui", "aujourd'hui", "DATE", "2019-04-30"),
]
PORTUGUESE = [
    ("às 9h", "9h", "TIME", "2019-04-30T09:00"),
    ("há duas horas", "há duas horas", "TIME", "2019-04-30T10:00"),
    ("ontem à noite", "ontem à noite", "TIME", "2019-04-29TNI"),
    ("esta manhã", "esta manhã", "TIME", "2019-04-30TMO"),
    ("na noite de segunda-feira", "na noite de segunda-feira", "TIME", "2019-04-29TNI"),
    ("O presidente falará na sexta-feira.", "sexta-feira", "DATE", "2019-05-03"),
    ("em 30 de abril de 2019", "30 de abril de 2019", "DATE", "2019-04-30"),
    ("na semana passada", "na semana passada", "DATE", "2019-W17"),
    ("nos últimos três dias", "nos últimos três dias", "DURATION", "P3D"),
]


def _first(text: str, language: str = "en") -> Timex:
    found = timexes(text, said=NOW, zone=CARACAS, language=language)
    assert found, text
    return found[0]


def _local(timex: Timex) -> tuple[str, str]:
    span = interval(timex, CARACAS)
    assert span is not None
    start, end = (moment.astimezone(CARACAS).strftime("%Y-%m-%d %H:%M") for moment in span)
    return start, end


@pytest.mark.parametrize(("text", "words", "kind", "value"), ENGLISH)
def test_english_times_are_read_from_when_they_were_said(text, words, kind, value):
    timex = _first(text)
    assert (timex.text, timex.type, timex.value) == (words, kind, value)


@pytest.mark.parametrize(("language", "row"), [
    *(("es", row) for row in SPANISH), *(("fr", row) for row in FRENCH), *(("pt", row) for row in PORTUGUESE),
])  # fmt: skip
def test_breaking_news_in_spanish_french_and_portuguese_tells_its_times(language, row):
    text, words, kind, value = row
    timex = _first(text, language)
    assert (timex.text, timex.type, timex.value) == (words, kind, value)


@pytest.mark.parametrize("text", [
    "the 25-year-old officer", "they may march", "a quarter of the army", "Soldiers seized the airport.", "$1989 and 3.1998",
    "the then-current rules", "Theresa May resigned", "2000 people", "page 1/2", "31 February", "at 25:61",
])  # fmt: skip
def test_words_that_only_look_like_times_are_left_alone(text):
    assert timexes(text, said=NOW, zone=CARACAS) == ()


@pytest.mark.parametrize(("text", "start", "end"), [
    ("early on Tuesday", "2019-04-30 00:00", "2019-04-30 09:00"),
    ("last night", "2019-04-29 19:00", "2019-04-30 05:00"),
    ("at 0630 GMT", "2019-04-30 02:30", "2019-04-30 02:31"),
    ("two hours ago", "2019-04-30 09:30", "2019-04-30 10:30"),
    ("in April", "2019-04-01 00:00", "2019-05-01 00:00"),
    ("last week", "2019-04-22 00:00", "2019-04-29 00:00"),
    ("in the 1990s", "1990-01-01 00:00", "2000-01-01 00:00"),
    ("in the second quarter of 2018", "2018-04-01 00:00", "2018-07-01 00:00"),
])  # fmt: skip
def test_a_date_is_a_half_open_stretch_on_the_clock_of_the_place(text, start, end):
    assert _local(_first(text)) == (start, end)


def test_what_has_no_place_on_the_calendar_has_no_interval():
    for text in ("recently", "for three days", "every Monday", "several years ago"):
        assert interval(_first(text), CARACAS) is None, text


def test_a_clock_takes_the_day_that_stands_beside_it():
    assert [t.value for t in timexes("on Monday at 5 p.m.", said=NOW, zone=CARACAS)] == [
        "2019-04-29",
        "2019-04-29T17:00",
    ]
    assert [t.text for t in timexes("at 5 p.m. Monday", said=NOW, zone=CARACAS)] == ["5 p.m. Monday"]


def test_eleven_at_night_in_a_text_of_the_small_hours_is_yesterdays():
    small_hours = datetime(2019, 4, 30, 6, 0, tzinfo=UTC)  # two in the morning in Caracas
    assert (
        timexes("Shots were heard at 11 p.m.", said=small_hours, zone=CARACAS)[0].value == "2019-04-29T23:00"
    )


def test_a_year_earlier_is_the_same_quarter_of_the_year_before():
    found = timexes("Profit in the third quarter of 2018 fell from a year earlier.", said=NOW, zone=CARACAS)
    assert [t.value for t in found] == ["2018-Q3", "2017-Q3"]
    found = timexes("Profit in the first quarter fell from a year earlier.", said=NOW, zone=CARACAS)
    assert [t.value for t in found] == ["2019-Q1", "2018-Q1"]


def test_a_language_without_rules_tells_no_times():
    assert timexes("am Dienstag", said=NOW, zone=CARACAS, language="de") == ()


@pytest.mark.parametrize(("text", "local"), [
    ("El hecho ocurrió el lunes por la noche.", (2019, 4, 29, 21, 0)),
    ("La base a été prise hier soir.", (2019, 4, 29, 20, 0)),
    ("Soldiers moved on 28 April at 9 a.m., officials said on Tuesday.", (2019, 4, 28, 9, 10)),
])  # fmt: skip
def test_a_claims_time_is_the_narrowest_that_its_words_name(text, local):
    span = when(text, NOW, CARACAS)
    assert span is not None
    assert span[0] <= datetime(*local, tzinfo=CARACAS) < span[1]


@pytest.mark.parametrize("text", [
    "It failed last week.", "It happened in 1992.", "He was recently seen.", "An announcement is due after Monday.",
    "The third night of curfew was calm.",
])  # fmt: skip
def test_a_loose_time_is_no_time_for_a_claim(text):
    assert when(text, NOW, CARACAS) is None


@pytest.mark.parametrize(
    "text", ["CARACAS, April 30 (Agency) - The base is quiet.", "UPDATE 5:50 p.m.: The base is quiet."]
)
def test_when_it_was_written_is_not_when_it_happened(text):
    assert when(text, NOW, CARACAS) is None


@pytest.mark.parametrize(
    "text", ["1" * 5_000_000, "12 " * 300_000, "the " * 300_000, "Dec. " * 100_000, "Monday, the " * 60_000]
)
def test_hostile_lines_take_bounded_time(text):
    began = time.process_time()
    timexes(text, said=NOW, zone=CARACAS)
    assert time.process_time() - began < 15  # about two seconds on an idle machine


def _words() -> list[str]:
    """Everything that the rules know, as material for texts that nobody would write."""
    tables = [table for language in LANGUAGES for table in load(language).words.values()]
    return [
        *sorted({word for table in tables for word in table}),
        "30",
        "9",
        "2019",
        "31/12/99",
        "5:30",
        "a.m.",
        "é",
        "-",
        "\n",
    ]


TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(_words()), max_size=14).map(" ".join),
    st.lists(st.sampled_from(_words()), max_size=8).map("".join),
)
WHEN = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=400, deadline=timedelta(seconds=5))
@given(
    text=TEXTS,
    said=WHEN,
    language=st.sampled_from(LANGUAGES),
    zone=st.sampled_from(["America/Caracas", "Asia/Kolkata", "UTC"]),
)
def test_every_time_stands_at_its_characters_in_order_and_lasts(text, said, language, zone):
    reached = 0
    for timex in timexes(text, said=said, zone=ZoneInfo(zone), language=language):
        assert text[timex.start : timex.end] == timex.text
        assert reached <= timex.start < timex.end
        reached = timex.end
        assert timex.value
        span = interval(timex, ZoneInfo(zone))
        assert span is None or span[0] < span[1]


@pytest.mark.parametrize(("text", "day"), [
    # It is Tuesday, 30 April 2019.
    ("The vote will be held on Friday week.", (2019, 5, 10)),
    ("The curfew began on Thursday last week.", (2019, 4, 25)),
    ("The curfew was imposed a week ago last Friday.", (2019, 4, 19)),
    ("Shots rang out in the early hours of the morning of 27 April.", (2019, 4, 27)),
])  # fmt: skip
def test_a_weekday_told_with_a_week_is_that_of_the_week(text, day):
    span = when(text, NOW, CARACAS)
    assert span is not None
    assert span[0] == datetime(*day, tzinfo=CARACAS)


@pytest.mark.parametrize(
    ("country", "day"), [("ML", (2019, 4, 5)), ("GB", (2019, 4, 5)), ("US", (2019, 5, 4))]
)
def test_the_country_says_whether_the_day_or_the_month_is_first(country, day):
    span = when("The base was taken on 5/4/2019.", NOW, CARACAS, country)
    assert span is not None
    assert span[0] == datetime(*day, tzinfo=CARACAS)


@pytest.mark.parametrize("text", [
    "About 80 were held, up from 60 on Sunday.", "Deaths reached 80, compared with 60 on Sunday.",
    "Il y a 80 morts, contre 60 dimanche.",
])  # fmt: skip
def test_the_day_of_a_figure_compared_with_is_not_that_of_the_event(text):
    assert when(text, NOW, CARACAS) is None


def test_more_than_a_number_is_no_comparison():
    assert when("More than 60 people were arrested on Sunday.", NOW, CARACAS) is not None
