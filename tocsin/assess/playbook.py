"""Playbooks: hypotheses, rates and signs as data; read, checked and completed with a watch's own signs."""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

from tocsin.errors import PlaybookError
from tocsin.model import STATES, Stance
from tocsin.watch import Watch

Rates = dict[Literal["calm", "tension", "attempt", "seized", "failed"], float]


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
    fresh_h: float = 120.0
    """Hours after which a new report of it is news again: the fourth day of a curfew is not a fourth curfew."""
    tell_at: int = 1
    """How many origins it takes until readers are told."""

    @property
    def log_rates(self) -> tuple[float, ...]:
        """Natural logarithms of the rates in the order of STATES."""
        return tuple(math.log(self.rates[state]) for state in STATES)  # type: ignore[index] # STATES are its keys


class Playbook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the assessment of one kind of question rests on."""

    id: str
    version: int
    about: str
    answers: dict[str, str]
    prior: Rates
    transitions: dict[str, dict[str, float]]
    """Rates per hour from state to state."""
    signs: tuple[Sign, ...]

    def sign(self, name: str) -> Sign | None:
        """The sign of that id."""
        return next((sign for sign in self.signs if sign.id == name), None)

    def rule(self, sign: str) -> str:
        """The id of the likelihood rule of a sign."""
        return f"{self.id}/{sign}@{self.version}"


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
    """The playbook that a text in TOML says, checked. Raises PlaybookError."""
    try:
        playbook = msgspec.convert(tomllib.loads(text), Playbook)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PlaybookError(f"playbook {name}: {error}") from None
    if wrong := list(_faults(playbook)):
        raise PlaybookError(f"playbook {name}: " + "; ".join(wrong))
    return playbook


def _faults(playbook: Playbook) -> list[str]:
    found: list[str] = []
    tables = {"prior": playbook.prior, **{f"signs.{sign.id}.rates": sign.rates for sign in playbook.signs}}
    for where, rates in tables.items():
        if set(rates) != set(STATES) or not all(0 < rate <= 1 for rate in rates.values()):
            found.append(f"{where} needs a number over 0 and up to 1 for each of {', '.join(STATES)}")
    if abs(sum(playbook.prior.values()) - 1) > 1e-9:
        found.append("the prior must sum to 1")
    for state, goes in playbook.transitions.items():
        if {state, *goes} - set(STATES) or state in goes or not all(rate >= 0 for rate in goes.values()):
            found.append(f"transitions.{state} needs rates per hour, not negative, to other states")
    ids = [sign.id for sign in playbook.signs]
    found += [f"the sign {name!r} is there twice" for name in sorted({n for n in ids if ids.count(n) > 1})]
    for sign in playbook.signs:
        if not sign.kinds or not sign.source.strip():
            found.append(f"sign {sign.id!r} needs kinds that match it, and a source for its rates")
        found += [
            f"sign {sign.id!r} is refuted by {n!r}, which is no sign" for n in sign.refuted_by if n not in ids
        ]
    return found


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
