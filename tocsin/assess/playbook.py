"""Playbooks: hypotheses, rates and signs as data; read, checked and completed with a watch's own signs."""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import msgspec

from tocsin.assess.faults import faults
from tocsin.errors import PlaybookError
from tocsin.model import STATES, Stance
from tocsin.watch import Watch, line_of, path_of

Rates = dict[Literal["calm", "tension", "attempt", "seized", "failed"], float]


#: How far log-likelihood ratios may be off, as a share: of rates that were counted, and of rates that were judged.
#: Elicited: that experts' ratios lie off by a third or so is the common finding (O'Hagan et al. 2006, ch. 4).
DOUBT_MEASURED, DOUBT_ELICITED = 0.25, 0.35


class Sign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An observable that separates the states, and how readily it is reported in each."""

    id: str
    definition: str
    kinds: tuple[str, ...]
    rates: Rates
    source: str
    stances: tuple[Stance, ...] = ("asserts",)
    speaker: Literal["any", "named", "unnamed"] = "any"
    serves: Literal["government", "rebels"] | None = None
    """Which party gains if it is believed: its own word for it weighs less."""
    refuted_by: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    """Signs that say as much and more: in one claim or from one origin they stand for both, else this adds little."""
    excluded_by: tuple[str, ...] = ()
    """Signs that a claim may show in the same words; where it shows one of them it does not show this."""
    supported_by: tuple[str, ...] = ()
    """Signs without which the word for this one is often only a word: see `alone` and `clouded_by`."""
    alone: float = 1.0
    """What is left of its weight while nothing that supports it has been seen."""
    clouded_by: tuple[str, ...] = ()
    """Signs that give it another, harmless reading, while nothing that supports it has been seen."""
    doubt: float | None = None
    """How far its log-likelihood ratios may be off, as a share (standard deviation); by its source unless given."""
    fresh_h: float = 120.0
    """Hours after which a new report of it is news again: the fourth day of a curfew is not a fourth curfew."""
    tell_at: int = 1
    """How many origins it takes until readers are told."""

    @property
    def uncertainty(self) -> float:
        """The standard deviation of a factor on its log-likelihood ratios: elicited rates are the less certain."""
        if self.doubt is not None:
            return self.doubt
        return DOUBT_ELICITED if self.source.lower().startswith("elicited") else DOUBT_MEASURED

    @property
    def log_rates(self) -> tuple[float, ...]:
        """Natural logarithms of the rates in the order of STATES."""
        return tuple(math.log(self.rates[state]) for state in STATES)  # type: ignore[index] # STATES are its keys


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"but": "except"}):
    """A kind of event that a playbook adds to those of the reader, as patterns (see read/phrases.py)."""

    patterns: tuple[str, ...]
    but: tuple[str, ...] = ()
    plover: str = ""


class Spoken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the page shows of a playbook, in another language than English."""

    asked: str
    """What the probability is of, as it stands after "it is likely that": in the subjunctive where there is one."""
    fact: str
    """The same held to be so, as it stands after "it is almost certain that"."""
    answers: dict[str, str]
    signs: dict[str, str]
    """The definitions by the ids of the signs."""


