"""The updates as an Atom feed (RFC 4287), for feed readers and other desks."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tocsin.publish.plain import visible
from tocsin.publish.shown import ThreadView

NEWEST = 100  # entries; readers who were away longer have the page


def atom(view: ThreadView, base: str) -> bytes:
    """The feed of a view whose page is at `base`."""
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
        _add(entry, "title", text if len(text) <= 120 else text[:119] + "…")
        _add(entry, "id", f"{base}#u{update.seq}")
        _add(entry, "updated", update.at.isoformat())
        ET.SubElement(entry, "link", href=f"{base}#u{update.seq}")
        _add(entry, "content", text)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
