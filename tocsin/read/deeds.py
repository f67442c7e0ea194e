"""Who did it to whom: the doer and the one it was done to, from active, passive and nominal forms.

"Soldiers arrested the minister", "the minister was arrested by soldiers" and "the arrest of the minister by soldiers"
give the same two spans. The parse says what depends on what; which nouns are deeds is data (cues.toml).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tocsin.read.attribution import Deed, Span
from tocsin.read.lexicon import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Deeds of one paragraph at most: more are no prose.
MOST = 200
_SUBJECTS = frozenset(["nsubj", "csubj"])
_OBJECTS = frozenset(["dobj", "obj", "dative", "oprd"])
#: What a long noun phrase is cut at: "the minister, who ...", "soldiers loyal to him".
_LOOSE = frozenset(["relcl", "acl", "appos", "advcl", "cc", "conj", "punct", "parataxis", "prep"])


@lru_cache(maxsize=1)
def _nominals() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Nouns of what is done to somebody, of what somebody does, and of what two do to each other."""
    return word_list("done_to"), word_list("done_by"), word_list("done_between")


def deeds(doc: Doc) -> Iterator[Deed]:
    """The deeds of a paragraph, in offsets of the paragraph; those with neither doer nor done-to are left out."""
    count = 0
    for token in doc:
        if token.pos_ == "VERB":
            agent, patient = _of_verb(token)
        elif token.pos_ == "NOUN" and any(token.lemma_.lower() in words for words in _nominals()):
            agent, patient = _of_noun(token)
        else:
            continue
        if agent is not None or patient is not None:
            yield Deed(
                start=token.idx,
                end=token.idx + len(token),
                agent=_phrase(agent) if agent is not None else None,
                patient=_phrase(patient) if patient is not None else None,
            )
            count += 1
            if count >= MOST:
                return


def _of_verb(verb: Token) -> tuple[Token | None, Token | None]:
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    by = _object_of(next((c for c in verb.children if c.dep_ == "agent"), None))
    if passive is None and any(c.dep_ == "auxpass" for c in verb.children):
        passive = _subject(verb)  # "fled and was joined by his wife"
    if passive is not None:
        return by, _meant(passive)
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBN" and not _own_subject(verb):
        return by, verb.head  # "the minister arrested on Monday"
    agent = _subject(verb)
    patient = next((c for c in verb.children if c.dep_ in _OBJECTS), None)
    if patient is None:
        patient = _object_of(next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in _AT), None))
    return (_meant(agent) if agent is not None else None), (_meant(patient) if patient is not None else None)


#: Prepositions that lead to the one a deed is done to: "fired on protesters", "clashed with police".
_AT = frozenset(["on", "at", "against", "with", "upon"])


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS or c.dep_ == "nsubjpass" for c in verb.children)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or that of the verb it hangs on: "tried to seize", "entered and seized"."""
    for _ in range(4):
        found = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if found is not None:
            return found
        if any(c.dep_ == "nsubjpass" for c in verb.children):
            return next(c for c in verb.children if c.dep_ == "nsubjpass")
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head  # "soldiers blocking the bridge"
        if verb.dep_ not in {"xcomp", "conj", "advcl"} or verb.head.pos_ not in {"VERB", "AUX"}:
            return None
        verb = verb.head
    return None


def _of_noun(noun: Token) -> tuple[Token | None, Token | None]:
    done_to, done_by, between = _nominals()
    parts = {c.lower_: _object_of(c) for c in noun.children if c.dep_ in {"prep", "agent"}}
    whose = next((c for c in noun.children if c.dep_ == "poss"), None)
    lemma = noun.lemma_.lower()
    if lemma in between:
        first = parts.get("between") or parts.get("of")
        second = next((c for c in first.children if c.dep_ == "conj"), None) if first is not None else None
        return first, second or parts.get("with")
    if lemma in done_by:
        return parts.get("of") or whose or parts.get("by"), parts.get("on") or parts.get("against")
    if lemma in done_to:
        patient = parts.get("of") or parts.get("on") or parts.get("against")
        by = parts.get("by")
        return by or (whose if patient is not None else None), patient if patient is not None else whose
    return None, None


def _object_of(preposition: Token | None) -> Token | None:
    if preposition is None:
        return None
    return next((c for c in preposition.children if c.dep_ in {"pobj", "pcomp"} and c.pos_ != "VERB"), None)


def _meant(token: Token) -> Token:
    """The noun that a relative pronoun stands for: "soldiers who blocked the bridge"."""
    if token.tag_ in {"WP", "WDT"} and token.head.dep_ == "relcl":
        return token.head.head
    return token


def _phrase(head: Token) -> Span:
    """The noun phrase of a head without what is told about it loosely, and without its article."""
    words = [head]
    for child in head.children:
        if child.dep_ not in _LOOSE or (child.dep_ == "prep" and child.lower_ == "of"):
            words += list(child.subtree)
    near = sorted(words, key=lambda word: word.i)
    # Only what stands together with the head: a far branch belongs to a parse that went astray.
    low = high = near.index(head)
    while low and near[low - 1].i == near[low].i - 1:
        low -= 1
    while high + 1 < len(near) and near[high + 1].i == near[high].i + 1:
        high += 1
    if near[low].lower_ in {"the", "a", "an"} and low < high:
        low += 1
    if near[high].tag_ == "POS" and low < high:
        high -= 1
    return near[low].idx, near[high].idx + len(near[high])
