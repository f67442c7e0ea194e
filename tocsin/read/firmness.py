"""How firmly something is said: hedges, negation, conditionals, history, questions, not knowing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from tocsin.read.attribution import Span, trimmed
from tocsin.read.fold import fold
from tocsin.read.lexicon import patterns

#: Words that carry a clause of not knowing, so that the claim covers the clause and not a word.
_CLAUSE = re.compile(r"[,;:–—]\s|\s[–—-]\s|\b(?:though|but|while|although|pero|aunque|mientras|mais)\b")
#: A comma after which the question goes on: "how he got out, or how many are with him".
_GOES_ON = re.compile(
    r",\s*(?:or|and|nor|o|ni|y|ou|et)\s+(?:how|whether|if|who|what|where|when|why|como|cuant\w+|quien|donde|si|comment|combien)\b",
    re.I,
)
_NOT_AFTER = re.compile(
    r"\W*(?:\w+\W+){0,2}?(?:is|are|was|were|has|have|had|es|son|fue)?\W*"
    r"(?:not|never|false|untrue|baseless|falso|falsa|n't)\b(?! only| just| merely| least)"
)
_NOT_ONLY = re.compile(r"\b(?:not|no) (?:only|just|merely|least|solo|menos|less|fewer)\b")
#: Who does not rule a thing out has not said that it is not so.
_LEFT_OPEN = re.compile(
    r"\b(?:not|n't|never|refus\w+ to|declin\w+ to) (?:rul\w+ out|deny|exclud\w+|dismiss)\b|\bno (?:descart|nieg|neg)\w+|\bn['’ ]\w+ pas exclu\w*"
)
_SUPPOSED = re.compile(
    r"\b(?:could|would|may|might|should|if|unless|possib\w+|hopes? (?:to|of)|about to|going to|debate about|plan(?:s|ned|ning)? to|"
    r"wants? to|attempt(?:s|ed|ing)? to|tr(?:y|ies|ied|ying) to|aim(?:s|ed|ing)? to|"
    r"podria\w*|podrian|intent(?:a|o|aron|ar)|pourrai\w+|"
    r"risk of|fears? (?:of|that)|threat(?:en\w*)? (?:of|to)|potential|whether)\b"
)
_PAST = re.compile(
    r"\b(?:years? ago|decades? ago|anniversary|in the past|historically|a previous|earlier coup|last year|"
    r"hace \w+ anos|anos atras|aniversario|il y a \w+ ans)\b"
)
_YEAR = re.compile(r"(?<![\d.,-])(?:19\d\d|20\d\d)(?![\d-]|[.,]\d)")


@lru_cache(maxsize=4096)
def hedged(text: str) -> bool:
    """Whether the words are passed on without being vouched for."""
    return bool(patterns("hedges").search(fold(text)))


def negated(text: str, event: Span) -> bool:
    """Whether the event at `event` is denied in the words around it: 'there was no coup', 'has not fled'.

    A negation further off than a few words belongs to something else in the sentence.
    """
    folded = fold(text)
    before = _LEFT_OPEN.sub("", _NOT_ONLY.sub("", folded[max(0, event[0] - 40) : event[1]]))
    after = _NOT_AFTER.match(folded[event[1] :])
    return bool(patterns("negations").search(before)) or (
        after is not None and not re.search(r"\b(?:and|but|y|sino)\b", after[0])
    )


def supposed(text: str, event: Span) -> bool:
    """Whether the event is only thought of: 'could take power', 'if he is ousted', 'a debate about ousting him'."""
    return bool(_SUPPOSED.search(fold(text[max(0, event[0] - 36) : event[0]])))


@lru_cache(maxsize=4096)
def conditional(text: str) -> bool:
    """Whether it is only supposed, or lies in a future that may not come."""
    return bool(patterns("conditional").search(fold(text)))


def question(text: str) -> bool:
    """Whether the sentence asks."""
    return text.rstrip(" \n\"”’')").endswith("?")


def history(text: str, year: int) -> bool:
    """Whether it is told as history: another year than the report's, or words for long ago."""
    return any(int(found) != year for found in _YEAR.findall(text)) or bool(_PAST.search(fold(text)))


