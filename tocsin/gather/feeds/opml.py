"""Lists of feeds (OPML), nested as reader programs export them."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from tocsin.gather.drafts import is_web

MOST = 500  # feeds of one list: a reader program's whole export, yet bounded


class Outline(NamedTuple):
    """One feed of a list."""

    name: str
    url: str


def is_list(raw: bytes) -> bool:
    """Whether a document is an OPML list."""
    return b"<opml" in raw[:2000].lower()


def outlines(raw: bytes) -> list[Outline]:
    """The feeds of a list at any depth, each address once; more than MOST are told by the caller."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    found: dict[str, Outline] = {}
    for outline in root.iter("{*}outline") if root is not None else ():
        told = {str(key).lower(): value.strip() for key, value in outline.attrib.items()}
        url = told.get("xmlurl", "")
        if is_web(url):
            found.setdefault(url, Outline(told.get("title") or told.get("text") or url, url))
    return list(found.values())
