"""Where it is told to happen: the places of a thread on outlines, never more exact than the words.

A town is a circle, as large as what is told of it; a country is an area; a region, whose outline is not at hand, and
what lies outside the picture stand in the list alone. A site within a town counts with its town: where in it it stands
nobody has said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from tocsin.assess.evidence import report_origin
from tocsin.model import Claim, Location
from tocsin.publish.outlines import Box, clipped, extent, rings

WIDTH, TALLEST, MARGIN = 480.0, 400.0, 0.06
MOST = 60  # places listed: the export has all claims
LABELS = 9  # names written beside circles
SMALLEST, LARGEST = 4.0, 17.0  # radius of a circle, in pixels
CLOSE = 0.35  # degrees: towns so near each other hide each other on a country's map
CLOSE_UP = 0.6  # degrees on each side of a close-up's middle
FINE = 2  # pixels: a finer coast only costs bytes
KILOMETRES = 111.2  # a degree of latitude
Sort = Literal["town", "region", "country"]
_SORT: dict[str, Sort] = {"city": "town", "region": "region", "country": "country"}


class Place(msgspec.Struct, frozen=True):
    """A place that claims name."""

    name: str
    sort: Sort
    country: str
    longitude: float
    latitude: float
    claims: int
    origins: int
    disputed: bool
    """Whether somebody contradicts what is told of it."""


class Mark(NamedTuple):
    """A town on the picture: where, how large, and where its name stands, if there is room."""

    place: Place
    x: float
    y: float
    r: float
    label: tuple[float, float, str] | None


class Area(NamedTuple):
    """A country on the picture, as an SVG path."""

    country: str
    path: str


class Chart(NamedTuple):
    """One picture: a stretch of land with its towns, and how many pixels `kilometres` take."""

    width: float
    height: float
    areas: tuple[Area, ...]
    marks: tuple[Mark, ...]
    bar: float
    kilometres: int


def called(claims: Iterable[Claim]) -> dict[int, str]:
    """By GeoNames id, the name that most claims give a place, in whatever language."""
    names: dict[int, Counter[str]] = {}
    for claim in claims:
        if claim.location and claim.location.geonames:
            names.setdefault(claim.location.geonames, Counter())[claim.location.name] += 1
    return {place: min(told, key=lambda name: (-told[name], name)) for place, told in names.items()}


def places(claims: Iterable[Claim], origin: Mapping[str, str], against: frozenset[str]) -> tuple[Place, ...]:
    """The places that claims name, the most told of first; `origin` by claim or report, `against` the disputed claims."""
    told: dict[int, list[Claim]] = {}
    spots: dict[int, tuple[Location, tuple[float, float]]] = {}
    towns: dict[tuple[float, float], int] = {}
    sites: list[tuple[Claim, tuple[float, float]]] = []
    for claim in claims:
        where = claim.location
        if where is None or where.latitude is None or where.longitude is None:
            continue
        at = where.latitude, where.longitude
        if where.geonames is None:
            sites.append((claim, at))
            continue
        told.setdefault(where.geonames, []).append(claim)
        spots.setdefault(where.geonames, (where, at))
        if where.precision == "city":
            towns[at] = where.geonames
    names = called(claim for group in told.values() for claim in group)
    for claim, at in sites:  # counted with the town that they are told with
        if at in towns:
            told[towns[at]].append(claim)
    found = [
        Place(
            name=names[key],
            sort=_SORT[spots[key][0].precision],
            country=spots[key][0].country or "",
            latitude=spots[key][1][0],
            longitude=spots[key][1][1],
            claims=len(group),
            origins=len({report_origin(claim, origin) for claim in group}),
            disputed=any(claim.id in against for claim in group),
        )
        for key, group in told.items()
    ]
    return tuple(sorted(found, key=lambda place: (-place.claims, place.name))[:MOST])


def charts(found: Iterable[Place], country: str) -> tuple[Chart, ...]:
    """The watch's country with its towns, and a close-up where several lie too near each other to be told apart."""
    towns = [place for place in found if place.sort == "town"]
    box = extent(country)
    if box is None:
        return ()
    frame = _with_margin(box)
    inside = [town for town in towns if frame.holds(town.longitude, town.latitude)]
    whole = _chart(frame, inside)
    near = _crowd(inside)
    if near is None or not near.meets(frame) or (frame.north - frame.south) < 4 * CLOSE_UP:
        return (whole,)
    return whole, _chart(near, [town for town in inside if near.holds(town.longitude, town.latitude)])


