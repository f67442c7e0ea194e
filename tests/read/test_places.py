"""Which places a text names, and where they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.gazetteer import gazetteer
from tocsin.read.places import Place, places


def told(text: str, **options: object) -> dict[str, Place]:
    """The places of a text by their names; the last of each name."""
    return {place.name: place for place in places(text, **options)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "country", "precision", "id"),
    [
        ("Soldiers sealed off the palace in Bamako, Mali, on Tuesday.", "Bamako", "ML", "city", 2460596),
        ("Soldiers sealed off the palace in Bamako, Mali, on Tuesday.", "Mali", "ML", "country", 2453866),
        ("The mayor of Paris, Texas, was unhurt.", "Paris", "US", "city", 4717560),
        ("The embassy in Paris, France, was unhurt.", "Paris", "FR", "city", 2988507),
        ("A man from Lebanon, Pa., was arrested.", "Lebanon", "US", "city", 5197517),
        ("Troops crossed from Syria into Lebanon near Tripoli.", "Lebanon", "LB", "country", 272103),
        ("Troops crossed from Syria into Lebanon near Tripoli.", "Tripoli", "LB", "city", None),
        ("Shots were heard in Khartoum and in Omdurman, residents said.", "Khartoum", "SD", "city", 379252),
        ("In Washington, the White House said it was watching.", "Washington", "US", "city", 4140963),
        ("The U.S. embassy closed; the U.S. is talking.", "U.S.", "US", "country", 6252001),
        ("Fighting reached the Middle East and North Africa.", "Middle East", None, "region", None),
        ("Las tropas tomaron Maracaibo, en Venezuela.", "Maracaibo", "VE", "city", 3633009),
        ("Des tirs ont été entendus à Ouagadougou, au Burkina Faso.", "Ouagadougou", "BF", "city", 2357048),
        ("Взрывы в Москве и в Киеве.", "Москве", "RU", "city", 524901),
        ("انفجار في بغداد", "بغداد", "IQ", "city", 98182),
    ],
)  # fmt: skip
def test_a_name_is_the_place_that_its_text_means(
    text: str, name: str, country: str | None, precision: str, id: int | None
) -> None:
    found = told(text)
    assert name in found
    assert (found[name].country, found[name].precision) == (country, precision)
    assert id is None or found[name].id == id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Michael Jackson was a singer.", "Jackson"),
        ("Paris Hilton was a guest.", "Paris"),
        ("President Jordan spoke. Mr. Jordan left.", "Jordan"),
        ("Reading the report took hours.", "Reading"),
        ("Ms. Carter and Gen. Hamilton agreed with us.", "us"),
        ("In March the army left.", "March"),
        ("It was nice of us to turn in the mobile.", "nice"),
        ("He told me in La.", "me"),
    ],
)
def test_people_months_and_common_words_are_no_places(text: str, name: str) -> None:
    assert name not in told(text)


def test_a_word_for_a_people_is_a_place_only_where_asked() -> None:
    text = "Russian soldiers entered Georgia."
    assert "Russian" not in told(text)
    assert told(text, peoples=True)["Russian"].country == "RU"


def test_a_people_tells_which_georgia_is_meant() -> None:
    assert told("Russian and Georgian soldiers fought in Georgia, near Gori.")["Georgia"].country == "GE"
    assert told("The sheriff in Athens, Georgia, called Atlanta.")["Georgia"].country == "US"


def test_a_name_has_one_sense_in_a_text() -> None:
    found = places("Fire broke out in Springfield, Ohio. Crews in Springfield said so.")
    assert len({place.id for place in found if place.name == "Springfield"}) == 1


def test_the_country_of_the_watch_decides_between_namesakes() -> None:
    text = "Protesters marched in San Cristóbal on Monday."
    found = {code: told(text, watch_country=code)["San Cristóbal"].country for code in ("VE", "MX")}
    assert found == {"VE": "VE", "MX": "MX"}


def test_a_site_that_no_gazetteer_has_stands_where_it_is_told_and_has_no_id() -> None:
    site = told("Tanks stood on Zwentibold Bridge in Caracas, Venezuela.")["Zwentibold Bridge"]
    assert (site.id, site.precision, site.country) == (None, "site", "VE")
    assert site.latitude == pytest.approx(10.5, abs=0.5)


def test_a_small_town_abroad_is_not_meant_by_a_text_about_one_country() -> None:
    text = "Shots were fired at La Carlota in Caracas. Venezuela is calm; Maracaibo and Valencia are calm."
    assert told(text, watch_country="VE")["La Carlota"].country == "VE"


def test_text_without_capitals_still_names_its_countries_and_does_not_explode() -> None:
    text = "troops entered bamako in mali on monday. reading the news is nice, said a man of hope."
    assert {place.name for place in places(text)} == {"bamako", "mali"}


def test_the_same_text_gives_the_same_places() -> None:
    text = "Rebels took Goma, in North Kivu, and moved on Bukavu."
    assert places(text) == places(text)


def test_a_list_of_two_thousand_towns_is_read_in_seconds() -> None:
    known = gazetteer()
    names = [known._name(n).decode().title() for n in range(1000, len(known), len(known) // 2000)]
    began = time.perf_counter()
    assert places("in " + ", in ".join(names))
    assert time.perf_counter() - began < 20


NAMES = [
    "Paris",
    "Texas",
    "U.S.",
    "St. Louis",
    "Lake",
    "Dr.",
    "in",
    "the village of",
    "Pa.",
    "Sa'ada",
    "Baghdad's",
]
PIECES = st.sampled_from([*NAMES, ",", ".", "’", " ", "\n", "(", "Москве", "بغداد"])


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)), st.booleans())
def test_every_place_is_at_its_characters_and_none_overlap(text: str, peoples: bool) -> None:
    end = 0
    for place in places(text, peoples=peoples):
        assert text[place.start : place.end] == place.name != ""
        assert place.start >= end
        assert 0 <= place.score <= 1
        assert (place.latitude is None) == (place.longitude is None)
        assert place.latitude is None or (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180)  # type: ignore[operator]
        end = place.end
