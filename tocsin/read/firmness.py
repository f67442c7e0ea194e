"""How firmly something is said: hedges, negation, conditionals, history."""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.read.attribution import Span
from tocsin.read.fold import fold
from tocsin.read.lexicon import patterns
from tocsin.read.numerals import grammar
from tocsin.read.quantities import LANGUAGES

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
    r"podria\w*|podrian|intent(?:a|aron|ar|aba\w*)|intento(?! de\b)|pourrai\w+|"
    r"risk of|fears? (?:of|that)|threat(?:en\w*)? (?:of|to)|potential|whether)\b"
)
_PAST = re.compile(
    r"\b(?:years? ago|decades? ago|anniversary|in the past|historically|a previous|earlier coup|last year|"
    r"hace \w+ anos|anos atras|aniversario|il y a \w+ ans)\b"
)
_YEAR = re.compile(
    r"(?:(?P<before>[^\W\d_]{1,30})\.? )?(?<![\d.,-])(?<!\w)(?P<year>19\d\d|20\d\d)(?![\d-]|[.,]\d)(?!\w)"
    # Not by another people's reckoning: "2019 in the Ethiopian calendar", "2019 E.C.".
    r"(?!\W{0,3}(?:(?:in|by|of|on) )?(?:the |its )?(?:\w{3,20} )?(?:calendar|era\b)|\W{0,2}(?:E\.?C|A\.?H|B\.?[ES])\b)"
)

#: Words under which a clause of its own begins, whose negation is not that of the whole.
_UNDER = re.compile(
    r"\b(?:that|who|whom|whose|which|if|unless|until|when|while|where|because|since|although|though|whether|as|que|quien\w*|si|porque|cuando|"
    r"donde|mientras|aunque|qui|quand|parce|lorsque|dont|se|quando|embora)\b"
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|nothing|zero|cannot|nowhere|no one|nunca|jamas|nadie|ningun\w*|tampoco|nada|ni|personne|aucun\w*|"
    r"rien|jamais|nao|nenhum\w*|ninguem|nem)\b|n't\b|\b(?:ne\s|n')\w|\bnon\b"
)
_NO_NEGATION = re.compile(
    r"\b(?:not|no) (?:only|just|merely|least|less|fewer|more than|later than|matter|longer than|solo|menos|mais de)\b|\bno\. ?\d|\bwhether or not\b"
)
_FAILS = re.compile(
    r"^\W*(?:\w+\W+){0,10}?(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|fail(?:s|ed|ing)?|se nego|se niega|se negaron|"
    r"refuse(?:nt)?|recusou|recusa\w*) (?:to|a|de|d'|-se a)\b"
)


#: "May" is a month too, and "could hear" is what somebody was able to do.
_MODAL = re.compile(
    r"(?<!\bin )(?<!\bof )(?<!\bon )(?<!\d )(?<!late )(?<!early )(?<!\bmid )"
    r"(?<!\bmid-)(?<!since )(?<!until )(?<!\bby )\b(?:may|might)\b(?![ ,]+\d)(?!\W*$)(?! day\b)(?! not\b)"
    r"|\bcould(?! not\b)(?!n't)(?! to\b)(?!\W*$)(?!\W*[.,;])(?! (?:be )?(?:hear|heard|see|seen|feel|felt|smell\w*|find|tell|no longer|only|barely|hardly))\b"
)


@lru_cache(maxsize=4096)
def hedged(text: str) -> bool:
    """Whether the words are passed on without being vouched for."""
    folded = fold(text)
    return bool(patterns("hedges").search(folded) or _MODAL.search(folded))


@lru_cache(maxsize=4096)
def negates(words: str, language: str = "en") -> bool:
    """Whether a statement says in its main clause that something is not so or not to be done."""
    folded = _NO_NEGATION.sub(lambda match: " " * len(match[0]), fold(words))
    if language == "pt":  # "no quartel" is "in the barracks"
        folded = re.sub(r"\bno\b", "  ", folded)
    if match := _NEGATION.search(folded):
        under = _UNDER.search(folded)
        return under is None or under.start() < 2 or match.start() < under.start()
    return bool(_FAILS.match(folded))


