"""Notices that stand in an article's place: consent, checks, locks, errors, maintenance, in twenty languages."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

#: Longer texts are articles, whatever they speak of (characters).
_LONGEST = 2500
# Weights of a logistic regression over the features below, fitted on tests/gather/notices.fitted.tsv and on 2,542 short
# items in nine languages (real openings and log entries, and items written for training), which weigh as much.
_WEIGHTS = (21.18, 10.99, -0.42, 0.06, 1.8, 3.98, -10.15, -1.66, -1.09, -1.35, -0.57, 5.3)
_BIAS = -4.65
#: A real article put aside is worse than a notice that is kept; one that states when it was published more so.
_SURE = 0.8
_SURER = 0.95
_SENTENCE = re.compile(r"(?<=[.!?…؟।。！？])[\"'”»)]?[ \t]+|(?<=[。！？])|\n+")
_TAIL = 12  # sentences that are looked at
_SHORT = 60  # characters of a sentence within an offer that is no notice itself: 'Cancel anytime.'
#: Written without blanks, or (Hindi) with vowel signs that are no letters to a pattern: words as they stand.
_UNSPACED = frozenset({"zh", "ja", "hi"})
_RUNS = re.compile(r"[\u0900-\u097f\u3040-\u30ff\u3400-\u9fff]")


class _Words(NamedTuple):
    """What finds the words of a kind: whole words in most languages, runs of characters where none are parted by blanks."""

    spaced: re.Pattern[str]
    unspaced: re.Pattern[str]


def is_notice(title: str, text: str, *, dated: bool = False) -> bool:
    """Whether a page says only that it cannot be read: asks for consent, proof, money or patience, or is gone.

    By the share of its words that notices are made of, who is spoken to, and what only a report has (who
    said it, names, numbers). Texts over 2,500 characters are none.
    """
    return len(text) <= _LONGEST and certainty(title, text) > (_SURER if dated else _SURE)


def certainty(title: str, text: str) -> float:
    """How sure it is that title and text are a notice, from 0 to 1."""
    found = features(title, text)
    if not found[0] + found[1] or not found[5] + found[11]:
        return 0.0  # it asks nothing of anybody: it tells of cookies, subscribers or repairs
    score = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, found, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def is_headline(title: str) -> bool:
    """Whether a title alone tells news, so that it may stand for the text that a lock hides: 'Army seals off parliament'."""
    found = features("", title)
    long = len(title.split()) >= 4 or (bool(_RUNS.search(title)) and len(title) >= 8)
    return long and bool(found[7]) and not found[0] + found[11]


def tells_news(text: str) -> bool:
    """Whether a text has a word of reports and is itself no notice."""
    return bool(features("", text)[7]) and certainty("", text) < 0.5


def without_notices(text: str) -> str:
    """The text less the offer or the request that closes it: '... officials said. Subscribe to continue reading.'

    Only from a sentence on that is itself surely a notice, where none behind it tells news; texts over 2,500 characters
    are left as they are, and so is one that would be empty.
    """
    if len(text) > _LONGEST:
        return text
    starts = [found.end() for found in _SENTENCE.finditer(text)][-_TAIL:]
    cut = len(text)
    for start in reversed(starts):
        sentence = text[start:cut] if cut < len(text) else text[start:]
        sure = certainty("", _SENTENCE.split(sentence)[0])
        if sure > (_SURER if cut == len(text) else _SURE):  # within an offer less is needed
            cut = start
        elif len(sentence) > _SHORT or features("", sentence)[7]:
            break
    return text[:cut].rstrip() if text[:cut].strip() else text


def features(title: str, text: str) -> tuple[float, ...]:
    """What the model looks at; shares are of the letters of title and text."""
    whole = f"{title}\n{text}".casefold()
    letters = (
        sum(c.isalnum() or unicodedata.combining(c) > 0 or unicodedata.category(c) == "Mc" for c in whole)
        or 1
    )
    kinds = _kinds()
    runs = {kind: _found(kinds[kind], whole) for kind in kinds}
    share = {kind: sum(map(len, found)) / letters for kind, found in runs.items()}
    opening = _found(kinds["sure"], title.casefold()) + _found(kinds["likely"], title.casefold())
    return (
        share["sure"],
        share["likely"],
        min(3, len(set(runs["sure"]))),
        min(5, len(set(runs["likely"]))),
        float(bool(opening)),
        min(1.0, len(runs["you"]) / 3),
        share["news"],
        float(bool(runs["news"])),
        _names(text),
        float(bool(re.search(r"\d", re.sub(r"\b[45]\d\d\b", "", text)))),
        math.log(len(text) + 1),
        min(1.0, len(runs["asks"]) / 2),
    )


def _found(words: _Words, text: str) -> list[str]:
    return words.spaced.findall(text) + (words.unspaced.findall(text) if _RUNS.search(text) else [])


def _names(text: str) -> float:
    """The share of words within sentences that are capitalised: people and places (German says nothing by it)."""
    inner = re.findall(r"(?<=[^\W\d_,;] )[^\W\d_]\w+", text)
    return sum(word[0].isupper() for word in inner) / len(inner) if inner else 0.0


@lru_cache(maxsize=1)
def _kinds() -> dict[str, _Words]:
    told = tomllib.loads(resources.files("tocsin.gather.pages").joinpath("notices.toml").read_text("utf-8"))
    return {kind: _words(kind, by_language) for kind, by_language in told.items()}


def _words(kind: str, by_language: dict[str, str]) -> _Words:
    """Beginnings of words, whole words for 'you'; Arabic words may have an article and particles before."""
    others = _UNSPACED | {"ar"}
    spaced = {w for tag, words in by_language.items() if tag not in others for w in words.split()}
    end = r"\b" if kind == "you" else r"\w*"
    latin = "|".join(sorted(map(_escaped, spaced), key=len, reverse=True))
    arabic = "|".join(map(_escaped, by_language.get("ar", "").split()))
    runs = {w for tag in _UNSPACED for w in by_language.get(tag, "").split()}
    unspaced = "|".join(sorted(map(_escaped, runs), key=len, reverse=True))
    return _Words(
        re.compile(rf"\b(?:(?:{latin}){end}|[وفبلكس]?(?:ال|لل|[يتن])?(?:{arabic})\w*)"), re.compile(unspaced)
    )


def _escaped(word: str) -> str:
    return re.escape(word.casefold()).replace("_", r"\s")
