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
from tocsin.watch import Watch

CANDIDATES = 8  # reports compared for their words, and as many for their names
PASSAGES = 24  # kept with a link
#: Share of the shorter text's runs found in the other from which a text is a copy.
TAKEN = 0.42
SHORT = 25  # runs of posts and alerts: so few that chance agreement weighs more
SHORT_TAKEN = 0.6
SAME_RUNS = 2  # of a text that is a copy because it is the same: two may both say "Shots in Bamako"
ENOUGH = 8  # runs in common below which nothing is concluded
REWRITTEN = 0.4  # share of content words in taken sentences, of two or more, from which a text is a rewrite
OWN = 0.6  # the same where one newsroom wrote both: it repeats itself about a new happening
IN_ORDER = 0.5  # share of names and numbers that stand in the same order in a rewrite
NAMED = 0.4  # share of content words from which a report that names another source was taken from it
TRANSLATED = 0.7  # share of names and numbers, and of their order, in a translation
CREDIT_NEAR = timedelta(hours=24)
HEARSAY_MOST = 8  # sentences: a longer text does more than pass on
RETOLD = 0.45  # share of content words from which two pieces of hearsay are one rumour told again
RETOLD_WORDS = 5
STATED = 0.6  # share of names and numbers from which a report tells a party's statement again
SAME_NAMES = 0.8  # the same where the order is another
STATED_NEAR = timedelta(hours=6)
NEAR = timedelta(hours=72)
ONE_RUMOUR = 0.5  # share of the words had from two tellings that are the same words
RUMOUR = frozenset({"same-rumour", "re-shared", "shared-passage", "same-words"})
CERTAIN = frozenset({"same-words", "revision", "re-shared"})
OFFICIAL = frozenset({"ministry", "military", "party"})
FIGURED = 0.4  # share of content words beside two large exact numbers that both have
FREELY, FREELY_WORDS, FREELY_ORDER = 0.45, 25, 0.45
MOSTLY = 0.55
FACTS_WORDS = 15
COUNTED, COUNTED_NUMBERS = 0.5, 3
COGNATES = 0.17  # share of content words that a translation shares at least, names and cognates together
STATED_COGNATES = 0.35
TOLD_COGNATES = 0.25
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
        """Whether it speaks for itself: a ministry, a party, an army, or whoever else is on a side."""
        return self.kind in OFFICIAL or (self.source is not None and self.source.side is not None)

    @property
    def hearsay(self) -> bool:
        """Whether it only passes on: an unknown account's post, or one that names posts as all that it rests on."""
        if self.present or pattern("contrary").search(self.folded):
            return False
        if self.kind == "account" and self.source is not None and self.source.side is None:
            return True
        long = len(self.text.sentences) > HEARSAY_MOST or self.kind == "agency"
        return not long and bool(pattern("hearsay").search(self.folded))

    @property
    def present(self) -> bool:
        """Whether its newsroom says that it was there itself."""
        return bool(pattern("present").search(self.folded)) or _saw(self.names, self.folded)

    def tells_of(self, other: Piece) -> bool:
        """Whether it names the other's source, which is not its own."""
        return self.report.source != other.report.source and any(
            _named(name, self.folded) for name in other.names
        )


class Found(msgspec.Struct, frozen=True):
    """That a report and another have one origin: by what rule, how surely, and by which passages."""

    other: Report
    rule: str
    score: float
    alike: Alike


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
    handles = {handle: source.id for source in sources.values() for handle in _handles(source.name)}
    credited = frozenset(handles)
    for report in sorted(reports, key=lambda r: (r.known, r.id)):
        piece = _piece(report, sources)
        keys = Keys.of(piece.text)
        common = store.common(keys.every, over=index.FRAME) | {k for k in keys.names if k in about}
        given = [credit for credit in credits(report.whole, credited) if credit.whole]
        near = _near(piece, keys, given, handles, store, tick)
        every = _found(piece, near, common, given, handles, sources)
        found = every[0] if every else None
        if found is None or found.rule != "same-words":
            store.fingerprint(tick, report.id, keys.entered(common, found.other if found else None))
        if found is None:
            rule = "not-known" if any(_elsewhere(c, report, handles) for c in given) else "single"
            origins[report.id] = Membership(report=report.id, origin=report.id, rule=rule)
            continue
        links.append(_link(report, found, tick))
        right = report if _later(found.other, report) else found.other
        for member in _joined(report, found.other, right, found.rule, origins, store):
            origins[member.report] = member
        for also in every[1:]:
            if _one_rumour(found, also) and (moved := _merged(report, also, origins, store)):
                links.append(_link(report, also, tick))
                origins.update({member.report: member for member in moved})
    return Copies(tuple(links), tuple(origins.values()))


