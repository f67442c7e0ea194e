"""The coder: what one item says of one country, as a set of cues."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

import msgspec

from tocsin.nowcast.items import Item
from tocsin.nowcast.nations import Leaders
from tocsin.read.aims import STAYS, Mention, aim, mentions, sentences
from tocsin.read.fold import fold

_YEARS = re.compile(r"\b(19[3-9]\d|20[0-4]\d)\b")
_SHOWN = ("coup", "mutiny", "power-taken", "head-ousted", "head-held", "site-taken", "shots", "dissolved")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a sentence tells of a country: cues that must be there, of which one must, and that must not."""

    id: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def fits(self, cues: set[str]) -> bool:
        """Whether the cues amount to it; "a&b" is both."""

        def there(name: str) -> bool:
            return all(part in cues for part in name.split("&"))

        return (
            all(map(there, self.all))
            and (not self.any or any(map(there, self.any)))
            and not any(map(there, self.none))
        )


class Book(msgspec.Struct, frozen=True):
    """The patterns of cues.toml."""

    triage: re.Pattern[str]
    cues: dict[str, re.Pattern[str]]
    kinds: tuple[Kind, ...]


@lru_cache(maxsize=1)
def book() -> Book:
    """The coder's patterns, compiled once."""
    raw = tomllib.loads(resources.files("tocsin.nowcast").joinpath("cues.toml").read_text("utf-8"))
    words: dict[str, str] = raw["words"]
    cues = {}
    for name, pattern in raw["cues"].items():
        for word, alternatives in words.items():
            pattern = pattern.replace(f"{{{word}}}", alternatives)  # noqa: PLW2901 # a pattern is made in steps
        cues[name] = re.compile(pattern)
    return Book(re.compile(raw["triage"]), cues, msgspec.convert(raw["kinds"], tuple[Kind, ...]))


def triaged(item: Item) -> bool:
    """Whether an item has a word that could matter."""
    return bool(book().triage.search(fold(f"{item.topic or ''} {item.text}")))


def coded(item: Item, leaders: Leaders) -> dict[str, str]:
    """What an item tells of each country that it names: the id of a kind, the one nearest to an attempt now."""
    topic = item.topic or ""
    in_topic = mentions(topic) if topic else []
    about = {f"topic:{name}" for name in _cues(fold(topic), item.date.year)} if topic else set()
    pieces = [item.text[a:b] for a, b in sentences(item.text)]
    named = [mentions(sentence) + leaders.mentions(sentence, item.date) for sentence in pieces]
    topical = {mention.country for mention in in_topic}
    found: dict[str, set[str]] = {}
    last: str | None = None
    for sentence, places in zip(pieces, named, strict=True):
        folded = fold(sentence)
        country = _aim(folded, places, topical, last) if places else last or _of_topic(in_topic)
        if country is None:
            continue
        last = country
        cues = _cues(folded, item.date.year) | (about if country in topical else set())
        kind = next((kind.id for kind in book().kinds if kind.fits(cues)), None)
        if kind:
            found.setdefault(country, set()).add(kind)
    return {country: next(name for name in ORDER if name in kinds) for country, kinds in found.items()}


#: Of several kinds in one item, the one nearest to an attempt now counts.
ORDER = (
    "coup-made", "coup-told", "coup-acts", "power-taken", "coup-failed", "coup-foiled", "head-held", "dissolved",
    "quelled", "palace-attacked", "site-taken", "mutiny", "coup-past", "coup-old", "coup-alleged", "coup-plot", "coup-after", "coup-feared",
    "shots", "topic-coup", "topic-old", "taken-lawful", "taken-court",
    "taken-past", "taken-war",
)  # fmt: skip


def _of_topic(places: list[Mention]) -> str | None:
    countries = {mention.country for mention in places}
    return next(iter(countries)) if len(countries) == 1 else None


def _aim(folded: str, places: list[Mention], topical: set[str], last: str | None) -> str:
    """The country that a sentence is about: where it happens, not who speaks of it."""
    patterns = book().cues
    shown = [m.start() for name in _SHOWN if (m := patterns[name].search(folded))]
    best, value = aim(folded, places, shown=shown, topical=topical)
    return last if last is not None and value < STAYS else best


def _cues(folded: str, year: int) -> set[str]:
    found = {name for name, pattern in book().cues.items() if pattern.search(folded)}
    years = {int(match[1]) for match in _YEARS.finditer(folded)}
    if any(named < year for named in years):
        found.add("old-year")
    for match in book().cues["coup"].finditer(folded):
        near = (
            folded[max(0, match.start() - 45) : match.start()] + "|" + folded[match.end() : match.end() + 20]
        )
        if any(int(named[1]) < year for named in _YEARS.finditer(near)):
            found.add("coup-old-year")
    return found
