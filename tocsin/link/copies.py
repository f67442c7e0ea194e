"""Copies: which report was taken from which earlier one, so that ten reprints count as one witness.

Reports that share rare runs of words or rare pairs of names are compared sentence by sentence (passages.py); a rule
then says whether one was taken from the other. What no rule shows is not said: such a report is its own origin, or,
where it credits somebody whose report is not at hand, its origin is not known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta

import msgspec

from tocsin.link import index, retold
from tocsin.link.borrowed import verbatim
from tocsin.link.passages import body
from tocsin.link.pieces import Keys, Piece, handles_of, piece_of
from tocsin.link.rules import Found, later, one_rumour, rule_of
from tocsin.model import Link, Membership, Report, Source, Tick
from tocsin.read.credits import Credit, credits
from tocsin.read.fold import fold
from tocsin.store.contract import Store
from tocsin.watch import Watch

CANDIDATES = 8  # reports compared for their words, and as many for their names
PASSAGES = 24  # kept with a link
CREDIT_NEAR = timedelta(hours=24)
NEAR = timedelta(hours=72)
PASSAGE = "printed"
CERTAIN = frozenset({"same-words", "revision", "re-shared"})


class Copies(msgspec.Struct, frozen=True):
    """What linking copies adds: links, and the origin of each report from now on."""

    links: tuple[Link, ...]
    memberships: tuple[Membership, ...]


def copies(
    reports: Iterable[Report],
    store: Store,
    tick: Tick,
    sources: Mapping[str, Source],
    watch: Watch | None = None,
) -> Copies:
    """Link each new report to the one that it was taken from, and give it its origin.

    Reports are taken in the order of their publication; the outcome within a tick does not depend on arrival. The names
    that the watch is about are in every report, and weigh little from the first one on.
    """
    about = index.about(watch) if watch else frozenset()
    links: list[Link] = []
    origins: dict[str, Membership] = {}
    handles = {handle: source.id for source in sources.values() for handle in handles_of(source.name)}
    credited = frozenset(handles)
    for report in sorted(reports, key=lambda r: (r.known, r.id)):
        piece = piece_of(report, sources)
        keys = Keys.of(piece.text)
        common = store.common(keys.every, over=index.FRAME) | {k for k in keys.names if k in about}
        given = [credit for credit in credits(report.whole, credited) if credit.whole]
        near = _near(piece, keys, given, handles, store, tick)
        every = _found(piece, near, common, given, handles, sources)
        every, parts = [f for f in every if f.rule != PASSAGE], [f for f in every if f.rule == PASSAGE]
        found = every[0] if every else _retold(piece, near, store, tick, sources, common, origins)
        if found is None or found.rule != "same-words":
            store.fingerprint(report.id, keys.entered(common, found.other if found else None))
        if found is None:
            rule = "not-known" if any(_elsewhere(c, report, handles) for c in given) else "single"
            origins[report.id] = Membership(report=report.id, origin=report.id, rule=rule)
            links += [_link(report, part, tick) for part in parts]
            continue
        links.append(_link(report, found, tick))
        right = report if later(found.other, report) else found.other
        for member in _joined(report, found.other, right, found.rule, origins, store):
            origins[member.report] = member
        for also in every[1:]:
            if one_rumour(found, also) and (moved := _merged(report, also, origins, store)):
                links.append(_link(report, also, tick))
                origins.update({member.report: member for member in moved})
        mine = origins.get(report.id) or _membership(report.id, store)
        elsewhere = (origins.get(part.other.id) or _membership(part.other.id, store) for part in parts)
        links += [
            _link(report, part, tick)
            for part, theirs in zip(parts, elsewhere, strict=True)
            if theirs.origin != mine.origin
        ]
    return Copies(tuple(links), tuple(origins.values()))


def _retold(
    piece: Piece,
    near: Iterable[Report],
    store: Store,
    tick: Tick,
    sources: Mapping[str, Source],
    common: set[int],
    origins: Mapping[str, Membership],
) -> Found | None:
    """What is told again in other words; an alert at length only where the alert itself goes back to nobody."""
    if found := retold.statement(piece, store, tick, sources, common) or retold.rumour(
        piece, near, sources, common
    ):
        return found
    found = retold.at_length(piece, store, tick, common)
    if found is None:
        return None
    theirs = origins.get(found.other.id) or _membership(found.other.id, store)
    return found if theirs.origin == found.other.id and theirs.rule == "single" else None


def _elsewhere(credit: Credit, report: Report, handles: Mapping[str, str]) -> bool:
    """Whether a credit names somebody other than the report's own source."""
    return _handle(credit.name, handles) != report.source


