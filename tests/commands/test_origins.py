"""tocsin origins and stories: ten rewrites of one text and one report of one's own are two origins."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

TEXTS = {
    "wire": (
        "Soldiers surrounded the house of President Amadou Keïra in Sankoro before dawn on Tuesday and "
        "cut the telephone lines, two neighbours and a driver said. Armoured cars closed Avenue Lumumba "
        "from 4:15 and a helicopter circled for forty minutes. Captain Boureima Sall, who gave orders at "
        "the gate, told people to stay indoors until noon. The airport and both bridges are shut, and 312 "
        "passengers wait in the departure hall. The African Union called for calm."
    ),
    "r1": (
        "The home of President Amadou Keïra was ringed by soldiers in Sankoro early on Tuesday. Phone "
        "lines were cut, according to two neighbours and a driver. From 4:15 armoured cars blocked Avenue "
        "Lumumba while a helicopter flew overhead for forty minutes. Captain Boureima Sall, giving the "
        "orders at the gate, ordered people indoors until noon. Both bridges and the airport are closed "
        "with 312 passengers stranded in departures. The African Union has urged calm."
    ),
    "r2": (
        "A coup may be under way in Sankoro. Two neighbours and a driver said soldiers surrounded the "
        "house of President Amadou Keïra before dawn on Tuesday and cut the telephone lines. Avenue "
        "Lumumba was closed by armoured cars from 4:15."
    ),
    "r3": (
        "Captain Boureima Sall told people to stay indoors until noon on Tuesday as soldiers surrounded "
        "the house of President Amadou Keïra in Sankoro. The airport and both bridges are shut. Some 312 "
        "passengers are waiting in the departure hall."
    ),
    "r4": (
        "Des soldats ont encerclé mardi avant l'aube la maison du président Amadou Keïra à Sankoro et "
        "coupé les lignes téléphoniques, selon deux voisins et un chauffeur. Des blindés ont fermé "
        "l'avenue Lumumba à partir de 4h15 et un hélicoptère a tourné pendant quarante minutes. Le "
        "capitaine Boureima Sall a dit aux gens de rester chez eux jusqu'à midi. L'aéroport et les deux "
        "ponts sont fermés et 312 passagers attendent."
    ),
    "r5": (
        "SANKORO - Before dawn on Tuesday, troops encircled the residence of President Amadou Keïra and "
        "severed its phone lines, say two neighbours and a driver. A helicopter circled for forty minutes "
        'and armoured cars shut Avenue Lumumba at 4:15. "Stay indoors until noon," people were told by '
        "Captain Boureima Sall at the gate. 312 passengers are stuck at the airport, which is closed, as "
        "are both bridges."
    ),
    "r6": (
        "Soldiers surrounded the house of President Amadou Keïra in Sankoro before dawn on Tuesday and "
        "cut the telephone lines, two neighbours and a driver said. Armoured cars closed Avenue Lumumba "
        "from 4:15 and a helicopter circled for forty minutes."
    ),
    "r7": (
        "What we know so far: President Amadou Keïra's house in Sankoro is surrounded; the telephone "
        "lines are cut; armoured cars have closed Avenue Lumumba since 4:15; a helicopter circled for "
        "forty minutes; Captain Boureima Sall wants people indoors until noon; 312 passengers wait at the "
        "airport, which is shut like both bridges; the African Union calls for calm."
    ),
    "r8": (
        "Soldados rodearon la casa del presidente Amadou Keïra en Sankoro antes del amanecer del martes y "
        "cortaron las líneas telefónicas, dijeron dos vecinos y un chófer. Vehículos blindados cerraron "
        "la avenida Lumumba desde las 4:15 y un helicóptero sobrevoló la zona durante cuarenta minutos. "
        "El capitán Boureima Sall pidió a la gente que no saliera hasta el mediodía. Unos 312 pasajeros "
        "esperan en el aeropuerto."
    ),
    "r9": (
        "The country, which gained independence in 1960, has known three coups. Soldiers surrounded the "
        "house of President Amadou Keïra in Sankoro before dawn on Tuesday and cut the telephone lines, "
        "two neighbours and a driver said. Captain Boureima Sall, who gave orders at the gate, told "
        "people to stay indoors until noon. The last coup, in 1991, brought a general to power for six "
        "years."
    ),
    "indep": (
        "Our reporter reached Sankoro's central market at seven. Women were laying out tomatoes as on any "
        "day, and the baker on Rue des Tanneurs had sold out of bread. Nobody had heard shots. A "
        "policeman at the crossroads said that he had been told to let no lorry pass towards the "
        "president's house. By eight the radio was playing songs without a presenter."
    ),
}


@pytest.fixture
def folder(tmp_path):
    """Ten tellings of one text, and a report by somebody who was there."""
    place = tmp_path / "eleven"
    place.mkdir()
    for name, text in TEXTS.items():
        (place / f"{name}.txt").write_text(text, "utf-8")
    return place


def test_ten_rewrites_of_one_text_and_one_independent_report_are_two_origins(tocsin, folder):
    result = tocsin("origins", folder, "--all")
    assert result.exit_code == 0, result.output
    first, *lines = result.stdout.splitlines()
    assert first == "11 reports, 2 origins"
    assert any(line.startswith("indep,") for line in lines), "the one that was there stands by itself"
    assert sum(bool(re.match(r"  \S", line)) for line in lines) == 9


def test_every_copy_says_by_what_rule_of_which_report_and_by_which_words(tocsin, folder):
    result = tocsin("origins", folder, "--json")
    origins = json.loads(result.stdout)
    assert [len(origin["copies"]) for origin in origins] == [10, 1]
    names = {copy["report"] for copy in origins[0]["copies"]}
    for copy in origins[0]["copies"][1:]:
        assert copy["rule"] and copy["of"] in names and 0 < copy["score"] <= 1
        text = " ".join(TEXTS[copy["report"].removesuffix(".txt")].split())
        assert all(passage in text for passage in copy["passages"])


def test_the_picture_is_well_formed_and_has_a_point_for_each_report_that_was_copied(tocsin, folder, tmp_path):
    picture = tmp_path / "who.svg"
    (folder / "odd.txt").write_text(
        'A <script>alert(1)</script> & "quoted" note about nothing at all.', "utf-8"
    )
    assert tocsin("origins", folder, "--svg", picture).exit_code == 0
    root = ElementTree.fromstring(picture.read_text("utf-8"))  # noqa: S314 - we wrote it
    assert sum(node.tag.endswith("circle") for node in root.iter()) == 10
    assert "12 reports, 3 origins; not drawn: 2 reports that nobody copied" in picture.read_text("utf-8")
    assert not any(node.tag.endswith("script") for node in root.iter())


def test_a_thread_shows_its_origins(tocsin, thread):
    result = tocsin("origins", "--db", thread)
    assert result.stdout.startswith("4 reports, 3 origins\n")
    assert "Le Fleuve" in result.stdout and "same words, 100%" in result.stdout


def test_before_the_first_report_there_are_no_origins(tocsin, thread):
    result = tocsin("origins", "--db", thread, "--as-of", "2001-01-01")
    assert result.exit_code == 1
    assert "no report was known by then" in str(result.exception)


def test_a_credit_without_its_report_is_said_to_be_of_unknown_origin(tocsin, tmp_path):
    (tmp_path / "one.txt").write_text("Soldiers closed the bridge at noon, a driver said. (Reuters)", "utf-8")
    result = tocsin("origins", tmp_path, "--all")
    assert "origin not known: credits Reuters, whose report is not at hand" in result.stdout


def test_what_is_not_there_is_said_in_one_line(tocsin, tmp_path):
    result = tocsin("origins", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "no such" in str(result.exception)


def test_tellings_of_one_happening_are_one_story_in_two_languages_and_another_report_stands_by_itself(
    tocsin, folder
):
    (folder / "flood.txt").write_text(
        "The river Bani burst its banks at Djenné on Friday. Two hundred families were brought to the school "
        "on the hill, and the bridge on the road to Mopti is under water, the mayor said.",
        "utf-8",
    )
    found = json.loads(tocsin("stories", folder, "--json").stdout)
    assert sum(story["reports"] for story in found) == 12
    largest = found[0]
    assert largest["reports"] >= 9 and largest["origins"] == 1 and set(largest["languages"]) >= {"en", "es"}
    flood = next(s for s in found if any(m["report"].startswith("flood") for m in s["members"]))
    assert flood["reports"] == 1, "another happening is another story"
    lines = tocsin("stories", folder).stdout.splitlines()
    assert lines[0] == f"12 reports, {len(found)} stories"
    assert tocsin("stories", folder).stdout.splitlines() == lines, "the same order gives the same stories"


def test_the_stories_of_a_past_moment_hold_no_later_report(tocsin, thread):
    assert tocsin("stories", "--db", thread).stdout.startswith("4 reports, ")
