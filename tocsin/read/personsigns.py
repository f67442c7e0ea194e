"""What the words around show: that a name is somebody's, though a town or a country has it: 'arrested Mali Okell', 'Konan's son'."""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.read.gazetteer import COUNTRY, Gazetteer
from tocsin.read.lexicon import word_list
from tocsin.read.placewords import Words, lists
from tocsin.read.toponyms import Toponym

#: ", an actress", ", un avocat": somebody's trade, by the endings that trades have.
_TRADE = re.compile(
    r"\w{2,}(?:ists?|istas?|istes?|ess|iz|ice|man|woman|ian|iens?|ienne|yer|[^o]or|ora|eur|euse|eer|ant|ado|ada|ero|era)"
)
_ARTICLES = frozenset(("a", "an", "the", "un", "une", "una", "um", "uma", "one"))
_BE = frozenset(("was", "were", "is", "been", "fue", "fueron", "ete", "foi", "sido"))
_AUXILIARIES = frozenset(("has", "had", "have", "ha", "a", "tinha"))


def whole_name(words: Words, toponym: Toponym) -> int:
    """The word after the last of somebody's name that begins with this one; -1 where the words after are no name."""
    last, no_name = toponym.last, _no_name()
    while last < len(words) and words.capital[last] and words.gap(last - 1) == " ":
        if words.folded[last] in no_name:
            return -1
        last += 1
    return last


def somebody(words: Words, toponym: Toponym, known: Gazetteer) -> bool:
    """Whether a name is somebody's, by what is done to whom it names, whose kin he is, or his trade.

    A country alone is none of these ("elected Chad"): it is where another name follows.
    """
    last = whole_name(words, toponym)
    if last < 0:
        return False
    longer = last > toponym.last
    wide = any(known.kind[row] == COUNTRY for row, _ in known.meant(toponym.name)[:2])
    if wide and not longer:
        return False
    return _done_to(words, toponym.first, last) or _kin(words, last) or (longer and _trade(words, last))


def _done_to(words: Words, first: int, last: int) -> bool:
    """Whether this is whom somebody arrests, appoints, kills, or who is arrested: 'was arrested', 'detuvo a'."""
    done = lists()["persons"]["done"]
    at = first - 1
    if at > 0 and words.folded[at] == "a" and words.gap(at) == " ":
        at -= 1  # the Spanish 'a' of persons
    active = at >= 0 and words.folded[at] in done and words.gap(at) == " "
    if active and _ends(words, last):
        return True
    while last < len(words) and words.folded[last] in _AUXILIARIES and words.gap(last - 1) == " ":
        last += 1
    plain = last + 1 < len(words) and words.gap(last - 1) == words.gap(last) == " "
    return plain and words.folded[last] in _BE and words.folded[last + 1] in done


def _ends(words: Words, last: int) -> bool:
    """Whether the name is the whole object: not the town of 'arrested Gao residents'."""
    gap = words.gap(last - 1)
    return last >= len(words) or gap != " " or words.folded[last] in lists()["persons"]["goes_on"]


def _kin(words: Words, last: int) -> bool:
    """Whether somebody's kin follows: "Konan's son"."""
    return (
        last + 1 < len(words)
        and words.gap(last - 1) in {"'", "’"}
        and words.folded[last] == "s"
        and words.folded[last + 1] in lists()["persons"]["kin"]
    )


def _trade(words: Words, last: int) -> bool:
    """Whether a trade follows in apposition: ', an actress'."""
    if (
        last + 1 >= len(words)
        or not words.gap(last - 1).startswith(",")
        or words.folded[last] not in _ARTICLES
    ):
        return False
    at = last + 1
    while at + 1 < len(words) and at < last + 4 and words.gap(at) == " " and not _ends(words, at + 1):
        at += 1
    word = words.folded[at]
    named = lists()["words"]
    return word in named["titles"] | _offices() | named["people"] or bool(_TRADE.fullmatch(word))


@lru_cache(maxsize=1)
def _no_name() -> frozenset[str]:
    """Words with capitals after a place that make it an office's or a body's: 'Gao Governor', 'Iran Air Force'."""
    named = lists()["words"]
    return named["titles"] | named["bodies"] | named["divisions"] | _offices()


@lru_cache(maxsize=1)
def _offices() -> frozenset[str]:
    return word_list("offices") - {"state", "national", "foreign", "interior"}
