"""Which updates a reader has asked for: a page of them, filtered and in the order wanted, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal
from urllib.parse import urlencode

import msgspec

from tocsin.publish.interface.table import english, offered
from tocsin.publish.shown import Entry, ThreadView

PAGE = 40  # updates on one page: the first load stays small however long the thread is
OFFERED = 60  # names that one filter offers, the most frequent ones
LONGEST = 200  # characters of a filter's value that are looked at
FILTERS = ("sign", "actor", "place", "source")


class Unfit(ValueError):
    """An address that asks for what cannot be: a key of the interface's words and what stands in their places."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(english().plain(key, **values))
        self.key, self.values = key, values


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the address asks for; each field is one parameter of GET. Nothing asked is the newest page."""

    before: int | None = None
    """Only updates with a lower number."""
    after: int | None = None
    """Only updates with a higher number: the next page, oldest first."""
    since: int | None = None
    """The number of the last update that the reader has seen."""
    order: Literal["newest", "oldest"] = "newest"
    sign: str = ""
    actor: str = ""
    place: str = ""
    source: str = ""
    lang: str = ""
    """The language of the page, where the address asks for one that there is."""

    @property
    def filtered(self) -> bool:
        """Whether anything is left out beyond what is on other pages."""
        return any(getattr(self, name) for name in FILTERS)

    @property
    def deep(self) -> bool:
        """Whether this is a further page of updates, which does not repeat the rest."""
        return self.before is not None or self.after is not None

    def address(self, **changes: object) -> str:
        """The parameters of the address with some of them changed; empty where nothing is asked."""
        fields = {**msgspec.structs.asdict(self), **changes}
        asked = {name: value for name, value in fields.items() if value not in (None, "", "newest")}
        return urlencode(asked)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The updates to show, and how to go on from there."""

    choice: Choice
    entries: tuple[Entry, ...]
    found: int
    """How many updates pass the filters, on all pages."""
    more: str | None
    """The parameters of the next page; None on the last."""
    offers: dict[str, tuple[tuple[str, str], ...]]
    """For each filter its values with their names, the most frequent first."""


def parse(asked: Mapping[str, str]) -> Choice:
    """The choice that the parameters of an address ask for. Raises Unfit for a number that is none."""
    order: Literal["newest", "oldest"] = "oldest" if asked.get("order") == "oldest" else "newest"
    return Choice(
        order=order,
        before=_number("before", asked),
        after=_number("after", asked),
        since=_number("since", asked),
        sign=_value("sign", asked),
        actor=_value("actor", asked),
        place=_value("place", asked),
        source=_value("source", asked),
        lang=offered(_value("lang", asked)),
    )


def _value(name: str, asked: Mapping[str, str]) -> str:
    return " ".join(asked.get(name, "").split())[:LONGEST]


def _number(name: str, asked: Mapping[str, str]) -> int | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Unfit("fault.no_number", name=name, text=repr(text[:40]))
    return int(text)


def choose(view: ThreadView, choice: Choice) -> Page:
    """The page of updates that a choice asks for."""
    passing = [entry for entry in view.updates if _passes(entry, choice)]
    if choice.order == "oldest":
        passing.reverse()
        rest = [entry for entry in passing if choice.after is None or entry.seq > choice.after]
    else:
        rest = [entry for entry in passing if choice.before is None or entry.seq < choice.before]
    entries = tuple(rest[:PAGE])
    step = "after" if choice.order == "oldest" else "before"
    return Page(
        choice=choice,
        entries=entries,
        found=len(passing),
        more=choice.address(**{step: entries[-1].seq}) if len(rest) > PAGE else None,
        offers=offers(view),
    )


def _passes(entry: Entry, choice: Choice) -> bool:
    if choice.since is not None and entry.seq <= choice.since:
        return False
    return all(not getattr(choice, name) or getattr(choice, name) in VALUES[name](entry) for name in FILTERS)


def _sources(entry: Entry) -> set[str]:
    return {citation.source_name for citation in entry.citations}


def _actors(entry: Entry) -> set[str]:
    """Whoever speaks in an update's proof or acts in it."""
    spoken = {voice for citation in entry.citations for voice in citation.voices[1:]}
    return spoken | {actor for citation in entry.citations for actor in citation.actors}


def _places(entry: Entry) -> set[str]:
    return {citation.place for citation in entry.citations if citation.place}


VALUES: dict[str, Callable[[Entry], Iterable[str]]] = {
    "sign": lambda entry: entry.signs,
    "actor": _actors,
    "place": _places,
    "source": _sources,
}


def offers(view: ThreadView) -> dict[str, tuple[tuple[str, str], ...]]:
    """What each filter can be set to: (value, name) pairs, the signs in the order of the board."""
    found = {name: _offered(name, view.updates) for name in ("actor", "place", "source")}
    shown = {sign for entry in view.updates for sign in entry.signs}
    signs = tuple((sign.id, sign.definition) for sign in view.signs if sign.id in shown)
    return {"sign": signs, **found}


def _offered(name: str, entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    counts = Counter(value for entry in entries for value in set(VALUES[name](entry)))
    first = sorted(counts, key=lambda value: (-counts[value], value))[:OFFERED]
    return tuple((value, value) for value in sorted(first, key=str.casefold))
