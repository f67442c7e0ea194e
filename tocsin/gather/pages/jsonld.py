"""What a page says about itself in JSON-LD (schema.org), as plain dictionaries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tocsin.gather.markup import Element

# Lines that only hide a script from programs of the nineties.
_WRAPPING = re.compile(
    r"^[ \t]{0,20}(?:<!--|-->|(?://[ \t]{0,3})?(?:<!\[CDATA\[|\]\]>))[ \t]{0,20}$", re.MULTILINE
)
_DEPTH = 12  # a page's own graph is three or four deep; deeper is an attack or an accident


def things(root: Element) -> Iterator[dict[str, Any]]:
    """Every object of every JSON-LD script of the page, outer ones first; broken scripts are skipped."""
    for script in root.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        text = _WRAPPING.sub("", script.text or "")
        try:
            # strict=False: line ends inside strings are common in the wild
            yield from _inside(json.loads(text.strip().rstrip(";"), strict=False), _DEPTH)
        except (ValueError, RecursionError):
            continue


def _inside(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for member in value:
            yield from _inside(member, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key, member in value.items():
            # The updates of a live page are its own parts, told by liveblogs.py, not things beside it.
            if key != "liveBlogUpdate" and isinstance(member, dict | list):
                yield from _inside(member, depth - 1)


def is_a(thing: dict[str, Any], *types: str) -> bool:
    """Whether the thing has one of these schema.org types."""
    named = thing.get("@type")
    kinds = named if isinstance(named, list) else [named]
    return any(isinstance(kind, str) and kind.rsplit("/", 1)[-1] in types for kind in kinds)


def text_of(value: object) -> str | None:
    """A string, or the first string of a list, or the value of {'@value': ...}."""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id") or value.get("url")
    if isinstance(value, list):
        return next((text for member in value if (text := text_of(member))), None)
    return value.strip() or None if isinstance(value, str) else None


def names_of(value: object) -> str | None:
    """The names of one or several authors, joined by commas."""
    members = value if isinstance(value, list) else [value]
    names = [text_of(m.get("name")) if isinstance(m, dict) else text_of(m) for m in members]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None
