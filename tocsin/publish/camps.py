"""Who stands with whom: the speakers of each side with what they have declared, and the forces as they were counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from tocsin.assess.evidence import side_of
from tocsin.model import Claim, Quantity, Source
from tocsin.publish.points import speaker_key
from tocsin.read.credits import outlet_names
from tocsin.watch import Side

SPEAKERS = 8  # of each side, those who spoke last
COUNTS = 8
#: Kinds of claim whose numbers are of people under arms (playbooks/coup.toml, PLOVER's force kinds).
ARMED = frozenset({"forces", "troops", "unit-defects", "command-loyal", "plotters-give-up", "foreign-forces"})


class Declared(msgspec.Struct, frozen=True):
    """One speaker of a side: since when he is heard, and what he said last."""

    name: str
    since: datetime
    last: datetime
    claims: int
    claim: str
    """The claim that he made last, by id."""


class Camp(msgspec.Struct, frozen=True):
    """One side of the watch."""

    id: str
    name: str
    incumbent: bool
    speakers: tuple[Declared, ...]
    more: int
    """Speakers beyond those shown."""


class Count(msgspec.Struct, frozen=True):
    """How many there are as one claim has it, as an inclusive range; `high` None is open-ended."""

    low: int
    high: int | None
    unit: str
    claim: str


def camps(claims: Iterable[Claim], sides: Mapping[str, Side], sources: Mapping[str, Source]) -> list[Camp]:
    """The sides in the watch's order, each with those who spoke for it, the last heard first."""
    outlets = outlet_names(sources.values())
    heard: dict[str, dict[str, list[Claim]]] = {side: {} for side in sides}
    for claim in sorted(claims, key=lambda c: (c.at, c.id)):
        side = side_of(claim, sources.get(claim.source))
        if side in heard and claim.kind and not claim.background:
            heard[side].setdefault(speaker_key(claim, sources, outlets), []).append(claim)
    return [_camp(name, side, heard[name], sources) for name, side in sides.items()]


def _camp(name: str, side: Side, heard: Mapping[str, Sequence[Claim]], sources: Mapping[str, Source]) -> Camp:
    speakers = [
        Declared(_name(said[-1], sources), said[0].at, said[-1].at, len(said), said[-1].id)
        for said in heard.values()
    ]
    speakers.sort(key=lambda one: (-one.last.timestamp(), one.name))
    return Camp(
        id=name,
        name=side.name or name,
        incumbent=side.incumbent,
        speakers=tuple(speakers[:SPEAKERS]),
        more=max(0, len(speakers) - SPEAKERS),
    )


def _name(claim: Claim, sources: Mapping[str, Source]) -> str:
    if claim.speaker.start is None:
        source = sources.get(claim.source)
        return source.name if source else claim.source
    return claim.speaker.who or " ".join(claim.speaker.name.split())


def counts(claims: Iterable[Claim], origins: Mapping[str, str]) -> list[Count]:
    """The numbers of people under arms, each as it was first said, newest first; they are of different things
    and are never added or merged. What an origin repeats counts once, and so does a number that copies repeat.
    """
    found: dict[tuple[int, int | None, str, str], Count] = {}
    for claim in sorted(claims, key=lambda c: (c.at, c.id)):
        if claim.background or claim.kind not in ARMED or claim.stance != "asserts":
            continue
        for quantity in claim.quantities:
            if _people(quantity):
                key = (quantity.low, quantity.high, quantity.unit, origins.get(claim.report, claim.report))
                found.setdefault(key, Count(quantity.low, quantity.high, quantity.unit, claim.id))
    return list(found.values())[::-1][:COUNTS]


def _people(quantity: Quantity) -> bool:
    """Whether it counts soldiers or the like, at least one."""
    unit = quantity.unit.casefold()
    return quantity.low > 0 and unit.startswith(STEMS)


STEMS = ("soldier", "troop", "officer", "soldado", "militar", "uniformado", "efectivo", "soldat", "general")
