"""Persons: the names of people in a sentence of English, by the parser's entities."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tocsin.read.attribution import Span

if TYPE_CHECKING:
    from spacy.language import Language

#: Characters on each side of a name in which its sentence is looked for.
_NEAR = 160
#: Two to four words with capitals; the model takes "Guinea Bissau's" for a person too.
_NAME = re.compile(r"[A-Z][\w.-]*(?: [A-Z][\w.-]*){1,3}(?<!'s)(?<!’s)")
_SENTENCE = re.compile(r"[.!?][\"')\]]*\s+(?=[A-Z\"'(])|\n")


@lru_cache(maxsize=1)
def _entities() -> Language:
    """The English model's entities alone: they have a reading of their own, and take as long as all the rest."""
    from tocsin.read.english import bundled  # noqa: PLC0415 - a second to load, and few texts need it

    return bundled(exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])


#: Entities of the model that have a name of their own.
_NAMED = frozenset({"PERSON", "ORG", "EVENT", "WORK_OF_ART", "FAC", "PRODUCT", "LAW", "NORP"})


@lru_cache(maxsize=1024)
def _marked(sentence: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((entity.label_, entity.start_char, entity.end_char) for entity in _entities()(sentence).ents)


def persons(sentence: str) -> tuple[Span, ...]:
    """Where a sentence names people by more than one word: 'Chad Mercer', never 'Chad' alone."""
    return tuple(
        (start, end)
        for label, start, end in _marked(sentence)
        if label == "PERSON" and _NAME.fullmatch(sentence[start:end])
    )


def in_a_named_thing(text: str, span: Span) -> bool:
    """Whether a stretch of a text is a part of a longer name: of a paper, a body, an event, somebody."""
    begin, sentence = _sentence(text, span)
    return any(
        begin + start <= span[0] and span[1] <= begin + end and end - start > span[1] - span[0]
        for label, start, end in _marked(sentence)
        if label in _NAMED
    )


def _sentence(text: str, span: Span) -> tuple[int, str]:
    """The sentence around a stretch of a text, as far as its neighbourhood goes, and where it begins."""
    first, last = max(0, span[0] - _NEAR), span[1] + _NEAR
    begin = max([first, *(first + m.end() for m in _SENTENCE.finditer(text[first : span[0]]))])
    end = _SENTENCE.search(text, span[1], last)
    return begin, text[begin : end.start() + 1 if end else last].rstrip()


def in_a_person(text: str, span: Span) -> bool:
    """Whether a stretch of a text is somebody's first or last name: 'Keep Britain Tidy' is nobody."""
    begin, sentence = _sentence(text, span)
    names = [(begin + a, begin + b) for a, b in persons(sentence)]
    return any(a <= span[0] and span[1] <= b and (a == span[0]) != (b == span[1]) for a, b in names)