def negated(text: str, event: Span) -> bool:
    """Whether the event at `event` is denied in the words around it: 'there was no coup', 'has not fled'.

    A negation further off than a few words belongs to something else in the sentence.
    """
    folded = fold(text)
    lead = folded[max(0, event[0] - 40) : event[0]]
    if debunked(folded, event):
        return True
    joined = _NEW_VERB.search(lead + folded[event[0] : event[1]])
    if joined and joined.end() > len(lead) and not _SHARED.search(lead):
        lead = ""  # "had neither support nor respect and called people out": the second verb is not denied
    before = _LEFT_OPEN.sub("", _NOT_ONLY.sub("", lead + _AND_NOT.sub(" ", folded[event[0] : event[1]])))
    after = _NOT_AFTER.match(folded[event[1] :])
    return bool(patterns("negations").search(before)) or (
        after is not None and not re.search(r"\b(?:and|but|y|sino)\b", after[0])
    )


def debunked(text: str, event: Span) -> bool:
    """Whether who tells of the event says that it was only told: 'rumours that he was ousted proved false'."""
    folded = fold(text)
    begin, after = max(0, event[0] - 160), folded[event[1] : event[1] + 160]
    # What shows the event may begin with whom it befalls, before the words that take it back.
    leads = (folded[begin : event[0]], folded[begin : event[1]])
    return bool(
        _PROVED.match(after) or any(_EMPTY_TALK.search(lead) or _CONTRARY.search(lead) for lead in leads)
    )


_FALSE = (
    r"(?:false|fake|untrue|unfounded|baseless|groundless|wrong|bogus|nonsense|fiction|fabricated|invented|imaginary|staged|debunked|refuted|"
    r"disproved|discredited|(?:an? |pure )(?:hoax|invention|fabrication|lie|myth|joke|old \w+)|\w+ years? old|"
    r"fals[oa]s?|infundad[oa]s?|mentira|(?:un )?bulo|desmentid[oa]s?|inventad[oa]s?|faux|fausses?|infondee?s?|dementie?s?|une? (?:intox|invention))"
)
#: "Baseless talk on social media that he had been", "wrongly reported that", "laughs off reports of his".
_EMPTY_TALK = re.compile(
    r"\b(?:baseless|unfounded|groundless|false|fake|bogus|invented|debunked|discredited|fabricated|wild|idle|empty|infundad\w+|fals\w+|sin fundamento|"
    r"infondee?s?|fausses?|sem fundamento|desmentid\w+)\b(?:(?!\s(?:and|y|et|e)\s)[^.;:!?]){0,60}?\b(?:that|que|qu')\s?[^.;:!?]*$"
    r"|\b(?:wrongly|falsely|mistakenly|erroneously|por error|falsamente|a tort) (?:\w+ ){0,2}?"
    r"(?:reported|claimed|said|announced|told|anunci\w+|inform\w+|annonc\w+)\b"
    r"(?: \w+)?(?: that| que)?[^.;:!?]{0,60}$"
    r"|\b(?:laugh\w*|shrug\w*|brush\w*|wav\w+) (?:off|aside|away)\b[^.;:!?]{0,40}\b(?:of|that|about)\b[^.;:!?]{0,60}$"
    r"|\b(?:nothing|no one|nobody|no evidence|no sign|no proof|no indication)\b(?: \w+){0,3}? "
    r"(?:suggests?|indicates?|shows?|says?|points?|confirms?|that|of)\b[^.;:!?]{0,60}$"
    r"|\b(?:old|archive|years-old|doctored|edited|mislabell?ed|unrelated) (?:\w+ ){0,2}?(?:videos?|photos?|pictures?|footage|clips?|images?)\b[^.;:!?]{0,120}$"
)
#: "Far from being under", "contrary to claims that he was".
_CONTRARY = re.compile(
    r"\b(?:far from|instead of|rather than|lejos de|loin d['e]|longe de)\b[^.,;:!?]{0,60}$"
    r"|\b(?:contrary to|contrar\w+ (?:a|ao)|contrairement aux?)\b[^.,;:!?]{0,80}\b(?:that|of|que|de|selon)\b[^.,;:!?]{0,60}$"
)
#: What follows the event where it is said not to be one: "proved false", "never happened", "; there was none".
_PROVED = re.compile(
    r"(?:(?!\s(?:and|but|while|y|pero|et|mais|e|mas)\s)[^.;:!?]){0,90}?\b(?:prov(?:ed|en|es)|turn(?:ed|s) out|(?:was|were|is|are|has been|have been|had been)|"
    r"result\w+|era|eran|es|son|fue|fueron|"
    r"s'est revelee?|se sont revelee?s|est|sont|etaient|etait|sao|foi|foram)(?: to be| to have been| shown to be| all| later| soon| quickly| simply)? "
    + _FALSE
    + r"\b|[^.:!?]{0,60}?\b(?:there (?:was|were|is) none|never (?:happened|came|took place|occurred|materiali[sz]ed|was\b(?! \w+ed))|"
    r"(?:did not|didn't) (?:happen|take place|occur|materiali[sz]e)|(?:no|nunca) (?:ocurrio|sucedio|hubo tal)|n'a (?:pas|jamais) eu lieu|nao aconteceu)\b"
)
#: A second verb of the same subject that is said to be so, whatever is denied of the first.
_NEW_VERB = re.compile(
    r"(?<!\bbeen )(?<!\bbe )\b(?:and|but)(?: then| also| later)? (?!not\b|never\b)\w+ed\b(?<!\bneed)"
    r"|\b(?:y|pero|e|mas)(?: luego)? (?!no\b|nao\b)\w{3,}(?:aron|ieron|ou|aram)\b"
)
#: "Was not arrested and deported": one auxiliary, and its negation, for both.
_SHARED = re.compile(
    r"\b(?:was|were|is|are|been|being) (?:not|never|neither)\b|\b(?:wasn|weren|isn|aren)'t\b|\bnot been\b"
)
#: "With the people and not with the dictator": what is so stands before, and is the happening.
_AND_NOT = re.compile(r"\b(?:and|y|et|e) (?:not|no|non|nao)\b")


