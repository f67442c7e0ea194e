"""The watch file that `tocsin init` writes."""

from __future__ import annotations

import re

import pytest

from tocsin import watch
from tocsin.errors import InputError
from tocsin.gather.starter import starter

COUNTRIES = (
    "VE",
    "GA",
    "ML",
    "BF",
    "NE",
    "SD",
    "MM",
    "TD",
    "GN",
    "TH",
    "TR",
    "EG",
    "PK",
    "PE",
    "BO",
    "EC",
    "HN",
    "CN",
)


@pytest.mark.parametrize("country", [*COUNTRIES, "ZW", "FJ", "ve"])
def test_the_written_file_is_a_watch_with_sources(country):
    found = watch.parse(starter("Has a coup begun?", country, "coup"))
    assert found.place.country == country.upper()
    assert found.timezone != "UTC"
    assert "en" in found.languages and len(found.place.names) > 2
    assert {"news-search", "feed", "mastodon"} <= {source.type for source in found.sources}
    assert len({source.url for source in found.sources}) == len(found.sources)
    assert all(source.url.startswith("https://") for source in found.sources)


def test_venezuela_is_described_in_its_own_words():
    found = watch.parse(starter("Has a coup begun in Venezuela?", "VE", "coup"))
    assert {"Venezuela", "venezolano", "Caracas", "Maracaibo"} <= set(found.place.names)
    assert (found.timezone, found.languages) == ("America/Caracas", ("en", "es"))
    assert {source.language for source in found.sources if source.type == "news-search"} == {"en", "es"}
    assert "golpe" in next(source.url for source in found.sources if source.id == "search-es")


def test_who_governs_is_left_to_the_editor():
    text = starter("Has a coup begun in Mali?", "ML", "coup")
    assert watch.parse(text).sides["government"].members == ()
    assert re.search(r"# \{ name = \"Full Name\"", text)


@pytest.mark.parametrize(
    "question", ['He said "no"?', "back\\slash?", "two\nlines?", "nul\x00?", "half \ud800?", "¿Ya?"]
)
def test_any_question_is_written_as_it_is_asked(question):
    asked = watch.parse(starter(question, "ML", "coup")).question
    assert asked.replace("\ufffd", "\ud800") == question.replace("\x00", "")


@pytest.mark.parametrize("country", ["", "XX", "Venezuela", "../"])
def test_a_country_that_does_not_exist_is_named(country):
    with pytest.raises(InputError, match="ISO 3166"):
        starter("?", country, "coup")
