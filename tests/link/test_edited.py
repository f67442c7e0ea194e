"""An editor's word on a link, and an outlet's on its own report: what was drawn from it follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from samples import NOON, SOURCES, said

from tocsin import thread
from tocsin.errors import InputError
from tocsin.link.corrections import corrected
from tocsin.link.edited import in_force
from tocsin.model import Assessment, Claim, Decision, Evidence, Link, Membership, SignState, Update
from tocsin.publish.disputes import ledger
from tocsin.publish.points import standing
from tocsin.publish.rows import read_rows
from tocsin.store.sqlite import SQLiteStore

LATER = datetime(2024, 5, 2, tzinfo=UTC)
WIRE = "Soldiers seized the airport in Bamako at dawn and closed the road to Kati, three pilots and a guard told us."


def drawn(mali, *reports):
    """A thread of these reports, each in a pass of its own."""
    store = SQLiteStore(":memory:")
    for _ in thread.replay(mali, store, [*SOURCES, *reports], every=timedelta(minutes=15)):
        pass
    return store


def decided(store, kind, target, minutes=0):
    at = LATER + timedelta(minutes=minutes)
    thread.decide(store, Decision(kind=kind, target=target, by="desk", at=at, reason="read it"), now=at)


def only(store, relation):
    rows = [link for link in in_force(store.rows(Link)) if link.relation == relation]
    assert len(rows) == 1, rows
    return rows[0]


def stands(store):
    rows = read_rows(store, store.ticks(last=1)[0])
    return standing(rows.claims, rows.links, rows.origin_of, rows.sources, rows.source_of)


def disputed(store):
    rows = read_rows(store, store.ticks(last=1)[0])
    return ledger(rows.claims, rows.links, rows.origin_of, rows.sources, rows.source_of)


def begun(store):
    return store.latest(Assessment)[0].begun


def kept_by_rebuild(store):
    before = store.digest()
    return thread.rebuild(store) == before


@pytest.fixture
def reprint(mali):
    """One wire text and its reprint: one origin."""
    return drawn(mali, said(WIRE), said(WIRE, 30, source="paper"))


def test_a_withdrawn_copy_is_a_witness_of_its_own_and_the_probability_follows(reprint):
    before, evidence = begun(reprint), len(reprint.rows(Evidence))
    decided(reprint, "withdraw", only(reprint, "copy_of").id)
    origins = {row.report: row.origin for row in reprint.rows(Membership)}
    assert len(set(origins.values())) == 2
    assert [row for row in reprint.rows(Evidence)[evidence:] if row.sign]
    state = {row.sign: row for row in reprint.rows(SignState)}["site-seized"]
    assert len(state.origins) == 2
    assert begun(reprint) > before
    assert kept_by_rebuild(reprint)


def test_a_stated_copy_takes_its_witness_back_and_leaves_the_past_as_it_was(mali):
    store = drawn(
        mali,
        said("Soldiers have seized the airport in Bamako."),
        said("The airport of Bamako was taken by troops.", 30, source="paper"),
    )
    first, second = (report.id for report in store.reports())
    past, evidence = store.rows(Assessment), store.rows(Evidence)
    decided(store, "state", f"{second} copy_of {first}")
    assert {row.report: row.origin for row in store.rows(Membership)} == {first: first, second: first}
    taken = [row for row in store.rows(Evidence) if row.undoes]
    assert taken
    assert {row.undoes for row in taken} <= {row.id for row in evidence if row.report == second}
    assert {row.sign: row for row in store.rows(SignState)}["site-seized"].origins == (first,)
    assert store.rows(Assessment)[: len(past)] == past
    assert kept_by_rebuild(store)


def test_a_withdrawn_contradiction_is_no_dispute_any_more_and_can_be_stated_again(mali):
    store = drawn(
        mali,
        said("Soldiers have seized the airport in Bamako."),
        said("The army denied that soldiers had seized the airport in Bamako.", 30, source="radio"),
    )
    assert len(disputed(store)) == 1
    link = only(store, "contradicts")
    decided(store, "withdraw", link.id)
    assert disputed(store) == []
    assert kept_by_rebuild(store)
    decided(store, "state", f"{link.left} contradicts {link.right}", 5)
    assert len(disputed(store)) == 1
    assert kept_by_rebuild(store)


def test_a_withdrawn_support_no_longer_counts(mali):
    store = drawn(
        mali,
        said("Soldiers have seized the airport in Bamako."),
        said("Mutinous troops took over the airport of Bamako.", 30, source="radio"),
    )
    assert max(len(group.origins) for group in stands(store).known) == 2
    for link in [link for link in in_force(store.rows(Link)) if link.relation in {"supports", "same"}]:
        decided(store, "withdraw", link.id)
    assert not stands(store).known
    assert kept_by_rebuild(store)


@pytest.mark.parametrize(("kind", "target"), [
    ("withdraw", "l-0000000000000000"),
    ("state", "c-0000000000000000 supports c-1111111111111111"),
    ("state", "r-0000000000000000 supports c-1111111111111111"),
    ("state", "c-0000000000000000 resembles c-1111111111111111"),
    ("state", "nothing"),
])  # fmt: skip
def test_a_decision_on_what_is_not_there_is_refused_and_leaves_no_trace(reprint, kind, target):
    digest, rows = reprint.digest(), list(reprint.journal())
    with pytest.raises(InputError):
        decided(reprint, kind, target)
    assert (reprint.digest(), list(reprint.journal())) == (digest, rows)


def test_a_link_is_withdrawn_once(reprint):
    link = only(reprint, "copy_of")
    decided(reprint, "withdraw", link.id)
    with pytest.raises(InputError, match="no link"):
        decided(reprint, "withdraw", link.id, 1)


def test_a_retraction_reaches_what_was_copied_and_the_evidence_that_stood_on_it(mali):
    text = "Soldiers seized the airport in Bamako at dawn and closed the road to Kati, a guard at the gate told us."
    store = drawn(
        mali,
        said(text),
        said(text, 30, source="paper"),
        said(
            "CORRECTION: An earlier version of this report said that soldiers had seized the airport in Bamako. They had not.",
            120,
        ),
    )
    claims = {claim.id: claim for claim in store.rows(Claim)}
    gone = {claims[name].source for name in corrected(in_force(store.rows(Link)))}
    assert gone == {"wire", "paper"}
    assert [row for row in store.rows(Evidence) if row.undoes]
    state = {row.sign: row for row in store.rows(SignState)}["site-seized"]
    assert (state.state, state.origins) == ("not-seen", ())
    assert kept_by_rebuild(store)


def test_a_withdrawn_correction_gives_back_what_it_took(mali):
    store = drawn(
        mali,
        said("Soldiers have seized the airport in Bamako."),
        said(
            "Correction: An earlier version of this article said that soldiers had seized the airport in Bamako. They had not.",
            90,
        ),
    )
    taken = begun(store)
    for link in [link for link in in_force(store.rows(Link)) if link.rule == "correction"]:
        decided(store, "withdraw", link.id)
    assert {row.sign: row for row in store.rows(SignState)}["site-seized"].origins
    assert begun(store) > taken
    assert kept_by_rebuild(store)


def test_a_correction_that_points_at_nothing_is_kept_and_said(mali):
    store = drawn(
        mali,
        said("Crowds gathered in Bamako."),
        said(
            "Correction: An earlier version of this article said that soldiers had seized the airport in Bamako. They had not.",
            90,
            source="paper",
        ),
    )
    told = [row.text for row in store.rows(Update) if row.why == "correction"]
    assert len(told) == 1
    assert told[0].startswith("Correction of a report that is not here.")


def test_the_ledger_names_who_holds_which_position_since_when_and_who_has_moved(mali):
    store = drawn(
        mali,
        said(
            "Defence Minister Ali Traore said soldiers had not seized the airport in Bamako.", source="radio"
        ),
        said("Soldiers have seized the airport in Bamako.", 20),
        said(
            "Soldiers have seized the airport in Bamako, Defence Minister Ali Traore said.",
            60,
            source="paper",
        ),
    )
    (point,) = disputed(store)
    denying, asserting = point.positions
    assert [holder.name for holder in denying.holders] == ["Ali Traore"]
    assert {holder.name for holder in asserting.holders} == {"Sahel Press", "Ali Traore"}
    assert (denying.since, point.since) == (NOON, NOON + timedelta(minutes=20))
    assert [(move.name, move.to) for move in point.moved] == [("Ali Traore", 1)]
