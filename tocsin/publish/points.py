"""Where things stand: claims that say the same as one point, and which points are known, disputed or open."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from tocsin.assess.evidence import origin_of, report_origin, side_of, unverified, witness_name
from tocsin.link.corrections import corrected
from tocsin.model import Claim, Link, Source
from tocsin.publish.importance import worth
from tocsin.publish.quoting import introduces, tells, trimmed
from tocsin.read.credits import outlet_names, short
from tocsin.read.fold import fold

#: How much newer a point must be to stand above one with twice as many origins, in seconds.
DOUBLING = 6 * 3600.0


class Group(msgspec.Struct, frozen=True, eq=False):
    """Claims that say the same, the first said first."""

    claims: tuple[Claim, ...]
    shown: Claim
    """The one that stands for all: the first that asserts without a hedge, if any does."""
    origins: frozenset[str]
    worth: float = 0.0
    """How much its words would tell a reader (see importance)."""

    @property
    def rank(self) -> float:
        """Newest and most origins first: each doubling of the origins is worth six hours, as is one unit of worth."""
        return self.claims[-1].at.timestamp() + DOUBLING * (math.log2(1 + len(self.origins)) + self.worth)


class Standing(msgspec.Struct, frozen=True):
    """What is known, disputed (two positions), only claimed, and not known."""

    known: list[Group]
    disputed: list[tuple[tuple[Group, ...], tuple[Group, ...]]]
    claimed: list[Group]
    unknown: list[tuple[Group, str | None]]
    """Unknowns, each with the id of the claim that has answered it."""
    against: dict[Group, frozenset[str]]
    """The origins of what contradicts a disputed group."""

    @property
    def contradicted(self) -> dict[str, Claim]:
        """The claims on either side of a dispute, by id."""
        return {c.id: c for pair in self.disputed for side in pair for group in side for c in group.claims}


class _Witnesses:
    """Who stands behind a claim, so that a party or an outlet counts once, and hearsay not at all."""

    def __init__(
        self,
        origins: Mapping[str, str],
        sources: Mapping[str, Source],
        by_report: Mapping[str, str],
        gone: Collection[str],
    ) -> None:
        self._origins, self._sources, self._by_report = origins, sources, by_report
        self._gone = gone
        self._outlets = outlet_names(sources.values())

    def origin(self, claim: Claim) -> str:
        return report_origin(claim, self._origins)

    def worth(self, claim: Claim) -> float:
        """How much a claim would tell a reader."""
        return worth(claim, trimmed(claim.text), self._sources.get(claim.source))

    def sure(self, group: Group) -> bool:
        """Whether at least two origins and two witnesses assert it without a hedge."""
        firm = [claim for claim in group.claims if _firm(claim) and claim.id not in self._gone]
        if len({self.origin(claim) for claim in firm}) < 2:
            return False
        stood = [claim for claim in firm if not unverified(claim, self._sources)]
        witnesses = {self._witness(claim) for claim in stood} - {None}
        return len(witnesses) > 1 and len({self.origin(claim) for claim in stood}) > 1

    def _witness(self, claim: Claim) -> str | None:
        """A party for all its members, an outlet for all that cite it, else the speaker; None for a rumour."""
        source = self._sources.get(claim.source)
        if side := side_of(claim, source):
            return f"side:{side}"
        who = claim.speaker.who
        if claim.speaker.start is not None and who and fold(who) in self._outlets:
            return f"outlet:{fold(short(who))}"
        if claim.speaker.start is not None:
            return origin_of(claim, self._origins)
        root = self._sources.get(self._by_report.get(self.origin(claim), claim.source), source)
        if root is None:
            return f"outlet:{claim.source}"
        return None if root.kind in {"account", "claimed"} else f"outlet:{fold(short(root.name))}"


def _firm(claim: Claim) -> bool:
    return claim.stance == "asserts" and not claim.hedged


def standing(
    claims: Sequence[Claim],
    links: Iterable[Link],
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
    by_report: Mapping[str, str],
) -> Standing:
    """Sort what is said into known, disputed, claimed and not known, the most telling first.

    Known is what at least two origins and two witnesses assert without a hedge and nobody contradicts; the
    members of one party are one witness, as are an outlet and those that cite it. Unverified accounts and
    speakers without a name are none: a rumour that newspapers print is not known. `by_report` names each
    report's source.
    """
    rows = list(links)
    gone = corrected(rows)
    rows = [link for link in rows if link.relation != "answers" or link.left not in gone]
    who = _Witnesses(origins, sources, by_report, gone)
    current = [claim for claim in claims if not claim.background]
    said = [
        claim for claim in current if claim.stance != "does_not_know" and claim.kind and not introduces(claim)
    ]
    groups = _supported(_alike(said, rows), rows, who)
    against = _opposed(groups, rows)
    known = [g for g in groups if g not in against and who.sure(g)]
    settled = {id(g) for g in known} | {id(g) for g in against}
    return Standing(
        known=_ranked(known),
        disputed=_disputes(against),
        claimed=_ranked(g for g in groups if id(g) not in settled),
        unknown=_unknowns([c for c in current if c.stance == "does_not_know"], rows, who),
        against={
            group: frozenset[str]().union(*(o.origins for o in others)) for group, others in against.items()
        },
    )


def together(claims: Sequence[Claim], links: Iterable[Link]) -> list[list[Claim]]:
    """The claims in groups that say the same, in the order in which they were said."""
    return _alike(claims, links)


def _ranked(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-group.rank, group.shown.id))


def _alike(claims: Sequence[Claim], links: Iterable[Link]) -> list[list[Claim]]:
    """Claims joined by 'same' links, whichever way round these point."""
    head = {claim.id: claim.id for claim in claims}
    for link in links:
        if link.relation == "same" and link.left in head and link.right in head:
            head[_head(link.left, head)] = _head(link.right, head)
    found: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.at, c.id)):
        found.setdefault(_head(claim.id, head), []).append(claim)
    return list(found.values())


def _head(name: str, head: dict[str, str]) -> str:
    while head[name] != name:
        head[name] = head[head[name]]
        name = head[name]
    return name


def _supported(alike: Sequence[Sequence[Claim]], links: Iterable[Link], who: _Witnesses) -> list[Group]:
    """Each point with those that support it directly; what supports a supporter is a point of its own."""
    place = {claim.id: number for number, group in enumerate(alike) for claim in group}
    joined: dict[int, list[int]] = {}
    taken: set[int] = set()
    for one, other in sorted(_supporting(links, place)):
        free = one not in taken and other not in taken and other not in joined
        if free and alike[one][0].stance == alike[other][0].stance:
            joined.setdefault(one, []).append(other)
            taken.add(other)
    return [
        _group([claim for part in (number, *joined.get(number, ())) for claim in alike[part]], who)
        for number in range(len(alike))
        if number not in taken
    ]


def _supporting(links: Iterable[Link], place: Mapping[str, int]) -> set[tuple[int, int]]:
    """The pairs of points, earlier one first, that a 'supports' link joins."""
    ends = [
        (n.left, n.right) for n in links if n.relation == "supports" and {n.left, n.right} <= place.keys()
    ]
    pairs = [sorted((place[left], place[right])) for left, right in ends]
    return {(one, other) for one, other in pairs if one != other}


def _group(claims: Iterable[Claim], who: _Witnesses) -> Group:
    """A group that stands for what is asserted without a hedge, where anything in it is, in words that tell it."""
    ordered = sorted(claims, key=lambda c: (c.at, c.id))
    firm = [claim for claim in ordered if _firm(claim)] or ordered
    shown = next(filter(tells, firm), firm[0])
    return Group(
        tuple(ordered), shown, frozenset(who.origin(claim) for claim in ordered), worth=who.worth(shown)
    )


def _opposed(groups: Sequence[Group], links: Iterable[Link]) -> dict[Group, list[Group]]:
    """The groups that contradict each other."""
    place = {claim.id: group for group in groups for claim in group.claims}
    found: dict[Group, list[Group]] = {}
    for link in links:
        one, other = place.get(link.left), place.get(link.right)
        if link.relation == "contradicts" and one is not None and other is not None and one is not other:
            for a, b in ((one, other), (other, one)):
                if b not in found.setdefault(a, []):
                    found[a].append(b)
    return found


def _disputes(against: Mapping[Group, list[Group]]) -> list[tuple[tuple[Group, ...], tuple[Group, ...]]]:
    """Each contradiction once, as two positions side by side; the position taken first stands on the left.

    The point that most others stand against goes first, with those of its kind against the same ones.
    """
    left = {group: set(others) for group, others in against.items()}
    found: list[tuple[tuple[Group, ...], tuple[Group, ...]]] = []
    while any(left.values()):
        group = max(left, key=lambda g: (len(left[g]), g.rank, g.shown.id))
        here = {group, *(g for g in left if _sides_with(g, group) and left[g] & left[group])}
        there = {other for g in here for other in left[g]} - here
        for one in (*here, *there):
            left[one] -= there if one in here else here
        sides = sorted((here, there), key=lambda side: min((g.claims[0].at, g.claims[0].id) for g in side))
        found.append((tuple(_ranked(sides[0])), tuple(_ranked(sides[1]))))
    return sorted(found, key=lambda pair: -max(group.rank for side in pair for group in side))


def _sides_with(one: Group, other: Group) -> bool:
    return (one.shown.kind, one.shown.stance) == (other.shown.kind, other.shown.stance)


def _unknowns(
    claims: Sequence[Claim], links: Sequence[Link], who: _Witnesses
) -> list[tuple[Group, str | None]]:
    """What is not known, asked once; an answer to one is an answer to all that ask the same."""
    answers = {link.right: link.left for link in links if link.relation == "answers"}
    found: list[tuple[Group, str | None]] = []
    for group in _alike(claims, links):
        asked = Group(tuple(group), group[0], frozenset(map(who.origin, group)))
        found.append((asked, next((answers[claim.id] for claim in group if claim.id in answers), None)))
    return sorted(found, key=lambda pair: (-pair[0].rank, pair[0].shown.id))


def speaker_key(claim: Claim, sources: Mapping[str, Source], outlets: frozenset[str]) -> str:
    """One key for one speaker in all reports; an agency that others cite is the agency itself."""
    speaker = claim.speaker
    if speaker.start is None:
        source = sources.get(claim.source)
        return f"outlet:{fold(short(source.name)) if source else claim.source}"
    if speaker.who and fold(speaker.who) in outlets:
        return f"outlet:{fold(short(speaker.who))}"
    if speaker.named and speaker.who:
        return f"voice:{witness_name(speaker.who)}"
    return f"unnamed:{fold(speaker.name)}"
