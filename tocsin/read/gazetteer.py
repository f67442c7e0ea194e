"""The gazetteer: which places of the world a name may mean, from one small bundled file.

Places are rows: countries, their regions and districts, and settlements of 500 people and more (GeoNames,
CC BY 4.0; names of countries in seven languages from Unicode CLDR). train/gazetteer.py makes the file.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np

from tocsin.read.fold import fold

COUNTRY, REGION, DISTRICT, CITY, AREA = range(5)
"""The kinds of row: a country, its first and second order of division, a settlement, a part of the world."""

WORDS = re.compile(r"[^\W_]+")
#: One name is written in both ways, often in one text.
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
#: Words and names that are kept once they were looked up.
KEPT = 200_000
#: No name of the gazetteer that news uses is longer.
LONGEST = 6


def words_of(name: str) -> list[str]:
    """The folded words of a name, 'St.' and the like spelt out."""
    return [_SHORT.get(word, word) for word in WORDS.findall(fold(name))]


class Gazetteer:
    """Names and rows; numbers of rows are the identity of a place within one version of the file."""

    def __init__(self, data: bytes) -> None:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            self._names: bytes = file["names"].tobytes()
            self._offsets = memoryview(file["offsets"].astype(np.uint32))
            self._firsts = memoryview(file["firsts"].astype(np.uint32))
            self._meant = memoryview(file["meant"].astype(np.uint32))
            self.common = memoryview(file["common"])
            self.surname = memoryview(file["surname"])
            self.geonames = memoryview(np.asarray(np.cumsum(file["geonames"]), dtype=np.int64).data)
            self.latitude = memoryview(file["latitude"] / 1000)
            self.longitude = memoryview(file["longitude"] / 1000)
            self.population = memoryview(file["population"])
            self.kind = memoryview(file["kind"])
            self.country = memoryview(file["country"])
            self.region = memoryview(file["region"])
            self.district = memoryview(file["district"])
            self.capitals = frozenset(file["capital"].tolist())
            self.codes = tuple(file["codes"].tobytes().decode().split())
            self.countries = {
                self.codes[file["country"][r]]: int(r) for r in np.flatnonzero(file["kind"] == COUNTRY)
            }
            self.given = frozenset(file["given"].tobytes().decode().split("\n"))
            self.short = frozenset(file["short"].tobytes().decode().split("\n"))
            self.openings = frozenset(file["openings"].tobytes().decode().split("\n"))
        #: Names that were looked up, and what they may mean: a text has the same words many times.
        self._found: dict[str, int | None] = {}
        self._rows: dict[int, tuple[tuple[int, bool], ...]] = {}

    @cached_property
    def foreign(self) -> int:
        """The number of the first name that is not in Latin letters: names are in the order of their bytes."""
        return bisect_left(range(len(self)), "\u0370".encode(), key=self._name)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def _name(self, index: int) -> bytes:
        start, end = int(self._offsets[index]), int(self._offsets[index + 1])
        return self._names[start:end]

    def find(self, name: str) -> int | None:
        """The number of a name (folded words with one space between); None where no place has it."""
        if name in self._found:
            return self._found[name]
        if len(self._found) >= KEPT:  # a firehose has new words without end
            self._found.clear()
        self._found[name] = number = self._look_up(name)
        return number

    def _look_up(self, name: str) -> int | None:
        wanted = name.encode()
        index = bisect_left(range(len(self)), wanted, key=self._name)
        return index if index < len(self) and self._name(index) == wanted else None

    def meant(self, name: int) -> tuple[tuple[int, bool], ...]:
        """The rows that a name may mean, each with whether it is a by-name: by-names last, else the most people first."""
        if (rows := self._rows.get(name)) is None:
            if len(self._rows) >= KEPT:
                self._rows.clear()
            entries = self._meant[self._firsts[name] : self._firsts[name + 1]]
            self._rows[name] = rows = tuple((entry >> 1, bool(entry & 1)) for entry in entries)
        return rows

    def names(self, *rows: int) -> list[str]:
        """The folded names of some rows, in the order of their bytes."""
        at = np.flatnonzero(np.isin(np.asarray(self._meant) >> 1, rows))
        numbers = np.searchsorted(np.asarray(self._firsts), at, side="right") - 1
        return list(dict.fromkeys(self._name(int(number)).decode() for number in numbers))

    def regions(self, country: str) -> list[int]:
        """The rows of a country's first order of division, by its ISO code."""
        own = np.asarray(self.country) == (self.codes.index(country) if country in self.codes else -1)
        return [int(row) for row in np.flatnonzero(own & (np.asarray(self.kind) == REGION))]

    def country_of(self, row: int) -> str | None:
        """ISO 3166 alpha-2 code; None for a part of the world that is no country."""
        return self.codes[self.country[row]] if self.country[row] < len(self.codes) else None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The bundled gazetteer, loaded once (about a third of a second, 40 MB)."""
    return Gazetteer(resources.files("tocsin.read").joinpath("gazetteer.npz").read_bytes())
