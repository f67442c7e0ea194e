"""Notices that stand in an article's place: consent, checks, locks, errors, maintenance, in ten languages."""

from __future__ import annotations

import math
import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

#: Longer texts are articles, whatever they speak of (characters).
_LONGEST = 2500
# Weights of a logistic regression over the features below, fitted on one half of tests/gather/notices.tsv and on
# 2,790 openings of real articles in ten languages, which weigh as much; see bench/pages_intake.py.
_WEIGHTS = (21.89, 15.08, -1.11, 0.12, 2.02, 2.77, -14.99, -1.74, -1.8, -1.37, -0.57)
_BIAS = -3.21
#: A real article put aside is worse than a notice that is kept; one that states when it was published more so.
_SURE = 0.8
_SURER = 0.95
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힣]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


class _Words(NamedTuple):
    """What finds the words of a kind: whole words in most languages, runs of characters in Chinese."""

    spaced: re.Pattern[str]
    unspaced: re.Pattern[str]


def is_notice(title: str, text: str, *, dated: bool = False) -> bool:
    """Whether a page says only that it cannot be read: asks for consent, proof, money or patience, or is gone.

    By the share of its words that notices are made of, who is spoken to, and what only a report has (who
    said it, names, numbers). Texts over 2,500 characters are none.
    """
    if len(text) > _LONGEST:
        return False
    found = features(title, text)
    if not found[0] + found[1]:
        return False
    score = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, found, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score)))) > (_SURER if dated else _SURE)


def features(title: str, text: str) -> tuple[float, ...]:
    """What the model looks at; shares are of the letters of title and text."""
    whole = f"{title}\n{text}".casefold()
    letters = sum(c.isalnum() for c in whole) or 1
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
    )


def _found(words: _Words, text: str) -> list[str]:
    return words.spaced.findall(text) + (words.unspaced.findall(text) if _CJK.search(text) else [])


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
    spaced = {w for tag, words in by_language.items() if tag not in {"zh", "ar"} for w in words.split()}
    end = r"\b" if kind == "you" else r"\w*"
    latin = "|".join(sorted(map(_escaped, spaced), key=len, reverse=True))
    arabic = "|".join(map(_escaped, by_language.get("ar", "").split()))
    chinese = "|".join(sorted(map(re.escape, by_language.get("zh", "").split()), key=len, reverse=True))
    return _Words(
        re.compile(rf"\b(?:(?:{latin}){end}|[وفبلكس]?(?:ال|لل|[يتن])?(?:{arabic})\w*)"), re.compile(chinese)
    )


def _escaped(word: str) -> str:
    return re.escape(word.casefold()).replace("_", r"\s")
