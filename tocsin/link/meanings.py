"""What the words of a claim mean, whatever the language: deeds, things, people, roles and questions, from meanings.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import msgspec

from tocsin.read.fold import fold

_WORD = re.compile(r"[^\W_]+")
#: Two letters of a word choose the entries that are tried for it.
_HEAD = 2


class Meant(msgspec.Struct, frozen=True):
    """A stretch of text with its meaning, at characters of the folded text."""

    meaning: str
    start: int
    end: int


class Words:
    """A table of meanings, each with its words; the longest entry that fits a place of the text wins."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._by_head: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for meaning, written in table.items():
            for entry in written.split():
                parts = tuple(re.findall(r"[^\W_]+\*?", fold(entry).replace("_", " ")))
                self._by_head.setdefault(parts[0].rstrip("*")[:_HEAD], []).append((parts, meaning))
        for rows in self._by_head.values():
            rows.sort(key=lambda row: (-len(row[0]), -max(len(part) for part in row[0])))

    def find(self, tokens: Sequence[tuple[str, int, int]]) -> list[Meant]:
        """The meanings of the words in order, none overlapping; `tokens` as words_of gives them."""
        found: list[Meant] = []
        index = 0
        while index < len(tokens):
            here = self._at(tokens, index)
            if here:
                size, meaning = here
                found.append(Meant(meaning, tokens[index][1], tokens[index + size - 1][2]))
            index += here[0] if here else 1
        return found

    def _at(self, tokens: Sequence[tuple[str, int, int]], index: int) -> tuple[int, str] | None:
        for parts, meaning in self._by_head.get(tokens[index][0][:_HEAD], ()):
            if index + len(parts) <= len(tokens) and all(
                tokens[index + n][0].startswith(part[:-1])
                if part[-1] == "*"
                else tokens[index + n][0] == part
                for n, part in enumerate(parts)
            ):
                return len(parts), meaning
        return None


def words_of(folded: str) -> list[tuple[str, int, int]]:
    """The words of a folded text, each with where it stands."""
    return [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded)]


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """meanings.toml as it stands."""
    return tomllib.loads(resources.files("tocsin.link").joinpath("meanings.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def words(*names: str) -> Words:
    """The words of some parts of meanings.toml together."""
    return Words({meaning: entries for name in names for meaning, entries in table()[name].items()})


@lru_cache(maxsize=1)
def about() -> dict[str, frozenset[str]]:
    """The deeds of which something holds: done by speaking, of one person, over within hours ..."""
    return {name: frozenset(deeds) for name, deeds in table()["about"].items()}


@lru_cache(maxsize=1)
def parts() -> dict[str, str]:
    """Which part of meanings.toml a meaning belongs to: deeds, things or people."""
    return {meaning: part for part in ("deeds", "things", "people") for meaning in table()[part]}


def apart(one: Iterable[str], other: Iterable[str], only: Iterable[str] | None = None) -> bool:
    """Whether two claims name different members of one group: an airport and a port."""
    mine, theirs = set(one), set(other)
    for name, members in table()["groups"].items():
        if only is None or name in only:
            here, there = mine & set(members), theirs & set(members)
            if here and there and not here & there:
                return True
    return False
