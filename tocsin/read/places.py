"""Places: which places a text names, at which characters, and where on Earth they are."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib import resources
from math import exp
from typing import Literal

import msgspec

from tocsin.read.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, Gazetteer, gazetteer
from tocsin.read.locating import Choice, Named, locate
from tocsin.read.persons import in_a_person
from tocsin.read.personsigns import somebody, whole_name
from tocsin.read.placesigns import elsewhere, findings
from tocsin.read.placewords import Words, demonyms, lists
from tocsin.read.toponyms import Toponym, toponyms

Precision = Literal["country", "region", "city", "site"]
_PRECISION: dict[int, Precision] = {
    COUNTRY: "country", REGION: "region", DISTRICT: "region", AREA: "region", CITY: "city",
}  # fmt: skip


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a text names, at exact characters."""

    name: str
    start: int
    end: int
    id: int | None = None
    """GeoNames id; None for a site, and for a part of the world that has none."""
    latitude: float | None = None
    """Degrees north; of a site that is not in the gazetteer, those of the place it is told with."""
    longitude: float | None = None
    precision: Precision
    country: str | None = None
    """ISO 3166 alpha-2 code; None where the text does not say, and for what is larger than a country."""
    score: float
    """How surely the words name a place, and this one: 0 to 1."""
    people: bool = False
    """Whether the words name the people of a country: 'Russian'."""


class Weights(msgspec.Struct, frozen=True):
    """What train/places.py learnt: a weight for each finding, and from which chance a name is a place."""

    toponym: dict[str, float]
    alone: dict[str, float]
    together: dict[str, float]
    least: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The bundled weights."""
    data = resources.files("tocsin.read").joinpath("places.weights.json").read_bytes()
    return msgspec.json.decode(data, type=Weights)


def places(
    text: str, *, watch_country: str | None = None, peoples: bool = False, language: str | None = None
) -> tuple[Place, ...]:
    """The places that a text names, in order, none overlapping.

    `watch_country` (ISO alpha-2) is preferred where a name is borne in several countries. With `peoples`, words
    such as "Russian" are places too, at their country. In English, which is taken for granted where no `language` is
    given, the name of a country may be somebody's. Never raises; a text without capitals gives few places.
    """
    known, words = gazetteer(), Words(text)
    found = toponyms(words, known)
    surely = sure(words, found, known)
    told = [(t, p) for t, p in zip(found, surely, strict=True) if peoples or t.form != "demonym"]
    kept = _apart([(t, p) for t, p in told if p >= weights().least])
    people = _people(words, found, [t for t, _ in kept], known, language in {None, "en", "und"})
    kept = [(t, p) for t, p in kept if t not in people]
    found, surely = _without(people, found, surely)
    rows = located(words, found, surely, known, watch_country)
    return tuple(_place(words, t, p, rows, known) for t, p in kept)


def _without(
    people: set[Toponym], found: list[Toponym], surely: list[float]
) -> tuple[list[Toponym], list[float]]:
    """The toponyms that are nobody's name; the others say nothing of where a text lies."""
    left = [(t, p) for t, p in zip(found, surely, strict=True) if t not in people]
    return [t for t, _ in left], [p for _, p in left]


def _people(
    words: Words, found: list[Toponym], kept: list[Toponym], known: Gazetteer, english: bool
) -> set[Toponym]:
    """The names that are somebody's here: 'Chad Mercer', and 'Chad' wherever nothing leads to a place; 'arrested Konan'."""
    leads = lists()["words"]["before"] - {"a"}
    single = [t for t in kept if t.form == "known" and t.last - t.first == 1]
    # 'President of Gabon Ali Bongo'; 'detuvo a Mali Okell' has the Spanish 'a'
    plain = [t for t in single if not (t.first and words.folded[t.first - 1] in leads)]
    countries = [
        t for t in plain if _is_country(t, known) and (not t.first or words.folded[t.first - 1] != "a")
    ]
    named = {
        t.name
        for t in countries
        if english and _beside(words, t) and (_aged(words, t) or in_a_person(words.text, (t.start, t.end)))
    }
    whole = {t for t in plain if somebody(words, t, known)}
    rest = {at for t in whole for at in range(t.first, whole_name(words, t))}  # 'Okell' of 'Mali Okell'
    return {t for t in countries if t.name in named} | {
        t for t in found if rest.intersection(range(t.first, t.last))
    }


