"""What is said, in English: the clause, the object or the quotation of a verb of saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.model import Stance
from tocsin.read.attribution import Span, trimmed
from tocsin.read.grammar import has, has_word, sentence_of
from tocsin.read.lexicon import word_list
from tocsin.read.speakers import escapes

if TYPE_CHECKING:
    from spacy.tokens import Token


#: Verbs whose object alone is a statement: "denied the claim", "confirmed the arrest of two officers".
OBJECT_SAYS = word_list("object_says")


_QUESTION_WORDS = frozenset(
    ["whether", "if", "why", "how", "what", "who", "whom", "whose", "where", "when", "which"]
)


#: Verbs that report only with a clause: "read", "put" and "see" mean other things far more often.
CLAUSE_ONLY = frozenset(["find", "show", "think", "believe", "note", "recall", "observe", "hope"])


def in_its_words(token: Token, stance: Stance, content: list[Span], text: str) -> tuple[Stance, list[Span]]:
    """The stance that the words themselves show: a quoted question asks, a quoted imperative calls for something."""
    asking = [span for span in content if text[slice(*span)].rstrip(" ”\"’'»").endswith("?")]
    if asking and stance in {"asks", "calls_for", "asserts"}:
        return "asks", asking if token.lemma_.lower() == "ask" else content
    if stance == "asserts" and text[content[0][0]] in _QUOTED:
        last = sentence_of(token)[1]
        after = (t for t in token.doc if content[0][0] < t.idx < last and t.is_alpha)
        first = next(after, None)
        if first is not None and first.tag_ == "VB" and not has(first, "nsubj", "aux", "nsubjpass"):
            return "calls_for", content
    return stance, content


_QUOTED = '“”"«‘'


def _question_phrase(token: Token) -> list[Token]:
    """What the parse takes for a thing and is a question: 'to know how much the villa cost'."""
    return [c for c in token.children if c.dep_ == "dobj" and c.left_edge.lower_ in _QUESTION_WORDS]


def questions(token: Token) -> list[Token]:
    """The clauses of a question that follows its verb: 'asked whether', 'kept asking when'."""
    return [
        c
        for c in token.children
        if (c.dep_ == "ccomp" and any(g.lower_ in _QUESTION_WORDS for g in c.children))
        or (c.dep_ == "advcl" and c.left_edge.i == token.i + 1 and c.left_edge.lower_ in _QUESTION_WORDS)
    ]


def contents(token: Token, text: str, quotes: list[Span], stance: Stance) -> list[Span]:
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
        clauses = questions(token) or clauses or _question_phrase(token)
    clauses = [c for c in clauses if c.i > token.i or ";" not in text[c.idx : token.idx]]
    found = [_clause(c, token, text) for c in clauses]
    if not found and (whole := _in_part(token, text, quotes)):
        found = [whole]
    if not found and lemma not in CLAUSE_ONLY:
        beside = quoted_beside(token, quotes) if stance == "asks" else []
        asked = [span for span in beside if text[slice(*span)].rstrip(_QUOTED).endswith("?")]
        found = asked or _objects(token, text, stance) or quoted_beside(token, quotes) or _around(token, text)
    found = [_closed(span, quotes) for span in found]
    found = [trimmed(text, span) for span in found]
    return [span for span in found if span[1] - span[0] > 3]


def _clause(head: Token, cue: Token, text: str) -> Span:
    """The characters of a clause, cut where the cue itself would fall inside."""
    others = [c for c in head.children if escapes(c)]
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
    if done and has(token, "agent") and not any(c.dep_ in {"xcomp", "oprd"} for c in parts):
        return [_clause(done[0], token, text)]  # "a curfew was imposed in Jos by the governor"
    if not parts:
        return []
    if stance in {"predicts", "threatens", "promises"}:
        parts += [
            c
            for c in token.children
            if c.dep_ == "advcl" and has_word(c, "if", "unless", "until", "once", "when")
        ]
    if stance in {"calls_for", "orders"}:  # "calls on the army to guarantee ..."
        parts += [
            c for c in token.children if c.dep_ == "advcl" and c.i > token.i and c.left_edge.lower_ == "to"
        ]
    last = max((t for part in parts for t in part.subtree), key=lambda t: t.i)
    return [trimmed(text, (min(p.left_edge.idx for p in parts), last.idx + len(last)))]


def _in_part(token: Token, text: str, quotes: list[Span]) -> Span | None:
    """A clause of which only words are quoted, before its speaker: 'X has been "retired" and is well, the general told'."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if token.dep_ != "ROOT" or subject is None:
        return None
    start, stop = sentence_of(token)[0], subject.left_edge.idx
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


def quoted_beside(token: Token, quotes: list[Span]) -> list[Span]:
    """Quotations in the cue's own sentence."""
    start, end = sentence_of(token)
    return [q for q in quotes if start <= q[0] and q[1] <= end + 2 and not q[0] < token.idx < q[1]]


def _around(token: Token, text: str) -> list[Span]:
    """'The coup, he said, is over': the sentence without the inserted cue and its speaker."""
    if token.dep_ != "parataxis":
        return []
    own = list(token.subtree)
    start, end = sentence_of(token)
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