#: "Unknown gunmen", "an unknown singer", "un desconocido": somebody who is not known is no question.
_NO_QUESTION = re.compile(
    r"(?:^|(?:\b(?:an?|the|some|two|three|several|by|of|los|las|unos|unas|des|les|de|l['’])\s*))"
    r"(?:unknown|unclear|unidentified|inconnus?|desconocid[oa]s?)\s+(?!to\b|as\b|how|whether|who|what|where|why|at\b)\w+"
    r"|\b(?:versiones|reportes|informaciones|fuentes|rumores|relatos|noticias) (?:aun )?(?:sin|no) confirma\w+"
    r"|\b(?:unconfirmed|unverified) (?:reports?|claims?|posts?|accounts?|rumou?rs?|videos?)\b"
    r"|\bun desconocido\b|\bunos desconocidos\b|\bdes inconnus\b|(?:did|does|do) not know (?:the|him|her|them|each)\b"
)


class Unknown(NamedTuple):
    """A clause in which it is said that something is not known, and what that is: a question, or a thing."""

    clause: Span
    question: Span


def unknowns(text: str, sentence: Span, said: Iterable[Span] = ()) -> list[Unknown]:
    """The clauses of a sentence in which it is said that something is not known.

    `said` are the stretches that somebody is quoted with: a clause does not reach out of one.
    """
    parts = list(said)
    piece = text[slice(*sentence)]
    found: list[Unknown] = []
    for match in patterns("unknown").finditer(fold(piece)):
        start, end = _clause(piece, match.span())
        span = (sentence[0] + start, sentence[0] + end)
        for part in parts:
            if part[0] <= sentence[0] + match.start() < part[1]:
                span = (max(span[0], part[0]), min(span[1], part[1]))
        if _NO_QUESTION.search(fold(piece[max(0, match.start() - 24) : match.end() + 24])):
            continue
        span = trimmed(text, span, " \t\n\r,;:-–—")
        if span[1] - span[0] > 8 and not any(one.clause[0] <= span[0] < one.clause[1] for one in found):
            words = (sentence[0] + match.start(), sentence[0] + match.end())
            found.append(Unknown(span, asked(text, span, words)))
    return found


#: Words that begin what is asked, in four languages.
_ASKS = (
    r"(?:whether|if|who(?:m|se)?|what|when|where|why|how|which|by which|to what extent|si|quien(?:es)?|que|cuando|donde|como|"
    r"cual(?:es)?|cuant[oa]s?|por que|qui|quand|ou|pourquoi|comment|combien|quel(?:le)?s?|ce que|quem|onde|quando|quant[oa]s?)"
)
_EDGES = " \t\n\r,;:-–—.?!\"”»'"
#: The words of not knowing may hold the beginning of the question, or the preposition before it.
_ASKED_IN = re.compile(rf"\b{_ASKS}$")
_ASKED_BEFORE = re.compile(rf"\W*(?:(?:exactly|just|and|but)\W+)?{_ASKS}\b")
_LEADS_ON = re.compile(r"\b(?:on|of|about|from|as to|over|sobre|de|sur)$")
#: Characters from which a question stands by itself; "they did not know why" needs its clause.
_SHORTEST = 8
_NO_WORD = re.compile(r"comment|respon|react|word(?! (?:on|of|about|as))|reply|replied")
#: Small words between the word of not knowing and what is not known.
_BETWEEN = re.compile(
    r"\W*(?:(?:yet|still|immediately|so far|exactly|precisely|for certain|for now|to \w+|aun|todavia|encore|ainda)\W+){0,2}"
    r"(?:(?:as|on|of|about|from|to|over|regarding|sobre|de|del|sur|du|dos|da|do)\W+){0,2}"
)
_QUESTION_AFTER = re.compile(_BETWEEN.pattern + rf"(?P<asked>{_ASKS}\b.+)")
_TOPIC_AFTER = re.compile(
    r"\W*(?:(?:yet|so far|immediately|independent\w*|official|aun)\W+){0,2}"
    r"(?:as to|on|of|about|regarding|sobre|acerca de|de|del|sur|quant a)\W+(?P<asked>\w.{3,})"
)
#: Verbs whose object is what is not known: "unable to verify the figure", "did not give the number".
_ACTIVE = re.compile(
    r"(?:verif\w+|confirm|determine|establish|give|provide|disclose|say|specify|surrounds?|surrounded|trascendido|precisado)$"
)
_THING_AFTER = re.compile(
    r"\W+(?P<asked>(?:(?:the|its|their|his|her|any|el|la|los|las|le|les|o|a)\s|l['’])\w.{3,})"
)
#: The verb between a subject that is not known and the words that say so.
_COPULA = re.compile(
    r"\W+(?:(?:is|are|was|were|remain(?:s|ed)?|has|have|had|could|can|cannot|stay(?:s|ed)?|es|son|esta|estan|sigue\w*|est|reste\w*|"
    r"etai\w+|permanece\w*)\b)(?:\W+\w+){0,3}?\W*$"
)


