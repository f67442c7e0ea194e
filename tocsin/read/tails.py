"""Sentences of English that end with their speaker: '..., two officials at the ministry said'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from tocsin.model import Stance
from tocsin.read.attribution import Attribution, trimmed
from tocsin.read.grammar import has, sentence_of

if TYPE_CHECKING:
    from spacy.tokens import Token


#: "..., Chilean Foreign Minister Roberto Ampuero said on Tuesday.": the parser often ties the name to what is said.
_TAIL = re.compile(
    r"(.{15,}?[\w”\"')]),\s+((?:(?!and |but |or |which |who )[\w.’'/-]+\s+){0,9}?[\w.’'-]+)\s+$", re.S
)


#: "..., the officers who seized power said in a statement.": a speaker who is told by what he did or where he is.
_TAIL_TOLD = re.compile(
    r"(.{15,}?[\w”\"')]),\s+((?:the|an?|one|two|three|several|some)\s+(?:[\w’'-]+\s+){1,3}?"
    r"(?:who|of|in|from|at|close|familiar|near|with)\b[^,;:]{0,60}?)\s+$",
    re.S,
)


def ending(token: Token, text: str) -> Attribution | None:
    """A sentence that ends with its speaker and 'said', where the parser has not made 'said' its root."""
    if (
        token.lemma_ not in {"say", "add", "report", "announce"}
        or token.dep_ == "ROOT"
        or has(token, "ccomp", "nsubj")
    ):
        return None
    start, end = sentence_of(token)
    rest = text[token.idx + len(token) : end]
    match, most = _TAIL.fullmatch(text, start, token.idx), 6
    if match is None or not match[2][:1].isupper():
        match, most = _TAIL_TOLD.fullmatch(text, start, token.idx), 14
    if match is None or len(rest.split()) > most or "," in rest:
        return None
    cue = (token.idx, token.idx + len(token))
    return Attribution(
        source=match.span(2), cue=cue, content=(trimmed(text, match.span(1)),), stance="asserts", rule="tail"
    )


#: The same where the parse has not even seen a verb: "..., the head of the centre, Ann Lee, announced on television".
_SAYS = {
    "said": "asserts", "says": "asserts", "announced": "asserts", "announces": "asserts", "added": "asserts",
    "confirmed": "asserts", "confirms": "asserts", "revealed": "asserts", "reveals": "asserts", "reported": "asserts",
    "reports": "asserts", "told": "asserts", "tells": "asserts", "wrote": "asserts", "writes": "asserts",
    "warned": "asserts", "warns": "asserts", "insisted": "asserts", "insists": "asserts", "claimed": "asserts",
    "claims": "asserts", "declared": "asserts", "declares": "asserts", "stated": "asserts", "states": "asserts",
    "argued": "asserts", "argues": "asserts", "believes": "asserts", "estimated": "asserts", "estimates": "asserts",
    "predicted": "predicts", "predicts": "predicts", "forecast": "predicts", "forecasts": "predicts", "fears": "predicts",
    "promised": "promises", "promises": "promises", "pledged": "promises", "vowed": "promises", "vows": "promises",
    "threatened": "threatens", "found": "asserts", "finds": "asserts", "concluded": "asserts", "warn": "asserts", "reads": "asserts",
    "decreed": "orders", "ordered": "orders", "instructed": "orders", "commanded": "orders", "assured": "asserts",
    "asked": "asks", "asks": "asks", "demanded": "calls_for", "urged": "calls_for",
}  # fmt: skip


_SPOKEN_LAST = re.compile(
    r"(?P<what>.{15,}?[\w”\"')%]),\s+(?P<who>(?:(?:the|an?|its|his|her|their|one|two|several|some)\s|[A-ZÀ-Þ])[^,;:“”\"]{2,80}?"
    r"(?:,\s[^,;:“”\"]{2,60})?),?\s+(?:(?:has|have|had|also|later)\s)?(?P<cue>"
    + "|".join(_SAYS)
    + r")\b(?P<rest>[^;“”\"]{0,110})[.!?]?",
    re.S,
)


#: What no name has: a clause of its own, or a passive's auxiliary ("the palace was never threatened").
_NO_NAME = re.compile(
    r"\b(?:that|who|which|and|but)\b|\b(?:is|are|was|were|been|being|be|had|has|have|never|not)\b"
)


def endings(doc: Doc, text: str, found: list[Attribution]) -> Iterator[Attribution]:
    """Sentences that end with their speaker and have found nobody so far."""
    for sent in doc.sents:
        start, end = trimmed(text, (sent.start_char, sent.end_char), " \t\n\r")
        if any(start <= one.start < end for one in found):
            continue
        match = _SPOKEN_LAST.fullmatch(text, start, end)
        if match is None or _NO_NAME.search(match["who"].split(",")[0]):
            continue
        first = [t for t in sent if t.idx < match.end("what")]
        if not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in first) or len(match["rest"].split()) > 16:
            continue
        stance: Stance = _SAYS[match["cue"]]  # type: ignore[assignment]
        yield Attribution(
            source=match.span("who"),
            cue=match.span("cue"),
            content=(match.span("what"),),
            stance=stance,
            rule="tail",
        )
