"""The page on a terminal: complete, exact, within its width, and harmless."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Update
from tocsin.publish.plain import visible
from tocsin.publish.text import page
from tocsin.publish.view import view

from .thread_by_hand import SIGNS, Small, alone, assessment, at, claim, drawn, empty, made


def _page(small: Small, **options: object) -> str:
    return page(view(small.store, definitions=SIGNS), **options)


def test_every_part_of_the_page_is_there(small: Small) -> None:
    text = _page(small)
    heads = [
        "KNOWN",
        "DISPUTED",
        "CLAIMED",
        "WHAT NOBODY KNOWS YET",
        "ANSWERED SINCE",
        "SIGNS",
        "UPDATES",
        "CLAIMS, BY",
    ]
    places = [text.index(f"\n{head}") for head in [*heads, "SOURCES", "WHO COPIED WHOM"]]
    assert places == sorted(places)
    assert text.startswith("Has a coup begun in Venezuela?\n====")
    assert "It is very likely that an attempt has begun (90%; range 80% to 95%)." in text
    assert "The likeliest reading: An attempt is under way." in text


def test_every_claim_stands_there_with_its_voices_and_characters(small: Small) -> None:
    text = _page(small, width=200)
    assert "Harbor Courier → AP [r2 5-38]" in text
    assert (
        f"State TV → Vladimir Padrino, Tue 30 Apr 06:12 [r4 {small.denies.start}-{small.denies.end}]" in text
    )
    assert "denies: “the air base was never taken”" in text
    assert f"[r1 {small.unclear.start}-{small.unclear.end}]" in text


def test_times_are_those_of_the_crisis(small: Small) -> None:
    assert "As of Tuesday 30 April 2019, 06:15 (America/Caracas)" in _page(small)


def test_no_line_is_wider_than_the_terminal(small: Small) -> None:
    for width in (40, 72, 100):
        assert max(len(line) for line in _page(small, width=width).splitlines()) <= width


def test_a_reference_is_never_broken_over_two_lines(small: Small) -> None:
    for line in _page(small, width=60).splitlines():
        assert line.count("[") == line.count("]")


def test_an_empty_thread_says_so_in_words() -> None:
    text = page(view(empty(), definitions=SIGNS))
    assert "Nothing has been assessed yet: no pass was made." in text
    assert "calm" not in text


def test_a_pass_without_reports_is_not_shown_as_calm() -> None:
    store = empty()
    drawn(store, 5, [], [assessment(1, 5, 0.01, reports=0, origins=0)])
    assert "No report has come in at all" in page(view(store, definitions=SIGNS))


def test_terminal_commands_in_a_post_are_shown_and_not_obeyed() -> None:
    evil = "The \x1b[2J\x1b]0;owned\x07 base is taken \u202eNEVER\u202c"
    post, store = made("alert", f"{evil}.", "r\x1b[31m1", 1), empty()
    cited = claim(post, evil, kind="site-seized", id="c-evil")
    update = Update(seq=1, at=at(5), why="claim", text=f"@alert reports: {evil}", cites=("c-evil",), key="1")
    drawn(store, 5, [post], [cited, *alone(post), assessment(1, 5, 0.5), update])
    text = page(view(store, definitions=SIGNS))
    assert "\x1b" not in text and "\x07" not in text and "\u202e" not in text
    assert "⟨U+001B⟩[2J" in text and "⟨U+202E⟩NEVER" in text


def test_colour_is_only_there_when_asked_for(small: Small) -> None:
    assert "\x1b[" not in _page(small)
    coloured = _page(small, colour=True)
    assert "\x1b[1m" in coloured
    assert "[r2 5-38]" in coloured  # the brackets of a reference are no markup


@given(st.text())
def test_whatever_the_text_no_acting_character_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in shown)
    assert not any(c in shown for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x7f\x9b")
    shown.encode()  # no lone surrogate either
    assert visible(shown) == shown


def test_persian_joiners_and_emoji_stay_as_they_are() -> None:
    for text in ("می\u200cخواهم", "👩\u200d⚕️", "naïve"):
        assert visible(text) == text
