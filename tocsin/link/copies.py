"""Copies: which report was taken from which earlier one, so that ten reprints count as one witness.

Texts are compared by the hashes of their three-word runs (Broder 1997, containment). A sparse, fixed sample of the
hashes is indexed, so that a new report meets only those it shares words with, however many there are.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

import msgspec

from tocsin.model import Link, Membership, Report, Source, Tick
from tocsin.read.credits import credits, short
from tocsin.read.fold import fold
from tocsin.read.lexicon import folded_words, word_list
from tocsin.store.contract import Store

STOP = word_list("stop")
RUN = 3
SAMPLE = 4  # one hash in four of a long text is indexed
MOST = 300  # hashes indexed of one report
FEW = 60  # a text with fewer runs is indexed whole
COMMON = 400  # a run in more reports than this is boilerplate
CANDIDATES = 12
#: Containment (share of the shorter text's runs found in the other) from which a text is a copy.
TAKEN = 0.42
SHORT = 25  # runs of posts and alerts: so few that chance agreement weighs more
SHORT_TAKEN = 0.6
CREDITED = (
    0.4  # share of names and numbers from which the credited source's report is taken to be the one meant
)
CREDIT_NEAR = timedelta(hours=24)
REWRITTEN = 0.25  # containment from which a long text with many runs in common is a rewrite
REWRITTEN_RUNS = 25
OFFICIAL = frozenset({"ministry", "military", "party"})
OFFICIAL_MOST = 60  # sources asked for a statement: more than one crisis has
RETOLD = 0.55  # share of content words from which two pieces of hearsay are one rumour told again
RETOLD_WORDS = 5
_HEARSAY = re.compile(
    r"social media|\b(?:viral|netizens|rumou?rs?|reportedly|posts?|tweets?|trending|hashtag|redes sociales|segun reportes|rumor\w*|reseaux sociaux)\b|"
    r"reports (?:say|circulating|out of|online)|video posted"
)
STATED = 0.45
STATED_NEAR = timedelta(hours=3)
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
    handles = {handle: source.id for source in sources.values() for handle in _handles(source.name)}
    official = sorted(source.id for source in sources.values() if source.kind in OFFICIAL)[:OFFICIAL_MOST]
    for report in sorted(reports, key=lambda r: (r.known, r.id)):
        hashes = runs(report.text)
        origins[report.id] = Membership(report=report.id, origin=report.id, rule="single")
        found = (
            _taken_from(report, hashes, store, sources)
            or _credited(report, store, tick, handles)
            or (_restated(report, store, tick, official) if _agency(report, sources) else None)
        )
        store.fingerprint(tick, report.id, sampled(hashes))
        if found is None:
            continue
        other, rule, score = found
        left, right = (report, other) if _later(report, other) else (other, report)
        links.append(
            Link(
                left=left.id, right=right.id, relation="copy_of", rule=rule, score=round(score, 4), at=tick.at
            )
        )
        for member in _joined(report, other, right, rule, origins, store):
            origins[member.report] = member
    return Copies(tuple(links), tuple(origins.values()))


def _agency(report: Report, sources: Mapping[str, Source]) -> bool:
    source = sources.get(report.source)
    return source is not None and source.kind == "agency"


def _handles(name: str) -> set[str]:
    """The folded names by which a source is credited."""
    return {fold(name).lstrip("@"), fold(short(name)), fold(name).replace(" ", "")}


def _later(one: Report, other: Report) -> bool:
    return (one.known, one.id) > (other.known, other.id)


def _taken_from(
    report: Report, hashes: set[int], store: Store, sources: Mapping[str, Source]
) -> tuple[Report, str, float] | None:
    """The report that this one shares most words with, by what rule and how much; None where it stands alone."""
    hearsay = _passes_on(report, sources)
    best: tuple[float, str, Report] | None = None
    near = [name for name, _ in store.alike(sampled(hashes), limit=CANDIDATES, common=COMMON)]
    for other in store.reports(list(dict.fromkeys([*([report.revises] if report.revises else []), *near]))):
        if other.id == report.id or abs(report.known - other.known) > NEAR:
            continue
        passed_on = hearsay and _passes_on(other, sources)
        rule, score = _compared(report, hashes, other, hearsay=passed_on)
        if rule and (best is None or (score, other.id) > (best[0], best[2].id)):
            best = (score, rule, other)
    return (best[2], best[1], best[0]) if best else None


def _compared(report: Report, hashes: set[int], other: Report, *, hearsay: bool) -> tuple[str | None, float]:
    """By what rule one report is the other's copy, and the share that shows it; `hearsay` where both only pass on."""
    theirs = runs(other.text)
    common, shorter = len(hashes & theirs), min(len(hashes), len(theirs))
    score = common / shorter if shorter else 0.0
    if report.revises == other.id or (report.address is not None and report.address == other.address):
        return "revision", max(score, 0.5)
    if hashes and hashes == theirs:
        return "same-words", 1.0
    if common >= ENOUGH and score >= (SHORT_TAKEN if shorter < SHORT else TAKEN):
        return "shared-passage", score
    if common >= REWRITTEN_RUNS and score >= REWRITTEN:
        return "rewritten", score
    if hearsay and (share := _told_again(report.text, other.text)) >= RETOLD:
        return "same-rumour", share
    return None, score


