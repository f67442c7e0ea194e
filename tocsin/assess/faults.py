"""All that is wrong in a playbook's data, each with the key at which it stands and the mend."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, get_args

from tocsin.model import STATES, Stance

Key = tuple[str | int, ...]
Fault = tuple[Key, str]

TOP = {
    "id", "version", "about", "asked", "answers", "criteria", "prior", "transitions", "kinds", "told", "spoken", "signs",
}  # fmt: skip
TOP_NEEDED = ("id", "version", "about", "answers", "criteria", "prior", "transitions", "signs")
SPOKEN = {"asked", "fact", "answers", "signs"}
SIGN = {
    "id", "definition", "kinds", "stances", "speaker", "serves", "rates", "source", "doubt", "fresh_h", "tell_at",
    "refuted_by", "implied_by", "excluded_by", "supported_by", "alone", "clouded_by",
}  # fmt: skip
SIGN_NEEDED = ("id", "definition", "kinds", "rates", "source")
#: Keys of a sign that name other signs.
TO_SIGNS = ("refuted_by", "implied_by", "excluded_by", "supported_by", "clouded_by")
#: Those of them that say which sign is weighed before which, and so must not go round in a circle.
ORDERED = ("implied_by", "supported_by", "clouded_by")
FASTEST = 60.0  # transitions an hour: a state that lasts less than a minute is none
SAYS_NOTHING = 1.05  # rates whose highest is less than this many times the lowest


def faults(data: Mapping[str, Any]) -> list[Fault]:
    """Every mistake of a playbook: (path of the key, what is wrong and the mend)."""
    found: list[Fault] = [
        ((key,), f"the key {key!r} is not known here; {_near(key, TOP)}") for key in data.keys() - TOP
    ]
    found += [((), f"the key {key!r} is missing") for key in TOP_NEEDED if key not in data]
    for table in ("answers", "criteria"):
        found += _texts(data.get(table, {}), table)
    found += _prior(data.get("prior", {}))
    found += _rates(data["told"], ("told",)) if "told" in data else []
    found += _transitions(data.get("transitions", {}))
    found += _kinds(data.get("kinds", {}))
    signs = data.get("signs", [])
    if not isinstance(signs, list) or not all(isinstance(sign, dict) for sign in signs):
        return [*found, (("signs",), "'signs' is no list of tables; write each one under [[signs]]")]
    ids = [sign.get("id") for sign in signs]
    found += _spoken(data.get("spoken", {}), [str(name) for name in ids])
    known = kinds_read() | set(_table(data.get("kinds")))
    for index, sign in enumerate(signs):
        found += [((("signs", index, *key)), message) for key, message in _sign(sign, ids, index, known)]
        found += [(("signs", index), message) for message in _never(sign, signs)]
    return [*found, *_circles(signs)]


@lru_cache(maxsize=1)
def kinds_read() -> frozenset[str]:
    """The kinds of event that the reader finds in words."""
    text = resources.files("tocsin.read").joinpath("kinds.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["kinds"])


def _table(value: object) -> dict[str, Any]:
    """The value where it is a table; whatever else stands there is told by the check of its type."""
    return value if isinstance(value, dict) else {}


def _names(sign: Mapping[str, Any], key: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list of texts of a sign; whatever else stands there is told by the check of its type."""
    value = sign.get(key, default)
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _near(word: object, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    close = difflib.get_close_matches(str(word), sorted(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(sorted(known))}"


def _states(table: Any, where: Key) -> Iterator[Fault]:
    """Unknown and missing states of a table that has one entry for each."""
    if not isinstance(table, dict):
        yield where, f"{where[-1]!r} is no table; write {{ calm = ..., tension = ..., ... }}"
        return
    for state in table.keys() - set(STATES):
        yield (*where, state), f"there is no state {state!r}; {_near(state, STATES)}"
    if missing := [state for state in STATES if state not in table]:
        yield (
            where,
            f"{where[-1]!r} says nothing of {', '.join(missing)}: it needs each of {', '.join(STATES)}",
        )


def _texts(table: Any, where: str) -> Iterator[Fault]:
    yield from _states(table, (where,))
    for state, words in table.items() if isinstance(table, dict) else ():
        if not isinstance(words, str) or not words.strip():
            yield (where, state), f"{where}.{state} is empty: say it in a sentence"


def _number(value: object) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if good else None  # type: ignore[arg-type] # `good` has looked


def _rates(table: Any, where: Key) -> Iterator[Fault]:
    """Numbers over 0 and up to 1, one for each state."""
    yield from _states(table, where)
    for state, value in table.items() if isinstance(table, dict) else ():
        number = _number(value)
        if state in STATES and (number is None or not 0 < number <= 1):
            yield (
                (*where, state),
                f"the rate of {state} is {value!r}; it needs a number over 0 and up to 1 "
                "(1 where the sign is reported most readily; nothing is impossible, so never 0)",
            )


def _prior(table: Any) -> Iterator[Fault]:
    found = list(_rates(table, ("prior",)))
    yield from found
    if not found and abs(sum(table.values()) - 1) > 1e-9:
        yield ("prior",), f"the prior must sum to 1; it sums to {sum(table.values()):.6g}"


def _transitions(table: Any) -> Iterator[Fault]:
    for state, goes in table.items() if isinstance(table, dict) else ():
        if state not in STATES:
            yield (
                ("transitions", state),
                f"transitions.{state}: there is no state {state!r}; {_near(state, STATES)}",
            )
            continue
        for other, rate in goes.items() if isinstance(goes, dict) else ():
            where, number = ("transitions", state, other), _number(rate)
            if other not in STATES:
                yield where, f"transitions.{state}: there is no state {other!r}; {_near(other, STATES)}"
            elif other == state:
                yield where, f"transitions.{state} leads to itself; take it out, staying needs no rate"
            elif number is None or not 0 <= number <= FASTEST:
                yield (
                    where,
                    f"transitions.{state}.{other} is {rate!r}; it needs transitions an hour, "
                    f"not negative and not over {FASTEST:g} (0.014: one in three days)",
                )


def _kinds(table: Any) -> Iterator[Fault]:
    for name, kind in table.items() if isinstance(table, dict) else ():
        if name in kinds_read():
            yield ("kinds", name), f"the reader has a kind {name!r} already; use it, or choose another name"
        elif not isinstance(kind, dict) or not any(p.strip(" *~|") for p in _names(kind, "patterns")):
            yield ("kinds", name), f"kind {name!r} has no patterns, so it can never be met"


def _spoken(table: Any, ids: list[str]) -> Iterator[Fault]:
    """What is missing, too much or empty in the wordings for other languages: half a board in each is no board."""
    for language, words in table.items() if isinstance(table, dict) else ():
        where: Key = ("spoken", language)
        if not isinstance(words, dict):
            yield (
                where,
                f"spoken.{language} is no table; write asked, fact, answers and signs under [spoken.{language}]",
            )
            continue
        for key in words.keys() - SPOKEN:
            yield (*where, key), f"the key {key!r} is not known in spoken.{language}; {_near(key, SPOKEN)}"
        for key in sorted(SPOKEN - words.keys()):
            yield where, f"spoken.{language} has no {key!r}"
        for key in ("asked", "fact"):
            if not str(words.get(key, "x")).strip():
                yield (*where, key), f"spoken.{language}.{key} is empty"
        for key, known in (("answers", list(STATES)), ("signs", ids)):
            yield from _spoken_words(words.get(key, {}), (*where, key), known)


def _spoken_words(table: Any, where: Key, known: list[str]) -> Iterator[Fault]:
    if not isinstance(table, dict):
        return  # told by the check of its type
    for name, words in table.items():
        if name not in known:
            yield (*where, name), f"{'.'.join(map(str, where))}: there is no {name!r}; {_near(name, known)}"
        elif not isinstance(words, str) or not words.strip():
            yield (*where, name), f"{'.'.join(map(str, where))}.{name} is empty: say it in words"
    if table and (missing := [name for name in known if name not in table]):
        yield where, f"{'.'.join(map(str, where))} says nothing of {', '.join(missing)}"


def _sign(sign: Mapping[str, Any], ids: list[Any], index: int, kinds: Iterable[str]) -> Iterator[Fault]:
    name = sign.get("id", f"number {index + 1}")
    for key in sign.keys() - SIGN:
        yield (key,), f"the key {key!r} is not known in a sign; {_near(key, SIGN)}"
    for key in SIGN_NEEDED:
        if key not in sign:
            yield (), f"sign {name!r} has no {key!r}{_why(key)}"
    if "id" in sign and name in ids[:index]:
        yield ("id",), f"the sign {name!r} is there twice; each sign needs its own id"
    if not str(sign.get("source", "x")).strip():
        yield ("source",), f"sign {name!r} has no 'source'{_why('source')}"
    found = list(_rates(sign["rates"], ("rates",))) if "rates" in sign else []
    yield from ((key, f"sign {name!r}: {message}") for key, message in found)
    if (
        "rates" in sign
        and not found
        and max(sign["rates"].values()) < SAYS_NOTHING * min(sign["rates"].values())
    ):
        yield ("rates",), f"sign {name!r} is reported alike in all states, so it says nothing; take it out"
    yield from _named(sign, name, ids, kinds)
    for key, low, high in (("doubt", 0, 2), ("alone", 0, 1), ("fresh_h", 0, 9000), ("tell_at", 1, 1000)):
        number = _number(sign.get(key, high))
        if number is None or not low <= number <= high:
            yield (key,), f"sign {name!r}: {key!r} is {sign[key]!r}; it lies between {low} and {high}"


def _named(sign: Mapping[str, Any], name: str, ids: list[Any], kinds: Iterable[str]) -> Iterator[Fault]:
    """Kinds, stances and other signs that a sign names and that are not there."""
    for kind in _names(sign, "kinds"):
        if kind not in kinds:
            yield (
                ("kinds",),
                f"sign {name!r} can never match: no claim is of kind {kind!r}; {_near(kind, kinds)}",
            )
    for stance in _names(sign, "stances"):
        if stance not in get_args(Stance):
            yield (
                ("stances",),
                f"sign {name!r} can never match: there is no stance {stance!r}; {_near(stance, get_args(Stance))}",
            )
    for key in TO_SIGNS:
        for other in _names(sign, key):
            if other not in ids:
                yield (
                    (key,),
                    f"sign {name!r} is {key.replace('_', ' ')} {other!r}, which is no sign; {_near(other, map(str, ids))}",
                )
            elif other == name:
                yield (key,), f"sign {name!r} is {key.replace('_', ' ')} itself; take it out"


def _why(key: str) -> str:
    return {
        "source": ": write where its rates are from (data, a paper, or 'elicited:' and the reasoning)",
        "kinds": ": name the kinds of event that show it",
    }.get(key, "")


def _never(sign: Mapping[str, Any], signs: list[dict[str, Any]]) -> Iterator[str]:
    """Why no claim can ever show a sign although its words are known."""
    name, kinds = sign.get("id"), set(_names(sign, "kinds"))
    stances = set(_names(sign, "stances", ("asserts",)))
    if "kinds" in sign and not kinds:
        yield f"sign {name!r} can never match: it names no kinds; name those of the events that show it"
    if not stances - {"denies"}:
        yield f"sign {name!r} can never match: a denial counts against a sign, so it needs another stance"
    for other in signs:
        hides = str(other.get("id")) in {*_names(sign, "excluded_by"), *_names(sign, "implied_by")}
        wider = other.get("speaker", "any") in ["any", sign.get("speaker", "any")]
        if (
            hides
            and kinds
            and wider
            and kinds <= set(_names(other, "kinds"))
            and stances <= set(_names(other, "stances", ("asserts",)))
        ):
            yield f"sign {name!r} can never match: whatever shows it shows {other['id']!r} as well, which hides it"


def _circles(signs: list[dict[str, Any]]) -> Iterator[Fault]:
    """Signs that depend on each other in a circle, each circle told once."""
    goes = {
        str(sign.get("id")): [str(o) for key in ORDERED for o in _names(sign, key) if o != sign.get("id")]
        for sign in signs
    }
    done: set[str] = set()
    for index, start in enumerate(goes):
        path: list[str] = []
        if circle := _circle(start, goes, path, done):
            yield (
                (
                    ("signs", index),
                    f"the signs {' -> '.join(circle)} depend on each other in a circle; take one of these out of 'implied_by', 'supported_by' or 'clouded_by'",
                )
            )


def _circle(name: str, goes: Mapping[str, list[str]], path: list[str], done: set[str]) -> list[str]:
    if name in path:
        return [*path[path.index(name) :], name]
    if name in done or name not in goes:
        return []
    done.add(name)
    for other in goes[name]:
        if found := _circle(other, goes, [*path, name], done):
            return found
    return []
