"""Days and months that are part of a name: "the Sunday Times", "Black September", "April Jones", "Santo Domingo"."""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.read.fold import fold
from tocsin.read.persons import in_a_named_thing
from tocsin.read.timex_rules import Found, Language

#: What a bare day or month has been looked up as; with more words ("last", "3") it is a time.
_BARE = ({"wd"}, {"month"})
_WORD_BEFORE = re.compile(r"(?:^|(?<=[^\w'’]))([^\W\d_][\w.'’]*)[ -]$")
_WORD_AFTER = re.compile(r"[ -]([^\W\d_]\w*)")
_JOINED = re.compile(r"([^\W\d_]\w*) (?:de|do|da|du|des|del) $")
_DETERMINER = re.compile(r"(?:\b(?:an?|the|its|his|her|their|our|my)|['’]s?)$", re.I)
#: Before a month that is one: "in May", "until April"; also what joins it to another.
_LEADS = re.compile(
    r"(?:\b(?:in|of|by|since|until|till|from|to|through|and|or|for|during|before|after|early|late|last|next|this|mid|on|at|between|around"
    r"|each|every|en|de|del|desde|hasta|a|au|depuis|avant|des|jusqu|fin|em|ate|y|e|et|le|el|o|no)|[-–,(/])\W{0,2}$"
)
_OPENS = re.compile(r"(?:^|[.!?:;\n\"“”«»(\[–—|-]\s*)$")
_ARTICLES = frozenset((
    "el", "los", "la", "las", "le", "les", "o", "os", "a", "as", "no", "na", "em", "en", "este", "esta", "ce", "cet", "cette", "neste",
))  # fmt: skip
#: Words that have no capital in titles either.
_SMALL = frozenset((
    "from", "with", "over", "that", "into", "after", "amid", "upon", "than", "para", "pour", "avec", "dans", "sobre", "contra", "entre", "depois", "apres",
))  # fmt: skip
#: Characters on each side of a word in which its neighbours stand.
_NEAR = 40


def in_a_name(text: str, folded: str, one: Found, language: Language, code: str) -> bool:
    """Whether a bare weekday or month, or a date before a name in English, is part of a name and so no time.

    English writes days with a capital always, so that there the words around must show it; in the other languages a capital
    beside another one is enough.
    """
    words = set(one.words)
    if text[one.start : one.end].isupper():
        return False
    if code == "en" and words == {"month", "day"}:  # "the April 6 Youth Movement", "the 23 March Movement"
        led = folded.startswith("the ", one.start) or _determined(text, one.start)
        return led and bool(_capital(_after(text, one.end), language))
    if words not in _BARE:
        return False
    start = one.start + max(text[one.start : one.end].rstrip(". ").rfind(" ") + 1, 0)
    if not text[start].isupper():
        return False
    return (
        _in_english(text, folded, start, one, language)
        if code == "en"
        else _elsewhere(text, start, one, language)
    )


def _in_english(text: str, folded: str, start: int, one: Found, language: Language) -> bool:
    before, after = _before(text, start), _capital(_after(text, one.end), language)
    if after and _determined(text, start):
        return True  # "the Monday Club", "Nigeria's Sunday Sun"
    if before[:1].isupper() and before.lower() in _adjectives() and before.lower() not in language.vocabulary:
        return True  # "Black Friday", "Bloody Sunday"
    if after and "month" in one.words and not _LEADS.search(folded[max(0, start - _NEAR) : start]):
        return not _titled(text, start)  # "April Jones", "June Movement"
    return bool(after) and in_a_named_thing(text, (start, one.end))


def _elsewhere(text: str, start: int, one: Found, language: Language) -> bool:
    if _titled(text, start):
        return False
    before = _before(text, start)
    opens = bool(_OPENS.search(text[max(0, start - len(before) - 5) : max(0, start - len(before) - 1)]))
    if _capital(_after(text, one.end), language) or (before[:1].isupper() and not opens):
        return True  # "Viernes Negro", "Victoria Abril", "el diario El Domingo"
    if _capital(before, language) and fold(before) not in _ARTICLES:
        return True  # "Santo Domingo" at the head of a sentence
    joined = _JOINED.search(text[max(0, start - _NEAR) : start])
    return bool(joined and joined[1][:1].isupper())  # "Correio de Domingo"


def _before(text: str, start: int) -> str:
    match = _WORD_BEFORE.search(text[max(0, start - _NEAR) : start])
    return match[1] if match else ""


def _after(text: str, end: int) -> str:
    match = _WORD_AFTER.match(text, end, end + _NEAR)
    return match[1] if match else ""


def _capital(word: str, language: Language) -> str:
    """A word with a capital that is no word of time; else nothing."""
    return word if word[:1].isupper() and word.lower() not in language.vocabulary else ""


def _determined(text: str, start: int) -> bool:
    return bool(_DETERMINER.search(text[max(0, start - _NEAR) : start].rstrip()))


def _titled(text: str, start: int) -> bool:
    """Whether the words of the line have capitals as titles have: there a capital shows nothing."""
    first, last = text.rfind("\n", max(0, start - 200), start) + 1, text.find("\n", start, start + 200)
    words = re.findall(r"[^\W\d_]{4,}", text[max(first, start - 200) : last if last >= 0 else start + 200])
    return len(words) > 3 and all(word[0].isupper() or fold(word) in _SMALL for word in words)


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    """English adjectives: the index of WordNet that the English model looks lemmas up in."""
    from tocsin.read.english import bundled  # noqa: PLC0415 - loaded only for a day after a word with a capital

    model = bundled(exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "ner"])
    index = model.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(index["adj"])
