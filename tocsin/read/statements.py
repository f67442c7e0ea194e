"""Statements: what a sentence says, whose words it is in, with what stance and how firmly.

The reader of claims and the bench both take them from here. What is attributed has a speaker; the rest of a sentence
is the outlet's; what is said not to be known, or asked, is a statement of its own.
"""

from __future__ import annotations

import msgspec

from tocsin.model import Stance
from tocsin.read import firmness
from tocsin.read.attribution import Attribution, Passage, Span, trimmed, without

HALF = 0.6  # share of what is said that must be told as not known for it to be that and nothing else
CLAUSE = 4  # words from which what stands beside an attribution says something of its own


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said; offsets as in the passage."""

    start: int
    end: int
    speaker: Span | None
    stance: Stance
    hedged: bool
    negated: bool


def statements(text: str, passage: Passage) -> list[Statement]:
    """All statements of a passage of `text`, in the order of their words."""
    found: list[Statement] = []
    for sentence in passage.sentences:
        inside = [one for one in passage.attributions if sentence[0] <= one.start < sentence[1]]
        open_ones = firmness.unknowns(text, sentence, [(one.start, one.end) for one in inside])
        found += [s for one in inside if (s := _attributed(text, one, sentence))]
        if not inside and not open_ones:
            found.append(_own(text, sentence))
        found += [
            Statement(start=a, end=b, speaker=None, stance="does_not_know", hedged=False, negated=False)
            for a, b in open_ones
        ]
    return sorted(found, key=lambda s: (s.start, s.end))


def _attributed(text: str, one: Attribution, sentence: Span) -> Statement | None:
    words = text[one.start : one.end]
    return Statement(
        start=one.start,
        end=one.end,
        speaker=one.source,
        stance=one.stance,
        hedged=firmness.hedged(words),
        negated=False,
    )


def _own(text: str, sentence: Span) -> Statement:
    words = text[slice(*sentence)]
    return Statement(
        start=sentence[0],
        end=sentence[1],
        speaker=None,
        stance="asks" if firmness.question(words) else "asserts",
        hedged=firmness.hedged(words),
        negated=False,
    )
