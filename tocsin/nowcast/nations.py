"""Nations: which countries an item tells of, and which leader belongs to which, learnt from the log as it goes."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tocsin.read.aims import Mention, mentions
from tocsin.read.fold import fold

_TITLE = r"(?:President|Prime Minister|Premier|King|Emir|Sultan|Colonel|General|Chancellor)"
_NAME = r"((?:[A-Z][\w'’.-]+ ?|(?:al|el|bin|ben|ibn|ould|da|de|dos|von|van)[ -]){1,5})"
#: "President Manuel Zelaya", "President of Honduras Manuel Zelaya", "President of the Republic of X, A B".
_HEADS = re.compile(rf"\b{_TITLE} (?:of (?:the )?(?:[A-Z][\w'’-]+ ?(?:and |the |of )?)+,? ?)?{_NAME}")
_TITLED = re.compile(rf"\b{_TITLE}\b")
#: How long a leader is remembered after the log last named him with his country.
KEPT = timedelta(days=4 * 365)
#: Shorter surnames are too common to tell a country.
SHORTEST = 4


class Leaders:
    """Surnames of heads of state and government, each with the country it was last told with."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, date]] = {}

    def learn(self, text: str, day: date) -> None:
        """Remember the leaders of a text that names one country only."""
        if not _TITLED.search(text):
            return
        found = mentions(text)
        countries = {mention.country for mention in found}
        if len(countries) == 1:
            for name, _, _ in _named(text, found):
                self._known[name] = (next(iter(countries)), day)

    def mentions(self, text: str, day: date) -> list[Mention]:
        """The countries of the leaders whom a text names with their titles and without their country."""
        found = []
        for name, start, end in _named(text, []):
            country, seen = self._known.get(name, ("", date.min))
            if country and day - seen <= KEPT:
                found.append(Mention(country, start, end))
        return found


def _named(text: str, places: list[Mention]) -> list[tuple[str, int, int]]:
    """The surnames that follow a title, folded, and where they stand; names of places are no surnames."""
    taken = [(mention.start, mention.end) for mention in places]
    names = []
    for match in _HEADS.finditer(text):
        words = re.findall(r"[\w'’-]+", match[1])
        last = words[-1] if words else ""
        start = match.start(1) + match[1].rfind(last)
        if len(last) >= SHORTEST and last[0].isupper() and not any(a <= start < b for a, b in taken):
            names.append((fold(last).removesuffix("'s"), start, start + len(last)))
    return names
