"""HTML as plain text with its paragraphs, and the bytes of a page as characters."""

from __future__ import annotations

import html
import re
from collections.abc import Set
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html.defs import tags

from tocsin.gather.text import encodings
from tocsin.gather.text.bounded import bounded
from tocsin.gather.text.clean import MARKS, clean, decode
from tocsin.gather.text.clean import charset as clean_charset

Element = Any  # lxml ships no types; its trees stay inside gather

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<(?:/|[!?]|([A-Za-z][\w:-]*)(?=[\s/>]))[^<>]*>")
_ANGLE = re.compile(f"{_TAG.pattern}|<")
_END = re.compile(r"</([A-Za-z][\w:-]*)")
_MARKUP = re.compile(f"{_TAG.pattern}|{_REFERENCE.pattern}")
_HTML = frozenset(tags)
_ESCAPED = 2  # times more than once that a text may have been escaped
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_CODE = frozenset({"script", "style", "head", "template"})
_CAPTION = re.compile(r"(?:^|[\s_-])(?:fig)?caption(?:$|[\s_-])", re.IGNORECASE)
#: What stands where something cannot be shown: a message's media (Telegram), a film without scripts (Video.js).
_NOT_SHOWN = re.compile(
    r"(?:^|[\s_-])(?:not?[_-]?support(?:ed)?|unsupported|view[_-]in[_-][a-z]+|vjs-no-js)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 1200  # characters; what is longer is a text that a template calls so
_LONGEST_NOTICE = 300
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "svg", "object", "video", "audio", "canvas",
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
    """The words of a piece of HTML, paragraphs parted by blank lines; other text as it is.

    What was escaped twice is taken back twice: "didn&amp;#8217;t" is "didn’t", a denial.
    """
    text = _once(fragment)
    for _ in range(_ESCAPED):
        if not _MARKUP.search(text):
            break
        text = "\n\n".join(_once(paragraph) for paragraph in text.split("\n\n"))
    return text


def unescaped(text: str) -> str:
    """A plain text as its author wrote it, where an interface has escaped its signs ("police &amp; army", X).

    It has where every ampersand opens a reference and there is no tag; a text with one of its own is left alone.
    """
    if text.count("&") != len(_REFERENCE.findall(text)) or _TAG.search(text):
        return text
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def _once(fragment: str) -> str:
    if "<" in fragment:
        closed = {name.lower() for name in _END.findall(fragment)}
        fragment = _ANGLE.sub(lambda found: _angle(found, closed), fragment)
    if not _TAG.search(fragment):
        return _REFERENCE.sub(lambda found: html.unescape(found[0]), fragment)
    found = tree(f"<div>{fragment}</div>")
    return "" if found is None else words(found)


def _angle(found: re.Match[str], closed: Set[str]) -> str:
    """What stands in angle brackets, escaped where it is no tag: "<base-url>"; nothing for a frame without an end."""
    tag, name = found[0], (found[1] or "").lower()
    if len(tag) == 1 or (name and name not in _HTML | closed and "=" not in tag):
        return f"&lt;{tag[1:]}"
    return "" if name in _UNSEEN - _CODE and name not in closed else tag


def words(root: Element) -> str:
    """The words below an element, as a reader sees them: no scripts, one blank line between blocks."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        edge = "\n\n" if name in _BLOCKS else "\n" if name in _ROWS else ""
        if event == "start":
            pieces.append(edge)
            if name in _UNSEEN or _is_caption(element) or _is_notice(element):
                walk.skip_subtree()
            elif element.text:
                pieces.append(_run(element.text))
        else:
            pieces.append(edge if name in _BLOCKS else "")
            if element.tail and element is not root:
                pieces.append(_run(element.tail))
    text = re.sub(r" {2,}", " ", "".join(pieces))  # first, so that no run of blanks is tried twice
    return re.sub(r"\n{2,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _is_caption(element: Element) -> bool:
    """Whether an element is the words under a picture: they are of another day, and often of another writer."""
    named = element.tag == "figcaption" or bool(_CAPTION.search(element.get("class") or ""))
    return named and sum(map(len, element.itertext())) <= _LONGEST_CAPTION


def _is_notice(element: Element) -> bool:
    """Whether an element says only that something cannot be shown here: its class tells, in whatever language."""
    return bool(_NOT_SHOWN.search(element.get("class") or "")) and (
        sum(map(len, element.itertext())) <= _LONGEST_NOTICE
    )


def _run(text: str) -> str:
    """White space in HTML is one space; the line ends of the source mean nothing."""
    return re.sub(r"\s+", " ", text)


def page_text(raw: bytes, charset: str | None = None) -> str:
    """The characters of a page: by its mark, as UTF-8 where it plainly is, by the server's charset, its own, its bytes."""
    if any(raw.startswith(mark) for mark, _ in MARKS) or encodings.is_utf8(raw):
        return decode(raw)
    told = _CHARSET.search(raw[:4096])
    stated = [name for name in (charset, told[1].decode("ascii", "replace") if told else None) if name]
    for name in stated:
        try:
            codec = clean_charset(encodings.widest(name))
            if codec and not encodings.is_habit(name):
                return raw.decode(codec)  # a habit is what servers say without looking
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return decode(raw, None if any(map(encodings.is_habit, stated)) else encodings.guessed(raw))


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
