"""Posts with UPDATE sections, taken apart without losing a character."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.gather.drafts import Draft
from tocsin.gather.pages.updates import sections, split
from tocsin.model import Source

from .conftest import CARACAS, NOW

POST = "The post.\n\nIts second paragraph.\n\n"


@pytest.mark.parametrize(
    ("marker", "author"),
    [
        ("UPDATE:", None),
        ("UPDATE 2:", None),
        ("UPDATED:", None),
        ("Update:", None),
        ("Update (Jazz):", "Jazz"),
        ("UPDATE: (Jazz)", "Jazz"),
        ("UPDATE: (Ed Morrissey)", "Ed Morrissey"),
        ("ACTUALIZACIÓN:", None),
        ("Actualización (María Pérez):", "María Pérez"),
        ("UPDATE 3.15pm:", None),
        ("UPDATE 3:15 p.m. ET:", None),
        ("**UPDATE 3:**", None),
        ("UPDATE —", None),
        ("MISE À JOUR 14h30:", None),
        ("ОБНОВЛЕНО:", None),
        ("تحديث:", None),
    ],
)
def test_a_marker_opens_a_part_with_its_author(marker, author):
    first, part = split(f"{POST}{marker} Tanks roll.\n\nThey roll on.")
    assert first.text == POST
    assert (part.text.strip(), part.author) == ("Tanks roll.\n\nThey roll on.", author)


@pytest.mark.parametrize(
    "text",
    [
        "We will update: later.",
        "Software Update: new version",
        "Updates: none",
        "Update the page for more.",
        "An UPDATE: inside a line",
        "Updated 3 hours ago",
        "UPDATES FROM CARACAS: soldiers",
    ],
)
def test_words_that_only_look_like_a_marker_open_nothing(text):
    assert len(split(POST + text)) == 1


@pytest.mark.parametrize("credit", ["(Reuters) - Tanks", "(AP) Tanks", "(Video) Tanks", "(4 pm) Tanks"])
def test_a_credit_is_no_author_and_stays_in_the_text(credit):
    _, part = split(f"{POST}UPDATE: {credit}")
    assert (part.author, part.text.strip()) == (None, credit)


@given(st.text(st.sampled_from("UPDATEupdate :()\n#*12pm.—áJz\u202e"), max_size=200))
def test_no_character_is_lost_but_to_the_markers(text):
    assert "".join(part.marker + part.text for part in split(text)) == text


@given(
    st.text(max_size=300),
    st.sampled_from(["UPDATE:", "UPDATE 4: (Jazz)", "Update (Ann Lee):"]),
    st.text(max_size=300),
)
def test_any_words_around_a_marker_are_all_kept(before, marker, after):
    text = f"{before}\n{marker} {after}"
    parts = split(text)
    assert "".join(part.marker + part.text for part in parts) == text
    assert len(parts) > 1


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE" + " " * 300_000, "UPDATE" + " (a)" * 90_000, "UPDATE 1" + " ," * 90_000, " " * 300_000 + "x",
        "*" * 300_000, "UPDATE " + "1" * 300_000, "UPDATE " + "at " * 90_000, "UPDATE:\n" * 40_000, "UPDATE (" * 40_000,
    ],
)  # fmt: skip
def test_hostile_text_takes_no_time(text):
    start = time.perf_counter()
    assert "".join(part.marker + part.text for part in split(text)) == text
    assert time.perf_counter() - start < 2


def draft(text: str, published: datetime | None, **more: object) -> Draft:
    return Draft(
        source=Source(id="s", name="S"), text=text, published=published, url="https://x.example/p", **more
    )


def parts(text: str, published: datetime | None, **more: object) -> list[Draft]:
    return sections(draft(text, published, **more), zone=CARACAS, now=NOW)


MORNING = datetime(2019, 4, 30, 12, 0, tzinfo=UTC)  # 8:00 in Caracas


def test_a_stated_time_is_that_of_the_posts_day():
    _, part = parts(f"{POST}UPDATE 9.15am: Tanks.", MORNING)
    assert part.published == datetime(2019, 4, 30, 13, 15, tzinfo=UTC)


def test_a_named_zone_counts():
    _, part = parts(f"{POST}UPDATE 9:15 a.m. ET: Tanks.", MORNING)
    assert part.published == datetime(2019, 4, 30, 13, 15, tzinfo=UTC)


@pytest.mark.parametrize("marker", ["UPDATE:", "UPDATE 9.15am XYZ:", "UPDATE 25:15:", "UPDATE 11pm:"])
def test_a_part_whose_time_cannot_be_told_has_none(marker):
    _, part = parts(f"{POST}{marker} Tanks.", MORNING)
    assert (part.published, part.fetched) == (None, NOW)


def test_an_update_after_midnight_is_of_the_next_day():
    night = datetime(2019, 4, 30, 3, 50, tzinfo=UTC)  # 23:50 on the 29th
    _, part = parts(f"{POST}UPDATE 12:20 a.m.: Tanks.", night)
    assert part.published == datetime(2019, 4, 30, 4, 20, tzinfo=UTC)


def test_a_page_of_updates_newest_first_keeps_each_time():
    found = parts("UPDATE 8:00 a.m.: Now.\n\nUPDATE 7:40 a.m.: Before.", MORNING, title="Live")
    assert [part.published for part in found] == [MORNING, datetime(2019, 4, 30, 11, 40, tzinfo=UTC)]
    assert [part.title for part in found] == ["Live", ""]


def test_the_post_stays_the_same_report_when_updates_are_added():
    alone, (post, *_) = parts(POST, MORNING), parts(f"{POST}UPDATE: Tanks.", MORNING)
    assert (alone[0].text.strip(), alone[0].url) == (post.text.strip(), post.url)


def test_an_update_added_on_top_does_not_rename_the_others():
    old = parts("UPDATE: Tanks roll.", MORNING)
    new = parts("UPDATE: All quiet.\n\nUPDATE: Tanks roll.", MORNING)
    assert old[0].external_id == new[1].external_id != new[0].external_id


def test_the_caracas_post_is_two_reports(read, write):
    text = (
        "Has the coup begun in Venezuela? Riots in the streets of Caracas\n\nThe situation has been simmering.\n\n"
        "We’ll update this thread as the situation warrants.\n\n"
        "UPDATE: (Jazz) CNN is reporting that people have begun taking to the streets.\n\nCheck out this video."
    )
    post, update = read(write("venezuela-2019-04-30.txt", text)).reports
    assert post.title.startswith("Has the coup begun") and post.author is None
    assert (
        update.text
        == "CNN is reporting that people have begun taking to the streets.\n\nCheck out this video."
    )
    assert (update.author, update.title, update.part_of) == ("Jazz", "", "venezuela-2019-04-30.txt")
    assert update.published == post.published and update.published_precision == "day"
