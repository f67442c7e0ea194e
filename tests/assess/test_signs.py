"""The signs board: who has seen a sign, who denies it, and what that amounts to."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NOON, SOURCES

from tocsin.assess.evidence import Witnessed, unverified
from tocsin.assess.playbook import load
from tocsin.assess.signs import board
from tocsin.model import Claim, SignState, Voice

COUP = load("coup")
BY_ID = {source.id: source for source in SOURCES}
DENIABLE = "site-seized"


def word(origin, *, sign=DENIABLE, source="wire", against=False, minutes=0, hedged=False):
    """One origin's word on a sign."""
    return Witnessed(
        claim=Claim(
            id=f"c-{sign}-{origin}-{against}-{minutes}",
            report=f"r-{origin}",
            source=source,
            start=0,
            end=1,
            text="x",
            sentence_start=0,
            sentence_end=1,
            voices=(Voice(name=source),),
            stance="denies" if against else "asserts",
            hedged=hedged,
            language="en",
            at=NOON + timedelta(minutes=minutes),
        ),
        sign=COUP.sign(sign),
        origin=origin,
        against=against,
    )


def course(*passes, sign=DENIABLE):
    """The states of a sign after each pass of words; the last one stands where nothing changed."""
    states, seen = {}, []
    for number, words in enumerate(passes, 1):
        states |= {s.sign: s for s in board(words, COUP, states, BY_ID, NOON + timedelta(hours=number))}
        seen.append(states[sign].state if sign in states else "not-seen")
    return seen


def test_one_witness_reports_and_a_second_one_corroborates():
    assert course([word("a")], [word("b", source="radio")]) == ["reported", "corroborated"]


def test_the_same_origin_again_corroborates_nothing():
    assert course([word("a")], [word("a", source="radio", minutes=5)]) == ["reported", "reported"]


def test_what_nobody_stands_for_is_one_witness_however_many_say_it():
    rumours = [word(f"post-{n}", source="alert") for n in range(9)]
    assert course(rumours, [word("a")]) == ["reported", "corroborated"]


def test_a_denial_of_what_nobody_has_seen_leaves_it_not_seen():
    assert course([word("a", against=True)]) == ["not-seen"]


def test_hearsay_is_refuted_by_one_denial():
    assert course([word("post", source="alert")], [word("a", against=True)]) == ["reported", "refuted"]


def test_one_good_witness_is_refuted_by_two_denials_and_not_by_one():
    one, two = word("b", against=True, source="radio"), word("c", against=True, source="paper")
    assert course([word("a")], [one], [two]) == ["reported", "reported", "refuted"]


def test_two_good_witnesses_stand_against_any_denial():
    denials = [word(f"d{n}", against=True, source="radio") for n in range(5)]
    assert course([word("a"), word("b", source="paper")], denials) == ["corroborated", "corroborated"]


def test_what_was_refuted_comes_back_only_with_a_new_witness():
    hearsay, denial = [word("post", source="alert")], [word("a", against=True)]
    elsewhere = [word("z", sign="gunfire")]
    assert course(hearsay, denial, elsewhere, [word("b", source="radio"), word("c", source="paper")]) == [
        "reported", "refuted", "refuted", "corroborated",
    ]  # fmt: skip


refutable = [sign for sign in COUP.signs if sign.refuted_by]


@pytest.mark.parametrize("sign", refutable, ids=[s.id for s in refutable])
def test_a_sign_is_refuted_when_its_contrary_is_corroborated_afterwards(sign):
    def contrary(minutes):
        return [
            word(origin, sign=sign.refuted_by[0], source=source, minutes=minutes)
            for origin, source in (("x", "radio"), ("y", "paper"))
        ]

    mine = [word("a", sign=sign.id, minutes=30)]
    assert course(mine, contrary(60), sign=sign.id) == ["reported", "refuted"]
    assert course(mine, contrary(0), sign=sign.id) == [
        "reported",
        "reported",
    ]  # what came before says nothing
    assert course(mine, contrary(60)[:1], sign=sign.id) == ["reported", "reported"]  # one witness is too few