class Keys(msgspec.Struct, frozen=True):
    """Under what a report is found again."""

    runs: tuple[int, ...]
    pairs: tuple[int, ...]
    names: dict[int, str]

    @classmethod
    def of(cls, text: Body) -> Keys:
        """The keys of a text."""
        runs = index.sampled(index.key(run) for run in text.runs)
        return cls(tuple(runs), tuple(index.pairs(text)), index.names(text))

    @property
    def every(self) -> list[int]:
        """All keys."""
        return [*self.runs, *self.pairs, *self.names]

    def entered(self, common: set[int], origin: Report | None) -> list[int]:
        """Those that are entered: what a copy has from its origin is there already, and of common names enough are."""
        known = set(Keys.of(body(origin.text)).every) if origin else set()
        kept = [value for value in (*self.runs, *self.pairs) if value not in known]
        return kept + [value for value in self.names if value not in known and value not in common]


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


@lru_cache(maxsize=4096)
def _handles(name: str) -> frozenset[str]:
    return frozenset({fold(name).lstrip("@"), fold(short(name)), fold(name).replace(" ", "")})


def _named(name: str, folded: str) -> bool:
    """Whether a folded text names a source."""
    at = folded.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and folded[at - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum()):
            return True
        at = folded.find(name, end)
    return False


_BESIDE = (
    r"(?:'s)? (?:reporters?|journalists?|photographers?|correspondents?|crew|team|producer|"
    r"reached|found|counted|visited|spoke)"
)
_OWN = (
    r"(?:told|tells|journalistes?|periodistas?|jornalistas?|reporter\w*|reporters? of|fotograf[oa]|photographe|"
    r"dit a|dijo a|joint par|a declare a|confided? to)"
)


def _saw(names: frozenset[str], folded: str) -> bool:
    """Whether a text says of its own newsroom that it saw or was told."""
    return any(
        re.search(
            rf"\b{re.escape(name)}{_BESIDE}\b|\b{_OWN} (?:de |del |of |the )?{re.escape(name)}\b", folded
        )
        for name in names
        if name in folded
    )


def _elsewhere(credit: Credit, report: Report, handles: Mapping[str, str]) -> bool:
    """Whether a credit names somebody other than the report's own source."""
    return _handle(credit.name, handles) != report.source


def _later(one: Report, other: Report) -> bool:
    return (one.known, one.id) > (other.known, other.id)


def _near(
    piece: Piece, keys: Keys, given: list[Credit], handles: Mapping[str, str], store: Store, tick: Tick
) -> list[Report]:
    """The reports that may have been taken from each other: by words, by names, by a credit, by address."""
    report = piece.report
    names = [report.revises] if report.revises else []
    for part in (keys.runs, keys.pairs):
        least = 1 if len(part) < index.FEW // 2 else 2  # one rare run in common is chance among many
        near = store.alike(part, limit=CANDIDATES, common=index.COMMON)
        names += [name for name, shared in near if shared >= least]
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
        theirs = _piece(other, sources)
        newer, older = (piece, theirs) if _later(piece.report, other) else (theirs, piece)
        rule, score, found = _rule(newer, older, common, credited if newer is piece else {})
        if rule is not None:
            shared = (
                found.common_words + 2.0 * found.common_marks
            )  # how much, not how great a part: a short text is
            apart = abs((piece.report.known - other.known).total_seconds())  # a part of many
            rank = (rule in CERTAIN, shared, score - apart * 1e-9, other.id)
            ranked.append((rank, Found(other, rule, score, found)))
    return [found for _, found in sorted(ranked, key=lambda row: row[0], reverse=True)]


def _one_rumour(found: Found, also: Found) -> bool:
    """Whether what a report has from two tellings of a rumour is the same words: then they are one rumour."""
    if found.rule not in RUMOUR or also.rule != "same-rumour":
        return False
    mine, theirs = found.alike.common_stems, also.alike.common_stems
    fewest = min(len(mine), len(theirs))
    return fewest >= RETOLD_WORDS and len(mine & theirs) / fewest >= ONE_RUMOUR


def _rule(
    newer: Piece, older: Piece, common: set[int], credited: Mapping[str, bool]
) -> tuple[str | None, float, Alike]:
    """By what rule the newer report was taken from the older, how surely (0..1), and what shows it."""
    one, other = newer.report, older.report
    if len(newer.text.runs) >= SAME_RUNS and newer.text.runs == older.text.runs:
        whole = alike(newer.text, older.text)
        return ("revision" if _revised(one, other) else "same-words"), 1.0, whole
    mine, theirs = newer.text, older.text
    names = frozenset[str]()
    if not common.isdisjoint(index.key(run) for run in mine.runs):
        mine, theirs = (without(text, lambda s: index.usual(s, common)) for text in (mine, theirs))
    if common:
        every = {**index.names(mine), **index.names(theirs)}
        names = frozenset(mark for value, mark in every.items() if value in common)
    abroad = newer.language != older.language and "und" not in {newer.language, older.language}
    found = alike(mine, theirs, abroad=abroad, common=names)
    if abroad and found.words >= 0.5 and found.runs >= 0.2:  # the language was taken for another
        abroad, found = False, alike(mine, theirs, common=names)
    if _revised(one, other):
        return "revision", max(found.runs, 0.5), found
    if credited.get(other.source) and found.common_words:
        return "re-shared", max(found.words, found.marks), found
    rule = (_abroad if abroad else _at_home)(newer, older, found, credited=other.source in credited)
    return rule, (max(found.runs, found.covered, found.words) if not abroad else found.marks), found


