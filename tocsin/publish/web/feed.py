"""The updates for other programs: Atom (RFC 4287), JSON Feed 1.1 and schema.org's LiveBlogPosting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from tocsin.publish.plain import visible
from tocsin.publish.shown import Entry, ThreadView

NEWEST = 100  # entries; readers who were away longer have the page
HEADLINE = 110  # characters: what search engines show of a schema.org headline


def atom(view: ThreadView, base: str, files: Mapping[int, str] | None = None) -> bytes:
    """The feed of a view whose page is at `base`; `files` names the file of each update in a site of files."""
    root = ET.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(root, "title", visible(view.question))
    _add(root, "id", base)
    ET.SubElement(root, "link", href=base)
    ET.SubElement(root, "link", rel="self", href=f"{base}feed.atom")
    _add(root, "updated", view.last_pass.isoformat() if view.last_pass else "1970-01-01T00:00:00+00:00")
    _add(ET.SubElement(root, "author"), "name", "Tocsin")
    for update in view.updates[:NEWEST]:
        entry = ET.SubElement(root, "entry")
        text = visible(update.text)
        _add(entry, "title", _short(text, 120))
        _add(entry, "id", f"{base}#u{update.seq}")
        _add(entry, "updated", update.at.isoformat())
        ET.SubElement(entry, "link", href=_way(update, base, files))
        _add(entry, "content", text)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def json_feed(view: ThreadView, base: str, files: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The same entries as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": visible(view.question),
        "home_page_url": base,
        "feed_url": f"{base}feed.json",
        "language": "en",
        "authors": [{"name": "Tocsin"}],
        "items": [
            {
                "id": f"{base}#u{update.seq}",
                "url": _way(update, base, files),
                "content_text": visible(update.text),
                "date_published": update.at.isoformat(),
                "tags": [update.why],
            }
            for update in view.updates[:NEWEST]
        ],
    }


def live_blog(view: ThreadView, base: str, files: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The thread as a LiveBlogPosting in JSON-LD (https://schema.org/LiveBlogPosting).

    A thread without an update has no dates and no postings: a missing time is left out, never made up.
    """
    blog: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": base,
        "url": base,
        "headline": _short(visible(view.question), HEADLINE),
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": "Tocsin"},
        "liveBlogUpdate": [_posting(update, base, files) for update in view.updates[:NEWEST]],
    }
    if view.updates:
        blog["datePublished"] = _first(view.updates).isoformat()
        blog["coverageStartTime"] = blog["datePublished"]
    if view.last_pass:
        blog["dateModified"] = view.last_pass.isoformat()
    return blog


def _posting(update: Entry, base: str, files: Mapping[int, str] | None) -> dict[str, Any]:
    text = visible(update.text)
    posting: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": f"{base}#u{update.seq}",
        "url": _way(update, base, files),
        "headline": _short(text, HEADLINE),
        "articleBody": text,
        "datePublished": update.at.isoformat(),
        "author": {"@type": "Organization", "name": "Tocsin"},
    }
    cited = dict.fromkeys(citation.url for citation in update.citations if citation.url)
    if cited:
        posting["citation"] = list(cited)
    return posting


def _way(update: Entry, base: str, files: Mapping[int, str] | None) -> str:
    """Where an update stands, also when it has left the first page."""
    return f"{base}{files[update.seq]}#u{update.seq}" if files else f"{base}updates/{update.seq}"


def _first(updates: tuple[Entry, ...]) -> datetime:
    return min(update.at for update in updates).astimezone(UTC)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