def _is_country(toponym: Toponym, known: Gazetteer) -> bool:
    return any(known.kind[row] == COUNTRY for row, _ in known.meant(toponym.name)[:2])


def _aged(words: Words, toponym: Toponym) -> bool:
    """Whether a surname and an age follow: 'Cuba Marsh, 19'."""
    at = toponym.last + 1
    return (
        at < len(words) and words.gap(at - 1) == ", " and re.fullmatch(r"\d\d", words.folded[at]) is not None
    )


def _beside(words: Words, toponym: Toponym) -> bool:
    """Whether another word with a capital stands right beside a name."""
    after = toponym.last < len(words) and words.capital[toponym.last] and words.gap(toponym.last - 1) == " "
    first = toponym.first
    return after or (first > 0 and words.capital[first - 1] and words.gap(first - 1) == " ")


def sure(words: Words, found: list[Toponym], known: Gazetteer) -> list[float]:
    """How surely each toponym names a place, 0 to 1."""
    counts = elsewhere(words, found, known)
    return [_chance(findings(words, t, known, counts)) for t in found]


def _chance(shown: list[str]) -> float:
    given = weights().toponym
    return 1 / (1 + exp(-max(-50.0, min(50.0, sum(given.get(finding, 0.0) for finding in shown)))))


def _apart(found: list[tuple[Toponym, float]]) -> list[tuple[Toponym, float]]:
    """Of toponyms that overlap, the longest: 'Baghdad International Airport', not 'Baghdad'."""
    kept: list[tuple[Toponym, float]] = []
    taken: set[int] = set()
    for toponym, chance in sorted(
        found, key=lambda pair: (pair[0].start - pair[0].end, -pair[1], pair[0].start)
    ):
        here = range(toponym.first, toponym.last)
        if not taken.intersection(here):
            taken.update(here)
            kept.append((toponym, chance))
    return sorted(kept, key=lambda pair: pair[0].start)


def names_of(
    words: Words, found: list[Toponym], surely: list[float], known: Gazetteer
) -> dict[Toponym, Named]:
    """What is to be located: each toponym of the gazetteer with the name after it that it lies in."""
    at = {t.first: t for t in found if t.form == "known"}
    weight: dict[int, float] = {}
    within: dict[int, Counter[int]] = {}
    for toponym, chance in zip(found, surely, strict=True):
        weight[toponym.name] = max(weight.get(toponym.name, 0.0), chance)
        if (above := _above(words, toponym, at, known)) is not None:
            within.setdefault(toponym.name, Counter())[above] += 1
    named = {}
    holding = {above for counts in within.values() for above in counts}
    for toponym in at.values():
        above = _above(words, toponym, at, known)
        if above is None and toponym.name in within:
            above = within[toponym.name].most_common(1)[0][0]  # one sense in a text
        named[toponym] = Named(toponym.name, above, weight[toponym.name], toponym.name in holding)
    return named


def _above(words: Words, toponym: Toponym, at: dict[int, Toponym], known: Gazetteer) -> int | None:
    """The name of a region or country that follows: 'Paris, Texas', 'Lebanon (Pa.)'."""
    after = at.get(toponym.last)
    if after is None or words.gap(toponym.last - 1) not in {", ", " (", " - "}:
        return None
    return after.name if any(known.kind[row] != CITY for row, _ in known.meant(after.name)) else None


