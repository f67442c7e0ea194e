"""What real feeds break costs no entry and no word."""

from __future__ import annotations

import time

import pytest

from tocsin.gather.aside import Unfit
from tocsin.gather.feeds.mend import mended
from tocsin.gather.feeds.short import LONGEST, shortened

from .conftest import NOW, rss

ITEM = "<item><title>The ferry runs</title><link>https://desk.example/1</link><description>To the isles.</description></item>"


def test_an_entity_of_html_is_the_letter_that_it_names(words):
    assert words(
        "<title>L&rsquo;&eacute;t&eacute;</title><description>&laquo;&nbsp;Non&nbsp;&raquo;</description>"
    ) == (
        "L’été",
        "«\xa0Non\xa0»",
    )


def test_a_number_of_windows_1252_is_an_apostrophe_and_the_denial_stays(words):
    text = "<title>T</title><description>The governor hasn&#146;t fled, and didn&#x92;t resign.</description>"
    assert words(text)[1] == "The governor hasn’t fled, and didn’t resign."


def test_an_ampersand_alone_is_itself(read):
    item = "<item><title>Rice & beans < meat &foo; bar</title><link>https://d.example/?a=1&copy=2&lt=3</link></item>"
    (draft,) = read(rss(item))
    assert (draft.text, draft.url) == ("Rice & beans < meat &foo; bar", "https://d.example/?a=1&copy=2&lt=3")


def test_a_prefix_without_its_declaration_costs_no_entry(read):
    odd = "<item><title>One</title><content:encoded><![CDATA[<p>Whole text.</p>]]></content:encoded><zz:top a:b='1'/></item>"
    assert [(d.title, d.text) for d in read(rss(odd + ITEM, spaces=""))] == [
        ("One", "Whole text."),
        ("The ferry runs", "To the isles."),
    ]


@pytest.mark.parametrize(
    "before",
    [
        "\n\n ",
        "<br />\n<b>Notice</b>: undefined index in <b>a.php</b><br />\n",
        "\ufeff",
        "<!-- x -- y -->",
        "OK\n",
    ],
)
def test_what_stands_before_the_feed_is_no_part_of_it(read, before):
    assert [d.title for d in read(before + rss(ITEM))] == ["The ferry runs"]


@pytest.mark.parametrize("cut", range(20, 96, 5))
def test_a_feed_that_broke_off_keeps_what_came(read, cut):
    last = "<item><title>Cut off</title><description><![CDATA[<p>Five words that were said.</p>]]></description></item>"
    whole = rss(ITEM + last)
    found = read(whole[: len(whole) - cut])
    assert found[0].text == "To the isles." and all(d.text for d in found)
    assert "Cut off" in found[1].title + found[1].text


def test_tags_that_do_not_match_cost_no_entry(read):
    broken = "<item><title>One</title><description><p>First<br>second</description></item>"
    found = read(rss(broken + ITEM))
    assert [d.title for d in found] == ["One", "The ferry runs"] and "second" in found[0].text


def test_a_name_of_the_feeds_own_doctype_is_read_and_none_grows(read):
    head = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY desk "The desk"><!ENTITY b "&desk;&desk;">]>'
    (draft,) = read(rss("<item><title>&desk; says &b;</title></item>", head=head))
    assert draft.text == "The desk says &b;"


def test_characters_without_a_sign_are_left_out(words):
    assert words("<title>The\x0bferry ru\x08ns</title><description>x\x1f</description>") == (
        "The ferry runs",
        "x",
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<![CDATA[",
        "<!--",
        "<",
        "&",
        '<a b="',
        "<a ",
        "</b>",
        "<b:c>",
        "<title>",
        "&amp;lt;p",
        "<text>",
        "<text><",
    ],
)
def test_what_is_meant_to_take_long_does_not(hostile):
    start = time.process_time()
    mended(rss(hostile * 20_000))
    assert time.process_time() - start < 2


def test_names_and_dates_are_cut_before_a_parser_tries_its_patterns_on_them():
    pieces = [
        "<a:author>" + "a." * 900,
        "<![CDATA[" + "b." * 900 + "]]>",
        "c</a:author><x>" + "d" * 900 + "</x>",
    ]
    found = "".join(shortened(pieces))
    assert found == "<a:author>" + "a." * (LONGEST // 2) + "<![CDATA[]]></a:author><x>" + "d" * 900 + "</x>"


def test_an_author_of_a_hundred_thousand_letters_is_read_at_once(read):
    start = time.process_time()
    (draft,) = read(rss(f"<item><title>T</title><author>{'a.' * 50_000}</author></item>"))
    assert draft.fetched == NOW and time.process_time() - start < 2


def test_more_tags_than_any_feed_has_are_refused(monkeypatch):
    monkeypatch.setattr("tocsin.gather.feeds.mend._MOST_TAGS", 10)
    with pytest.raises(Unfit, match="tags"):
        mended(rss("<b></b>" * 10))


def test_a_section_that_is_never_closed_swallows_no_other_entry(read):
    lost = "<item><title>One</title><description><![CDATA[<p>First.</p></description><link>https://d.example/1</link></item>"
    for items in (lost + ITEM, lost + ITEM.replace("To the isles.", "<![CDATA[To the isles.]]>")):
        assert [d.text for d in read(rss(items))] == ["First.", "To the isles."]


def test_a_section_within_a_section_is_read(words):
    text = words("<title>T</title><description><![CDATA[<![CDATA[<p>Said once.</p>]]>]]></description>")[1]
    assert text == "Said once."
