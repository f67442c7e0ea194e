"""A small pattern language for the words of events, signs and cues, readable in TOML.

    "troop* ~ (capital)"     soldiers of any ending, up to six words between
    "call* for|on {forces}"  alternatives, and a named list of the same file

A space joins neighbouring words, ``~`` allows up to six words between (``~3`` up to three), ``*`` any ending,
``|`` alternatives of one word, ``{name}`` any entry of a list. Patterns meet folded text (see fold). In Arabic a
word is found with the article and the letters that are joined to it, and with vowel signs between its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from tocsin.read import arabic
from tocsin.read.fold import fold, fold_to_ascii

#: One word between two words of a pattern; a bound on its length keeps hostile text cheap.
_WORD = r"[^\W_][\w'\-.]{0,40}"
_JOIN = r"[^\w.!?;:]{1,4}"


def _piece(piece: str, lists: Mapping[str, Iterable[str]]) -> str:
    options: list[str] = []
    for option in piece.split("|"):
        if option.startswith("{") and option.endswith("}"):
            options += [_phrase(entry) for entry in lists.get(option[1:-1], ())]
        else:
            options.append(_phrase(option))
    # A list that is empty in this watch (no leader named) can match nothing.
    return rf"(?:{'|'.join(sorted(set(options), key=lambda o: (-len(o), o)))})" if options else r"(?!)"


def _phrase(words: str) -> str:
    """Neighbouring words; within an alternative they are written with '_' or, in lists, with a space."""
    parts = [
        rf"(?<![{arabic.MARKS}])" + arabic.expression(word)
        if arabic.is_in(word)
        else re.escape(word).replace(r"\*", r"\w*")
        for word in fold(words).replace("_", " ").split()
    ]
    return rf"(?<![\w-]){_JOIN.join(parts)}(?!\w)"


def expression(pattern: str, lists: Mapping[str, Iterable[str]] | None = None) -> str:
    """The regular expression of one pattern, for folded text."""
    found, gap = "", ""
    for piece in pattern.split():
        if piece[0] == "~":
            gap = rf"(?:[^\w.!?;:]{{1,4}}{_WORD}){{0,{piece[1:] or 6}}}?[^\w.!?;:]{{1,4}}"
            continue
        found += (gap or (_JOIN if found else "")) + _piece(piece, lists or {})
        gap = ""
    return found


@lru_cache(maxsize=2048)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns)) if patterns else re.compile(r"(?!)")


def any_of(patterns: Iterable[str], lists: Mapping[str, Iterable[str]] | None = None) -> re.Pattern[str]:
    """One expression that finds any of the patterns in folded text."""
    return _compiled(tuple(expression(pattern, lists) for pattern in patterns))


class Spotter:
    """Whether any of many phrases (single pieces: no ``~`` gap) is in a folded text, at the pace of a firehose.

    One automaton finds the most telling word of each phrase, and only around it the phrase itself is looked for.
    """

    def __init__(self, patterns: Iterable[str], lists: Mapping[str, Iterable[str]] | None = None) -> None:
        groups: dict[tuple[str, int], set[str]] = {}
        foreign: list[str] = []
        for option in (option for pattern in patterns for option in pattern.split("|")):
            for words in (lists or {}).get(option[1:-1], ()) if option[:1] == "{" else (option,):
                if fold(words).isascii():
                    groups.setdefault(_telling(words), set()).add("_".join(words.split()))
                else:
                    foreign.append("_".join(words.split()))
        self._plain = _Automaton(groups)
        groups = {}
        for words in foreign:
            groups.setdefault(_telling(arabic.bare(fold(words))), set()).add(words)
        self._foreign = _Automaton(groups)
        self._sign = "??" if all("??" in fold_to_ascii(word) for word, _ in groups) else "?"

    def __call__(self, text: str) -> bool:
        """Whether one of the phrases is in the text, which need not be folded."""
        ascii_only = fold_to_ascii(text)
        if self._plain.finds(ascii_only):
            return True
        if text.isascii():
            return False
        # A question mark stands for each letter that is no Latin one; single ones are mostly punctuation.
        return (
            bool(self._foreign) and self._sign in ascii_only and self._foreign.finds(arabic.bare(fold(text)))
        )


class _Automaton:
    """Groups of phrases by their most telling word."""

    def __init__(self, groups: dict[tuple[str, int], set[str]]) -> None:
        self._groups = [(any_of(sorted(group)), before) for (_, before), group in groups.items()]
        self._telling = (
            AhoCorasick([word for word, _ in groups], implementation=Implementation.DFA) if groups else None
        )

    def __bool__(self) -> bool:
        return self._telling is not None

    def finds(self, folded: str) -> bool:
        """Whether one of the phrases is in a folded text."""
        if self._telling is None:
            return False
        for number, start, _ in self._telling.find_matches_as_indexes(folded, overlapping=True):
            joined = arabic.is_in(folded[start])
            if start and folded[start - 1].isalnum() and not joined:
                continue
            phrase, before = self._groups[number]
            first = max(0, start - before - arabic.LONGEST * joined)
            if any(phrase.match(folded, at) for at in range(first, start + 1)):
                return True
        return False


def _telling(words: str) -> tuple[str, int]:
    """The longest word of a phrase whose distance from the beginning is bounded, and that bound in characters."""
    best, before = ("", 0), 0
    for word in fold(words).replace("_", " ").split():
        known = word.split("*")[0]
        if len(known) > len(best[0]):
            best = known, before
        if "*" in word:
            break
        before += len(word) + 4
    if not best[0]:
        raise ValueError(f"the phrase {words!r} is to be spotted and must not begin with '*'")
    return best


class _Words:
    """Which numbered pieces of patterns can be in a text, by the words that they begin with."""

    def __init__(self) -> None:
        self._exact: dict[str, set[int]] = {}
        self._stems: dict[str, set[int]] = {}
        self._lengths: tuple[int, ...] = ()

    def learn(self, words: str, number: int) -> None:
        """Take in one option of a piece."""
        first = arabic.bare(fold(words)).replace("_", " ").split()[0]
        word = re.match(r"\w+", first)
        if word is None or first.startswith("*"):
            self._stems.setdefault("", set()).add(number)
        elif "*" in first:
            self._stems.setdefault(first[: first.index("*")][: word.end()], set()).add(number)
        else:
            self._exact.setdefault(word[0], set()).add(number)
        self._lengths = tuple(sorted({len(stem) for stem in self._stems if stem}))

    def present(self, folded: str) -> set[int]:
        """The pieces that may be in a folded text."""
        found: set[int] = set(self._stems.get("", ()))
        tokens = _tokens(folded)
        for token in self._exact.keys() & tokens:
            found |= self._exact[token]
        for token in tokens:
            for length in self._lengths:
                if length > len(token):
                    break
                if numbers := self._stems.get(token[:length]):
                    found |= numbers
        return found


@lru_cache(maxsize=512)
def _tokens(folded: str) -> frozenset[str]:
    plain = folded if folded.isascii() else arabic.bare(folded)
    return frozenset(arabic.stems(set(re.findall(r"\w+", plain))))


def _pieces(
    pattern: str, lists: Mapping[str, Iterable[str]], words: _Words, numbers: dict[str, int]
) -> frozenset[int]:
    """The numbers of the pieces that a text must hold for a pattern to be in it."""
    needed = set()
    for piece in pattern.split():
        if piece[0] in "~*":
            continue
        if piece not in numbers:
            numbers[piece] = len(numbers)
            for option in piece.split("|"):
                for phrase in lists.get(option[1:-1], ()) if option[0] == "{" else (option,):
                    words.learn(phrase, numbers[piece])
        needed.add(numbers[piece])
    return frozenset(needed)


class AnyOf:
    """One expression of many patterns, like any_of, that tries only those all of whose words are in the text."""

    def __init__(self, patterns: Iterable[str], lists: Mapping[str, Iterable[str]] | None = None) -> None:
        self._words = _Words()
        numbers: dict[str, int] = {}
        self._rows = [
            (_pieces(pattern, lists or {}, self._words, numbers), expression(pattern, lists))
            for pattern in patterns
        ]

    def _fitting(self, folded: str) -> list[re.Pattern[str]]:
        present = self._words.present(folded)
        return [_expression(written) for needed, written in self._rows if needed <= present]

    def match(self, folded: str) -> re.Match[str] | None:
        """The first pattern's match at the beginning of a folded text."""
        return next((found for one in self._fitting(folded) if (found := one.match(folded))), None)

    def search(self, folded: str) -> re.Match[str] | None:
        """The first match in a folded text: the leftmost, of the earliest pattern."""
        return next(self.finditer(folded), None)

    def finditer(self, folded: str) -> Iterator[re.Match[str]]:
        """The matches one after the other, as re.finditer of the patterns joined by '|' gives them."""
        waiting = [(one, one.search(folded)) for one in self._fitting(folded)]
        at = 0
        while True:
            waiting = [
                (one, found if found.start() >= at else one.search(folded, at))
                for one, found in waiting
                if found
            ]
            best = min(
                (found for _, found in waiting if found), key=lambda found: found.start(), default=None
            )
            if best is None:
                return
            yield best
            at = best.end()


@lru_cache(maxsize=4096)
def _expression(written: str) -> re.Pattern[str]:
    return re.compile(written)


class Phrases:
    """Many labelled patterns; only those all of whose words are in the text are tried.

    A news sentence holds the words of a few patterns in a thousand, so the check by words makes the whole set
    some twenty times as fast as trying each.
    """

    def __init__(self, rows: Iterable[tuple[str, str]], lists: Mapping[str, Iterable[str]]) -> None:
        self._words = _Words()
        numbers: dict[str, int] = {}
        self._patterns = [
            (label, _pieces(pattern, lists, self._words, numbers), expression(pattern, lists))
            for label, pattern in rows
        ]

    def find(self, folded: str) -> dict[str, tuple[int, int]]:
        """The labels whose patterns are in a folded text, each with its first match (start, end)."""
        present = self._words.present(folded)
        found: dict[str, tuple[int, int]] = {}
        for label, needed, written in self._patterns:
            if needed <= present and (match := _expression(written).search(folded)):
                found[label] = min(match.span(), found.get(label, match.span()))
        return found
