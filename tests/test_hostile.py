"""Text that is made to take time takes little: each of these once held a thread for ten seconds to hours."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.link.passages import body
from tocsin.model import Claim
from tocsin.read.bounds import LINES, MOST, beginning, read_to, thinned
from tocsin.read.credits import MOST as MOST_CREDITS
from tocsin.read.credits import credits
from tocsin.store.sqlite import SQLiteStore

HEAD, TAIL = (
    "Soldiers seized the radio in Bamako, residents said. ",
    " The minister denied that a coup had begun.",
)


@pytest.mark.parametrize(
    "run",
    ["\n", " ", "\t", " \n", "\n- ", ".", "?!", ",", "'", "’", '"', "“", "« ", "(", ")", "[", "_", "'s", "a-", "\u00a0", "\u2028", "\nRT @a", "\nby "],
)  # fmt: skip
def test_a_run_of_anything_is_read_in_little_time(mali, run):
    report = said(HEAD + run * (20_000 // len(run)) + TAIL)
    store, start = SQLiteStore(":memory:"), time.process_time()
    thread.advance(mali, store, [*SOURCES, report], now=NOON + timedelta(hours=1))
    assert time.process_time() - start < 10
    assert store.rows(Claim), "what stands before the run is read"


@pytest.mark.parametrize(
    "piece", ["\n", "by  ", "(via ", "(AP) ", "\nvia @a ", "AP contributed to this ", "source: the ", ". by "]
)
def test_credit_lines_are_found_in_time_that_grows_with_the_text(piece):
    text = piece * (300_000 // len(piece))
    start = time.process_time()
    assert len(credits(text, ["Sahel Press"])) <= 3 * MOST_CREDITS
    assert time.process_time() - start < 2


@pytest.mark.parametrize("piece", [".", ". ", "«", "„a", '"', "(", "!?", "a ", "A. ", "1,", "\n."])
def test_a_text_is_taken_apart_in_time_that_grows_with_it(piece):
    text = piece * (300_000 // len(piece))
    start = time.process_time()
    body(text)
    assert time.process_time() - start < 2


def test_a_report_is_its_own_beginning_but_for_the_longest():
    assert beginning(one := said("Tanks.")) is one
    long = said("Words end here. " * MOST, title="A title")
    end = read_to(long)
    assert MOST * 0.9 <= end <= MOST and beginning(long).whole == long.whole[:end]
    assert beginning(long).text.endswith("here.")
    lines = said("x\n" * (3 * LINES))
    assert beginning(lines).text.count("\n") == LINES - 1
    title = said("Text.", title="x" * (2 * MOST))
    assert len(beginning(title).title) == MOST


def test_of_a_run_of_marks_a_parser_sees_blanks_and_every_offset_stays():
    text = "He said “no” ... then " + "*" * 30 + " left (for good)!!!"
    assert len(thinned(text)) == len(text) and thinned(text).index("left") == text.index("left")
    assert thinned("“No...” (he said):") == "“No...” (he said):"
