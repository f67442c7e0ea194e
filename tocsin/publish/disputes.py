"""The contradiction ledger: for each disputed point the positions, who holds each and since when, and who has moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from tocsin.assess.evidence import side_of
from tocsin.model import Claim, Link, Source
from tocsin.publish.points import Group, speaker_key, standing
from tocsin.read.credits import outlet_names


class Holder(msgspec.Struct, frozen=True):
    """Somebody who holds a position, since the first time he said so."""

    name: str
    side: str | None
    since: datetime
    claim: str


class Position(msgspec.Struct, frozen=True):
    """What one side of a dispute says."""

    words: str
    """The exact words of the claim that stands for all."""
    claims: tuple[str, ...]
    reports: int
    origins: int
    sides: tuple[str, ...]
    holders: tuple[Holder, ...]
    since: datetime


class Move(msgspec.Struct, frozen=True):
    """Somebody who held one position and then said the other."""

    name: str
    to: int
    """The position that he holds now, 0 or 1."""
    at: datetime
    claim: str


class Disputed(msgspec.Struct, frozen=True):
    """One disputed point: two positions, the one taken first on the left."""

    kind: str | None
    place: str | None
    since: datetime
    """When the second position was taken: from then on it is disputed."""
    positions: tuple[Position, Position]
    moved: tuple[Move, ...]


def ledger(
    claims: Sequence[Claim],
    links: Iterable[Link],
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
    by_report: Mapping[str, str],
) -> list[Disputed]:
    """All disputed points, the newest and most told first; `links` are those in force, `by_report` names sources."""
    stands = standing(claims, links, origins, sources, by_report)
    outlets = outlet_names(sources.values())
    return [of_pair(pair, sources, outlets) for pair in stands.disputed]


def of_pair(
    pair: tuple[tuple[Group, ...], tuple[Group, ...]],
    sources: Mapping[str, Source],
    outlets: frozenset[str],
) -> Disputed:
    """One disputed point of `standing` with its holders; `outlets` are the folded names of the sources."""
    said = [sorted((c for g in side for c in g.claims), key=lambda c: (c.at, c.id)) for side in pair]
    voices = [_by_voice(rows, sources, outlets) for rows in said]
    positions = tuple(
        _position(side, rows, by, sources) for side, rows, by in zip(pair, said, voices, strict=True)
    )
    shown = pair[0][0].shown
    return Disputed(
        kind=shown.kind,
        place=shown.place,
        since=max(rows[0].at for rows in said),
        positions=(positions[0], positions[1]),
        moved=_moved(voices[0], voices[1], sources),
    )


def _by_voice(
    rows: Iterable[Claim], sources: Mapping[str, Source], outlets: frozenset[str]
) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in rows:
        found.setdefault(speaker_key(claim, sources, outlets), []).append(claim)
    return found


def _position(
    side: Sequence[Group],
    rows: Sequence[Claim],
    voices: Mapping[str, Sequence[Claim]],
    sources: Mapping[str, Source],
) -> Position:
    holders = [
        Holder(
            name=_name(spoken[0], sources),
            side=side_of(spoken[0], sources.get(spoken[0].source)),
            since=spoken[0].at,
            claim=spoken[0].id,
        )
        for spoken in voices.values()
    ]
    return Position(
        words=side[0].shown.text,
        claims=tuple(claim.id for claim in rows),
        reports=len({claim.report for claim in rows}),
        origins=len({origin for group in side for origin in group.origins}),
        sides=tuple(dict.fromkeys(holder.side for holder in holders if holder.side)),
        holders=tuple(sorted(holders, key=lambda holder: (holder.since, holder.name))),
        since=rows[0].at,
    )


def _moved(
    left: Mapping[str, Sequence[Claim]], right: Mapping[str, Sequence[Claim]], sources: Mapping[str, Source]
) -> tuple[Move, ...]:
    """Those who have spoken for both, by what they said last; who is not named cannot be known to have moved."""
    found: list[Move] = []
    for key in left.keys() & right.keys():
        ends = (left[key][-1], right[key][-1])
        if key.startswith("unnamed:") or ends[0].at == ends[1].at:
            continue
        to = int(ends[1].at > ends[0].at)
        other = (left, right)[1 - to][key][-1].at
        first = next(claim for claim in (left, right)[to][key] if claim.at > other)
        found.append(Move(name=_name(first, sources), to=to, at=first.at, claim=first.id))
    return tuple(sorted(found, key=lambda move: (move.at, move.name)))


def _name(claim: Claim, sources: Mapping[str, Source]) -> str:
    speaker = claim.speaker
    if speaker.start is None:
        source = sources.get(claim.source)
        return source.name if source else claim.source
    return speaker.who or " ".join(speaker.name.split())
