"""Copies: which report was taken from which earlier one, so that ten reprints count as one witness.

Reports that share rare runs of words or rare pairs of names are compared sentence by sentence (passages.py); a rule
then says whether one was taken from the other. What no rule shows is not said: such a report is its own origin, or,
where it credits somebody whose report is not at hand, its origin is not known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache

import msgspec

from tocsin.link import index
from tocsin.link.alike import Alike, alike
from tocsin.link.passages import Body, body, pattern, without
from tocsin.model import Link, Membership, Report, Source, Tick
from tocsin.read.credits import Credit, credits, short
from tocsin.read.fold import fold
from tocsin.read.language import language_of
from tocsin.store.contract import Store

CANDIDATES = 10  # reports compared for their words, and as many for their names
PASSAGES = 24  # kept with a link
#: Share of the shorter text's runs found in the other from which a text is a copy.
TAKEN = 0.42
SHORT = 25  # runs of posts and alerts: so few that chance agreement weighs more
SHORT_TAKEN = 0.6
ENOUGH = 8  # runs in common below which nothing is concluded
REWRITTEN = 0.4  # share of content words in taken sentences, of two or more, from which a text is a rewrite
IN_ORDER = 0.5  # share of names and numbers that stand in the same order in a rewrite
NAMED = 0.4  # share of content words from which a report that names another source was taken from it
TRANSLATED = 0.7  # share of names and numbers, and of their order, in a translation
CREDIT_NEAR = timedelta(hours=24)
RETOLD = 0.45  # share of content words from which two pieces of hearsay are one rumour told again
RETOLD_WORDS = 5
STATED = 0.6  # share of names and numbers from which a report tells a party's statement again
STATED_NEAR = timedelta(hours=6)
NEAR = timedelta(hours=72)
OFFICIAL = frozenset({"ministry", "military", "party"})
OWNED = 0.45  # share of content words from which two titles of one owner print one text


class Copies(msgspec.Struct, frozen=True):
    """What linking copies adds: links, and the origin of each report from now on."""

    links: tuple[Link, ...]
    memberships: tuple[Membership, ...]


class Piece(msgspec.Struct, frozen=True):
    """A report ready to be compared."""

    report: Report
    source: Source | None
    text: Body
    folded: str
    language: str
    names: frozenset[str]
    """The folded names by which its source is credited."""

    @property
    def kind(self) -> str:
        """The kind of its source; an outlet where that is not known."""
        return self.source.kind if self.source else "outlet"

    @property
    def party(self) -> bool:
        """Whether it speaks for itself: a ministry, a party, an army."""
        return self.kind in OFFICIAL

    @property
    def hearsay(self) -> bool:
        """Whether it only passes on: an unknown account's post, or one that names posts as all that it rests on."""
        if self.present:
            return False
        account = self.kind == "account" and self.source is not None and self.source.side is None
        return account or bool(pattern("hearsay").search(self.folded))

    @property
    def present(self) -> bool:
        """Whether its newsroom says that it was there itself."""
        return bool(pattern("present").search(self.folded)) or _saw(self.names, self.folded)

    def tells_of(self, other: Piece) -> bool:
        """Whether it names the other's source."""
        return any(_named(name, self.folded) for name in other.names)


class Found(msgspec.Struct, frozen=True):
    """That a report and another have one origin: by what rule, how surely, and by which passages."""

    other: Report
    rule: str
    score: float
    alike: Alike


def copies(reports: Iterable[Report], store: Store, tick: Tick, sources: Mapping[str, Source]) -> Copies:
    """Link each new report to the one that it was taken from, and give it its origin.

    Reports are taken in the order of their publication; the outcome within a tick does not depend on arrival.
    """
    links: list[Link] = []
    origins: dict[str, Membership] = {}
    handles = {handle: source.id for source in sources.values() for handle in _handles(source.name)}
    for report in sorted(reports, key=lambda r: (r.known, r.id)):
        piece = _piece(report, sources)
        runs = index.sampled(index.key(run) for run in piece.text.runs)
        pairs = index.pairs(piece.text)
        given = [credit for credit in credits(report.whole, handles) if credit.whole]
        found = _best(piece, _near(piece, runs, pairs, given, handles, store, tick), runs, given, handles, store, sources)
        known = _keys(found.other) if found else set()
        if found is None or found.rule != "same-words":
            store.fingerprint(tick, report.id, [value for value in (*runs, *pairs) if value not in known])
        if found is None:
            rule = "not-known" if any(_elsewhere(c, report, handles) for c in given) else "single"
            origins[report.id] = Membership(report=report.id, origin=report.id, rule=rule)
            continue
        links.append(_link(report, found, tick))
        right = report if _later(found.other, report) else found.other
        for member in _joined(report, found.other, right, found.rule, origins, store):
            origins[member.report] = member
    return Copies(tuple(links), tuple(origins.values()))


