"""Feeds (RSS, Atom, JSON Feed) as drafts: each entry in the words and the time of who published it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, NamedTuple

import fastfeedparser
import feedparser
from lxml import etree

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, Intake, is_web
from tocsin.gather.feeds.publisher import publisher
from tocsin.gather.markup import linked, page_text, plain, tree
from tocsin.gather.times import Read, read_time
from tocsin.model import Source

Entry = dict[str, Any]

# fastfeedparser logs what it mends; what matters of that is a Quarantine here.
logging.getLogger("fastfeedparser").setLevel(logging.CRITICAL)


class Told(NamedTuple):
    """What the feed's XML says of an entry and the parsers drop: the time as written, the real source."""

    when: str | None
    publisher: str | None
    site: str | None


def drafts(raw: bytes, source: Source, intake: Intake) -> Iterator[Draft | Unfit]:
    """A draft for each entry, oldest first. Raises Unfit 'not-a-feed' with the mend in its words."""
    told = _told(raw)
    found = [_entry(entry, told, source, intake) for entry in _entries(raw)]
    # Feeds stand newest first; the journal keeps the order in which things were said.
    yield from reversed(found)


def _entries(raw: bytes) -> list[Entry]:
    """The entries by the quick parser, or by the patient one where the quick one finds none."""
    try:
        quick = fastfeedparser.parse(raw, include_tags=False, include_media=False, include_enclosures=False)
        if quick.entries:
            return list(quick.entries)
    except Exception as error:  # both parsers fail on broken feeds in ways of their own
        del error
    patient = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    if not patient.entries and not patient.get("version"):
        raise Unfit("not-a-feed", _instead(raw))
    return [dict(entry) for entry in patient.entries]


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


def _entry(entry: Entry, told: dict[str, Told], source: Source, intake: Intake) -> Draft | Unfit:
    link, name = _string(entry.get("link")), _string(entry.get("id"))
    title = plain(_string(entry.get("title")) or "")
    beside = told.get(name or "") or told.get(link or "") or told.get(title.strip()) or Told(None, None, None)
    outlet = publisher(beside.publisher, beside.site, source)
    try:
        when = _when(entry, beside, intake)
    except Unfit as unfit:
        return Unfit(unfit.reason, unfit.detail, title)
    title, text = _words(title, entry, beside.publisher)
    return Draft(
        source=outlet,
        title=title,
        text=text,
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        fetched=intake.now,
        author=_string(entry.get("author")),
        language=source.language,
        url=link if link and is_web(link) else name if name and is_web(name) else None,
        external_id=name,
    )


def _words(title: str, entry: Entry, outlet: str | None) -> tuple[str, str]:
    """Title and text; a news search adds the outlet's name to the one and repeats the title as the other."""
    bodies = [
        _string(part.get("value")) or "" for part in entry.get("content") or [] if isinstance(part, dict)
    ]
    bodies += [_string(entry.get(key)) or "" for key in ("description", "summary")]
    text = max((plain(body) for body in bodies), key=len, default="").strip()
    if outlet and title.endswith(f" - {outlet}"):
        title = title.removesuffix(f" - {outlet}").rstrip()
    bare = text.removesuffix(outlet or "").strip()
    return ("", title) if _same(bare, title) or not text else (title, text)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _when(entry: Entry, told: Told, intake: Intake) -> Read | None:
    """The entry's time as the feed wrote it; a parser's reading only where the words are not found."""
    written = told.when or _string(entry.get("published")) or _string(entry.get("updated"))
    if written is None:
        return None
    return read_time(written, intake.zone, offsetless="day")


def _told(raw: bytes) -> dict[str, Told]:
    """What each entry's own XML says, under the entry's id, link and title."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    found: dict[str, Told] = {}
    for item in root.iter("{*}item", "{*}entry") if root is not None else ():
        names, told = _item(item)
        for name in names:
            found.setdefault(name, told)
    return found


def _item(item: Any) -> tuple[list[str], Told]:
    said: dict[str, Any] = {}
    for child in item:
        if isinstance(child.tag, str):
            said.setdefault(etree.QName(child).localname.lower(), child)
    whens = [
        _inner(said.get(name)) for name in ("pubdate", "published", "issued", "date", "updated", "modified")
    ]
    origin = said.get("source")
    publisher = site = None
    if origin is not None:  # RSS: <source url="">Name</source>; Atom: <source><title/><link/></source>
        publisher = _inner(origin) or next((_inner(t) for t in origin.iter("{*}title")), None)
        site = origin.get("url") or next((link.get("href") for link in origin.iter("{*}link")), None)
    names = [_inner(said.get(name)) for name in ("guid", "id", "link", "title")]
    return [name for name in names if name], Told(
        next((when for when in whens if when), None), publisher, site
    )


def _inner(element: Any) -> str | None:
    text = (element.text or "").strip() if element is not None else ""
    return " ".join(text.split()) or None


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
