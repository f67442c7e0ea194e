"""Where an entry of a feed stands on the web."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from tocsin.gather.drafts import is_web

Entry = dict[str, Any]

_ADDRESS = re.compile(r"[\w\-.~:/?#\[\]@!$&'()*+,;=%]+")  # RFC 3986, and letters of any script (RFC 3987)
_COUNTED = re.compile(r"https?://[^/]+/~r/")  # the form of FeedBurner's addresses
_MOST = 50  # parts of an address that are looked at


def link(entry: Entry, base: str | None) -> str | None:
    """The entry's address in full; None where the feed gives none that could be one."""
    name, found = _string(entry.get("id")), _first_link(entry) or _string(entry.get("link"))
    other = (_string(each.get("href")) for each in entry.get("links") or [] if each.get("rel") == "alternate")
    found = found or next((each for each in other if each), None)
    # An id that counts as the link, as RSS has it, is an address only where it looks like one: "77" is a number.
    if found and not is_web(found) and base and _ADDRESS.fullmatch(found) and ("/" in found or found != name):
        found = _joined(base, found)
    if found and name and is_web(name) and _COUNTED.match(found):
        return name
    return next((_behind(each) for each in (found, name) if each and is_web(each)), None)


def _behind(url: str) -> str:
    """The address to which one leads that a search passes its readers through (`...?url=https://desk.example/1`)."""
    try:
        told = dict(parse_qsl(urlsplit(url).query, max_num_fields=_MOST)).get("url", "")
        return told if is_web(told) and urlsplit(told).hostname != urlsplit(url).hostname else url
    except ValueError:
        return url


def _first_link(entry: Entry) -> str | None:
    """The outlet's own address where a service that counts clicks has put another one in its place (`origLink`)."""
    told = (_string(entry[key]) for key in entry if key.lower().endswith("_origlink"))
    return next((each for each in told if each and is_web(each)), None)


def _joined(base: str, link: str) -> str | None:
    try:
        return urljoin(base, link)
    except ValueError:
        return None


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