def located(
    words: Words, found: list[Toponym], surely: list[float], known: Gazetteer, watch: str | None
) -> dict[Toponym, Choice]:
    """The row that each toponym means; a site that is not in the gazetteer has the row that it is told with."""
    named = names_of(words, found, surely, known)
    peoples = {t: known.countries[code] for t, code in _peoples(words, found, known).items()}
    told = [(row, 0.5) for row in sorted(set(peoples.values()))]
    given = {"alone": weights().alone, "together": weights().together}
    pooled = sorted(set(named.values()), key=lambda n: (n.name, n.within or -1))
    meant = locate(known, pooled, given, watch, told) if pooled else {}
    rows = {t: meant[n.name, n.within] for t, n in named.items() if (n.name, n.within) in meant}
    rows |= {t: Choice(row, 1.0) for t, row in peoples.items()}
    anchors = [
        (t, rows[t], p) for t, p in zip(found, surely, strict=True) if t in rows and p >= weights().least
    ]
    for toponym in found:
        if toponym not in rows and (near := _told_with(words, toponym, anchors, known, watch)):
            rows[toponym] = near
    return rows


def _peoples(words: Words, found: list[Toponym], known: Gazetteer) -> dict[Toponym, str]:
    """The country of each people: of two with one name ('Congolese') the one where a place of the text lies."""
    here = {known.country_of(row) for t in found if t.form == "known" for row, _ in known.meant(t.name)[:1]}
    told = {}
    for toponym in found:
        if toponym.form == "demonym":
            codes = demonyms()[" ".join(words.folded[toponym.first : toponym.last])]
            told[toponym] = next((code for code in codes if code in here), codes[0])
    return told


def _told_with(
    words: Words,
    toponym: Toponym,
    anchors: list[tuple[Toponym, Choice, float]],
    known: Gazetteer,
    watch: str | None,
) -> Choice | None:
    """The place that a site stands in: the nearest in the text, cities and the watch's country before others.

    A river or a valley is not in the country that it shares its name with: 'the Jordan River', 'the Niger Delta'.
    """
    if words.folded[toponym.last - 1] in lists()["heads"]["nature"]:
        inside = range(toponym.first, toponym.last)
        namesakes = [one for one in anchors if one[0].first in inside and known.kind[one[1].row] == COUNTRY]
        anchors = [one for one in anchors if one not in namesakes]
        watch = None if namesakes and not anchors else watch
    if not anchors:
        if toponym.form == "known" and not any(
            known.country_of(row) == watch for row, _ in known.meant(toponym.name)
        ):
            return None  # 'Albany' is some town abroad, and no unlisted quarter of Tirana
        home = known.countries.get(watch or "")
        return Choice(home, 0.5, listed=False) if home is not None else None

    def far(anchor: tuple[Toponym, Choice, float]) -> tuple[int, int]:
        wide = known.kind[anchor[1].row] not in {CITY, DISTRICT}
        abroad = watch is not None and known.country_of(anchor[1].row) != watch
        return abs(anchor[0].first - toponym.first) + 100 * wide + 100 * abroad, anchor[0].first

    return msgspec.structs.replace(min(anchors, key=far)[1], listed=False)


def _place(
    words: Words, toponym: Toponym, chance: float, rows: dict[Toponym, Choice], known: Gazetteer
) -> Place:
    choice = rows.get(toponym)
    row, listed = (choice.row, choice.listed) if choice else (None, False)
    return Place(
        name=words.text[toponym.start : toponym.end],
        start=toponym.start,
        end=toponym.end,
        id=(known.geonames[row] or None) if listed and row is not None else None,
        latitude=known.latitude[row] if row is not None else None,
        longitude=known.longitude[row] if row is not None else None,
        precision=_PRECISION[known.kind[row]] if listed and row is not None else "site",
        country=known.country_of(row) if row is not None else None,
        score=round(chance * (choice.chance if choice else 0.5), 3),
        people=toponym.form == "demonym",
    )
