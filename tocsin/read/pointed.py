"""What the model found, as attributions with a stance, and joined with what the parse found.

The parse is exact on the plain sentences of agency copy and knows what the verb does with its words ("called for",
"refused to say", a saying within a saying); the model finds what no rule foresees. So the model adds and fills in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tocsin.model import Stance
from tocsin.read.attribution import Attribution, Span, trimmed
from tocsin.read.lexicon import tables
from tocsin.read.pointers import Said

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "csubj", "expl")
SAME = 0.5  # share of the shorter content from which two attributions are of the same saying
UNSURE = 0.5  # below this the model itself would rather tie the content elsewhere
_ACCORDING = re.compile(r"(?i)according to|citing|in the words of|^per$|^[:―—–-]$|quoted|as saying")
_PASSIVE = re.compile(
    r"(?:rumou?red|believed|thought|said|reported|alleged|expected|known|understood|claimed|seen)$"
)
_SHOWS = re.compile(r"(?:has |have |had )?(?:show(?:s|ed|n)?|see(?:s|n)?|saw|puts?|reads?|recalls?|notes?)")
_QUOTED = re.compile(r"[“”\"«»]")


@lru_cache(maxsize=4)
def text_of(doc: Doc) -> str:
    """A document's text, which Doc.text puts together anew each time."""
    return doc.text


@lru_cache(maxsize=1)
def nouns() -> dict[str, Stance]:
    """Nouns that carry a saying ('his call for', 'a denial that'), with its stance."""
    found: dict[str, Stance] = {}
    for stance, lemmas in tables()["cues"]["en"]["nouns"].items():
        found.update(dict.fromkeys(lemmas, stance))
    return found


def pointed(
    said: Sequence[Said], doc: Doc, start: int, end: int, verbs: dict[str, Stance]
) -> list[Attribution]:
    """The model's attributions whose content lies in the paragraph start..end (offsets of the report)."""
    found: list[Attribution] = []
    for one in said:
        parts = [(max(a, start), min(b, end)) for a, b in one.content if a < end and b > start]
        content = [
            span for part in parts if (span := _whole(doc, _plain(doc, part, start), start))[1] - span[0] > 3
        ]
        if not content or one.sure < UNSURE:
            continue
        cue = one.cue[0] if one.cue else None
        stance = _stance(doc, cue, start, verbs) if cue else None
        if (
            stance == "denies"
            and cue
            and any(withheld(token) for token in _tokens(doc, cue, start) if token.pos_ == "VERB")
        ):
            continue  # "did not deny": nothing was said
        if _impersonal(text_of(doc), cue, one.content[0], start):
            continue
        if stance is None and not _clausal(doc, content, start):
            continue  # a thing that is done to a thing: "overturned the ruling" attributes nothing
        if stance == "asserts" and cue and _thing(doc, cue, content[0], start):
            continue  # "quoting people it would not name": whom it quotes, not what they say
        source = _speaker(doc, one.source[0], content, cue, start) if one.source else None
        if source and cue and source[0] < cue[1] and cue[0] < source[1]:
            source = (
                source if _naming(doc, source, start) else None
            )  # "were instructed": the words of saying name nobody
        found.append(
            Attribution(
                source=source,
                cue=cue,
                content=tuple(content),
                stance=stance or "asserts",
                rule="pointed",
            )
        )
    return found


def _impersonal(text: str, cue: Span | None, content: Span, start: int) -> bool:
    """Whether nobody says it: "rumoured to replace him", "data show nothing unusual" are the outlet's own words."""
    if cue is None or not 0 <= cue[0] - start < len(text):
        return False
    word, said = text[cue[0] - start : cue[1] - start].lower(), text[max(0, content[0] - start) :][:5].lower()
    return (said.startswith("to ") and bool(_PASSIVE.search(word))) or (
        bool(_SHOWS.fullmatch(word)) and not said.startswith("that ")
    )


def _plain(doc: Doc, span: Span, start: int) -> Span:
    """Content without the 'that' before it and the marks around it."""
    text = text_of(doc)
    first, last = trimmed(text, (span[0] - start, span[1] - start))
    match = re.compile(r"(?i)that\s+").match(text, first, last)
    return (match.end() if match else first) + start, last + start


def _whole(doc: Doc, span: Span, start: int) -> Span:
    """A span with the rest of the words that it begins or ends in: the model points at pieces of words."""
    text, (first, last) = text_of(doc), (span[0] - start, span[1] - start)
    while 0 < first < len(text) and text[first - 1].isalnum() and text[first].isalnum():
        first -= 1
    while 0 < last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        last += 1
    return first + start, last + start


