"""Feeds (RSS, Atom, JSON Feed) as drafts: each entry in the words and the time of who published it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tocsin.gather.aside import Unfit
from tocsin.gather.border import read_date
from tocsin.gather.drafts import Draft, Intake, is_web
from tocsin.gather.feeds.authors import authors
from tocsin.gather.feeds.identity import told_apart
from tocsin.gather.feeds.links import link
from tocsin.gather.feeds.parse import Feed, feed
from tocsin.gather.feeds.publisher import publisher
from tocsin.gather.feeds.words import readable, words
from tocsin.gather.text.markup import linked, page_text, tree
from tocsin.gather.times import Read
from tocsin.model import Source

Entry = dict[str, Any]

_DATETIME = re.compile(r"\s(?:datetime|content)\s?=\s?[\"']([^\"'<>]{4,60})[\"']", re.IGNORECASE)


def drafts(
    raw: bytes, source: Source, intake: Intake, charset: str | None = None, url: str | None = None
) -> Iterator[Draft | Unfit]:
    """A draft for each entry, oldest first; `charset` is that of the HTTP header, `url` where it was found.

    Raises Unfit 'not-a-feed' with the mend in its words.
    """
    found = feed(raw, charset)
    if not found.entries and not found.version:
        raise Unfit("not-a-feed", _instead(raw))
    base = _base(found, url or source.url)
    # Feeds stand newest first; the journal keeps the order in which things were said.
    yield from reversed(told_apart([_entry(entry, base, source, intake) for entry in found.entries]))


def _instead(raw: bytes) -> str:
    """What the address gave instead of a feed, and what to write."""
    page = page_text(raw[:200_000])
    root = tree(page) if "<html" in page[:5000].lower() else None
    if root is None:
        return "the address gives no RSS, Atom or JSON Feed; look for one that ends in /feed or /rss.xml"
    feed = linked(root, "alternate", "rss") or linked(root, "alternate", "atom")
    if feed:
        return f"the address is a web page; its feed is {feed}"
    return "the address is a web page and names no feed; give it the type 'page'"


def _entry(entry: Entry, base: str | None, source: Source, intake: Intake) -> Draft:
    name, site = _named(entry)
    title, text = words(entry, name)
    when, misdated = _when(entry, source, intake)
    return Draft(
        source=publisher(name, site, source),
        title=title,
        text=text,
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        fetched=intake.now,
        author=authors(entry),
        language=source.language,
        url=link(entry, base),
        external_id=_string(entry.get("id")),
        misdated=misdated,
    )


def _base(found: Feed, url: str | None) -> str | None:
    """What addresses without a host are read against where the feed says nothing: its site, else its own address."""
    site = _string(found.about.get("link"))
    return site if site and is_web(site) else url


def _when(entry: Entry, source: Source, intake: Intake) -> tuple[Read | None, str | None]:
    """The entry's time as the feed wrote it, so that none is guessed; else the words of one that is none."""
    misdated = None
    for name in ("published", "updated", "created"):
        when, wrong = read_date(_clock(_string(entry.get(name))), source, intake, offsetless="day")
        if when:
            return when, None
        misdated = misdated or wrong
    return None, misdated


def _clock(written: str | None) -> str | None:
    """A date as it is written; where that is markup, what its `<time datetime>` or `content` says, else its words."""
    if written is None or "<" not in written:
        return written
    told = _DATETIME.search(written)
    return told[1] if told else readable(written) or written


def _named(entry: Entry) -> tuple[str | None, str | None]:
    """The name and the site of where the entry says that it comes from (RSS and Atom `<source>`)."""
    told = entry.get("source")
    if not isinstance(told, dict):
        return None, None
    return readable(told.get("title")) or None, _string(told.get("href")) or _string(told.get("link"))


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