def _revised(one: Report, other: Report) -> bool:
    return (
        other.id == one.revises
        or one.id == other.revises
        or (one.address is not None and one.address == other.address)
    )


def _at_home(newer: Piece, older: Piece, found: Alike, *, credited: bool) -> str | None:
    """The rule that two texts of one language meet, if any."""
    if found.background or found.apart:
        return None
    short_text = found.fewest_runs < SHORT
    taken = bool(found.taken) or short_text
    if found.common_runs >= ENOUGH and taken and found.runs >= (SHORT_TAKEN if short_text else TAKEN):
        return "shared-passage"
    if newer.hearsay and older.hearsay and found.words >= RETOLD and found.common_words >= RETOLD_WORDS:
        return "same-rumour"
    if newer.report.source == older.report.source:
        return "rewritten" if found.covered >= OWN and found.taken > 1 else None
    if newer.present:
        return None
    if found.figures > 1 and found.words >= FIGURED:
        return "same-figures"
    if found.words >= NAMED and any(
        way(found) for way in (_sentences_taken, _freely, _mostly_taken, _facts_in_order)
    ):
        return "rewritten"
    named = credited or (newer.tells_of(older) and found.order >= IN_ORDER)
    if named and found.words >= NAMED and found.common_words >= ENOUGH:
        return "statement" if older.party else "credit-line"
    if _stated(newer, older) and found.common_words >= ENOUGH and _tells_again(found):
        return "statement"
    if _one_owner(newer, older) and found.words >= OWNED and found.taken:
        return "same-owner"
    return None


def _sentences_taken(found: Alike) -> bool:
    """Two sentences or more were taken, and what they name comes in the same order."""
    return found.covered >= REWRITTEN and found.taken > 1 and found.order >= IN_ORDER


def _freely(found: Alike) -> bool:
    """A long text was written anew: half its words, most of its names and numbers, much the same order."""
    many = found.common_words >= FREELY_WORDS and found.taken > 1
    return many and found.words >= FREELY and found.marks >= STATED and found.order >= FREELY_ORDER


def _mostly_taken(found: Alike) -> bool:
    """Most of a text stands in three or more sentences of the other, whatever it names."""
    return found.taken > 2 and found.covered >= MOSTLY and found.words >= MOSTLY


def _facts_in_order(found: Alike) -> bool:
    """Nearly all that the shorter text names and counts comes in the same order, in many of the same words."""
    facts = found.marks >= SAME_NAMES <= found.order and found.common_marks >= 6
    words = found.words >= STATED and found.order >= STATED and found.common_marks >= 4
    return (facts or words) and found.common_words >= FACTS_WORDS


def _tells_again(found: Alike) -> bool:
    """A statement in one language told again: by most of its words, or by its names and numbers as well."""
    named = found.common_marks >= 4 and found.marks >= STATED
    ordered = max(found.order, found.words) >= IN_ORDER or found.marks >= SAME_NAMES
    return found.words >= STATED or (named and found.words >= NAMED and ordered)


def _abroad(newer: Piece, older: Piece, found: Alike, *, credited: bool) -> str | None:
    """The rule that two texts of different languages meet, if any: by names, numbers and cognates in their order."""
    many = found.common_marks
    if newer.hearsay and older.hearsay and many >= 3 and found.marks >= STATED and found.order >= STATED:
        return "same-rumour" if found.words >= COGNATES else None
    if newer.present or newer.report.source == older.report.source:
        return None
    if credited and many >= 2 and found.marks >= IN_ORDER <= found.order and found.common_words >= 7:
        return "credit-line"
    told = many >= 4 or (many >= 3 and found.words >= TOLD_COGNATES)
    if newer.tells_of(older) and told and found.marks >= STATED and found.order >= IN_ORDER:
        return "statement" if older.party else "credit-line"
    if many >= 4 and found.marks >= TRANSLATED and found.order >= TRANSLATED and found.words >= COGNATES:
        return "translation"
    counted = found.common_numbers >= COUNTED_NUMBERS and found.numbers >= COUNTED
    if counted and many >= 4 and found.words >= COGNATES and min(found.marks, found.order) >= COUNTED:
        return "translation"
    if _stated(newer, older) and found.marks >= STATED:
        ordered = many >= 4 and found.order >= IN_ORDER
        cognate = many >= 2 and found.common_words >= 6 and found.words >= STATED_COGNATES
        return "statement" if ordered or cognate else None
    return None


def _stated(newer: Piece, older: Piece) -> bool:
    """Whether a report may tell a party's statement again: soon after, and by another than a party."""
    return older.party and not newer.party and newer.report.known - older.report.known <= STATED_NEAR


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