def supposed(text: str, event: Span) -> bool:
    """Whether the event is only thought of: 'could take power', 'if he is ousted', 'a debate about ousting him'."""
    return bool(_SUPPOSED.search(fold(text[max(0, event[0] - 36) : event[0]])))


#: "Did not rule out that he had left": it is not said that he had.
_LEFT_OPEN = re.compile(
    r"(?:\b(?:not|never|refus\w+ to|declin\w+ to|no|ni|nao|ne)|n't|\bn')\s?(?:\w+\s){0,2}?"
    r"(?:rul(?:e|es|ed|ing) out|den(?:y|ies|ied)|exclud\w+|descart\w+|niega|nego|negaron|exclu\w+|ecart\w+|nie)\b"
)


def left_open(text: str) -> bool:
    """Whether something is told as neither said nor denied: 'did not rule out that he had left'."""
    return bool(_LEFT_OPEN.search(fold(text)))


@lru_cache(maxsize=4096)
def conditional(text: str) -> bool:
    """Whether it is only supposed, or lies in a future that may not come."""
    return bool(patterns("conditional").search(fold(text)))


def history(text: str, year: int) -> bool:
    """Whether it is told as history: another year than the report's, or words for long ago."""
    return any(_earlier(found, year) for found in _YEAR.finditer(text)) or bool(_PAST.search(fold(text)))


def _earlier(found: re.Match[str], year: int) -> bool:
    """Whether a number is an earlier year, and no part of a name: 'Hotel 2000', '19 Hidar 2019'."""
    word = found["before"] or ""
    return int(found["year"]) < year and (not word[:1].isupper() or fold(word) in _dating())


@lru_cache(maxsize=1)
def _dating() -> frozenset[str]:
    """Words that stand before a year: "in", "since", the months and seasons."""
    return frozenset().union(*(grammar(one).sets[k] for one in LANGUAGES for k in ("clocks", "months")))
