"""What of a text no reader can see."""

from __future__ import annotations

import pytest

from tocsin.gather.text.clean import clean


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The har\u00adbour mas\u00adter re\u00adsigned", "The harbour master resigned"),
        ("Port\u200bland and Har\u2060wich", "Portland and Harwich"),
        ("\ufeffThe fer\ufeffry left\u200b.", "The ferry left."),
        ("the har\u00ad\nbour is shut\nFerries wait", "the harbour is shut\nFerries wait"),
    ],
)
def test_signs_of_no_width_part_no_word(written, read):
    assert clean(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: two letters that are not to be joined
        "क्\u200dष",  # Hindi: a half letter
        "👩\u200d🚒",  # a woman who is a fire fighter
        "ท่าเรือ\u200bปิด",  # Thai: the end of a word
        "\u202bالميناء\u202c",  # direction marks
    ],
)
def test_signs_that_a_script_is_written_with_stay(text):
    assert clean(text) == text


def test_a_space_of_no_width_among_many_takes_no_long_time():
    assert clean("a" + "\u200b" * 200_000 + "b") == "ab"
