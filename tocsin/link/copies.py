"""Copies: which report was taken from which earlier one, so that ten reprints count as one witness.

Texts are compared by the hashes of their three-word runs (Broder 1997, containment). A sparse, fixed sample of the
hashes is indexed, so that a new report meets only those it shares words with, however many there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta

import msgspec

from tocsin.model import Link, Membership, Report, Source, Tick
from tocsin.read.credits import credits
from tocsin.read.fold import fold
from tocsin.read.lexicon import folded_words
from tocsin.store.contract import Store

RUN = 3
SAMPLE = 4  # one hash in four of a long text is indexed
MOST = 300  # hashes indexed of one report
FEW = 60  # a text with fewer runs is indexed whole
COMMON = 400  # a run in more reports than this is boilerplate
CANDIDATES = 12
#: Containment (share of the shorter text's runs found in the other) from which a text is a copy.
TAKEN = 0.42
TAKEN_WITH_CREDIT = 0.08
SHORT_TAKEN = 0.6  # posts and alerts: fewer runs, so chance agreement weighs more
ENOUGH = 8  # runs in common below which nothing is concluded
NEAR = timedelta(hours=72)


class Copies(msgspec.Struct, frozen=True):
    """What linking copies adds: links, and the origin of each report from now on."""

    links: tuple[Link, ...]
    memberships: tuple[Membership, ...]


def runs(text: str) -> set[int]:
    """The 63-bit hashes of all runs of three folded words."""
    words = folded_words(text)
    if len(words) < RUN:
        return {_hash(" ".join(words))} if words else set()
    return {_hash(" ".join(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest()) >> 1


def sampled(hashes: set[int]) -> list[int]:
    """The part of a text's hashes that is indexed: the same ones for the same words, wherever they stand."""
    chosen = hashes if len(hashes) <= FEW else {value for value in hashes if value % SAMPLE == 0}
    return sorted(chosen)[:MOST]


def copies(reports: Iterable[Report], store: Store, tick: Tick, sources: Mapping[str, Source]) -> Copies:
    """Link each new report to the one that it was taken from, and give it its origin.

    Reports are taken in the order of their publication; the outcome within a tick does not depend on arrival.
    """
    links: list[Link] = []
    origins: dict[str, Membership] = {}
    agencies = {fold(source.name): source.id for source in sources.values() if source.kind != "account"}
    for report in sorted(reports, key=lambda r: (r.known, r.id)):
        hashes = runs(report.text)
        origins[report.id] = Membership(report=report.id, origin=report.id, rule="single")
        found = _taken_from(report, hashes, store, agencies)
        store.fingerprint(tick, report.id, sampled(hashes))
        if found is None:
            continue
        other, rule, score = found
        left, right = (report, other) if _later(report, other) else (other, report)
        links.append(Link(left=left.id, right=right.id, relation="copy_of", rule=rule, score=round(score, 4), at=tick.at))
        for member in _joined(report, other, right, rule, origins, store):
            origins[member.report] = member
    return Copies(tuple(links), tuple(origins.values()))


def _later(one: Report, other: Report) -> bool:
    return (one.known, one.id) > (other.known, other.id)


def _taken_from(report: Report, hashes: set[int], store: Store, agencies: Mapping[str, str]) -> tuple[Report, str, float] | None:
    """The report that this one shares most with, by what rule and how much; None where it stands alone."""
    candidates = store.reports([name for name, _ in store.alike(sampled(hashes), limit=CANDIDATES, common=COMMON)])
    credited = {
        agencies.get(fold(credit.name)) or _account(credit.name)
        for credit in credits(report.whole, [*agencies])
        if credit.whole
    }
    best: tuple[float, str, Report] | None = None
    for other in candidates:
        if other.id == report.id or abs(report.known - other.known) > NEAR:
            continue
        rule, score = _compared(report, hashes, other, credited)
        if rule and (best is None or (score, other.id) > (best[0], best[2].id)):
            best = (score, rule, other)
    return (best[2], best[1], best[0]) if best else None


def _account(name: str) -> str:
    return fold(name).lstrip("@")


def _compared(report: Report, hashes: set[int], other: Report, credited: set[str]) -> tuple[str | None, float]:
    """By what rule one report is the other's copy, and the containment that shows it."""
    theirs = runs(other.text)
    common = len(hashes & theirs)
    shorter = min(len(hashes), len(theirs))
    if not shorter:
        return None, 0.0
    score = common / shorter
    if report.revises == other.id or (report.address is not None and report.address == other.address):
        return "revision", max(score, 0.5)
    if hashes == theirs:
        return "same-words", 1.0
    if credited & {other.source, _account(other.source)} and score >= TAKEN_WITH_CREDIT and common >= 3:
        return "credit-line", score
    if common >= ENOUGH and score >= (SHORT_TAKEN if shorter < 25 else TAKEN):
        return "shared-passage", score
    return None, score


def _joined(report: Report, other: Report, root: Report, rule: str, new: Mapping[str, Membership], store: Store) -> list[Membership]:
    """The memberships that change when two reports turn out to have one origin: the earlier origin stays."""
    theirs = new.get(other.id) or _membership(other.id, store)
    if root.id == other.id:  # the usual case: the newcomer joins
        return [Membership(report=report.id, origin=theirs.origin, rule=rule)]
    if theirs.origin != other.id:  # other is itself a copy of something earlier
        return [Membership(report=report.id, origin=theirs.origin, rule=rule)]
    members = {m.report for m in store.rows(Membership, origin=other.id)} | {m.report for m in new.values() if m.origin == other.id}
    moved = [Membership(report=name, origin=report.id, rule=rule) for name in sorted(members | {other.id})]
    return [Membership(report=report.id, origin=report.id, rule="single"), *moved]


def _membership(report: str, store: Store) -> Membership:
    rows = store.rows(Membership, report=report)
    return rows[-1] if rows else Membership(report=report, origin=report, rule="single")
