"""A stretch of text as the reading of unit names needs it: its words, and what each of them is."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tocsin.read.fold import fold
from tocsin.read.placewords import demonyms

LANGUAGES = ("en", "es", "fr", "pt")
ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,9}s?$")
_TOKENS = re.compile(
    r"(?:[A-Z]\.){2,4}|[ld]['’](?=\w)"
    r"|\d{1,4}(?:\.?[ºª°]|st\b|nd\b|rd\b|th\b|er\b|re\b|ere\b|ème\b|eme\b|e\b)?"
    r"|[^\W\d_](?:[\w-]{0,40}[^\W_])?(?:['’]s\b|['’](?=\s))?",
)


class Words(NamedTuple):
    """The words of one language, ready to be looked up."""

    language: str
    sets: dict[str, frozenset[str]]


class Token(NamedTuple):
    """A word of a piece of text."""

    start: int
    end: int
    folded: str
    capital: bool


@cache
def data() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads(files("tocsin.read").joinpath("units.toml").read_text("utf-8"))
    known = raw.pop("known")
    tables = {name: {k: frozenset(v.split()) for k, v in table.items()} for name, table in raw.items()}
    tables["known"] = {
        "names": frozenset(known["names"]),
        "acronyms": frozenset(known["acronyms"].split()),
        "strangers": frozenset(known["strangers"].split()),
        "first": frozenset(name.split()[0] for name in known["names"]),
    }
    return tables


@cache
def words(language: str) -> Words:
    """The words of en, es, fr or pt; what is none of these is read with English words."""
    return Words(language, data()[language if language in LANGUAGES else "en"])


class Stretch:
    """Some text of one language as tokens."""

    def __init__(self, text: str, known: Words) -> None:
        self.text, self.w, self.sets = text, known, known.sets
        folded = fold(text)
        self.tokens = [
            Token(m.start(), m.end(), folded[m.start() : m.end()], text[m.start()].isupper())
            for m in _TOKENS.finditer(text)
        ]
        long = [t for t in self.tokens if t.end - t.start > 3 and not text[t.start].isdigit()]
        # In a headline or in capitals every word looks like a name.
        stopped = text.rstrip().endswith((".", "!", "?", '"', "”", "»"))
        self.titled = not stopped and len(long) > 4 and sum(t.capital for t in long) > 0.8 * len(long)
        self.shouted = len(text) > 12 and text.upper() == text

    def joined(self, index: int, by: str = " -\xa0") -> bool:
        """Whether a word and the next are of one phrase."""
        if not 0 <= index < len(self.tokens) - 1:
            return False
        gap = self.text[self.tokens[index].end : self.tokens[index + 1].start]
        return (len(gap) <= 2 and gap != "" and all(c in by for c in gap)) or (
            gap == "" and self.tokens[index].folded[-1] in "'’"
        )

    def number(self, index: int) -> bool:
        """Whether a word is a number or an ordinal: 3rd, 41, 2º, Third."""
        token = self.tokens[index]
        if token.folded[0].isdigit():
            return not (len(token.folded) == 4 and token.folded[:2] in {"19", "20"})
        return token.folded in self.sets["ordinals"]

    def of_arms(self, start: int, end: int) -> bool:
        """Whether one of the words belongs to arms and order."""
        for token in self.tokens[start:end]:
            if token.folded.strip("'’") in self.sets["arms"]:
                return True
            if "-" in token.folded and not self.sets["arms"].isdisjoint(token.folded.split("-")):
                return True
        return False

    def chars(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = self.tokens[span[0]].start, self.tokens[span[1] - 1].end
        while self.text[end - 1] in "'’":
            end -= 1
        if self.text[start:end].endswith(("'s", "’s")):
            end -= 2
        return start, end

    def proper(self, token: Token) -> bool:
        """Whether a word may stand in a name in English: a capital, and none of the words before names."""
        if self.titled:
            return token.capital and (
                token.folded in self.sets["arms"] | self.sets["strong"] | self.sets["civic"]
                or token.folded in demonyms()
            )
        return token.capital and token.folded not in self.sets["left"]
