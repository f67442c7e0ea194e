"""Plain sentences with attribution and hedges kept: never stronger than the source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tocsin.model import Claim, Source, Voice
from tocsin.read.credits import outlet_names, short
from tocsin.read.fold import fold

#: What a voice does, by stance; "says" claims nothing about whether it is true.
VERBS = {
    "asserts": "says", "denies": "denies", "calls_for": "calls", "orders": "orders", "threatens": "threatens",
    "promises": "promises", "predicts": "expects", "asks": "asks", "does_not_know": "says",
}  # fmt: skip
LONGEST = 260


def outlet(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Who published the report of a claim."""
    source = sources.get(claim.source)
    return source.name if source else claim.source


def said_by(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Who says it and through whom: 'Jorge Rodríguez on twitter (Harbor Courier, citing Meridian Press)'."""
    published = outlet(claim, sources)
    chain = [voice for voice in claim.voices if voice.start is not None and not _is_outlet(voice, published)]
    if not chain:
        return published
    *between, speaker = [_name(voice) for voice in chain]
    if not chain[-1].named or _outlet_voice(chain[-1], sources):
        return f"{', citing '.join([published, *between, speaker])},"
    return f"{speaker} ({', citing '.join([published, *between])})"


def _is_outlet(voice: Voice, published: str) -> bool:
    return fold(voice.who or voice.name) in {fold(published), fold(short(published))}


def _outlet_voice(voice: Voice, sources: Mapping[str, Source]) -> bool:
    """Whether a voice is an agency's or an outlet's: it reports, where a person says."""
    return voice.start is None or fold(voice.who or voice.name) in outlet_names(sources.values())


def _name(voice: Voice) -> str:
    """A speaker as the report names him; a pronoun or a bare surname by the full name."""
    name = " ".join(voice.name.split())
    whole = voice.who if voice.who and voice.who[:1].isupper() else None
    if whole and len(name.split()) == 1 and fold(name) != fold(whole):
        name = whole
    return f"{name} on {voice.medium}" if voice.medium and voice.medium in _MEDIA else name


_MEDIA = frozenset(
    {"twitter", "facebook", "telegram", "state television", "state tv", "state radio", "weibo", "instagram"}
)


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
    if claim.stance == "does_not_know":
        return f"Not known ({said_by(claim, sources).rstrip(',')}): {quoted(claim)}"
    if claim.cue and fold(claim.text).startswith(
        fold(claim.cue)
    ):  # "calls for an uprising" says itself what he does
        return f"{said_by(claim, sources)}{' (not confirmed)' if claim.hedged else ''}: {quoted(claim)}"
    verb = "reports" if _outlet_voice(claim.speaker, sources) or not claim.speaker.named else _verb(claim)
    return f"{said_by(claim, sources)} {verb}{' (not confirmed)' if claim.hedged else ''}: {quoted(claim)}"


def _verb(claim: Claim) -> str:
    """What the speaker does. Words that are negative themselves are said, not denied."""
    if claim.stance == "denies" and (claim.negated or claim.cue is None):
        return "says"
    if claim.stance == "calls_for" and not re.match(r"(?i)\W*(?:for|on|upon|a|al|à)\b", claim.text):
        return "calls for this"
    return VERBS[claim.stance]
