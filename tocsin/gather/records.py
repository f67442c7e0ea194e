"""Records (a line of JSON, a row of a table, an object of the API) as reports of their sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.border import dated, read_date
from tocsin.gather.claimed import Speaker, as_named
from tocsin.gather.drafts import Draft, Intake, Item, Roster, finish, is_web
from tocsin.gather.exports import known
from tocsin.gather.text.clean import clean, decode
from tocsin.gather.text.markup import plain, unescaped
from tocsin.model import Source


def record(
    value: object,
    where: str,
    intake: Intake,
    roster: Roster,
    default: Source | None,
    *,
    live: bool,
    speaker: Speaker = as_named,
) -> Iterator[Item]:
    """The report of one record, after its source where that is new; a Quarantine where it is none.

    `live`: the record has just come in, so `now` is when it was had; a file does not tell when. `speaker` says as
    whom its source may speak.
    """
    try:
        if not isinstance(value, dict):
            raise Unfit(
                "bad-record",
                f'an object is wanted, e.g. {{"source": ..., "text": ...}}; this is {_kind(value)}',
            )
        told = known(value)
        source = speaker(_source(told, default))
        draft, wrong = dated(_draft(told, source, intake, live=live), intake)
        report = finish(draft, intake)
    except Unfit as unfit:
        yield Unfit(unfit.reason, unfit.detail, unfit.sample or _sample(value)).at(where)
        return
    yield from roster.meet(source)
    yield report
    if wrong:
        yield wrong.at(where)


def records(
    values: Iterable[object],
    where: str,
    intake: Intake,
    roster: Roster,
    default: Source | None,
    *,
    live: bool,
    speaker: Speaker = as_named,
) -> Iterator[Item]:
    """The reports of many records, each named by its place from 1 on."""
    for number, value in enumerate(values, 1):
        yield from record(value, f"{where}:{number}", intake, roster, default, live=live, speaker=speaker)


def parse(raw: bytes) -> object:
    """What one line of JSON says. NUL bytes and half characters are dropped, nothing else is lost.

    Raises Unfit 'bad-record' where it is no JSON.
    """
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # strict and fast; what it refuses is read once more with patience
    text = decode(raw).replace("\x00", "")
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise Unfit("bad-record", "the JSON is nested too deeply", text) from None
    except ValueError as error:
        raise Unfit("bad-record", f"no valid JSON: {error}", text) from None


def _draft(value: dict[str, Any], source: Source, intake: Intake, *, live: bool) -> Draft:
    published, misdated = read_date(value.get("published"), source, intake)
    fetched, _ = read_date(value.get("fetched"), source, intake)
    return Draft(
        source=source,
        title=_words(value.get("title"), "title") or "",
        text=_text(value),
        published=published[0] if published else None,
        precision=published[1] if published else "second",
        fetched=fetched[0] if fetched else intake.now if live else None,
        author=_author(value.get("author")),
        language=_loose(value.get("language")),
        url=_loose(value.get("url")),
        external_id=_loose(value.get("id")),
        misdated=misdated,
    )


def _source(value: dict[str, Any], default: Source | None) -> Source:
    """The source that a record names (an id, or an object with one), else the default, else its site."""
    named = value.get("source")
    if isinstance(named, dict):
        return described(named)
    if isinstance(named, str) and (name := " ".join(clean(named).split())):
        return Source(id=name, name=name)
    if default is not None:
        return default
    url = value.get("url")
    if isinstance(url, str) and is_web(url) and (host := urlsplit(url).hostname):
        return Source(id=host, name=host, kind="outlet")
    raise Unfit("bad-record", "the record has no 'source': give the id or name of who published it")


def described(named: object) -> Source:
    """A source from an object with an id or a name. Raises Unfit 'bad-record'."""
    if not isinstance(named, dict):
        raise Unfit(
            "bad-record", f"a source is an object with id and name; this is {_kind(named)}", _sample(named)
        )
    told = {key: clean(v).strip() or None if isinstance(v, str) else v for key, v in named.items()}
    name = told.get("id") or told.get("name")
    kept = {key: v for key, v in told.items() if v is not None}
    try:
        return msgspec.convert({**kept, "id": name, "name": told.get("name") or name}, Source)
    except msgspec.ValidationError as error:
        raise Unfit("bad-record", f"this is no source: {error}", _sample(named)) from None


def _text(value: dict[str, Any]) -> str:
    told = value.get("text")
    if isinstance(told, list) and all(isinstance(member, str) for member in told):
        return "\n\n".join(map(unescaped, told))
    html = value.get("html")
    if told is None and isinstance(html, str):
        return plain(html)
    return _words(told, "text") or ""


def _words(told: object, key: str) -> str | None:
    if told is not None and not isinstance(told, str):
        raise Unfit("bad-record", f"'{key}' is {_kind(told)}, not a string")
    return told and unescaped(told)


def _loose(told: object) -> str | None:
    """A string, or a number as one: ids are often numbers."""
    return str(told) if isinstance(told, str | int | float) and not isinstance(told, bool) else None


def _author(told: object) -> str | None:
    """A name, or the names of a list of strings or of objects with a name."""
    members = told if isinstance(told, list) else [told]
    names = [_loose(m.get("name") if isinstance(m, dict) else m) for m in members]
    return ", ".join(name for name in names if name) or None


def _kind(value: object) -> str:
    names = {type(None): "nothing", bool: "true or false", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def _sample(value: object) -> str:
    try:
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, TypeError, ValueError):
        return ""
