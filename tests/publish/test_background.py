"""How it came to this: what is told of earlier times, dated as precisely as the words say, each telling once."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tocsin.publish.background import past, told_of

from .thread_by_hand import at, claim, made

ZONE = ZoneInfo("America/Caracas")
TEXT = (
    "The army put down a revolt in January 2019. Maduro was first elected in 2013. The old guard never forgave it. "
    "On 23 April 2019 a general was dismissed."
)


def _told(source="ap", name="r1", minutes=1):
    report = made(source, TEXT, name, minutes)
    words = ("put down a revolt", "first elected", "never forgave it", "a general was dismissed")
    return report, [claim(report, each, background=True) for each in words]


def test_it_stands_in_the_order_in_which_it_happened_and_what_has_no_date_last():
    report, claims = _told()
    line = past(reversed(claims), {report.id: report}, ZONE)
    by = {c.id: c.text for c in claims}
    assert [(by[one.claims[0]], one.precision if one.at else None) for one in line] == [
        ("first elected", "year"),
        ("put down a revolt", "month"),
        ("a general was dismissed", "day"),
        ("never forgave it", None),
    ]
    assert line[0].at == datetime(2013, 1, 1, tzinfo=ZONE).astimezone(UTC)


def test_the_same_words_in_a_copy_are_told_once_with_both():
    (one, first), (other, second) = _told(), _told("courier", "r2", 9)
    line = past([*second, *first], {one.id: one, other.id: other}, ZONE)
    assert len(line) == 4
    assert all(len(each.claims) == 2 and each.claims[0] in {c.id for c in first} for each in line)


def test_news_is_no_background():
    report = made("ap", TEXT, "r1", 1)
    today = claim(report, "put down a revolt", when=(at(-60), at(-30)))
    denied = claim(report, "first elected", background=True, stance="denies")
    last_week = claim(report, "never forgave it", when=(at(-9000), at(-8000)))
    assert told_of([today, denied, last_week]) == [last_week]
