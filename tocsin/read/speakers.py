"""Who speaks, in English: the words that name the subject of a verb of saying, wherever the parse has put them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from tocsin.read.attribution import Span, trimmed
from tocsin.read.grammar import has, verbs
from tocsin.read.lexicon import tables, word_list

if TYPE_CHECKING:
    from spacy.tokens import Token


#: Who or what can be cited: "citing security" cites nobody.
_SPEAKS = word_list("speaks").union(
    word_list("offices"),
    *(tables()["cues"]["en"]["words"][name] for name in ("unnamed", "bodies", "comment_nouns")),
)


PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
    ]
)


#: What one calls others to by calling it: "called a strike".
SUBJECTS = ("nsubj", "csubj", "expl")


#: Words by which a name in capitals shows that it is a body's and no person's.
_BODIES = word_list("bodies_named")


_OFFICES = word_list("offices")


_PARTICLES = frozenset((
    "de", "del", "da", "dos", "do", "la", "las", "los", "van", "von", "der", "den", "bin", "ben", "al", "el", "ibn", "du", "le", "'s", "’s",
))  # fmt: skip


def people(doc: Doc) -> Iterator[Span]:
    """Who is named in full as the subject of a verb, or as "a colonel": there is whom the next "he" means."""
    for token in doc:
        subject = token.dep_ in {"nsubj", "nsubjpass", "appos"} or (
            token.dep_ == "pobj" and token.head.dep_ == "agent"
        )
        if not subject:
            continue
        if token.lower_ in _OFFICES and token.i and doc[token.i - 1].lower_ in {"a", "an"}:
            yield doc[token.i - 1].idx, token.idx + len(token)
        elif token.tag_ == "NNP":
            first = token.i
            while first and doc[first - 1].tag_ == "NNP" and doc[first - 1].head == token:
                first -= 1
            words = [word.lower_ for word in doc[first : token.i + 1]]
            # a headline's small words are taken for names: "Maduro back on air"
            large = all(
                word.text[:1].isupper() or word.lower_ in _PARTICLES for word in doc[first : token.i + 1]
            )
            if large and 2 <= len(words) <= 5 and not _BODIES.intersection(words):
                yield doc[first].idx, token.idx + len(token)


def passive_without_speaker(token: Token) -> bool:
    """'is believed to be held': nobody is named as saying so; that is a hedge, not a voice."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in token.children) or (
        token.tag_ == "VBN" and token.dep_ in {"advcl", "acl"} and not has(token, "aux")
    )
    return passive and token.lemma_.lower() != "quote" and not has(token, "agent")


def source_of(token: Token, depth: int = 0) -> list[Token] | None:
    """The tokens that name who speaks, by the verb's subject or what the verb hangs on."""
    if (quoting := _quoting(token)) and (whom := [c for c in quoting.children if c.dep_ == "dobj"]):
        return phrase(whom[0], token)
    for child in token.children:
        if child.dep_ in SUBJECTS and child.dep_ != "expl":
            if child.lower_ in {"who", "that", "which"} and token.dep_ == "relcl":
                return phrase(_named(token.head), token)
            return phrase(child, token)
    passive = [c for c in token.children if c.dep_ == "nsubjpass"]
    if passive and token.lemma_.lower() == "quote":
        return phrase(passive[0], token)
    for agent in (c for c in token.children if c.dep_ == "agent"):
        return next((phrase(c, token) for c in agent.children if c.dep_ == "pobj"), None)
    if depth > 4:
        return None
    if token.dep_ in {"acl", "relcl"}:
        return phrase(_named(token.head), token)
    if escapes(token):
        return source_of(token.head.head, depth + 1)  # "said the drains were blocked and promised an inquiry"
    if token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "parataxis"} and token.head.pos_ in {
        "VERB",
        "AUX",
        "ADP",
        "SCONJ",
    }:
        return source_of(token.head, depth + 1)
    return None


