"""The countries' outlines behind the map: Natural Earth's, in hundredths of a degree (train/outlines.py)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


class Box(NamedTuple):
    """A stretch of the Earth, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a part in common."""
        return (
            self.west < other.east
            and other.west < self.east
            and self.south < other.north
            and other.south < self.north
        )

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


class Ring(NamedTuple):
    """One closed outline of a country: its ISO 3166 alpha-2 code (empty where it has none) and its points."""

    country: str
    points: Points
    """Longitude and latitude in degrees, shape (n, 2)."""
    box: Box


@cache
def rings() -> tuple[Ring, ...]:
    """All outlines, read once (some 20 ms)."""
    with resources.files(__package__).joinpath("outlines.npz").open("rb") as handle:
        table = np.load(handle, allow_pickle=False)
        codes, starts, points = table["codes"], table["starts"], table["points"] / 100.0
    found = []
    for number, code in enumerate(codes):
        ring = points[starts[number] : starts[number + 1]]
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        found.append(Ring(str(code), ring, Box(float(west), float(south), float(east), float(north))))
    return tuple(found)


def extent(country: str) -> Box | None:
    """The box of a country's main parts; far islands and what lies beyond the date line are left out."""
    own = [ring for ring in rings() if country and ring.country == country]
    if not own:
        return None
    areas = [_area(ring.points) for ring in own]
    main = own[areas.index(max(areas))].box
    reach = max(main.east - main.west, main.north - main.south)
    near = Box(main.west - reach / 4, main.south - reach / 4, main.east + reach / 4, main.north + reach / 4)
    kept = [
        ring.box
        for ring in own
        if ring.box.meets(near) and ring.box.west >= near.west and ring.box.east <= near.east
    ]
    return Box(
        min(box.west for box in kept),
        min(box.south for box in kept),
        max(box.east for box in kept),
        max(box.north for box in kept),
    )


def clipped(points: Points, box: Box) -> Points:
    """The part of a ring within a box (Sutherland and Hodgman 1974); empty where there is none."""
    for axis, bound, keep_above in (
        (0, box.west, True),
        (0, box.east, False),
        (1, box.south, True),
        (1, box.north, False),
    ):
        if len(points) == 0:
            break
        points = _cut(points, axis, bound, keep_above=keep_above)
    return points


def _cut(points: Points, axis: int, bound: float, *, keep_above: bool) -> Points:
    inside = points[:, axis] >= bound if keep_above else points[:, axis] <= bound
    if inside.all():
        return points
    if not inside.any():
        return points[:0]
    kept: list[Points] = []
    for here, there, stays, stayed in zip(
        points, np.roll(points, 1, axis=0), inside, np.roll(inside, 1), strict=True
    ):
        if stays != stayed:
            share = (bound - there[axis]) / (here[axis] - there[axis])
            kept.append(there + share * (here - there))
        if stays:
            kept.append(here)
    return np.array(kept)


def _area(points: Points) -> float:
    x, y = points[:, 0], points[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))))
