"""Where: the place that a sentence names, first among the watch's own words, then the cities of its country; on the map."""

from __future__ import annotations

import re

from tocsin.model import Location
from tocsin.read.attribution import Span
from tocsin.read.fold import fold
from tocsin.read.lexicon import Lexicon, cities_of
from tocsin.read.places import Place, places

#: Below this the words name a place, or this one, too unsurely for a map.
_SURE = 0.35
_FINEST = ("site", "city", "region", "country")


def where(text: str, sentence: Span, named: tuple[Place, ...], lexicon: Lexicon) -> str | None:
    """The most specific place of the watch that a sentence names; None where it names none.

    `named` are the places of the text. A word that is part of the name of another country or its place is none:
    "Guinea" in "Guinea-Bissau".
    """
    place, home = lexicon.watch.place, lexicon.watch.place.country
    start, end = sentence
    folded = fold(text[start:end])
    here = [p for p in named if start <= p.start and p.end <= end]
    abroad = [(p.start - start, p.end - start) for p in here if p.country != home]
    country = {fold(name) for name in lexicon.country[:1]}
    for name in place.names:
        if fold(name) in country | lexicon.people:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded):
            if not any(a < match.end() and match.start() < b for a, b in abroad):
                return name
    own = [p for p in here if p.country == home and p.id]
    for p in own:
        if p.precision in {"city", "region"}:
            return cities_of(home).get(fold(p.name), p.name)
    return next(iter(lexicon.country[:1]), None) if own else None


def located(text: str, lexicon: Lexicon, language: str | None = None) -> tuple[Place, ...]:
    """The places that a report names, those of the watch's country preferred, with its peoples left out."""
    return tuple(p for p in named(text, lexicon, language) if not p.people)


def named(text: str, lexicon: Lexicon, language: str | None = None) -> tuple[Place, ...]:
    """The places and peoples that a report names; what is part of the name of one of the watch's people is none."""
    home, folded = lexicon.watch.place.country, fold(text)
    people = (
        [match.span() for name, _, _ in lexicon.names for match in name.finditer(folded)]
        if any(lexicon.named(folded))
        else []
    )
    return tuple(
        place
        for place in places(text, watch_country=home, peoples=True, language=language)
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