def _piece(report: Report, sources: Mapping[str, Source]) -> Piece:
    source = sources.get(report.source)
    return Piece(
        report=report,
        source=source,
        text=body(report.text),
        folded=fold(report.whole),
        language=language_of(report),
        names=_names(source.name if source else report.source),
    )


@lru_cache(maxsize=4096)
def _names(name: str) -> frozenset[str]:
    """The folded names by which a source is credited; a name of one short word is too common to be one."""
    plain = {fold(name).lstrip("@"), fold(short(name))}
    return frozenset(one.removeprefix("the ") for one in plain if len(one) > 3)


def _handles(name: str) -> set[str]:
    return {fold(name).lstrip("@"), fold(short(name)), fold(name).replace(" ", "")}


def _named(name: str, folded: str) -> bool:
    """Whether a folded text names a source."""
    at = folded.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and folded[at - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum()):
            return True
        at = folded.find(name, end)
    return False


_BESIDE = r"(?:'s)? (?:reporters?|journalists?|photographers?|correspondents?|crew|team|producer)|(?:reached|found|counted|visited|spoke)"
_OWN = r"(?:told|tells|journalistes?|periodistas?|jornalistas?|reporter\w*|reporters? of|fotograf[oa]|photographe|dit a|dijo a|joint par|a declare a|confided? to)"


def _saw(names: frozenset[str], folded: str) -> bool:
    """Whether a text says of its own newsroom that it saw or was told."""
    return any(
        re.search(rf"\b{re.escape(name)}(?:{_BESIDE})\b|\b{_OWN} (?:de |del |of |the )?{re.escape(name)}\b", folded)
        for name in names
        if name in folded
    )


def _elsewhere(credit: Credit, report: Report, handles: Mapping[str, str]) -> bool:
    """Whether a credit names somebody other than the report's own source."""
    return _handle(credit.name, handles) != report.source


def _later(one: Report, other: Report) -> bool:
    return (one.known, one.id) > (other.known, other.id)


def _near(
    piece: Piece,
    runs: list[int],
    pairs: list[int],
    given: list[Credit],
    handles: Mapping[str, str],
    store: Store,
    tick: Tick,
) -> list[Report]:
    """The reports that may have been taken from each other: by words, by names, by a credit, by address."""
    report = piece.report
    names = [report.revises] if report.revises else []
    for keys in (runs, pairs):
        names += [name for name, _ in store.alike(keys, limit=CANDIDATES, common=index.COMMON)]
    found = {other.id: other for other in store.reports(list(dict.fromkeys(names)))}
    for source in sorted({s for c in given if (s := _handle(c.name, handles)) and s != report.source}):
        for other in store.published_by(
            source, since=report.known - CREDIT_NEAR, until=report.known, upto=tick.upto, limit=CANDIDATES
        ):
            found[other.id] = other
    return [other for other in found.values() if other.id != report.id and abs(report.known - other.known) <= NEAR]


def _best(
    piece: Piece,
    near: Iterable[Report],
    runs: list[int],
    given: list[Credit],
    handles: Mapping[str, str],
    store: Store,
    sources: Mapping[str, Source],
) -> Found | None:
    """The report that this one most surely shares its origin with; None where it stands alone."""
    common = store.common(runs, over=index.FRAME)
    best: tuple[float, float, str] | None = None
    found: Found | None = None
    reshared = {s for c in given if c.reshared and (s := _handle(c.name, handles))}
    for other in near:
        theirs = _piece(other, sources)
        newer, older = (piece, theirs) if _later(piece.report, other) else (theirs, piece)
        rule, score, measured = _rule(newer, older, common, reshared)
        if rule is None:
            continue
        rank = (score, -abs((piece.report.known - other.known).total_seconds()), other.id)
        if best is None or rank > best:
            best, found = rank, Found(other, rule, score, measured)
    return found


