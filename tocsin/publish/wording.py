"""Plain sentences with attribution and hedges kept: never stronger than the source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tocsin.model import Claim, Source, Voice

#: What a voice does, by stance; "says" claims nothing about whether it is true.
VERBS = {
    "asserts": "says", "denies": "denies", "calls_for": "calls", "orders": "orders", "threatens": "threatens",
    "promises": "promises", "predicts": "expects", "asks": "asks", "does_not_know": "says it is not known",
}  # fmt: skip
LONGEST = 260


def chain(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Who says it, outermost first: 'Meridian Press, citing the defence minister'."""
    source = sources.get(claim.source)
    outlet = source.name if source else claim.source
    named = [voice for voice in claim.voices if voice.start is not None]
    names = [outlet, *(_name(voice) for voice in named if voice.who != outlet)]
    return names[0] if len(names) == 1 else f"{names[-1]} ({', citing '.join(_via(names[:-1]))})"


def _via(names: list[str]) -> list[str]:
    return [f"via {names[0]}", *names[1:]]


def _name(voice: Voice) -> str:
    name = " ".join(voice.name.split())
    if voice.who and voice.who.casefold() not in name.casefold() and voice.named and len(name.split()) == 1 and voice.who[:1].isupper():
        name = voice.who  # a pronoun or a surname reads better as the man himself
    return f"{name} on {voice.medium}" if voice.medium in {"twitter", "facebook", "telegram", "state television", "state tv"} else name


def quoted(claim: Claim) -> str:
    """The exact words in quotation marks, cut at a word's end where they are long."""
    words = " ".join(claim.text.split()).strip(" ,;")
    inner = re.fullmatch(r"[“\"«](.*)[”\"»]", words)
    words = inner[1] if inner and not re.search(r"[“”\"«»]", inner[1]) else words
    if len(words) > LONGEST:
        words = words[:LONGEST].rsplit(" ", 1)[0] + " …"
    return f"“{words}”"


def sentence(claim: Claim, sources: Mapping[str, Source]) -> str:
    """One claim as a sentence: who says it, how, and the exact words."""
    hedge = ", unconfirmed" if claim.hedged else ""
    if claim.stance == "does_not_know":
        return f"Not known, according to {chain(claim, sources)}: {quoted(claim)}"
    cue = f" ({claim.cue})" if claim.cue and claim.stance not in {"asserts", "does_not_know"} else ""
    verb = VERBS[claim.stance] if claim.stance not in {"calls_for", "orders"} else {"calls_for": "calls", "orders": "orders"}[claim.stance]
    return f"{chain(claim, sources)} {verb}{cue}{hedge}: {quoted(claim)}"
