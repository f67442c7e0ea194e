"""Locating: which of the places that bear a name is meant in this text.

A name has one sense in a text, unless the text says which ("Paris, Texas"). Each candidate is weighed by a linear
model over few findings (after Leidner 2007 and Lieberman, Samet and Sankaranarayanan 2010): how many people live
there, what the text says it lies in, and how much of the rest of the text lies in the same country, region and
neighbourhood. The rest is weighed twice: first each name alone, then all again, given the first answer.
"""

from __future__ import annotations

from collections import defaultdict
from math import cos, exp, hypot, log1p, radians

import msgspec

from tocsin.read.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, Gazetteer

#: A part of the world is weighed as a country is: too few texts tell them apart.
KINDS = {COUNTRY: "country", REGION: "region", DISTRICT: "district", CITY: "city", AREA: "country"}
#: A name of more places than this is weighed over those with most people and those the text points at.
MOST = 60
NEAR_KM = 120.0
MOST_VOTES = 150
#: A city of more people is named far from its own country too.
WELL_KNOWN = 400_000


class Named(msgspec.Struct, frozen=True):
    """One name of a text: its number, what the text says that it lies in, and how surely it is a place."""

    name: int
    within: int | None = None
    """The number of the name that follows it: 'Texas' in 'Paris, Texas'."""
    weight: float = 1.0
    holds: bool = False
    """Whether another name of the text is said to lie in this one."""


class Choice(msgspec.Struct, frozen=True):
    """The place that a name was found to mean, and how surely (0 to 1) among those that bear it."""

    row: int
    chance: float
    listed: bool = True
    """Whether the row is the place itself; False where it is only what the place is told with."""


def distance(known: Gazetteer, a: int, b: int) -> float:
    """Kilometres between two rows, on a flat map that is right to a few per cent where it matters (near)."""
    north = known.latitude[a] - known.latitude[b]
    east = (known.longitude[a] - known.longitude[b] + 180) % 360 - 180
    return 111.2 * hypot(north, east * cos(radians((known.latitude[a] + known.latitude[b]) / 2)))


def candidates(known: Gazetteer, named: Named) -> list[tuple[int, bool]]:
    """The rows that a name may mean, with whether it is a by-name of the row."""
    rows = known.meant(named.name)
    if inside := _inside(known, rows, named.within):
        return inside
    rows = rows if named.holds else _settled(known, rows)
    if len(rows) <= MOST:
        return list(rows)
    pointed = {row for row, _ in known.meant(named.within)} if named.within is not None else set()
    held = [pair for pair in rows[MOST:] if pointed & {known.region[pair[0]], known.district[pair[0]]}]
    return [*rows[:MOST], *held]


def _inside(
    known: Gazetteer, rows: tuple[tuple[int, bool], ...], within: int | None
) -> list[tuple[int, bool]]:
    """The rows in the region that the text says: 'Peru, Indiana'; regions and countries may be two of a list."""
    above = known.meant(within)[0][0] if within is not None else -1
    if above < 0 or known.kind[above] != REGION or known.kind[rows[0][0]] == REGION:
        return []
    return [(row, by) for row, by in rows if above in {known.region[row], known.district[row]}][:MOST]


def _settled(known: Gazetteer, rows: tuple[tuple[int, bool], ...]) -> tuple[tuple[int, bool], ...]:
    """The rows without the regions behind a city of that name: 'Khartoum' and 'Washington' are the capitals.

    A region goes where its country's capital has the same name, and where it is little more than the city.
    """
    cities = [row for row, _ in rows[:8] if known.kind[row] == CITY and known.population[row] >= 50_000]
    behind = {
        row
        for row, _ in rows[:8]
        if known.kind[row] == REGION
        for city in cities
        if (city in known.capitals and known.country[city] == known.country[row])
        or (4 * known.population[city] >= known.population[row] and distance(known, city, row) < 90)
    }
    return tuple(pair for pair in rows if pair[0] not in behind)


def alone(known: Gazetteer, named: Named, row: int, by: bool, watch: str | None) -> dict[str, float]:
    """What speaks for one row before the rest of the text is looked at."""
    kind, code = KINDS[known.kind[row]], known.country_of(row)
    found = {
        kind: 1.0,
        "people": log1p(known.population[row]) / 10,
        f"people {kind}": log1p(known.population[row]) / 10,
    }
    if known.population[row] >= 10 * _second(known, named.name, row):
        found[f"far the largest {kind}"] = 1.0
    if row in known.capitals:
        found["capital"] = 1.0
    if named.holds:
        found[f"holds {kind}"] = 1.0
    if by:
        found[f"by-name {kind}"] = 1.0
    if watch and code == watch:
        found["watch"] = 1.0
    if named.within is not None:
        found.update(_within(known, row, named.within))
    return found


def _second(known: Gazetteer, name: int, row: int) -> int:
    """The people of the largest other place of that name and kind."""
    others = (r for r, _ in known.meant(name)[:8] if r != row and known.kind[r] == known.kind[row])
    return max((known.population[r] for r in others), default=0)


def _within(known: Gazetteer, row: int, within: int) -> dict[str, float]:
    above = {known.region[row], known.district[row]} - {-1, row}
    meant = [r for r, _ in known.meant(within)[:MOST]]
    if above.intersection(meant):
        return {"within region": 1.0}
    countries = {known.country[r] for r in meant if known.kind[r] == COUNTRY}
    if known.country[row] in countries and known.kind[row] != COUNTRY:
        return {"within country": 1.0}
    return {"not within": 1.0}