def _rule(newer: Piece, older: Piece, common: set[int], reshared: set[str]) -> tuple[str | None, float, Alike]:
    """By what rule the newer report was taken from the older, how surely (0..1), and what shows it."""
    one, other = newer.report, older.report
    if newer.text.runs and newer.text.runs == older.text.runs:
        whole = alike(newer.text, older.text)
        return ("revision" if _revised(one, other) else "same-words"), 1.0, whole
    mine, theirs = newer.text, older.text
    if common:
        mine, theirs = (without(text, lambda s: index.usual(s, common)) for text in (mine, theirs))
    abroad = newer.language != older.language and "und" not in {newer.language, older.language}
    found = alike(mine, theirs, abroad=abroad)
    if abroad and found.words >= 0.5 and found.runs >= 0.2:  # the language was taken for another
        abroad, found = False, alike(mine, theirs)
    if _revised(one, other):
        return "revision", max(found.runs, 0.5), found
    if older.report.source in reshared and (found.common_words >= 3 or found.common_marks >= 2):
        return "re-shared", max(found.words, found.marks), found
    rule = (_abroad if abroad else _at_home)(newer, older, found)
    return rule, (max(found.runs, found.covered, found.words) if not abroad else found.marks), found


def _revised(one: Report, other: Report) -> bool:
    return other.id == one.revises or one.id == other.revises or (one.address is not None and one.address == other.address)


def _at_home(newer: Piece, older: Piece, found: Alike) -> str | None:
    """The rule that two texts of one language meet, if any."""
    if found.background:
        return None
    short_text = found.fewest_runs < SHORT
    taken = bool(found.taken) or short_text
    if found.common_runs >= ENOUGH and taken and found.runs >= (SHORT_TAKEN if short_text else TAKEN):
        return "shared-passage"
    if newer.hearsay and older.hearsay and found.words >= RETOLD and found.common_words >= RETOLD_WORDS:
        return "same-rumour"
    if newer.present:
        return None
    if found.covered >= REWRITTEN and found.taken > 1 and found.order >= IN_ORDER and found.words >= NAMED:
        return "rewritten"
    names_it = newer.tells_of(older)
    if names_it and found.words >= NAMED and found.common_words >= ENOUGH and found.order >= IN_ORDER:
        return "statement" if older.party else "credit-line"
    if older.party and _stated(newer, older, found) and found.words >= NAMED:
        return "statement"
    if _one_owner(newer, older) and found.words >= OWNED and found.taken:
        return "same-owner"
    return None


def _abroad(newer: Piece, older: Piece, found: Alike) -> str | None:
    """The rule that two texts of different languages meet, if any: by names, numbers and cognates in their order."""
    many = found.common_marks
    if newer.hearsay and older.hearsay and many >= 3 and found.marks >= TRANSLATED and found.order >= TRANSLATED:
        return "same-rumour"
    if newer.present:
        return None
    names_it = newer.tells_of(older)
    if names_it and many >= 4 and found.marks >= STATED and found.order >= IN_ORDER:
        return "statement" if older.party else "credit-line"
    if many >= 6 and found.marks >= TRANSLATED and found.order >= TRANSLATED:
        return "translation"
    if older.party and _stated(newer, older, found):
        return "statement"
    return None


def _stated(newer: Piece, older: Piece, found: Alike) -> bool:
    """Whether a report tells a party's statement again, as shown by its names and numbers."""
    soon = newer.report.known - older.report.known <= STATED_NEAR
    return soon and not newer.party and found.common_marks >= 4 and found.marks >= STATED and found.order >= IN_ORDER


def _one_owner(newer: Piece, older: Piece) -> bool:
    owners = {piece.source.owner if piece.source else None for piece in (newer, older)}
    return len(owners) == 1 and None not in owners


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
    left, right = (report, found.other) if _later(report, found.other) else (found.other, report)
    here, there = (len(r.whole) - len(r.text) for r in (left, right))
    return Link(
        left=left.id,
        right=right.id,
        relation="copy_of",
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


def _membership(report: str, store: Store) -> Membership:
    rows = store.rows(Membership, report=report)
    return rows[-1] if rows else Membership(report=report, origin=report, rule="single")