#: What leads to where it was said: "announced in" Kidal.
_WHERE = re.compile(r"\b(?:in|at|near)$", re.I)


def _speaker(doc: Doc, source: Span, content: Sequence[Span], cue: Span | None, start: int) -> Span | None:
    """Who speaks, in whole words; nobody where they are part of what is said, the "ew" of "Curfew announced", or say where."""
    text = text_of(doc)
    if not 0 <= source[0] - start <= source[1] - start <= len(text):
        return source  # he was named in another paragraph
    first, last = _whole(doc, source, start)
    inside = any(a < last and first < b for a, b in content)
    there = (
        cue is not None
        and 0 <= first - cue[1] <= 1
        and _WHERE.search(text[max(0, cue[0] - start) : max(0, cue[1] - start)])
    )
    return None if inside or there else (first, last)


def _stance(doc: Doc, cue: Span, start: int, verbs: dict[str, Stance]) -> Stance | None:
    """The stance that the words of the cue show; None where they are no words of saying."""
    tokens = _tokens(doc, cue, start)
    for token in tokens:
        if token.lemma_.lower() in verbs and token.pos_ in {"VERB", "AUX"}:
            return verbs[token.lemma_.lower()]
    for token in tokens:
        if token.lemma_.lower() in nouns():
            return nouns()[token.lemma_.lower()]
    return (
        "asserts"
        if _ACCORDING.search(text_of(doc)[max(0, cue[0] - start) : max(0, cue[1] - start)])
        else None
    )


def _tokens(doc: Doc, span: Span, start: int) -> list[Token]:
    found = doc.char_span(max(0, span[0] - start), max(0, span[1] - start), alignment_mode="expand")
    return list(found) if found is not None and span[1] > start else []


def _naming(doc: Doc, span: Span, start: int) -> bool:
    """Whether a span holds a noun, which can name somebody."""
    begins = not text_of(doc)[max(0, span[0] - start - 1) : span[0] - start].isalnum()
    return any(
        token.pos_ in {"NOUN", "PROPN", "PRON"}
        for token in _tokens(doc, span, start)
        if begins or token.idx >= span[0] - start  # not the rest of a name that the model has cut
    )


def _thing(doc: Doc, cue: Span, content: Span, start: int) -> bool:
    """Whether the content is only the object of 'quoting', 'citing', 'repeating': a noun, in nobody's words."""
    said, words = _tokens(doc, cue, start), _tokens(doc, content, start)
    if (
        not words
        or not any(token.tag_ == "VBG" for token in said)
        or _QUOTED.search(text_of(doc)[content[0] - start : content[1] - start])
    ):
        return False
    return any(token.dep_ == "dobj" and token.head in said for token in words)


def _clausal(doc: Doc, content: Sequence[Span], start: int) -> bool:
    """Whether the content says something: a clause of its own, or quoted words."""
    return any(
        _QUOTED.search(text_of(doc)[span[0] - start : span[1] - start])
        or any(token.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"} for token in _tokens(doc, span, start))
        for span in content
    )


def withheld(token: Token) -> bool:
    """Whether the word is not given: 'did not say', 'declined to confirm', 'nobody has confirmed'."""
    if token.dep_ == "xcomp" and token.head.lemma_.lower() in {
        "decline",
        "refuse",
        "fail",
        "avoid",
        "hesitate",
    }:
        return True
    # "does not mention him and says that ...": what has a subject of its own is not refused with it.
    shared = token.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in token.children)
    heads = [token, *([token.head] if shared else [])]
    for verb in heads:
        for child in verb.children:
            if child.dep_ == "neg" or child.lower_ in {"neither", "nor", "never"}:
                return True
            if child.dep_ in SUBJECTS and (
                child.lower_ in {"nobody", "none", "neither"}
                or any(c.lower_ in {"no", "neither", "none"} for c in child.children)
            ):
                return True
    return False


def joined(model: Sequence[Attribution], parse: Sequence[Attribution]) -> list[Attribution]:
    """What the parse found, with a speaker where only the model saw him, and what only the model found."""
    found = list(parse)
    for one in model:
        same = [n for n, other in enumerate(found) if _share(one, other) >= SAME]
        for number in same:
            if found[number].source is None and _touch(one.cue, found[number].cue):
                found[number] = replace(found[number], source=one.source)
        if not same and one.source is not None:
            found.append(one)
    return found


def _share(one: Attribution, other: Attribution) -> float:
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in one.content for c, d in other.content)
    return common / min(sum(b - a for a, b in one.content), sum(b - a for a, b in other.content))


def _touch(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]