def asked(text: str, clause: Span, words: Span) -> Span:
    """What a clause says is not known: the question after the words of not knowing, or their subject.

    `words` is where they stand, both in offsets of the text; the whole clause where neither can be told.
    """
    folded = fold(text)
    if _NO_WORD.search(folded[words[0] : words[1] + 12]):
        return clause  # that somebody keeps silent is not a question about him
    if (inside := _ASKED_IN.search(folded, words[0], words[1])) and clause[1] - inside.start() >= _SHORTEST:
        return trimmed(text, (inside.start(), clause[1]), _EDGES)
    if _ASKED_BEFORE.match(folded[clause[0] : words[0]]) and (
        before := _COPULA.search(folded, clause[0], words[0])
    ):
        return trimmed(text, (clause[0], before.start()), _EDGES)
    rest = folded[words[1] : clause[1]]
    if _LEADS_ON.search(folded[words[0] : words[1]]) and len(rest.strip(_EDGES)) >= _SHORTEST:
        return trimmed(text, (words[1], clause[1]), _EDGES)
    for pattern in (
        _QUESTION_AFTER,
        _TOPIC_AFTER,
        *([_THING_AFTER] if _ACTIVE.search(folded[words[0] : words[1]]) else []),
    ):
        if after := pattern.match(rest):
            found = trimmed(text, (words[1] + after.start("asked"), clause[1]), _EDGES)
            if found[1] - found[0] >= _SHORTEST:
                return found
    if before := _COPULA.search(folded, clause[0], words[0]):
        start = clause[0] + len(re.match(r"\W*(?:and |but |y |et |e )?", folded[clause[0] :])[0])  # type: ignore[index]
        if before.start() - start >= _SHORTEST:
            return trimmed(text, (start, before.start()), _EDGES)
    return clause


def _clause(piece: str, words: Span) -> Span:
    """The clause around the words: between joining marks, but with all that is asked after them."""
    start = max(
        (m.end() for m in _CLAUSE.finditer(piece, 0, words[0]) if m[0].strip() in ",;:–—-"), default=0
    )
    joined = [m for m in _CLAUSE.finditer(piece, 0, words[0]) if m[0].strip() not in ",;:–—-"]
    if joined and joined[-1].end() > start:
        start = joined[-1].end()
    ends = (
        m
        for m in _CLAUSE.finditer(piece, words[1])
        if m.start() - words[1] > 12 and not _GOES_ON.match(piece, m.start())
    )
    after = next((m.start() for m in ends), len(piece))
    return start, after
