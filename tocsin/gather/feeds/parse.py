"""RSS, Atom and JSON Feed as feedparser's entries, whatever state the feed is in."""

from __future__ import annotations

import io
import json
from typing import Any

import feedparser
import msgspec

from tocsin.gather.feeds.characters import characters
from tocsin.gather.feeds.mend import mended

Entry = dict[str, Any]


class Feed(msgspec.Struct, frozen=True):
    """What a feed says of itself, and its entries as they stand."""

    version: str
    about: Entry
    entries: tuple[Entry, ...]


def feed(raw: bytes, charset: str | None = None) -> Feed:
    """The feed in some bytes; one without a version or entries is none. Raises Unfit 'too-large'.

    `charset` is that of the HTTP header.
    """
    text = characters(raw, charset)
    if text.lstrip().startswith("{"):
        return _json(text)
    xml = mended(text).encode("utf-8", "replace")
    try:
        found = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser's patient half fails on some feeds in ways of its own
        del error
        return Feed("", {}, ())
    return Feed(
        str(found.get("version") or ""), dict(found.feed), tuple(dict(entry) for entry in found.entries)
    )


def _json(text: str) -> Feed:
    """A JSON Feed (jsonfeed.org, versions 1 and 1.1) in the words that feedparser has for feeds."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return Feed("", {}, ())
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list):
        return Feed("", {}, ())
    about = {"title": told.get("title"), "link": told.get("home_page_url")}
    return Feed("json", about, tuple(_item(item) for item in items if isinstance(item, dict)))


def _item(item: dict[str, Any]) -> Entry:
    told = item.get("authors")
    by = told if isinstance(told, list) and told else [item.get("author")]
    html, text = item.get("content_html"), item.get("content_text")
    return {
        "id": str(item["id"]) if item.get("id") is not None else None,
        "link": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "summary": item.get("summary"),
        "content": [{"value": html or text, "type": "text/html" if html else "text/plain"}],
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "authors": [each for each in by if isinstance(each, dict)],
    }
