"""What a feed says through modules, set apart under names of our own: a parser would take it for the entry's, or drop it."""

from __future__ import annotations

import html
import re

from tocsin.gather.feeds.sections import CDATA

#: The prefix under which the words of modules reach us: <media:title> comes as `apart_media_title`.
APART = "apart"
TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,80})((?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*)>")
_ENTRY = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
_TEXT = re.compile(rf"<({APART}:(?:whole|text)_[\w.-]{{1,90}})>")

#: What a prefix that is not declared stands for.
USUAL = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "atom": "http://www.w3.org/2005/Atom",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
#: The modules whose titles and descriptions a parser would take for the entry's own.
_MODULES = {
    "http://search.yahoo.com/mrss": "media",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dc",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
}
#: What a parser compares with all others, each time one comes: 25,000 of them take it twenty seconds.
_TAGS = frozenset({"category", "keywords", "tags", "subject"})
_WORDS = frozenset({"title", "description", "summary", "subtitle", "abstract"})
#: What modules that nobody has a list of call a text: the whole one, and what may be less than that.
_WHOLE = frozenset(
    {"full-text", "fulltext", "full_text", "full-content", "fullcontent", "encoded", "content-encoded"}
)
_TEXTS = _WHOLE | {"text", "content", "body", "description", "article", "story"}
_PLAIN = frozenset({"text", "story"})  # those that feeds write without a prefix, and HTML has not
_CONTENT = USUAL["content"]
#: Where the namespaces begin that a parser knows; a text in any other one is set apart.
_PARSED = (
    "http://www.w3.org/", "http://purl.org/", "http://search.yahoo.com/mrss", "http://www.itunes.com/",
    "http://my.netscape.com/", "http://channel.netscape.com/", "http://backend.userland.com", "http://blogs.law.harvard.edu/",
)  # fmt: skip


def modules(known: dict[str, str]) -> dict[str, str]:
    """Which prefix stands for which module whose words are to be set apart; "" is one that no parser knows."""
    found = {name: _MODULES.get(url.strip().rstrip("/").lower()) for name, url in known.items()}
    unknown = {
        name: ""
        for name, url in known.items()
        if name not in USUAL and name != APART and not _is_parsed(url.strip().lower())
    }
    return unknown | {name: module for name, module in found.items() if module}


def _is_parsed(url: str) -> bool:
    """Whether a parser knows a namespace; the content module's it knows by every letter of the address."""
    return url.startswith(_PARSED) and (url == _CONTENT or url.rstrip("/") != _CONTENT.rstrip("/"))


def apart(markup: str, known: dict[str, str]) -> str:
    """The markup with titles and descriptions of modules, and all tags, under names of our own.

    Without their attributes: a parser keeps either these or the words.
    """
    if markup.startswith(CDATA):
        return markup

    def put(found: re.Match[str]) -> str:
        prefix, _, local = found[2].rpartition(":")
        name = _set_apart(known.get(prefix), local.lower(), prefix)
        end = "/" if found[3].endswith("/") else ""
        return f"<{found[1]}{APART}:{name}{end}>" if name else found[0]

    return _flat(TAG.sub(put, markup))


def _flat(markup: str) -> str:
    """The markup with tags within texts of unknown modules escaped, as a parser drops the words between them."""
    pieces, at, opened = [], 0, _TEXT.search(markup)
    while opened:
        following = _TEXT.search(markup, opened.end())
        # Each stretch up to the next one is looked through once; what has no end there swallows no other entry.
        end = markup.find(f"</{opened[1]}>", opened.end(), following.start() if following else len(markup))
        inner = markup[opened.end() : max(end, opened.end())]
        if "<" in inner and not _ENTRY.search(inner):
            pieces += [markup[at : opened.end()], html.escape(inner, quote=False)]
            at = end
        opened = following
    return "".join([*pieces, markup[at:]])


def _set_apart(module: str | None, local: str, prefix: str) -> str | None:
    """The name of our own for an element; None where it keeps its name."""
    if local in _TAGS:
        return "tag"
    if local in _WHOLE and (module == "" or not prefix):
        return f"whole_{prefix}_{local}"
    if (module == "" and local in _TEXTS) or (not prefix and local in _PLAIN):
        return f"text_{prefix}_{local}"
    return f"{module}_{local}" if module and local in _WORDS else None
