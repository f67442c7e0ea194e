"""Quantities, times and patterns, each by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tocsin.read.fold import fold
from tocsin.read.quantities import quantities
from tocsin.read.when import when

CARACAS = ZoneInfo("America/Caracas")
NOW = datetime(2019, 4, 30, 16, 0, tzinfo=UTC)  # a Tuesday, noon in Caracas


@pytest.mark.parametrize(("text", "low", "high", "unit"), [
    ("several heavily armed soldiers stood there", 3, 10, "soldiers"),
    ("hundreds of protesters", 200, 999, "protesters"),
    ("a single armoured vehicle", 1, 1, "vehicle"),
    ("at least 12 soldiers", 12, None, "soldiers"),
    ("two officers", 2, 2, "officers"),
    ("cientos de manifestantes", 200, 999, "manifestantes"),
])  # fmt: skip
def test_a_quantity_is_a_range_with_its_unit(text, low, high, unit):
    found = quantities(text)
    assert found, text
    assert (found[0].low, found[0].high) == (low, high)
    assert unit.startswith(found[0].unit[:4])
    assert text[found[0].start : found[0].end]


@pytest.mark.parametrize("text", ["on 30 April 2019", "Article 233", "on the third floor"])
def test_a_date_or_an_article_is_no_quantity(text):
    assert quantities(text) == ()


@pytest.mark.parametrize(("text", "local"), [
    ("Soldiers moved early on Tuesday.", datetime(2019, 4, 30, 4, tzinfo=CARACAS)),
    ("El hecho ocurrió ayer.", datetime(2019, 4, 29, 12, tzinfo=CARACAS)),
    ("It happened on Monday.", datetime(2019, 4, 29, 12, tzinfo=CARACAS)),
])  # fmt: skip
def test_a_time_is_an_interval_on_the_watchs_clock(text, local):
    span = when(text, NOW, CARACAS)
    assert span is not None
    assert span[0] <= local < span[1]
    assert span[1] > span[0]


def test_where_no_time_is_told_none_is_made_up():
    assert when("Soldiers seized the airport.", NOW, CARACAS) is None


@pytest.mark.parametrize("text", ["Ávila", "İstanbul", "STRAẞE", "ﬁre", "e\u0301", "🔥 “x”", "ΑΣ"])
def test_folding_keeps_every_character_in_its_place(text):
    assert len(fold(text)) == len(text)
