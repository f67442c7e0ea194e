"""Small questions to a parsed sentence that several readers of English ask."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from tocsin.model import Stance
from tocsin.read.attribution import Span
from tocsin.read.lexicon import tables

if TYPE_CHECKING:
    from spacy.tokens import Token


@lru_cache(maxsize=1)
def verbs() -> dict[str, Stance]:
    """Cue lemmas with the stance that they show; the first list that has a lemma wins."""
    found: dict[str, Stance] = {}
    for stance, lemmas in tables()["cues"]["en"]["verbs"].items():
        for lemma in lemmas:
            found.setdefault(lemma, stance)
    return found


def outside(part: Span, hole: Span) -> list[Span]:
    pieces = [(part[0], min(part[1], hole[0])), (max(part[0], hole[1]), part[1])]
    return [piece for piece in pieces if piece[1] - piece[0] > 3]


def sentence_of(token: Token) -> Span:
    """The characters of the sentence that a token stands in; Token.sent walks the document for it each time."""
    return next(span for span in _spans(token.doc) if span[0] <= token.idx < span[1])


@lru_cache(maxsize=4)
def _spans(doc: Doc) -> list[Span]:
    return [(sent.start_char, sent.end_char) for sent in doc.sents]


def has(token: Token, *relations: str) -> bool:
    return any(child.dep_ in relations for child in token.children)


def has_word(token: Token, *words: str) -> bool:
    return any(child.lower_ in words for child in token.children)
