"""The real live post of that day: nothing in it that an editor would quote is missing, all at exact characters."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin import settings, thread, watch
from tocsin.gather import from_path
from tocsin.model import Claim, SignState
from tocsin.store.sqlite import SQLiteStore

POST = Path(__file__).parents[3] / "shared" / "inputs" / "venezuela-2019-04-30.txt"
WATCH = """
question = "Has a coup begun in Venezuela?"
timezone = "America/Caracas"
languages = ["en", "es"]
[place]
country = "VE"
[sides.government]
name = "Government of Nicolás Maduro"
incumbent = true
members = [{ name = "Nicolás Maduro", aliases = ["Maduro"], role = "president" },
  { name = "Jorge Rodríguez", aliases = ["Jorge Rodriguez"], role = "information minister" }]
[sides.opposition]
name = "Juan Guaidó"
members = [{ name = "Juan Guaidó", aliases = ["Guaidó", "Guaido"], role = "leader" }]
[[signs]]
id = "blue-armbands"
definition = "Soldiers wearing blue armbands"
words = ["blue armband*", "blue arm band*"]
favours = "attempt"
"""


@pytest.fixture(scope="module")
def store():
    if not POST.exists():
        pytest.skip("the real post is not beside this checkout (../shared/inputs)")
    following, now = watch.parse(WATCH), datetime(2019, 4, 30, 20, tzinfo=UTC)
    kept = SQLiteStore(":memory:")
    facts = list(from_path(POST, now=now, settings=settings.load({}), zone=following.zone))
    thread.advance(following, kept, facts, now=now)
    return kept


@pytest.fixture(scope="module")
def claims(store):
    return store.rows(Claim)


def saying(claims, *words):
    return [c for c in claims if all(word.lower() in c.text.lower() for word in words)]


def voices(claim):
    return " > ".join(f"{v.name} ({v.who})" for v in claim.voices).lower()


def test_every_claim_and_voice_is_in_the_post_letter_by_letter(store, claims):
    texts = {r.id: r.whole for r in store.reports()}
    assert len(claims) > 20
    for claim in claims:
        assert texts[claim.report][claim.start : claim.end] == claim.text
        assert all(v.start is None or texts[claim.report][v.start : v.end] == v.name for v in claim.voices)


def test_the_agency_reports_the_governments_words_small_coup(claims):
    chains = [voices(c) for c in saying(claims, "small coup")]
    assert any(
        ("associated press" in chain or "ap" in chain) and ("government" in chain or "spokesman" in chain)
        for chain in chains
    ), chains


def test_the_ministers_words_are_his_and_on_twitter(claims):
    assert any("rodr" in voices(c) and c.speaker.medium == "twitter" for c in claims)


def test_the_opposition_leader_calls_for_a_military_uprising(claims):
    assert any(c.stance == "calls_for" and "guaid" in voices(c) for c in saying(claims, "military uprising"))


def test_all_garrisons_are_said_to_support_the_president(claims):
    assert saying(claims, "garrisons")


def test_the_cutting_of_social_media_is_told_as_reported_only(claims):
    assert any(c.hedged for c in saying(claims, "social media"))


def test_the_people_in_the_streets_are_the_broadcasters_words(claims):
    assert any("cnn" in voices(c) for c in saying(claims, "streets"))


def test_the_blue_armbands_are_a_sign(store):
    board = {s.sign: s.state for s in store.rows(SignState)}
    assert board["blue-armbands"] in {"reported", "corroborated"}


@pytest.mark.parametrize("words", [("how many people",), ("whether", "other")])
def test_what_nobody_knows_is_kept_as_unknown(claims, words):
    assert any(c.stance == "does_not_know" for c in saying(claims, *words)), [
        c.text for c in claims if c.stance == "does_not_know"
    ]
