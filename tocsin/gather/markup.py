"""HTML as plain text with its paragraphs, and the bytes of a page as characters."""

from __future__ import annotations

import html
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tocsin.gather.bounded import bounded
from tocsin.gather.clean import MARKS, clean, decode
from tocsin.gather.clean import charset as clean_charset

Element = Any  # lxml ships no types; its trees stay inside gather

_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]{2,31});")
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "svg", "object",
    "form", "nav", "select", "button",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "section", "article", "aside", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "ul", "ol", "dl", "table", "figure", "figcaption", "pre", "hr", "address",
})  # fmt: skip
_ROWS = frozenset(["br", "li", "tr", "dt", "dd"])


def tree(page: str) -> Element | None:
    """The tree of a page, however broken; None where there is nothing to parse."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        found = lxml_html.document_fromstring(bounded(clean(page)).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return found


def plain(fragment: str) -> str:
    """The words of a piece of HTML, paragraphs parted by blank lines; other text as it is."""
    if not _MARKUP.search(fragment):
        return fragment
    if not _TAG.search(fragment):
        return html.unescape(fragment)
    found = tree(f"<div>{fragment}</div>")
    return "" if found is None else words(found)


def words(root: Element) -> str:
    """The words below an element, as a reader sees them: no scripts, one blank line between blocks."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        edge = "\n\n" if name in _BLOCKS else "\n" if name in _ROWS else ""
        if event == "start":
            pieces.append(edge)
            if name in _UNSEEN:
                walk.skip_subtree()
            elif element.text:
                pieces.append(_run(element.text))
        else:
            pieces.append(edge if name in _BLOCKS else "")
            if element.tail and element is not root:
                pieces.append(_run(element.tail))
    text = re.sub(r" {2,}", " ", "".join(pieces))  # first, so that no run of blanks is tried twice
    return re.sub(r"\n{2,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _run(text: str) -> str:
    """White space in HTML is one space; the line ends of the source mean nothing."""
    return re.sub(r"\s+", " ", text)


def page_text(raw: bytes, charset: str | None = None) -> str:
    """The characters of a page: by its mark, the server's charset, the page's own, UTF-8 or Windows-1252."""
    if any(raw.startswith(mark) for mark, _ in MARKS):
        return decode(raw)
    told = _CHARSET.search(raw[:4096])
    for name in (charset, told[1].decode("ascii", "replace") if told else None):
        try:
            codec = clean_charset(name)
            if codec and codec.lower().replace("-", "") not in {"utf8", "iso88591", "latin1"}:
                return raw.decode(codec)  # those three are what servers say without looking
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return decode(raw)


def meta(root: Element, *names: str) -> str | None:
    """The first <meta> content with one of these names or properties, in the order asked for."""
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            found = root.xpath(f"//meta[@{attribute}=$name]/@content", name=name)
            if found and found[0].strip():
                return str(found[0]).strip()
    return None


def linked(root: Element, rel: str, kind: str | None = None) -> str | None:
    """The address of the first <link> with this rel (and a type that contains `kind`)."""
    for link in root.xpath("//link[@href]"):
        if rel in (link.get("rel") or "").lower().split() and (
            kind is None or kind in (link.get("type") or "")
        ):
            return str(link.get("href"))
    return None