class Playbook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the assessment of one kind of question rests on."""

    id: str
    version: int
    about: str
    answers: dict[str, str]
    criteria: dict[str, str]
    """For each state what settles that it holds, so that two people would agree (resolution criteria)."""
    prior: Rates
    transitions: dict[str, dict[str, float]]
    """Rates per hour from state to state."""
    signs: tuple[Sign, ...]
    asked: str = "an attempt has begun"
    """What the probability is of: that the third state or one that comes after it holds."""
    told: Rates | None = None
    """For each state, how likely a report on the country tells of some sign: what silence is weighed by."""
    kinds: dict[str, Kind] = {}
    """Kinds of event that the reader does not know without this playbook."""
    spoken: dict[str, Spoken] = {}
    """What the page shows, in other languages, by language."""

    def sign(self, name: str) -> Sign | None:
        """The sign of that id."""
        return next((sign for sign in self.signs if sign.id == name), None)

    @property
    def rates_of_change(self) -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
        """The transitions as plain tuples, by which their matrix is kept."""
        return tuple((state, tuple(goes.items())) for state, goes in self.transitions.items())

    @property
    def depth(self) -> dict[str, int]:
        """How many signs have to be weighed before each, one after the other."""
        return _depths(self)

    def rule(self, sign: str) -> str:
        """The id of the likelihood rule of a sign."""
        return f"{self.id}/{sign}@{self.version}"


@lru_cache(maxsize=16)
def _depths_of(goes: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, int]:
    needs, found = dict(goes), {}  # type: tuple[dict[str, tuple[str, ...]], dict[str, int]]

    def depth(name: str) -> int:
        if name not in found:
            found[name] = 1 + max((depth(other) for other in needs[name]), default=-1)
        return found[name]

    for name in needs:
        depth(name)
    return found


def _depths(playbook: Playbook) -> dict[str, int]:
    return _depths_of(tuple((s.id, (*s.implied_by, *s.supported_by, *s.clouded_by)) for s in playbook.signs))


def names() -> list[str]:
    """The playbooks that Tocsin comes with."""
    return sorted(
        p.name.removesuffix(".toml")
        for p in resources.files("tocsin.playbooks").iterdir()
        if p.name.endswith(".toml")
    )


@lru_cache(maxsize=16)
def load(name: str) -> Playbook:
    """A playbook by its name. Raises PlaybookError that names the key and the mend."""
    if name not in names():
        raise PlaybookError(f"there is no playbook {name!r}; there are: {', '.join(names())}")
    return parse(resources.files("tocsin.playbooks").joinpath(f"{name}.toml").read_text("utf-8"), name)


def parse(text: str, name: str) -> Playbook:
    """The playbook that a text in TOML says. Raises PlaybookError that names the line and the mend of each mistake."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlaybookError(f"playbook {name}: not valid TOML: {error}") from None
    if wrong := mistakes(text, data):
        raise PlaybookError("\n".join(f"playbook {name}:{line}: {message}" for line, message in wrong))
    return msgspec.convert(data, Playbook)


def mistakes(text: str, data: dict[str, Any]) -> list[tuple[int, str]]:
    """All that is wrong in a playbook: (line from 1, what is wrong and the mend), by line."""
    found = [(line_of(text, key), message) for key, message in faults(data)]
    if not found:
        try:
            msgspec.convert(data, Playbook)
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at `")
            found = [(line_of(text, path_of(message, where.rstrip("`"))), str(error).replace(" - at", " at"))]
    return sorted(dict.fromkeys(found))


def of(watch: Watch) -> Playbook:
    """The watch's playbook with the signs that the watch adds."""
    playbook = load(watch.playbook)
    added = tuple(
        Sign(
            id=sign.id,
            definition=sign.definition,
            kinds=(f"sign:{sign.id}",),
            rates=_favouring(sign.favours),
            source="elicited: a sign that the watch's editor added, worth a likelihood ratio of 6 at most",
            tell_at=sign.tell_at,
        )
        for sign in watch.signs
    )
    return msgspec.structs.replace(playbook, signs=playbook.signs + added)


def _favouring(state: str) -> Rates:
    """Rates of a sign of which only the state that it favours is known; neighbours of an attempt share some of it."""
    begun = {"attempt", "seized", "failed"}
    rates = {
        name: 1.0
        if name == state
        else 0.5
        if state in begun and name in begun
        else 0.4
        if name == "tension"
        else 0.17
        for name in STATES
    }
    return msgspec.convert(rates, Rates)


def signs_of(watch: Watch) -> dict[str, str]:
    """The definitions of all signs of a watch, by id, in the order of the playbook."""
    return {sign.id: sign.definition for sign in of(watch).signs}
