"""Names of months and days in many languages, from the Unicode Consortium's locale data (CLDR, by Babel)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

#: The languages that are tried, English first. Arabic has three sets of month names.
LANGUAGES = (
    "en", "es", "fr", "de", "pt", "it", "ru", "ar", "ar_SY", "ar_DZ", "tr", "uk", "pl", "nl", "sv", "nb", "da",
    "fi", "cs", "sk", "sl", "hr", "sr_Latn", "sr", "bs", "ro", "hu", "el", "bg", "mk", "sq", "ca", "et", "lv",
    "lt", "he", "fa", "ur", "hi", "bn", "ne", "id", "ms", "fil", "vi", "th", "my", "sw", "ha", "so", "am", "af",
    "az", "kk", "uz", "ka", "hy", "zh", "ja", "ko",
)  # fmt: skip
# Words beside a date that the locale data does not have.
_MORE = {
    "en": "at on of the st nd rd th", "es": "a las h hrs", "fr": "à le er h", "pt": "às as h", "it": "alle ore h",
    "de": "um uhr den", "nl": "om uur", "ru": "в г года", "uk": "о р року", "tr": "saat", "pl": "o godz r",
    "sv": "kl", "nb": "kl", "da": "kl", "id": "pukul", "ar": "في الساعة", "ro": "la ora", "hi": "बजे", "bg": "ч г",
}  # fmt: skip
_APART = re.compile(r"[\s\d,.:;/()\[\]'’`´\"|•·‧،、_–—-]+")


class Meaning(NamedTuple):
    """What a word of a date can be: the month (1-12), the day of the week (0-6), am (0) or pm (1), or nothing."""

    kind: str
    value: int


Table = dict[tuple[str, ...], frozenset[Meaning]]


def fold(word: str) -> str:
    """The word without case and marks: 'Février' and 'FEVRIER' are one."""
    spread = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(c for c in spread if unicodedata.category(c) not in {"Mn", "Cf"})


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, without its digits and signs."""
    return tuple(fold(word) for word in _APART.split(text) if word)


@lru_cache(maxsize=128)
def table(language: str) -> Table:
    """The words of a language that can stand in a date, each as its tokens."""
    found: dict[tuple[str, ...], set[Meaning]] = {}
    for name, meaning in _names(Locale.parse(language)):
        words = tokens(name)
        for key in _shortened(words, meaning):
            found.setdefault(key, set()).add(meaning)
    for word in _MORE.get(language, "").split():
        found.setdefault((fold(word),), set()).add(Meaning("filler", 0))
    return {key: frozenset(meanings) for key, meanings in found.items() if key}


def _names(locale: Locale) -> Iterator[tuple[str, Meaning]]:
    # In Hebrew 'in' is written as one with the month.
    glue = re.search(r"([^\W\dA-Za-z_]+)MMM", locale.date_formats["long"].pattern)
    glued = glue[1] if glue else ""
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if not any(c.isdigit() for c in name):  # '11月' is a number with its unit
                    yield name, Meaning("month", number)
                    yield f"{glued}{name}", Meaning("month", number)
            for number, name in locale.days[context][width].items():
                yield name, Meaning("day", number)
    for number, name in locale.days["format"].get("short", {}).items():
        yield name, Meaning("day", number)
    for width in ("wide", "abbreviated"):
        for half, name in locale.day_periods["format"].get(width, {}).items():
            if half in {"am", "pm"}:
                yield name, Meaning("half", int(half == "pm"))
    for words in _literals(locale):
        yield words, Meaning("filler", 0)


def _literals(locale: Locale) -> Iterator[str]:
    """The words that the locale's own date formats put between the parts: 'de', 'г.'."""
    formats = [locale.date_formats[style].pattern for style in ("full", "long", "medium")]
    formats += [str(locale.datetime_formats[style]) for style in ("full", "long", "medium")]
    for pattern in formats:
        for quoted in re.findall(r"'([^']+)'", pattern):
            yield from tokens(quoted)


def _shortened(words: tuple[str, ...], meaning: Meaning) -> Iterator[tuple[str, ...]]:
    """The word itself and, where it is one, its beginnings: 'Sept' of September, 'qui' of quinta-feira.

    A month keeps three letters, a day of the week two ('Mo').
    """
    yield words
    if meaning.kind == "day" and len(words) > 1:
        yield from ((word,) for word in words)
    if meaning.kind in {"month", "day"} and words and (len(words) == 1 or meaning.kind == "day"):
        least = 3 if meaning.kind == "month" else 2
        yield from ((words[0][:length],) for length in range(least, len(words[0])))


@lru_cache(maxsize=512)
def month_first(country: str | None, language: str | None) -> bool | None:
    """Whether 5/11 is the eleventh of May there; None where the year stands first or nobody says.

    By the short date of the country, else of the language (English alone says nothing: half of it is American).
    """
    tag = f"und_{country.upper()}" if country else (language or "").replace("-", "_")
    if not tag or (not country and tag.lower() in {"en", "und"}):
        return None
    try:
        pattern = Locale.parse(tag).date_formats["short"].pattern.lower()
    except (ValueError, TypeError, UnknownLocaleError):
        return None
    return None if pattern.startswith(("y", "g")) else pattern.index("m") < pattern.index("d")