def _near(
    piece: Piece, keys: Keys, given: list[Credit], handles: Mapping[str, str], store: Store, tick: Tick
) -> list[Report]:
    """The reports that may have been taken from each other: by words, by names, by a credit, by address."""
    report = piece.report
    names = [report.revises] if report.revises else []
    for part in (keys.runs, keys.pairs):
        least = 1 if len(part) < index.FEW // 2 else 2  # one rare run in common is chance among many
        near = store.alike(part, limit=CANDIDATES, common=index.COMMON, least=least)
        names += [name for name, _ in near]
    found = {other.id: other for other in store.reports(list(dict.fromkeys(names)))}
    for source in sorted({s for c in given if (s := _handle(c.name, handles)) and s != report.source}):
        for other in store.published_by(
            source, since=report.known - CREDIT_NEAR, until=report.known, upto=tick.upto, limit=CANDIDATES
        ):
            found[other.id] = other
    return [
        other for other in found.values() if other.id != report.id and abs(report.known - other.known) <= NEAR
    ]


def _found(
    piece: Piece,
    near: Iterable[Report],
    common: set[int],
    given: list[Credit],
    handles: Mapping[str, str],
    sources: Mapping[str, Source],
) -> list[Found]:
    """The reports that this one shares its origin with, the surest first; none where it stands alone."""
    credited = {s: c.reshared for c in given if (s := _handle(c.name, handles))}
    ranked: list[tuple[tuple[bool, float, float, str], Found]] = []
    for other in near:
        theirs = piece_of(other, sources)
        newer, older = (piece, theirs) if later(piece.report, other) else (theirs, piece)
        rule, score, found = rule_of(newer, older, common, credited if newer is piece else {})
        printed = verbatim(newer.text, older.text, found.passages)
        if rule is None and printed and newer.language == older.language:
            rule, found = PASSAGE, msgspec.structs.replace(found, passages=tuple(printed))
        if rule is not None:
            shared = (
                found.common_words + 2.0 * found.common_marks
            )  # how much, not how great a part: a short text is
            apart = abs((piece.report.known - other.known).total_seconds())  # a part of many
            rank = (rule in CERTAIN, shared, score - apart * 1e-9, other.id)
            ranked.append((rank, Found(other, rule, score, found)))
    return [found for _, found in sorted(ranked, key=lambda row: row[0], reverse=True)]


def _handle(name: str, handles: Mapping[str, str]) -> str | None:
    """The source that a credit names; '@ContinentalNews' is the Continental News Channel."""
    plain = fold(name).lstrip("@").replace(" ", "")
    exact = handles.get(fold(name).lstrip("@")) or handles.get(plain)
    return exact or next(
        (s for handle, s in sorted(handles.items()) if len(plain) > 7 and handle.startswith(plain)), None
    )


def _keys(report: Report) -> set[int]:
    """Under what a report was entered, with its origin, into the index."""
    text = body(report.text)
    return {*index.sampled(index.key(run) for run in text.runs), *index.pairs(text)}


def _link(report: Report, found: Found, tick: Tick) -> Link:
    left, right = (report, found.other) if later(report, found.other) else (found.other, report)
    here, there = (len(r.whole) - len(r.text) for r in (left, right))
    return Link(
        left=left.id,
        right=right.id,
        relation="passage_of" if found.rule == PASSAGE else "copy_of",
        rule=found.rule,
        score=round(found.score, 4),
        at=tick.at,
        passages=tuple(
            (p.start + here, p.end + here, p.other_start + there, p.other_end + there)
            for p in found.alike.passages[:PASSAGES]
        ),
    )


def likeness(one: str, other: str) -> float:
    """How much two texts share of their names and numbers (cosine, 0..1): what survives translation and rewriting."""
    mine, theirs = (frozenset(body(text).marks) for text in (one, other))
    return (
        len(mine & theirs) / math.sqrt(len(mine) * len(theirs))
        if len(mine) >= 2 and len(theirs) >= 2
        else 0.0
    )


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


def _merged(report: Report, also: Found, new: Mapping[str, Membership], store: Store) -> list[Membership]:
    """The memberships that change when two origins turn out to be one: the later joins the earlier."""
    mine, theirs = (new.get(name) or _membership(name, store) for name in (report.id, also.other.id))
    if mine.origin == theirs.origin:
        return []
    first, second = sorted(
        store.reports([mine.origin, theirs.origin]), key=lambda origin: (origin.known, origin.id)
    )
    members = {m.report for m in store.rows(Membership, origin=second.id) if m.report not in new}
    members |= {m.report for m in new.values() if m.origin == second.id}
    return [Membership(report=name, origin=first.id, rule=also.rule) for name in sorted(members)]


def _membership(report: str, store: Store) -> Membership:
    rows = store.rows(Membership, report=report)
    return rows[-1] if rows else Membership(report=report, origin=report, rule="single")
