"""What matters: novelty lifts a text, nothing later is looked at, and timelines are scored as their definitions say."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from samples import NOON

from tocsin.publish.importance import WEIGHTS, Post, features, ranked, scores
from tocsin.publish.timeline import Dated, timeline
from tocsin.publish.timeline import scores as days

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import key_events
from timeline_scores import aligned_rouge, date_f1

DATA = Path(__file__).parents[3] / "shared" / "data"
ARREST = "Soldiers have arrested the president and 12 ministers at the palace, the army said in a statement."
TEXTS = (
    "Good morning and welcome to our live coverage.",
    ARREST,
    "Pic of the day!",
    "The central bank has suspended all payments and closed its branches until further notice, its governor said.",
)


def posts(*texts: str) -> list[Post]:
    return [Post(NOON + timedelta(minutes=10 * number), text) for number, text in enumerate(texts)]


def test_what_is_said_again_is_less_new():
    first, again = features(posts(ARREST, ARREST))
    assert again["likest"] == pytest.approx(1.0) and first["likest"] == 0.0
    assert again["new-words"] == 0.0 and again["new-numbers"] == 0.0 and first["new-numbers"] == 1.0


def test_a_score_does_not_depend_on_what_comes_later():
    assert scores(posts(*TEXTS))[:2] == scores(posts(*TEXTS[:2]))


def test_news_stands_above_a_scrap():
    order = ranked(posts(*TEXTS))
    assert order.index(1) < order.index(2) and order.index(3) < order.index(2)


def test_every_shipped_weight_belongs_to_a_feature_and_every_feature_has_one():
    assert set(features(posts(ARREST))[0]) == set(WEIGHTS.post)


@pytest.mark.parametrize("text", ["", "\n" * 50_000, "x" * 1_000_000, "?" * 100_000, "\u202e\u0000 “"])
def test_hostile_text_has_a_finite_score(text):
    assert all(abs(score) < 1e6 for score in scores(posts(text, ARREST, text)))


def told(text: str, out: date, place: int, report: str, *named: date) -> Dated:
    return Dated(text, out, place, report, named)


MONDAY = date(2019, 4, 29)
COUP = "Soldiers seized the palace and the television of the capital on Tuesday."
ARTICLES = [
    told("The president travelled to the north of the country on Monday.", MONDAY, 0, "a", MONDAY),
    told(COUP, MONDAY + timedelta(2), 0, "b", MONDAY + timedelta(1)),
    told("On Tuesday soldiers seized the palace, the television and the airport.", MONDAY + timedelta(9), 3, "c", MONDAY + timedelta(1)),
    told("The union called for a general strike from the first of the month.", MONDAY + timedelta(9), 0, "c"),
]  # fmt: skip


def test_the_day_that_many_texts_name_later_leads():
    found = days(ARTICLES)
    assert max(found, key=found.__getitem__) == MONDAY + timedelta(1)


def test_a_timeline_is_in_order_and_says_nothing_twice():
    made = timeline(ARTICLES, days=2, sentences=2)
    assert [one.day for one in made] == [MONDAY, MONDAY + timedelta(1)]
    texts = [sentence.text for one in made for sentence in one.sentences]
    assert len(texts) == len(set(texts)) and COUP in texts


def test_a_timeline_of_nothing_is_empty():
    assert timeline([], days=5, sentences=2) == []
    assert timeline(ARTICLES, days=5, sentences=2, first=date(2030, 1, 1)) == []


def test_a_timeline_against_itself_is_perfect_and_against_another_crisis_nothing():
    one = {MONDAY: ["soldiers seized the palace"], MONDAY + timedelta(1): ["the president fled"]}
    other = {date(2001, 1, 1): ["nobody bought bread"]}
    assert date_f1(one, one) == aligned_rouge(one, one, 1) == aligned_rouge(one, one, 2) == 1.0
    assert date_f1(one, other) == aligned_rouge(one, other, 2) == 0.0


def test_a_day_late_counts_half():
    one = {MONDAY: ["soldiers seized the palace"]}
    late = {MONDAY + timedelta(1): ["soldiers seized the palace"]}
    assert aligned_rouge(late, one, 1) == pytest.approx(0.5)
    assert date_f1(late, one) == 0.0


def test_half_of_the_days_found_without_a_wrong_one_is_two_thirds():
    reference = {MONDAY: ["one two"], MONDAY + timedelta(1): ["three four"]}
    assert date_f1({MONDAY: ["one two"]}, reference) == pytest.approx(2 / 3)
    # The second day is aligned with the first, which has none of its words.
    assert aligned_rouge({MONDAY: ["one two"]}, reference, 1) == pytest.approx(2 / 3)


def test_the_best_threshold_is_the_one_of_the_best_f1():
    assert key_events.best([3.0, 2.0, 1.0], [1.0, 0.0, 1.0]) == (0.8, 1.0)
    assert key_events.judged([3.0, 2.0, 1.0], [1.0, 0.0, 1.0], 1.0) == (2 / 3, 1.0, 0.8)


def test_the_parts_of_the_live_blogs_share_none():
    if not (DATA / key_events.FILE).exists():
        pytest.skip(f"{DATA / key_events.FILE} is not there")
    train, dev = ({blog.name for blog in key_events.blogs(DATA, part)} for part in ("train", "dev"))
    assert train and dev and not train & dev and len(train | dev) == 200
