"""What the view says is known, disputed, claimed and open, and at which time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tocsin.errors import StoreError
from tocsin.model import Membership, Report
from tocsin.publish.interface import english, tally
from tocsin.publish.shown import ThreadView, percent
from tocsin.publish.view import MOMENTS, SHOWN, curve, view
from tocsin.store.sqlite import SQLiteStore

from .thread_by_hand import (
    SIGNS,
    SOURCES,
    Small,
    alone,
    assessment,
    at,
    claim,
    drawn,
    empty,
    link,
    made,
    voice,
)


def _view(*rows: object, reports: list[Report], **options: object) -> ThreadView:
    store = empty()
    drawn(store, 60, reports, [*rows, assessment(1, 60, 0.5)])
    return view(store, definitions=SIGNS, **options)


def _both_say(one: tuple[str, str], other: tuple[str, str], **fields: object) -> ThreadView:
    """The same said by two sources (id, speaker or '') in two origins."""
    reports = [
        made(s, f"{who}: The airport is closed.", f"r{n}", n) for n, (s, who) in enumerate((one, other), 1)
    ]
    voices = [
        [voice(r, who, **fields)] if who else [] for r, (_, who) in zip(reports, (one, other), strict=True)
    ]
    said = [
        claim(r, "The airport is closed", *v, kind="borders-closed")
        for r, v in zip(reports, voices, strict=True)
    ]
    return _view(*said, link(said[1], said[0], "supports"), *alone(*reports), reports=reports)


def test_two_outlets_that_agree_make_a_point_known() -> None:
    shown = _both_say(("ap", ""), ("courier", ""))
    assert [point.first.text for point in shown.known] == ["The airport is closed"]
    assert shown.known[0].origins == 2
    assert not shown.claimed


def test_two_ministers_of_one_party_do_not_make_it_known() -> None:
    shown = _both_say(("ap", "Padrino"), ("courier", "Maduro"), side="government")
    assert not shown.known
    assert shown.claimed[0].origins == 2


def test_two_unverified_accounts_do_not_make_it_known() -> None:
    assert not _both_say(("alert", ""), ("alarm", "")).known


def test_a_rumour_and_the_newspaper_that_prints_it_do_not_make_it_known() -> None:
    assert not _both_say(("alert", ""), ("courier", "")).known
    assert not _both_say(("ap", ""), ("courier", "reports"), named=False).known


def test_an_outlet_and_another_that_cites_it_are_one_witness() -> None:
    assert not _both_say(("ap", ""), ("courier", "AP")).known


def test_ten_reprints_of_one_wire_story_are_no_second_origin() -> None:
    first = made("ap", "The airport is closed.", "r0", 1)
    copies = [made("courier", f"The airport is closed. {n}", f"r{n}", 1 + n) for n in range(1, 11)]
    said = [claim(r, "The airport is closed", kind="borders-closed") for r in (first, *copies)]
    same = [link(c, said[0], "same") for c in said[1:]]
    taken = [Membership(report=r.id, origin=first.id, rule="same-words") for r in copies]
    shown = _view(*said, *same, *alone(first), *taken, reports=[first, *copies])
    assert not shown.known
    assert shown.claimed[0].reports == 11
    assert shown.claimed[0].origins == 1
    assert len(shown.origins) == 1
    assert len(shown.origins[0].copies) == 10
    assert shown.origin_count == 1


def test_what_is_contradicted_stands_under_disputed_with_both_voices(small: Small) -> None:
    shown = view(small.store, definitions=SIGNS)
    (dispute,) = shown.disputed
    assert dispute.left[0].first.claim == small.seizes.id  # the position taken first stands on the left
    assert dispute.right[0].first.voices == ("State TV", "Vladimir Padrino")
    assert small.seizes.id not in {point.first.claim for point in (*shown.known, *shown.claimed)}


def test_all_that_deny_the_same_stand_on_one_side() -> None:
    reports = [made("ap", "The base is taken.", "r1", 1), made("alert", "Base taken!", "r2", 2)]
    reports += [
        made("tv", "The base is not taken.", "r3", 3),
        made("radio", "The base is quiet, not taken.", "r4", 4),
    ]
    taken = [claim(r, r.text[:-1], kind="site-seized") for r in reports[:2]]
    denied = [claim(r, r.text[:-1], kind="site-seized", stance="denies") for r in reports[2:]]
    against = [link(denied[0], taken[0], "contradicts"), link(denied[1], taken[1], "contradicts")]
    against += [link(denied[1], taken[0], "contradicts")]
    (dispute,) = _view(*taken, *denied, *against, *alone(*reports), reports=reports).disputed
    assert {point.first.claim for point in dispute.left} == {c.id for c in taken}
    assert {point.first.claim for point in dispute.right} == {c.id for c in denied}


def test_history_is_no_news() -> None:
    old = made("ap", "In 2002 the base was taken.", "r1", 1)
    shown = _view(
        claim(old, "the base was taken", kind="site-seized", background=True), *alone(old), reports=[old]
    )
    assert not shown.known and not shown.claimed
    assert shown.speakers[0].points[0].first.background  # but nothing is lost: it stands among all claims


def test_a_hedged_claim_is_never_known() -> None:
    reports = [
        made("ap", "Reportedly the airport is closed.", "r1", 1),
        made("radio", "The airport may be closed.", "r2", 2),
    ]
    said = [claim(r, r.text[:-1], kind="borders-closed", hedged=True) for r in reports]
    assert not _view(*said, link(said[1], said[0], "supports"), *alone(*reports), reports=reports).known


def test_an_unknown_asked_twice_is_shown_once_and_one_answer_closes_both() -> None:
    reports = [
        made("ap", "It is unclear how many rose.", "r1", 1),
        made("radio", "Nobody knows how many rose.", "r2", 2),
    ]
    reports.append(made("ap", "Thirty soldiers rose.", "r3", 9))
    asked = [claim(r, r.text[:-1], stance="does_not_know") for r in reports[:2]]
    answer = claim(reports[2], "Thirty soldiers rose", kind="unit-defects")
    store = empty()
    drawn(store, 5, reports[:2], [*asked, link(asked[1], asked[0], "same"), *alone(*reports[:2])])
    drawn(store, 10, reports[2:], [answer, link(answer, asked[1], "answers"), *alone(reports[2])])
    before, after = view(store, as_of=at(6), definitions=SIGNS), view(store, definitions=SIGNS)
    assert [q.point.reports for q in before.open] == [2]
    assert not after.open
    assert after.answered[0].answer is not None
    assert after.answered[0].answer.claim == answer.id


def test_the_page_turned_back_knows_nothing_of_what_came_later(small: Small) -> None:
    shown = view(small.store, as_of=at(7), definitions=SIGNS)
    assert shown.answer is not None
    assert shown.answer.words == "almost no chance"
    assert not shown.disputed
    assert [update.seq for update in shown.updates] == [1]
    assert shown.reports == 3
    assert {sign.id: sign.state for sign in shown.signs}["site-seized"] == "reported"


def test_before_the_first_pass_there_is_no_answer(small: Small) -> None:
    shown = view(small.store, as_of=at(-60), definitions=SIGNS)
    assert shown.answer is None and shown.tick is None
    assert shown.question == "Has a coup begun in Venezuela?"


def test_a_store_without_a_watch_says_so() -> None:
    with pytest.raises(StoreError, match="no watch"):
        view(SQLiteStore(":memory:"))


def test_citations_are_the_exact_words_in_their_sentence(small: Small) -> None:
    shown = view(small.store, definitions=SIGNS)
    for update in shown.updates:
        for cited in update.citations:
            whole = small.store.reports([cited.report_id])[0].whole
            assert whole[cited.start : cited.end] == cited.text
            assert cited.before + cited.text + cited.after in whole
    assert shown.updates[0].citations[0].after.startswith(".")


def test_an_address_that_is_no_web_address_is_never_linked(small: Small) -> None:
    cited = {
        c.report: c.url
        for s in view(small.store, definitions=SIGNS).speakers
        for p in s.points
        for c in p.citations
    }
    assert cited["r1"] == "https://ap.example/1"
    assert cited["r2"] is None


def test_the_board_counts_origins_reports_and_denials(small: Small) -> None:
    board = view(small.store, definitions=SIGNS).signs
    assert [sign.id for sign in board] == ["site-seized", "leader-seen", "new-leader"]  # seen signs first
    assert tally(english(), board[0]) == "2 reports, 1 origin, 1 against"
    assert board[1].state == "not-seen"


def test_a_quiet_thread_says_since_when(small: Small) -> None:
    soon = view(small.store, now=at(20), definitions=SIGNS)
    later = view(small.store, now=at(60 * 8), definitions=SIGNS)
    assert soon.stale_since is None and soon.paused_since is None
    assert later.stale_since == at(14)
    assert later.paused_since == at(15)


def test_all_claims_stand_under_the_one_who_says_them(small: Small) -> None:
    speakers = view(small.store, definitions=SIGNS).speakers
    assert [(s.name, s.sort, s.side) for s in speakers[:2]] == [
        ("Vladimir Padrino", "party", "The government"),
        ("AP", "outlet", None),
    ]
    everything = {c.claim for s in speakers for p in s.points for c in p.citations}
    assert len(everything) == 7


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    reports = [made("ap", f"Column {n} moves.", f"r{n}", n) for n in range(SHOWN + 5)]
    said = [claim(r, r.text[:-1], kind="troops") for r in reports]
    shown = _view(*said, *alone(*reports), reports=reports)
    assert len(shown.claimed) == SHOWN
    assert shown.claimed_more == 5
    assert shown.claimed[0].first.report == f"r{SHOWN + 4}"  # the newest first


def test_a_long_curve_keeps_its_extremes() -> None:
    rows = [assessment(n, n, 0.1 if n != 1234 else 0.97) for n in range(1, 3000)]
    points = curve(rows)
    assert len(points) <= MOMENTS
    assert max(point.begun for point in points) == pytest.approx(0.97)
    assert (points[0].at, points[-1].at) == (rows[0].at, rows[-1].at)
    assert [p.at for p in points] == sorted(p.at for p in points)


def test_no_number_claims_certainty() -> None:
    assert [percent(p) for p in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "under 1%",
        "under 1%",
        "50%",
        "over 99%",
        "over 99%",
    ]


def test_the_view_is_the_same_twice(small: Small) -> None:
    now = at(30) + timedelta(seconds=1)
    assert view(small.store, now=now, definitions=SIGNS) == view(small.store, now=now, definitions=SIGNS)


def test_every_source_that_sent_something_is_listed(small: Small) -> None:
    lines = {line.id: line for line in view(small.store, definitions=SIGNS).sources}
    assert set(lines) == {source.id for source in SOURCES} - {"alert", "alarm"}
    assert (lines["courier"].reports, lines["courier"].own) == (1, 0)
    assert lines["tv"].side == "The government"


def test_a_source_has_its_record_beside_it() -> None:
    shown = _both_say(("ap", ""), ("courier", ""))
    by = {line.id: line for line in shown.sources}
    assert (by["ap"].claims, by["ap"].borne_out, by["ap"].disputed, by["ap"].taken_back) == (1, 1, 0, 0)
    assert by["ap"].grade == "A" and by["courier"].grade == "B"


def test_a_source_that_is_contradicted_or_corrects_itself_has_that_in_its_record(small: Small) -> None:
    shown = view(small.store, definitions=SIGNS)
    assert sum(line.disputed for line in shown.sources) >= 2  # both sides: who is right is not known here
    assert all(line.disputed <= line.claims for line in shown.sources)
