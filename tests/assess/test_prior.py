"""The structural prior: a small dated table that ages."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import mean

import pytest

from tocsin.assess.prior import MOST, daily, monthly, relative, table


def test_a_recent_attempt_raises_the_risk_and_time_wears_it_down():
    country = max(table().countries, key=lambda name: table().countries[name].last or "")
    risks = [monthly(country, table().date + timedelta(days=365 * years)) for years in range(20)]
    assert risks == sorted(risks, reverse=True) and risks[0] > 1.5 * risks[-1]


def test_an_old_democracy_is_safer_than_a_country_that_has_just_seen_an_attempt():
    assert monthly("SE", date(2024, 2, 1)) < monthly("NE", date(2024, 2, 1)) / 10


def test_an_average_day_has_a_chance_of_a_few_in_a_hundred_thousand():
    average = mean(daily(country, table().date) for country in table().countries)
    assert 1e-5 < average < 1.2e-4


def test_a_country_that_the_table_does_not_have_has_no_made_up_risk():
    assert monthly("ZZ", date(2024, 2, 1)) is None and daily("ZZ", date(2024, 2, 1)) is None


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_risks_are_probabilities_on_any_day(day):
    assert all(0 < monthly(country, day) < 1 for country in table().countries)


def test_a_record_counts_for_a_live_watch_only_and_only_so_far():
    day = table().date + timedelta(days=30)
    found = {country: relative(country, day) for country in table().countries}
    assert all(1 / MOST <= value <= MOST for value in found.values())
    assert found["NE"] > 1 > found["SE"]
    assert relative("NE", table().date - timedelta(days=1)) == 1.0, "a replay must not know what came later"
    assert relative("ZZ", day) == 1.0