def after_quotation(token: Token, subject: Token, quotes: list[Span]) -> list[Token] | None:
    """The speaker of '"The bridge," said the engineer, "is about to collapse"', where the parse takes words quoted for him."""
    if not any(a <= subject.idx < b for a, b in quotes) or any(a <= token.idx < b for a, b in quotes):
        return None
    after = [
        t
        for t in token.doc[token.i + 1 : token.i + NEAR]
        if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "compound"
    ]
    if not after or any(a <= after[0].idx < b for a, b in quotes):
        return None
    return phrase(after[0], token)


#: Tokens after a verb among which an inverted speaker stands.
NEAR = 5


_LASTING = frozenset(("be", "have", "remain", "want", "control", "own", "know"))


def escapes(token: Token) -> bool:
    """Whether a verb that the parse joins to what is said is the speaker's own: 'says that all have agreed and calls for'."""
    verb = token.head
    if (
        token.dep_ != "conj"
        or verb.dep_ != "ccomp"
        or verb.i > token.i
        or token.lemma_.lower() not in verbs()
    ):
        return False
    plural = token.tag_ == "VBZ" and any(
        c.dep_ == "nsubj" and c.tag_ in {"NNS", "NNPS"} for c in verb.children
    )
    # "said rebels had attacked the base and warned": what was over before is not joined with what is told in its tense
    before = verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)
    lasting = verb.lemma_.lower() in _LASTING and verb.tag_ == "VBD"
    told = verb.head.tag_ == "VBD" and (token.tag_ == "VBD" or (lasting and token.tag_ == "VBN"))
    tense = told and (before or lasting)
    return plural or tense or has(verb, "nsubjpass")


def _quoting(token: Token) -> Token | None:
    """The verb that quotes, where this one is the 'saying' of 'quoted X as saying'."""
    if token.tag_ != "VBG" or (
        token.head.lower_ != "as" and not any(c.lower_ == "as" for c in token.children)
    ):
        return None
    verb = token.head.head if token.head.lower_ == "as" else token.head
    return verb if verb.lemma_.lower() in {"quote", "cite"} else None


def _named(noun: Token) -> Token:
    """Whom an apposition is about: 'Leopoldo López, the detainee, who said' is López."""
    return noun.head if noun.dep_ == "appos" and noun.head.pos_ == "PROPN" else noun


def phrase(head: Token, verb: Token) -> list[Token]:
    """A noun phrase without the clauses that hang on it and without the verb's own part."""
    cut = {"relcl", "acl", "cc", "conj", "advcl", "parataxis", "ccomp"}
    kept: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        kept.append(token)
        stack += [
            c
            for c in token.children
            if c.dep_ not in cut and c is not verb and not (c.is_punct and c.i > head.i + 12)
        ]
    for conj in (c for c in head.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN"}):
        kept += list(conj.subtree)
    kept.sort(key=lambda token: token.i)
    position = kept.index(head)
    first = last = position  # the neighbourhood of the head that holds together
    while first > 0 and kept[first].i - kept[first - 1].i <= 2:
        first -= 1
    while last + 1 < len(kept) and kept[last + 1].i - kept[last].i <= 2:
        last += 1
    return kept[first : last + 1]


def trim_source(tokens: list[Token], text: str) -> Span:
    span = (tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
    if hyphen := re.match(
        r"(?:-\w+)+", text[span[1] :]
    ):  # "Brazil's vice-president", which the parser takes apart
        span = (span[0], span[1] + hyphen.end())
    return trimmed(text, span, " \t\n\r,;:-–—.“”\"'()")


def can_speak(noun: Token) -> bool:
    """Whether a noun names somebody or something that says: not 'security' in 'citing security', 'day' in 'per day'."""
    words = {noun.lower_, noun.lemma_.lower()}
    return (
        noun.pos_ in {"PROPN", "PRON"}
        or bool(words & _SPEAKS)
        or any(c.pos_ == "PROPN" and c.dep_ in {"compound", "appos", "poss"} for c in noun.children)
    )