def _crowd(towns: list[Place]) -> Box | None:
    """The surroundings of the most told of town that has another within CLOSE of it."""
    for town in towns:
        squeeze = math.cos(math.radians(town.latitude))
        near = [
            other
            for other in towns
            if other is not town
            and abs(other.latitude - town.latitude) < CLOSE
            and abs(other.longitude - town.longitude) * squeeze < CLOSE
        ]
        if near:
            wide = CLOSE_UP / max(squeeze, 0.2)
            return Box(
                town.longitude - wide,
                town.latitude - CLOSE_UP * 0.7,
                town.longitude + wide,
                town.latitude + CLOSE_UP * 0.7,
            )
    return None


def _with_margin(box: Box) -> Box:
    more = MARGIN * max(box.east - box.west, box.north - box.south) + 0.1
    return Box(box.west - more, max(-85.0, box.south - more), box.east + more, min(85.0, box.north + more))


class _Plane(NamedTuple):
    """An equirectangular plane, true to scale along its middle."""

    box: Box
    squeeze: float
    scale: float

    def x(self, longitude: float) -> float:
        return (longitude - self.box.west) * self.squeeze * self.scale

    def y(self, latitude: float) -> float:
        return (self.box.north - latitude) * self.scale


def _plane(box: Box) -> _Plane:
    squeeze = math.cos(math.radians((box.north + box.south) / 2))
    wide, high = (box.east - box.west) * squeeze, box.north - box.south
    return _Plane(box, squeeze, min(WIDTH / wide, TALLEST / high))


def _chart(box: Box, towns: list[Place]) -> Chart:
    plane = _plane(box)
    width, height = round(plane.x(box.east), 1), round(plane.y(box.south), 1)
    most = max((town.claims for town in towns), default=1)
    circles = [
        (
            round(plane.x(town.longitude), 1),
            round(plane.y(town.latitude), 1),
            round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt((town.claims - 1) / max(most - 1, 1)), 1),
        )
        for town in towns
    ]
    taken = [Box(x - r, y - r, x + r, y + r) for x, y, r in circles]
    marks = [
        Mark(town, x, y, r, _label(town.name, x, y, r, (width, height), taken) if number < LABELS else None)
        for number, (town, (x, y, r)) in enumerate(zip(towns, circles, strict=True))
    ]
    kilometres = _round(WIDTH / 6 / plane.scale * KILOMETRES)
    return Chart(
        width, height, _areas(box), tuple(marks), round(kilometres / KILOMETRES * plane.scale, 1), kilometres
    )


def _label(
    name: str, x: float, y: float, r: float, size: tuple[float, float], taken: list[Box]
) -> tuple[float, float, str] | None:
    """Where a name has room beside its circle: right, left, above, below; None where it has none."""
    long = 8.2 * len(name) + 4
    spots = (
        (x + r + 4, y + 4, "start"),
        (x - r - 4, y + 4, "end"),
        (x, y - r - 5, "middle"),
        (x, y + r + 14, "middle"),
    )
    for at, base, anchor in spots:
        left = at - (0 if anchor == "start" else long if anchor == "end" else long / 2)
        room = Box(left, base - 13, left + long, base + 4)
        if room.west < 0 or room.east > size[0] or room.south < 0 or room.north > size[1]:
            continue
        if not any(room.meets(other) for other in taken):
            taken.append(room)
            return round(at, 1), round(base, 1), anchor
    return None


def _round(length: float) -> int:
    """The nearest of 1, 2 and 5 times a power of ten below a length."""
    power = 10 ** math.floor(math.log10(max(length, 1.0)))
    return max(1, int(next(step for step in (5, 2, 1) if step * power <= max(length, 1.0)) * power))


@lru_cache(maxsize=32)
def _areas(box: Box) -> tuple[Area, ...]:
    """The land within a box, a path for each country; points that fall on one pixel are one."""
    plane = _plane(box)
    parts: dict[str, list[str]] = {}
    for ring in rings():
        if not ring.box.meets(box):
            continue
        points = clipped(ring.points, box)
        if len(points) < 3:
            continue
        if path := _path([(round(plane.x(east)), round(plane.y(north))) for east, north in points]):
            parts.setdefault(ring.country, []).append(path)
    return tuple(Area(country, "".join(paths)) for country, paths in sorted(parts.items()))


def _path(spots: list[tuple[int, int]]) -> str:
    """A closed SVG path with steps of FINE pixels and more; empty for what would be a speck."""
    kept = spots[:1]
    for x, y in spots[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= FINE:
            kept.append((x, y))
    if len(kept) < 3 or max(x for x, _ in kept) - min(x for x, _ in kept) < FINE:
        return ""
    steps = "".join(f"l{x - a} {y - b}" for (a, b), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}{steps}z"
