"""Codes of editors' systems, and what editors put in brackets."""

from __future__ import annotations

import time

import pytest

from tocsin.gather.feeds.shortcodes import without_codes


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('The port is shut.[gallery ids="4,5" columns="2"]', "The port is shut."),
        ("[gallery]The port is shut.", "The port is shut."),
        ("[vc_row][vc_column width='1/2']The port is shut.[/vc_column][/vc_row]", "The port is shut."),
        ("[caption id=”p_1″ width=”640″]The quay in May[/caption]The port is shut.", "The port is shut."),
        ("[caption id=&#8221;p_1&#8243;]The quay[/caption]The port is shut.", "The port is shut."),
        ("[embed]https://films.example/1[/embed]The port is shut.", "The port is shut."),
        ("[tube https://films.example/1]The port is shut.", "The port is shut."),
        ("[b]The port[/b] is [url=https://a.example]shut[/url].", "The port is shut."),
        ("[contact-form-7 id=12 title='Write']The port is shut.[ad /]", "The port is shut."),
    ],
)
def test_codes_are_no_text(written, read):
    assert without_codes(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "“They [the pilots] left,” she said.",
        "He wrote “recieved” [sic] twice [1] [a].",
        "[Update: 09:15] The port is shut [file photo].",
        "[co-owner] and [x = y] stay, as does a [link",
        "All [but one] were [video below] safe",
    ],
)
def test_what_an_editor_puts_in_brackets_stays(text):
    assert without_codes(text) == text


@pytest.mark.parametrize("piece", ["[", "[a b=", "[caption ", "[a b='", "[embed]", "[/a", '[a b="c" '])
def test_codes_that_never_end_take_no_long_time(piece):
    start = time.perf_counter()
    without_codes(piece * 40_000)
    assert time.perf_counter() - start < 3
