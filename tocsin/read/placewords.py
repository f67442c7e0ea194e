"""The words of a text as the reading of places needs them: where each stands, folded, and how it is written."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from tocsin.read import arabic
from tocsin.read.fold import fold
from tocsin.read.gazetteer import WORDS

_QUOTES = {"'", "’", "‘", "ʼ", "`"}
_JOINS = {" ", "-", "\xa0", "–"} | _QUOTES
_CLITICS = {"s", "t", "d", "m", "re", "ve", "ll"}
_CASELESS = ("\u0590", "\u08ff")  # Hebrew and Arabic letters have no capitals
#: Words in which vowel signs may stand.
_MARKED = re.compile(rf"[^\W_](?:[^\W_]|[{arabic.MARKS}])*")


class Words:
    """A text as words: where each stands, folded, and how it is written."""

    def __init__(self, text: str) -> None:
        self.text, folded = text, fold(text)
        spans = [match.span() for match in (_MARKED if arabic.is_in(folded) else WORDS).finditer(folded)]
        self.starts = [span[0] for span in spans]
        self.ends = [span[1] for span in spans]
        self.folded = [arabic.unmarked(folded[a:b]) for a, b in spans]
        self.cased = any(text[a].isupper() for a in self.starts)
        self.capital = [text[a].isupper() or _CASELESS[0] <= text[a] <= _CASELESS[1] for a in self.starts]

        for at in range(1, len(spans)):  # the names of Na'am and Sa'ada have their capital at the front
            if self.capital[at - 1] and self.gap(at - 1) in _QUOTES and self.folded[at] not in _CLITICS:
                self.capital[at] = True

    def __len__(self) -> int:
        return len(self.starts)

    def gap(self, index: int) -> str:
        """What stands between a word and the next one."""
        if not 0 <= index < len(self) - 1:
            return "\n"
        return self.text[self.ends[index] : self.starts[index + 1]]

    def joined(self, index: int) -> bool:
        """Whether a word and the next may be of one name: 'New York', 'Port-au-Prince', 'U.S.', 'St. Louis'."""
        gap = self.gap(index)
        if gap in _JOINS:
            return True
        short = len(self.folded[index]) == 1 or self.folded[index] in {"st", "mt", "ft", "ste"}
        return short and gap in {".", ". "}


@lru_cache(maxsize=1)
def lists() -> dict[str, dict[str, frozenset[str]]]:
    """The lists of places.toml: sections, each with named sets of words."""
    raw = tomllib.loads(resources.files("tocsin.read").joinpath("places.toml").read_text("utf-8"))
    return {section: {k: frozenset(v.split()) for k, v in table.items()} for section, table in raw.items()}


@lru_cache(maxsize=1)
def demonyms() -> dict[str, tuple[str, ...]]:
    """Folded demonyms, singular and plural, to the ISO codes of their countries: two where two peoples share one."""
    found: dict[str, tuple[str, ...]] = {}
    for code, words in lists()["demonyms"].items():
        for word in sorted(words):
            name = fold(word).replace("_", " ")
            for form in (name, f"{name}s"):
                found[form] = (*found.get(form, ()), code)
    return found
