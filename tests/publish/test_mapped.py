"""The map says where things are told to happen, and never more exactly than the words do."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Location
from tocsin.publish.mapped import KILOMETRES, LABELS, Place, called, charts, places
from tocsin.publish.outlines import Box, clipped, extent, rings
from tocsin.publish.site import site
from tocsin.publish.view import view
from tocsin.publish.web import create_app
from tocsin.settings import Settings
from tocsin.store.sqlite import SQLiteStore

from .served import Client
from .thread_by_hand import SIGNS, alone, assessment, claim, drawn, empty, made

CARACAS = {"geonames": 3646738, "latitude": 10.488, "longitude": -66.879, "country": "VE"}
VENEZUELA = {"geonames": 3625428, "latitude": 8.0, "longitude": -66.0, "country": "VE"}


def _located(report: Any, words: str, name: str, precision: str, *voices: Any, **fields: Any) -> Any:
    start = report.whole.index(name)
    where = Location(name=name, start=start, end=start + len(name), precision=precision, **fields)  # type: ignore[arg-type]
    return claim(report, words, *voices, location=where)


def _town(name: str, latitude: float, longitude: float, claims: int = 1, **fields: Any) -> Place:
    given = {"sort": "town", "country": "VE", "origins": 1, "disputed": False} | fields
    return Place(name=name, latitude=latitude, longitude=longitude, claims=claims, **given)


def test_a_place_counts_origins_and_goes_by_the_name_that_most_reports_give_it() -> None:
    texts = ("Shots were heard in Caracas.", "Shots were heard in Caracas.", "Se oyen tiros en Karakas.")
    reports = [made("ap", text, f"r{n}", n) for n, text in enumerate(texts)]
    claims = [
        _located(r, r.whole[:-1], "Karakas" if "Karakas" in r.whole else "Caracas", "city", **CARACAS)
        for r in reports
    ]
    origin = {reports[0].id: "o-1", reports[1].id: "o-1", reports[2].id: "o-2"}
    (only,) = places(claims, origin, frozenset({claims[2].id}))
    assert (only.name, only.sort, only.claims, only.origins, only.disputed) == ("Caracas", "town", 3, 2, True)
    assert called(claims) == {CARACAS["geonames"]: "Caracas"}


def test_a_site_counts_with_its_town_and_is_no_point_of_its_own() -> None:
    report = made("ap", "In Caracas, troops hold La Carlota. Troops hold Fort Zed.", "r1", 1)
    near = {key: CARACAS[key] for key in ("latitude", "longitude", "country")}
    claims = [
        _located(report, "troops hold La Carlota", "Caracas", "city", **CARACAS),
        _located(report, "La Carlota", "La Carlota", "site", **near),
        _located(report, "Troops hold Fort Zed", "Fort Zed", "site", latitude=8.0, longitude=-66.0),
        claim(report, "In Caracas"),
    ]
    assert [(p.name, p.claims) for p in places(claims, {}, frozenset())] == [("Caracas", 2)]


def test_a_country_is_an_area_and_a_region_stands_in_the_list_alone() -> None:
    found = (_town("Venezuela", 8.0, -66.0, sort="country"), _town("Aragua", 10.0, -67.5, sort="region"))
    (whole,) = charts(found, "VE")
    assert whole.marks == () and "VE" in {area.country for area in whole.areas}


def test_towns_that_would_hide_each_other_get_a_close_up() -> None:
    found = (
        _town("Caracas", 10.49, -66.88, 50),
        _town("Maiquetía", 10.6, -66.96),
        _town("Mérida", 8.6, -71.1),
    )
    whole, near = charts(found, "VE")
    assert {m.place.name for m in whole.marks} == {"Caracas", "Maiquetía", "Mérida"}
    assert {m.place.name for m in near.marks} == {"Caracas", "Maiquetía"}
    assert near.kilometres < whole.kilometres
    assert len(charts(found[::2], "VE")) == 1  # nothing is near the other two
    assert whole.marks[0].r > whole.marks[1].r


def test_a_town_abroad_is_listed_and_not_drawn_at_the_edge() -> None:
    (whole,) = charts((_town("Moscow", 55.75, 37.6, country="RU"),), "VE")
    assert whole.marks == ()


@pytest.mark.parametrize("country", ["", "XX", "ZZ"])
def test_without_a_country_there_is_no_picture(country: str) -> None:
    assert charts((_town("Caracas", 10.49, -66.88),), country) == ()


@pytest.mark.parametrize(
    "country", ["VE", "CN", "GA", "RU", "FJ", "US", "CL", "NZ", "MV", "KI", "FR", "SG", "AQ"]
)
def test_a_country_fills_its_picture(country: str) -> None:
    """Also one over the date line, one of far islands, a long one and one of specks."""
    (chart,) = charts((), country)
    assert 0 < chart.width <= 481 and 0 < chart.height <= 401
    assert 0 < chart.bar < chart.width / 2 + 1 and chart.kilometres >= 1
    own = "".join(area.path for area in chart.areas if area.country == country)
    assert country == "KI" or own
    assert len(own) < 40_000


def test_the_bar_is_as_long_as_it_says() -> None:
    (chart,) = charts((_town("A", 1.0, -66.0), _town("B", 11.0, -66.0)), "VE")
    pixels = abs(chart.marks[0].y - chart.marks[1].y)
    assert pixels / (10 * KILOMETRES) == pytest.approx(chart.bar / chart.kilometres, rel=0.02)


@given(
    st.lists(
        st.tuples(st.floats(1, 12), st.floats(-72, -60), st.text("ABCdefg", min_size=1, max_size=14)),
        max_size=25,
    )
)
def test_no_name_lies_on_a_circle_or_on_another_name(towns: list[tuple[float, float, str]]) -> None:
    for chart in charts([_town(name, at, along) for at, along, name in towns], "VE"):
        rooms = [Box(m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r) for m in chart.marks]
        named = [m for m in chart.marks if m.label]
        assert len(named) <= LABELS
        for mark in named:
            label = _room(mark.place.name, mark.label)
            assert label.west >= 0 and label.east <= chart.width + 1
            assert not any(label.meets(room) for room in rooms)
            rooms.append(label)


def _room(name: str, label: Any) -> Box:
    """A little less than the room that a name takes."""
    x, y, anchor = label
    long = 8 * len(name)
    left = x - (0 if anchor == "start" else long if anchor == "end" else long / 2)
    return Box(left + 0.5, y - 12, left + long - 0.5, y + 3)


@given(st.floats(-180, 179), st.floats(-80, 79), st.floats(0.5, 60), st.floats(0.5, 40))
def test_what_is_cut_lies_within_the_box(west: float, south: float, wide: float, high: float) -> None:
    box = Box(west, south, west + wide, south + high)
    for ring in rings()[::40]:
        left = clipped(ring.points, box)
        if len(left):
            assert left[:, 0].min() >= box.west - 1e-9 and left[:, 0].max() <= box.east + 1e-9
            assert left[:, 1].min() >= box.south - 1e-9 and left[:, 1].max() <= box.north + 1e-9


def test_half_of_a_square_is_left_of_its_middle() -> None:
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    left = clipped(square, Box(-1, -1, 1, 3))
    assert {tuple(point) for point in left.tolist()} == {(0.0, 0.0), (1.0, 0.0), (1.0, 2.0), (0.0, 2.0)}
    assert len(clipped(square, Box(5, 5, 6, 6))) == 0


def test_far_islands_do_not_shrink_a_country() -> None:
    france, russia = extent("FR"), extent("RU")
    assert france is not None and france.east - france.west < 20  # without Guiana and Réunion
    assert russia is not None and russia.east > 180 > russia.west  # past the date line in one piece


def test_the_outlines_are_small_enough_to_ship() -> None:
    size = resources.files("tocsin.publish").joinpath("outlines.npz")
    assert len(size.read_bytes()) < 400_000
    assert len({ring.country for ring in rings()}) > 200


@pytest.fixture
def mapped(tmp_path: Path) -> Path:
    path = tmp_path / "thread.db"
    store = empty(path)
    report = made("ap", "Shots were heard in <Caracas> & beyond. Venezuela is tense.", "r1", 1)
    claims = [
        _located(report, "Shots were heard in <Caracas>", "<Caracas>", "city", **CARACAS),
        _located(report, "Venezuela is tense", "Venezuela", "country", **VENEZUELA),
    ]
    drawn(store, 5, [report], [*claims, *alone(report), assessment(1, 5, 0.5)])
    store.close()
    return path


def test_a_circle_leads_to_the_updates_of_its_town_in_the_readers_language(mapped: Path) -> None:
    client = Client(create_app(mapped, settings=Settings()))
    page = client.get("/").text
    part = page[page.index('id="places"') :].split("</section>")[0]
    assert part.count("<circle") == 1 and "<Caracas>" not in part and "&lt;Caracas&gt;" in part
    assert "place=%3CCaracas%3E" in part
    assert 'class="land own told"' in part
    assert "Dónde" in client.get("/?lang=es").text
    assert client.get("/?place=%3CCaracas%3E").status_code == 200


def test_the_site_has_the_map_without_a_way_that_needs_a_server(mapped: Path, tmp_path: Path) -> None:
    store = SQLiteStore(mapped)
    site(store, tmp_path / "site", address=None)
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    part = page[page.index('id="places"') :].split("</section>")[0]
    assert "<circle" in part and "<a " not in part
    assert view(store, definitions=SIGNS).places[0].name == "<Caracas>"


def test_a_thread_that_names_no_place_has_no_map(database: Path) -> None:
    assert 'id="places"' not in Client(create_app(database, settings=Settings())).get("/").text
