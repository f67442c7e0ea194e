"""The shape of a watch file: keys that are unknown, missing or of the wrong type, all of them at once."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import msgspec

from tocsin.watch import Watch

Key = tuple[str | int, ...]
_TYPES = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a number",
    list: "a list in [brackets]",
    dict: "a table",
}


class Fault(NamedTuple):
    """One mistake: how bad, at which key, in which words."""

    severity: Literal["error", "warning"]
    key: Key
    message: str


def shape(data: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The data of a watch file with its mistakes mended, so that more can be checked, and the mistakes.

    Unknown keys and values of the wrong type are left out, missing ones filled in with stand-ins.
    """
    found: list[Fault] = []
    return _table(data, Watch, (), found), found


def _table(data: dict[str, Any], kind: type[msgspec.Struct], at: Key, found: list[Fault]) -> dict[str, Any]:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in data.keys() - fields.keys():
        message = f"the key {key!r} is not known here; {did_you_mean(key, fields)}"
        found.append(Fault("error", (*at, key), message))
    mended: dict[str, Any] = {}
    for name, field in fields.items():
        value = _MISSING if name not in data else _value(data[name], field.type, (*at, name), found)
        if value is not _MISSING:
            mended[name] = value
        elif field.required:
            if name not in data:
                found.append(Fault("error", at, f"the key {name!r} is missing{_where(at)}"))
            mended[name] = _stand_in(field.type, (*at, name))
    return mended


def _value(value: Any, kind: Any, at: Key, found: list[Fault]) -> Any:
    """The value where it is right, else what is right of it, else _MISSING with the mistake told."""
    inner, container = _inner(kind)
    if inner is None:
        return _plain(value, kind, at, found)
    wanted: Any = list if container is tuple else dict
    if type(value) is not wanted:  # TOML has plain lists and tables only
        message = f"{at[-1]!r} is {_type(value)}; it should be {_TYPES[wanted]}"
        found.append(Fault("error", at, message))
        return _MISSING
    if container is None:
        return _table(value, inner, at, found)
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    members = {key: _value(member, inner, (*at, key), found) for key, member in pairs}
    # A member that is no table at all keeps its place, so that the others keep their numbers.
    kept = {
        key: _table({}, inner, (*at, key), []) if member is _MISSING else member
        for key, member in members.items()
    }
    return list(kept.values()) if container is tuple else kept


def _inner(kind: Any) -> tuple[type[msgspec.Struct] | None, type | None]:
    """The table within a type, and what holds several of it: tuple[Side, ...] -> (Side, tuple)."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind, None
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    table = {tuple: arguments[0], dict: arguments[-1]}.get(origin) if origin in {tuple, dict} else None
    is_table = isinstance(table, type) and issubclass(table, msgspec.Struct)
    return (table, origin) if is_table else (None, None)


def _plain(value: Any, kind: Any, at: Key, found: list[Fault]) -> Any:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        found.append(Fault("error", at, f"{at[-1]!r} is {_said(value)}; {_wanted(value, kind)}"))
        return _MISSING
    return value


def _wanted(value: Any, kind: Any) -> str:
    choices = [choice for choice in typing.get_args(kind) if isinstance(choice, str)]
    if typing.get_origin(kind) is Literal:
        return did_you_mean(str(value), choices)
    if typing.get_origin(kind) is tuple:
        return 'it should be a list of texts, e.g. ["one", "two"]'
    kinds = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    return f"it should be {next((_TYPES[each] for each in kinds if each in _TYPES), 'something else')}"


def _type(value: Any) -> str:
    return next((words for kind, words in _TYPES.items() if type(value) is kind), "something else")


def _said(value: Any) -> str:
    return repr(value)[:60] if isinstance(value, str | int | float) else _type(value)


def _where(at: Key) -> str:
    names = {"sources": "source", "signs": "sign", "members": "member"}
    table = next((names[part] for part in reversed(at) if part in names), None)
    return f" in this {table}" if table else f" in [{'.'.join(map(str, at))}]" if at else ""


def _stand_in(kind: Any, at: Key) -> Any:
    """A value that breaks nothing, different at every place: ids and addresses must not look doubled."""
    inner, container = _inner(kind)
    if inner is not None and container is None:
        return _table({}, inner, at, [])
    if typing.get_origin(kind) is Literal:
        return typing.get_args(kind)[0]
    if typing.get_origin(kind) is tuple:
        return ["?"]
    return "XX" if at[-1] == "country" else "?" + ".".join(map(str, at))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'did you mean X?' where one is close, else the list of what is known."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(names)}"


_MISSING: Any = object()
