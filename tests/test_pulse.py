"""A pass that fails, or does not come, is known, and so is one that goes well again."""

from __future__ import annotations

from datetime import timedelta

from samples import NOON

from tocsin.errors import StoreError
from tocsin.pulse import Pulse

MINUTE = timedelta(minutes=1)


def test_passes_that_fail_are_known_since_the_first_and_by_the_last_error():
    pulse = Pulse(every=MINUTE, started=NOON)
    pulse.failed("gathering", NOON + MINUTE, ValueError("no such year"))
    pulse.failed("gathering", NOON + 2 * MINUTE, StoreError("the disk is full"))
    trouble = pulse.trouble(NOON + 2 * MINUTE)
    assert (trouble.since, trouble.error, trouble.missed) == (NOON + MINUTE, "the disk is full", False)
    pulse.passed("gathering", NOON + 3 * MINUTE)
    assert pulse.trouble(NOON + 3 * MINUTE) is None


def test_reports_that_are_sent_and_taken_do_not_hide_that_gathering_fails():
    pulse = Pulse(every=MINUTE, started=NOON)
    pulse.failed("gathering", NOON, KeyError("x"))
    pulse.passed("pushed", NOON + MINUTE)
    assert pulse.trouble(NOON + MINUTE).error == "KeyError: 'x'"


def test_a_loop_that_makes_no_pass_any_more_is_missed():
    pulse = Pulse(every=2 * MINUTE, started=NOON)
    assert pulse.trouble(NOON + 10 * MINUTE) is None
    trouble = pulse.trouble(NOON + 11 * MINUTE)
    assert trouble.missed and trouble.since == NOON


def test_nobody_misses_passes_where_none_are_to_come():
    assert Pulse().trouble(NOON + timedelta(days=9)) is None