def _told_again(one: str, other: str) -> float:
    """The share of the shorter text's content words and numbers that the other has too, 0 where they are few."""
    mine, theirs = (
        {word for word in folded_words(text) if len(word) > 3 or word.isdigit()} - STOP
        for text in (one, other)
    )
    shared = len(mine & theirs)
    return shared / min(len(mine), len(theirs)) if shared >= RETOLD_WORDS else 0.0


def _passes_on(report: Report, sources: Mapping[str, Source]) -> bool:
    """Whether a report is hearsay: an unknown account's post, or one that names posts as all that it rests on."""
    source = sources.get(report.source)
    account = source is not None and source.kind == "account" and source.side is None
    return account or bool(_HEARSAY.search(fold(report.whole)))


def _credited(
    report: Report, store: Store, tick: Tick, handles: Mapping[str, str]
) -> tuple[Report, str, float] | None:
    """The credited source's own report of the day that this one is most like in names and numbers.

    That holds for a translation or a rewrite, which shares few words with what it was made from. A credit for which
    no report is at hand ties nothing: its origin stays unknown, and so the report's own.
    """
    found: list[tuple[float, str, Report]] = []
    for credit in credits(report.whole, handles):
        source = _handle(credit.name, handles)
        if not credit.whole or source is None or source == report.source:
            continue
        near = CREDIT_NEAR / 2 if credit.reshared else CREDIT_NEAR
        for other in store.published_by(
            source, since=report.known - near, until=report.known, upto=tick.upto
        ):
            score = likeness(report.whole, other.whole)
            if other.id != report.id and (credit.reshared or score >= CREDITED):
                found.append((score, "re-shared" if credit.reshared else "credit-line", other))
    marks = _marks(report.whole)
    best = max(found, key=lambda row: (len(marks & _marks(row[2].whole)), row[0], row[2].id), default=None)
    return (best[2], best[1], best[0]) if best else None


def _handle(name: str, handles: Mapping[str, str]) -> str | None:
    """The source that a credit names; '@ContinentalNews' is the Continental News Channel."""
    plain = fold(name).lstrip("@").replace(" ", "")
    exact = handles.get(fold(name).lstrip("@")) or handles.get(plain)
    return exact or next(
        (s for handle, s in sorted(handles.items()) if len(plain) > 7 and handle.startswith(plain)), None
    )


def _restated(
    report: Report, store: Store, tick: Tick, voices: Iterable[str]
) -> tuple[Report, str, float] | None:
    """The statement of a ministry, party or army that this report tells again: its witness is the one who spoke."""
    found = [
        (score, other)
        for source in voices
        if source != report.source
        for other in store.published_by(
            source, since=report.known - STATED_NEAR, until=report.known, upto=tick.upto, limit=8
        )
        if (score := likeness(report.whole, other.whole)) >= STATED and other.id != report.id
    ]
    best = max(found, key=lambda row: (row[0], row[1].id), default=None)
    return (best[1], "statement", best[0]) if best else None


def likeness(one: str, other: str) -> float:
    """How much two texts share of their names and numbers (cosine, 0..1): what survives translation and rewriting."""
    mine, theirs = _marks(one), _marks(other)
    return (
        len(mine & theirs) / math.sqrt(len(mine) * len(theirs))
        if len(mine) >= 2 and len(theirs) >= 2
        else 0.0
    )


def _marks(text: str) -> set[str]:
    names = re.findall(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][\w'’-]{2,}", text)
    return {fold(name) for name in names} | set(re.findall(r"(?<![\w.,])\d[\d.,]*\d|\b\d\b", text))


def _joined(
    report: Report, other: Report, root: Report, rule: str, new: Mapping[str, Membership], store: Store
) -> list[Membership]:
    """The memberships that change when two reports turn out to have one origin: the earlier origin stays."""
    theirs = new.get(other.id) or _membership(other.id, store)
    if root.id == other.id:  # the usual case: the newcomer joins
        return [Membership(report=report.id, origin=theirs.origin, rule=rule)]
    if theirs.origin != other.id:  # other is itself a copy of something earlier
        return [Membership(report=report.id, origin=theirs.origin, rule=rule)]
    members = {m.report for m in store.rows(Membership, origin=other.id)} | {
        m.report for m in new.values() if m.origin == other.id
    }
    moved = [Membership(report=name, origin=report.id, rule=rule) for name in sorted(members | {other.id})]
    return [Membership(report=report.id, origin=report.id, rule="single"), *moved]


def _membership(report: str, store: Store) -> Membership:
    rows = store.rows(Membership, report=report)
    return rows[-1] if rows else Membership(report=report, origin=report, rule="single")
