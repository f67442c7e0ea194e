"""Plain sentences with attribution and hedges kept: never stronger than the source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tocsin.model import Claim, Source, Voice
from tocsin.publish.quoting import LONGEST, is_question, is_somebody, quoted, words
from tocsin.read.credits import outlet_names, short
from tocsin.read.fold import fold

#: What a voice did, by stance; "said" claims nothing about whether it is true, and fits one speaker and many.
VERBS = {
    "asserts": "said", "denies": "denied", "calls_for": "called", "orders": "ordered", "threatens": "threatened",
    "promises": "promised", "predicts": "expected", "asks": "asked", "does_not_know": "said",
}  # fmt: skip
LONGEST_NAME = 120
_MARKS = str.maketrans("“”„‟", "‘’‚‛")
NOT_CONFIRMED = " (not confirmed)"


def outlet(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Who published the report of a claim."""
    source = sources.get(claim.source)
    return named(source.name if source else claim.source)


def named(name: str) -> str:
    """A name on one line, no longer than a name is, and without marks of quotation that would end ours."""
    words = " ".join(name.split()).translate(_MARKS)
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1].rstrip() + "…"


def said_by(claim: Claim, sources: Mapping[str, Source]) -> str:
    """Who says it and through whom: 'Jorge Rodríguez on twitter (Harbor Courier, citing Meridian Press)'."""
    published = outlet(claim, sources)
    chain = _chain(claim, published)
    if not chain:
        return published
    *between, speaker = [_name(voice) for voice in chain]
    if not chain[-1].named or _outlet_voice(chain[-1], sources):
        return f"{', citing '.join([published, *between, speaker])},"
    return f"{speaker} ({', citing '.join([published, *between])})"


def _chain(claim: Claim, published: str) -> list[Voice]:
    """The voices between the outlet and the words, each once; no pronoun that stands for nobody."""
    found: dict[str, Voice] = {}
    for voice in claim.voices:
        if voice.start is None or _is_outlet(voice, published) or not is_somebody(voice.who or voice.name):
            continue
        key = fold(voice.who or voice.name)
        found.pop(key, None)
        found[key] = voice
    return list(found.values())


def _is_outlet(voice: Voice, published: str) -> bool:
    return fold(voice.who or voice.name) in {fold(published), fold(short(published))}


def _outlet_voice(voice: Voice, sources: Mapping[str, Source]) -> bool:
    """Whether a voice is an agency's or an outlet's: it reports, where a person says."""
    return voice.start is None or fold(voice.who or voice.name) in outlet_names(sources.values())


def _name(voice: Voice) -> str:
    """A speaker as the report names him; a pronoun or a bare surname by the full name."""
    name = named(voice.name)
    whole = voice.who if voice.who and voice.who[:1].isupper() else None
    if whole and len(name.split()) == 1 and fold(name) != fold(whole):
        name = named(whole)
    return f"{name} on {voice.medium}" if voice.medium and voice.medium in _MEDIA else name


_MEDIA = frozenset(
    {"twitter", "facebook", "telegram", "state television", "state tv", "state radio", "weibo", "instagram"}
)


def sentence(claim: Claim, sources: Mapping[str, Source], whole: str | None = None) -> str:
    """One claim as a sentence: who said it, how, and the exact words; `whole` is the text of its report."""
    by, said = said_by(claim, sources), quoted(claim, whole)
    by = by[:1].upper() + by[1:] if by[1:2].islower() or by[1:2] == " " else by
    hedge = NOT_CONFIRMED if claim.hedged else ""
    if claim.stance == "does_not_know":
        return f"Not known ({by.rstrip(',')}): {said}"
    if claim.cue and fold(claim.text).startswith(fold(claim.cue)):
        # "calls for an uprising" says itself what he does
        return f"{by.rstrip(',') if not hedge else by}{hedge}: {said}"
    reports = _outlet_voice(claim.speaker, sources) or not claim.speaker.named
    verb = "asked" if is_question(words(claim, whole)) else "reported" if reports else _verb(claim)
    return f"{by} {verb}{hedge}: {said}"


def _verb(claim: Claim) -> str:
    """What the speaker did. Words that are negative themselves were said, not denied."""
    if claim.stance == "denies" and (claim.negated or claim.cue is None):
        return "said"
    if claim.stance == "calls_for" and not re.match(r"(?i)\W*(?:for|on|upon|a|al|à)\b", claim.text):
        return "called for this"
    return VERBS[claim.stance]


__all__ = ["LONGEST", "outlet", "quoted", "said_by", "sentence"]
