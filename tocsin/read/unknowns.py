"""Unknowns: what a sentence says is not known, not told or not verified, with the words for the thing itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from tocsin.read.attribution import Span, trimmed
from tocsin.read.fold import fold
from tocsin.read.lexicon import tables
from tocsin.read.phrases import AnyOf, any_of


class Unknown(msgspec.Struct, frozen=True):
    """Something that is said not to be known."""

    clause: Span
    """The clause that says so, cue and all: what a reader is shown."""
    topic: Span | None
    """The thing itself ('who ordered it', 'the fate of the crew'); None where an answer was refused."""
    subject: Span | None
    """Who does not know it or does not tell it, where the words name somebody."""


_SPACE = ' \t\n\r,;:-–—.?!…"“”«»¿'
#: What ends a clause; a comma does so only where something else than a further question follows.
_CLAUSE = re.compile(
    r"[,;:–—]\s|\s[–—-]\s|[?!.][\"”»]?\s|\b(?:though|but|while|although|pero|aunque|mientras|mais|mas)\b"
)
_GOES_ON = re.compile(
    r",\s*(?:or|and|nor|o|ni|y|e|ou|et)\s+(?:how|whether|if|who|what|where|when|why|by\s+wh\w+|como|cuant\w+|quien|donde|si|"
    r"comment|combien|quem|onde|quando)\b|,\s*(?:(?:и|а)\s)?(?:сколько|кто|кем|где|когда|почему|куда|откуда|что|как\w*|чей|чьи)\b|،\s*(?:ما|كم|من|أين|متى|هل|لماذا|كيف)\b"
)
_SURE = (
    r"how|whether|who|whom|whose|why|what|which|quien\w*|cuant\w+|cuando|cual\w*|donde|por que|"
    r"qui|combien|comment|pourquoi|quel\w*|quem|quant[oa]s?|onde|quando|qual"
)
_LOOSE = r"if|when|where|como|si|se|ou|quand|ce qu\w*|o que"
#: Words between a cue and the question that follows it: "yet", "to investigators:", "for sure".
_BETWEEN = (
    r"(?:yet|immediately|exactly|precisely|still|for|sure|certain|certainty|now|so|far|at|this|that|the|point|stage|time|on|over|"
    r"about|of|as|is|was|were|either|just|even|aun|todavia|con|certeza|exactamente|de|sobre|pas|plus|rien|toujours|encore|toujours|exactement|sur|ainda|ao|"
    r"certo|\w+ly|\w+mente|you|us|me|them|him|her|reporters|journalists|parliament|to\s\w+|to\sthe\s\w+|a\slos\s\w+|(?:on\s|late\son\s|early\son\s)?\w+day(?:\s(?:night|morning|evening|afternoon))?)"
)
_ASKED = re.compile(
    rf"(?:[\s:,]{{1,3}}{_BETWEEN}){{0,4}}[\s:,\"“]{{1,4}}((?:(?:by|with|from|to|for|a|de|por|con)\s)?(?:{_SURE}|{_LOOSE})\b)"
)
_AFTER_COLON = re.compile(r"\s?:\s+(?=\w)")
#: Words before the thing that are no part of it.
_OPENS = re.compile(
    r"(?:\s*(?:yet|still|on|of|about|as to|regarding|concerning|over|that|for|aun|todavia|encore|ainda|toujours|sobre|acerca de|sur|"
    r"independently|immediately)\s)+"
)
_THAT = re.compile(
    r"(?:the|a|an|those|these|any|some|las?|los?|les?)?\s*(?:\w+\s)?(?:claims?|reports?|allegations?|rumou?rs?|assertions?|accounts?|"
    r"informations?|versiones|version|rumores|denuncias?)\s(?:that|de que|que|selon lesquelles)\s"
)
_JOINED = re.compile(
    r"(?:^|\s)(?:and|but|y|e|et|mais|pero)\s(?=(?:the|an?|its|his|her|their|it|what|how|who|why|when|where|whether|no|nobody|la|el|los|"
    r"las|le|les|su|sus|nadie|o|os|as|on)\s)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|\w{3,}ed|es|fue|esta|estan|son|ha|han|est|sont|a|ont|foi|foram)\b"
)
_NOBODY = re.compile(
    r"^(?:it|there|nobody|no one|none|on|no|se|nadie|nao|ninguem|what|so|and|but|still|that|this|which|who|nor|few|little|"
    r"left|an?|in|too|aun|todavia|ainda|hasta|until|yet|now|currently|today|por ahora|de momento|por el momento|"
    r"until now|pour l'heure|a ce stade|ate|if|as|we|i|they|he|she|y|e|et)\b|^\W*$"
)
#: Before a predicate: 'it is unclear' says nothing of 'it'.
_NOTHING = re.compile(
    r"^(?:it|there|nobody|no one|none|on|se|nadie|nao|ninguem|what|so|that|this|which|who|nor|still|and|but|ce|c'|il)?\s*$"
)
#: After a predicate no noun may follow: 'because of unclear handwriting', 'was an unknown singer'.
_ENDS = re.compile(
    r"\W*$|\s?[,.;:!?)\"-]|\s(?:and|but|or|nor|on|at|in|as|since|because|after|before|to|for|by|early|late|yet|so|even|until|till|with|from|"
    r"this|that|now|today|\w+day|\w+ly|however|though|while|when|if|despite|amid|among|one|two|three|hours|days|y|e|et|hasta|desde|el|para|"
    r"por|en|tras|de|lunes|martes|au|aux|pour|a|mardi|lundi|ce|apres|mais|mas|pero|ate|na|no)\b"
)
_ADJECTIVE = re.compile(r"(?:un\w+|inciert\w+|incert\w+|desconocid\w+|desconhecid\w+|inconnu\w*)$")
#: Headlines leave out the verb: "Keita's whereabouts unknown".
_BARE = re.compile(r"\s(?:still |yet )?(?:unknown|unclear|uncertain|unconfirmed|undisclosed)\b")
_ELLIPSIS = re.compile(r"\b(?:has|have|had|is|are|was|were) not(?: yet)?\W*$")
_KNOWN = re.compile(r"\b(?:known|established|confirmed|identified|clear|disclosed|released|verified)\b")
_SO_IS = re.compile(r"^,? and so (?:is|are|was|were)\s+")
_RHETORICAL = re.compile(
    r"^\W*quien no\b|^\W*(?:why|who|what|how|por que|pourquoi)\W+\w+\W*$|\b(?:who|what|why) (?:else )?(?:could|would)(?:n't)?\b|^\W*(?:is|are|was)n't\b"
)


class _Rules:
    """The patterns of cues.toml, compiled."""

    def __init__(self) -> None:
        table = tables()["cues"]["unknown"]
        lists = {name: table[name] for name in ("be", "not")}
        self.asked, self.about, self.before, self.withheld, self.silent, self.plain = (
            AnyOf(table[name], lists) for name in ("asked", "about", "before", "withheld", "silent", "plain")
        )
        self.things = re.compile(
            rf"(?:\W+(?:the|a|an|any|its|his|her|their|exact|full|precise|further|more|el|la|los|las|un|una|su|sus|le|les|o|as|os))*\W+"
            rf"(?:{any_of(table['things']).pattern})"
        )
        self.thing = any_of(table["things"])


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    return _Rules()


#: One word of each pattern: a sentence without any is passed over at once.
_TELLING = re.compile(
    r"\b(?:drawn|silent|silence|mum|unknown|est[ae]|podido|elucid\w+|withheld|secret|wraps|not|no|nobody|none|neither|nor|never|cannot|few|un(?:clear|known|certain|sure|aware|decided|confirmed|verified|able|disclosed|"
    r"explained|resolved|determined|identified|accounted|answered|said|willing)|question\w*|impossible|hard|difficult|early|soon|seen|trying|"
    r"working|struggling|seeking|attempting|scrambling|racing|hoping|mystery|puzzle|enigma|guess|dark|confusion|uncertainty|doubts?|speculation|"
    r"declin\w+|refus\w+|failed|without|lacking|investigat\w+|yet|little|nothing|awaiting|waiting|pending|be|beyond|outside|left|leav\w+|any|"
    r"sin|nunca|nadie|tampoco|ningun\w*|desconoc\w+|ignor\w+|falta|resta|queda|quedo|por|inciert\w+|incognita\w*|misterio|incertidumbre|dudas|"
    r"ne|aucun\w*|sans|pas|reste\w*|demeure\w*|inconnu\w*|incertain\w*|flou\w*|mystere|incertitude\w*|nao|ninguem|nem|desconhec\w+|incert\w+|sem|"
    r"duvidas|conjecture|\w+-se)\b|n['’]"
)
_OTHER_SCRIPT = re.compile(r"[\u0400-\u06ff]")


#: Characters of the shortest thing that can be told to be unknown.
SHORTEST = 3


def unknowns(text: str, sentence: Span, said: Iterable[Span] = ()) -> list[Unknown]:
    """What a sentence says is not known. `said` are the stretches that somebody is quoted with: nothing reaches out of one."""
    piece = text[slice(*sentence)]
    folded = fold(piece)
    if not _TELLING.search(folded) and not _OTHER_SCRIPT.search(folded):
        return []
    parts = [(max(0, a - sentence[0]), min(len(piece), b - sentence[0])) for a, b in said]
    found: list[Unknown] = []
    for cue, topic, subject in _cues(folded, parts):
        bounds = next((part for part in parts if part[0] <= cue[0] < part[1]), (0, len(piece)))
        thing = None
        if topic is not None:
            thing = trimmed(piece, (max(topic[0], bounds[0]), min(topic[1], bounds[1])), _SPACE)
            if thing[1] - thing[0] < SHORTEST:
                continue
        clause = _clause(folded, (min(cue[0], thing[0]), max(cue[1], thing[1])) if thing else cue)
        clause = trimmed(piece, (max(clause[0], bounds[0]), min(clause[1], bounds[1])))
        if clause[1] - clause[0] <= 3 * SHORTEST:
            continue
        if not any(_cross(_back(one, sentence), thing or clause) for one in found):
            found.append(
                Unknown(
                    _moved(clause, sentence[0]),
                    _moved(thing, sentence[0]) if thing else None,
                    _moved(subject, sentence[0]) if subject else None,
                )
            )
    return found


class _Cue(NamedTuple):
    """Words of not knowing, in offsets of the folded sentence."""

    words: Span
    topics: tuple[Span | None, ...]
    subject: Span | None = None
    reach: int = 0
    """Up to where no other cue is looked for, if that is further than the words."""


def _cues(folded: str, parts: list[Span]) -> Iterator[tuple[Span, Span | None, Span | None]]:
    """Cue, thing and who does not know it, the surest readings first; offsets in the folded sentence."""
    taken: list[Span] = []
    for reader in (_question_after, _thing_before, _bare, _thing_after, _ellipsis, _silence):
        for cue in reader(folded, parts):
            if any(_cross(cue.words, one) for one in taken) or "," in folded[slice(*cue.words)]:
                continue
            taken.append((cue.words[0], max(cue.words[1], cue.reach)))
            yield from ((cue.words, topic, cue.subject) for topic in cue.topics)


def _question_after(folded: str, _: list[Span]) -> Iterator[_Cue]:
    for match in _rules().asked.finditer(folded):
        asked = _ASKED.match(folded, match.end())
        if asked and _ADJECTIVE.search(match[0]) and _PREDICATE.search(folded, 0, match.start()):
            continue  # "the results were unknown when the paper went to press"
        colon = _AFTER_COLON.match(folded, match.end()) if match.start() < LEADS else None
        if asked:
            topic = (asked.start(1), _end(folded, asked.end()))
            yield _Cue(match.span(), (topic,), _subject(folded, match.start()), asked.end())
        elif colon:
            yield _Cue(match.span(), ((colon.end(), len(folded)),))


#: A thing that is said to be unknown, before the word for that.
_PREDICATE = re.compile(
    r"\b(?!it\b|what\b|there\b|that\b|this\b)\w+ (?:is|are|was|were|remain|remains|remained) (?:\w+ly |still |also )?$"
)
#: Characters within which a cue stands first in its sentence: "Unclear: who gave the order".
LEADS = 12


_RELATIVE = re.compile(r"\w\s(?:that|which|who|que|qui)\s*$")


def _thing_before(folded: str, parts: list[Span]) -> Iterator[_Cue]:
    for match in _rules().before.finditer(folded):
        first = _begin(folded, match.start(), parts)
        if _RELATIVE.search(folded, first, match.start()):
            continue  # "in a claim that could not be verified": a hedge
        named = not _NOTHING.match(folded[first : match.start()].strip() + " ")
        if named and (not _ADJECTIVE.search(match[0]) or _ENDS.match(folded, match.end())):
            more = _SO_IS.match(folded[match.end() :])
            start = match.end() + more.end() if more else 0
            yield _Cue(
                match.span(), ((first, match.start()), *([(start, _end(folded, start))] if more else ()))
            )


def _bare(folded: str, parts: list[Span]) -> Iterator[_Cue]:
    for match in _BARE.finditer(folded):
        last = folded.rfind(" ", 0, match.start()) + 1
        headline = not folded.rstrip().endswith((".", "!", "?", "…")) and match.end() == len(folded.rstrip())
        if headline or _rules().thing.fullmatch(folded, last, match.start()):
            yield _Cue(match.span(), ((_begin(folded, match.start(), parts), match.start()),))


def _thing_after(folded: str, _: list[Span]) -> Iterator[_Cue]:
    rules = _rules()
    for match in (*rules.about.finditer(folded), *_not_told(folded, rules)):
        opens = _OPENS.match(folded, match.end())
        start = opens.end() if opens else match.end()
        if _MOMENT.match(folded, start):
            continue  # "a day of silence on Tuesday"
        end = _end(folded, start)
        had = _HAD.search(folded, start, end)
        yield _Cue(match.span(), ((start, had.start() if had else end),), _subject(folded, match.start()))


_MOMENT = re.compile(
    r"\W*(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight|\d|air\b|stage\b)"
)
#: "No figures for the injured were available": the thing ends before.
_HAD = re.compile(
    r"\s(?:is|are|was|were|has been|have been)\s(?:\w+ )?(?:available|given|released|known|provided|published|at hand|disclosed)\b.*$"
)


def _ellipsis(folded: str, parts: list[Span]) -> Iterator[_Cue]:
    match = _ELLIPSIS.search(folded)
    if match and _KNOWN.search(folded, 0, match.start()):
        yield _Cue(match.span(), ((_begin(folded, match.start(), parts), match.start()),))


def _silence(folded: str, _: list[Span]) -> Iterator[_Cue]:
    """No answer, and languages without finer patterns: the clause as a whole."""
    yield from (_Cue(match.span(), (None,)) for match in _rules().silent.finditer(folded))
    if _OTHER_SCRIPT.search(folded):
        yield from (_Cue(match.span(), (None,)) for match in _rules().plain.finditer(folded))


def _not_told(folded: str, rules: _Rules) -> Iterator[re.Match[str]]:
    return (m for m in rules.withheld.finditer(folded) if rules.things.match(folded, m.end()))


def question(piece: str) -> bool:
    """Whether a sentence asks something that could be answered: no 'Why wait?', no 'Isn't it clear?'."""
    return piece.rstrip(" \n\"”’')»").endswith("?") and not _RHETORICAL.search(fold(piece))


