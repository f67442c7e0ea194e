"""A feed's text as XML that a parser reads whole: what real feeds break is mended, what modules say is set apart.

Everything here walks once over the text, outside of CDATA sections and comments, so that a hostile feed costs no
more than its length. What stays broken (tags that do not match) is the parser's own to forgive.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from html.entities import html5

from tocsin.gather.aside import Unfit
from tocsin.gather.feeds.modules import APART, TAG, USUAL, apart, modules
from tocsin.gather.feeds.sections import CDATA, sections
from tocsin.gather.feeds.short import shortened

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_PROLOG = re.compile(r"<\?xml\b[^>]{0,500}>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,2000}(?:\[([^\]]{0,100000})\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]{1,60})\s+(?:\"([^\"<&%]{0,2000})\"|'([^'<&%]{0,2000})')\s*>")
_MOST = 100  # prefixes that are declared for a feed
_MOST_TAGS = 300_000
_CUT = re.compile(r"<[^<>]*\Z")  # a tag at which the feed broke off
_PARTS = {0x0B: " ", 0x0C: " "}  # these part words; other control characters part nothing
#: Of text: what follows an ampersand or "less than" sign, and characters that XML has no place for.
_LOOSE = re.compile(
    r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?|<(?![A-Za-z_/!?\u00c0-\uffff])"
)
_NO_XML = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,40}):[A-Za-z_](?=[\w.-]{0,60}[\s=/>])")
_KNOWN = re.compile(r"\bxmlns:([\w.-]{1,40})\s*=\s*[\"']\s*([^\"'<>]{0,200})")


def mended(text: str) -> str:
    """The text from its root on, well-formed as far as single characters, references and prefixes go.

    Raises Unfit 'too-large' where there are more tags than a feed has: a parser takes a second for each 30,000.
    """
    head, text = _parted(text.translate(_PARTS))
    own = _entities(head)
    pieces = [_loose(piece, own) for piece in sections(_NO_XML.sub("", text))]
    if sum(piece.count("<") for piece in pieces if not piece.startswith(CDATA)) > _MOST_TAGS:
        raise Unfit("too-large", f"the feed has over {_MOST_TAGS} tags; no feed of reports needs as many")
    pieces[-1] = _CUT.sub("", pieces[-1])
    prefixes, missing = _prefixes(pieces)
    known = modules(prefixes)
    pieces = list(shortened([apart(piece, known) for piece in pieces]))
    declared = "".join(f' xmlns:{name}="{_escaped(url)}"' for name, url in sorted(missing.items()))
    pieces[0] = re.sub(r"\A(<[^\s>/]+)", lambda root: root[1] + declared, pieces[0], count=1)
    return "".join(pieces) + _closing(pieces)


def _parted(text: str) -> tuple[str, str]:
    """What stands before the root, and the text from the root on; a warning of the server is no part of it."""
    root = _ROOT.search(text)
    start = root.start() if root else 0
    if root is None and (prolog := _PROLOG.match(text.lstrip())):
        text = text.lstrip()
        start = prolog.end()
    return text[:start], text[start:]


def _entities(head: str) -> dict[str, str]:
    """The names that the feed's own DOCTYPE gives to plain texts; none that rests on another one."""
    doctype = _DOCTYPE.search(head)
    return {name: one or two for name, one, two in _ENTITY.findall(doctype[1] or "")} if doctype else {}


def _loose(markup: str, own: dict[str, str]) -> str:
    """Markup in which every reference is one that XML knows, and every other sign is escaped."""

    if markup.startswith(CDATA):
        return markup

    def put(found: re.Match[str]) -> str:
        sign = found[0]
        if sign == "<":
            return "&lt;"
        name = sign[1:-1]
        if sign in {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"}:
            return sign
        if name in own:
            return _escaped(own[name])
        if name.startswith("#"):
            return _escaped(_NO_XML.sub("", html.unescape(sign)))  # &#146; is an apostrophe
        return _escaped(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{sign[1:]}"

    return _LOOSE.sub(put, markup)


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)


def _prefixes(pieces: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The namespaces of the prefixes in the markup, and those of them that the root does not declare itself."""
    markup = [piece for piece in pieces if not piece.startswith(CDATA)]
    root = TAG.search(markup[0])
    at_root = dict(_KNOWN.findall(root[0])) if root else {}
    known = at_root | {name: url for piece in markup for name, url in _KNOWN.findall(piece)} | at_root
    used = {name for piece in markup for name in _PREFIX.findall(piece)} - {"xml", "xmlns"}
    stand = {name: USUAL.get(name.lower(), f"urn:undeclared:{name.lower()}") for name in sorted(used)[:_MOST]}
    every = stand | known | {APART: f"urn:{APART}"}
    return every, {name: url for name, url in every.items() if name not in at_root}


def _closing(pieces: list[str]) -> str:
    """The end tags that a feed lacks because it broke off; none where its root is closed."""
    stack: list[str] = []
    open_now: Counter[str] = Counter()
    for piece in pieces:
        for end, name, rest in () if piece.startswith(CDATA) else TAG.findall(piece):
            if end and open_now[name]:
                while (last := stack.pop()) != name:
                    open_now[last] -= 1
                open_now[name] -= 1
            elif not end and not rest.endswith("/"):
                stack.append(name)
                open_now[name] += 1
    return "".join(f"</{name}>" for name in reversed(stack))