class Surroundings:
    """Where the rest of a text lies: votes of the other names for countries, regions and neighbourhoods."""

    def __init__(self, known: Gazetteer, votes: list[tuple[int, int, float]]) -> None:
        """`votes`: name, row and weight of each choice."""
        self._known = known
        self._all = sum(weight for _, _, weight in votes)
        self._countries: dict[int, float] = defaultdict(float)
        self._regions: dict[int, float] = defaultdict(float)
        self._own: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for name, row, weight in votes:
            self._countries[known.country[row]] += weight
            self._regions[self._region(row)] += weight
            self._own[name].append((row, weight))
        narrow = [vote for vote in votes if known.kind[vote[1]] in {CITY, DISTRICT}]
        # The heaviest are enough to know a neighbourhood, and a list of a thousand towns must not take minutes.
        self._narrow = sorted(narrow, key=lambda vote: (-vote[2], vote[0], vote[1]))[:MOST_VOTES]

    def _region(self, row: int) -> int:
        return row if self._known.kind[row] == REGION else self._known.region[row]

    def of(self, name: int, row: int) -> dict[str, float]:
        """What the other names say for one row of a name."""
        known, mine, region = self._known, self._own[name], self._region(row)
        own = sum(w for r, w in mine if known.country[r] == known.country[row])
        found = {
            "country": self._countries[known.country[row]] - own,
            "region": 0.0,
            "near": self._near(name, row),
        }
        if region >= 0:
            found["region"] = self._regions[region] - sum(w for r, w in mine if self._region(r) == region)
        rest = max(0.0, self._all - sum(w for _, w in mine))
        values = {f"some {k}": 1 - exp(-max(0.0, v)) for k, v in found.items()}
        values |= {f"share {k}": max(0.0, v) / (rest + 0.5) for k, v in found.items()}
        return {f"{k} {KINDS[known.kind[row]] == 'country'}": v for k, v in values.items()}

    def _near(self, name: int, row: int) -> float:
        """The weight of the other names whose places are near."""
        north = self._known.latitude[row]
        return sum(
            weight
            for other, at, weight in self._narrow
            if other != name
            and abs(self._known.latitude[at] - north) < 1.1
            and distance(self._known, row, at) < NEAR_KM
        )

    def foreign(self, row: int, watch: str | None) -> bool:
        """Whether a row is a small place in a country of which a text about another country says nothing else."""
        known, votes = self._known, dict(self._countries)
        if (
            known.kind[row] not in {CITY, DISTRICT}
            or row in known.capitals
            or known.population[row] > WELL_KNOWN
        ):
            return False
        if watch in known.codes:
            code = known.codes.index(watch)
            votes[code] = votes.get(code, 0.0) + 2.0  # the watch alone is enough in a short post
        most = max(votes.values(), default=0.0)
        at_home = votes.get(known.country[row], 0.0) == most
        return not at_home and most > 1.5 and most > sum(votes.values()) / 2 and self._else(row) < 0.1

    def _else(self, row: int) -> float:
        """The weight for the row's country of what names no small place."""
        known = self._known
        return sum(
            weight
            for votes in self._own.values()
            for at, weight in votes
            if known.country[at] == known.country[row]
            and (known.kind[at] == COUNTRY or at in known.capitals or known.population[at] > WELL_KNOWN)
        )


def chances(rows: list[dict[str, float]], weights: dict[str, float]) -> list[float]:
    """The chance of each candidate: a softmax of the weighed findings."""
    scores = [sum(weights.get(k, 0.0) * v for k, v in row.items()) for row in rows]
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    return [value / sum(raised) for value in raised]


def _apart(
    known: Gazetteer, names: list[Named], options: list[list[tuple[int, bool]]]
) -> list[list[tuple[int, bool]]]:
    """The candidates, where two countries share a name only the one in which another name lies: the Congo of Brazzaville."""
    lies: dict[int, set[int]] = {
        named.name: {known.country[rows[0][0]]} for named, rows in zip(names, options, strict=True)
    }
    kept = []
    for named, rows in zip(names, options, strict=True):
        countries = [pair for pair in rows if known.kind[pair[0]] == COUNTRY]
        others = set().union(*(codes for name, codes in lies.items() if name != named.name))
        told = [pair for pair in countries if known.country[pair[0]] in others]
        kept.append(told if len(countries) > 1 and len(told) == 1 else rows)
    return kept


def locate(
    known: Gazetteer,
    names: list[Named],
    weights: dict[str, dict[str, float]],
    watch: str | None = None,
    told: list[tuple[int, float]] | None = None,
) -> dict[tuple[int, int | None], Choice]:
    """The place that each name means, by name and what it was said to lie in; none for a name of small places abroad.

    `told`: rows that the text tells of in other words ("Lebanese"), with a weight each.
    """
    options = _apart(known, names, [candidates(known, named) for named in names])
    plain = [
        [alone(known, named, row, by, watch) for row, by in rows]
        for named, rows in zip(names, options, strict=True)
    ]
    found = [chances(rows, weights["alone"]) for rows in plain]
    around = Surroundings(known, [])
    for _ in range(2):
        votes = [
            (named.name, row, named.weight * chance)
            for named, rows, given in zip(names, options, found, strict=True)
            for (row, _), chance in zip(rows, given, strict=True)
            if named.weight * chance > 0.05  # what is below adds up to little, and takes the time
        ]
        votes += [(-1, row, weight) for row, weight in told or ()]
        around = Surroundings(known, votes)
        found = [
            chances([{**p, **around.of(named.name, row)} for p, (row, _) in zip(told, rows, strict=True)], weights["together"])
            for named, told, rows in zip(names, plain, options, strict=True)
        ]  # fmt: skip
    best = {}
    for named, rows, given in zip(names, options, found, strict=True):
        at = max(range(len(rows)), key=lambda i: given[i])
        if named.within is None and around.foreign(rows[at][0], watch):
            continue
        best[named.name, named.within] = Choice(rows[at][0], given[at])
    return best