@pytest.mark.parametrize("sign", refutable, ids=[s.id for s in refutable])
def test_what_comes_true_after_it_was_refuted_is_no_longer_refuted(sign):
    rumour = [word("a", sign=sign.id, minutes=30)]
    contrary = [
        word(origin, sign=sign.refuted_by[0], source=source, minutes=60)
        for origin, source in (("x", "radio"), ("y", "paper"))
    ]
    a_day_later = [
        word(origin, sign=sign.id, source=source, minutes=1500)
        for origin, source in (("b", "wire"), ("c", "radio"), ("d", "paper"))
    ]
    assert course(rumour, contrary, [], a_day_later, sign=sign.id)[2:] == ["refuted", "corroborated"]


def test_the_first_report_of_a_sign_never_changes():
    states = {}
    for number, item in enumerate(
        [word("a", minutes=30), word("b", source="radio"), word("c", against=True)]
    ):
        states |= {s.sign: s for s in board([item], COUP, states, BY_ID, NOON + timedelta(hours=number))}
        assert (states[DENIABLE].first_report, states[DENIABLE].first_at) == (
            "r-a",
            NOON + timedelta(minutes=30),
        )


def test_a_pass_with_nothing_on_a_sign_says_nothing_of_it():
    (state,) = board([word("a")], COUP, {}, BY_ID, NOON)
    assert isinstance(state, SignState)
    assert board([], COUP, {state.sign: state}, BY_ID, NOON + timedelta(days=3)) == []


items = st.builds(
    word,
    st.sampled_from("abcde"),
    sign=st.sampled_from([DENIABLE, "gunfire", "leader-fled", "leader-seen", "attempt-over"]),
    source=st.sampled_from(sorted(BY_ID)),
    against=st.booleans(),
    minutes=st.integers(0, 300),
    hedged=st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(items, max_size=10), st.randoms(use_true_random=False))
def test_within_one_pass_the_order_of_words_changes_no_state(words, chance):
    other = list(words)
    chance.shuffle(other)
    one, two = ({s.sign: s for s in board(rows, COUP, {}, BY_ID, NOON)} for rows in (words, other))
    assert {n: (s.state, s.first_report, set(s.origins)) for n, s in one.items()} == {
        n: (s.state, s.first_report, set(s.origins)) for n, s in two.items()
    }
    for state in one.values():
        assert (state.state == "not-seen") == (not state.origins)
        assert state.witnesses >= 2 or state.state != "corroborated"


@pytest.mark.parametrize(
    "name",
    [
        "Netizens",
        "REPORTS",
        "several outlets in India",
        "VIRAL VIDEO",
        "a video",
        "social media",
        "usuarios en redes sociales",
        "reports circulating online",
    ],
)
def test_everybody_is_nobody_who_could_be_asked(name):
    claim = word("a").claim
    heard = msgspec.structs.replace(claim, voices=(Voice(name=name, start=0, end=1, who=name),))
    assert unverified(heard, BY_ID)


@pytest.mark.parametrize(
    "name", ["Video Volta", "Marta Quiroga", "the army", "Radio Reports", "Ministry of Health"]
)
def test_whoever_has_a_name_is_somebody(name):
    claim = word("a").claim
    heard = msgspec.structs.replace(claim, voices=(Voice(name=name, start=0, end=1, who=name),))
    assert not unverified(heard, BY_ID)


@pytest.mark.parametrize(
    ("text", "hearsay"),
    [
        ("We have seen the claims that he has flown out", True),
        ("Las afirmaciones de que el presidente está bajo arresto inundaron las redes", True),
        ("rumours of a coup", True),
        ("The government claims that the base is quiet", False),
        ("He reports that the base is quiet", False),
        ("Soldiers have seized the base", False),
    ],
)
def test_what_is_told_of_as_told_has_no_witness(text, hearsay):
    assert unverified(msgspec.structs.replace(word("a").claim, text=text), BY_ID) is hearsay
