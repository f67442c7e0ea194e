"""What a number counts: the head noun after it, and that noun in the singular, in four languages, without a parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.fold import fold
from tocsin.read.numerals import GAP, Grammar, count_at

_WORD = re.compile(r"[^\W\d_](?:[\w'-]{0,40}[^\W_])?|[^\W\d_]")
_INITIALS = re.compile(r"(?:[a-z]\.){2,4}")
_ELIDED = re.compile(r"[dl]'")
_COMMA = re.compile(r",[^\S\n]")
FURTHEST = 7  # words from a number to its noun
_NO_PLURAL = ("ss", "us", "is", "'s")


class Noun(NamedTuple):
    """The head noun: where it ends in the text, and the unit that it names."""

    end: int
    unit: str


def noun(
    text: str, folded: str, at: int, g: Grammar, *, single: bool, linked: bool, loose: bool = True
) -> Noun | None:
    """The noun that a number counts whose last character is before `at`; None where it counts nothing nameable."""
    begin, at = at, _over_whole(folded, at, g) or _over_link(folded, at, g, linked=linked)
    if not loose and at == begin:
        following = next(_words(folded, at), None)
        word = folded[slice(*following[:2])] if following else ""
        if word not in g.sets["dead"] and word != "more":
            return None
    return (
        _english(text, folded, at, g, single=single)
        if g.language == "en"
        else _romance(text, folded, at, g, single=single)
    )


def _over_whole(folded: str, at: int, g: Grammar) -> int | None:
    """Over the whole that a number is a part of: 'three of the five hostages', 'tres de los cinco rehenes'."""
    pos, led = at, False
    for _ in range(3):
        gap = GAP.match(folded, pos)
        word = _WORD.match(folded, gap.end()) if gap else None
        if word is None:
            break
        if word[0] not in g.sets["part_of"] and not (led and word[0] in g.sets["determiners"]):
            break
        pos, led = word.end(), True
    gap = GAP.match(folded, pos) if led else None
    whole = count_at(folded, gap.end(), g) if gap and gap.end() < len(folded) else None
    return whole.end if whole and whole.form in {"figures", "words"} else None


def _over_link(folded: str, at: int, g: Grammar, *, linked: bool) -> int:
    """Over 'of' or 'of the' after a number, where that can lead to what is counted."""
    gap = GAP.match(folded, at)
    if gap is None:
        return at
    if linked and (elided := _ELIDED.match(folded, gap.end())) and g.language == "fr":
        return elided.end()
    word = _WORD.match(folded, gap.end())
    if word is None or word[0] not in g.sets["link"]:
        return at
    after = GAP.match(folded, word.end())
    determiner = _WORD.match(folded, after.end()) if after else None
    if determiner and determiner[0] in g.sets["determiners"]:  # "two of the soldiers", "dozens of their men"
        return determiner.end()
    return word.end() if linked else at


def _words(folded: str, at: int) -> Iterator[tuple[int, int, bool]]:
    """The next words with their places and whether a comma stands before them; a mark, a blank line or a figure ends them."""
    for number in range(FURTHEST):
        comma = number > 0 and folded[at : at + 1] == ","
        gap = GAP.match(folded, at + comma)
        if gap is None and (number or folded[at - 1] != "'"):
            return
        start = gap.end() if gap else at
        word = _INITIALS.match(folded, start) or _WORD.match(folded, start)
        if word is None:
            return
        yield word.start(), word.end(), comma
        at = word.end()


def _english(text: str, folded: str, at: int, g: Grammar, *, single: bool) -> Noun | None:
    run: list[tuple[int, int]] = []  # the words up to the end of the phrase
    for start, end, comma in _words(folded, at):
        word = folded[start:end]
        if not run and (word in g.sets["refused"] or word in g.sets["units"]):
            return None
        country = text[start:end] == "US"  # "two US soldiers"
        if (word in g.sets["stops"] and not (word == "and" and run) and not country) or word in g.signals:
            break
        if comma and not folded[slice(*run[-1])].endswith(("ed", "ing", "y")):
            break
        run.append((start, end))
    return _unit(text, (_one if single else _many)(text, folded, run, g), g)


def _many(text: str, folded: str, run: list[tuple[int, int]], g: Grammar) -> tuple[int, int] | None:
    """The head of a plural phrase: the last of its first plurals, or "killed" in "12 killed" where none follows at once."""
    found: tuple[int, int] | None = None
    spare: tuple[int, int] | None = None
    for span in run:
        word = folded[slice(*span)]
        if word == "and" and (found or spare):
            break
        if plural(word, g):
            found = span
        elif found or spare:
            # "police officers", "army personnel"
            if found and word in g.sets["uncounted"] and text[span[0]].islower():
                found = span
            break
        elif word in g.sets["uncounted"] or word in g.sets["dead"]:
            spare = span
    return found or spare


def _one(text: str, folded: str, run: list[tuple[int, int]], g: Grammar) -> tuple[int, int] | None:
    """The head of a singular phrase: its last word before what looks like a verb."""
    del text
    found: tuple[int, int] | None = None
    for span in run:
        word = folded[slice(*span)]
        if word == "and" or word in g.sets["past"] or (found and (word in g.sets["dead"] or _verbal(word))):
            break
        if not _verbal(word):
            found = span
    return found


def _verbal(word: str) -> bool:
    return word.endswith(("ed", "ly")) and len(word) > 4


def plural(word: str, g: Grammar) -> bool:
    """Whether a folded English word looks like a plural."""
    if word in g.data["plurals"]:
        return True
    if word.endswith(("men", "people")) and len(word) > 5 and word not in {"specimen", "regimen", "abdomen"}:
        return True
    return len(word) > 2 and word[-1] == "s" and not word.endswith(_NO_PLURAL) and word != "others"


def _romance(text: str, folded: str, at: int, g: Grammar, *, single: bool) -> Noun | None:
    spare: tuple[int, int] | None = None  # "tres jóvenes": an adjective, unless its noun follows
    for start, end, comma in _words(folded, at):
        word = folded[start:end]
        if (
            comma
            or word in g.sets["refused"]
            or word in g.sets["stops"]
            or word in g.signals
            or word[1:2] == "'"
        ):
            break
        counts = len(word) > 2 and (single or word[-1] in "sx")
        if word in g.sets["before"]:
            spare = (start, end) if counts and spare is None else spare
            continue
        return _unit(text, (start, end) if counts else spare, g)
    return _unit(text, spare, g)


def _unit(text: str, span: tuple[int, int] | None, g: Grammar) -> Noun | None:
    if span is None:
        return None
    written = text[slice(*span)].lower()
    if fold(written) in g.sets["units"]:
        return None
    unit = singular(written, g)
    return Noun(span[1], unit) if unit not in g.sets["units"] else None


def singular(word: str, g: Grammar) -> str:
    """A noun in the singular, with its accents: 'lorries' is 'lorry', 'aviones' is 'avión', 'familles' is 'famille'."""
    folded = fold(word)
    known: str | None = g.data["plurals"].get(folded)
    if known is not None:
        return known
    if folded in g.sets["dead"] and g.language == "en":
        return word
    return {"en": _en, "es": _es, "fr": _fr, "pt": _pt}[g.language](word)


def _en(word: str) -> str:
    if word.endswith("people") and len(word) > 6:
        return word[:-6] + "person"
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


#: Endings and what they become, the longest that fits first; the second column is what is put in place of the first.
_ES = (
    ("ciones", "ción"), ("siones", "sión"), ("giones", "gión"), ("tiones", "tión"), ("niones", "nión"), ("liones", "lión"),
    ("viones", "vión"), ("miones", "mión"), ("iones", "ión"), ("ones", "ón"), ("eses", "és"), ("ines", "ín"),
    ("quenes", "quén"), ("enes", "en"), ("unes", "ún"), ("anes", "án"), ("ces", "z"), ("bres", "bre"), ("tres", "tre"),
    ("dres", "dre"), ("gres", "gre"), ("pres", "pre"), ("fres", "fre"), ("cres", "cre"), ("rres", "rre"), ("lles", "lle"), ("bles", "ble"),
    ("ples", "ple"), ("gles", "gle"), ("cles", "cle"), ("ndes", "nde"), ("rdes", "rde"), ("ldes", "lde"), ("jes", "je"),
    ("rnes", "rne"), ("res", "r"), ("les", "l"), ("nes", "n"), ("des", "d"), ("yes", "y"), ("íes", "í"),
)  # fmt: skip
_FR = (("eaux", "eau"), ("aux", "al"), ("eux", "eu"), ("oux", "ou"))
_PT = (
    ("ões", "ão"), ("oes", "ao"), ("ães", "ão"), ("éis", "el"), ("eis", "el"), ("óis", "ol"), ("ais", "al"), ("uis", "ul"), ("ns", "m"),
    ("tres", "tre"), ("dres", "dre"), ("bres", "bre"), ("res", "r"), ("zes", "z"), ("ueses", "uês"), ("eses", "ês"), ("is", "il"),
)  # fmt: skip


def _es(word: str) -> str:
    if not word.endswith("s") or word.endswith(("is", "us")) or len(word) < 4:
        return word
    return _ended(word, _ES)


def _fr(word: str) -> str:
    return _ended(word, _FR) if word.endswith(("s", "x")) and len(word) > 3 else word


def _pt(word: str) -> str:
    return _ended(word, _PT) if word.endswith("s") and not word.endswith("us") and len(word) > 3 else word


def _ended(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            return word[: -len(ending)] + instead
    return word[:-1]
