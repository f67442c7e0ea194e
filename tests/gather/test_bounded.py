"""A page made to take a parser's time is bounded before it is parsed, and a page that people read is not touched."""

from __future__ import annotations

import time

import pytest

from tocsin.gather.text.bounded import MOST, MOST_TAGS, bounded
from tocsin.gather.text.clean import decode
from tocsin.gather.text.markup import page_text, plain, tree, words


@pytest.mark.parametrize(
    "page",
    [
        "",
        "no markup at all, 3 < 4",
        '<p class="a" data-x="1 > 0" hidden>One</p><!-- <b> --><br/>',
        '<script>if (a<b) { x = "' + "word " * 1000 + '" }</script><p>Two',
        "<p " + " ".join(f"a{i}={i}" for i in range(MOST)) + ">Three",
        "<p><b>x</b>" * (MOST_TAGS // 4),
    ],
)
def test_a_page_within_the_bounds_stays_as_it_is(page):
    assert bounded(page) == page


def test_attributes_beyond_the_bound_go_and_the_words_stay():
    page = "<p " + " ".join(f"a{i}='<b>'" for i in range(3 * MOST)) + ">Words</p> after"
    kept = tree(bounded(page))
    assert len(kept.xpath("//p")[0].attrib) == MOST and words(kept) == "Words\n\nafter"


def test_of_tags_beyond_the_bound_the_words_stay_and_no_script_becomes_one():
    page = (
        "<i>x</i>" * (MOST_TAGS // 2)
        + "<p>Late <b class=y>news</b><script>var never = 1;</script> of today</p>"
    )
    assert " ".join(plain(page).split()).endswith("Late news of today")


@pytest.mark.parametrize(
    "piece", ["<a x='", "<a\n", "<!--", "<script>", '<a b="', "<a/", "<a b= ", "<p a=1 ", "a=1 "]
)
def test_hostile_markup_takes_time_in_proportion(piece):
    page = "<p " + piece * (400_000 // len(piece))
    start = time.process_time()
    tree(page)
    assert time.process_time() - start < 3


@pytest.mark.parametrize("charset", ["punycode", "PunyCode", "idna", "unicode_escape", "no-such", "\ud800"])
def test_a_charset_that_no_page_is_written_in_is_not_heeded(charset):
    raw = "naïve ".encode() * 2 + b"abc-" + b"z9" * 50_000
    start = time.process_time()
    assert page_text(raw, charset).startswith("naïve") and decode(raw, charset).startswith("naïve")
    assert time.process_time() - start < 1
