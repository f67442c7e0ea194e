"""Places against two public corpora: which toponyms are found, and how many lie within 161 km of the truth.

    python bench/places.py --data ../shared/data

LGL (Lieberman, Samet and Sankaranarayanan 2010; 588 texts of local papers) and GeoVirus (Gritta, Pilehvar and
Collier 2018; 229 Wikinews texts). The measures are those of Gritta et al. 2019 ("A pragmatic guide to geoparsing
evaluation"): overlap precision, recall and F1, and accuracy within 161 km (100 miles) among the toponyms found that
have coordinates in the gold data. The weights are learnt on the half of the texts whose digest is even ("tuned");
the other half ("kept") is the figure to report. LGL counts "Russian" as a place and GeoVirus does not, so
demonyms are read for LGL only; the lines "no peoples" leave them out of the text and of the gold data.
"""

from __future__ import annotations

import argparse
import gzip
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from hashlib import sha256
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from tocsin.read.fold import fold
from tocsin.read.places import Place, places
from tocsin.read.placewords import demonyms

PEERS = [("Stanford NER", 0.732, 0.574), ("CamCoder", 0.667, 0.711), ("Edinburgh", 0.667, 0.803)]


@dataclass(frozen=True)
class Gold:
    """A toponym as the annotators marked it; coordinates where they gave some."""

    start: int
    end: int
    phrase: str
    at: tuple[float, float] | None


@dataclass
class Tally:
    """Counts over texts."""

    right: int = 0
    told: int = 0
    found: int = 0
    gold: int = 0
    near: int = 0
    placed: int = 0
    texts: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self) -> str:
        precision, recall = self.right / max(1, self.told), self.found / max(1, self.gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return (
            f"{self.texts:4} texts {self.gold:5} toponyms  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
            f"  within 161 km {self.near / max(1, self.placed):.3f} of {self.placed}"
        )


def lgl(data: Path) -> list[tuple[str, list[Gold]]]:
    """The texts of LGL with their toponyms."""
    texts = []
    for article in ET.fromstring(gzip.decompress((data / "places/lgl.xml.gz").read_bytes())):  # noqa: S314 - our own file
        gold = []
        for mark in article.iter("toponym"):
            tag = mark.find("gaztag")
            at = (float(tag.findtext("lat", "")), float(tag.findtext("lon", ""))) if tag is not None else None
            gold.append(
                Gold(
                    int(mark.findtext("start", "")),
                    int(mark.findtext("end", "")),
                    mark.findtext("phrase", ""),
                    at,
                )
            )
        texts.append((article.findtext("text", ""), gold))
    return texts


def geovirus(data: Path) -> list[tuple[str, list[Gold]]]:
    """The texts of GeoVirus, whose positions are counted from one."""
    texts = []
    for article in ET.fromstring(gzip.decompress((data / "places/GeoVirus.xml.gz").read_bytes())):  # noqa: S314
        gold = []
        for mark in article.iter("location"):
            name, start = mark.findtext("name", ""), int(mark.findtext("start", "")) - 1
            at = (float(mark.findtext("lat", "")), float(mark.findtext("lon", "")))
            gold.append(Gold(start, start + len(name), name, at))
        texts.append((article.findtext("text", ""), gold))
    return texts


CORPORA = {"LGL": (lgl, True), "GeoVirus": (geovirus, False)}


def tuned(text: str) -> bool:
    """Whether a text is of the half that weights are learnt on."""
    return sha256(text.encode()).digest()[0] % 2 == 0


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance of two points in degrees."""
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    h = sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2
    return 2 * 6371 * asin(sqrt(min(1.0, h)))


def tally(total: Tally, text: str, gold: list[Gold], told: tuple[Place, ...]) -> None:
    """Add one text to the counts."""
    total.texts, total.gold, total.told = total.texts + 1, total.gold + len(gold), total.told + len(told)
    for place in told:
        hit = any(place.start < g.end and g.start < place.end for g in gold)
        total.right += hit
        if not hit:
            total.misses.append(f"+ {place.name}\t{text[max(0, place.start - 40) : place.end + 25]!r}")
    for g in gold:
        over = [p for p in told if p.start < g.end and g.start < p.end]
        total.found += bool(over)
        if not over:
            total.misses.append(f"- {g.phrase}\t{text[max(0, g.start - 40) : g.end + 25]!r}")
        if over and g.at:
            best = max(over, key=lambda p: min(p.end, g.end) - max(p.start, g.start))
            far = (
                kilometres(g.at, (best.latitude, best.longitude))
                if best.latitude is not None and best.longitude is not None
                else 9e9
            )
            total.placed, total.near = total.placed + 1, total.near + (far <= 161)
            if far > 161:
                total.misses.append(
                    f"@ {g.phrase} {g.at} -> {best.latitude},{best.longitude} {best.precision} {far:.0f} km"
                )


def without_peoples(gold: list[Gold], found: tuple[Place, ...]) -> tuple[list[Gold], tuple[Place, ...]]:
    """Both without demonyms such as "Russian"."""
    peoples = demonyms()
    return [g for g in gold if fold(g.phrase) not in peoples], tuple(
        p for p in found if fold(p.name) not in peoples
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", type=Path, help="write what went wrong in the tuned half here")
    given = parser.parse_args()
    began = time.perf_counter()
    places("Paris, Texas")
    print(f"loaded in {time.perf_counter() - began:.2f} s")
    missed = []
    for name, (read, peoples) in CORPORA.items():
        texts = read(given.data)
        began, size = time.perf_counter(), sum(len(text.split()) for text, _ in texts)
        told = [places(text, peoples=peoples) for text, _ in texts]
        print(f"{name}: {size / (time.perf_counter() - began):,.0f} words/s")
        for half in ("tuned", "kept"):
            for label in ("as gold counts", "no peoples") if peoples else ("as gold counts",):
                total = Tally()
                for (text, gold), found in zip(texts, told, strict=True):
                    if tuned(text) == (half == "tuned"):
                        tally(
                            total,
                            text,
                            *without_peoples(gold, found) if label == "no peoples" else (gold, found),
                        )
                print(f"  {half:5} {label:14} {total.line()}")
                missed += (
                    [f"{name} {m}" for m in total.misses]
                    if half == "tuned" and label == "as gold counts"
                    else []
                )
    print(
        "published on LGL (overlap F1, within 161 km): "
        + "; ".join(f"{n} {f:.3f} {a:.3f}" for n, f, a in PEERS)
    )
    if given.misses:
        given.misses.write_text("\n".join(missed) + "\n", "utf-8")


if __name__ == "__main__":
    main()
