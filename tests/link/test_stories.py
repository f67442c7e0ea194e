"""Stories in a stream: one happening is one story, at once, whatever the outlet and the language."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from samples import said

from tocsin.link.stories import Stories

BRIDGE = [
    "Soldiers under Colonel Oumar Dembélé seized the Kati bridge in Bamako and stopped 240 lorries.",
    "Colonel Oumar Dembélé says his soldiers will keep the Kati bridge closed to lorries until noon.",
    "The Kati bridge in Bamako is still held by soldiers of Colonel Dembélé; lorries wait on both sides.",
]
HARVEST = [
    "Millet farmers in Mopti expect the best harvest in nine years after steady rain, the growers' union says.",
    "Rain brings a record millet harvest to Mopti, and the growers' union wants a floor under the price.",
    "Growers in Mopti have sold half of the millet harvest already, says the union of farmers.",
]
ABROAD = "Le colonel Oumar Dembélé et ses soldats tiennent le pont de Kati à Bamako et bloquent 240 camions."


def placed(reports, **constants):
    stories = Stories(**constants)
    return stories, [stories.add(one) for one in reports]


def test_two_happenings_are_two_stories():
    reports = [
        said(text, 10 * n)
        for n, text in enumerate([a for pair in zip(BRIDGE, HARVEST, strict=True) for a in pair])
    ]
    stories, _ = placed(reports)
    assert sorted(map(len, stories.groups().values())) == [3, 3]


def test_a_report_in_another_language_joins_the_story():
    stories, _ = placed([said(BRIDGE[0], language="en"), said(HARVEST[0], 5, language="en")])
    assert stories.add(said(ABROAD, 10, language="fr")).rule == "joins"
    assert sorted(map(len, stories.groups().values())) == [1, 2]


def test_a_copy_is_in_the_story_of_what_it_was_taken_from():
    first, other = said(BRIDGE[0]), said("Something is going on.", 5)
    stories, _ = placed([first])
    assert stories.add(other, copy_of=first.id).rule == "copy"
    assert stories.story_of(other.id) == first.id


def test_a_late_report_joins_an_old_story_and_moves_nobody():
    reports = [said(text, 60 + n) for n, text in enumerate(BRIDGE)]
    stories, before = placed(reports)
    late = stories.add(said(BRIDGE[0] + " It was dark.", 0))
    assert late.story == before[0].story
    assert [stories.story_of(one.id) for one in reports] == [one.story for one in before]


def test_long_silence_makes_a_new_story_of_the_same_words():
    _, (_, again) = placed([said(BRIDGE[0]), said(BRIDGE[1], 60 * 24 * 60)])
    assert again.rule == "starts"


def test_memory_is_bounded_and_the_oldest_story_rests_first():
    names = ["".join(chr(97 + (n * k) % 23) for k in (3, 5, 7, 11, 13)) for n in range(1, 31)]
    reports = [said(" ".join(name[k:] + name[:k] for k in range(5)) + ".", n) for n, name in enumerate(names)]
    stories, _ = placed(reports, kept=5)
    assert len(stories._stories) == 5
    assert len(stories.groups()) == 30, "who was in it is still known"
    assert all(name in stories._stories for having in stories._having.values() for name in having)


def test_a_story_that_is_two_is_split_when_that_can_be_seen():
    both = "Colonel Oumar Dembélé, Mopti millet union, Kati bridge lorries, growers' harvest rain."
    first = said(both)
    rest = [
        said(text, 1 + n)
        for n, text in enumerate([a for pair in zip(BRIDGE, HARVEST, strict=True) for a in pair])
    ]
    stories = Stories(split=0.9)
    stories.add(first)
    rows = [stories.add(one, copy_of=first.id) for one in [*rest, said(HARVEST[0] + " Still.", 9)]]
    assert rows[-1].split is not None
    assert len(stories.groups()) == 2
    assert stories.story_of(rest[0].id) != stories.story_of(rest[1].id)


def test_stories_that_grow_together_are_merged_into_the_older():
    reports = [said(BRIDGE[0]), said(HARVEST[0], 1), said(f"{BRIDGE[0]} {HARVEST[0]}", 2)]
    stories, rows = placed(reports, join=0.1, merge=0.05)
    assert rows[-1].merged
    assert {stories.story_of(one.id) for one in reports} == {reports[0].id}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([*BRIDGE, *HARVEST, ABROAD, "Calm."]), max_size=20))
def test_the_same_order_gives_the_same_stories_and_every_report_has_one(texts):
    reports = [said(text, n, source=f"s{n}") for n, text in enumerate(texts)]
    (one, first), (other, second) = placed(reports), placed(reports)
    assert first == second and one.groups() == other.groups()
    assert sorted(name for group in one.groups().values() for name in group) == sorted(r.id for r in reports)
