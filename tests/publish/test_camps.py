"""Who stands with whom, and the forces as they were counted."""

from __future__ import annotations

from typing import Any

from tocsin.model import Claim, Quantity
from tocsin.publish.camps import camps, counts
from tocsin.publish.view import view

from .thread_by_hand import SOURCES, Small, at, claim, made

SOURCE = {source.id: source for source in SOURCES}


def test_a_minister_stands_on_his_side_since_he_was_first_heard(small: Small) -> None:
    shown = view(small.store)
    government, opposition = shown.stands
    assert government.camp.incumbent
    assert [(one.name, one.since) for one in government.camp.speakers] == [("Vladimir Padrino", at(12))]
    assert [citation.text for citation in government.last] == ["the air base was never taken"]
    assert opposition.camp.speakers == ()


def test_an_outlet_of_no_side_stands_nowhere(small: Small) -> None:
    sides = small.store.watch().sides
    assert all(not camp.speakers for camp in camps([small.seizes, small.shots], sides, SOURCE))


def _counted(source: str, text: str, low: int, high: int | None, minutes: float, **fields: Any) -> Claim:
    post = made(source, text, f"n{minutes}", minutes)
    unit = Quantity(low=low, high=high, unit="soldier", start=0, end=2)
    return claim(post, text.rstrip("."), kind="forces", quantities=(unit,), **fields)


def test_a_number_that_a_copy_repeats_is_counted_once_and_others_are_not_merged() -> None:
    first = _counted("ap", "30 soldiers rose.", 30, 30, 1)
    copy = _counted("courier", "30 soldiers rose.", 30, 30, 2)
    other = _counted("radio", "At least 50 soldiers rose.", 50, None, 3)
    found = counts([first, copy, other], {copy.report: first.report})
    assert [(count.low, count.high, count.claim) for count in found] == [
        (50, None, other.id),
        (30, 30, first.id),
    ]


def test_no_soldiers_and_what_is_denied_are_no_count() -> None:
    none = _counted("ap", "No soldiers rose.", 0, 0, 1)
    denied = _counted("tv", "30 soldiers never rose.", 30, 30, 2, stance="denies")
    assert counts([none, denied], {}) == []
