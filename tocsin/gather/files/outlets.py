"""Whose a saved feed or page is, by what stands in it: never by the name of the file that it was saved as."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import feedparser
import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import is_web, slug
from tocsin.gather.pages.jsonld import names_of, text_of, things
from tocsin.gather.records import parse
from tocsin.gather.text.clean import clean
from tocsin.gather.text.markup import Element, linked, meta, page_text, plain, tree

_HEAD = 1 << 16  # bytes: what a feed says about itself stands before its entries
_LONGEST = 100  # characters of a name; a longer title is a slogan
_FIRST_ENTRY = re.compile(rb"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]")
# What a feed's title says of the feed and not of its outlet: "Example News - RSS", "Top stories | Example".
_NOISE = (
    r"(?:the )?(?:rss|atom|(?:rss|atom|xml|news) ?feeds?|feeds?|home(?: ?page)?|front page"
    r"|(?:latest|top|breaking|recent|all|main)(?: (?:news|stories|articles|posts|headlines|updates|entries))?)"
)
_BETWEEN = r"\s{0,3}[-–—|»›:·•]\s{0,3}"
_TRAILING = re.compile(rf"(?:{_BETWEEN}{_NOISE}|\s(?:rss|atom)(?: feeds?)?)\s*$", re.IGNORECASE)
_LEADING = re.compile(rf"^\s*{_NOISE}(?:{_BETWEEN}| (?:from|of) (?:the )?)", re.IGNORECASE)
_ONLY = re.compile(rf"\s*(?:{_NOISE}|untitled|news)?\s*", re.IGNORECASE)


class Outlet(msgspec.Struct, frozen=True):
    """An outlet as a file names it: its name, the site that it is read at."""

    name: str
    url: str | None = None

    @property
    def owner(self) -> str:
        """What its files have in common: the site, else the name."""
        return _host(self.url) or slug(self.name)


def of_feed(raw: bytes) -> Outlet | None:
    """The outlet of a saved feed by its title, else by its site; None where neither stands in it."""
    head = raw[:_HEAD]
    first = _FIRST_ENTRY.search(head)
    told: Any = feedparser.parse(head[: first.start()] if first else head).get("feed") or {}
    return _outlet(_untold(plain(_string(told.get("title")))), _string(told.get("link")))


def of_json_feed(raw: bytes) -> Outlet | None:
    """The outlet of a saved JSON Feed."""
    try:
        told = parse(raw)
    except Unfit:
        return None
    if not isinstance(told, dict):
        return None
    return _outlet(_untold(_string(told.get("title"))), _string(told.get("home_page_url")))


def of_page(raw: bytes) -> Outlet | None:
    """The outlet of a saved page by og:site_name, else its JSON-LD's publisher, else its site."""
    root = tree(page_text(raw))
    if root is None:
        return None
    name = meta(root, "og:site_name") or _publisher(root) or meta(root, "application-name") or ""
    return _outlet(plain(name), linked(root, "canonical") or meta(root, "og:url") or "")


def _publisher(root: Element) -> str | None:
    """The name of the first publisher that the page's JSON-LD gives, whole or by the @id of a thing beside it."""
    told = list(things(root))
    for thing in told:
        given = thing.get("publisher")
        name = names_of(given)
        if name and not is_web(name):
            return name
        at = given.get("@id") if isinstance(given, dict) else None
        named = next((t for t in told if at and t.get("@id") == at and text_of(t.get("name"))), None)
        if named:
            return text_of(named.get("name"))
    return None


def _outlet(name: str, url: str) -> Outlet | None:
    site = _host(url)
    name = " ".join(clean(name).split())[:_LONGEST].strip() or site or ""
    return (
        Outlet(name, f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/" if site else None) if name else None
    )


def _untold(title: str) -> str:
    """A feed's title without what it says of the feed: 'Example News | RSS' is Example News."""
    title = " ".join(title.split())[: _LONGEST * 2]
    named = _LEADING.sub("", _TRAILING.sub("", title))
    return "" if _ONLY.fullmatch(named) else named


def _host(url: str | None) -> str | None:
    if not url or not is_web(url):
        return None
    return (urlsplit(url).hostname or "").removeprefix("www.") or None


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
