"""What a page says about itself in JSON-LD (schema.org), as plain dictionaries, and what it says of other pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from tocsin.gather.text.markup import Element, linked, meta

# Lines that only hide a script from programs of the nineties.
_WRAPPING = re.compile(
    r"^[ \t]{0,20}(?:<!--|-->|(?://[ \t]{0,3})?(?:<!\[CDATA\[|\]\]>))[ \t]{0,20}$", re.MULTILINE
)
_ARTICLES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
)
# Where a thing names others: what stands below these keys is another page.
_OTHERS = frozenset({
    "itemListElement", "relatedLink", "isRelatedTo", "mentions", "citation", "hasPart", "isPartOf", "isBasedOn",
    "significantLink", "blogPost", "comment", "about", "subjectOf", "workExample", "video", "author", "publisher",
})  # fmt: skip
_DEPTH = 12  # a page's own graph is three or four deep; deeper is an attack or an accident


def things(root: Element) -> Iterator[dict[str, Any]]:
    """Every object of every JSON-LD script of the page, outer ones first; broken scripts are skipped."""
    for script in root.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        for thing in _parsed(script):
            yield from _inside(thing, _DEPTH)


def _parsed(script: Element) -> list[object]:
    text = _WRAPPING.sub("", script.text or "")
    try:
        # strict=False: line ends inside strings are common in the wild
        return [json.loads(text.strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return []


def _inside(value: object, depth: int, closed: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for member in value:
            yield from _inside(member, depth - 1, closed)
    elif isinstance(value, dict):
        yield value
        for key, member in value.items():
            # The updates of a live page are its own parts, told by liveblogs.py, not things beside it.
            if key != "liveBlogUpdate" and key not in closed and isinstance(member, dict | list):
                yield from _inside(member, depth - 1, closed)


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


def own(root: Element, address: str | None) -> dict[str, Any]:
    """What the page says of its own article; empty where all that it says is of other stories.

    An article below a list or 'mentions' is another one, and so is one whose address or headline is not the
    page's. Where the page has neither to compare with, the first article counts.
    """
    here = {
        told for link in (address, linked(root, "canonical"), meta(root, "og:url")) if (told := _place(link))
    }
    titles = [_letters(told) for told in _titles(root)]
    best: tuple[int, dict[str, Any]] = (0, {})
    for thing in _articles(root):
        score = 2 + _address(thing, here, address) + _headline(thing, titles)
        if score > best[0]:
            best = (score, thing)
    return best[1]


def _articles(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        for thing in _parsed(script):
            yield from (found for found in _inside(thing, _DEPTH, _OTHERS) if is_a(found, *_ARTICLES))


def _address(thing: dict[str, Any], here: set[str], base: str | None) -> int:
    """3 where the thing's address is the page's, -1 where it is another (canonical addresses differ at times)."""
    told = [thing.get(key) for key in ("url", "mainEntityOfPage", "@id")]
    links = {
        place for each in told if (text := text_of(each)) and (place := _place(urljoin(base or "", text)))
    }
    return 0 if not links or not here else 3 if links & here else -1


def _headline(thing: dict[str, Any], titles: list[str]) -> int:
    """3 where the headline is one of the page's titles, -2 where it shares nothing with any."""
    told = _letters(text_of(thing.get("headline")) or text_of(thing.get("name")) or "")
    if not told or not titles:
        return 0
    if any(told in title or title in told for title in titles if title):
        return 3
    words = set(told.split())
    shared = max(len(words & set(title.split())) / len(words) for title in titles)
    return 1 if shared >= 0.5 else -2


def _titles(root: Element) -> list[str]:
    found = [meta(root, "og:title", "twitter:title"), root.findtext(".//title")]
    found += ["".join(heading.itertext()) for heading in root.xpath("//h1")[:3]]
    return [title for title in found if title and title.strip()]


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _place(link: str | None) -> str | None:
    """The host and path of an address: what names the page, without 'www.', query and fragment."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return None
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}" if parts.hostname and path else None
