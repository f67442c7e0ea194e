"""How many and when, as agencies put it in four languages: a vague word is a range, and no more exact than it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.quantities import WORDS, quantities
from tocsin.read.when import when

CARACAS = ZoneInfo("America/Caracas")
NOW = datetime(2019, 4, 30, 16, tzinfo=UTC)  # a Tuesday, noon in Caracas

COUNTS = [
    ("dozens of protesters", 24, 99),
    ("thousands of people", 2000, 9999),
    ("tens of thousands of people", 20000, 99999),
    ("a dozen officers", 10, 14),
    ("1,500 people", 1500, 1500),
    ("between 20 and 30 soldiers", 20, 30),
    ("20 to 30 soldiers", 20, 30),
    ("more than 40 vehicles", 40, None),
    ("up to 300 troops", 0, 300),
    ("fewer than 50 people", 0, 50),
    ("decenas de militares", 20, 99),
    ("más de 1.500 personas", 1500, None),
    ("al menos cinco muertos", 5, None),
    ("unos pocos soldados", 3, 8),
    ("des centaines de manifestants", 200, 999),
    ("plus de 200 soldats", 200, None),
]


@pytest.mark.parametrize(("text", "low", "high"), COUNTS, ids=[row[0] for row in COUNTS])
def test_a_count_is_the_range_that_its_words_leave(text, low, high):
    assert [(q.low, q.high) for q in quantities(f"There were {text}.")] == [(low, high)]


@pytest.mark.parametrize(
    "text", ["about 25 soldiers", "around 25 soldiers", "cerca de 25 soldados", "environ 25 soldats"]
)
def test_about_is_no_exact_number(text):
    (count,) = quantities(text)
    assert count.low < 25 < count.high


def test_each_count_of_a_sentence_has_its_own_unit_and_place():
    text = "Three soldiers and 12 officers were in two vehicles."
    found = quantities(text, offset=100)
    assert [(q.low, q.unit) for q in found] == [(3, "soldiers"), (12, "officers"), (2, "vehicles")]
    assert [text[q.start - 100 : q.end - 100] for q in found] == [
        "Three soldiers",
        "12 officers",
        "two vehicles",
    ]


@pytest.mark.parametrize(
    "text",
    ["no soldiers", "hundreds", "the 5-2 defeat", "page 12", "1.2.3 soldiers,"],
)
def test_what_counts_nobody_is_no_count(text):
    assert quantities(text) == ()


@pytest.mark.xfail(strict=True, reason="read as exactly one soldier")
def test_a_score_of_soldiers_in_spanish_is_about_twenty_not_yet():
    (count,) = quantities("una veintena de soldados")
    assert 15 <= count.low <= 20 <= (count.high or 20)


@pytest.mark.xfail(strict=True, reason="the year is read as the number of soldiers")
def test_a_year_before_soldiers_is_no_count_of_them_not_yet():
    assert quantities("in 2019 the soldiers left") == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *WORDS,
                "12",
                "1,500",
                "3",
                "at least",
                "about",
                "up to",
                "to",
                "-",
                "and",
                "soldiers",
                "people",
                ",",
                "de",
            ]
        ),
        max_size=9,
    ).map(" ".join)
)
def test_the_characters_of_a_count_are_its_own(text):
    for count in quantities(text):
        assert 0 <= count.start < count.end <= len(text)
        assert text[count.start : count.end].endswith(count.unit)
        assert count.low >= 0


@settings(max_examples=100, deadline=None)
@given(low=st.integers(1, 5000), more=st.integers(0, 5000))
def test_a_range_of_figures_is_read_as_it_stands(low, more):
    (count,) = quantities(f"between {low} and {low + more} soldiers")
    assert (count.low, count.high) == (low, low + more)


# day and hour in Caracas that the words cover, and one that they do not
TIMES = [
    ("early on Tuesday", (30, 5), (30, 15)),
    ("late on Monday", (29, 22), (30, 2)),
    ("on Monday morning", (29, 9), (29, 20)),
    ("overnight", (30, 1), (30, 9)),
    ("last night", (29, 22), (30, 11)),
    ("yesterday", (29, 12), (30, 1)),
    ("this morning", (30, 9), (30, 20)),
    ("at 5:30 a.m.", (30, 5.5), (30, 17.5)),
    ("two hours ago", (30, 10), (30, 7)),
    ("an hour ago", (30, 11), (30, 9)),
    ("hace dos horas", (30, 10), (30, 7)),
    ("anoche", (29, 22), (30, 11)),
    ("esta madrugada", (30, 4), (30, 11)),
    ("el martes por la mañana", (30, 9), (29, 9)),
    ("a las 5:40 a.m.", (30, 5 + 40 / 60), (30, 6)),
    ("mardi matin", (30, 9), (29, 9)),
    ("lundi", (29, 12), (30, 12)),
]


def on(day, hour):
    return datetime(2019, 4, day, int(hour), round(hour % 1 * 60), tzinfo=CARACAS)


@pytest.mark.parametrize(("words", "within", "without"), TIMES, ids=[row[0] for row in TIMES])
def test_a_time_covers_what_it_means_and_no_more(words, within, without):
    span = when(f"Soldiers moved {words}.", NOW, CARACAS)
    assert span is not None
    assert span[0] <= on(*within) < span[1]
    assert not span[0] <= on(*without) < span[1]


@pytest.mark.parametrize(
    "words", ["", "at the bridge", "by 12 votes", "in March Street", "in one of two cars"]
)
def test_words_that_are_no_time_give_none(words):
    assert when(f"Soldiers moved {words}.", NOW, CARACAS) is None


def test_a_day_is_the_watchs_day_and_not_that_of_greenwich():
    late = datetime(2019, 5, 1, 2, tzinfo=UTC)  # still Tuesday in Caracas
    span = when("Soldiers moved today.", late, CARACAS)
    assert span is not None
    assert span[0] <= on(30, 12) < span[1]


@settings(max_examples=60, deadline=None)
@given(
    hours=st.integers(0, 300_000),
    words=st.sampled_from([row[0] for row in TIMES]),
)
def test_a_time_is_never_empty_and_lies_near_the_report(hours, words):
    said = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    span = when(f"Soldiers moved {words}.", said, CARACAS)
    assert span is not None
    assert span[0] < span[1]
    assert abs((span[0] - said).days) <= 8
