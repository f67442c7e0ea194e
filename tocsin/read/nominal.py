"""Nouns that carry a saying: "a plea for water was issued by the hospital", "the junta's threat to close the port"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tocsin.model import Stance
from tocsin.read.attribution import Attribution, Span, trimmed
from tocsin.read.lexicon import tables, word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: What one does with a call, a threat or a promise: its subject ('came from X', 'was made by X') or object leads to X.
_DONE = word_list("done_with_sayings")
_QUESTION = frozenset(["why", "how", "who", "whom", "whose", "what", "where", "when", "whether", "which"])


@lru_cache(maxsize=1)
def lemmas() -> dict[str, Stance]:
    """Nouns by which one wants, threatens, promises, denies or asks; those that only report are left to the model."""
    return {
        lemma: stance
        for stance, names in tables()["cues"]["en"]["nouns"].items()
        if stance != "asserts"
        for lemma in names
    }


def sayings(doc: Doc, at: list[int], text: str) -> Iterator[Attribution]:
    """The sayings of the nouns among the tokens `at` that have both a content and a speaker."""
    for number in at:
        noun = doc[number]
        stance = lemmas().get(noun.lemma_.lower())
        if stance is None or noun.pos_ != "NOUN":
            continue
        content, source = _content(noun, stance, text), _source(noun)
        if (
            content is None
            or source is None
            or _cross(content, source)
            or text[slice(*source)].lower() in _QUESTION
        ):
            continue
        yield Attribution(
            source=trimmed(text, source),
            cue=(noun.idx, noun.idx + len(noun)),
            content=(content,),
            stance=stance,
            rule="noun",
        )


def _content(noun: Token, stance: Stance, text: str) -> Span | None:
    for child in noun.children:
        if child.i < noun.i:
            continue
        words = list(child.subtree)
        if child.dep_ in {"acl", "ccomp"} and words[0].lower_ in {"to", "that"} and len(words) > 1:
            return trimmed(text, (words[1].idx, words[-1].idx + len(words[-1])))
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "against"} and len(words) > 1:
            if stance == "asks" and words[1].lower_ not in _QUESTION:
                continue
            return trimmed(text, (words[1].idx, words[-1].idx + len(words[-1])))
    return None


def _source(noun: Token) -> Span | None:
    """Whose saying it is: 'X's threat', 'the threat by X', 'was made by X', 'came from X', 'X made a promise'."""
    for child in noun.children:
        if child.dep_ == "poss" and child.pos_ != "PRON":
            words = [t for t in child.subtree if t.dep_ != "case"]
            return words[0].idx, words[-1].idx + len(words[-1])
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            return _object(child)
    verb = noun.head
    if verb.lemma_.lower() not in _DONE:
        return None
    if noun.dep_ == "dobj":
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        return _phrase(subject) if subject is not None else None
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        for child in verb.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "from"):
                return _object(child)
    return None


def _object(preposition: Token) -> Span | None:
    found = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    return _phrase(found) if found is not None else None


def _phrase(head: Token) -> Span:
    """A noun phrase up to its relative clauses and infinitives."""
    cut = {"relcl", "acl", "advcl", "appos"}
    inside = [t for t in head.subtree if t.i <= head.i or not _under(t, head, cut)]
    return inside[0].idx, inside[-1].idx + len(inside[-1])


def _under(token: Token, head: Token, relations: set[str]) -> bool:
    while token != head:
        if token.dep_ in relations:
            return True
        token = token.head
    return False


def _cross(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
