"""A language's time expressions, compiled from its file of words and patterns (timexes_en.toml and its like)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

LANGUAGES = ("en", "es", "fr", "pt")
LOOKED_AT = 400_000  # characters of one text: ten times a long article; a line of digits is read no further

_SPACE = r"(?:[ \t\xa0]{1,3}\n?|\n)"
_TOKEN = re.compile(r"(?<!\w)(?:[a-z]{1,30}|\d)")
_SLOT = re.compile(r"\{([a-z]\w*)(?::(\w+))?\}")
_ESCAPED = re.compile(r"\\.|\?P<\w+>")


class Rule(NamedTuple):
    """One pattern, the function that gives it its value, and which table each of its groups is looked up in."""

    make: str
    pattern: re.Pattern[str]
    tables: dict[str, str]
    fixed: dict[str, Any]


class Language(NamedTuple):
    """The words and patterns of one language; `any` finds at a word what `rules` then take apart."""

    words: dict[str, dict[str, Any]]
    rules: dict[str, Rule]
    any: re.Pattern[str]
    vocabulary: frozenset[str]
    capitals: frozenset[str]
    before: re.Pattern[str]
    glue: re.Pattern[str]
    led: re.Pattern[str] | None
    future: re.Pattern[str]
    past: re.Pattern[str]
    day_first: bool


class Found(NamedTuple):
    """Where a rule fits, with its words looked up: {'wd': 2, 'part': 'MO'}; what is absent is not in it."""

    start: int
    end: int
    make: str
    words: Mapping[str, Any]


def found(text: str, folded: str, language: Language) -> Iterator[Found]:
    """What the language's rules find in one pass from left to right; no two overlap."""
    reached = 0
    for token in _TOKEN.finditer(folded):
        at = token.start()
        if at < reached or not (token[0] in language.vocabulary or token[0].isdigit()):
            continue
        if _inside(folded, at) and not language.before.search(folded[max(0, at - 4) : at]):  # "mid-November"
            continue
        match = language.any.match(folded, at)
        if not match:
            continue
        reached = match.end()
        if one := _apart(text, folded, match, language):
            yield one


def _inside(folded: str, at: int) -> bool:
    """Whether a word continues a compound ("then-current") or a number goes on another or is money ("3.1998", "$1989")."""
    before, earlier = folded[at - 1 : at], folded[at - 2 : at - 1]
    if folded[at].isdigit():
        return before in {"$", "£", "€", "#", "¥"} or (before in set(".,:/-") and earlier.isdigit())
    return before == "-" and earlier.isalnum()


def _apart(text: str, folded: str, match: re.Match[str], language: Language) -> Found | None:
    rule = language.rules[match.lastgroup or ""]
    again = rule.pattern.match(folded, match.start())
    if not again or rule.make == "nothing":
        return None
    words: dict[str, Any] = dict(rule.fixed)
    for name, said in again.groupdict().items():
        if said is None:
            continue
        if said in language.capitals and text[again.start(name)] == said[0]:
            return None
        words[name] = _looked_up(" ".join(said.split()), rule.tables.get(name), language)
    return Found(again.start(), again.end(), rule.make, words)


def _looked_up(said: str, table: str | None, language: Language) -> Any:
    if table is None:
        return said
    return number(said, language.words) if table == "n" else language.words[table][said]


def number(said: str, words: dict[str, dict[str, Any]]) -> float | str | None:
    """A number in digits or words; "X" for 'several', None for what is neither."""
    if said in words["vague"]:
        vague: float | str = words["vague"][said]
        return vague
    if said[:1].isdigit():
        return float(
            said.replace(",", ".") if not re.fullmatch(r"\d+[.,]\d{3}", said) else re.sub(r"\D", "", said)
        )
    total = 0.0
    for word in re.split(r"[-\s]", said):
        value = words["numbers"].get(word, 0)
        total = total * value if value >= 100 and total else total + value
    return total or None


@cache
def load(language: str) -> Language:
    """The rules of a language, compiled once."""
    data = tomllib.loads(
        files("tocsin.read").joinpath(f"timexes_{language}.toml").read_text(encoding="utf-8")
    )
    words = data["words"]
    rules: dict[str, Rule] = {}
    for group in data["rules"]:
        for pattern in group["patterns"]:
            name = f"r{len(rules)}"
            tables: dict[str, str] = {}
            source = _expanded(pattern, data, tables)
            rules[name] = Rule(
                group["make"], re.compile(rf"(?:{source})(?!\w)"), tables, group.get("set", {})
            )
    flat = "|".join(f"(?P<{name}>{_nameless(rule.pattern.pattern)})" for name, rule in rules.items())
    before = "|".join(sorted((_spaced(re.escape(key)) for key in words["before"]), key=len, reverse=True))
    return Language(
        words=words,
        rules=rules,
        any=re.compile(flat),
        vocabulary=_vocabulary(rules),
        capitals=frozenset(data["capitals"]),
        before=re.compile(rf"(?<!\w)(?:{before})$"),
        glue=re.compile(_spaced(data["glue"])),
        led=re.compile(data["led"]) if "led" in data else None,
        future=re.compile(data["future"]),
        past=re.compile(data["past"]),
        day_first=data["day_first"],
    )


def _expanded(pattern: str, data: dict[str, Any], tables: dict[str, str]) -> str:
    """A pattern with its tables, macros and blanks written out; notes in `tables` what each group holds."""

    def slot(match: re.Match[str]) -> str:
        name, table = match[1], match[2]
        if table is None and name in data["macros"]:
            return _expanded(data["macros"][name], data, tables)
        tables[name] = table or name
        return (
            f"(?P<{name}>{_number(data['words'])})"
            if table is None
            else f"(?P<{name}>{_one_of(data['words'][table])})"
        )

    return _SLOT.sub(slot, _spaced(pattern))


def _spaced(pattern: str) -> str:
    return re.sub(r"\[(\S?) \]", r"[\1\\s]", pattern).replace("\\ ", " ").replace(" ", _SPACE)


def _one_of(table: Mapping[str, Any]) -> str:
    return "|".join(_spaced(re.escape(key)) for key in sorted(table, key=len, reverse=True))


def _number(words: dict[str, dict[str, Any]]) -> str:
    """Digits, a vague word, or a number in words up to "two hundred and twenty-five"."""
    small, tens, hundreds = (
        _one_of({word: value for word, value in words["numbers"].items() if low <= value < high})
        for low, high in ((0, 20), (20, 100), (100, 1001))
    )
    below = rf"(?:{tens})(?:(?:-|{_SPACE})(?:(?:and|y|et|e){_SPACE})?(?:{small})(?!\w))?|{small}"
    joined = rf"(?:(?:{below}){_SPACE})?(?:{hundreds})(?:{_SPACE}(?:and{_SPACE})?(?:{below})(?!\w))?|{below}"
    return rf"\d{{1,4}}(?:[.,]\d{{1,3}})?(?!\d)|{_one_of(words['vague'])}|{joined}"


def _nameless(source: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", source)


def _vocabulary(rules: dict[str, Rule]) -> frozenset[str]:
    """Every word that a pattern has anywhere: at any other word no pattern can begin."""
    found: set[str] = set()
    for rule in rules.values():
        for word in re.findall(r"[a-z]+", _ESCAPED.sub(" ", rule.pattern.pattern)):
            found |= {word, word[:-1]}  # "years?" begins "year"
    return frozenset(found)
