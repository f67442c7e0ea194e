"""What was said is scored against what came of it, and drawn so that it can be seen."""

from __future__ import annotations

import math
from datetime import UTC, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON

from tocsin.assess import track
from tocsin.assess.playbook import load
from tocsin.assess.record import counted, half_life, sentences
from tocsin.errors import InputError
from tocsin.model import Assessment, SignState
from tocsin.publish import pictures

HOUR = timedelta(hours=1)


def at(hour, begun, leading="attempt"):
    states = ((1 - begun) / 2, (1 - begun) / 2, begun, 0.0, 0.0)
    return Assessment(
        at=NOON + hour * HOUR, tick=hour + 1, states=states, low=begun / 2, high=(1 + begun) / 2, leading=leading,
        words="", reports=1, origins=1,
    )  # fmt: skip


def scored(course, outcome="attempt-failed", **more):
    return track.scored(
        course,
        watch=more.pop("watch", "w"),
        question="Has it | begun?",
        playbook="coup",
        outcome=outcome,
        **more,
    )


def test_scores_are_means_over_time_and_not_over_passes():
    row = scored([at(0, 0.5), at(3, 0.9), at(4, 0.9)])
    assert row.brier == pytest.approx((3 * 0.25 + 1 * 0.01 + 2 * 0.01) / 6)
    assert row.log_score == pytest.approx((3 * -math.log(0.5) + 3 * -math.log(0.9)) / 6)


def test_before_it_began_a_low_number_was_right():
    course = [at(0, 0.1), at(1, 0.1), at(2, 0.9), at(3, 0.9)]
    assert scored(course, begun_at=NOON + 2 * HOUR).brier == pytest.approx(0.01)
    assert scored(course).brier > 0.3
    assert scored(course, "none").brier > 0.3


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(1e-6, 1 - 1e-6), min_size=1, max_size=8), st.sampled_from(sorted(track.OUTCOMES)))
def test_scores_stay_in_their_ranges_and_saying_what_came_true_is_never_worse(values, outcome):
    row = scored([at(n, v) for n, v in enumerate(values)], outcome)
    best = scored(
        [at(n, 0.999 if track.OUTCOMES[outcome][1] else 0.001) for n in range(len(values))], outcome
    )
    assert 0 <= row.brier <= 1 and row.log_score >= 0
    assert best.brier <= max(row.brier, 1e-5)


@pytest.mark.parametrize(
    ("course", "outcome", "more", "says"),
    [([], "none", {}, "nothing has been assessed"), ([at(0, 0.5)], "won", {}, "choose one of"),
     ([at(0, 0.5)], "none", {"begun_at": NOON}, "give one of them")],
)  # fmt: skip
def test_what_cannot_be_scored_is_told_with_the_mend(course, outcome, more, says):
    with pytest.raises(InputError, match=says):
        scored(course, outcome, **more)


def test_the_record_grows_by_a_line_a_watch_and_a_second_score_takes_the_place_of_the_first(tmp_path):
    path = tmp_path / "record.jsonl"
    course = [at(0, 0.2), at(1, 0.8)]
    track.append(path, scored(course, watch="a"))
    track.append(path, scored(course, watch="b"))
    rows = track.append(path, scored(course, "none", watch="a"))
    assert [(r.watch, r.outcome) for r in track.read(path)] == [
        ("b", "attempt-failed"),
        ("a", "none"),
    ] and len(rows) == 2
    assert path.read_bytes().count(b"\n") == 2
    page = track.page(rows, "record.svg")
    assert page.count("| Has it / begun? |") == 2 and "record.svg" in page
    assert sorted(track.pairs(rows)) == [(0.2, False), (0.2, True), (0.8, False), (0.8, True)]


def test_a_line_that_is_no_score_is_named_and_nothing_is_written_over_it(tmp_path):
    path = tmp_path / "record.jsonl"
    path.write_text("{}\n", "utf-8")
    with pytest.raises(InputError, match=r"record\.jsonl:1"):
        track.append(path, scored([at(0, 0.5)]))
    assert path.read_text("utf-8") == "{}\n"


def drawn(svg):
    return [(node.tag.rpartition("}")[2], node) for node in ElementTree.fromstring(svg).iter()]  # noqa: S314 - our own


def test_the_curve_marks_each_turn_and_says_in_words_what_it_shows():
    course = [at(0, 0.01, "calm"), at(1, 0.3), at(2, 0.3), at(3, 0.97)]
    assert [a.at for a in pictures.turns(course)] == [course[0].at, course[1].at, course[3].at]
    nodes = drawn(pictures.curve(course, "x <y> & z", UTC))
    assert sum(tag == "circle" for tag, _ in nodes) == 3
    texts = " ".join(node.text or "" for _, node in nodes)
    assert "almost certain (97%)" in texts and "x <y> & z" in texts


@pytest.mark.parametrize("course", [[], [at(0, 0.5)], [at(0, 0.5), at(0, 0.6)]])
def test_a_curve_of_little_or_nothing_is_a_picture_all_the_same(course):
    assert drawn(pictures.curve(course, "it has begun", UTC))


def test_the_board_shows_every_sign_with_its_state_and_the_seen_ones_first():
    board = {"b": SignState(sign="b", state="corroborated", at=NOON, first_at=NOON, origins=("x", "y"))}
    texts = [
        node.text
        for tag, node in drawn(pictures.signs({"a": "First sign", "b": "Second sign"}, board, UTC))
        if tag == "text"
    ]
    assert texts.index("Second sign") < texts.index("First sign")
    assert "seen by more than one (2), first 01 May 12:00" in texts and "not seen" in texts


def test_the_reliability_diagram_counts_what_was_said_and_what_came_true():
    svg = pictures.reliability([(0.05, False)] * 3 + [(0.05, True)] + [(0.95, True)] * 2)
    assert "said 5.0%, came true 25.0%, 4 times" in svg and "said 95.0%, came true 100.0%, 2 times" in svg


def test_the_record_of_attempts_is_counted_and_told_with_its_source():
    for row in counted().values():
        assert 0 < row["count"] < row["of"]
    told = " ".join(sentences(load("coup"), "attempt"))
    assert "245 of 491 attempts since 1950 succeeded (50%)" in told and "Powell & Thyne" in told
    assert 20 < half_life(load("coup"), "attempt") < 30
    assert "30 days" in " ".join(sentences(load("coup"), "seized"))
    assert not any("Powell" in line for line in sentences(load("unrest"), "attempt"))