def _end(folded: str, at: int) -> int:
    """Where the thing ends that begins before `at`: with its clause, or where the speaker is named."""
    ends = (m for m in _CLAUSE.finditer(folded, at) if not _GOES_ON.match(folded, m.start()))
    return next((m.start() for m in ends), len(folded))


def _begin(folded: str, at: int, parts: list[Span]) -> int:
    """Where the thing begins that ends at `at`: after the last break of the clause."""
    inside = max((a for a, b in parts if a <= at < b), default=0)
    breaks = [
        m.end()
        for m in _CLAUSE.finditer(folded, inside, at)
        if not _GOES_ON.match(folded, m.start()) and len(folded[m.end() : at].split()) > 1
    ]
    joined = [
        m.end() for m in _JOINED.finditer(folded, inside, at) if _FINITE.search(folded, inside, m.start())
    ]
    start = max([*breaks, *joined, inside])
    that = _THAT.match(folded, start)
    return that.end() if that and that.end() < at else start


def _subject(folded: str, cue: int) -> Span | None:
    """Who does not know it: what stands before the cue in its clause, unless that is 'it', 'nobody' or nothing."""
    start = max((m.end() for m in _CLAUSE.finditer(folded, 0, cue)), default=0)
    span = trimmed(folded, (start, cue), _SPACE)
    span = (
        span[0],
        span[0]
        + len(
            re.sub(
                r"\s(?:could|did|do|does|have|has|had|is|are|was|were|would|can|still|dijo|dijeron)$",
                "",
                folded[slice(*span)],
            )
        ),
    )
    return None if _NOBODY.match(folded[slice(*span)] + " ") else span


def _clause(folded: str, words: Span) -> Span:
    """The clause around the words."""
    marks = [m for m in _CLAUSE.finditer(folded, 0, words[0]) if not _GOES_ON.match(folded, m.start())]
    return max((m.end() for m in marks), default=0), _end(folded, words[1])


def _back(one: Unknown, sentence: Span) -> Span:
    span = one.topic or one.clause
    return span[0] - sentence[0], span[1] - sentence[0]


def _moved(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _cross(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
